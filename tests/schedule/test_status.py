"""The status of milestones on a day: days remaining, and how early or late they were met."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import agreement_of, agreements, law
from timeline.dates.expressions import Expression
from timeline.files.loading import parse_agreement
from timeline.schedule.schedule import Scenario, Schedule, build_schedule
from timeline.schedule.status import MilestoneStatus, Status, statuses

if TYPE_CHECKING:
    from timeline.schedule.agreement import Agreement


def on(day: date, due: str | None, fulfilled: date | None = None) -> MilestoneStatus:
    """Return the status on `day` of a milestone with that due date."""
    happened = {"talks": fulfilled} if fulfilled else {}
    (state,) = statuses(build_schedule(agreement_of({"talks": due}, happened)), day)
    return state


@pytest.mark.parametrize(
    ("due", "day", "status", "remaining", "earliest"),
    [
        # a single day
        ("2020-03-10", "2020-03-09", Status.PENDING, 1, 1),
        ("2020-03-10", "2020-03-10", Status.DUE, 0, 0),
        ("2020-03-10", "2020-03-11", Status.OVERDUE, -1, -1),
        # over a leap day, and far away
        ("2020-03-10", "2020-02-28", Status.PENDING, 11, 11),
        ("2021-03-10", "2021-02-28", Status.PENDING, 10, 10),
        ("9999-12-31", "0001-01-01", Status.PENDING, 3_652_058, 3_652_058),
        ("0001-01-01", "9999-12-31", Status.OVERDUE, -3_652_058, -3_652_058),
        # a month
        ("2020-08", "2020-07-31", Status.PENDING, 31, 1),
        ("2020-08", "2020-08-01", Status.OPEN, 30, 0),
        ("2020-08", "2020-08-15", Status.OPEN, 16, -14),
        ("2020-08", "2020-08-30", Status.OPEN, 1, -29),
        ("2020-08", "2020-08-31", Status.DUE, 0, -30),
        ("2020-08", "2020-09-01", Status.OVERDUE, -1, -31),
        # an interval of two days
        ("2020-08-26/2020-08-27", "2020-08-25", Status.PENDING, 2, 1),
        ("2020-08-26/2020-08-27", "2020-08-26", Status.OPEN, 1, 0),
        ("2020-08-26/2020-08-27", "2020-08-27", Status.DUE, 0, -1),
        # no date
        (None, "2020-03-10", Status.UNDATED, None, None),
    ],
)
def test_an_unmet_milestone_has_its_status_from_its_dates(
    due: str | None, day: str, status: Status, remaining: int | None, earliest: int | None
) -> None:
    found = on(date.fromisoformat(day), due)
    assert (found.status, found.remaining, found.remaining_earliest) == (
        status,
        remaining,
        earliest,
    )
    assert (found.fulfilled, found.slip) == (None, None)


@pytest.mark.parametrize(
    ("due", "fulfilled", "status", "slip"),
    [
        # early, on the day, late
        ("2020-07-13", "2020-06-18", Status.MET, -25),
        ("2020-07-13", "2020-07-13", Status.MET, 0),
        ("2020-07-13", "2020-07-14", Status.LATE, 1),
        ("2021-04-29", "2021-08-30", Status.LATE, 123),
        # against the latest day of a month
        ("2020-08", "2020-07-31", Status.MET, -31),
        ("2020-08", "2020-08-15", Status.MET, -16),
        ("2020-08", "2020-08-31", Status.MET, 0),
        ("2020-08", "2020-09-01", Status.LATE, 1),
        # without a date other than the one it happened on there is no slip
        (None, "1979-04-25", Status.MET, None),
    ],
)
def test_what_happened_is_met_or_late_from_that_day_on(
    due: str | None, fulfilled: str, status: Status, slip: int | None
) -> None:
    happened = date.fromisoformat(fulfilled)
    for day in (happened, happened + timedelta(days=1), date(2030, 1, 1)):
        found = on(day, due, happened)
        assert (found.status, found.slip, found.fulfilled) == (status, slip, happened)


@pytest.mark.parametrize(
    ("due", "day", "fulfilled", "status", "remaining"),
    [
        # the drawdown of 18 June, on 1 June and on the day before
        ("2020-07-13", "2020-06-01", "2020-06-18", Status.PENDING, 42),
        ("2020-07-13", "2020-06-17", "2020-06-18", Status.PENDING, 26),
        # what will be late is due, then overdue
        ("2020-03-10", "2020-03-10", "2020-09-12", Status.DUE, 0),
        ("2020-03-10", "2020-09-11", "2020-09-12", Status.OVERDUE, -185),
        # an imprecise date, and none
        ("2020-08", "2020-08-15", "2020-08-16", Status.OPEN, 16),
        (None, "1979-04-24", "1979-04-25", Status.UNDATED, None),
    ],
)
def test_what_happens_later_is_not_known_yet(
    due: str | None, day: str, fulfilled: str, status: Status, remaining: int | None
) -> None:
    found = on(date.fromisoformat(day), due, date.fromisoformat(fulfilled))
    assert (found.status, found.remaining) == (status, remaining)
    assert (found.fulfilled, found.slip) == (None, None)


def test_what_remains_is_still_counted_once_it_is_met() -> None:
    assert on(date(2020, 6, 18), "2020-07-13", date(2020, 6, 18)).remaining == 25
    assert on(date(2020, 7, 14), "2020-07-13", date(2020, 6, 18)).remaining == -1


def test_the_slip_is_counted_from_the_deadline_assumed() -> None:
    assumed = Scenario(assumptions={"talks": Expression("2020-09-01")})
    agreement = agreement_of({"talks": "2020-03-10"}, {"talks": date(2020, 9, 12)})
    (found,) = statuses(build_schedule(agreement, assumed), date(2021, 1, 1))
    assert (found.status, found.slip) == (Status.LATE, 11)


def test_by_august_in_a_file_is_open_in_the_middle_of_august() -> None:
    data = (
        b'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = "2020-08"'
    )
    agreement = parse_agreement(data, "x.toml")
    (found,) = statuses(build_schedule(agreement), date(2020, 8, 15))
    assert (found.status, found.remaining) == (Status.OPEN, 16)
    assert found.dated.due is not None
    assert found.dated.due.earliest == date(2020, 8, 1)
    assert found.dated.due.deadline == date(2020, 8, 31)


def test_on_the_day_before_what_only_happened_has_no_date_nor_has_what_counts_from_it() -> None:
    dues = {"exchange": None, "interim": "exchange + 9 months"}
    schedule = build_schedule(agreement_of(dues, {"exchange": date(1979, 4, 25)}))
    before = statuses(schedule, date(1979, 4, 24))
    assert [one.status for one in before] == [Status.UNDATED, Status.UNDATED]
    then = statuses(schedule, date(1979, 4, 25))
    assert [(one.status, one.remaining) for one in then] == [(Status.MET, 0), (Status.PENDING, 275)]


PEACE = {"talks": "2020-03-10", "release": "talks + 3 months", "exchange": None, "interim": "exchange + 9 months"}  # fmt: skip
HAPPENED = {"talks": date(2020, 9, 12), "exchange": date(1979, 4, 25)}


def dues(schedule: Schedule) -> dict[str, str | None]:
    return {name: str(one.due) if one.due else None for name, one in schedule.milestones.items()}


@pytest.mark.parametrize(
    ("day", "release", "interim"),
    [
        # the exchange of 25 April 1979 is not known the day before
        (date(1979, 4, 24), "2020-06-10", None),
        (date(1979, 4, 25), "2020-06-10", "1980-01-25"),
        # nor are the talks of 12 September 2020
        (date(2020, 9, 11), "2020-06-10", "1980-01-25"),
        (date(2020, 9, 12), "2020-12-12", "1980-01-25"),
    ],
)
def test_what_happens_later_is_not_counted_from(
    day: date, release: str, interim: str | None
) -> None:
    schedule = build_schedule(agreement_of(PEACE, HAPPENED), Scenario(as_happened=True))
    found = dues(schedule.as_of(day))
    assert (found["release"], found["interim"]) == (release, interim)


def test_a_date_by_rule_is_known_before_it_is_kept() -> None:
    schedule = build_schedule(agreement_of(PEACE, {"talks": date(2020, 9, 12)}))
    assert dues(schedule.as_of(date(2020, 1, 1))) == dues(schedule)


def facts(agreement: Agreement, scenario: Scenario, day: date) -> list[tuple[object, ...]]:
    """Return all that is known of each milestone on a day."""
    return [
        (one.dated.milestone.id, one.dated.due, one.dated.basis, *structs.astuple(one)[1:])
        for one in statuses(build_schedule(agreement, scenario), day)
    ]  # fmt: skip


@law
@given(agreements(), st.dates(date(2020, 1, 1), date(2021, 12, 31)), st.booleans())
def test_a_day_looks_as_it_would_if_the_file_had_been_written_on_it(
    agreement: Agreement, day: date, as_happened: bool
) -> None:
    scenario = Scenario(as_happened=as_happened)
    known = [
        structs.replace(one, fulfilled=None) if one.happened and one.happened > day else one
        for one in agreement.milestones
    ]
    written_then = structs.replace(agreement, milestones=tuple(known))
    assert facts(agreement, scenario, day) == facts(written_then, scenario, day)


def test_a_status_has_the_day_it_is_for() -> None:
    schedule = build_schedule(agreement_of({"dated": "2020-03-10", "undated": None}))
    assert {one.on for one in statuses(schedule, date(2020, 3, 1))} == {date(2020, 3, 1)}
