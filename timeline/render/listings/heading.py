"""The lines above and under a table of an agreement: what matters now, and how dates are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.calendars import Calendar
from timeline.dates.rolling import Roll
from timeline.plain_text import shortened
from timeline.render import words
from timeline.schedule.agreement import Kind
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.status import DONE, TO_COME, Status, statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from timeline.dates.counting import Counting
    from timeline.schedule.agreement import Milestone
    from timeline.schedule.schedule import Schedule
    from timeline.schedule.status import MilestoneStatus

# A list of closed days is cut at this many characters.
_LONGEST_LIST = 200
_GOAL, _EVENT, _CONDITIONAL = "*", "^", "+"


def heading(
    schedule: Schedule, on: date, states: Sequence[MilestoneStatus] | None = None
) -> list[str]:
    """Return the lines above a table: the agreement, the `--on` day, the outlook, the assumptions.

    `states` are the statuses on that day in the order of the file, None to compute them. A milestone
    whose date cannot be computed is left out.
    """
    known = schedule.as_of(on)
    if states is None:
        states = statuses(known, on, known)
    # The day on which something happened that has no other date is not a deadline.
    deadlines = [
        state.dated.due.deadline
        for state in states
        if state.dated.due and state.dated.basis is not Basis.HAPPENED
    ]
    agreement, end = schedule.agreement, known.agreement.void_from
    # After its end, no deadline is one.
    last = (max(deadlines) - schedule.signed).days if deadlines and not end else None
    facts = [
        f"{agreement.signed_label} {words.weekday(schedule.signed)}",
        f"as of {words.weekday(on)}",
        _day_number((on - schedule.signed).days, last, agreement.signed_label),
        *([f"ended {words.weekday(end)}"] if end else []),
    ]
    lines = [agreement.title, " · ".join(facts), outlook(states)]
    assumed = [
        f"{name} {expression}" if expression.moves_deadline else f"{name} = {expression.text}"
        for name, expression in schedule.assumed.items()
    ]
    if schedule.scenario.as_happened:
        assumed.append("counted from the day of fulfilment where known")
    if schedule.scenario.as_signed:
        assumed.append("without amendments, as signed")
    if assumed:
        lines.append(f"assumed: {'; '.join(assumed)}")
    return [line for line in lines if line]


def outlook(states: Sequence[MilestoneStatus]) -> str:
    """Return what is next, and in how many days; the outcome if nothing is to come."""
    to_come = [state for state in states if state.status in TO_COME and state.dated.due]
    if to_come:
        first = min(to_come, key=lambda state: state.remaining or 0)
        ids = [s.dated.milestone.id for s in to_come if s.remaining == first.remaining]
        due = words.due(first.dated.due, first.dated.milestone.at)
        overdue = sum(state.status is Status.OVERDUE for state in states)
        more = f"; {overdue} overdue" if overdue else ""
        return f"next: {_some(ids)}, {words.remaining(first)} ({due}){more}"
    if not states or all(state.status is Status.UNDATED for state in states):
        return outcome(states)
    void = any(state.status is Status.VOID for state in states)
    early = any((state.remaining or 0) > 0 for state in states)
    lead = "no deadline is to come" if void or early else "every deadline has passed"
    return f"{lead}: {outcome(states)}"


def outcome(states: Sequence[MilestoneStatus]) -> str:
    """Return what became of the milestones, of which none is to come."""
    if not states:
        return "no milestones"
    if all(state.status is Status.UNDATED for state in states):
        return "no milestone has a date yet"
    return words.outcome(states)


def footing(schedule: Schedule, shown: Sequence[MilestoneStatus]) -> list[str]:
    """Return the lines under a table: the marks of the milestones `shown`, and the counting rules."""
    marks = explained_marks(shown)
    explained = [f"{marks}: see timeline explain"] if marks else []
    ends = {state.recorded_until for state in shown if state.status not in DONE} - {None}
    if ends:
        explained.append(f"what happened is recorded until {' or '.join(sorted(map(str, ends)))}")
    return [*explained, counting_rules(schedule)]


def explained_marks(shown: Iterable[MilestoneStatus]) -> str:
    """Return what the marks of these milestones mean, empty if they have none."""
    marks = "".join(mark(state.dated.milestone) for state in shown)
    meanings = {
        _GOAL: "a goal, not a commitment",
        _EVENT: "an event, never overdue",
        _CONDITIONAL: "depends on a condition",
    }
    return "; ".join(f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in marks)


def mark(milestone: Milestone) -> str:
    """Return the signs that follow the title of a goal, an event, and what depends on a condition."""
    kind = {Kind.GOAL: _GOAL, Kind.EVENT: _EVENT}.get(milestone.kind or Kind.COMMITMENT, "")
    return f"{kind}{_CONDITIONAL if milestone.condition else ''}"


def counting_rules(schedule: Schedule) -> str:
    """Return the counting rules of the agreement in one line."""
    counting, agreement = schedule.counting, schedule.agreement
    rules = rules_of(counting)
    rolls = counting.roll is not Roll.NONE
    counted = (rule for dated in schedule.milestones.values() for rule in dated.rules)
    if rolls or any(rule.has_working_days for rule in counted):
        rules.append(f"closed {shortened(str(counting.closed), _LONGEST_LIST)}")
    if any(milestone.at for milestone in agreement.milestones):
        rules.append(f"times {f'in {agreement.tz}' if agreement.tz else 'without a zone'}")
    return f"counted with {', '.join(rules)}"


def rules_of(counting: Counting) -> list[str]:
    """Return the rules in words, without the closed days."""
    rules = [f"start day {counting.start_day}", f"month end {counting.month_end}"]
    if counting.months_of is not Calendar.GREGORIAN:
        rules.append(f"{counting.months_of} months")
    if counting.roll is not Roll.NONE:
        rules.append(f"roll {counting.roll}")
    return rules


def _day_number(day: int, last: int | None, label: str) -> str:
    """Return the number of the day after signing, and of the last deadline."""
    if last is None or day < 0:
        return _numbered(day, label)
    if day <= last:
        return f"day {day} of {last}"
    return f"day {day}, the last deadline was {_numbered(last, label)}"


def _numbered(day: int, label: str) -> str:
    """Return the number of a day after signing, or how long before signing it is."""
    return f"day {day}" if day >= 0 else f"{words.count(-day)} before it was {label}"


def _some(ids: Sequence[str]) -> str:
    """Return up to three ids, and how many more there are."""
    if len(ids) > 3:  # as many as fit in a line
        return f"{', '.join(ids[:2])} and {len(ids) - 2} more"
    return " and ".join([", ".join(ids[:-1]), ids[-1]] if ids[1:] else ids)
