"""Compare the plan with what happened, and with the plan under another scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.status import MilestoneStatus, statuses

if TYPE_CHECKING:
    from datetime import date

    from timeline.schedule.schedule import Schedule


class Comparison(Struct, frozen=True):
    """A milestone's planned date, its status, and its date under another scenario.

    `planned` is None if the agreement gives no date. `becomes` is the due date under the other
    scenario, and `moved` is `becomes` - `planned` in days, None if either is missing.
    """

    state: MilestoneStatus
    planned: DayRange | None
    becomes: DayRange | None
    moved: int | None


def compare(plan: Schedule, on: date, other: Schedule) -> list[Comparison]:
    """Return a comparison for every milestone, with its status on `on`, by deadline.

    `other` is the schedule of the same agreement under another scenario, in which a recurring duty can
    have fewer occurrences than in `plan`, or more: those come last, with the status they have there.
    """
    plan, other = plan.as_of(on), other.as_of(on)
    dates = {dated.milestone.id: dated.due for dated in other.chronological()}
    found = [_compare(state, dates.get(state.dated.milestone.id)) for state in statuses(plan, on)]
    more = [name for name in dates if name not in plan]
    return [*found, *(_added(state) for state in statuses(other, on, more))]


def _added(state: MilestoneStatus) -> Comparison:
    """Return the comparison of an occurrence that the plan does not have."""
    return Comparison(state, None, state.dated.due, None)


def _compare(state: MilestoneStatus, becomes: DayRange | None) -> Comparison:
    """Return the comparison of one milestone with its date under the other scenario."""
    dated = state.dated
    planned = None if dated.basis is Basis.HAPPENED else dated.due
    moved = (becomes.deadline - planned.deadline).days if becomes and planned else None
    return Comparison(state, planned, becomes, moved)
