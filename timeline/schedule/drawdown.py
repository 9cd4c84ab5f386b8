"""The levels of a series on a day: the ceiling or the floor, the pace and the observed level."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence  # noqa: TC003 - fields of structures
from contextlib import suppress
from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import Counting
from timeline.dates.days import as_day
from timeline.dates.periods import Period, Term, count
from timeline.errors import CalendarEndError, ExpressionError, NoLevelsError, SeriesError
from timeline.schedule.observations import Level, by_day, day_of, excess, observations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from timeline.schedule.dated_milestone import DatedMilestone
    from timeline.schedule.schedule import Schedule


class Levels(Struct, frozen=True):
    """The levels of a series on the day `on`, in its unit, such as troops.

    `limit` is the level of the latest deadline on or before the day, or else the baseline. `pace` is
    the level on a straight line from there to the next deadline, rounded half up. Both are None before
    the first deadline of a series without a baseline. `observed` is the last level observed on or
    before the day, and `next` is the level of the next deadline; either can be None. `breached` is the
    level that the observed one breaks, None if it is not a breach.

    Levels state what remains, or, if the series is `rising`, what has been handed over so far.
    """

    on: date
    limit: int | None
    pace: int | None
    observed: Level | None
    next: Level | None
    breached: Level | None = None
    rising: bool = False

    @property
    def ceiling(self) -> int | None:
        """The limit, above which a level is a breach; None if the series is rising."""
        return None if self.rising else self.limit

    @property
    def floor(self) -> int | None:
        """The limit of a rising series, below which a level is a breach; None for any other."""
        return self.limit if self.rising else None

    @property
    def breach(self) -> int | None:
        """How far the observed level is above the ceiling or below the floor; None without a breach."""
        if not self.observed or not self.breached:
            return None
        return excess(self.observed.level, self.breached.level, rising=self.rising)

    @property
    def keeps(self) -> bool:
        """Whether a level was observed, and the last one keeps to the limit of the day."""
        if not self.observed or self.limit is None:
            return False
        return excess(self.observed.level, self.limit, rising=self.rising) <= 0

    @property
    def difference(self) -> int | None:
        """The observed level - the pace; None without one of them."""
        return (
            None if self.observed is None or self.pace is None else self.observed.level - self.pace
        )

    @property
    def days_to_next(self) -> int | None:
        """The days to the next deadline that sets a level, at least 1; None without one."""
        return (self.next.day - self.on).days if self.next else None

    @property
    def rate_needed(self) -> Fraction | None:
        """The change per day that is needed to go from the observed level to the next in time.

        0 if the next level is already reached; None without a next or an observed level.
        """
        if not self.next or not self.observed:
            return None
        # Imported here because it is slow to import, and most commands do not need it.
        from fractions import Fraction

        to_go = excess(self.observed.level, self.next.level, rising=self.rising)
        return Fraction(max(to_go, 0), (self.next.day - self.on).days)


class DrawdownPlan(Struct, frozen=True, kw_only=True):
    """The levels that an agreement sets for a series, by deadline, and those observed, by day.

    `series` is the id of the series. `baseline` is the level on the day of signing, `signed`, None if
    it is not known. For days after `known` no level is observed. `unrecorded` holds the ids of the
    milestones whose record ends before their deadline.
    """

    series: str
    unit: str
    signed: date
    baseline: Level | None
    planned: Sequence[Level]
    observed: Sequence[Level]
    known: date
    unrecorded: frozenset[str] = frozenset()
    rising: bool = False

    @property
    def steps(self) -> list[Level]:
        """The baseline, if there is one, then the planned levels."""
        return [*([self.baseline] if self.baseline else []), *self.planned]

    def levels(self, on: date) -> Levels:
        """Return the levels on the day `on`.

        Before the first deadline, the limit is the baseline; before the day of signing, so is the
        pace. From the last deadline on, limit and pace are its level.
        """
        on = as_day(on)
        latest, following = self.around(on)
        seen = bisect_right(self.observed, on, key=day_of)
        observed = self.observed[seen - 1] if seen and on <= self.known else None
        return Levels(
            on,
            limit=latest.level if latest else None,
            pace=_pace(latest, following, on) if latest else None,
            observed=observed,
            next=following,
            breached=self._breached(observed, on) if observed else None,
            rising=self.rising,
        )

    def around(self, on: date) -> tuple[Level | None, Level | None]:
        """Return the planned level that holds on the day `on`, and the next one.

        The first is the baseline before the first deadline, which can be None. The second is None
        after the last deadline.
        """
        passed = bisect_right(self.planned, on, key=day_of)
        latest = self.planned[passed - 1] if passed else self.baseline
        return latest, self.planned[passed] if passed < len(self.planned) else None

    def _breached(self, observed: Level, on: date) -> Level | None:
        """Return the limit that the last observed level breaks on the day `on`, None without a breach.

        A level that is due on the day itself can still be reached. An observation from before a
        deadline is no breach after it if the record ends before the deadline too.
        """
        passed = bisect_left(self.planned, on, key=day_of)
        limit = self.planned[passed - 1] if passed else self.baseline
        if not limit or excess(observed.level, limit.level, rising=self.rising) <= 0:
            return None
        carried = limit.id is not None and limit.id not in self.unrecorded
        return limit if carried or observed.day >= limit.day else None

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
        signed = self.signed
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


def drawdown_plan(schedule: Schedule, on: date, series: str | None = None) -> DrawdownPlan:
    """Return the levels that a schedule's agreement sets for a series and those observed, as of `on`.

    `series` is the id of the series; it is not needed if there is only one. A milestone that is undated
    or void sets no level. If several levels are due on the same day, the lowest is used, or in a rising
    series the highest. Raises `NoLevelsError` for an agreement without a series, and `SeriesError` for
    an unknown one, or without one where there are several.

    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> from datetime import date
    >>> levels = drawdown_plan(build_schedule(load("doha-2020")), date.max).levels(date(2020, 12, 1))
    >>> levels.ceiling, levels.pace, levels.observed.level
    (8600, 4419, 4500)
    """
    plans = drawdown_plans(schedule, on)
    if series is None and len(plans) == 1:
        return next(iter(plans.values()))
    if series not in plans:
        raise SeriesError(series, plans)
    return plans[series]


def drawdown_plans(schedule: Schedule, on: date) -> dict[str, DrawdownPlan]:
    """Return the plan of each series by its id, as of `on`, in the order of the file.

    Raises `NoLevelsError` for an agreement without a series.
    """
    schedule = schedule.as_of(on)
    plans = plans_of(schedule, schedule.chronological(), on)
    if not plans:
        raise NoLevelsError
    return plans


def plans_of(
    schedule: Schedule, dated: Iterable[DatedMilestone], on: date
) -> dict[str, DrawdownPlan]:
    """Return the plans of a schedule as of `on`, with the levels of these milestones alone."""
    agreement = schedule.agreement
    if not agreement.series:
        return {}
    set_levels, unrecorded = defaultdict[str, list[Level]](list), set[str]()
    for each in dated:
        void, levels = agreement.void_day(each.milestone), each.milestone.levels
        if not each.due or not levels or (void and void <= each.due.deadline):
            continue
        for name, level in levels.items():
            set_levels[name].append(Level(each.due.deadline, level, each.milestone.id))
        end = agreement.record_end(each.milestone)
        if end and end < each.due.deadline:
            unrecorded.add(each.milestone.id)
    observed, not_recorded = observations(agreement), frozenset(unrecorded)
    return {
        name: DrawdownPlan(
            series=name,
            unit=series.unit,
            signed=schedule.signed,
            baseline=(None if series.baseline is None else Level(schedule.signed, series.baseline)),
            planned=by_day(set_levels[name], rising=series.rising),
            observed=observed[name],
            known=as_day(on),
            unrecorded=not_recorded,
            rising=series.rising,
        )
        for name, series in agreement.series.items()
    }


def _pace(latest: Level, following: Level | None, on: date) -> int:
    """Return the level on the straight line between two levels, rounded half up.

    Before the day of `latest`, and without a next level, return the level of `latest`.
    """
    if not following or on <= latest.day:
        return latest.level
    days, change = (following.day - latest.day).days, following.level - latest.level
    doubled = 2 * (latest.level * days + change * (on - latest.day).days) + days
    return doubled // (2 * days)
