"""Days and counts in words for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from timeline.dates.periods import Period
from timeline.schedule.agreement import Kind
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.status import DONE, TO_COME, MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from timeline.dates.edtf import DayRange
    from timeline.schedule.agreement import Milestone, Source
    from timeline.schedule.dated_milestone import DatedMilestone
    from timeline.schedule.drawdown import DrawdownPlan

# Not strftime, whose names depend on the machine's language.
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NOT_RECORDED = "not recorded"


def weekday(day: date) -> str:
    """Return the day with its weekday, such as `Mon 2020-07-13`."""
    return f"{_WEEKDAYS[day.weekday()]} {day}"


def due(days: DayRange | None, at: str | None = None, show: Callable[[date], str] = weekday) -> str:
    """Return the due date with the time of day `at`, or `by` its last day if it is imprecise.

    `show` turns a day into text: `weekday`, or `str` for a narrow terminal.
    """
    if days is None:
        return "undated"
    return f"{'' if days.is_day else 'by '}{show(days.deadline)}{f' {at}' if at else ''}"


def time_of_day(at: str, zone: str | None) -> str:
    """Return the time of day with its zone, such as `24:00 Asia/Kabul`."""
    return f"{at} {zone}" if zone else f"{at}, no time zone"


def kind(milestone: Milestone) -> str:
    """Return that a milestone is a goal or an event, in words; nothing for a commitment."""
    kinds = {
        Kind.GOAL: "goal: an aim, not a commitment",
        Kind.EVENT: "event: it comes by itself or is no party's duty, and is never overdue",
    }
    return kinds.get(milestone.kind or Kind.COMMITMENT, "")


def source_title(document: Source) -> str:
    """Return a source's title with its publisher, if it has one."""
    return f"{document.title} ({document.publisher})" if document.publisher else document.title


def source(document: Source) -> str:
    """Return a source's title, publisher, date and address, as far as they are known."""
    parts = [source_title(document), document.date, document.url]
    return ", ".join(str(part) for part in parts if part)


def rule(dated: DatedMilestone) -> str:
    """Return what gives the date: the rule as written, or `fixed date` for a date."""
    expression = dated.rule
    if dated.basis is Basis.HAPPENED:
        return "as it happened"
    if expression is None:
        return recurrence(dated.milestone) or "none given"
    text = "fixed date" if expression.is_fixed_day else expression.text
    if dated.amended:
        text = f"amended {dated.amended.decided}, {text}"
    if dated.basis is Basis.ASSUMED:
        text = f"assumed, {expression.text}"
    return f"{text}; rolled from {dated.unrolled.deadline}" if dated.unrolled else text


def recurrence(duty: Milestone) -> str:
    """Return when a recurring duty is due, such as `every 90 days from signed, 8 times`; else nothing."""
    if not duty.every:
        return ""
    end = f"until {duty.until.text}" if duty.until else f"{duty.times} times"
    return f"every {duty.every.text} from {duty.counted_from.text}, {end}"


def first_plan(state: MilestoneStatus) -> str:
    """Return the deadline before the amendments, empty if no amendment gives the deadline."""
    return due(state.first_plan, show=str) if state.dated.amended and state.first_plan else ""


def count(days: int) -> str:
    """Return the count with its unit: `1 day`, `12 days`."""
    return str(Period(days=days))


def number(level: int | None) -> str:
    """Return a level with its thousands separated: `8,600`; nothing for None."""
    return "" if level is None else f"{level:,}"


def limit(plan: DrawdownPlan) -> str:
    """Return the word for the level that must not be broken: `floor` in a rising series."""
    return "floor" if plan.rising else "ceiling"


def breach(state: MilestoneStatus) -> str:
    """Return that a milestone is in breach, with the series if it has several; nothing if it is not."""
    if not state.breaches:
        return ""
    several = f" ({', '.join(state.breaches)})" if len(state.dated.milestone.levels) > 1 else ""
    return f", in breach{several}"


def shift(days: int) -> str:
    """Return the distance of a date from another: `12 days earlier`, `1 day later`, `no change`."""
    if days == 0:
        return "no change"
    return f"{count(-days)} earlier" if days < 0 else f"{count(days)} later"


def remaining(state: MilestoneStatus) -> str:
    """Return the days remaining until a milestone, or what is known of it after its deadline.

    That is how early or late it was met, by when its level was reached, or how long it is overdue, and
    whether the level observed last breaks its own.
    """
    left = state.remaining
    if left is None or state.void_from:
        return f"void from {state.void_from}" if state.void_from else "no date yet"
    match state.status:
        case Status.PENDING if state.remaining_earliest != left:
            return f"in {state.remaining_earliest} to {count(left)}"
        case Status.PENDING:
            return f"in {count(left)}"
        case Status.OPEN:
            return f"{count(left)} left"
        case Status.DUE:
            return "today"
        case Status.OVERDUE if state.recorded_until:
            text = _not_done(state.recorded_until)
        case Status.OVERDUE:
            text = f"{count(-left)} overdue"
        case Status.UNRECORDED:
            text = _NOT_RECORDED
        case Status.PASSED:
            text = _passed(state)
        case _:
            text = _done(state)
    return f"{text}{breach(state)}"


def happened(state: MilestoneStatus, show: Callable[[date], str] = weekday) -> str:
    """Return the day on which a milestone happened, or what is known of it instead.

    `show` turns a day into text, as for `due`.
    """
    if state.fulfilled:
        return show(state.fulfilled)
    if state.reached_by:
        return f"by {show(state.reached_by)}"
    if state.status is Status.PASSED:
        return "passed"
    return _NOT_RECORDED if state.status is Status.UNRECORDED else "not happened"


def outcome(states: Iterable[MilestoneStatus]) -> str:
    """Return how many milestones were met, late and so on: `2 met, 3 late, 3 not done by 2021-12-31`."""
    ordered = sorted(states, key=lambda state: _ORDER.index(state.status))
    counts = Counter(_outcome(state) for state in ordered)
    return ", ".join(f"{number} {how}" for how, number in counts.items())


# What was done, what was not, and what is still to come.
_ORDER = (
    *(Status.MET, Status.LATE, Status.REACHED, Status.PASSED),
    *(Status.OVERDUE, Status.UNRECORDED, Status.VOID),
    *(Status.DUE, Status.OPEN, Status.PENDING, Status.UNDATED),
)


def _outcome(state: MilestoneStatus) -> str:
    """Return the words for milestones that have the same outcome."""
    match state.status:
        case Status.OVERDUE if state.recorded_until:
            return _not_done(state.recorded_until)
        case Status.UNRECORDED:
            return _NOT_RECORDED
        case status if status in TO_COME:
            return "to come"
        case _ if state.breach and state.status in DONE:
            return "in breach"
    return str(state.status)


def _passed(state: MilestoneStatus) -> str:
    """Return how long ago an event was, or how far from its date it happened."""
    if state.fulfilled:
        return "happened" if not state.slip else f"happened {shift(state.slip)}"
    return f"{count(-state.remaining)} ago" if state.remaining else "today"


def _not_done(recorded_until: date) -> str:
    """Return up to which day the record shows that something was not done."""
    return f"not done by {recorded_until}"


def _done(state: MilestoneStatus) -> str:
    """Return how early or late a milestone was met, or by when its level was reached."""
    slip = state.slip
    if slip is not None:
        if slip == 0:
            return "met on the day"
        return f"met {count(-slip)} early" if slip < 0 else f"{count(slip)} late"
    if state.reached_by is None:
        return "happened"
    how = {Status.MET: "observed", Status.LATE: "late, reached"}.get(state.status, "reached")
    return f"{how} by {state.reached_by}"
