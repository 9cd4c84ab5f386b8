"""The levels observed, and what they show about the milestones that set a level."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from timeline.schedule.agreement import Agreement


class Level(Struct, frozen=True):
    """A level in the unit of its series, on a day or from it on.

    `id` is the id of the milestone that sets it or that was fulfilled with it; None for the baseline
    and for a level that the file has as observed.
    """

    day: date
    level: int
    id: str | None = None


class Reached(Struct, frozen=True):
    """A level that was reached by the day `by`, as observed.

    `in_time` is True if it was reached by the deadline, False if the level was observed on the wrong
    side of it after the deadline, and None if nothing shows which.
    """

    by: date
    in_time: bool | None


def excess(level: int, limit: int, *, rising: bool) -> int:
    """Return how far a level is above a limit, or in a rising series how far it is below.

    The level keeps to the limit if the result is 0 or less. Every comparison of levels is made with
    this function, so that a rising series is the mirror of one that falls.

    >>> excess(9000, 8600, rising=False), excess(9000, 8600, rising=True)
    (400, -400)
    """
    return limit - level if rising else level - limit


def by_day(levels: Iterable[Level], *, rising: bool) -> list[Level]:
    """Return the levels by day; of several on one day, the lowest, or the highest if `rising`."""
    ordered = sorted(levels, key=lambda each: (each.day, -excess(each.level, 0, rising=rising)))
    # A dictionary keeps the last value of a key.
    return list({each.day: each for each in ordered}.values())


def observations(agreement: Agreement) -> dict[str, list[Level]]:
    """Return the observed levels of each series, by day.

    The levels of a fulfilled milestone are one on a day without another: they were reached then. If
    the level observed last was lower, or in a rising series higher, it is left out, because nothing
    shows that the level went back to it.
    """
    entries = {
        name: {entry.date: Level(entry.date, entry.level) for entry in series.observed}
        for name, series in agreement.series.items()
    }
    fulfilled = defaultdict[str, list[Level]](list)
    for milestone in agreement.milestones:
        for name, level in milestone.levels.items():
            for identity, day in milestone.days_fulfilled.items():
                if day not in entries.get(name, ()):
                    fulfilled[name].append(Level(day, level, identity))
    found, all_rising = dict[str, list[Level]](), agreement.rising
    for name in {**entries, **fulfilled}:
        rising = name in all_rising
        kept = list[Level]()
        last: Level | None = None
        observed = entries.get(name, {}).values()
        for each in sorted([*observed, *by_day(fulfilled[name], rising=rising)], key=day_of):
            goes_back = last is not None and excess(each.level, last.level, rising=rising) > 0
            if each.id is None or not goes_back:
                kept.append(each)
                last = each
        found[name] = kept
    return found


class Evidence:
    """What observed levels show about milestones. Each question takes logarithmic time."""

    def __init__(self, observed: Sequence[Level], *, rising: bool = False) -> None:
        self._observed, self._rising = observed, rising
        self._levels = [excess(level.level, 0, rising=rising) for level in observed]
        self._later = _Search(self._levels)
        self._earlier = _Search([-level for level in reversed(self._levels)])

    @property
    def last(self) -> date | None:
        """The day of the last observation."""
        return self._observed[-1].day if self._observed else None

    def reached(self, level: int, deadline: date) -> Reached | None:
        """Return by when a level due on `deadline` was reached, None if nothing shows that it was.

        If the last observation by the deadline keeps to the level, that is the day from which all
        observations until then do. Else it is the day of the first such observation afterwards.
        """
        limit = excess(level, 0, rising=self._rising)
        by_deadline = bisect_right(self._observed, deadline, key=day_of)
        if by_deadline and self._levels[by_deadline - 1] <= limit:
            count = len(self._observed)
            beyond = self._earlier.first_at_most(-limit - 1, count - by_deadline)
            return Reached(self._observed[count - beyond].day, in_time=True)
        first = self._later.first_at_most(limit, by_deadline)
        if first == len(self._observed):
            return None
        return Reached(self._observed[first].day, in_time=None if first == by_deadline else False)


def evidence_of(agreement: Agreement) -> Mapping[str, Evidence]:
    """Return what the observed levels of each series show; nothing for other series."""
    found, all_rising = defaultdict[str, Evidence](lambda: Evidence([])), agreement.rising
    for name, observed in observations(agreement).items():
        found[name] = Evidence(observed, rising=name in all_rising)
    return found


def all_reached(found: Iterable[Reached | None]) -> Reached | None:
    """Return by when all levels of a milestone were reached; None if one of them is None.

    That is the day on which the last of them was known to be. They were reached in time if each was,
    and late if one is known to have been late.
    """
    every = list(found)
    known = [each for each in every if each]
    if not known or len(known) < len(every):
        return None
    in_time = [each.in_time for each in known]
    return Reached(
        max(each.by for each in known),
        in_time=False if False in in_time else None if None in in_time else True,
    )


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
