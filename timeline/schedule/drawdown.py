"""Levels on a day: what may remain, what a straight line would leave, what was seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence  # noqa: TC003 - fields of structures
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import Counting
from timeline.dates.days import as_day
from timeline.dates.periods import Period, Term, count
from timeline.errors import CalendarEndError, ExpressionError, NoLevelsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.schedule.schedule import Schedule


class Level(Struct, frozen=True):
    """A level, in the agreement's unit, from a day on. `id` is the milestone's that sets it."""

    day: date
    level: int
    id: str | None = None


class Levels(Struct, frozen=True):
    """The levels on a day, in the agreement's unit, such as troops.

    `ceiling` is the level of the latest deadline passed or reached. `pace` is the straight line from
    each deadline to the next, rounded half up. `observed` is the last level known by the day, and
    `next` the next deadline that sets one; either may be missing.
    """

    on: date
    ceiling: int
    pace: int
    observed: Level | None
    next: Level | None

    @property
    def difference(self) -> int | None:
        """Observed - pace: negative below it. None while nothing was observed."""
        return self.observed.level - self.pace if self.observed else None

    @property
    def days_to_next(self) -> int | None:
        """The days to the next deadline that sets a level, at least 1."""
        return (self.next.day - self.on).days if self.next else None

    @property
    def rate_needed(self) -> Fraction | None:
        """How many a day have to go, from what was observed, to reach the next level in time.

        0 where it is reached already; None without a next level, or while nothing was observed.
        """
        if not self.next or not self.observed:
            return None
        to_go = self.observed.level - self.next.level
        return Fraction(max(to_go, 0), (self.next.day - self.on).days)


class DrawdownPlan(Struct, frozen=True):
    """The levels that an agreement sets, by deadline, and those observed, by day.

    `baseline` is the level on the day of signing. Nothing is observed on days after `known`.
    """

    unit: str
    baseline: Level
    planned: Sequence[Level]
    observed: Sequence[Level]
    known: date = date.max

    def levels(self, on: date) -> Levels:
        """Return the levels on the day `on`.

        Before the first deadline the baseline is the ceiling, before the day of signing also the
        pace. After the last deadline its level is both.
        """
        on = as_day(on)
        passed = bisect_right(self.planned, on, key=_day)
        latest = self.planned[passed - 1] if passed else self.baseline
        following = self.planned[passed] if passed < len(self.planned) else None
        seen = bisect_right(self.observed, on, key=_day)
        return Levels(
            on,
            ceiling=latest.level,
            pace=_pace(latest, following, on) if following else latest.level,
            observed=self.observed[seen - 1] if seen and on <= self.known else None,
            next=following,
        )

    def days(self, every: Period) -> Iterator[date]:
        """Yield the day of signing, the days whole periods after it, and the last deadline.

        They are places to look from and no due dates: each is counted from the day of signing, a
        missing day being its month's last, whatever the agreement's rules. Raises `ExpressionError`
        for a period of no length.

        >>> from timeline.files.loading import load
        >>> from timeline.schedule.schedule import build_schedule
        >>> for day in drawdown_plan(build_schedule(load("doha-2020"))).days(Period(6)):
        ...     print(day)
        2020-02-29
        2020-08-29
        2021-02-28
        2021-04-29
        """
        if every == Period():
            raise ExpressionError(str(every), "has no length; expected a period such as 1 month")
        signed = self.baseline.day
        last = max([signed, *(one.day for one in self.planned)])
        # The calendar may end before the next day is reached; there the last deadline follows.
        with suppress(CalendarEndError):
            day, periods = signed, 0
            while day < last:
                yield day
                periods += 1
                so_long = Period(every.months * periods, every.days * periods)
                day = count(signed, [Term(1, so_long)], Counting())
        yield last


def drawdown_plan(schedule: Schedule, on: date = date.max) -> DrawdownPlan:
    """Return the levels that a schedule's agreement sets and those observed, as known on `on`.

    A milestone without a date sets none yet; of several due on one day the lowest counts. Raises
    `NoLevelsError` for an agreement that has no baseline.

    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> from datetime import date
    >>> levels = drawdown_plan(build_schedule(load("doha-2020"))).levels(date(2020, 12, 1))
    >>> levels.ceiling, levels.pace, levels.observed.level
    (8600, 4419, 4500)
    """
    schedule = schedule.as_of(on)
    drawdown = schedule.agreement.drawdown
    if not drawdown:
        raise NoLevelsError
    set_levels = [
        Level(one.due.deadline, one.milestone.level, one.milestone.id)
        for one in schedule.chronological()
        if one.due and one.milestone.level is not None
    ]
    # By day the highest first, so that the lowest is the one that stays.
    set_levels.sort(key=lambda one: (one.day, -one.level))
    planned = list({one.day: one for one in set_levels}.values())
    observed = sorted((Level(one.date, one.level) for one in drawdown.observed), key=_day)
    baseline = Level(schedule.signed, drawdown.baseline)
    return DrawdownPlan(drawdown.unit, baseline, planned, observed, as_day(on))


def _pace(latest: Level, following: Level, on: date) -> int:
    """Return the level on the straight line between two levels, rounded half up.

    Before the first of them, it is that one.
    """
    if on <= latest.day:
        return latest.level
    days, more = (following.day - latest.day).days, following.level - latest.level
    doubled = 2 * (latest.level * days + more * (on - latest.day).days) + days
    return doubled // (2 * days)


def _day(level: Level) -> date:
    """Return the day of a level, by which levels are in order."""
    return level.day
