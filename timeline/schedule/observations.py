"""The levels observed, and what they show about the milestones that set a level."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.schedule.agreement import Agreement


class Level(Struct, frozen=True):
    """A level in the agreement's unit, on a day or from it on.

    `id` is the id of the milestone that sets it or that was fulfilled with it; None for the baseline
    and for a level that the file has as observed.
    """

    day: date
    level: int
    id: str | None = None


class Reached(Struct, frozen=True):
    """A level that was reached by the day `by`, as observed.

    `in_time` is True if it was reached by the deadline, False if the level was observed above it
    after the deadline, and None if nothing shows which.
    """

    by: date
    in_time: bool | None


def observations(agreement: Agreement) -> list[Level]:
    """Return the observed levels, by day.

    The level of a fulfilled milestone is one on a day without another: it was reached then. If the
    level observed last was lower, it is left out, because nothing shows that the level rose to it.
    """
    entries = agreement.drawdown.observed if agreement.drawdown else ()
    observed = {entry.date: Level(entry.date, entry.level) for entry in entries}
    fulfilled = [
        Level(day, each.level, name)
        for each in agreement.milestones
        if each.level is not None
        for name, day in each.days_fulfilled.items()
        if day not in observed
    ]
    # The lowest level of each day comes last, and a dictionary keeps the last value of a key.
    fulfilled.sort(key=lambda level: (level.day, -level.level))
    found = list[Level]()
    for level in sorted(
        [*observed.values(), *{each.day: each for each in fulfilled}.values()], key=day_of
    ):
        if level.id is None or not found or found[-1].level >= level.level:
            found.append(level)
    return found


class Evidence:
    """What observed levels show about milestones. Each question takes logarithmic time."""

    def __init__(self, observed: Sequence[Level]) -> None:
        levels = [level.level for level in observed]
        self._observed = observed
        self._later = _Search(levels)
        self._earlier = _Search([-level for level in reversed(levels)])

    @property
    def last(self) -> date | None:
        """The day of the last observation."""
        return self._observed[-1].day if self._observed else None

    def reached(self, level: int, deadline: date) -> Reached | None:
        """Return by when a level due on `deadline` was reached, None if nothing shows that it was.

        If the last observation by the deadline is at or under the level, that is the day from which
        all observations until then are. Else it is the day of the first such observation afterwards.
        """
        by_deadline = bisect_right(self._observed, deadline, key=day_of)
        if by_deadline and self._observed[by_deadline - 1].level <= level:
            count = len(self._observed)
            above = self._earlier.first_at_most(-level - 1, count - by_deadline)
            return Reached(self._observed[count - above].day, in_time=True)
        first = self._later.first_at_most(level, by_deadline)
        if first == len(self._observed):
            return None
        return Reached(self._observed[first].day, in_time=None if first == by_deadline else False)


class _Search:
    """A sequence of numbers in which the first small one is found without looking at each."""

    def __init__(self, numbers: Sequence[int]) -> None:
        # Row n holds the least of the 2**n numbers from each position on.
        self._least = [numbers]
        while (width := 2 ** len(self._least)) <= len(numbers):
            row = self._least[-1]
            self._least.append(list(map(min, row, row[width // 2 :])))

    def first_at_most(self, limit: int, start: int) -> int:
        """Return the position of the first number from `start` on that is at most `limit`.

        It is the length of the sequence if there is none.
        """
        for power, row in reversed(list(enumerate(self._least))):
            if start < len(row) and row[start] > limit:
                start += 2**power
        return start


def day_of(level: Level) -> date:
    """Return the day of a level, as a sort key."""
    return level.day
