"""Recurring duties on the command line: one id for all occurrences, or the id of each."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline

PATH = str(Path(__file__).parent.parent / "agreements" / "valid" / "reports.toml")
ON = ("-a", PATH, "--on", "2019-05-10")
REPORTS = [f"report-{n}" for n in range(1, 25)]


def rows(*arguments: str) -> list[dict[str, str]]:
    """Return the rows that a command lists as CSV."""
    return list(csv.DictReader(io.StringIO(timeline(*arguments, *ON, "-f", "csv").out)))


def test_every_occurrence_is_a_row_and_the_duty_is_none() -> None:
    """But a duty whose start has no date is one."""
    ids = [row["id"] for row in rows("show")]
    assert sorted(ids) == sorted([*REPORTS, "mandate", "answer", "inquiry", "update"])
    duties = {row["id"]: (row["duty"], row["n"]) for row in rows("show")}
    assert duties["report-24"] == ("report", "24")
    assert duties["mandate"] == duties["update"] == ("", "")


def test_dates_of_occurrences() -> None:
    expressions = ("report-1", "report-2", "report-2 + 1 day", "actual report-3", "answer")
    found = timeline("date", *expressions, *ON)
    # The second falls on a Sunday; what counts from it counts from that day.
    days = ["2019-02-28", "2019-04-01", "2019-04-01", "2019-05-02", "2019-05-12"]
    assert found == Transcript(0, "".join(f"{day}\n" for day in days), "")
    before = timeline("date", "actual report-3", "answer", "-a", PATH, "--on", "2019-05-01")
    assert before.out.split() == ["2019-04-30", "2019-05-10"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("date", "report"), '"report": report is a recurring duty: report-1 to report-24'),
        (("remaining", "report-25"), '"report-25": report is a recurring duty: report-1 to report-24'),
        (("explain", "report"), '"report": report is a recurring duty: report-1 to report-24'),
        (("show", "--on", "report"), '--on: "report": report is a recurring duty: report-1 to report-24'),
        (("check", "report-25"), '"report-25": report is a recurring duty: report-1 to report-24'),
        (("date", "reports + 1 day"), '"reports + 1 day": unknown milestone "reports"; did you mean report?'),
        (("check", "reports"), '"reports": unknown milestone; did you mean report?'),
        (("date", "update"), '"update": inquiry has no date yet; assume one, for example --assume inquiry=2020-02-29'),
        (("date", "update-3"), '"update-3": inquiry has no date yet; assume one, for example --assume inquiry=2020-02-29'),
        (
            ("show", "--assume", "report=2020-01-01"),
            '"report=2020-01-01": report is a recurring duty; use an occurrence, such as report-1',
        ),
        (
            ("show", "--assume", "report-25=2020-01-01"),
            'assumed report-25: "2020-01-01": report is a recurring duty: report-1 to report-24',
        ),
    ],
)  # fmt: skip
def test_what_needs_an_occurrence_names_them(arguments: tuple[str, ...], line: str) -> None:
    assert timeline(*arguments, "-a", PATH) == Transcript(2, "", f"timeline: {line}\n")


def test_check_takes_the_id_of_the_duty_for_all_its_occurrences() -> None:
    on = ("-a", PATH, "--on", "2019-06-03", "-f", "csv")
    ids = [line.split(",")[2] for line in timeline("check", "report", *on).out.splitlines()[1:]]
    assert ids == ["report-2", "report-4"]
    assert timeline("check", "report", *on).status == 1
    assert timeline("check", "report-1", *on).status == 0
    undated = timeline("check", "update", *on)
    assert (undated.status, undated.err) == (
        0,
        "timeline: update: has no date yet, not checked\n",
    )


def test_an_assumption_moves_one_occurrence() -> None:
    moved = ("--assume", "report-5=2019-07-15")
    before, after = ({row["id"]: row["due"] for row in rows("show", *more)} for more in ((), moved))
    assert {name for name in before if before[name] != after[name]} == {"report-5"}
    assert after["report-5"] == "2019-07-15"


def test_compare_shows_the_occurrences_that_an_assumption_takes_away() -> None:
    found = rows("compare", "--assume", "mandate=2019-07-31")
    becomes = {row["id"]: row["due"] for row in found if row["id"] in REPORTS}
    assert [name for name, day in becomes.items() if not day] == REPORTS[6:]
    assert all(row["planned"] for row in found if row["id"] in REPORTS)


def test_the_start_of_a_duty_is_assumed() -> None:
    found = rows("show", "--assume", "inquiry=2019-05-01")
    updates = {row["id"]: row["due"] for row in found if row["id"].startswith("update")}
    assert updates == {
        "update-1": "2019-05-15",
        "update-2": "2019-05-29",
        "update-3": "2019-06-12",
    }


def test_explain_says_which_occurrence_it_is() -> None:
    found = timeline("explain", "report-3", *ON).out
    assert "signed + 3 months" in found
    assert "number 3 of report: every 1 month from signed, until mandate" in found
    assert "Thu 2019-05-02; Late; source: Letter of the mission, 2019-05-02" in found
    document = json.loads(timeline("explain", "report-3", *ON, "-f", "json").out)
    assert (document["duty"], document["n"]) == ("report", 3)
    assert [one["id"] for one in document["sources"]] == ["text", "letter"]
    expression = json.loads(timeline("explain", "report-3 + 1 day", *ON, "-f", "json").out)
    assert (expression["duty"], expression["n"]) == (None, None)


def test_calendars_have_an_event_for_each_with_a_uid_of_its_own() -> None:
    """It stays the same when others are fulfilled, or are no longer due."""

    def uids(*arguments: str) -> dict[str, str]:
        text = timeline("show", *arguments, "-f", "ics").out.replace("\r\n ", "")
        assert "RRULE" not in text
        events = re.findall(r"SUMMARY:reports: (.*?)\r\n.*?UID:(.*?)\r\n", text, re.DOTALL)
        assert len(dict(events)) == len({uid for _, uid in events}) == len(events)
        return dict(events)

    whole = uids("-a", PATH, "--on", "2019-02-01")
    assert len(whole) == 26
    later = uids("-a", PATH, "--on", "2019-06-01", "--assume", "mandate=2019-07-31")
    assert len(later) == 8
    assert later.items() <= whole.items()


def test_a_stream_of_days_knows_the_occurrences_of_each_day() -> None:
    days = "2019-04-30\n2019-05-01\n2019-05-02\n"
    found = timeline("remaining", "answer", "-a", PATH, "--on", "-", stdin=days)
    assert found == Transcript(0, "2019-04-30\t10\n2019-05-01\t9\n2019-05-02\t10\n", "")


def test_a_file_with_very_many_occurrences_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.toml"
    duty = '[[milestone]]\nid = "r{}"\ntitle = "R"\nevery = "1 day"\ntimes = 1000\n'
    head = 'title = "T"\nsigned = 2020-01-01\n'
    path.write_text(head + "".join(map(duty.format, range(100))), encoding="utf-8")
    status, out, err = timeline("next", "-a", str(path))
    lines = err.splitlines()
    assert (status, out, len(lines)) == (2, "", 90)
    problem = "the recurring duties have more than 10,000 occurrences together"
    assert all(problem in line for line in lines)
    path.write_text(head + "".join(map(duty.format, range(10))), encoding="utf-8")
    assert len(timeline("show", "-a", str(path), "-f", "csv").out.splitlines()) == 10_001


def test_a_duty_that_an_amendment_ended_before_its_first_occurrence_has_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ended.toml"
    path.write_text(
        """\
title = "T"
signed = 2019-01-01
[[milestone]]
id = "term"
title = "Term"
due = "signed + 1 year"
amended = [{ decided = 2019-01-10, due = 2019-01-20 }]
[[milestone]]
id = "report"
title = "Report"
every = "90 days"
until = "term"
""",
        encoding="utf-8",
    )
    assert timeline("validate", str(path)) == Transcript(0, "", "")
    for day, number in (("2019-01-09", 5), ("2019-01-10", 1)):
        found = timeline("show", "-a", str(path), "--on", day, "-f", "ndjson").out
        assert found.count("\n") == number
    ended = ("-a", str(path), "--on", "2019-01-10")
    assert timeline("check", "report", *ended) == Transcript(0, "", "")
    line = '"report": report is a recurring duty: no occurrence'
    assert timeline("date", "report", *ended) == Transcript(2, "", f"timeline: {line}\n")
