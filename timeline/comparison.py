"""What was planned beside what happened, and what becomes of the plan under other premises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.schedule import Basis, Schedule
from timeline.standing import Standing, standings

if TYPE_CHECKING:
    from datetime import date


class Comparison(Struct, frozen=True):
    """A milestone as it was planned, and where that plan stands.

    `planned` is None where the text gives no date. `becomes` is the due date under other premises,
    `moved` the days from the planned one to it, negative is earlier; both None without any.
    """

    standing: Standing
    planned: DayRange | None
    becomes: DayRange | None = None
    moved: int | None = None


def compare(plan: Schedule, on: date, other: Schedule | None = None) -> list[Comparison]:
    """Return every milestone of `plan`, by deadline, as it stands on the day `on`.

    `other` is the same agreement scheduled under other premises.
    """
    other = other.as_of(on) if other else None
    return [_compare(one, other) for one in standings(plan, on)]


def _compare(standing: Standing, other: Schedule | None) -> Comparison:
    """Return one milestone's plan, and what it becomes."""
    scheduled = standing.scheduled
    planned = None if scheduled.basis is Basis.HAPPENED else scheduled.due
    if other is None:
        return Comparison(standing, planned)
    becomes = other[scheduled.milestone.id].due
    moved = (becomes.deadline - planned.deadline).days if becomes and planned else None
    return Comparison(standing, planned, becomes, moved)
