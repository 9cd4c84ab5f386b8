"""Days and months counted from a day: every month end under every rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from timeline.dates.calendars import Calendar
from timeline.dates.counting import (
    Counting,
    CountingChoice,
    MonthEnd,
    StartDay,
    add_days,
    add_months,
)
from timeline.errors import CalendarEndError, NoSuchDayError

DAY = timedelta(days=1)
NONE = "-----"


def counted(start: date, months: int, rule: MonthEnd) -> date | None:
    """Return the day the package counts, None where the rule rejects."""
    try:
        return add_months(start, months, rule)
    except NoSuchDayError:
        return None


def spelt(text: str, year: int) -> list[date | None]:
    """Return days spelt as MM-DD, the first eleven in `year` and the others in the next."""
    return [
        None if one == NONE else date.fromisoformat(f"{year + (months > 11)}-{one}")
        for months, one in enumerate(text.split(), 1)
    ]


def walked(start: date, months: int, rule: MonthEnd) -> date | None:
    """Return the day by walking to the target month and through it, None where there is none."""
    first = start.replace(day=1)
    for _ in range(abs(months)):
        first = (first + 31 * DAY if months > 0 else first - DAY).replace(day=1)
    month = [first]
    while (month[-1] + DAY).month == first.month:
        month.append(month[-1] + DAY)
    if rule is MonthEnd.STICKY and (start + DAY).month != start.month:
        return month[-1]
    if rule is MonthEnd.OVERFLOW:
        return first + (start.day - 1) * DAY
    if rule is MonthEnd.REJECT and start.day > len(month):
        return None
    return month[min(start.day, len(month)) - 1]


@pytest.mark.parametrize(
    ("year", "rule", "text"),
    [
        # a leap year, then a plain one
        (2020, MonthEnd.CLAMP, "02-29 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31 02-28 03-31"),
        (2020, MonthEnd.STICKY, "02-29 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31 02-28 03-31"),
        (2020, MonthEnd.OVERFLOW, "03-02 03-31 05-01 05-31 07-01 07-31 08-31 10-01 10-31 12-01 12-31 01-31 03-03 03-31"),
        (2020, MonthEnd.REJECT, "----- 03-31 ----- 05-31 ----- 07-31 08-31 ----- 10-31 ----- 12-31 01-31 ----- 03-31"),
        # two plain years
        (2021, MonthEnd.CLAMP, "02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31 02-28 03-31"),
        (2021, MonthEnd.STICKY, "02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31 02-28 03-31"),
        (2021, MonthEnd.OVERFLOW, "03-03 03-31 05-01 05-31 07-01 07-31 08-31 10-01 10-31 12-01 12-31 01-31 03-03 03-31"),
        (2021, MonthEnd.REJECT, "----- 03-31 ----- 05-31 ----- 07-31 08-31 ----- 10-31 ----- 12-31 01-31 ----- 03-31"),
        # a plain year, then a leap one
        (2019, MonthEnd.CLAMP, "02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31 02-29 03-31"),
        (2019, MonthEnd.OVERFLOW, "03-03 03-31 05-01 05-31 07-01 07-31 08-31 10-01 10-31 12-01 12-31 01-31 03-02 03-31"),
    ],
)  # fmt: skip
def test_one_to_fourteen_months_from_31_january(year: int, rule: MonthEnd, text: str) -> None:
    found = [counted(date(year, 1, 31), months, rule) for months in range(1, 15)]
    assert found == spelt(text, year)


@pytest.mark.parametrize(
    ("start", "rule", "first", "second"),
    [
        # 30 January: no February has it
        ("2020-01-30", MonthEnd.CLAMP, "02-29", "02-28"),
        ("2020-01-30", MonthEnd.STICKY, "02-29", "02-28"),
        ("2020-01-30", MonthEnd.OVERFLOW, "03-01", "03-02"),
        ("2020-01-30", MonthEnd.REJECT, NONE, NONE),
        ("2021-01-30", MonthEnd.CLAMP, "02-28", "02-28"),
        ("2021-01-30", MonthEnd.STICKY, "02-28", "02-28"),
        ("2021-01-30", MonthEnd.OVERFLOW, "03-02", "03-02"),
        ("2021-01-30", MonthEnd.REJECT, NONE, NONE),
        # 29 January: the February of a leap year has it
        ("2020-01-29", MonthEnd.CLAMP, "02-29", "02-28"),
        ("2020-01-29", MonthEnd.STICKY, "02-29", "02-28"),
        ("2020-01-29", MonthEnd.OVERFLOW, "02-29", "03-01"),
        ("2020-01-29", MonthEnd.REJECT, "02-29", NONE),
        ("2021-01-29", MonthEnd.CLAMP, "02-28", "02-28"),
        ("2021-01-29", MonthEnd.STICKY, "02-28", "02-28"),
        ("2021-01-29", MonthEnd.OVERFLOW, "03-01", "03-01"),
        ("2021-01-29", MonthEnd.REJECT, NONE, NONE),
        # 28 January: every February has it
        ("2020-01-28", MonthEnd.CLAMP, "02-28", "02-28"),
        ("2020-01-28", MonthEnd.STICKY, "02-28", "02-28"),
        ("2020-01-28", MonthEnd.OVERFLOW, "02-28", "02-28"),
        ("2021-01-28", MonthEnd.REJECT, "02-28", "02-28"),
    ],
)  # fmt: skip
def test_from_28_to_30_january_only_the_two_februaries_differ(
    start: str, rule: MonthEnd, first: str, second: str
) -> None:
    day = date.fromisoformat(start)
    same = [f"{month:02}-{day.day}" for month in (*range(3, 13), 1)]
    found = [counted(day, months, rule) for months in range(1, 15)]
    assert found == spelt(" ".join([first, *same, second, f"03-{day.day}"]), day.year)


@pytest.mark.parametrize(
    ("start", "text"),
    [
        # from the last day of a short month
        ("2020-02-29", "03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"),
        ("2021-02-28", "03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"),
        ("2021-04-30", "05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"),
        # from the day before it, and from the 28th in a leap year
        ("2021-04-29", "05-29 06-29 07-29 08-29 09-29 10-29 11-29 12-29"),
        ("2020-02-28", "03-28 04-28 05-28 06-28 07-28 08-28 09-28 10-28 11-28 12-28"),
    ],
)
def test_sticky_leads_from_last_days_to_last_days_and_from_no_other(start: str, text: str) -> None:
    day = date.fromisoformat(start)
    expected = [date.fromisoformat(f"{day.year}-{one}") for one in text.split()]
    found = [add_months(day, n, MonthEnd.STICKY) for n in range(1, len(expected) + 1)]
    assert found == expected


@pytest.mark.parametrize("rule", MonthEnd)
@pytest.mark.parametrize("year", [1900, 2000, 2019, 2020])
def test_counting_agrees_with_a_walk_through_the_months(year: int, rule: MonthEnd) -> None:
    """From every day of the year, both ways; 1900 is a plain year and 2000 a leap one."""
    for start in (date(year, 1, 1) + n * DAY for n in range(366)):
        for months in (-25, -14, -13, -12, -2, -1, 0, 1, 2, 12, 13, 14, 25):
            found = counted(start, months, rule)
            assert found == walked(start, months, rule), (start, months)


def test_rejecting_names_the_month_and_the_day() -> None:
    with pytest.raises(NoSuchDayError) as caught:
        add_months(date(2021, 1, 31), 1, MonthEnd.REJECT)
    assert str(caught.value) == ("February 2021 has no day 31; use another month-end rule")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        # over a leap day, over a year's end, back, not at all
        ("2020-02-28", 2, "2020-03-01"),
        ("2021-02-28", 1, "2021-03-01"),
        ("2020-12-31", 1, "2021-01-01"),
        ("2020-03-01", -1, "2020-02-29"),
        ("2020-03-01", 0, "2020-03-01"),
        # up to both ends of the calendar
        ("9999-12-30", 1, "9999-12-31"),
        ("0001-01-02", -1, "0001-01-01"),
    ],
)
def test_days_are_counted_on_the_calendar(start: str, days: int, expected: str) -> None:
    assert add_days(date.fromisoformat(start), days) == date.fromisoformat(expected)


@pytest.mark.parametrize("days", [1, 3_652_059, 10**12, 10**40])
def test_days_beyond_the_calendar_are_an_error_both_ways(days: int) -> None:
    with pytest.raises(CalendarEndError, match="0001-01-01 to 9999-12-31"):
        add_days(date.max, days)
    with pytest.raises(CalendarEndError, match="0001-01-01 to 9999-12-31"):
        add_days(date.min, -days)


@pytest.mark.parametrize("rule", MonthEnd)
@pytest.mark.parametrize("months", [1, 120_000, 10**12, 10**40])
def test_months_beyond_the_calendar_are_an_error_both_ways(months: int, rule: MonthEnd) -> None:
    with pytest.raises(CalendarEndError, match="0001-01-01 to 9999-12-31"):
        add_months(date.max, months, rule)
    with pytest.raises(CalendarEndError, match="0001-01-01 to 9999-12-31"):
        add_months(date.min, -months, rule)


@pytest.mark.parametrize("calendar", [Calendar.SOLAR_HIJRI, Calendar.HIJRI])
@pytest.mark.parametrize("months", [12 * 9000, -12 * 9000, 10**12])
def test_months_outside_another_calendar_are_an_error_too(months: int, calendar: Calendar) -> None:
    with pytest.raises(CalendarEndError, match="outside the supported range,"):
        add_months(date(2020, 2, 29), months, MonthEnd.CLAMP, calendar)


def test_months_reach_both_ends_of_the_calendar() -> None:
    assert add_months(date(9999, 11, 30), 1, MonthEnd.STICKY) == date.max
    assert add_months(date(9998, 12, 31), 12, MonthEnd.CLAMP) == date.max
    assert add_months(date(2, 1, 1), -12, MonthEnd.CLAMP) == date.min


def test_the_last_rule_set_wins_and_an_unset_one_changes_nothing() -> None:
    sticky, reject = (CountingChoice(month_end=one) for one in (MonthEnd.STICKY, MonthEnd.REJECT))
    included = CountingChoice(start_day=StartDay.INCLUDED)
    assert Counting() == Counting(StartDay.EXCLUDED, MonthEnd.CLAMP)
    assert Counting().under(sticky, included, reject, CountingChoice()) == Counting(
        StartDay.INCLUDED, MonthEnd.REJECT
    )
