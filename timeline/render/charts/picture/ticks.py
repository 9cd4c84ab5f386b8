"""The ticks of a time axis: whole years, months or days, as many as are readable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_DAYS = (1, 2, 5, 10)


class Tick(Struct, frozen=True):
    """A day on the axis and its label, an ISO 8601 year, month or day."""

    day: date
    label: str


def ticks(first: date, last: date, width: int) -> list[Tick]:
    """Return the ticks from `first` to `last` whose labels and spaces fit into `width` characters.

    The smallest step that fits is used. If no label fits, there are no ticks.

    >>> [tick.label for tick in ticks(date(2020, 2, 29), date(2021, 4, 29), 50)]
    ['2020-04', '2020-07', '2020-10', '2021-01', '2021-04']
    """
    for marks in _scales(first, last):
        if sum(len(mark.label) + 2 for mark in marks) <= width:
            return marks
    return []


def _scales(first: date, last: date) -> Iterator[list[Tick]]:
    """Yield the ticks of each step, from the smallest step that could be readable."""
    if (last - first).days <= 366:
        for step in _DAYS:
            yield [Tick(day, str(day)) for day in _days(first, last, step)]
    if last.year - first.year <= 50:
        for step in _MONTHS:
            yield [Tick(day, str(day)[:7]) for day in _months(first, last, step)]
    for step in _YEARS:
        yield [Tick(day, str(day)[:4]) for day in _months(first, last, 12 * step)]


def _days(first: date, last: date, step: int) -> Iterator[date]:
    """Yield each day whose number since 0001-01-01 is a multiple of `step`."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        if number % step == 0:
            yield first + timedelta(number - first.toordinal())


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """Yield the first day of each month whose number since the year 0 is a multiple of `step`."""
    begun = 12 * first.year + first.month - 1
    if first.day > 1:
        begun += 1
    for number in range(-(-begun // step) * step, 12 * last.year + last.month, step):
        year, month = divmod(number, 12)
        yield date(year, month + 1, 1)
