"""Random questions, the same ones every time: days, and what is counted from them."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from timeline.counting import Counting
from timeline.errors import TimelineError
from timeline.periods import Period, Term, count

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20200229


class Case(NamedTuple):
    """A day, and months and days counted from it: later when `sign` is 1, earlier when it is -1."""

    day: date
    sign: int
    months: int
    days: int

    def __str__(self) -> str:
        """Return the case as a line that the other engines read."""
        return f"{self.day} {self.sign * self.months} {self.sign * self.days}"

    def answer(self, counting: Counting) -> str:
        """Return this engine's answer, `none` where it refuses."""
        try:
            return str(count(self.day, [Term(self.sign, Period(self.months, self.days))], counting))
        except TimelineError:
            return "none"


def days(number: int, first: date = date.min, last: date = date.max) -> Iterator[date]:
    """Yield random days, every second one at a month's end or beginning."""
    chance = random.Random(SEED)
    for _ in range(number):
        day = first + timedelta(chance.randint(0, (last - first).days))
        if chance.random() < 0.5:
            length = calendar.monthrange(day.year, day.month)[1]
            near = day.replace(day=chance.choice([1, length - 2, length - 1, length]))
            day = near if first <= near <= last else day
        yield day


def cases(number: int, first: date = date.min, last: date = date.max) -> Iterator[Case]:
    """Yield random counts: most of them short, some across all of the calendar and beyond its ends."""
    chance = random.Random(SEED)
    for day in days(number, first, last):
        longest = 12_000 if chance.random() < 0.1 else 50
        months = chance.randint(0, longest)
        more = chance.choice([0, 0, chance.randint(1, 40), chance.randint(1, 10_000)])
        yield Case(day, chance.choice([1, -1]), months, more)
