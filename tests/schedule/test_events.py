"""Events: dates that come by themselves or are no party's duty."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import agreements, law
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.schedule.agreement import Agreement, Kind
from timeline.schedule.schedule import Scenario, build_schedule
from timeline.schedule.status import Status, statuses

TEXT = """\
title = "A peace"
signed = 2020-01-01
recorded-until = 2020-01-31

[[milestone]]
id = "in-force"
title = "Entry into force"
kind = "event"
due = 2020-03-01

[[milestone]]
id = "elections"
title = "Elections"
kind = "event"
due = "2020-06"
fulfilled = 2020-07-12

[[milestone]]
id = "ratified"
title = "Ratified"
kind = "event"
fulfilled = 2020-02-10
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The path of the agreement."""
    path = tmp_path / "peace.toml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("on", "name", "status", "remaining"),
    [
        # one day
        ("2020-02-29", "in-force", "pending", "in 1 day"),
        ("2020-03-01", "in-force", "passed", "today"),
        ("2020-03-02", "in-force", "passed", "1 day ago"),
        # a month: its last day is the deadline
        ("2020-05-31", "elections", "pending", "in 1 to 30 days"),
        ("2020-06-15", "elections", "open", "15 days left"),
        ("2020-06-30", "elections", "passed", "today"),
        ("2020-07-11", "elections", "passed", "11 days ago"),
        ("2020-07-12", "elections", "passed", "happened 12 days later"),
        # no date until it happens
        ("2020-02-09", "ratified", "undated", "no date yet"),
        ("2020-02-10", "ratified", "passed", "happened"),
    ],
)
def test_an_event_is_to_come_and_then_has_passed(
    path: str, on: str, name: str, status: str, remaining: str
) -> None:
    rows = timeline("-a", path, "--on", on).out.splitlines()
    (row,) = (line for line in rows if line.startswith(f"{name} "))
    assert re.split(" {2,}", row)[-3:-1] == [remaining, status]
    (values,) = (
        one
        for one in json.loads(timeline("-a", path, "--on", on, "-f", "json").out)["milestones"]
        if one["id"] == name
    )
    assert (values["status"], values["kind"]) == (status, "event")


@law
@given(agreements(), st.dates(date(2019, 12, 1), date(2022, 1, 31)), st.booleans())
def test_an_event_has_the_dates_of_a_duty_and_only_four_statuses(
    agreement: Agreement, day: date, as_happened: bool
) -> None:
    """Where a duty is still to come, so is the event; everything else has passed."""
    milestones = tuple(structs.replace(one, kind=Kind.EVENT) for one in agreement.milestones)
    events = structs.replace(agreement, milestones=milestones)
    scenario = Scenario(as_happened=as_happened)
    duties = statuses(build_schedule(agreement, scenario), day)
    for duty, event in zip(duties, statuses(build_schedule(events, scenario), day), strict=True):
        assert (duty.dated.due, duty.remaining, duty.slip) == (
            event.dated.due,
            event.remaining,
            event.slip,
        )
        kept = {Status.UNDATED, Status.PENDING, Status.OPEN}
        assert event.status == (duty.status if duty.status in kept else Status.PASSED)


def test_check_never_reports_an_event(path: str) -> None:
    for on in ("2020-02-29", "2020-03-01", "2021-12-31"):
        arguments = ("check", "-a", path, "--on", on, "--within", "1 year")
        assert timeline(*arguments).status == 0
    note = "timeline: in-force: an event, which is never due, not checked\n"
    found = timeline("check", "in-force", "-a", path, "--on", "2020-02-29", "-f", "csv")
    assert (found.status, found.err) == (0, note)
    quiet = timeline("check", "in-force", "-a", path, "--on", "2020-02-29", "--quiet")
    assert quiet == Transcript(0, "", "")


def test_next_lists_an_event_until_its_day(path: str) -> None:
    def listed(on: date) -> list[str]:
        found = timeline("next", "-a", path, "--on", str(on), "-f", "tsv").out.splitlines()
        return [line.split("\t")[2] for line in found[1:]]

    day = date(2020, 3, 1)
    assert listed(day - timedelta(1)) == ["in-force", "elections"]
    assert listed(day) == ["elections"]


def test_tables_mark_an_event_and_say_what_the_mark_means(path: str) -> None:
    lines = timeline("-a", path, "--on", "2020-08-01").out.splitlines()
    assert lines[2] == "every deadline has passed: 3 passed"
    marked = [line.split()[0] for line in lines if line.endswith("^")]
    assert marked == ["ratified", "in-force", "elections"]
    assert "^ an event, never overdue: see timeline explain" in lines
    explained = timeline("explain", "in-force", "-a", path, "--on", "2020-03-02").out
    assert (
        "kind    event: it comes by itself or is no party's duty, and is never overdue" in explained
    )
    assert "on Mon 2020-03-02: 1 day ago" in explained


def test_compare_says_that_an_event_passed_or_when_it_happened(path: str) -> None:
    found = timeline("compare", "-a", path, "--on", "2020-08-01").out.splitlines()
    rows = {line.split()[0]: line for line in found if line}
    assert "  passed " in rows["in-force"]
    assert "  153 days ago " in rows["in-force"]
    assert "  Sun 2020-07-12  happened 12 days later  Elections^" in rows["elections"]


def test_what_has_passed_is_done_in_a_gantt_chart(path: str) -> None:
    found = timeline("-a", path, "--on", "2020-04-01", "-f", "mermaid").out
    assert "Entry into force :milestone, done, in-force, 2020-03-01, 0d" in found
    assert "Elections :elections, 2020-06-01, 2020-06-30" in found


def test_a_calendar_has_alarms_only_before_an_event(path: str) -> None:
    def alarms(on: str) -> int:
        found = timeline("-a", path, "--on", on, "-f", "ics", "--alarm", "7 days").out
        return found.count("BEGIN:VALARM")

    assert [alarms(on) for on in ("2020-02-29", "2020-03-01", "2020-06-30")] == [2, 1, 0]
