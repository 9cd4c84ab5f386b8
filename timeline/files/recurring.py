"""Check the keys of recurring duties, and that their occurrences exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import RecurringDutyError
from timeline.files.faults import PERIOD, Fault, join
from timeline.files.places import each_milestone
from timeline.plain_text import quoted
from timeline.schedule.recurrence import duty_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import date

    from timeline.files.places import Place
    from timeline.schedule.agreement import Agreement, Fulfilled, Milestone
    from timeline.schedule.schedule import Schedule

# The keys that a recurring duty cannot have, and what to write instead.
NOT_RECURRING = {
    "due": "use from, and until or times",
    "also": "remove it",
    "amended": "amend what from or until counts from",
    "published": "remove it",
    "stated": "remove it",
    "fulfilled-source": "use source in an item of fulfilled",
    "fulfilled-note": "use note in an item of fulfilled",
}
# The keys that say when a recurring duty occurs.
RECURRENCE = ("every", "from", "until", "times")
_NUMBERED = "an array of occurrences, such as [{ n = 1, date = 2019-06-10 }]"


def recurring_faults(agreement: Agreement, invalid: Container[str]) -> Iterator[Fault]:
    """Yield the keys that do not go together, the numbers given twice, and the ids of occurrences.

    `invalid` has the paths of keys that have an invalid value, and so are not in the agreement.
    """
    duties = {each.id for each in agreement.milestones if each.every}
    for path, milestone in each_milestone(agreement):
        if milestone.every:
            yield from _of_duty(milestone, str(path), invalid)
        else:
            yield from _of_milestone(milestone, path, invalid)
        duty = duty_of(milestone.id or "", duties)
        if duty:
            problem = f"{quoted(milestone.id)} is an occurrence of {duty}; use another id"
            yield Fault(f"{path}.id", problem)


def missing_occurrences(schedule: Schedule) -> Iterator[Fault]:
    """Yield the recurring duties without any occurrence, and the fulfilled numbers beyond their last.

    It is no fault if an amendment ended the duty before: what was known until then stays true.
    """
    if not schedule.duties:
        return
    signed = schedule.as_signed()
    for path, milestone in each_milestone(schedule.agreement):
        name = milestone.id
        if name not in schedule.duties or name in schedule.milestones or name in schedule.failed:
            continue
        if not schedule.duties[name] and not signed.duties[name]:
            text = milestone.until.text if milestone.until else ""
            problem = f"{quoted(text)}: before the first occurrence; use a later date"
            yield Fault(f"{path}.until", problem)
            continue
        for number, entry in _fulfilled(milestone):
            occurrence = f"{name}-{entry}"
            if occurrence not in schedule.milestones and occurrence not in signed.milestones:
                error = RecurringDutyError(f"{name}-{entry}", name, schedule.duties[name])
                yield Fault(f"{path}.fulfilled[#{number}].n", str(error))


def complete(
    fulfilled: date | tuple[Fulfilled, ...] | None,
) -> date | tuple[Fulfilled, ...] | None:
    """Return what was fulfilled, without the occurrences whose number or day is invalid."""
    if isinstance(fulfilled, tuple):
        return tuple(entry for entry in fulfilled if entry.n and entry.date)
    return fulfilled


def _of_duty(milestone: Milestone, path: str, invalid: Container[str]) -> Iterator[Fault]:
    """Yield the faults in the keys of a recurring duty."""
    for key, hint in NOT_RECURRING.items():
        if getattr(milestone, key.replace("-", "_")):
            yield Fault(join(path, key), f"not supported together with every; {hint}")
    if milestone.until and milestone.times:
        yield Fault(join(path, "times"), "found until too; use one of the two")
    given = milestone.until or milestone.times
    if not given and not any(join(path, key) in invalid for key in ("until", "times")):
        yield Fault(join(path, "every"), "found neither until nor times; add one of the two")
    if milestone.happened:
        problem = f"found {milestone.happened}; with every, expected {_NUMBERED}"
        yield Fault(join(path, "fulfilled"), problem)
    first: dict[int, int] = {}
    for number, n in _fulfilled(milestone):
        place = f"{path}.fulfilled[#{number}].n"
        if first.setdefault(n, number) != number:
            yield Fault(place, f"{n} is already the number of fulfilled[#{first[n]}]")
        if milestone.times and n > milestone.times:
            yield Fault(place, f"{n} is more than times, which is {milestone.times}")


def _of_milestone(milestone: Milestone, path: Place, invalid: Container[str]) -> Iterator[Fault]:
    """Yield the keys of a milestone that only a recurring duty has, if it is none."""
    keys = {"from": milestone.from_, "until": milestone.until, "times": milestone.times}
    faults = [(key, f"needs every, {PERIOD}") for key, value in keys.items() if value]
    if isinstance(milestone.fulfilled, tuple):
        faults.append(("fulfilled", "found an array; without every, expected a date, YYYY-MM-DD"))
    if faults and f"{path}.every" not in invalid:
        yield from (Fault(f"{path}.{key}", problem) for key, problem in faults)


def _fulfilled(milestone: Milestone) -> Iterator[tuple[int, int]]:
    """Yield the position of each fulfilled occurrence, from 1, and its number, if that is valid."""
    entries = milestone.fulfilled if isinstance(milestone.fulfilled, tuple) else ()
    for position, entry in enumerate(entries, 1):
        if entry.n:
            yield position, entry.n
