"""Counts of working days and rolls: published examples, edges, and laws against a count day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import closed_lists, law
from timeline.dates.closed_days import WEEKEND, ClosedDays
from timeline.dates.counting import StartDay, add_days
from timeline.dates.rolling import Roll, add_working_days, roll
from timeline.errors import CalendarEndError

EXCLUDED, INCLUDED = StartDay.EXCLUDED, StartDay.INCLUDED
LABOR_DAY = ClosedDays.parse("sat,sun,2007-09-03")
EVERY_DAY = ClosedDays.of(["0001-01-01/9999-12-31"])


def day(text: str) -> date:
    return date.fromisoformat(text)


# Published examples


@pytest.mark.parametrize(
    ("start", "days", "rule", "closed", "expected"),
    [
        pytest.param("2007-08-22", 10, Roll.FOLLOWING, LABOR_DAY, "2007-09-04", id="FRCP 6(a), committee note"),
        pytest.param("2007-09-11", -10, Roll.ONWARD, LABOR_DAY, "2007-08-31", id="FRCP 6(a), committee note, back"),
        pytest.param("2017-04-15", 0, Roll.FOLLOWING, ClosedDays.parse("sat,sun,US-DC"), "2017-04-18", id="IRS, Emancipation Day"),
        pytest.param("2021-06-12", -7, Roll.FOLLOWING, WEEKEND, "2021-06-05", id="Regulation 1182/71, Article 3(4)"),
    ],
)  # fmt: skip
def test_published_rolls_are_met(
    start: str, days: int, rule: Roll, closed: ClosedDays, expected: str
) -> None:
    direction = -1 if days < 0 else 1
    assert roll(add_days(day(start), days), rule, direction, closed) == day(expected)


def test_the_25_working_days_of_a_merger_case_are_met() -> None:
    """EU merger case M.10646."""
    closed = ClosedDays.parse("sat,sun,2022-11-01,2022-11-02")
    assert add_working_days(day("2022-09-30"), 25, EXCLUDED, closed) == day("2022-11-08")


# Working days


@pytest.mark.parametrize(
    ("start", "number", "start_day", "expected"),
    [
        # from a Friday, a Saturday, a Monday; forward
        ("2024-05-31", 1, "excluded", "2024-06-03"),
        ("2024-06-01", 1, "excluded", "2024-06-03"),
        ("2024-06-03", 5, "excluded", "2024-06-10"),
        ("2024-05-31", 1, "included", "2024-05-31"),
        ("2024-06-01", 1, "included", "2024-06-03"),
        ("2024-06-03", 5, "included", "2024-06-07"),
        ("2024-05-31", 1, "clear", "2024-06-04"),
        ("2024-06-01", 1, "clear", "2024-06-04"),
        ("2024-06-03", 5, "clear", "2024-06-11"),
        # back
        ("2024-05-31", -1, "excluded", "2024-05-30"),
        ("2024-06-01", -1, "excluded", "2024-05-31"),
        ("2024-06-03", -5, "excluded", "2024-05-27"),
        ("2024-05-31", -1, "included", "2024-05-31"),
        ("2024-06-01", -1, "included", "2024-05-31"),
        ("2024-06-03", -5, "included", "2024-05-28"),
        ("2024-05-31", -1, "clear", "2024-05-29"),
        ("2024-06-03", -5, "clear", "2024-05-24"),
        # none
        ("2024-06-01", 0, "excluded", "2024-06-01"),
        ("2024-06-01", 0, "included", "2024-06-01"),
        ("2024-06-01", 0, "clear", "2024-06-01"),
    ],
)
def test_working_days_are_counted_from_each_start_day(
    start: str, number: int, start_day: str, expected: str
) -> None:
    answer = add_working_days(day(start), number, start_day, WEEKEND)  # type: ignore[arg-type]
    assert answer == day(expected)


def test_a_count_passes_holidays_of_several_calendars_and_years() -> None:
    """Good Friday and Easter Monday close the ECB's system; New Year's Day closes both."""
    closed = ClosedDays.parse("sat,sun,US,ECB")
    assert add_working_days(day("2024-03-28"), 1, EXCLUDED, closed) == day("2024-04-02")
    assert add_working_days(day("2023-12-29"), 1, EXCLUDED, closed) == day("2024-01-02")
    assert add_working_days(day("2024-01-02"), -1, EXCLUDED, closed) == day("2023-12-29")


# The ends of the calendar


def test_counts_reach_both_ends_of_the_calendar_and_go_no_further() -> None:
    """9999-12-31 is a Friday, 0001-01-01 a Monday."""
    assert add_working_days(day("9999-12-30"), 1, EXCLUDED, WEEKEND) == date.max
    assert add_working_days(date.max, 1, INCLUDED, WEEKEND) == date.max
    assert add_working_days(day("0001-01-02"), -1, EXCLUDED, WEEKEND) == date.min
    assert add_working_days(date.min, -1, INCLUDED, WEEKEND) == date.min
    for start, number in ((date.max, 1), (date.min, -1), (date(2024, 1, 1), 10**12)):
        for closed in (WEEKEND, ClosedDays.of(["9999-12-31", "0001-01-01"])):
            with pytest.raises(CalendarEndError):
                add_working_days(start, number, EXCLUDED, closed)


@pytest.mark.parametrize("start", [date.min, date(2024, 1, 1), date.max])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_list_that_closes_centuries_is_passed_in_one_step(start: date, direction: int) -> None:
    for closed in (EVERY_DAY, ClosedDays.of([*EVERY_DAY.entries, "sat", "US"])):
        with pytest.raises(CalendarEndError):
            closed.nth_open(start, direction)
    centuries = ClosedDays.of(["sat", "sun", "1000-01-01/2999-12-31"])
    assert centuries.next_open(date(2024, 1, 1)) == day("3000-01-01")
    assert centuries.previous_open(date(2024, 1, 1)) == day("0999-12-31")


# Laws

near = st.dates(date(2019, 1, 1), date(2021, 12, 31))
lists = closed_lists(near, ["US", "US-DC", "AF", "ECB"])


def day_by_day(start: date, number: int, closed: ClosedDays) -> date:
    """Return the open day that many open days away, found by looking at each day."""
    step = timedelta(1 if number > 0 else -1)
    while number:
        start += step
        number -= step.days * (not closed.is_closed(start))
    return start


@law
@given(near, st.integers(-150, 150), lists)
def test_a_count_of_working_days_is_the_same_as_one_day_by_day(
    start: date, number: int, closed: ClosedDays
) -> None:
    assert closed.nth_open(start, number) == day_by_day(start, number, closed)


@law
@given(near, st.integers(1, 60), lists, st.sampled_from([1, -1]))
def test_an_open_start_day_that_counts_is_the_first(
    start: date, number: int, closed: ClosedDays, sign: int
) -> None:
    """The count that includes it is the count from the day before it."""
    before = start - timedelta(sign)
    answer = add_working_days(start, sign * number, INCLUDED, closed)
    assert answer == day_by_day(before, sign * number, closed)


@law
@given(near, st.integers(-60, 60), lists)
def test_working_days_forward_and_back_lead_to_an_open_start(
    start: date, number: int, closed: ClosedDays
) -> None:
    reached = closed.nth_open(start, number)
    assert not number or not closed.is_closed(reached)
    back = closed.nth_open(reached, -number)
    assert back == start or closed.is_closed(start)
    assert not number or not closed.is_closed(back)


@law
@given(near, st.sampled_from(Roll), st.sampled_from([1, -1]), lists)
def test_a_roll_moves_only_closed_days_and_only_once(
    start: date, rule: Roll, direction: int, closed: ClosedDays
) -> None:
    rolled = roll(start, rule, direction, closed)
    assert roll(rolled, rule, direction, closed) == rolled
    if not closed.is_closed(start):
        assert rolled == start
    if rule is Roll.ONWARD or (rule is Roll.FOLLOWING and direction > 0):
        assert not closed.is_closed(rolled)
        between = range(1, abs((rolled - start).days))
        assert all(closed.is_closed(start + timedelta(direction * n)) for n in between)
        assert (rolled - start).days * direction >= 0
    else:
        assert rolled == start


def test_no_rule_looks_at_closed_days_that_it_does_not_need() -> None:
    """The calendar does not know the year: asking it would be an error."""
    closed = ClosedDays.of(["US"])
    for rule, direction in ((Roll.NONE, 1), (Roll.NONE, -1), (Roll.FOLLOWING, -1)):
        assert roll(date(2150, 1, 1), rule, direction, closed) == date(2150, 1, 1)
