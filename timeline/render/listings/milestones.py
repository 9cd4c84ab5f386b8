"""Milestone statuses as a listing: values for programs, and cells for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row, Value
from timeline.render.listings.heading import footing, heading, mark
from timeline.render.listings.runs import abridged
from timeline.schedule.status import MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.dates.counting import Counting
    from timeline.dates.edtf import DayRange
    from timeline.schedule.agreement import Agreement, Milestone
    from timeline.schedule.dated_milestone import DatedMilestone
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
    "decided",
    "void_from",
    "due_first_plan",
    "slip_first_plan",
    "amended",
    "breaches",
    "duty",
    "n",
)

# A narrow terminal does without the status word, the weekdays, the rule, and then the days on which
# something happened, which the column before them implies.
_STATUS, _WEEKDAY, _RULE, _HAPPENED = 1, 2, 3, 4

# Readable on light and dark backgrounds. The words beside them have the same meaning.
STYLES = {
    Status.OVERDUE: "bold red",
    Status.LATE: "red",
    Status.DUE: "bold magenta",
    Status.OPEN: "cyan",
    Status.MET: "green",
    Status.UNRECORDED: "dim",
    Status.UNDATED: "dim",
    Status.PASSED: "dim",
    Status.VOID: "dim",
}


def listing(
    name: str,
    schedule: Schedule,
    on: date,
    statuses: Sequence[MilestoneStatus],
    calendars: Mapping[Calendar, Sequence[CalendarDay | None]] | None = None,
    *,
    abridge: bool = False,
) -> Listing:
    """Return the statuses of the agreement called `name` on the day `on` as a listing.

    `calendars` maps other calendars to the deadlines in them, in the order of `statuses`. With `abridge`,
    a terminal shows long runs of a recurring duty shortened.
    """
    calendars = calendars or {}
    found = rows(name, schedule, statuses, calendars)
    return Listing(
        envelope=envelope(name, schedule, on),
        name="milestones",
        title=schedule.agreement.title,
        keys=keys(calendars),
        heading=heading(schedule, on),
        columns=columns(calendars),
        footing=footing(schedule, statuses),
        rows=found,
        abridged=abridged(statuses, [row.cells for row in found]) if abridge else None,
    )


def keys(calendars: Iterable[Calendar]) -> tuple[str, ...]:
    """Return the keys of the values of `rows`."""
    return (*KEYS, *map(_key, calendars))


def columns(calendars: Iterable[Calendar]) -> tuple[Column, ...]:
    """Return the columns of the cells of `rows`."""
    return (
        Column("milestone"),
        Column("due", shortened=_WEEKDAY),
        *(Column(calendar.replace("-", " "), wraps=True) for calendar in calendars),
        Column("rule", wraps=True, left_out=_RULE),
        Column("happened", shortened=_WEEKDAY, left_out=_HAPPENED, optional=True),
        Column("remaining"),
        Column("status", left_out=_STATUS),
        Column("what", wraps=True),
    )


def rows(
    name: str,
    schedule: Schedule,
    statuses: Sequence[MilestoneStatus],
    calendars: Mapping[Calendar, Sequence[CalendarDay | None]],
) -> list[Row]:
    """Return the rows of the statuses; the arguments are as for `listing`."""
    days = list(zip(*calendars.values(), strict=True)) if calendars else [()] * len(statuses)
    return [
        Row(
            values(state, schedule)
            | {
                _key(calendar): day and str(day)
                for calendar, day in zip(calendars, row, strict=True)
            },
            _cells(state, [Cell(day.in_words if day else "unknown") for day in row]),
            event(name, schedule.agreement, state, state.dated.due),
        )
        for state, row in zip(statuses, days, strict=True)
    ]


def _key(calendar: Calendar) -> str:
    """Return the key of the dates in a calendar."""
    return calendar.replace("-", "_")


def style(state: MilestoneStatus) -> str:
    """Return the style of the words for a status; a breach looks like what is overdue."""
    return STYLES.get(Status.OVERDUE if state.breach else state.status, "")


def identity(name: str, agreement: Agreement) -> tuple[str, ...]:
    """Return values that identify an agreement, independent of assumptions and its file's folder.

    With an id of its own they do not change if its file is renamed or its title is corrected.
    """
    return (agreement.id,) if agreement.id else (name, agreement.title, str(agreement.signed))


def time_of_day(milestone: Milestone | None, agreement: Agreement) -> dict[str, str | None]:
    """Return the time of day of a milestone and its time zone, each None if there is none."""
    at = milestone.at if milestone else None
    return {"at": at, "tz": agreement.tz if at else None}


def event(name: str, agreement: Agreement, state: MilestoneStatus, days: DayRange | None) -> Event:
    """Return a milestone of the agreement called `name` as an event on `days`."""
    milestone = state.dated.milestone
    details = [f"rule: {words.rule(state.dated)}"]
    if first := words.first_plan(state):
        details.append(f"first plan: {first}")
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
        outcome=words.remaining(state),
        happened=state.fulfilled or state.reached_by,
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
        "as_signed": schedule.scenario.as_signed,
    }


def values(state: MilestoneStatus, schedule: Schedule) -> dict[str, Value]:
    """Return the values of one milestone for programs."""
    dated = state.dated
    milestone, due, fulfilled = dated.milestone, dated.due, state.fulfilled
    return {
        "id": milestone.id,
        "title": milestone.title,
        "kind": milestone.kind,
        "expression": written(dated),
        "basis": dated.basis,
        "due": str(due.deadline) if due else None,
        "due_earliest": str(due.earliest) if due else None,
        "day_number": (due.deadline - schedule.signed).days if due else None,
        "remaining": state.remaining,
        "remaining_earliest": state.remaining_earliest,
        "status": state.status,
        "levels": milestone.levels,
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
        "breach": state.breach,
        "decided": str(milestone.decided) if milestone.decided else None,
        "void_from": str(state.void_from) if state.void_from else None,
        **first_plan(state),
        "amended": str(dated.amended.decided) if dated.amended else None,
        "breaches": state.breaches,
        **recurrence(dated),
    }


def recurrence(dated: DatedMilestone | None) -> dict[str, Value]:
    """Return the id of the recurring duty of which a milestone is an occurrence, and its number."""
    found = dated.occurrence if dated else None
    return {"duty": found.duty if found else None, "n": found.number if found else None}


def written(dated: DatedMilestone) -> str | None:
    """Return the expression in the file that gives the deadline, whatever is assumed."""
    amended, due = dated.milestone.amendments, dated.milestone.due
    if amended:
        return amended[-1].due.text
    return due.text if due else None


def first_plan(state: MilestoneStatus) -> dict[str, Value]:
    """Return the deadline without amendments, and the days from it to the day it happened."""
    first = state.first_plan
    return {
        "due_first_plan": str(first.deadline) if first else None,
        "slip_first_plan": state.slip_first_plan,
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
    emphasis = style(state)
    known = state.fulfilled or state.reached_by
    return (
        Cell(state.dated.milestone.id, "bold"),
        due_cell(state.dated.due, state),
        *days,
        Cell(words.rule(state.dated)),
        happened_cell(state) if known else Cell(""),
        Cell(words.remaining(state), emphasis),
        Cell(state.status, emphasis),
        title_cell(state),
    )


def due_cell(due: DayRange | None, state: MilestoneStatus) -> Cell:
    """Return the cell of a date of the milestone."""
    at = state.dated.milestone.at
    return Cell(words.due(due, at), short=words.due(due, at, str))


def happened_cell(state: MilestoneStatus) -> Cell:
    """Return the cell of the day on which the milestone happened, or of what is known of it."""
    return Cell(words.happened(state), short=words.happened(state, str))


def title_cell(state: MilestoneStatus) -> Cell:
    """Return the cell of the milestone's title, with its mark."""
    milestone = state.dated.milestone
    return Cell(f"{milestone.title}{mark(milestone)}")
