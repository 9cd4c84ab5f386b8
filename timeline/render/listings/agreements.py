"""Agreements as a listing, with a row for each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row
from timeline.render.listings.milestones import identity
from timeline.schedule.status import DONE, TO_COME, MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.schedule.agreement import Agreement

KEYS = (
    "id",
    "title",
    "signed",
    "milestone_count",
    "met",
    "late",
    "unfulfilled",
    "reached",
    "unrecorded",
    "passed",
    "void",
    "to_come",
    "next",
    "next_due",
)

_COLUMNS = (
    Column("agreement"),
    Column("signed", shortened=2),
    Column("milestones", left_out=1),
    Column("next", shortened=2, optional=True),
    Column("outcome", wraps=True),
    Column("title", wraps=True),
)


def listing(rows: Sequence[Row]) -> Listing:
    """Return the rows as a listing."""
    return Listing(
        envelope={},
        name="agreements",
        title="agreements",
        keys=KEYS,
        heading=(),
        columns=_COLUMNS,
        rows=rows,
    )


def row(name: str, agreement: Agreement, statuses: Sequence[MilestoneStatus]) -> Row:
    """Return the row of the agreement called `name`, with what is next and the outcome of the rest.

    `statuses` are those of its milestones on the day asked about.
    """
    to_come = [state for state in statuses if state.status in TO_COME]
    following = min(to_come, key=lambda state: state.remaining or 0, default=None)
    found = Counter(state.status for state in statuses)
    outcome = words.outcome(statuses)
    return Row(
        {
            "id": name,
            "title": agreement.title,
            "signed": str(agreement.signed),
            "milestone_count": len(statuses),
            "met": found[Status.MET],
            "late": found[Status.LATE],
            "unfulfilled": sum(state.status not in {*DONE, Status.VOID} for state in statuses),
            "reached": found[Status.REACHED],
            "unrecorded": found[Status.UNRECORDED],
            "passed": found[Status.PASSED],
            "void": found[Status.VOID],
            "to_come": len(to_come),
            "next": following.dated.milestone.id if following else None,
            "next_due": str(following.dated.due.deadline)
            if following and following.dated.due
            else None,
        },
        (
            Cell(name, "bold"),
            _signed(agreement),
            Cell(str(len(statuses))),
            _next(following),
            Cell(outcome),
            Cell(agreement.title),
        ),
        Event(
            id=name,
            agreement=name,
            identity=("signed", *identity(name, agreement)),
            title=agreement.title,
            days=DayRange.of(agreement.signed),
            status=Status.MET,
            details=outcome,
        ),
    )


def _next(following: MilestoneStatus | None) -> Cell:
    """Return the cell of the next deadline."""
    if not following:
        return Cell("")
    due, name = following.dated.due, following.dated.milestone.id
    return Cell(f"{words.due(due)} {name}", short=f"{words.due(due, show=str)} {name}")


def _signed(agreement: Agreement) -> Cell:
    """Return the cell of the day of signing, with the agreement's word for it if that is another one."""
    label = agreement.signed_label
    word = "" if label == "signed" else f", {label}"
    return Cell(f"{words.weekday(agreement.signed)}{word}", short=f"{agreement.signed}{word}")
