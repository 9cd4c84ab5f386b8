"""The levels of a drawdown on a day: the ceiling, the pace and the observed level."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence  # noqa: TC003 - fields of structures
from contextlib import suppress
from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import Counting
from timeline.dates.days import as_day
from timeline.dates.periods import Period, Term, count
from timeline.errors import CalendarEndError, ExpressionError, NoLevelsError
from timeline.schedule.observations import Level, day_of, observations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from timeline.schedule.dated_milestone import DatedMilestone
    from timeline.schedule.schedule import Schedule


class Levels(Struct, frozen=True):
    """The levels on the day `on`, in the agreement's unit, such as troops.

    `ceiling` is the level of the latest deadline on or before the day. `pace` is the level on a
    straight line from that deadline to the next one, rounded half up. `observed` is the last level
    observed on or before the day, and `next` is the level of the next deadline; either can be None.
    `breached` is the ceiling that the observed level is above, None if it is not a breach.
    """

    on: date
    ceiling: int
    pace: int
    observed: Level | None
    next: Level | None
    breached: Level | None = None

    @property
    def breach(self) -> int | None:
        """The observed level - the ceiling that it is above; None without a breach."""
        return (
            self.observed.level - self.breached.level if self.observed and self.breached else None
        )

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
        # Imported here because it is slow to import, and most commands do not need it.
        from fractions import Fraction

        to_go = self.observed.level - self.next.level
        return Fraction(max(to_go, 0), (self.next.day - self.on).days)


class DrawdownPlan(Struct, frozen=True):
    """The levels that an agreement sets, by deadline, and the observed levels, by day.

    `baseline` is the level on the day of signing. For days after `known` no level is observed.
    `unrecorded` holds the ids of the milestones whose record ends before their deadline.
    """

    unit: str
    baseline: Level
    planned: Sequence[Level]
    observed: Sequence[Level]
    known: date
    unrecorded: frozenset[str] = frozenset()

    def levels(self, on: date) -> Levels:
        """Return the levels on the day `on`.

        Before the first deadline, the ceiling is the baseline; before the day of signing, so is the
        pace. From the last deadline on, ceiling and pace are its level.
        """
        on = as_day(on)
        latest, following = self.around(on)
        seen = bisect_right(self.observed, on, key=day_of)
        observed = self.observed[seen - 1] if seen and on <= self.known else None
        return Levels(
            on,
            ceiling=latest.level,
            pace=_pace(latest, following, on) if following else latest.level,
            observed=observed,
            next=following,
            breached=self._breached(observed, on) if observed else None,
        )

    def around(self, on: date) -> tuple[Level, Level | None]:
        """Return the planned level that holds on the day `on`, and the next one, None after the last."""
        passed = bisect_right(self.planned, on, key=day_of)
        latest = self.planned[passed - 1] if passed else self.baseline
        return latest, self.planned[passed] if passed < len(self.planned) else None

    def _breached(self, observed: Level, on: date) -> Level | None:
        """Return the ceiling that the last observed level is above on the day `on`, None without a breach.

        A level that is due on the day itself can still be reached. An observation from before a
        deadline is no breach after it if the record ends before the deadline too.
        """
        passed = bisect_left(self.planned, on, key=day_of)
        ceiling = self.planned[passed - 1] if passed else self.baseline
        if observed.level <= ceiling.level:
            return None
        carried = ceiling.id is not None and ceiling.id not in self.unrecorded
        return ceiling if carried or observed.day >= ceiling.day else None

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

    A milestone that is undated or void sets no level. If several levels are due on the same day, the lowest is
    used. Raises `NoLevelsError` for an agreement without a drawdown.

    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> from datetime import date
    >>> levels = drawdown_plan(build_schedule(load("doha-2020")), date.max).levels(date(2020, 12, 1))
    >>> levels.ceiling, levels.pace, levels.observed.level
    (8600, 4419, 4500)
    """
    schedule = schedule.as_of(on)
    return plan_of(schedule, schedule.chronological(), on)


def plan_of(schedule: Schedule, dated: Iterable[DatedMilestone], on: date) -> DrawdownPlan:
    """Return the plan of a schedule as of `on`, with the levels of these milestones alone.

    Raises `NoLevelsError` for an agreement without a drawdown.
    """
    agreement = schedule.agreement
    drawdown = agreement.drawdown
    if not drawdown:
        raise NoLevelsError
    set_levels, unrecorded = list[Level](), set[str]()
    for each in dated:
        void = agreement.void_day(each.milestone)
        if each.due and void and void <= each.due.deadline:
            continue
        if each.due and each.milestone.level is not None:
            level = Level(each.due.deadline, each.milestone.level, each.milestone.id)
            set_levels.append(level)
            end = agreement.record_end(each.milestone)
            if end and end < level.day:
                unrecorded.add(each.milestone.id)
    # The lowest level of each day comes last, and a dictionary keeps the last value of a key.
    set_levels.sort(key=lambda level: (level.day, -level.level))
    planned = list({level.day: level for level in set_levels}.values())
    baseline = Level(schedule.signed, drawdown.baseline)
    return DrawdownPlan(
        drawdown.unit,
        baseline,
        planned,
        observations(agreement),
        as_day(on),
        frozenset(unrecorded),
    )


def _pace(latest: Level, following: Level, on: date) -> int:
    """Return the level on the straight line between two levels, rounded half up.

    Before the day of `latest`, return the level of `latest`.
    """
    if on <= latest.day:
        return latest.level
    days, change = (following.day - latest.day).days, following.level - latest.level
    doubled = 2 * (latest.level * days + change * (on - latest.day).days) + days
    return doubled // (2 * days)
