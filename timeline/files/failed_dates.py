"""Check that the dates of an agreement can be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from timeline.dates.counting import Counting
from timeline.dates.expressions import ANCHOR_NAMES
from timeline.dates.several import Several
from timeline.errors import (
    ExpressionError,
    RecurringDutyError,
    ScheduleError,
    TimelineError,
    UndatedError,
)
from timeline.files.faults import Fault
from timeline.files.places import each_milestone
from timeline.files.recurring import RECURRENCE, complete, missing_occurrences
from timeline.files.series import implausible_levels
from timeline.files.validation import circular_references, duties_of, expressions_of
from timeline.schedule.recurrence import duty_of
from timeline.schedule.schedule import Scenario, build_schedule

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from timeline.dates.due import NewDue
    from timeline.files.places import Place
    from timeline.schedule.agreement import Agreement, Milestone
    from timeline.schedule.schedule import Schedule


def failed_counts(schedule: Schedule) -> Iterator[Fault]:
    """Yield the expressions whose date cannot be computed, and the occurrences that do not exist.

    An undated milestone is not a fault.
    """
    agreement = schedule.agreement
    if schedule.failed:
        places = {milestone.id: (path, milestone) for path, milestone in each_milestone(agreement)}
        for failure in {failure.id: failure for failure in schedule.failed.values()}.values():
            path, milestone = places[failure.id]
            key = _key_of(failure.error.text, milestone)
            yield Fault(f"{path}.{key}", str(failure.error))
    yield from missing_occurrences(schedule)
    for path, milestone in each_milestone(agreement):
        if milestone.also:
            yield from _failed_alternatives(schedule, milestone, path)
        for key, expression, _ in expressions_of(milestone) if schedule.duties else ():
            try:
                schedule.read(expression)
            except RecurringDutyError as error:
                yield Fault(f"{path}.{key}", str(error))
            except TimelineError:
                continue


def _failed_alternatives(schedule: Schedule, milestone: Milestone, path: Place) -> Iterator[Fault]:
    """Yield the expressions in `also` whose date cannot be computed."""
    counting = Counting().under(schedule.agreement.counting, milestone.counting)
    for number, expression in enumerate(milestone.also, 1):
        try:
            schedule.evaluate(expression, counting)
        except (UndatedError, ScheduleError, RecurringDutyError):
            continue  # An undated or failed anchor is not a fault of this expression.
        except ExpressionError as error:
            yield Fault(f"{path}.also[#{number}]", str(error))


def _key_of(text: str, milestone: Milestone) -> str:
    """Return the key of the expression `text`, whose date cannot be computed."""
    if milestone.every:
        return "until" if milestone.until and milestone.until.text == text else "every"
    moved = (number for number, each in enumerate(milestone.amended, 1) if each.due.text == text)
    return next((f"amended[#{number}].due" for number in moved), "due")


def faults_of_dates(agreement: Agreement, invalid: Container[str]) -> Iterator[Fault]:
    """Yield the dates that cannot be computed, and implausible levels, of a partly invalid agreement.

    `invalid` has the paths of its other faults.
    """
    if not agreement.signed or any(circular_references(agreement)):
        return
    ids = {each.id for each in agreement.milestones if each.id}
    duties = {
        each.id
        for path, each in each_milestone(agreement)
        if each.every and not any(f"{path}.{key}" in invalid for key in RECURRENCE)
    }
    # Unknown names are already reported. Evaluating them would look for similar names each time.
    known = {*(ids - duties_of(agreement)), *ANCHOR_NAMES}

    def is_known(due: NewDue | None) -> bool:
        """Return whether there is an expression, and every name that it counts from is known."""
        if due is None or (isinstance(due, Several) and not due.expressions):
            return False
        return all(name in known or duty_of(name, duties) for name in due.names)

    # An invalid id is replaced by one that no expression can refer to.
    valid = [
        structs.replace(
            milestone,
            id=milestone.id or f"#{number}",
            due=milestone.due if is_known(milestone.due) and not milestone.every else None,
            every=milestone.every if milestone.id in duties else None,
            from_=milestone.from_ if milestone.id in duties else None,
            until=milestone.until if milestone.id in duties else None,
            fulfilled=complete(milestone.fulfilled),
            also=tuple(other for other in milestone.also if is_known(other)),
            amended=tuple(each for each in milestone.amended if each.decided and is_known(each.due))
            if not milestone.every
            else (),
        )
        for number, milestone in enumerate(agreement.milestones, 1)
    ]
    agreement = structs.replace(agreement, milestones=tuple(valid))
    yield from failed_counts(build_schedule(agreement, Scenario(today=agreement.signed)))
    yield from implausible_levels(agreement)
