"""Standings as a listing: the row of a milestone for programs, and its cells for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.calendars import Calendar
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Value
from timeline.standing import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from timeline.calendars import CalendarDay
    from timeline.edtf import DayRange
    from timeline.schedule import Schedule

KEYS = (
    "id",
    "title",
    "kind",
    "rule",
    "due",
    "due_earliest",
    "day",
    "remaining",
    "remaining_earliest",
    "status",
    "level",
    "fulfilled",
    "slip",
    "condition",
    "clause",
    "source",
)

_COLUMNS = (
    Column("milestone"),
    Column("due"),
    Column("rule", wraps=True),
    Column("remaining"),
    Column("status"),
    Column("what", wraps=True, wide=True),
)

# Readable on light and dark grounds alike; the word beside it says the same.
STYLES = {
    Status.OVERDUE: "bold red",
    Status.LATE: "red",
    Status.DUE: "bold magenta",
    Status.OPEN: "cyan",
    Status.MET: "green",
    Status.UNDATED: "dim",
}


def listing(
    name: str,
    schedule: Schedule,
    on: date,
    standings: Sequence[Standing],
    calendars: Mapping[Calendar, Sequence[CalendarDay | None]] | None = None,
) -> Listing:
    """Return the standings of the agreement called `name` on the day `on` as a listing.

    `calendars` maps further calendars to the deadlines' days in them, in the order of `standings`.
    """
    calendars = calendars or {}
    keys = [calendar.replace("-", "_") for calendar in calendars]
    days = list(zip(*calendars.values(), strict=True)) if calendars else [()] * len(standings)
    return Listing(
        envelope=envelope(name, schedule, on),
        name="milestones",
        keys=(*KEYS, *keys),
        rows=[
            _row(standing, schedule.signed)
            | {key: day and str(day) for key, day in zip(keys, row, strict=True)}
            for standing, row in zip(standings, days, strict=True)
        ],
        heading=heading(schedule, on),
        columns=(
            *_COLUMNS[:2],
            *(Column(calendar.replace("-", " "), wraps=True) for calendar in calendars),
            *_COLUMNS[2:],
        ),
        cells=[
            _cells(standing, [Cell(day.in_words if day else "unknown") for day in row])
            for standing, row in zip(standings, days, strict=True)
        ],
        events=[event(name, one, one.scheduled.due) for one in standings],
    )


def event(name: str, standing: Standing, days: DayRange | None) -> Event:
    """Return a milestone of the agreement called `name` as an event on the days."""
    milestone = standing.scheduled.milestone
    return Event(
        id=milestone.id,
        uid=f"{milestone.id}@{name}.timeline",
        title=milestone.title,
        days=days,
        status=standing.status,
        details=(
            f"{words.rule(standing.scheduled)}; {standing.status}, {words.remaining(standing)}"
        ),
    )


def envelope(name: str, schedule: Schedule, on: date) -> dict[str, object]:
    """Return what a JSON document says of the question: the agreement, the day, the rules."""
    counting = schedule.counting
    return {
        "agreement": {
            "id": name,
            "title": schedule.agreement.title,
            "signed": str(schedule.signed),
        },
        "on": str(on),
        "counting": {
            "start_day": counting.start_day,
            "month_end": counting.month_end,
            "months_of": counting.months_of,
        },
        "assumed": {name: one.text for name, one in schedule.assumed.items()},
        "as_happened": schedule.premises.as_happened,
    }


def heading(schedule: Schedule, on: date) -> list[str]:
    """Return the lines above a table: the agreement, the day, the rules, and what is assumed."""
    counting, premises = schedule.counting, schedule.premises
    months_of = "" if counting.months_of is Calendar.GREGORIAN else f", {counting.months_of} months"
    lines = [
        schedule.agreement.title,
        (
            f"signed {words.weekday(schedule.signed)}, on {words.weekday(on)}; "
            f"start day {counting.start_day}, month end {counting.month_end}{months_of}"
        ),
    ]
    assumed = [f"{name} = {one.text}" for name, one in schedule.assumed.items()]
    if premises.as_happened:
        assumed.append("counted from what happened, where it did")
    return [*lines, f"assumed: {'; '.join(assumed)}"] if assumed else lines


def _row(standing: Standing, signed: date) -> dict[str, Value]:
    """Return what a program reads of one milestone."""
    milestone, due = standing.scheduled.milestone, standing.scheduled.due
    return {
        "id": milestone.id,
        "title": milestone.title,
        "kind": milestone.kind,
        "rule": milestone.due.text if milestone.due else None,
        "due": str(due.deadline) if due else None,
        "due_earliest": str(due.earliest) if due else None,
        "day": (due.deadline - signed).days if due else None,
        "remaining": standing.remaining,
        "remaining_earliest": standing.remaining_earliest,
        "status": standing.status,
        "level": milestone.level,
        "fulfilled": str(standing.fulfilled) if standing.fulfilled else None,
        "slip": standing.slip,
        "condition": milestone.condition,
        "clause": milestone.clause,
        "source": milestone.source,
    }


def _cells(standing: Standing, days: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return what a person reads of one milestone."""
    milestone = standing.scheduled.milestone
    style = STYLES.get(standing.status, "")
    return (
        Cell(milestone.id, "bold"),
        Cell(words.due(standing.scheduled.due)),
        *days,
        Cell(words.rule(standing.scheduled)),
        Cell(words.remaining(standing), style),
        Cell(standing.status, style),
        Cell(milestone.title),
    )
