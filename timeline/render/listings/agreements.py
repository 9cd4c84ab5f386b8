"""The agreements that come along as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row
from timeline.render.listings.milestones import identity
from timeline.schedule.status import MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.schedule.agreement import Agreement

KEYS = ("id", "title", "signed", "milestone_count", "met", "late", "unfulfilled")

_COLUMNS = (
    Column("agreement"),
    Column("signed"),
    Column("milestones"),
    Column("what became of them", wraps=True),
    Column("title", wraps=True, wide=True),
)


def listing(ends: Sequence[tuple[str, Agreement, Sequence[MilestoneStatus]]]) -> Listing:
    """Return each agreement with its name and how its milestones stand at the end of time."""
    return Listing(
        envelope={},
        name="agreements",
        keys=KEYS,
        heading=(),
        columns=_COLUMNS,
        rows=[_row(*end) for end in ends],
    )


def _row(name: str, agreement: Agreement, statuses: Sequence[MilestoneStatus]) -> Row:
    """Return one agreement, and what became of its milestones."""
    found = [state.status for state in statuses]
    met, late = found.count(Status.MET), found.count(Status.LATE)
    left = len(found) - met - late
    counts = {"met": met, "late": late, "not recorded as done": left}
    outcome = ", ".join(f"{count} {how}" for how, count in counts.items() if count)
    return Row(
        {
            "id": name,
            "title": agreement.title,
            "signed": str(agreement.signed),
            "milestone_count": len(found),
            "met": met,
            "late": late,
            "unfulfilled": left,
        },
        (
            Cell(name, "bold"),
            Cell(words.weekday(agreement.signed)),
            Cell(str(len(found))),
            Cell(outcome),
            Cell(agreement.title),
        ),
        Event(
            id=name,
            identity=("signed", *identity(name, agreement)),
            title=agreement.title,
            days=DayRange.of(agreement.signed),
            status=Status.MET,
            details=outcome,
        ),
    )
