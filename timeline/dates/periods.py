"""Periods: "9.5 months", "P14M" and their like, and a day counted on by one under counting rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import Counting, MonthEnd, StartDay, add_days, add_months
from timeline.errors import CalendarEndError, ExpressionError, nearest
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

# What one of each unit adds: (months, days).
_UNITS = {
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), (12, 0)),
    **dict.fromkeys(("mo", "mos", "month", "months"), (1, 0)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), (0, 7)),
    **dict.fromkeys(("d", "day", "days"), (0, 1)),
}
# Half of a year or of a month, counted last: BGB §189, DCFR I.-1:110.
_HALVES = {(12, 0): (6, 0), (1, 0): (0, 15)}
_DESIGNATORS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}

# As many as the calendar has: no count of more stays in it.
_MOST_MONTHS, _MOST_DAYS = 9999 * 12, 3_652_059

_NUMBER_UNIT = re.compile(r" ?([0-9][0-9.,]*) ?([^\W\d_]+)")
_NUMBER = re.compile(r"([0-9]+)(\.5)?")
_ISO = r"P(?=.)(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?"

EXPECTED = "a number and a unit, such as 135 days or 14 months, or P14M"


class Period(Struct, frozen=True):
    """A length of time: `months` counted first, in one step, then `days`. Neither is negative.

    A year is 12 months and a week 7 days, whatever the rules; half a month is 15 days.
    """

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that `text` stands for; units ignore case and repeated ones add up.

        Halves are taken of years and months only. Raises `ExpressionError` for anything else.

        >>> Period.parse("9.5 months")
        Period(months=9, days=15)
        >>> Period.parse("P1Y2M3W4D") == Period.parse("1 year 2 months 3 weeks 4 days")
        True
        """
        text = " ".join(text.split())
        months = days = 0
        for number, unit in _number_units(text):
            each = _unit(text, unit)
            whole, half = _number(text, number)
            more = (0, 0)
            if half:
                if each not in _HALVES:
                    raise ExpressionError(
                        text,
                        f"half a {unit.lower().rstrip('s')} is not counted; "
                        "expected half years or half months only",
                    )
                more = _HALVES[each]
            months += whole * each[0] + more[0]
            days += whole * each[1] + more[1]
        if months > _MOST_MONTHS or days > _MOST_DAYS:
            raise ExpressionError(text, str(CalendarEndError()))
        return cls(months, days)

    def __str__(self) -> str:
        """Return the period in words that `parse` reads back.

        >>> print(Period(months=14, days=15))
        14 months 15 days
        """
        count, unit = (self.months, "month") if self.months % 12 else (self.months // 12, "year")
        parts = [_worded(count, unit)] if self.months else []
        if self.days or not self.months:
            parts.append(_worded(self.days, "day"))
        return " ".join(parts)


class Term(Struct, frozen=True):
    """A period with its direction: `sign` is 1 for later, -1 for earlier."""

    sign: int
    period: Period

    def __str__(self) -> str:
        """Return the term as an expression holds it, such as `+ 135 days`."""
        return f"{'+' if self.sign > 0 else '-'} {self.period}"


class Step(Struct, frozen=True):
    """One step of a count: the term added, the day it leads to, and the rule that had a say."""

    term: Term | None
    day: date
    rule: StartDay | MonthEnd

    @property
    def added(self) -> str:
        """What was added, in words; the trigger day's own step adds nothing."""
        return str(self.term) if self.term else "the trigger day is day 1"


def steps(day: date, term: Term, counting: Counting) -> Iterator[Step]:
    """Yield the steps from `day` over one term: months, then days, then the trigger day.

    When the trigger day is included, it is day 1, so the count ends one day earlier, or one later
    going back. A period of no length stays where it is, whatever the rule.

    Raises `CalendarEndError`, and `NoSuchDayError` under the month-end rule `reject`.
    """
    sign, period = term.sign, term.period
    if period.months:
        day = _after_months(day, term, counting)
        yield Step(Term(sign, Period(period.months)), day, counting.month_end)
    if period.days:
        yield Step(
            Term(sign, Period(0, period.days)), _after_days(day, term, counting), counting.start_day
        )
    elif period.months and counting.start_day is StartDay.INCLUDED:
        yield Step(None, _after_days(day, term, counting), counting.start_day)


def count(day: date, terms: Iterable[Term], counting: Counting) -> date:
    """Return the day that `terms`, taken left to right, lead to from `day`: the last of the steps.

    Raises `CalendarEndError`, and `NoSuchDayError` under the month-end rule `reject`.

    >>> from datetime import date
    >>> print(count(date(2020, 2, 29), [Term(1, Period(days=135))], Counting()))
    2020-07-13
    """
    for term in terms:
        if term.period.months:
            day = _after_months(day, term, counting)
        day = _after_days(day, term, counting)
    return day


def _after_months(day: date, term: Term, counting: Counting) -> date:
    """Return the day after the term's months."""
    months = term.sign * term.period.months
    return add_months(day, months, counting.month_end, counting.months_of)


def _after_days(day: date, term: Term, counting: Counting) -> date:
    """Return the day after the term's days, the trigger day being the first of them if included."""
    days = term.period.days
    if counting.start_day is StartDay.INCLUDED and (days or term.period.months):
        # In one sum: the day after 9999-12-31 is not passed through on the way to 9999-12-31.
        days -= 1
    return add_days(day, term.sign * days) if days else day


def _number_units(text: str) -> Iterator[tuple[str, str]]:
    """Yield each number of the period with its unit."""
    if text[:1] in {"P", "p"}:
        iso = re.fullmatch(_ISO, text, re.IGNORECASE)
        if not iso:
            raise ExpressionError(
                text, "not an ISO 8601 period of whole days; expected one such as P1Y2M3W4D"
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
            raise ExpressionError(text, f"found {quoted(rest)}; expected {EXPECTED}")
        yield found[1], found[2]
        position = found.end()


def _unit(text: str, unit: str) -> tuple[int, int]:
    """Return what one of `unit` adds, in months and days."""
    try:
        return _UNITS[unit.lower()]
    except KeyError:
        expected = nearest(unit, ["years", "months", "weeks", "days"])
        raise ExpressionError(text, f"{quoted(unit)} is no unit; {expected}") from None


def _number(text: str, number: str) -> tuple[int, bool]:
    """Return the whole part of `number`, and whether a half comes on top."""
    found = _NUMBER.fullmatch(number)
    if not found:
        raise ExpressionError(
            text,
            f"{quoted(number)} is neither whole nor a half; expected a number such as 9 or 9.5",
        )
    # Enough digits to leave the calendar, and never so many that they cannot be converted.
    return int(found[1].lstrip("0")[:8] or "0"), found[2] is not None


def _worded(count: int, unit: str) -> str:
    """Return the count with its unit, in the singular for one."""
    return f"{count} {unit}{'' if count == 1 else 's'}"
