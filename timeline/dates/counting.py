"""The counting rules: whether the day of the event counts, and where a month's missing day goes.

| rule | values, default first | what decides |
|---|---|---|
| start day | excluded, included | is the trigger day, the day of the event, day 0 or day 1? |
| month end | clamp, sticky, overflow, reject | which day stands for one that its month does not have? |
| months of | gregorian, solar-hijri, hijri | the months of which calendar are counted? |
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from timeline.dates.calendars import Calendar, in_calendar, shift_months
from timeline.errors import CalendarEndError, NoSuchDayError


class StartDay(StrEnum):
    """Is the trigger day counted?"""

    EXCLUDED = "excluded"
    INCLUDED = "included"


class MonthEnd(StrEnum):
    """Which day ends a count of months?"""

    CLAMP = "clamp"
    STICKY = "sticky"
    OVERFLOW = "overflow"
    REJECT = "reject"


class CountingChoice(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A choice of counting rules that may leave some open, as a file or a command line makes it."""

    start_day: StartDay | None = None
    month_end: MonthEnd | None = None
    months_of: Calendar | None = None


class Counting(Struct, frozen=True):
    """The counting rules in force."""

    start_day: StartDay = StartDay.EXCLUDED
    month_end: MonthEnd = MonthEnd.CLAMP
    months_of: Calendar = Calendar.GREGORIAN

    def under(self, *choices: CountingChoice) -> Counting:
        """Return these rules as `choices` change them, the last one winning.

        >>> Counting().under(CountingChoice(month_end=MonthEnd.STICKY), CountingChoice()).month_end
        <MonthEnd.STICKY: 'sticky'>
        """
        start_day, month_end, months_of = self.start_day, self.month_end, self.months_of
        for choice in choices:
            start_day = choice.start_day or start_day
            month_end = choice.month_end or month_end
            months_of = choice.months_of or months_of
        return Counting(start_day, month_end, months_of)


def add_days(day: date, days: int) -> date:
    """Return the day `days` after `day`, or before it when `days` is negative.

    Raises `CalendarEndError` outside 0001-01-01 to 9999-12-31.
    """
    try:
        return day + timedelta(days)
    except OverflowError:
        raise CalendarEndError from None


def add_months(
    day: date, months: int, month_end: MonthEnd, calendar: Calendar = Calendar.GREGORIAN
) -> date:
    """Return the day `months` after `day`, counted in one step, `month_end` deciding at month ends.

    The same day number, where the target month has it and the rule is not `sticky`. Otherwise:

    - `clamp`: the target month's last day (European Convention on the Calculation of Time-Limits,
      Article 4.2).
    - `sticky`: as `clamp`, and a month's last day always leads to a month's last day (the
      end-of-month rule of bond markets).
    - `overflow`: the surplus days run into the next month (the normalisation of C's `mktime`).
    - `reject`: no day at all; raises `NoSuchDayError`.

    Months are those of `calendar`. Raises `CalendarEndError` where it does not reach.

    >>> for rule in (MonthEnd.CLAMP, MonthEnd.STICKY):
    ...     print(add_months(date(2020, 2, 29), 14, rule))
    2021-04-29
    2021-04-30
    >>> print(add_months(date(2021, 1, 31), 1, MonthEnd.OVERFLOW))
    2021-03-03
    """
    clamped = shift_months(day, months, calendar)
    if month_end is MonthEnd.CLAMP:
        return clamped
    start, end = in_calendar(day, calendar), in_calendar(clamped, calendar)
    if month_end is MonthEnd.STICKY and start.day == start.month_length:
        return add_days(clamped, end.month_length - end.day)
    if month_end is MonthEnd.OVERFLOW:
        return add_days(clamped, start.day - end.day)
    if month_end is MonthEnd.REJECT and start.day != end.day:
        expected = "a month end that exists, or another month-end rule"
        raise NoSuchDayError(end.month_in_words, start.day, expected)
    return clamped
