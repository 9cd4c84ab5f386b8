"""The occurrences of a recurring duty, each an ordinary milestone."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from msgspec import structs

from timeline.errors import ExpressionError, UndatedError
from timeline.schedule.dated_milestone import DatedMilestone, Occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Mapping

    from timeline.dates.edtf import DayRange
    from timeline.schedule.agreement import Milestone

# Of one duty, and of all duties of an agreement together.
MOST, MOST_TOGETHER = 1_000, 10_000

_NUMBER = re.compile("[1-9][0-9]{0,3}")


def duty_of(name: str, duties: Container[str]) -> str | None:
    """Return which of the recurring `duties` has an occurrence with the id `name`, None if none has.

    >>> duty_of("report-3", {"report"}), duty_of("report-03", {"report"})
    ('report', None)
    """
    duty, _, number = name.rpartition("-")
    is_number = _NUMBER.fullmatch(number) and int(number) <= MOST
    return duty if is_number and duty in duties else None


def with_duties(names: Iterable[str], duties: Collection[str]) -> tuple[str, ...]:
    """Return the names, each occurrence followed by its recurring duty."""
    if not duties:
        return tuple(names)
    found = list[str]()
    for name in names:
        duty = duty_of(name, duties)
        found += [name, duty] if duty else [name]
    return tuple(found)


def occurrence(duty: Milestone, number: int) -> Milestone:
    """Return an occurrence of a recurring duty as a milestone.

    Its due date is counted from that of `from` in one step, not from the occurrence before.
    """
    fulfilled = duty.fulfilled_by_number.get(number)
    return structs.replace(
        duty,
        id=f"{duty.id}-{number}",
        title=f"{duty.title} ({number})",
        due=duty.counted_from.plus(duty.every.multiple(number)) if duty.every else None,
        every=None,
        from_=None,
        until=None,
        times=None,
        fulfilled=fulfilled and fulfilled.date,
        fulfilled_source=fulfilled and fulfilled.source,
        fulfilled_note=fulfilled and fulfilled.note,
    )


def date_occurrence(
    duty: Milestone, name: str, date: Callable[[Milestone], DatedMilestone]
) -> DatedMilestone:
    """Return the occurrence of a recurring duty with the id `name`, dated by the function `date`."""
    number = int(name.rpartition("-")[2])
    return structs.replace(date(occurrence(duty, number)), occurrence=Occurrence(duty.id, number))


def date_occurrences(
    duty: Milestone,
    date: Callable[[Milestone], DatedMilestone],
    names: Mapping[str, DayRange | None],
    most: int,
) -> list[DatedMilestone]:
    """Return the occurrences of a recurring duty in order, each dated by the function `date`.

    If `from` or `until` has no date in `names`, the number of occurrences is not known. The result is
    then those that were fulfilled, and last the duty itself, undated.

    Raises `ExpressionError` if a date cannot be computed, and for more than `most` occurrences.
    """

    def dated(number: int) -> DatedMilestone:
        return date_occurrence(duty, f"{duty.id}-{number}", date)

    whole = date(duty)
    try:
        duty.counted_from.resolve(names)
        last = duty.until.evaluate(names, whole.counting).deadline if duty.until else None
    except UndatedError:
        return [*map(dated, sorted(duty.fulfilled_by_number)), whole]
    found = list[DatedMilestone]()
    for number in count(1):  # pragma: no branch - it has no end
        if duty.times and number > duty.times:
            break
        each = dated(number)
        counted = each.plans[0].counted
        if last and counted and counted.deadline > last:
            break
        if number > min(MOST, most):
            raise _too_many(duty, most)
        found.append(each)
    return found


def _too_many(duty: Milestone, most: int) -> ExpressionError:
    """Return the error for a duty with more occurrences than are supported."""
    if most < MOST:
        problem = f"the recurring duties have more than {MOST_TOGETHER:,} occurrences together"
    else:
        problem = f"more than {MOST:,} occurrences"
    text = f"every {duty.every.text}" if duty.every else ""
    return ExpressionError(text, f"{problem}; use a longer period or an earlier end")
