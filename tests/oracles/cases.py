"""Random questions, the same ones every time: days, and what is counted from them."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.counting import Counting
from timeline.dates.periods import Period, Term, count
from timeline.errors import TimelineError

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20200229


class Case(NamedTuple):
    """A day, and what is counted from it: later when `sign` is 1, earlier when it is -1."""

    day: date
    sign: int
    years: int
    months: int
    weeks: int
    days: int

    def __str__(self) -> str:
        """Return the case as a line that the other engines read: the counts all have its sign."""
        counts = " ".join(str(self.sign * number) for number in self[2:])
        return f"{self.day} {counts}"

    @property
    def in_words(self) -> str:
        """The case as an expression: `2020-02-29 + 1 years 2 months 3 weeks 4 days`."""
        counts = zip(self[2:], ("years", "months", "weeks", "days"), strict=True)
        period = " ".join(f"{number} {unit}" for number, unit in counts)
        return f"{self.day} {self._operator} {period}"

    @property
    def in_iso(self) -> str:
        """The case as an expression with an ISO 8601 period: `2020-02-29 + P1Y2M3W4D`."""
        period = f"P{self.years}Y{self.months}M{self.weeks}W{self.days}D"
        return f"{self.day} {self._operator} {period}"

    @property
    def _operator(self) -> str:
        return "+" if self.sign > 0 else "-"

    def answer(self, counting: Counting) -> str:
        """Return this engine's answer, `none` where it refuses."""
        period = Period(self.years * 12 + self.months, self.weeks * 7 + self.days)
        try:
            return str(count(self.day, [Term(self.sign, period)], counting))
        except TimelineError:
            return "none"


def days(number: int, first: date = date.min, last: date = date.max) -> Iterator[date]:
    """Yield random days: every second one at a month's end or beginning, some near both ends."""
    chance = random.Random(SEED)
    span = (last - first).days
    for _ in range(number):
        offset = chance.randint(0, span)
        if chance.random() < 0.1:
            offset = chance.choice([offset % 1000, span - offset % 1000])
        day = first + timedelta(offset)
        if chance.random() < 0.5:
            length = calendar.monthrange(day.year, day.month)[1]
            near = day.replace(day=chance.choice([1, length - 2, length - 1, length]))
            day = near if first <= near <= last else day
        yield day


def cases(number: int, first: date = date.min, last: date = date.max) -> Iterator[Case]:
    """Yield random counts: most of them short, some across all of the calendar and beyond its ends."""
    chance = random.Random(SEED)
    for day in days(number, first, last):
        far = chance.random() < 0.1
        yield Case(
            day,
            chance.choice([1, -1]),
            chance.choice([0, chance.randint(0, 1000 if far else 4)]),
            chance.randint(0, 12_000 if far else 50),
            chance.choice([0, chance.randint(0, 60)]),
            chance.choice([0, 0, chance.randint(1, 40), chance.randint(1, 10_000)]),
        )
