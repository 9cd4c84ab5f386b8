"""The counting rules, and how they add days and months to a date.

The trigger day is the day of the event from which a period runs.

| rule | values, default first | decides |
|---|---|---|
| start day | excluded, included, clear | whether the trigger day and the last day are counted |
| month end | clamp, sticky, overflow, reject | which day to use if the last month is too short |
| months of | gregorian, solar-hijri, hijri | which calendar's months are counted |
| roll | none, following, onward | where a count that ends on a closed day goes on to |
| roll fixed | false, true | whether fixed dates roll too |
| closed | Saturday and Sunday | which days are closed; the others are working days |
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct, structs

from timeline.dates.calendars import Calendar, in_calendar, shift_months
from timeline.dates.closed_days import WEEKEND, ClosedDays
from timeline.dates.rolling import Roll
from timeline.errors import CalendarEndError, NoSuchDayError


class StartDay(StrEnum):
    """Which of the two ends of a period are counted.

    The trigger day is day 0 (`excluded`) or day 1 (`included`). Under `clear` neither end is counted:
    the result is one day further than under `excluded`. `periods.count` explains each rule.
    """

    EXCLUDED = "excluded"
    INCLUDED = "included"
    CLEAR = "clear"


class MonthEnd(StrEnum):
    """The day on which a count of months ends; `add_months` explains each rule."""

    CLAMP = "clamp"
    STICKY = "sticky"
    OVERFLOW = "overflow"
    REJECT = "reject"


class CountingChoice(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The counting rules that a file or a command line sets; None for a rule that it does not set."""

    start_day: StartDay | None = None
    month_end: MonthEnd | None = None
    months_of: Calendar | None = None
    roll: Roll | None = None
    roll_fixed: bool | None = None
    closed: ClosedDays | None = None


_NO_CHOICE = CountingChoice()


class Counting(Struct, frozen=True):
    """A value for every counting rule."""

    start_day: StartDay = StartDay.EXCLUDED
    month_end: MonthEnd = MonthEnd.CLAMP
    months_of: Calendar = Calendar.GREGORIAN
    roll: Roll = Roll.NONE
    roll_fixed: bool = False
    closed: ClosedDays = WEEKEND

    def under(self, *choices: CountingChoice) -> Counting:
        """Return these rules with the `choices` applied; later choices override earlier ones.

        A list of closed days is overridden as a whole.

        >>> Counting().under(CountingChoice(month_end=MonthEnd.STICKY), CountingChoice()).month_end
        <MonthEnd.STICKY: 'sticky'>
        """
        # `is not None`: a choice of false, and a list without closed days, are choices too.
        chosen = {
            field: value
            for choice in choices
            if choice != _NO_CHOICE
            for field, value in structs.asdict(choice).items()
            if value is not None
        }
        return structs.replace(self, **chosen) if chosen else self


def add_days(day: date, days: int) -> date:
    """Return the day `days` after `day`, or before it if `days` is negative.

    Raises `CalendarEndError` outside 0001-01-01 to 9999-12-31.
    """
    try:
        return day + timedelta(days)
    except OverflowError:
        raise CalendarEndError from None


def add_months(
    day: date, months: int, month_end: MonthEnd, calendar: Calendar = Calendar.GREGORIAN
) -> date:
    """Return the day `months` after `day`, counted in one step.

    The result is the same day of the month if the target month has that day. If not, it depends on
    the rule `month_end`:

    - `clamp`: the target month's last day (European Convention on the Calculation of Time-Limits,
      Article 4.2).
    - `sticky`, the end-of-month rule of bond markets: as `clamp`. In addition, a count from the last
      day of a month always ends on the last day of a month.
    - `overflow`: the extra days continue in the next month, as C's `mktime` does.
    - `reject`: raises `NoSuchDayError`.

    Months are those of `calendar`. Raises `CalendarEndError` for dates that it does not support.

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
        message = f"{end.month_in_words} has no day {start.day}; use another month-end rule"
        raise NoSuchDayError(message)
    return clamped
