"""Comparisons of plan and outcome as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render import words
from timeline.render.listing import Cell, Column, Listing, Row, Value
from timeline.render.listings.heading import footing, heading
from timeline.render.listings.milestones import (
    due_cell,
    envelope,
    event,
    first_plan,
    fulfilment,
    happened_cell,
    recurrence,
    style,
    time_of_day,
    title_cell,
)
from timeline.render.listings.runs import abridged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from timeline.schedule.agreement import Agreement
    from timeline.schedule.comparison import Comparison
    from timeline.schedule.schedule import Schedule

KEYS = (
    "id",
    "title",
    "planned",
    "planned_earliest",
    "planned_remaining",
    "planned_status",
    "planned_slip",
    "fulfilled",
    "due",
    "due_earliest",
    "moved",
    "at",
    "tz",
    "fulfilled_basis",
    "reached_by",
    "due_first_plan",
    "slip_first_plan",
    "duty",
    "n",
)

_FIRST = (Column("first plan", shortened=1),)
_COLUMNS = (Column("planned", shortened=1), Column("happened", shortened=1), Column("slip"))
# The dates beside it say the same.
_AGAINST_FIRST = (Column("against first plan", left_out=2),)
_OTHER = (Column("becomes", shortened=1), Column("moved", wraps=True))
_TITLE = Column("what", wraps=True)


def listing(
    name: str,
    schedule: Schedule,
    on: date,
    comparisons: Sequence[Comparison],
    has_other: bool,
    *,
    abridge: bool,
) -> Listing:
    """Return the comparisons of the agreement called `name` on the day `on` as a listing.

    `schedule` is the schedule under the scenario of the command line, and `has_other` is true if
    that scenario is not the agreement as written, so that the dates under it are shown too. The first
    plan is shown if a deadline was amended. With `abridge`, a terminal shows long runs of a recurring
    duty shortened.
    """
    amended = any(comparison.state.dated.amended for comparison in comparisons)
    states = [comparison.state for comparison in comparisons]
    rows = [
        Row(
            _values(comparison, schedule.agreement),
            _cells(comparison, amended, has_other),
            event(name, schedule.agreement, comparison.state, comparison.planned),
        )
        for comparison in comparisons
    ]
    return Listing(
        envelope=envelope(name, schedule, on),
        name="milestones",
        title=schedule.agreement.title,
        keys=KEYS,
        heading=heading(schedule, on),
        columns=(
            Column("milestone"),
            *(_FIRST if amended else ()),
            *_COLUMNS,
            *(_AGAINST_FIRST if amended else ()),
            *(_OTHER if has_other else ()),
            _TITLE,
        ),
        footing=footing(schedule, states),
        rows=rows,
        abridged=abridged(states, [row.cells for row in rows]) if abridge else None,
    )


def _values(comparison: Comparison, agreement: Agreement) -> dict[str, Value]:
    """Return the values of one comparison for programs."""
    state, planned, becomes = comparison.state, comparison.planned, comparison.becomes
    milestone = state.dated.milestone
    return {
        "id": milestone.id,
        "title": milestone.title,
        "planned": str(planned.deadline) if planned else None,
        "planned_earliest": str(planned.earliest) if planned else None,
        "planned_remaining": state.remaining if planned else None,
        "planned_status": state.status,
        "planned_slip": state.slip,
        "fulfilled": str(state.fulfilled) if state.fulfilled else None,
        "due": str(becomes.deadline) if becomes else None,
        "due_earliest": str(becomes.earliest) if becomes else None,
        "moved": comparison.moved,
        **time_of_day(milestone, agreement),
        **fulfilment(state),
        **first_plan(state),
        **recurrence(state.dated),
    }


def _cells(comparison: Comparison, amended: bool, has_other: bool) -> tuple[Cell, ...]:
    """Return the cells of one comparison for people."""
    state = comparison.state
    moved = "" if comparison.moved is None else words.shift(comparison.moved)
    slip = state.slip_first_plan
    against = "" if slip is None else words.shift(slip)
    return (
        Cell(state.dated.milestone.id, "bold"),
        *((due_cell(state.first_plan, state),) if amended else ()),
        due_cell(comparison.planned, state),
        happened_cell(state),
        Cell(words.remaining(state), style(state)),
        *((Cell(against),) if amended else ()),
        *((due_cell(comparison.becomes, state), Cell(moved)) if has_other else ()),
        title_cell(state),
    )
