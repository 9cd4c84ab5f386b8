"""Milestones that were agreed after the signing, and what is void from a day on."""

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
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import build_schedule
from timeline.schedule.status import Status, statuses

TEXT = """\
title = "A peace"
signed = 2020-01-01
void-from = 2020-09-01

[drawdown]
unit = "troops"
baseline = 100
observed = [{ date = 2020-08-15, level = 60 }]

[[milestone]]
id = "early"
title = "Done before"
due = 2020-12-01
fulfilled = 2020-08-31

[[milestone]]
id = "half"
title = "Half out"
due = 2020-08-31
level = 50

[[milestone]]
id = "out"
title = "All out"
due = 2020-09-01
level = 0

[[milestone]]
id = "review"
title = "Review"
due = 2020-07-01
void-from = 2020-06-01

[[milestone]]
id = "some-day"
title = "Some day"

[[milestone]]
id = "transition"
title = "Transition ends"
kind = "event"
due = 2020-12-31
decided = 2020-03-01
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The path of the agreement."""
    path = tmp_path / "peace.toml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def rows(path: str, on: str, *command: str) -> dict[str, dict[str, object]]:
    """Return the rows of a command in a JSON document, by id."""
    found = timeline(*(command or ("show",)), "-a", path, "--on", on, "-f", "json")
    return {one["id"]: one for one in json.loads(found.out)["milestones"]}


def test_a_milestone_is_not_shown_before_it_was_decided(path: str) -> None:
    assert "transition" not in rows(path, "2020-02-29")
    assert rows(path, "2020-03-01")["transition"]["decided"] == "2020-03-01"
    unknown = timeline("date", "transition", "-a", path, "--on", "2020-02-29")
    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err.startswith('timeline: "transition": unknown milestone; ')
    explained = timeline("explain", "transition", "-a", path, "--on", "2020-03-01").out
    assert re.search(r"^decided +Sun 2020-03-01$", explained, re.MULTILINE)
    # names in --on are those of the whole file
    assert timeline("date", "half", "-a", path, "--on", "transition - 1 year").status == 0


@pytest.mark.parametrize(
    ("name", "on", "status", "remaining"),
    [
        ("out", "2020-08-31", "pending", "in 1 day"),
        ("out", "2020-09-01", "void", "void from 2020-09-01"),
        ("out", "2021-09-01", "void", "void from 2020-09-01"),
        # due or done the day before, whatever else
        ("half", "2020-09-01", "overdue", "1 day overdue, in breach"),
        ("early", "2020-09-01", "met", "met 92 days early"),
        # the milestone's own day, which is the earlier one
        ("review", "2020-05-31", "pending", "in 31 days"),
        ("review", "2020-09-02", "void", "void from 2020-06-01"),
        # what has no date, and an event, are to come too
        ("some-day", "2020-08-31", "undated", "no date yet"),
        ("some-day", "2020-09-01", "void", "void from 2020-09-01"),
        ("transition", "2020-09-01", "void", "void from 2020-09-01"),
    ],
)
def test_what_is_still_to_come_on_the_day_is_void(
    path: str, name: str, on: str, status: str, remaining: str
) -> None:
    row = rows(path, on)[name]
    assert row["status"] == status
    assert row["void_from"] == (remaining.removeprefix("void from ") if status == "void" else None)
    (line,) = (
        one
        for one in timeline("-a", path, "--on", on).out.splitlines()
        if one.startswith(f"{name} ")
    )
    assert f"  {remaining}  " in line


def test_what_is_void_is_in_neither_next_nor_check(path: str) -> None:
    assert set(rows(path, "2020-08-31", "next", "-n", "9")) == {"half", "out", "transition"}
    assert rows(path, "2020-09-01", "next") == {}
    assert set(rows(path, "2020-09-01", "check", "--within", "1 year")) == {"half"}
    assert timeline("check", "out", "-a", path, "--on", "2020-12-01", "-q") == Transcript(0, "", "")


def test_a_void_level_is_no_ceiling(path: str) -> None:
    def ceilings(*days: str) -> list[str]:
        lines = timeline(
            "drawdown", "-a", path, "--on", "-", stdin="\n".join(days)
        ).out.splitlines()
        return [line.split("\t")[1] for line in lines]

    assert ceilings("2020-08-31", "2020-09-01", "2020-09-02") == ["50", "50", "50"]
    document = json.loads(timeline("drawdown", "-a", path, "--on", "2020-08-31", "-f", "json").out)
    assert document["days"][0]["next"] == "out"
    document = json.loads(timeline("drawdown", "-a", path, "--on", "2020-09-01", "-f", "json").out)
    assert document["days"][0]["next"] is None


def test_calendars_cancel_it_and_charts_name_it(path: str) -> None:
    def cancelled(on: str) -> list[str]:
        events = timeline("-a", path, "--on", on, "-f", "ics").out.split("BEGIN:VEVENT")[1:]
        return [
            "out" for one in events if "STATUS:CANCELLED" in one and "SUMMARY:peace: All out" in one
        ]

    assert [cancelled(on) for on in ("2020-08-31", "2020-09-01")] == [[], ["out"]]
    gantt = timeline("-a", path, "--on", "2020-09-01", "-f", "mermaid").out
    assert "All out (void) :milestone, out, 2020-09-01, 0d" in gantt


def test_the_heading_says_that_nothing_is_to_come(path: str) -> None:
    lines = timeline("-a", path, "--on", "2020-09-01").out.splitlines()
    assert lines[1].endswith(" · day 244 · ended Tue 2020-09-01")
    assert lines[2] == "no deadline is to come: 1 met, 1 overdue, 4 void"
    assert "ended" not in timeline("-a", path, "--on", "2020-08-31").out.splitlines()[1]


@law
@given(
    agreements(),
    st.dates(date(2020, 2, 29), date(2021, 12, 31)),
    st.dates(date(2019, 12, 1), date(2022, 1, 31)),
)
def test_void_changes_only_what_the_day_before_left_to_come(
    agreement: Agreement, void: date, on: date
) -> None:
    """Whether something was to come is read from the day before, which knows of no end."""
    ended = structs.replace(agreement, void_from=void)
    kept = {one.dated.milestone.id: one for one in statuses(build_schedule(agreement), on)}
    before = {
        one.dated.milestone.id: one
        for one in statuses(build_schedule(agreement), void - timedelta(1))
    }
    left = {Status.UNDATED, Status.PENDING, Status.OPEN}
    for found in statuses(build_schedule(ended), on):
        name = found.dated.milestone.id
        assert found.dated.due == kept[name].dated.due
        if on < void:
            assert found == kept[name]
        elif name not in before:
            # Before the number of its occurrences is known, a recurring duty has those fulfilled.
            assert found.dated.occurrence
        elif before[name].status in left and before[name].dated.due == kept[name].dated.due:
            assert (found.status, found.void_from) == (Status.VOID, void)
        elif before[name].dated.due == kept[name].dated.due:
            assert found.status == kept[name].status
