"""What was planned beside what happened, and what becomes of the plan under another scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.schedule.schedule import Basis, Schedule
from timeline.schedule.status import MilestoneStatus, statuses

if TYPE_CHECKING:
    from datetime import date


class Comparison(Struct, frozen=True):
    """A milestone as it was planned, and where that plan stands.

    `planned` is None where the text gives no date. `becomes` is the due date under another scenario,
    `moved` the days from the planned one to it, negative is earlier; both None without any.
    """

    state: MilestoneStatus
    planned: DayRange | None
    becomes: DayRange | None = None
    moved: int | None = None


def compare(plan: Schedule, on: date, other: Schedule | None = None) -> list[Comparison]:
    """Return every milestone of `plan`, by deadline, as it stands on the day `on`.

    `other` is the same agreement under another scenario.
    """
    other = other.as_of(on) if other else None
    return [_compare(one, other) for one in statuses(plan, on)]


def _compare(state: MilestoneStatus, other: Schedule | None) -> Comparison:
    """Return one milestone's plan, and what it becomes."""
    dated = state.dated
    planned = None if dated.basis is Basis.HAPPENED else dated.due
    if other is None:
        return Comparison(state, planned)
    becomes = other[dated.milestone.id].due
    moved = (becomes.deadline - planned.deadline).days if becomes and planned else None
    return Comparison(state, planned, becomes, moved)
