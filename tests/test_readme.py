"""The README and the manual tell the truth: their examples are replayed, their files and sessions are real."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.oracles.engines import ENGINES
from tests.pictures import PICTURES
from tests.readme import HELP, PAGES, README, ROOT, Example, blocks, examples, replay
from tests.transcript import COMMAND
from timeline import __version__
from timeline.files.loading import bundled_path, parse_agreement

TEXT = README.read_text(encoding="utf-8")
CHANGELOG = ROOT / "CHANGELOG.md"
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
EXAMPLES = [(page, example) for page in PAGES for example in examples(page)]


def test_the_readme_has_at_most_200_lines() -> None:
    assert len(TEXT.splitlines()) <= 200


def test_every_page_has_an_example() -> None:
    assert len(PAGES) == 10
    for page in PAGES:
        sessions = blocks(page, "python")
        assert examples(page) or sessions or page.stem == "trust", page


def test_no_example_is_overlooked() -> None:
    """Each line that begins as one, in a block of any language, is one."""
    for page in PAGES:
        lines = re.findall(r"^\$ ", page.read_text("utf-8"), re.MULTILINE)
        assert len(examples(page)) == len(lines), page
        assert all(example.output for example in examples(page)), page


@pytest.mark.parametrize(
    ("page", "example"), EXAMPLES, ids=lambda one: getattr(one, "command", "") or one.stem
)
def test_an_example_prints_what_it_says(page: Path, example: Example) -> None:
    if "jq " in example.command and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert replay(example.command) == example.output, page


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.stem)
def test_an_example_of_the_manual_fits_a_terminal(page: Path) -> None:
    """All but errors, and the longest commands, which are wrapped without harm."""
    shown = [*blocks(page, "console"), *blocks(page, "toml"), *blocks(page, "python")]
    lines = [line for block in shown for line in block.splitlines()]
    lines = [line for line in lines if not line.startswith(("timeline: ", "$ "))]
    assert max(map(len, lines), default=0) <= 80


def folder_of_agreements(folder: Path) -> Path:
    """Return a new folder of two agreements."""
    agreements = folder / "agreements"
    agreements.mkdir()
    for name in ("doha-2020", "paris-1973"):
        shutil.copy(bundled_path(name), agreements)
    return agreements


def shell_blocks() -> list[str]:
    """Return the blocks of commands without output, but for the setting up, which `.ci/run` runs."""
    found = [block for page in PAGES for block in blocks(page, "sh")]
    return [block for block in found if not block.startswith("python3 -m venv ")]


@pytest.mark.parametrize("block", shell_blocks(), ids=lambda block: block.strip())
def test_commands_without_output_run(block: str, tmp_path: Path) -> None:
    block = block.replace("/home/you/agreements", str(folder_of_agreements(tmp_path)))
    assert replay(f"set -e\n{block}echo done", tmp_path) == "done\n"


@pytest.mark.parametrize("number", [0, 1])
def test_a_job_for_cron_prints_nothing_when_nothing_is_near(number: int, tmp_path: Path) -> None:
    """In the environment that cron gives to a job: a few variables, and /bin/sh."""
    text = "".join(blocks(HELP / "scripting.md", "crontab"))
    assert text.count("timeline ") == 2
    agreements = folder_of_agreements(tmp_path)
    text = text.replace("/home/you/.venv/bin", str(Path(COMMAND).parent))
    text = text.replace("/home/you/agreements", str(agreements))
    variables = dict(re.findall(r"^([A-Z]+)=(.*)$", text, re.MULTILINE))
    job = re.findall(r"^0 7 \* \* [*1]  (.*)$", text, re.MULTILINE)[number]

    def mail(day: str) -> str:
        """Return what cron mails: what the job prints on both streams."""
        done = subprocess.run(
            ["/bin/sh", "-c", f"{job} --on {day}"],
            env={"HOME": "/", "LOGNAME": "you", "SHELL": "/bin/sh", **variables},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    assert mail("2020-02-01") == ""
    assert "talks" in mail("2020-03-05")


def test_the_first_thirty_lines_hold_a_command_and_its_output() -> None:
    first, example = "\n".join(TEXT.splitlines()[:30]), examples(README)[0]
    assert f"$ {example.command}\n{example.output}" in first


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_the_program_draws_today(name: str) -> None:
    """Its words and their order; the lines around them differ between releases of the libraries."""
    assert f"](examples/{name})" in TEXT
    kept = (ROOT / "examples" / name).read_text("utf-8")
    words = re.compile(r">([^<>]*[^<>\s][^<>]*)</text>")
    assert words.findall(PICTURES[name]()) == words.findall(kept) != []


def test_the_python_session_runs() -> None:
    result = doctest.testfile(str(HELP / "python.md"), module_relative=False)
    assert result.attempted >= 10
    assert result.failed == 0
    sessions = [page for page in PAGES if ">>> " in page.read_text("utf-8")]
    assert sessions == [HELP / "python.md"]


def test_every_agreement_of_the_manual_is_valid() -> None:
    shown = [block for page in PAGES for block in blocks(page, "toml")]
    shown = [block for block in shown if not block.startswith("#:schema")]
    assert len(shown) == 4
    for block in shown:
        assert parse_agreement(block.encode(), "x.toml").milestones


def test_every_link_leads_to_a_file_or_a_heading() -> None:
    found = 0
    for page in [*PAGES, CHANGELOG, CONTRIBUTING]:
        text = page.read_text("utf-8")
        headings = {
            re.sub(r"[^a-z -]", "", line.lower()).replace(" ", "-")
            for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        for link in re.findall(r"\]\(([^)]*)\)", text):
            found += 1
            path, _, heading = link.partition("#")
            if not path:
                assert heading in headings, (page, link)
            elif not path.startswith("https://"):
                assert (page.parent / path).is_file(), (page, link)
    assert found >= 20


# What is in the table of the errors that other programs make, and the test that prevents it here.
PREVENTED = {
    "30 February silently becomes 1 March": "tests/files/test_bad_input.py::test_one_line_names_place_value_and_expectation",
    "beyond the last year the count wraps around or stops": "tests/dates/test_counting.py::test_days_beyond_the_calendar_are_an_error_both_ways",
    "a month is 30 days": "tests/dates/test_counting.py::test_counting_agrees_with_a_walk_through_the_months",
    "two months are counted one by one: 31 January + 2 months is 28 March": "tests/dates/test_periods.py::test_months_are_counted_from_the_anchors_own_day",
    "a period that cannot be read is skipped, with exit status 0": "tests/dates/test_expressions.py::test_an_error_names_the_expression_and_what_is_expected",
    "a misspelt key of a file is ignored": "tests/files/test_bad_input.py::test_a_broken_file_has_all_its_faults_reported_at_once",
    "each row is its own JSON document": "tests/render/test_formats.py::test_each_line_of_ndjson_is_a_row_of_json_under_the_agreement_and_the_day",
    '"today" is the server\'s day': "tests/commands/test_commands.py::test_today_is_the_zones_own",
    "a stream holds its answers back until it ends": "tests/commands/test_streams.py::test_a_line_is_answered_before_the_next_one_is_waited_for",
    "a full disk is a traceback, a closed pipe an error": "tests/test_exits.py::test_every_answer_ends_as_it_should",
    "a title can run as a command or formula in the terminal, the spreadsheet or the page": "tests/render/test_hostile_text.py::test_nothing_acts_and_nothing_is_lost",
}


def test_every_error_of_other_programs_is_prevented_by_a_test() -> None:
    section = (HELP / "trust.md").read_text("utf-8").partition("| elsewhere | here |\n|---|---|\n")
    rows = section[2].partition("\n\n")[0].splitlines()
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == list(PREVENTED)
    for path, name in (one.split("::") for one in PREVENTED.values()):
        assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8"), (path, name)


def test_every_engine_that_is_asked_has_its_row() -> None:
    text = (HELP / "trust.md").read_text("utf-8")
    rows = re.findall(r"^\| .* \| ([0-9,]+) \| 0 \|$", text, re.MULTILINE)
    assert len(rows) == len(ENGINES)
    assert all(int(compared.replace(",", "")) >= 98_000 for compared in rows)


@pytest.mark.parametrize("page", [README, HELP / "counting.md"], ids=lambda page: page.stem)
def test_the_five_dates_are_given_by_their_commands(page: Path) -> None:
    rows = re.findall(
        r"^\| (\d+ \w+ \d{4}) \|.*\| `(timeline .*)` \|$", page.read_text("utf-8"), re.MULTILINE
    )
    assert [day for day, _ in rows] == [
        "24 April 2021",
        "28 April 2021",
        "29 April 2021",
        "30 April 2021",
        "1 May 2021",
    ]
    for day, command in rows:
        printed = date.fromisoformat(replay(command).strip())
        assert f"{printed.day} {printed:%B %Y}" == day


def test_the_version_has_its_entry_in_the_changelog() -> None:
    text = CHANGELOG.read_text("utf-8")
    versions = re.findall(r"^## \[(.*)\] - (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert versions[0][0] == __version__
    assert [day for _, day in versions] == sorted((day for _, day in versions), reverse=True)
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_every_json_key_that_the_changelog_names_is_one() -> None:
    rows = re.findall(r"^ *\| .* \| (.*) \|$", CHANGELOG.read_text("utf-8"), re.MULTILINE)[2:]
    keys = set(re.findall(r"`(\w+)`", " ".join(rows)))
    described = (HELP / "formats.md").read_text("utf-8")
    assert len(keys) >= 12
    assert all(f"`{key}`" in described for key in keys)


def test_every_question_of_a_newcomer_is_answered_by_a_file() -> None:
    rows = re.findall(r"^\| .*\? \| `(.*)` \|$", CONTRIBUTING.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 10
    for path in rows:
        assert (ROOT / path).exists(), path


def test_continuous_integration_runs_with_every_python_that_is_promised() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    (versions,) = re.findall(r"^ +python: \[(.*)\]$", workflow, re.MULTILINE)
    assert "run: .ci/run\n" in workflow
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = [
        found[1]
        for one in project["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", one))
    ]
    run = re.findall(r'"(3\.\d+)"', versions)
    assert run[: len(promised)] == promised
    assert project["requires-python"] == f">={run[0]}"
