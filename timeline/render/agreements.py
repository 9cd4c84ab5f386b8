"""The agreements that come along as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.edtf import DayRange
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Value
from timeline.standing import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.agreement import Agreement

KEYS = ("id", "title", "signed", "milestones", "met", "late", "unfulfilled")

_COLUMNS = (
    Column("agreement"),
    Column("signed"),
    Column("milestones"),
    Column("what became of them", wraps=True),
    Column("title", wraps=True, wide=True),
)


def listing(ends: Sequence[tuple[str, Agreement, Sequence[Standing]]]) -> Listing:
    """Return each agreement with its name and how its milestones stand at the end of time."""
    rows = [_row(*end) for end in ends]
    return Listing(
        envelope={},
        name="agreements",
        keys=KEYS,
        rows=rows,
        heading=(),
        columns=_COLUMNS,
        cells=[
            (
                Cell(name, "bold"),
                Cell(words.weekday(agreement.signed)),
                Cell(str(row["milestones"])),
                Cell(_outcome(row)),
                Cell(agreement.title),
            )
            for (name, agreement, _), row in zip(ends, rows, strict=True)
        ],
        events=[
            _signing(name, agreement, _outcome(row))
            for (name, agreement, _), row in zip(ends, rows, strict=True)
        ],
    )


def _signing(name: str, agreement: Agreement, outcome: str) -> Event:
    """Return the day an agreement was signed as an event."""
    return Event(
        id=name,
        uid=f"signed@{name}.timeline",
        title=agreement.title,
        days=DayRange.of(agreement.signed),
        status=Status.MET,
        details=outcome,
    )


def _row(name: str, agreement: Agreement, standings: Sequence[Standing]) -> dict[str, Value]:
    """Return what a program reads of one agreement."""
    statuses = [standing.status for standing in standings]
    met, late = statuses.count(Status.MET), statuses.count(Status.LATE)
    return {
        "id": name,
        "title": agreement.title,
        "signed": str(agreement.signed),
        "milestones": len(statuses),
        "met": met,
        "late": late,
        "unfulfilled": len(statuses) - met - late,
    }


def _outcome(row: dict[str, Value]) -> str:
    """Return what became of the milestones in words."""
    named = {"met": "met", "late": "late", "unfulfilled": "not recorded as done"}
    return ", ".join(f"{row[key]} {name}" for key, name in named.items() if row[key])
