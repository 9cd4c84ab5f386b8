"""Days and counts in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.periods import Period
from timeline.schedule.schedule import Basis
from timeline.schedule.status import MilestoneStatus, Status

if TYPE_CHECKING:
    from datetime import date

    from timeline.dates.edtf import DayRange
    from timeline.schedule.schedule import DatedMilestone

# Not strftime, whose names depend on the machine's language.
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekday(day: date) -> str:
    """Return the day with its weekday, such as `Mon 2020-07-13`."""
    return f"{_WEEKDAYS[day.weekday()]} {day}"


def due(days: DayRange | None, at: str | None = None) -> str:
    """Return the due date with the time of day `at`, or `by` its last day if it is imprecise."""
    if days is None:
        return "undated"
    return f"{'' if days.is_day else 'by '}{weekday(days.deadline)}{f' {at}' if at else ''}"


def time_of_day(at: str, zone: str | None) -> str:
    """Return the time of day with its zone, such as `24:00 Asia/Kabul`."""
    return f"{at} {zone}" if zone else f"{at}, no time zone"


def rule(dated: DatedMilestone) -> str:
    """Return what gives the date: the rule as written, or `fixed date` for a date."""
    expression = dated.rule
    if dated.basis is Basis.HAPPENED:
        return "as it happened"
    if expression is None:
        return "none given"
    text = "fixed date" if expression.is_fixed_day else expression.text
    if dated.basis is Basis.ASSUMED:
        text = f"assumed, {expression.text}"
    return f"{text}; rolled from {dated.unrolled.deadline}" if dated.unrolled else text


def count(days: int) -> str:
    """Return the count with its unit: `1 day`, `12 days`."""
    return str(Period(days=days))


def number(level: int) -> str:
    """Return a level with its thousands separated: `8,600`."""
    return f"{level:,}"


def shift(days: int) -> str:
    """Return the distance of a date from another: `12 days earlier`, `1 day later`, `no change`."""
    if days == 0:
        return "no change"
    return f"{count(-days)} earlier" if days < 0 else f"{count(days)} later"


def remaining(state: MilestoneStatus) -> str:
    """Return the days remaining until a milestone, or how far from its deadline it was met."""
    left, slip = state.remaining, state.slip
    if left is None:
        return "no date yet"
    match state.status:
        case Status.PENDING if state.remaining_earliest != left:
            return f"in {state.remaining_earliest} to {count(left)}"
        case Status.PENDING:
            return f"in {count(left)}"
        case Status.OPEN:
            return f"{count(left)} left"
        case Status.DUE:
            return "today"
        case Status.OVERDUE:
            return f"{count(-left)} overdue"
    if slip is None:
        return "happened"
    if slip == 0:
        return "met on the day"
    return f"met {count(-slip)} early" if slip < 0 else f"{count(slip)} late"
