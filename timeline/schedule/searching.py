"""The expression that gives most of the published days of a table, found among counts of days and months."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.adjusters import Adjuster
from timeline.dates.anchored import ANCHOR
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.dates.periods import Period
from timeline.errors import CountingError, ExpressionError
from timeline.schedule.auditing import day_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from timeline.dates.counting import Counting

# The longest counts that are tried.
MOST_DAYS, MOST_MONTHS = 1_000, 120
# A full cache is emptied; what is frequent is soon in it again.
_MOST_CACHED = 100_000
# Later than any day: what gives no day is after the end of the calendar.
_NO_DAY = 10**9


class Found(Struct, frozen=True):
    """An expression, and how many rows it gives."""

    expression: Expression
    rows: int


class Search:
    """Counts for how many rows each expression gives the published day.

    The expressions add 0 to 1,000 days or 1 to 120 months to `anchor`, each with and without
    `, first of next month`.

    >>> from timeline.dates.counting import Counting
    >>> search = Search(Counting())
    >>> search.add("2003-01-31", "2003-05-01")
    >>> search.add("2002-04-11", "2002-07-01")
    >>> search.add("2002-04-30", "2002-07-01")
    >>> for found in search.found()[:3]:
    ...     print(found.rows, found.expression)
    3 anchor + 60 days, first of next month
    3 anchor + 61 days, first of next month
    2 anchor + 51 days, first of next month
    """

    def __init__(self, counting: Counting) -> None:
        self.count = 0
        self._counting = counting
        self._families = _families()
        self._given: dict[tuple[str, str], list[range]] = {}
        self._starts = [Counter[range]() for _ in self._families]

    def add(self, anchor: str, published: str) -> None:
        """Count a row. Raises `TimelineError`, which begins with the column, for a text that is not a day."""
        key = (anchor, published)
        given = self._given.get(key)
        if given is None:
            days = day_in("anchor", anchor), day_in("published", published)
            given = [self._that_give(family, *days) for family in self._families]
            if len(self._given) >= _MOST_CACHED:
                self._given.clear()
            self._given[key] = given
        self.count += 1
        for ranges, some in zip(self._starts, given, strict=True):
            ranges[some] += 1

    def found(self) -> list[Found]:
        """Return the expressions that give a row, those that give most first.

        Equal ones are in a fixed order: without the adjuster before with it, days before months, short
        counts before long ones.
        """
        found = [
            Found(expression, rows)
            for family, ranges in zip(self._families, self._starts, strict=True)
            for expression, rows in zip(family, _totals(ranges, len(family)), strict=True)
            if rows
        ]
        return sorted(found, key=lambda each: -each.rows)

    def _that_give(self, family: Sequence[Expression], anchor: date, published: date) -> range:
        """Return the places of the expressions that give the published day.

        A longer count never leads to an earlier day, so they are next to each other.
        """

        @cache
        def day(place: int) -> int:
            try:
                end = DayRange.of(family[place].counted_from(anchor, self._counting))
                return family[place].rolled(end, self._counting).deadline.toordinal()
            except (CountingError, ExpressionError):
                return _NO_DAY

        wanted, last = published.toordinal(), len(family) - 1
        days = wanted - anchor.toordinal()
        guess = days if last == MOST_DAYS else days * 12 // 365
        first = _first(lambda place: day(place) >= wanted, min(max(guess, 0), last), last)
        return range(first, _first(lambda place: day(place) > wanted, min(first, last), last))


def _first(holds: Callable[[int], bool], guess: int, last: int) -> int:
    """Return the first number up to `last` for which `holds` is true, `last + 1` if it is for none.

    It is true for every number after one for which it is true. The search goes outward from `guess`.
    """
    low = high = guess
    step = 1
    if holds(guess):
        low -= 1
        while low >= 0 and holds(low):
            high, low, step = low, low - step, step * 2
    else:
        high += 1
        while high <= last and not holds(high):
            low, high, step = high, high + step, step * 2
    low, high = max(low, -1) + 1, min(high, last + 1)
    return bisect_left(range(high), True, lo=low, key=holds)


@cache
def _families() -> list[list[Expression]]:
    """Return the expressions: days and months without the adjuster, then with it."""
    days = [Period(days=number) for number in range(MOST_DAYS + 1)]
    months = [Period(months=number) for number in range(1, MOST_MONTHS + 1)]
    return [
        [_expression(period, adjuster) for period in periods]
        for adjuster in (None, Adjuster.FIRST_OF_NEXT_MONTH)
        for periods in (days, months)
    ]


def _expression(period: Period, adjuster: Adjuster | None) -> Expression:
    """Return the expression of a count from the anchor."""
    text = ANCHOR if period == Period() else f"{ANCHOR} + {period}"
    return Expression(f"{text}, {adjuster}" if adjuster else text)


def _totals(ranges: Counter[range], length: int) -> list[int]:
    """Return in how many of the ranges each number below `length` is."""
    totals = [0] * length
    for each, rows in ranges.items():
        for number in each:
            totals[number] += rows
    return totals
