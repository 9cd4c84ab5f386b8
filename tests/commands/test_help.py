"""`timeline help` shows the manual, whose pages name all that the program reads and writes."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import threading
import tomllib
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

import timeline as package
from tests.readme import HELP, ROOT, blocks
from tests.transcript import COMMAND, Transcript, clean_environment, in_process, timeline
from timeline.cli import COMMANDS
from timeline.commands.help import TOPICS
from timeline.dates.calendars import Calendar
from timeline.dates.counting import CountingChoice, MonthEnd, StartDay
from timeline.render.formats import FORMATS
from timeline.render.help_page import render
from timeline.render.terminal import Terminal
from timeline.schedule.agreement import (
    Agreement,
    Amended,
    Drawdown,
    Fulfilled,
    Milestone,
    Observed,
    Published,
    Series,
    Source,
    Stated,
)
from timeline.schedule.status import Status

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def page(topic: str) -> str:
    """Return the text of a page."""
    return (HELP / f"{topic}.md").read_text("utf-8")


def first_cells(text: str) -> list[str]:
    """Return what stands in code in the first cells of the tables in the text."""
    cells = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| ")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


# The command


def test_without_a_topic_all_are_listed_one_a_line() -> None:
    found = timeline("help")
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert [line.split()[0] for line in lines[: len(TOPICS)]] == list(TOPICS)
    assert lines[len(TOPICS) :] == [
        "",
        "timeline help TOPIC shows a page of the manual.",
        "Keys and columns of the output: timeline help formats",
    ]
    assert max(map(len, lines)) <= 60


def test_every_page_is_a_topic_and_begins_with_its_sentence() -> None:
    assert sorted(TOPICS) == sorted(path.stem for path in HELP.iterdir())
    assert not TOPICS.keys() & COMMANDS.keys()
    for topic, sentence in TOPICS.items():
        title, blank, first = page(topic).splitlines()[:3]
        assert title.startswith("# ")
        assert (blank, first) == ("", sentence)


@pytest.mark.parametrize("topic", TOPICS)
def test_in_a_pipe_a_page_is_its_markdown(topic: str) -> None:
    assert in_process("help", topic) == Transcript(0, page(topic), "")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_name_of_a_command_shows_its_help(command: str) -> None:
    assert in_process("help", command) == in_process(command, "--help")


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("countng", 'unknown topic "countng"; did you mean counting?'),
        ("remaning", 'unknown topic "remaning"; did you mean remaining?'),
        ("zzz", f'unknown topic "zzz"; expected {", ".join(TOPICS)}, or a command'),
        ("../../etc", f'unknown topic "../../etc"; expected {", ".join(TOPICS)}, or a command'),
    ],
)
def test_an_unknown_topic_is_one_line_with_the_nearest(topic: str, expected: str) -> None:
    assert timeline("help", topic) == Transcript(2, "", f"timeline: {expected}\n")


# On a terminal


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_a_terminal_gets_every_word_within_its_width(topic: str, width: int) -> None:
    laid_out = render(page(topic), Terminal(width=width))
    assert max(map(len, laid_out.splitlines())) <= min(width, 100)
    # Tables part words and put cells beside one another, so characters are counted.
    words = re.sub(r"^```.*$|\]\([^)]*\)", "", page(topic), flags=re.MULTILINE)
    assert Counter(re.findall(r"\w", laid_out)) == Counter(re.findall(r"\w", words))
    assert "```" not in laid_out
    assert "\n\n\n" not in laid_out
    assert ".md" not in laid_out.replace("CHANGELOG.md", "").replace("mutants.md", "")


def test_without_colour_a_page_has_no_escapes() -> None:
    coloured = render(page("counting"), Terminal(width=80, colour=True))
    plain = render(page("counting"), Terminal(width=80))
    assert "\x1b" not in plain
    assert ANSI.sub("", coloured).split() == plain.split()


def test_a_page_can_be_read_on_light_and_on_dark_grounds() -> None:
    """It sets no ground and no colour: some words are bold."""
    for topic in TOPICS:
        styles = ANSI.findall(render(page(topic), Terminal(width=80, colour=True)))
        codes = {int(code) for style in styles for code in style[2:-1].split(";") if code}
        assert codes == {0, 1}


# What the pages name


SEVERAL = str(ROOT / "tests" / "agreements" / "valid" / "several.toml")
RIVERS = str(ROOT / "tests" / "agreements" / "valid" / "rivers.toml")
AMENDED = str(ROOT / "tests" / "agreements" / "valid" / "amended.toml")
FILE: dict[str, type[msgspec.Struct]] = {
    "The keys of the agreement": Agreement,
    "[[milestone]]": Milestone,
    "fulfilled": Fulfilled,
    "counting": CountingChoice,
    "[[milestone.amended]]": Amended,
    "published": Published,
    "stated": Stated,
    "[drawdown]": Drawdown,
    "[[series]]": Series,
    "observed": Observed,
    "[[source]]": Source,
}


def structures(kind: Any) -> set[type]:
    """Return the structures that a structure holds, itself included."""
    found: set[type] = set()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        found.add(kind)
        for field in msgspec.structs.fields(kind):
            found |= structures(field.type)
    for part in getattr(kind, "__args__", ()):
        found |= structures(part)
    return found


def test_every_table_of_the_file_format_has_its_section() -> None:
    assert structures(Agreement) == set(FILE.values())


@pytest.mark.parametrize(("heading", "kind"), FILE.items())
def test_every_key_of_the_file_format_is_described(
    heading: str, kind: type[msgspec.Struct]
) -> None:
    section = page("files").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| `")]
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    if kind is Series:  # which has the keys of another table and one more
        fields = {"id": fields["id"]}
    assert [row[0].strip("|` ") for row in rows] == list(fields)
    if kind not in {Agreement, Milestone}:  # which say so in a sentence
        required = {name for name, field in fields.items() if field.required}
        assert {row[0].strip("|` ") for row in rows if "required" in row[1]} == required


def test_one_file_of_the_manual_has_every_key() -> None:
    _, file, short, *_ = map(tomllib.loads, blocks(HELP / "files.md", "toml"))
    milestones = [*file["milestone"], *short["milestone"]]
    tables: dict[type[msgspec.Struct], list[dict[str, Any]]] = {
        Agreement: [file, short],
        Milestone: milestones,
        Fulfilled: [
            item
            for one in milestones
            if isinstance(one.get("fulfilled"), list)
            for item in one["fulfilled"]
        ],
        CountingChoice: [file["counting"]],
        Amended: [item for one in milestones for item in one.get("amended", ())],
        Published: [item for one in milestones for item in one.get("published", ())],
        Stated: [file["stated"]],
        Drawdown: [short["drawdown"]],
        Series: file["series"],
        Observed: file["series"][0]["observed"],
        Source: file["source"],
    }
    assert tables.keys() == set(FILE.values())
    for kind, found in tables.items():
        keys = {field.encode_name for field in msgspec.structs.fields(kind)}
        assert {key for table in found for key in table} == keys, kind


def test_every_counting_rule_has_its_row() -> None:
    named = first_cells(page("counting"))
    assert [name for name in named if name in {*StartDay, *MonthEnd, *Calendar}] == [
        *StartDay,
        *MonthEnd,
        "gregorian",
        "solar-hijri",
        "hijri",
    ]


def test_every_format_and_every_status_has_its_row() -> None:
    sections = page("formats").split("\n## ")
    assert first_cells(sections[1]) == list(FORMATS)
    (status,) = (one for one in sections if one.startswith("Status"))
    assert sorted(first_cells(status)) == sorted(Status)


def test_every_column_of_a_table_has_its_row() -> None:
    (section,) = (one for one in page("formats").split("\n## ") if one.startswith("Columns"))
    own = ("--on", "2020-07-01", "--calendar", "hijri", "--calendar", "solar-hijri")
    asked = [
        ("show", *own),
        ("compare", "--assume", "talks=2020-04-01"),
        ("drawdown",),
        ("drawdown", "-a", RIVERS),
        ("explain", "withdrawal"),
        ("explain", "out", "-a", SEVERAL),
        ("explain", "end", "-a", SEVERAL),
        ("compare", "-a", AMENDED),
        ("explain", "withdrawal", "-a", AMENDED),
        ("read", "by August"),
        ("audit", str(ROOT / "examples" / "published.csv")),
        ("audit", str(ROOT / "examples" / "published.csv"), "--search"),
        ("agreements",),
    ]
    shown = set()
    for arguments in asked:
        text = (
            f"\n\n{in_process(*arguments).out}"
            if arguments == asked[-1]
            else in_process(*arguments).out
        )
        for line in re.findall(r"\n\n(.*  .*)\n", text):
            shown |= set(re.split(" {2,}", line))
    assert sorted(shown) == sorted(first_cells(section))


def test_every_exit_status_and_every_variable_has_its_row() -> None:
    """As in the manual page, which is made from the options."""
    manual = (HELP.parent / "timeline.1").read_text("utf-8")
    entries = re.findall(r"^\.TP\n\\fB([0-9A-Z_]+)\\fR$", manual, re.MULTILINE)
    statuses = re.findall(r"^\| (\d+) \|", page("scripting"), re.MULTILINE)
    variables = [name for name in first_cells(page("scripting")) if name.isupper()]
    assert [*statuses, *variables] == entries


def test_every_public_name_has_its_row() -> None:
    assert sorted(first_cells(page("python").partition("## Names")[2])) == package.__all__


def test_the_wheel_takes_the_pages_from_the_package() -> None:
    """Hatch takes every file of a package that is listed; `.ci/run` looks into the wheel."""
    assert Path(package.__file__).parent / "help" == HELP


def test_the_command_lays_out_a_page_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=80))
    out = in_process("help", "counting").out
    assert out == render(page("counting"), Terminal(width=80))
    assert "\n# " not in out


# In a pager


def in_a_terminal(*arguments: str, pager: str, lines: int, path: str | None = None) -> str:
    """Return what a terminal with so many lines is sent, with its line breaks as in a file.

    `path` is the search path of programs, by default that of the tests.
    """
    ours, theirs = pty.openpty()
    environment = {"TERM": "xterm", "COLUMNS": "80", "LINES": str(lines), "NO_COLOR": "1"}
    environment |= {"PAGER": pager} if path is None else {"PAGER": pager, "PATH": path}
    process = subprocess.Popen(
        [COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=clean_environment(environment),
        start_new_session=True,
    )
    os.close(theirs)
    # A pager that waits for a key would wait for ever.
    limit = threading.Timer(60, os.killpg, (process.pid, signal.SIGKILL))
    limit.start()
    shown = b""
    # At the end of the output Linux raises an error instead of returning nothing.
    with suppress(OSError):
        while part := os.read(ours, 65_536):
            shown += part
    os.close(ours)
    status = process.wait()
    limit.cancel()
    assert status == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("arguments", [("help", "counting"), ("help", "show")])
def test_a_terminal_pages_what_is_longer_than_its_screen(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    # A program without arguments: before click 8.3 those of a pager are ignored.
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\nexec sed 's/^/|/'\n")
    pager.chmod(0o755)
    whole = in_a_terminal(*arguments, pager=str(pager), lines=1_000)
    length = whole.count("\n")
    assert "|" not in {line[:1] for line in whole.splitlines()}
    # With a line for the prompt, all of it is still on the screen.
    assert in_a_terminal(*arguments, pager=str(pager), lines=length + 1) == whole
    paged = in_a_terminal(*arguments, pager=str(pager), lines=length)
    assert paged == "".join(f"|{line}\n" for line in whole.splitlines())


def test_without_a_pager_a_terminal_gets_the_page(tmp_path: Path) -> None:
    whole = in_a_terminal("help", "counting", pager="cat", lines=1_000)
    # Before click 8.3 `less` takes the place of a pager that is missing, so it must be missing too.
    nothing = str(tmp_path)
    asked = ("help", "counting")
    assert in_a_terminal(*asked, pager="no-such-program", lines=10, path=nothing) == whole


@pytest.mark.parametrize("topic", ["counting", "show"])
def test_a_pipe_has_no_pager(topic: str) -> None:
    plain = timeline("help", topic, environment={"LINES": "5"})
    assert timeline("help", topic, environment={"LINES": "5", "PAGER": "sed s/^/|/"}) == plain
