"""Several agreements: `-a` repeated, or a folder."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.transcript import COMMAND, Transcript, clean_environment
from tests.transcript import in_process as timeline
from tests.transcript import timeline as started
from timeline.commands.shared.progress import tracked
from timeline.files.loading import bundled_names, bundled_path
from timeline.render.terminal import Terminal

DAY = ("--on", "1988-08-01")
REPORT = """
title = "{title}"
signed = {signed}
[[milestone]]
id = "report"
title = "A report"
due = "signed + {days} days"
"""


def agreement(
    title: str = "A peace", signed: str = "1988-07-01", days: int = 40, more: str = ""
) -> str:
    return more + REPORT.format(title=title, signed=signed, days=days)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the bundled agreements, and what is no agreement."""
    folder = tmp_path / "my agreements"
    folder.mkdir()
    for name in bundled_names():
        shutil.copy(bundled_path(name), folder)
    (folder / "notes.txt").write_text("not an agreement")
    (folder / ".hidden.toml").write_text("not an agreement")
    (folder / "sub").mkdir()
    (folder / "sub" / "deeper.toml").write_text("not an agreement")
    (folder / "folder.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    return folder


def rows(*arguments: str) -> list[dict[str, str]]:
    found = timeline(*arguments, "-f", "csv")
    assert found.err == "" or "no deadline is to come" in found.err
    return list(csv.DictReader(io.StringIO(found.out)))


@pytest.mark.parametrize("command", ["show", "compare"])
def test_the_rows_of_a_folder_are_those_of_each_agreement(folder: Path, command: str) -> None:
    each = [row for name in bundled_names() for row in rows(command, "-a", name, *DAY)]
    assert len(each) > 15
    assert rows(command, "-a", str(folder), *DAY) == each
    repeated = [word for name in bundled_names() for word in ("-a", name)]
    assert rows(*repeated, command, *DAY) == each


@pytest.mark.parametrize("command", ["show", "compare"])
def test_the_document_of_a_folder_has_the_document_of_each_agreement(
    folder: Path, command: str
) -> None:
    whole = json.loads(timeline(command, "-a", str(folder), *DAY, "-f", "json").out)
    each = [
        json.loads(timeline(command, "-a", name, *DAY, "-f", "json").out)
        for name in bundled_names()
    ]
    assert whole == {
        "schema_version": 2,
        "agreements": [
            {key: value for key, value in one.items() if key != "schema_version"} for one in each
        ],
    }


def test_the_tables_of_a_folder_follow_each_other_each_with_its_agreement(folder: Path) -> None:
    each = [timeline("show", "-a", name, *DAY).out for name in bundled_names()]
    named = (f"{name}: {text}" for name, text in zip(bundled_names(), each, strict=True))
    assert timeline("show", "-a", str(folder), *DAY).out == "\n".join(named)


def test_what_is_next_in_a_folder_is_one_list_by_date(folder: Path) -> None:
    each = [row for name in bundled_names() for row in rows("next", "-a", name, "-n", "99", *DAY)]
    by_date = sorted(each, key=lambda row: row["due"])  # which keeps the order of the agreements
    assert rows("next", "-a", str(folder), "-n", "99", *DAY) == by_date
    assert rows("next", "-a", str(folder), *DAY) == by_date[:3]
    near = [row for row in by_date if int(row["remaining"]) <= 198]
    assert [row["due"] for row in near] == ["1988-08-15", "1989-02-15"]
    assert rows("next", "-a", str(folder), *DAY, "--within", "198 days") == near
    assert rows("next", "-a", str(folder), *DAY, "--within", "198 days", "-n", "1") == near[:1]


def test_a_list_of_several_agreements_names_the_agreement_in_each_row(folder: Path) -> None:
    found = json.loads(timeline("next", "-a", str(folder), *DAY, "-n", "1", "-f", "json").out)
    assert list(found) == ["schema_version", "milestones"]
    assert list(found["milestones"][0])[:3] == ["agreement", "on", "id"]
    line = json.loads(timeline("next", "-a", str(folder), *DAY, "-n", "1", "-f", "ndjson").out)
    assert found["milestones"] == [line]
    heading, _, columns, first = timeline(
        "next", "-a", str(folder), *DAY, "-n", "1"
    ).out.splitlines()
    assert heading == f"{len(bundled_names())} agreements · as of Mon 1988-08-01"
    assert columns.split()[:2] == ["agreement", "milestone"]
    assert first.split()[:2] == ["geneva-1988", "half"]


def test_one_calendar_has_the_events_of_all_agreements(folder: Path) -> None:
    def events(*arguments: str) -> dict[str, str]:
        text = timeline("show", *arguments, *DAY, "-f", "ics").out
        found = icalendar.Calendar.from_ical(text).walk("VEVENT")
        return {str(event["UID"]): str(event["SUMMARY"]) for event in found}

    each = dict[str, str]()
    for name in bundled_names():
        each |= events("-a", name)
    assert events("-a", str(folder)) == each
    assert all(summary.split(":")[0] in bundled_names() for summary in each.values())


def test_a_gantt_chart_has_a_section_for_each_agreement(folder: Path) -> None:
    lines = timeline("show", "-a", str(folder), *DAY, "-f", "mermaid").out.splitlines()
    sections = [line.split()[1] for line in lines if line.strip().startswith("section")]
    assert sections == bundled_names()
    names = [line.split(", ")[-3] for line in lines if ":milestone" in line]
    assert len(names) == len(set(names)) > 15


def test_check_answers_for_all(tmp_path: Path) -> None:
    for name, days in (("a", 10), ("b", 20), ("c", 40)):
        (tmp_path / f"{name}.toml").write_text(agreement(days=days))
    (tmp_path / "d.toml").write_text(agreement().replace('"report"', '"other"'))
    folder = ("-a", str(tmp_path))
    assert [row["agreement"] for row in rows("check", *folder, *DAY)] == ["a", "b"]
    assert timeline("check", *folder, *DAY).status == 1
    assert timeline("check", *folder, "--on", "1988-07-02") == Transcript(0, "", "")
    near = rows("check", *folder, "--on", "1988-07-02", "--within", "19 days")
    assert [row["agreement"] for row in near] == ["a", "b"]
    # An id is that of each agreement that has it.
    assert [row["agreement"] for row in rows("check", "report", *folder, *DAY)] == ["a", "b"]
    assert rows("check", "other", *folder, *DAY) == []
    line = 'timeline: "x": unknown milestone; choose from report, other\n'
    assert timeline("check", "report", "x", *folder, *DAY) == Transcript(2, "", line)


def test_a_broken_file_is_named_and_the_others_are_answered(folder: Path) -> None:
    whole = timeline("next", "-a", str(folder), *DAY)
    broken, gone, loop = (folder / name for name in ("broken.toml", "gone.toml", "loop.toml"))
    broken.write_text('title = "T"\nsigned = 1988-07-01\ncolour = 1\nnote = 1\n')
    gone.symlink_to("nowhere")
    loop.symlink_to("loop.toml")
    status, out, err = timeline("next", "-a", str(folder), *DAY)
    assert (status, out) == (2, whole.out)
    named = [line.removeprefix("timeline: ") for line in err.splitlines()]
    assert [line.split(": ")[0] for line in named] == list(map(str, (broken, broken, gone, loop)))
    assert named[2:] == [
        f"{gone}: No such file or directory",
        f"{loop}: Too many levels of symbolic links",
    ]
    # Also for commands with an exit status of their own, and one that prints nothing.
    assert timeline("check", "-a", str(folder), "--on", "1970-01-01", "-q").status == 2
    assert timeline("validate", str(folder)).status == 2


def test_a_date_that_one_agreement_cannot_count_is_its_own(tmp_path: Path) -> None:
    for name, signed in (("a", "1988-07-01"), ("b", "1900-07-01")):
        text = agreement(signed=signed).replace("40 days", "2 months")
        (tmp_path / f"{name}.toml").write_text(text)
    status, out, err = timeline(
        "show", "-a", str(tmp_path), *DAY, "--months-of", "hijri", "-f", "tsv"
    )
    assert (status, [line.split("\t")[0] for line in out.splitlines()]) == (2, ["agreement", "a"])
    assert err.startswith("timeline: b: report: ")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (("date", "signed"), "--agreement: date needs one agreement; found several"),
        (("remaining",), "--agreement: remaining needs one agreement; found several"),
        (("explain", "report"), "--agreement: explain needs one agreement; found several"),
        (("drawdown",), "--agreement: drawdown needs one agreement; found several"),
        (("next", "--assume", "report=1988-01-01"), "--assume: needs one agreement; found several"),
        (("next", "--on", "report"), '--on: "report": report needs one agreement; use a date or today'),
        (("next", "--on", "signed + 1 day"), '--on: "signed + 1 day": signed needs one agreement; use a date or today'),
        (("next", "--on", "1988-08-01", "--tz", "Mars"), '--tz: "Mars": unknown time zone; use a name such as Asia/Kabul'),
        (("next", "--within", "soon"), '--within: "soon": found "soon"; use a number and a unit, such as 135 days or 14 months, or P14M'),
    ],
)  # fmt: skip
def test_what_needs_one_agreement_or_is_wrong_for_all_is_one_line(
    tmp_path: Path, command: tuple[str, ...], line: str
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.toml").write_text(agreement())
    assert timeline(*command, "-a", str(tmp_path)) == Transcript(2, "", f"timeline: {line}\n")


def test_two_of_one_id_are_an_error(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "peace.toml").write_text(agreement(title=name))
    given = ("-a", str(tmp_path / "one"), "-a", str(tmp_path / "two"))
    first, second = (tmp_path / name / "peace.toml" for name in ("one", "two"))
    status, out, err = timeline("next", *given, *DAY, "-f", "tsv")
    assert (status, len(out.splitlines())) == (2, 2)
    assert err == (
        f'timeline: {second}: "peace" is already the id of {first}; give one of them another id\n'
    )
    second.write_text(agreement(more='id = "other"\n'))
    assert [row["agreement"] for row in rows("next", *given, *DAY)] == ["peace", "other"]


def test_a_file_that_is_given_twice_is_read_once(folder: Path) -> None:
    path = folder / "geneva-1988.toml"
    (folder / "link.toml").symlink_to(path)
    once = rows("show", "-a", str(path), *DAY)
    assert (
        rows("show", "-a", str(path), "-a", f"{folder}/../{folder.name}/{path.name}", *DAY) == once
    )
    assert len(rows("show", "-a", str(folder), "-a", str(path), *DAY)) == len(
        rows("show", "-a", str(folder), *DAY)
    )


def test_the_environment_may_name_a_folder(folder: Path) -> None:
    given = timeline("next", "-a", str(folder), *DAY)
    chosen = {"TIMELINE_AGREEMENT": str(folder)}
    assert timeline("next", *DAY, environment=chosen) == given
    assert timeline(*DAY, "next", environment=chosen) == given
    one = timeline("next", "-a", "paris-1973", *DAY, environment=chosen)
    assert one == timeline("next", "-a", "paris-1973", *DAY)
    two = {"TIMELINE_AGREEMENT": os.pathsep.join(["paris-1973", "geneva-1988"])}
    joined = timeline("show", "-a", "paris-1973", "-a", "geneva-1988", *DAY)
    assert timeline("show", *DAY, environment=two) == joined


def test_nothing_within_the_period_is_silence_in_a_pipe(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for which in (str(folder), "geneva-1988"):
        arguments = ("next", "-a", which, *DAY, "--within", "13 days")
        assert timeline(*arguments) == Transcript(0, "", "")
        assert timeline(*arguments[:-1], "14 days").out != ""
        with monkeypatch.context() as patched:
            patched.setattr(Terminal, "of", lambda _stream: Terminal(width=80))
            line = "timeline: no deadline is to come within 13 days\n"
            assert timeline(*arguments) == Transcript(0, "", line)


def test_nothing_to_come_is_noted_in_a_pipe_too(folder: Path) -> None:
    line = "timeline: no deadline is to come\n"
    assert timeline("next", "-a", str(folder), "--on", "9999-01-01") == Transcript(0, "", line)


def test_a_list_of_closed_days_without_weekdays_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(agreement() + '[counting]\nclosed = ["1988-08-02"]\n')
    asked = ("next", "-a", str(path), *DAY, "--within")
    assert "name no weekday" in timeline(*asked, "10 working days").err
    assert timeline(*asked, "10 days").err == ""


def test_a_folder_that_cannot_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_folder: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", denied)
    line = f"timeline: {tmp_path}: Permission denied\n"
    assert timeline("next", "-a", str(tmp_path)) == Transcript(2, "", line)


def without_privileges(*arguments: str) -> Transcript:
    """Run the command as a user whom the modes of files bind; skip the test if that is not possible."""
    command = [COMMAND, *arguments]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if not setpriv:
            pytest.skip("the superuser may read every file")
        rights = "-dac_override,-dac_read_search"
        command = [setpriv, "--bounding-set", rights, "--inh-caps", rights, *command]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=clean_environment(), check=False
    )
    return Transcript(done.returncode, done.stdout, done.stderr)


def test_what_may_not_be_read_is_named_and_the_others_are_answered(tmp_path: Path) -> None:
    mine, theirs, empty = (tmp_path / name for name in ("mine", "theirs", "empty"))
    for folder in (mine, theirs, empty):
        folder.mkdir()
    file = mine / "secret.toml"
    for path in (mine / "peace.toml", theirs / "other.toml", file):
        path.write_text(agreement())
    asked = ("-a", str(theirs), "-a", str(empty), "-a", str(mine))
    file.chmod(0)
    theirs.chmod(0)
    try:
        found = without_privileges("next", *asked, *DAY, "-f", "tsv")
        alone = without_privileges("next", "-a", str(theirs), *DAY)
        checked = without_privileges("validate", *asked[1::2])
    finally:
        theirs.chmod(0o700)
    folders = (
        f"timeline: {theirs}: Permission denied\n"
        f"timeline: {empty}: no file in this folder ends in .toml\n"
    )
    both = f"{folders}timeline: {file}: Permission denied\n"
    assert (found.status, found.err) == (2, both)
    assert [line.split("\t")[0] for line in found.out.splitlines()] == ["agreement", "peace"]
    assert alone == Transcript(2, "", f"timeline: {theirs}: Permission denied\n")
    assert checked == Transcript(2, "", both)


def test_folders_without_agreements_are_each_named(tmp_path: Path) -> None:
    asked = [word for name in "ab" for word in ("-a", str(tmp_path / name))]
    for name in "ab":
        (tmp_path / name).mkdir()
    lines = "".join(
        f"timeline: {tmp_path / name}: no file in this folder ends in .toml\n" for name in "ab"
    )
    assert timeline("show", *asked) == Transcript(2, "", lines)
    assert timeline("validate", *asked[1::2]) == Transcript(2, "", lines)


def test_a_folder_of_one_agreement_is_answered_as_any_folder(tmp_path: Path) -> None:
    (tmp_path / "peace.toml").write_text(agreement())
    document = json.loads(timeline("show", "-a", str(tmp_path), *DAY, "-f", "json").out)
    assert list(document) == ["schema_version", "agreements"]
    assert timeline("next", "-a", str(tmp_path), *DAY).out.startswith("1 agreement · as of")


def test_an_id_of_its_own_keeps_the_events_of_a_renamed_agreement(tmp_path: Path) -> None:
    def identity(name: str, **text: Any) -> str:
        path = tmp_path / name
        path.write_text(agreement(**text))
        calendar = timeline("show", "-a", str(path), *DAY, "-f", "ics").out
        return str(icalendar.Calendar.from_ical(calendar).walk("VEVENT")[0]["UID"])

    first = identity("a.toml", more='id = "peace"\n')
    assert identity("b.toml", more='id = "peace"\n', title="Another title") == first
    assert identity("a.toml", more='id = "war"\n') != first
    assert identity("a.toml") != identity("b.toml")
    other = tmp_path / "moved"
    other.mkdir()
    assert identity("moved/a.toml") == identity("a.toml")


def test_the_register_says_what_is_next_and_what_became_of_the_rest(folder: Path) -> None:
    found = {row["id"]: row for row in rows("agreements", "-a", str(folder), *DAY)}
    assert list(found) == bundled_names()
    geneva = found["geneva-1988"]
    assert (geneva["next"], geneva["next_due"], geneva["to_come"], geneva["met"]) == (
        *("half", "1988-08-15"),
        *("2", "1"),
    )
    assert (found["paris-1973"]["next"], found["paris-1973"]["late"]) == ("", "2")
    assert rows("agreements", *DAY) == list(found.values())


def test_each_agreement_has_its_own_today(tmp_path: Path) -> None:
    zones = {"a": "Pacific/Kiritimati", "b": "Pacific/Niue"}  # 25 hours apart
    for name, zone in zones.items():
        (tmp_path / f"{name}.toml").write_text(agreement(more=f'tz = "{zone}"\n'))
    first, second = (row["on"] for row in rows("show", "-a", str(tmp_path)))
    assert first > second
    heading = timeline("check", "-a", str(tmp_path)).out.splitlines()[0]
    assert heading.count(" or ") == 1


def test_standard_input_is_one_of_several(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(agreement())
    found = started(
        "next", "-a", "-", "-a", str(tmp_path), *DAY, "-f", "tsv", stdin=agreement(days=50)
    )
    assert [line.split("\t")[0] for line in found.out.splitlines()[1:]] == ["a", "stdin"]


class Screen(io.StringIO):
    """A terminal in memory."""

    def isatty(self) -> bool:
        return True


def test_what_takes_long_shows_its_progress_on_a_terminal_alone() -> None:
    names = ["a", "b", "c"]
    screen = Screen()
    assert list(tracked(names, screen, after=0)) == names
    assert "reading agreements" in screen.getvalue()
    for stream, after in ((Screen(), 3600), (io.StringIO(), 0), (None, 0)):
        assert list(tracked(names, stream, after=after)) == names
        assert not stream or stream.getvalue() == ""


def test_the_progress_ends_where_the_reading_does() -> None:
    screen = Screen()
    next(tracked(["a", "b"], screen, after=0))
    # What rich hides while the bar is shown is shown again.
    assert screen.getvalue().count("\x1b[?25l") == screen.getvalue().count("\x1b[?25h")
