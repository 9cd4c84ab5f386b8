"""Milestone statuses as a listing: values for programs, and cells for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.calendars import Calendar
from timeline.dates.rolling import Roll
from timeline.plain_text import shortened
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row, Value
from timeline.schedule.status import MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from timeline.dates.calendars import CalendarDay
    from timeline.dates.counting import Counting
    from timeline.dates.edtf import DayRange
    from timeline.schedule.agreement import Agreement, Milestone
    from timeline.schedule.schedule import Schedule

KEYS = (
    "id",
    "title",
    "kind",
    "expression",
    "basis",
    "due",
    "due_earliest",
    "day_number",
    "remaining",
    "remaining_earliest",
    "status",
    "levels",
    "fulfilled",
    "slip",
    "counting",
    "condition",
    "clause",
    "source",
    "fulfilled_source",
    "note",
    "at",
    "tz",
    "due_unrolled",
    "fulfilled_basis",
    "reached_by",
    "breach",
)
# The name of the series of levels of an agreement.
_SERIES = "drawdown"

_COLUMNS = (
    Column("milestone"),
    Column("due"),
    Column("rule", wraps=True),
    Column("remaining"),
    Column("status"),
    Column("what", wraps=True, wide=True),
)

# Readable on light and dark backgrounds. The words beside them have the same meaning.
STYLES = {
    Status.OVERDUE: "bold red",
    Status.LATE: "red",
    Status.DUE: "bold magenta",
    Status.OPEN: "cyan",
    Status.MET: "green",
    Status.UNRECORDED: "dim",
    Status.UNDATED: "dim",
}


def listing(
    name: str,
    schedule: Schedule,
    on: date,
    statuses: Sequence[MilestoneStatus],
    calendars: Mapping[Calendar, Sequence[CalendarDay | None]] | None = None,
) -> Listing:
    """Return the statuses of the agreement called `name` on the day `on` as a listing.

    `calendars` maps other calendars to the deadlines in them, in the order of `statuses`.
    """
    calendars = calendars or {}
    keys = [calendar.replace("-", "_") for calendar in calendars]
    days = list(zip(*calendars.values(), strict=True)) if calendars else [()] * len(statuses)
    return Listing(
        envelope=envelope(name, schedule, on),
        name="milestones",
        keys=(*KEYS, *keys),
        heading=heading(schedule, on),
        columns=(
            *_COLUMNS[:2],
            *(Column(calendar.replace("-", " "), wraps=True) for calendar in calendars),
            *_COLUMNS[2:],
        ),
        rows=[
            Row(
                _values(state, schedule)
                | {key: day and str(day) for key, day in zip(keys, row, strict=True)},
                _cells(state, [Cell(day.in_words if day else "unknown") for day in row]),
                event(name, schedule.agreement, state, state.dated.due),
            )
            for state, row in zip(statuses, days, strict=True)
        ],
    )


def style(state: MilestoneStatus) -> str:
    """Return the style of the words for a status; a breach looks like what is overdue."""
    return STYLES.get(Status.OVERDUE if state.breach else state.status, "")


def identity(name: str, agreement: Agreement) -> tuple[str, ...]:
    """Return values that identify an agreement, independent of assumptions and its file's folder."""
    return name, agreement.title, str(agreement.signed)


def time_of_day(milestone: Milestone | None, agreement: Agreement) -> dict[str, str | None]:
    """Return the time of day of a milestone and its time zone, each None if there is none."""
    at = milestone.at if milestone else None
    return {"at": at, "tz": agreement.tz if at else None}


def event(name: str, agreement: Agreement, state: MilestoneStatus, days: DayRange | None) -> Event:
    """Return a milestone of the agreement called `name` as an event on `days`."""
    milestone = state.dated.milestone
    details = [f"rule: {words.rule(state.dated)}"]
    if milestone.at:
        details.append(f"time: {words.time_of_day(milestone.at, agreement.tz)}")
    if milestone.condition:
        details.append(f"condition: {milestone.condition}")
    if milestone.clause:
        details.append(f"clause: {milestone.clause}")
    details += [
        f"source: {words.source(source)}"
        for source in agreement.sources
        if source.id == milestone.source
    ]
    return Event(
        id=milestone.id,
        agreement=name,
        identity=("milestone", *identity(name, agreement), milestone.id),
        title=milestone.title,
        days=days,
        status=state.status,
        details="; ".join(details),
        at=milestone.at,
        zone=agreement.tz,
    )


def envelope(name: str, schedule: Schedule, on: date) -> dict[str, object]:
    """Return what every JSON document begins with: the agreement, the `--on` day, the scenario."""
    return {
        "agreement": {
            "id": name,
            "title": schedule.agreement.title,
            "signed": str(schedule.signed),
        },
        "on": str(on),
        "counting": rules(schedule.counting),
        "assumed": {name: expression.text for name, expression in schedule.assumed.items()},
        "as_happened": schedule.scenario.as_happened,
    }


def heading(schedule: Schedule, on: date) -> list[str]:
    """Return the lines above a table: the agreement, the `--on` day, the rules and the assumptions."""
    counting, scenario = schedule.counting, schedule.scenario
    zone = schedule.agreement.tz
    has_times = any(milestone.at for milestone in schedule.agreement.milestones)
    times = f"; times {f'in {zone}' if zone else 'without a zone'}" if has_times else ""
    months_of = "" if counting.months_of is Calendar.GREGORIAN else f", {counting.months_of} months"
    rolls = counting.roll is not Roll.NONE
    roll = f", roll {counting.roll}" if rolls else ""
    counted = (dated.rule for dated in schedule.milestones.values())
    if rolls or any(rule and rule.has_working_days for rule in counted):
        roll = f"{roll}, closed {shortened(str(counting.closed), 200)}"
    lines = [
        schedule.agreement.title,
        (
            f"signed {words.weekday(schedule.signed)}, on {words.weekday(on)}; "
            f"start day {counting.start_day}, month end {counting.month_end}{months_of}{roll}{times}"
        ),
    ]
    assumed = [f"{name} = {expression.text}" for name, expression in schedule.assumed.items()]
    if scenario.as_happened:
        assumed.append("counted from the day of fulfilment where known")
    return [*lines, f"assumed: {'; '.join(assumed)}"] if assumed else lines


def _values(state: MilestoneStatus, schedule: Schedule) -> dict[str, Value]:
    """Return the values of one milestone for programs."""
    dated = state.dated
    milestone, due, fulfilled = dated.milestone, dated.due, state.fulfilled
    return {
        "id": milestone.id,
        "title": milestone.title,
        "kind": milestone.kind,
        "expression": milestone.due.text if milestone.due else None,
        "basis": dated.basis,
        "due": str(due.deadline) if due else None,
        "due_earliest": str(due.earliest) if due else None,
        "day_number": (due.deadline - schedule.signed).days if due else None,
        "remaining": state.remaining,
        "remaining_earliest": state.remaining_earliest,
        "status": state.status,
        "levels": {} if milestone.level is None else {_SERIES: milestone.level},
        "fulfilled": str(fulfilled) if fulfilled else None,
        "slip": state.slip,
        "counting": rules(dated.counting),
        "condition": milestone.condition,
        "clause": milestone.clause,
        "source": milestone.source,
        "fulfilled_source": milestone.fulfilled_source if fulfilled else None,
        "note": milestone.note,
        **time_of_day(milestone, schedule.agreement),
        "due_unrolled": str(dated.unrolled.deadline) if dated.unrolled else None,
        **fulfilment(state),
        "breach": state.breach.level - (milestone.level or 0) if state.breach else None,
    }


def fulfilment(state: MilestoneStatus) -> dict[str, Value]:
    """Return what shows that a milestone was fulfilled, and the day by which its level was reached."""
    return {
        "fulfilled_basis": state.fulfilled_basis,
        "reached_by": str(state.reached_by) if state.reached_by else None,
    }


def rules(counting: Counting) -> dict[str, str | bool]:
    """Return the counting rules by name."""
    return {
        "start_day": counting.start_day,
        "month_end": counting.month_end,
        "months_of": counting.months_of,
        "roll": counting.roll,
        "roll_fixed": counting.roll_fixed,
        "closed": str(counting.closed),
    }


def _cells(state: MilestoneStatus, days: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells of one milestone for people."""
    milestone = state.dated.milestone
    emphasis = style(state)
    return (
        Cell(milestone.id, "bold"),
        Cell(words.due(state.dated.due, milestone.at)),
        *days,
        Cell(words.rule(state.dated)),
        Cell(words.remaining(state), emphasis),
        Cell(state.status, emphasis),
        Cell(milestone.title),
    )
