"""The levels of a drawdown on a day: the ceiling, the pace and the observed level."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence  # noqa: TC003 - fields of structures
from contextlib import suppress
from datetime import date  # noqa: TC003 - fields of structures
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
    """A level in the agreement's unit, from `day` on.

    `id` is the id of the milestone that sets it, None for the baseline and for observed levels.
    """

    day: date
    level: int
    id: str | None = None


class Levels(Struct, frozen=True):
    """The levels on the day `on`, in the agreement's unit, such as troops.

    `ceiling` is the level of the latest deadline on or before the day. `pace` is the level on a
    straight line from that deadline to the next one, rounded half up. `observed` is the last level
    observed on or before the day, and `next` is the level of the next deadline; either can be None.
    """

    on: date
    ceiling: int
    pace: int
    observed: Level | None
    next: Level | None

    @property
    def difference(self) -> int | None:
        """The observed level - the pace; None if no level was observed."""
        return self.observed.level - self.pace if self.observed else None

    @property
    def days_to_next(self) -> int | None:
        """The days to the next deadline that sets a level, at least 1; None without one."""
        return (self.next.day - self.on).days if self.next else None

    @property
    def rate_needed(self) -> Fraction | None:
        """The reduction per day that is needed to go from the observed level to the next in time.

        0 if the next level is already reached; None without a next or an observed level.
        """
        if not self.next or not self.observed:
            return None
        to_go = self.observed.level - self.next.level
        return Fraction(max(to_go, 0), (self.next.day - self.on).days)


class DrawdownPlan(Struct, frozen=True):
    """The levels that an agreement sets, by deadline, and the observed levels, by day.

    `baseline` is the level on the day of signing. For days after `known` no level is observed.
    """

    unit: str
    baseline: Level
    planned: Sequence[Level]
    observed: Sequence[Level]
    known: date

    def levels(self, on: date) -> Levels:
        """Return the levels on the day `on`.

        Before the first deadline, the ceiling is the baseline; before the day of signing, so is the
        pace. From the last deadline on, ceiling and pace are its level.
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
        """Yield the day of signing, every `every` after it, and the last deadline.

        Each day is counted from the day of signing under the default rules, not the agreement's.
        Raises `ExpressionError` for a zero-length period and for working days.

        >>> from timeline.files.loading import load
        >>> from timeline.schedule.schedule import build_schedule
        >>> for day in drawdown_plan(build_schedule(load("doha-2020")), date.max).days(Period(6)):
        ...     print(day)
        2020-02-29
        2020-08-29
        2021-02-28
        2021-04-29
        """
        if every == Period():
            raise ExpressionError(str(every), "zero-length period; use one such as 1 month")
        if every.working_days:
            raise ExpressionError(str(every), "working days are not supported; use days or weeks")
        signed = self.baseline.day
        last = max([signed, *(level.day for level in self.planned)])
        # The next day may be outside the calendar; the last deadline follows then, too.
        with suppress(CalendarEndError):
            day, periods = signed, 0
            while day < last:
                yield day
                periods += 1
                length = Period(every.months * periods, every.days * periods)
                day = count(signed, [Term(1, length)], Counting())
        yield last


def drawdown_plan(schedule: Schedule, on: date) -> DrawdownPlan:
    """Return the levels that a schedule's agreement sets and those observed, as of `on`.

    An undated milestone sets no level. If several levels are due on the same day, the lowest is
    used. Raises `NoLevelsError` for an agreement without a drawdown.

    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> from datetime import date
    >>> levels = drawdown_plan(build_schedule(load("doha-2020")), date.max).levels(date(2020, 12, 1))
    >>> levels.ceiling, levels.pace, levels.observed.level
    (8600, 4419, 4500)
    """
    schedule = schedule.as_of(on)
    drawdown = schedule.agreement.drawdown
    if not drawdown:
        raise NoLevelsError
    set_levels = [
        Level(dated.due.deadline, dated.milestone.level, dated.milestone.id)
        for dated in schedule.chronological()
        if dated.due and dated.milestone.level is not None
    ]
    # The lowest level of each day comes last, and a dictionary keeps the last value of a key.
    set_levels.sort(key=lambda level: (level.day, -level.level))
    planned = list({level.day: level for level in set_levels}.values())
    observed = sorted((Level(entry.date, entry.level) for entry in drawdown.observed), key=_day)
    baseline = Level(schedule.signed, drawdown.baseline)
    return DrawdownPlan(drawdown.unit, baseline, planned, observed, as_day(on))


def _pace(latest: Level, following: Level, on: date) -> int:
    """Return the level on the straight line between two levels, rounded half up.

    Before the day of `latest`, return the level of `latest`.
    """
    if on <= latest.day:
        return latest.level
    days, change = (following.day - latest.day).days, following.level - latest.level
    doubled = 2 * (latest.level * days + change * (on - latest.day).days) + days
    return doubled // (2 * days)


def _day(level: Level) -> date:
    """Return the day of a level, as a sort key."""
    return level.day
