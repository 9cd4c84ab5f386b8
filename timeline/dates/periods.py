"""Periods such as "9.5 months" and "P14M", and how they are added to a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.adjusters import Adjuster, adjust
from timeline.dates.calendars import in_calendar
from timeline.dates.counting import Counting, MonthEnd, StartDay, add_days, add_months
from timeline.dates.rolling import add_working_days
from timeline.errors import CalendarEndError, ExpressionError, IncompatibleRulesError, nearest
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

# The length of each unit: (months, days, working days).
_UNITS = {
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), (12, 0, 0)),
    **dict.fromkeys(("mo", "mos", "month", "months"), (1, 0, 0)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), (0, 7, 0)),
    **dict.fromkeys(("d", "day", "days"), (0, 1, 0)),
    **dict.fromkeys(("working day", "working days", "business day", "business days"), (0, 0, 1)),
}
# The length of half a year and half a month. Half a month is counted last: BGB §189, DCFR I.-1:110.
_HALVES = {(12, 0, 0): (6, 0), (1, 0, 0): (0, 15)}
_DESIGNATORS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}

# The month-end rules that no law combines with an included start day.
_WITHOUT_INCLUDED = frozenset({MonthEnd.STICKY, MonthEnd.OVERFLOW})

# The months and days from 0001-01-01 to 9999-12-31; a longer period always leaves that range.
_MOST_MONTHS, _MOST_DAYS = 9999 * 12, 3_652_059

_NUMBER_UNIT = re.compile(
    r" ?([0-9][0-9.,]*) ?((?:working|business) days?(?![^\W\d_])|[^\W\d_]+)", re.IGNORECASE
)
_NUMBER = re.compile(r"([0-9]+)(\.5)?")
_ISO = r"P(?=.)(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?"

FORMAT = "a number and a unit, such as 135 days or 14 months, or P14M"


class Period(Struct, frozen=True):
    """A number of months and a number of days, or a number of working days; none is negative.

    The months are added first, in one step, then the days. A year is 12 months, a week is 7 days
    and half a month is 15 days, under all counting rules. Beside working days, `months` and `days` are 0.
    """

    months: int = 0
    days: int = 0
    working_days: int = 0

    @classmethod
    def parse(cls, text: str, times: int = 1) -> Period:
        """Return the period that `text` describes, or `times` that period: each number of it is multiplied.

        The case of units is ignored, and repeated units are added up. The only fractions are half
        years and half months, and working days stand alone. Raises `ExpressionError` for any other text.

        >>> Period.parse("9.5 months")
        Period(months=9, days=15, working_days=0)
        >>> Period.parse("P1Y2M3W4D") == Period.parse("1 year 2 months 3 weeks 4 days")
        True
        >>> Period.parse("1.5 months", 2)
        Period(months=3, days=0, working_days=0)
        """
        text = " ".join(text.split())
        months = days = working_days = 0
        kinds = set()
        for number, unit in _number_units(text):
            each = _unit(text, unit)
            whole, half = _number(text, number)
            kinds.add(each[2])
            if half and each not in _HALVES:
                raise ExpressionError(
                    text,
                    f"half a {unit.lower().rstrip('s')} is not supported; "
                    "only half years and half months are",
                )
            whole, halves = divmod((2 * whole + half) * times, 2)
            more = _HALVES[each] if halves else (0, 0)
            months += whole * each[0] + more[0]
            days += whole * each[1] + more[1]
            working_days += whole * each[2]
        if len(kinds) > 1:
            raise ExpressionError(
                text,
                "working days cannot be joined with other units; "
                "use two periods, as in + 2 months + 3 working days",
            )
        if months > _MOST_MONTHS or max(days, working_days) > _MOST_DAYS:
            raise ExpressionError(text, str(CalendarEndError()))
        return cls(months, days, working_days)

    def __str__(self) -> str:
        """Return the period as text that `parse` accepts.

        >>> print(Period(months=14, days=15))
        14 months 15 days
        """
        if self.working_days:
            return _with_unit(self.working_days, "working day")
        count, unit = (self.months, "month") if self.months % 12 else (self.months // 12, "year")
        parts = [_with_unit(count, unit)] if self.months else []
        if self.days or not self.months:
            parts.append(_with_unit(self.days, "day"))
        return " ".join(parts)


class Term(Struct, frozen=True):
    """A period to add to a date, where `sign` is 1, or to subtract from it, where `sign` is -1."""

    sign: int
    period: Period

    def __str__(self) -> str:
        """Return the term as written in an expression, such as `+ 135 days`."""
        return f"{'+' if self.sign > 0 else '-'} {self.period}"


def count(day: date, items: Iterable[Term | Adjuster], counting: Counting) -> date:
    """Return `day` with the `items` of an expression applied from left to right.

    A term is counted as follows. A zero-length period never changes the day.

    1. Its months lead to the corresponding day under the month-end rule.
    2. If the start day is included and there are months, the count ends on the day before that day;
       or on that day if it is the last of a month that has no corresponding day. When counting back
       it ends on the day after.
    3. Its days are added. If the start day is included and there are no months, the trigger day is
       the first of them.
    4. Under `clear`, the count ends one day further.

    Working days stand alone: `add_working_days` explains how they are counted.

    Raises `CountingError`: at the end of the calendar, for a day that a month does not have under
    `reject`, and for months with the start day included under `sticky` or `overflow`.

    >>> from datetime import date
    >>> print(count(date(2020, 2, 29), [Term(1, Period(days=135))], Counting()))
    2020-07-13
    """
    for item in items:
        if not isinstance(item, Term):  # checked first: most items are terms
            day = adjust(day, item)
            continue
        if item.period.working_days:
            number = item.sign * item.period.working_days
            day = add_working_days(day, number, counting.start_day, counting.closed)
            continue
        start, days = day, item.sign * item.period.days
        if item.period.months:
            day = _after_months(day, item, counting)
        if counting.start_day is not StartDay.EXCLUDED:
            # In one addition with the days: otherwise a count to 9999-12-31 would pass the end of the
            # calendar.
            days += _moved_by_start_day(start, day, item, counting)
        if days:
            day = add_days(day, days)
    return day


def _after_months(day: date, term: Term, counting: Counting) -> date:
    """Return `day` with the term's months added: the corresponding day under the month-end rule."""
    if counting.start_day is StartDay.INCLUDED and counting.month_end in _WITHOUT_INCLUDED:
        message = (
            f"months are not counted under start-day included with month-end {counting.month_end}, "
            "which no law combines; use month-end clamp"
        )
        raise IncompatibleRulesError(message)
    months = term.sign * term.period.months
    return add_months(day, months, counting.month_end, counting.months_of)


def _moved_by_start_day(start: date, after: date, term: Term, counting: Counting) -> int:
    """Return the days by which the rule of the start day, not `excluded`, moves the end of a count.

    `after` is the day to which the term's months lead from `start`.
    """
    if term.period == Period():
        return 0
    if counting.start_day is StartDay.CLEAR:
        return term.sign
    if term.sign > 0 and term.period.months:
        first, last = (in_calendar(day, counting.months_of) for day in (start, after))
        # A month that has no corresponding day ends the count on its last day: BGB §188(3).
        return -1 if first.day == last.day else 0
    return -term.sign


def _number_units(text: str) -> Iterator[tuple[str, str]]:
    """Yield each number of the period with its unit."""
    if text[:1] in {"P", "p"}:
        iso = re.fullmatch(_ISO, text, re.IGNORECASE)
        if not iso:
            raise ExpressionError(
                text,
                "unknown ISO 8601 period; use years, months, weeks and days in this order, "
                "as in P1Y2M3W4D",
            )
        for number, unit in zip(iso.groups(), _DESIGNATORS.values(), strict=True):
            if number:
                yield number, unit
        return
    position = 0
    while position < len(text) or not text:
        found = _NUMBER_UNIT.match(text, position)
        if not found:
            rest = text[position:].strip()
            raise ExpressionError(text, f"found {quoted(rest)}; use {FORMAT}")
        yield found[1], found[2]
        position = found.end()


def _unit(text: str, unit: str) -> tuple[int, int, int]:
    """Return the length of one `unit` in months, days and working days."""
    try:
        return _UNITS[unit.lower()]
    except KeyError:
        hint = nearest(unit, ["years", "months", "weeks", "days", "working days"])
        raise ExpressionError(text, f"unknown unit {quoted(unit)}; {hint}") from None


def _number(text: str, number: str) -> tuple[int, bool]:
    """Return the whole part of `number`, and whether it ends in a half."""
    found = _NUMBER.fullmatch(number)
    if not found:
        raise ExpressionError(
            text,
            f"{quoted(number)} is not a whole number or a half; use a number such as 9 or 9.5",
        )
    # Eight digits are enough to exceed the supported range; int() fails with thousands of digits.
    return int(found[1].lstrip("0")[:8] or "0"), found[2] is not None


def _with_unit(count: int, unit: str) -> str:
    """Return the count with its unit, in the singular for 1."""
    return f"{count} {unit}{'' if count == 1 else 's'}"
