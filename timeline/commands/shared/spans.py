"""What depends on what had happened, computed once for each span of days on which that is the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from timeline.errors import TimelineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.schedule.schedule import Schedule

_T = TypeVar("_T")

# The results of so many spans are kept that the schedules they come from have as many milestones.
_MOST_MILESTONES = 100_000


def by_span(schedule: Schedule, compute: Callable[[Schedule], _T]) -> Callable[[date], _T]:
    """Return a function of a day: what `compute` makes of the schedule as known on that day.

    `compute` is called once for all days between two facts on which dates depend, so it must not
    tell these days apart. What it raises as `TimelineError` is raised for each day.
    """
    facts = schedule.facts
    wrong = dict[int, TimelineError]()

    @lru_cache(1 + _MOST_MILESTONES // (1 + len(schedule.milestones)))
    def of_span(number: int) -> _T:
        if number in wrong:
            # An error that is raised again remembers all places that it went through.
            raise wrong[number].with_traceback(None)
        last = facts[number] - timedelta(1) if number < len(facts) else date.max
        try:
            return compute(schedule.as_of(last))
        except TimelineError as error:
            wrong[number] = error
            raise

    return lambda day: of_span(bisect_right(facts, day))
