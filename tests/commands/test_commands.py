"""The output of each command, as transcripts. The expected days come from the agreement's sources."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.transcript import Transcript, clean_environment
from tests.transcript import in_process as timeline
from timeline import __version__
from timeline.dates.counting import StartDay
from timeline.render.terminal import Terminal

BY_AUGUST = str(Path(__file__).parent.parent / "agreements" / "valid" / "by-august.toml")
TAB = "\t"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # date: names, rules, halves, assumptions
        (("date", "drawdown", "withdrawal", "prisoners", "sanctions"), "2020-07-13\n2021-04-29\n2020-03-10\n2020-08-27\n"),
        (("date", "signed + 14 months", "--month-end", "sticky"), "2021-04-30\n"),
        (("date", "2020-07-13 + 9.5 months"), "2021-04-28\n"),
        (("date", "remaining-prisoners"), "2020-06-10\n"),
        (("date", "remaining-prisoners", "--assume", "prisoners=2020-09-03"), "2020-12-03\n"),
        (("date", "remaining-prisoners", "--as-happened"), "2020-12-03\n"),
        (("date", "drawdown", "--assume", "signed=2020-03-01"), "2020-07-14\n"),
        (("date", "drawdown", "--start-day", "included"), "2020-07-12\n"),
        (("date", "2020-08"), "2020-08-31\n"),
        (("date", "2021-08-31 + 3 months", "--start-day", "included"), "2021-11-30\n"),
        (("date", "2021-06-30 + 6 months", "--month-end", "sticky"), "2021-12-31\n"),
        (("date", "2017-10-20 - 3 days", "--start-day", "clear"), "2017-10-16\n"),
        # adjusters and before, of dates, milestones and assumptions
        (("date", "2003-01-31 + 60 days, first of next month", "before drawdown"), "2003-05-01\n2020-07-12\n"),
        (("date", "1998-09-16 + 5 months, first of next month"), "1999-03-01\n"),
        (("date", "remaining-prisoners, end of quarter", "--assume", "prisoners=before 2020-10-01"), "2020-12-31\n"),
        (("date", "before prisoners", "--as-happened"), "2020-09-02\n"),
        (("remaining", "drawdown, end of year", "--on", "before 2020-12-31"), "1\n"),
        *[(("date", "before 1989-04-01", "--start-day", rule.value), "1989-03-31\n") for rule in StartDay],
        # events after the `--on` day are not counted from
        (("date", "remaining-prisoners", "--as-happened", "--on", "2020-07-01"), "2020-06-10\n"),
        # remaining: an integer for one expression, lines for several
        (("remaining", "drawdown", "--on", "2020-07-01"), "12\n"),
        (("remaining", "drawdown", "--on", "2020-07-13"), "0\n"),
        (("remaining", "withdrawal", "--on", "drawdown + 1 week"), "283\n"),
        (("remaining", "prisoners", "--on", "2020-07-01"), "-113\n"),
        (("remaining", "drawdown", "sanctions", "--on", "2020-07-01"), f"drawdown{TAB}12\nsanctions{TAB}57\n"),
        (("remaining", "-a", BY_AUGUST, "--on", "2020-08-15"), f"by-august{TAB}16\nsomeday{TAB}undated\n"),
        # options before the command
        (("--on", "2020-07-01", "remaining", "drawdown"), "12\n"),
        (("-a", "doha-2020", "date", "drawdown"), "2020-07-13\n"),
    ],
)  # fmt: skip
def test_one_line_answers(arguments: tuple[str, ...], expected: str) -> None:
    assert timeline(*arguments) == Transcript(0, expected, "")


def test_the_module_answers_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "timeline", "date", "drawdown"],
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "2020-07-13\n", "")


def test_an_assumed_date_is_marked_in_the_rule_column() -> None:
    arguments = ("--assume", "drawdown=2020-07-20", "--on", "2020-07-01")
    (row,) = [
        line
        for line in timeline("show", *arguments).out.splitlines()
        if line.startswith("drawdown ")
    ]
    assert "Mon 2020-07-20  assumed, 2020-07-20  " in row
    assert (
        "Mon 2020-07-20: assumed, 2020-07-20\n" in timeline("explain", "drawdown", *arguments).out
    )


def milestones(*arguments: str) -> dict[str, dict[str, object]]:
    """Return the milestones of a JSON document by id."""
    transcript = timeline(*arguments, "--format", "json")
    assert (transcript.status, transcript.err) == (0, "")
    return {one["id"]: one for one in json.loads(transcript.out)["milestones"]}


def test_events_after_the_day_are_ignored() -> None:
    drawdown = milestones("show", "--on", "2020-06-01")["drawdown"]
    assert drawdown["status"] == "pending"
    assert drawdown["remaining"] == 42
    assert drawdown["fulfilled"] is None
    assert drawdown["slip"] is None


def test_an_event_is_known_on_its_own_day() -> None:
    drawdown = milestones("show", "--on", "2020-06-18")["drawdown"]
    assert drawdown["status"] == "met"
    assert drawdown["fulfilled"] == "2020-06-18"
    assert drawdown["slip"] == -25


def test_an_imprecise_deadline_is_open_between_its_ends() -> None:
    found = milestones("show", "-a", BY_AUGUST, "--on", "2020-08-15")["by-august"]
    assert found["status"] == "open"
    assert found["remaining"] == 16
    assert found["remaining_earliest"] == -14
    assert found["due_earliest"] == "2020-08-01"
    assert found["due"] == "2020-08-31"
    # 29 February is day 0; the last day counts: 31 of March, 30, 31, 30, 31 and 31
    assert found["day_number"] == 184


def test_a_json_document_records_the_query() -> None:
    transcript = timeline("show", "--on", "2020-07-01", "--month-end", "sticky", "-f", "json")
    document = json.loads(transcript.out)
    assert list(document) == [
        "schema_version",
        "agreement",
        "on",
        "counting",
        "assumed",
        "as_happened",
        "as_signed",
        "milestones",
    ]
    assert (document["assumed"], document["as_happened"]) == ({}, False)
    assert document["schema_version"] == 2
    assert document["agreement"] == {
        "id": "doha-2020",
        "title": "Agreement for Bringing Peace to Afghanistan",
        "signed": "2020-02-29",
    }
    assert document["on"] == "2020-07-01"
    assert document["counting"] == {
        "start_day": "excluded",
        "month_end": "sticky",
        "months_of": "gregorian",
        "roll": "none",
        "roll_fixed": False,
        "closed": "sat,sun",
    }
    assert [one["id"] for one in document["milestones"]][-1] == "withdrawal"
    assert document["milestones"][-1]["due"] == "2021-04-30"


KEYS = [
    "id",
    "title",
    "kind",
    "expression",
    "basis",
    "due",
    "due_earliest",
    "day_number",
    "remaining",
    "remaining_earliest",
    "status",
    "levels",
    "fulfilled",
    "slip",
    "counting",
    "condition",
    "clause",
    "source",
    "fulfilled_source",
    "note",
    "at",
    "tz",
    "due_unrolled",
    "fulfilled_basis",
    "reached_by",
    "breach",
    "decided",
    "void_from",
    "due_first_plan",
    "slip_first_plan",
    "amended",
    "breaches",
    "duty",
    "n",
]


def test_every_format_for_programs_has_the_same_keys() -> None:
    csv = timeline("show", "--on", "2020-07-01", "-f", "csv").out.splitlines()
    tsv = timeline("show", "--on", "2020-07-01", "-f", "tsv").out.splitlines()
    assert csv[0].split(",") == tsv[0].split("\t") == ["agreement", "on", *KEYS]
    assert list(milestones("show", "--on", "2020-07-01")["talks"]) == KEYS
    assert len(csv) == len(tsv) == 9
    drawdown = (
        'doha-2020,2020-07-01,drawdown,"US forces down to 8,600",commitment,signed + 135 days,rule,'
        "2020-07-13,2020-07-13,135,12,12,met,drawdown=8600,2020-06-18,-25,"
        '"start_day=excluded; month_end=clamp; months_of=gregorian; '
        'roll=none; roll_fixed=false; closed=sat,sun",,"Part One, A.1",agreement,centcom,'
        "Allied and coalition forces in proportion.,,,,recorded,,,,,2020-07-13,-25,,,,"
    )
    assert drawdown in csv


def test_next_lists_upcoming_deadlines_including_todays() -> None:
    first = milestones("next", "--on", "2020-03-10", "-n", "3")
    assert list(first) == ["talks", "prisoners", "un-sanctions"]
    assert first["talks"]["status"] == "due"
    assert list(milestones("next", "--on", "2020-07-01")) == ["bases", "sanctions", "withdrawal"]


def test_next_lists_open_deadlines() -> None:
    # "by August" may still be done until the 31st
    found = milestones("next", "-a", BY_AUGUST, "--on", "2020-08-15")
    assert {name: one["status"] for name, one in found.items()} == {"by-august": "open"}


def test_next_reports_that_there_are_no_upcoming_deadlines() -> None:
    outcome = "2 met, 3 late, 3 not done by 2021-12-31"
    expected = Transcript(0, "", f"timeline: no deadline is to come after 2022-01-01: {outcome}\n")
    assert timeline("next", "--on", "2022-01-01") == expected


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        # not overdue on its own day, nor once it is met, nor before
        (("drawdown", "--on", "2020-07-13"), 0),
        (("prisoners", "--on", "2020-03-10"), 0),
        (("drawdown", "--on", "2021-01-01"), 0),
        (("withdrawal", "--on", "2021-04-29"), 0),
        # overdue from the day after
        (("prisoners", "--on", "2020-03-11"), 1),
        (("drawdown", "prisoners", "--on", "2020-03-11"), 1),
        (("--on", "2020-03-11"), 1),
        # within a period: 13 July is 28 days after 15 June
        (("drawdown", "--on", "2020-06-15", "--within", "30 days"), 1),
        (("drawdown", "--on", "2020-06-15", "--within", "28 days"), 1),
        (("drawdown", "--on", "2020-06-15", "--within", "27 days"), 0),
        (("bases", "--on", "2020-07-13", "--within", "0 days"), 0),
        (("bases", "--on", "2020-07-12", "--within", "P1D"), 1),
        (("prisoners", "--on", "2020-03-11", "--within", "0 days"), 1),
    ],
)
def test_check_sets_the_exit_status(arguments: tuple[str, ...], status: int) -> None:
    assert timeline("check", "--quiet", *arguments) == Transcript(status, "", "")
    loud = timeline("check", *arguments)
    assert (loud.status, loud.err) == (status, "")
    assert (loud.out == "") is (status == 0)


def test_check_prints_only_the_offenders() -> None:
    out = timeline("check", "drawdown", "prisoners", "--on", "2020-03-11", "-f", "tsv").out
    assert [line.split("\t")[2] for line in out.splitlines()] == ["id", "prisoners"]


def test_check_reports_what_it_could_not_check() -> None:
    expected = Transcript(0, "", "timeline: someday: has no date yet, not checked\n")
    assert timeline("check", "someday", "-a", BY_AUGUST, "--on", "2020-08-15") == expected


def test_check_quiet_prints_nothing_at_all() -> None:
    arguments = ("check", "someday", "-a", BY_AUGUST, "--on", "2020-08-15", "--quiet")
    assert timeline(*arguments) == Transcript(0, "", "")


@pytest.mark.parametrize(
    ("within", "status"),
    [("0 days", 0), ("1 day", 1), ("30 days", 1), ("9999 years", 1)],
)
def test_a_period_of_check_ends_with_the_calendar(tmp_path: Path, within: str, status: int) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 9999-12-01\n'
        '[[milestone]]\nid = "last"\ntitle = "The last day"\ndue = 9999-12-31\n'
    )
    arguments = ("check", "-a", str(path), "--on", "9999-12-30", "--within", within, "-q")
    assert timeline(*arguments) == Transcript(status, "", "")


def test_agreements_lists_the_bundled_agreements() -> None:
    lines = timeline("agreements", "-f", "csv").out.splitlines()
    assert lines[0] == (
        "id,title,signed,milestone_count,met,late,unfulfilled,reached,unrecorded,passed,void,"
        "to_come,next,next_due"
    )
    assert (
        "doha-2020,Agreement for Bringing Peace to Afghanistan,2020-02-29,8,2,3,3,0,0,0,0,0,,"
        in lines
    )
    assert [line.split(",")[0] for line in lines[1:]] == [
        "angola-1988",
        "brexit-2017",
        "doha-2020",
        "egypt-israel-1979",
        "geneva-1988",
        "iraq-2008",
        "lebanon-2024",
        "paris-1973",
    ]


def test_validate_reports_the_faults_of_all_files_and_unreadable_files(
    tmp_path: Path,
) -> None:
    """A rule that counts from today is a fault only on days on which it leaves the calendar.

    From the day of signing it would lead to 9999.
    """
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-02-29\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = "tomorrow + 7979 years"\n'
    )
    fault = (
        f'{path}: milestone[a].due: "tomorrow + 7979 years": outside the supported range, '
        "0001-01-01 to 9999-12-31\n"
    )
    assert timeline("validate", str(path)) == Transcript(1, fault, "")
    missing = str(tmp_path / "missing.toml")
    unread = f"timeline: {missing}: No such file or directory\n"
    assert timeline("validate", missing, str(path)) == Transcript(2, fault, unread)


def test_validate_prints_nothing_for_valid_files() -> None:
    assert timeline("validate", "doha-2020", BY_AUGUST) == Transcript(0, "", "")


def test_the_environment_chooses_agreement_and_day() -> None:
    chosen = {"TIMELINE_AGREEMENT": BY_AUGUST, "TIMELINE_ON": "2020-08-30"}
    assert timeline("remaining", "by-august", environment=chosen) == Transcript(0, "1\n", "")
    # the command line takes precedence
    won = timeline("remaining", "drawdown", "-a", "doha-2020", environment=chosen)
    assert won == Transcript(0, "-48\n", "")


def test_today_is_the_zones_own() -> None:
    # 26 hours lie between the two zones, so it is never the same day in both
    east = timeline("date", "today", "--tz", "Pacific/Kiritimati").out
    west = timeline("date", "today", "--tz", "Etc/GMT+12").out
    assert east > west
    assert timeline("remaining", "today + 1 day", "--tz", "Pacific/Kiritimati").out == "1\n"


def test_show_runs_without_a_command() -> None:
    shown = timeline("show", "--on", "2020-07-01")
    assert timeline("--on", "2020-07-01") == shown
    assert timeline("--on", "2020-07-01", "--") == shown
    assert timeline(environment={"TIMELINE_ON": "2020-07-01"}) == shown


def test_the_version_is_the_packages_own() -> None:
    assert timeline("--version") == Transcript(0, f"timeline {__version__}\n", "")
    assert version("withdrawal-timeline") == __version__
    # a tree that is not installed has no metadata
    code = "import sys; sys.modules['importlib.metadata'] = None; from timeline.cli import run; run(['--version'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"timeline {__version__}\n"


def test_a_bundled_name_never_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "doha-2020").write_text("rubbish")
    (tmp_path / "doha-2020.toml").write_text('title = "Mine"\nsigned = 2001-01-01\n')
    assert timeline("date", "signed", "-a", "doha-2020", directory=tmp_path).out == "2020-02-29\n"
    mine = timeline("date", "signed", "-a", "doha-2020.toml", directory=tmp_path)
    assert mine == Transcript(0, "2001-01-01\n", "")


# JSON of date and remaining


def test_date_and_remaining_print_one_document() -> None:
    asked = ("drawdown", "2020-08", "--on", "2020-07-01", "-f", "json")
    documents = [json.loads(timeline(command, *asked).out) for command in ("date", "remaining")]
    assert documents[0] == documents[1]
    assert documents[0]["on"] == "2020-07-01"
    assert documents[0]["dates"] == [
        {
            "expression": "drawdown",
            "due": "2020-07-13",
            "due_earliest": "2020-07-13",
            "remaining": 12,
        },
        {
            "expression": "2020-08",
            "due": "2020-08-31",
            "due_earliest": "2020-08-01",
            "remaining": 61,
        },
    ]


def test_remaining_in_json_has_every_milestone_and_null_for_the_undated() -> None:
    document = json.loads(
        timeline("remaining", "-a", BY_AUGUST, "--on", "2020-08-15", "-f", "json").out
    )
    assert [(one["expression"], one["remaining"]) for one in document["dates"]] == [
        ("by-august", 16),
        ("someday", None),
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("date", "-", "-f", "json"), '--format json cannot be used with "-"'),
        (
            ("remaining", "drawdown", "--on", "-", "-f", "json"),
            "--format json cannot be used with --on -",
        ),
    ],
)
def test_a_stream_has_no_json(arguments: tuple[str, ...], error: str) -> None:
    assert timeline(*arguments) == Transcript(2, "", f"timeline: {error}\n")


def test_a_terminal_aligns_the_days_remaining(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=60))
    assert timeline("remaining", "drawdown", "talks", "--on", "2020-07-01").out == (
        "drawdown    12\ntalks     -113\n"
    )
    assert timeline("remaining", "drawdown", "--on", "2020-07-01").out == "12\n"
