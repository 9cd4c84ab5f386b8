"""Standings as a listing: the row of a milestone for programs, and its cells for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render import words
from timeline.render.listing import Cell, Column, Listing, Value
from timeline.standing import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
_STYLES = {
    Status.OVERDUE: "bold red",
    Status.LATE: "red",
    Status.DUE: "bold magenta",
    Status.OPEN: "cyan",
    Status.MET: "green",
    Status.UNDATED: "dim",
}


def listing(name: str, schedule: Schedule, on: date, standings: Sequence[Standing]) -> Listing:
    """Return the standings of the agreement called `name` on the day `on` as a listing."""
    agreement, counting = schedule.agreement, schedule.counting
    return Listing(
        envelope={
            "agreement": {"id": name, "title": agreement.title, "signed": str(schedule.signed)},
            "on": str(on),
            "counting": {"start_day": counting.start_day, "month_end": counting.month_end},
        },
        name="milestones",
        keys=KEYS,
        rows=[_row(standing, schedule.signed) for standing in standings],
        heading=(
            agreement.title,
            (
                f"signed {words.weekday(schedule.signed)}, on {words.weekday(on)}; "
                f"start day {counting.start_day}, month end {counting.month_end}"
            ),
        ),
        columns=_COLUMNS,
        cells=[_cells(standing) for standing in standings],
    )


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


def _cells(standing: Standing) -> tuple[Cell, ...]:
    """Return what a person reads of one milestone."""
    milestone = standing.scheduled.milestone
    style = _STYLES.get(standing.status, "")
    return (
        Cell(milestone.id, "bold"),
        Cell(words.due(standing.scheduled.due)),
        Cell(words.rule(standing.scheduled)),
        Cell(words.remaining(standing), style),
        Cell(standing.status, style),
        Cell(milestone.title),
    )
