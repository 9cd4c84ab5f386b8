"""Which lists of closed days the dates of a schedule are counted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from timeline.dates.closed_days import ClosedDays
    from timeline.dates.expressions import Expression
    from timeline.schedule.schedule import Schedule


def note(
    schedule: Schedule, subjects: Sequence[Expression], days: Sequence[Expression]
) -> str | None:
    """Return the note of a list without weekdays that one of the dates is counted with, else None.

    The dates are those of the `subjects`, or of all milestones if there are none, those of the
    milestones that they count from, and the `days` asked about, which are not rolled.
    """
    every = (schedule.counting, *(dated.counting for dated in schedule.milestones.values()))
    if all(counting.closed.weekdays for counting in every):
        return None  # of nearly all agreements: they are not searched
    lists = _lists(schedule, subjects, days)
    return next(filter(None, (closed.note for closed in lists)), None)


def _lists(
    schedule: Schedule, subjects: Sequence[Expression], days: Sequence[Expression]
) -> Iterator[ClosedDays]:
    """Yield the list of each count that closed days can change."""
    counting = schedule.counting
    unrolled = [*days, schedule.assumed.get("signed")]
    if any(one and one.has_working_days for one in unrolled):
        yield counting.closed
    rolled = set(schedule.milestones)
    if subjects:
        rolled &= {subject.name for subject in subjects if subject.is_anchor}
        for subject in subjects:
            is_milestone = subject.is_anchor and subject.name in rolled
            if not is_milestone and (subject.has_working_days or subject.rolls(counting)):
                yield counting.closed
        schedule = schedule.only(one.name for one in (*subjects, *days) if one.name)
    for name, dated in schedule.milestones.items():
        # A count goes on from the day before the roll, so only the roll of a subject matters.
        for plan in dated.plans or (dated,):
            rule = plan.rule
            if rule and (rule.has_working_days or (name in rolled and rule.rolls(plan.counting))):
                yield plan.counting.closed
