"""Compute a value once for each span of days on which the known facts are the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from timeline.errors import TimelineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.dates.expressions import Expression
    from timeline.schedule.schedule import Schedule

_T = TypeVar("_T")

# Only so many spans are kept, those used last, that their schedules have as many milestones together.
_MOST_MILESTONES = 100_000


def by_span(
    schedule: Schedule, compute: Callable[[Schedule], _T], subject: Expression | None = None
) -> Callable[[date], _T]:
    """Return a function from a day to the result of `compute` for the schedule as of that day.

    `compute` is called once for all days between two recorded facts, so its result must be the same
    for all of them; `subject` is the expression that it evaluates, if it does. If it raises a `TimelineError`, that is raised for each of these days.
    """
    facts = schedule.facts(subject)
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
