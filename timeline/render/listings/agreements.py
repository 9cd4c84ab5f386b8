"""The bundled agreements as a listing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row
from timeline.render.listings.milestones import identity
from timeline.schedule.status import DONE, MilestoneStatus, Status

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
)

_COLUMNS = (
    Column("agreement"),
    Column("signed", shortened=2),
    Column("milestones", left_out=1),
    Column("outcome", wraps=True),
    Column("title", wraps=True),
)


def listing(outcomes: Sequence[tuple[str, Agreement, Sequence[MilestoneStatus]]]) -> Listing:
    """Return a listing of agreements: their names and their statuses on the last supported day."""
    return Listing(
        envelope={},
        name="agreements",
        title="agreements",
        keys=KEYS,
        heading=(),
        columns=_COLUMNS,
        rows=[_row(*outcome) for outcome in outcomes],
    )


def _row(name: str, agreement: Agreement, statuses: Sequence[MilestoneStatus]) -> Row:
    """Return the row of one agreement, with the outcome of its milestones."""
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
        },
        (
            Cell(name, "bold"),
            _signed(agreement),
            Cell(str(len(statuses))),
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


def _signed(agreement: Agreement) -> Cell:
    """Return the cell of the day of signing, with the agreement's word for it if that is another one."""
    label = agreement.signed_label
    word = "" if label == "signed" else f", {label}"
    return Cell(f"{words.weekday(agreement.signed)}{word}", short=f"{agreement.signed}{word}")
