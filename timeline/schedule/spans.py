"""Spans of days: those on which the same is known, and those on which only counts of days change."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from timeline.dates.days import days_in
from timeline.errors import TimelineError, prefix_errors
from timeline.schedule.schedule import Schedule  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_T = TypeVar("_T")

# Only so many spans are kept, those used last, that their schedules have as many milestones together.
_MOST_MILESTONES = 100_000


class Span(Struct, frozen=True):
    """Days, `first` to `last`, on which only counts of days change, and what is known on them."""

    first: date
    last: date
    known: Schedule


def spans(schedule: Schedule, on: date) -> list[Span]:
    """Return the spans of all days, in order: those around the day `on` on which each date is computed.

    What the program says about an agreement changes only on a day that is in it, is computed from it,
    or follows such a day; or else it is a count of days. Raises `TimelineError` if a date cannot be
    computed as of the day `on` itself.
    """
    news = schedule.news
    known = by_span(schedule, _each_dated, news)
    known(on)
    first, last = date.min, date.max
    for begin in (date.min, *news):
        try:
            known(begin)
        except TimelineError:
            if on < begin:
                last = begin - timedelta(1)
                break
            first = next(day for day in news if day > begin)
    return list(_spans(known, news, first, last))


def spans_between(schedule: Schedule, first: date, last: date) -> Iterator[Span]:
    """Return the spans of the days `first` to `last`, in order, as for `spans`.

    The schedules of few of them are in memory at a time. Raises `TimelineError`, before the first span,
    if a date cannot be computed as of one of the days.
    """
    news = schedule.news
    known = by_span(schedule, _each_dated, news)
    for begin in _begins(news, first, last):
        with prefix_errors(str(begin)):
            known(begin)
    return _spans(known, news, first, last)


def _begins(news: Sequence[date], first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` on which something becomes known, `first` included."""
    return [first, *news[bisect_right(news, first) : bisect_right(news, last)]]


def _spans(
    known: Callable[[date], Schedule], news: Sequence[date], first: date, last: date
) -> Iterator[Span]:
    """Yield the spans of the days `first` to `last`; `known` returns the schedule as of a day."""
    begins = _begins(news, first, last)
    ends = [*(day - timedelta(1) for day in begins[1:]), last]
    for begin, end in zip(begins, ends, strict=True):
        schedule = known(begin)
        days = days_in(schedule.agreement)
        for dated in schedule.milestones.values():
            days |= days_in(dated.due)
        days |= {day + timedelta(1) for day in days if day < date.max}
        within = sorted(day for day in days if begin < day <= end)
        lasts = [*(day - timedelta(1) for day in within), end]
        for one, other in zip([begin, *within], lasts, strict=True):
            yield Span(one, other, schedule)


def _each_dated(schedule: Schedule) -> Schedule:
    """Return the schedule. Raises `ScheduleError` if a date in it cannot be computed."""
    schedule.chronological()
    return schedule


def by_span(
    schedule: Schedule, compute: Callable[[Schedule], _T], news: Sequence[date] | None = None
) -> Callable[[date], _T]:
    """Return a function from a day to the result of `compute` for the schedule as of that day.

    `compute` is called once for all days between two of `news`, by default the facts that dates
    depend on, so its result must be the same for all of them. If it raises a `TimelineError`, that is
    raised for each of these days.
    """
    facts = schedule.facts if news is None else news
    wrong = dict[int, TimelineError]()

    @lru_cache(1 + _MOST_MILESTONES // (1 + len(schedule.milestones)))
    def of_span(number: int) -> _T:
        if number in wrong:
            # Without this, an error that is raised again would keep all its earlier tracebacks.
            raise wrong[number].with_traceback(None)
        last = facts[number] - timedelta(1) if number < len(facts) else date.max
        try:
            return compute(schedule.as_of(last))
        except TimelineError as error:
            wrong[number] = error
            raise

    return lambda day: of_span(bisect_right(facts, day))
