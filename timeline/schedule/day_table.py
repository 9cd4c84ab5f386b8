"""The day table: what is known of each milestone on each day, one row for each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.days import as_day
from timeline.errors import NoLevelsError, SeriesError
from timeline.schedule.drawdown import plans_of
from timeline.schedule.spans import spans_between
from timeline.schedule.status import Status, statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.schedule.agreement import Milestone
    from timeline.schedule.drawdown import DrawdownPlan
    from timeline.schedule.schedule import Schedule
    from timeline.schedule.spans import Span

_NO_LEVELS = (None, None, None, None)


class DayRow(Struct, frozen=True, gc=False):
    """What is known of a milestone on the day `day`: its status, and the levels of its series.

    `agreement` is what the agreement is called, and `milestone` is the milestone's id. `remaining` is
    deadline - day, None without a deadline. The levels are those of `Levels`, each None if there is none.
    """

    agreement: str
    day: date
    milestone: str
    remaining: int | None
    status: Status
    ceiling: int | None
    pace: int | None
    observed: int | None
    floor: int | None


def day_table(
    schedule: Schedule,
    first: date | None = None,
    last: date | None = None,
    *,
    name: str = "",
    series: str | None = None,
) -> Iterator[DayRow]:
    """Return a row for each day from `first` to `last` and each milestone, by day, as of that day.

    The milestones of a day are in the order of the file; one that was decided later is not among them.
    The days are by default those of `whole_span`; there are none if `last` is before `first`. `name` is
    what the agreement is called in the rows. The levels are those of the series with the id `series`,
    by default of the only series in which the milestone sets a level, or else of the only series of the
    agreement; there are none if there are several.

    The rows are computed when they are reached, and few are in memory at a time. Raises
    `TimelineError`, before the first row, if a date cannot be computed as of one of the days,
    `NoLevelsError` for a series of an agreement without one, and `SeriesError` for an unknown one.

    >>> from datetime import date
    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> rows = list(day_table(build_schedule(load("doha-2020")), last=date(2020, 7, 1)))
    >>> len(rows), rows[-1].milestone, rows[-1].remaining, rows[-1].status.value, rows[-1].ceiling
    (992, 'withdrawal', 302, 'pending', 13000)
    """
    known = schedule.agreement.series
    if series is not None and not known:
        raise NoLevelsError
    if series is not None and series not in known:
        raise SeriesError(series, known)
    begin, end = whole_span(schedule)
    begin = begin if first is None else as_day(first)
    end = end if last is None else as_day(last)
    return _rows(spans_between(schedule, begin, end), name, series)


def whole_span(schedule: Schedule) -> tuple[date, date]:
    """Return the day of signing, and the last deadline or the last day on which something happened.

    The second is the later of the two, and not before the day of signing.
    """
    dated = schedule.milestones.values()
    days = [each.due.deadline for each in dated if each.due]
    days += [each.milestone.happened for each in dated if each.milestone.happened]
    return schedule.signed, max([schedule.signed, *days])


def _rows(spans: Iterable[Span], name: str, series: str | None) -> Iterator[DayRow]:
    """Yield the rows of the days in the spans. In each, only counts of days change."""
    for span in spans:
        known = span.known
        plans = plans_of(known, known.milestones.values(), span.last)
        milestones = [
            (
                state.dated.milestone.id,
                state.dated.due.deadline.toordinal() if state.dated.due else None,
                state.status,
                series or _series_of(state.dated.milestone, plans),
            )
            for state in statuses(known, span.first, known)
        ]
        of_series = {key: plans[key] for _, _, _, key in milestones if key}
        for number in range(span.first.toordinal(), span.last.toordinal() + 1):
            day = date.fromordinal(number)
            levels = {key: _levels(plan, day) for key, plan in of_series.items()}
            for milestone, due, status, key in milestones:
                remaining = None if due is None else due - number
                ceiling, pace, observed, floor = levels[key] if key else _NO_LEVELS
                yield DayRow(
                    name, day, milestone, remaining, status, ceiling, pace, observed, floor
                )


def _series_of(milestone: Milestone, plans: Iterable[str]) -> str | None:
    """Return the only series in which the milestone sets a level, or else the only one of `plans`."""
    ids = list(milestone.levels or plans)
    return ids[0] if len(ids) == 1 else None


def _levels(plan: DrawdownPlan, day: date) -> tuple[int | None, ...]:
    """Return the ceiling, the pace, the observed level and the floor of a series on a day."""
    levels = plan.levels(day)
    observed = levels.observed.level if levels.observed else None
    return levels.ceiling, levels.pace, observed, levels.floor
