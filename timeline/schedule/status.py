"""Where a milestone stands on a day: what remains, its status, how early or late it was met."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.days import as_day
from timeline.schedule.schedule import Basis, DatedMilestone, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.dates.edtf import DayRange


class Status(StrEnum):
    """Where a milestone stands on a day."""

    UNDATED = "undated"
    PENDING = "pending"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"


class MilestoneStatus(Struct, frozen=True):
    """A milestone on a day. Counts are in days, None where there is nothing to count.

    `remaining` is deadline - day: positive to come, 0 due on the day, negative past.
    `slip` is fulfilled - deadline: negative early, positive late; None when the milestone has no
    other date than the one it happened on.
    """

    dated: DatedMilestone
    on: date
    status: Status
    remaining: int | None = None
    remaining_earliest: int | None = None
    slip: int | None = None

    @property
    def fulfilled(self) -> date | None:
        """The day it happened, None when that is not known on the day."""
        return self.dated.milestone.fulfilled


def statuses(
    schedule: Schedule, on: date, ids: Iterable[str] | None = None
) -> list[MilestoneStatus]:
    """Return every milestone as it stands on the day `on`, by deadline, or those with the `ids`.

    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> first = statuses(build_schedule(load("doha-2020")), date(2020, 7, 1))[0]
    >>> first.dated.milestone.id, first.status.value, first.remaining
    ('talks', 'overdue', -113)
    """
    on = as_day(on)
    known = schedule.as_of(on)
    chosen = known.chronological() if ids is None else [known[name] for name in ids]
    return [_status_of(one, on) for one in chosen]


def status_of(schedule: Schedule, name: str, on: date) -> MilestoneStatus:
    """Return how the milestone with the id `name` stands on the day `on`."""
    return statuses(schedule, on, [name])[0]


def _status_of(dated: DatedMilestone, on: date) -> MilestoneStatus:
    """Return how a milestone, as known on the day `on`, stands on it."""
    due, fulfilled = dated.due, dated.milestone.fulfilled
    if due is None:
        return MilestoneStatus(dated, on, Status.UNDATED)
    slip = None
    if fulfilled:
        status = Status.MET if fulfilled <= due.deadline else Status.LATE
        if dated.basis is not Basis.HAPPENED:
            slip = (fulfilled - due.deadline).days
    else:
        status = _unfulfilled(due, on)
    remaining = (due.deadline - on).days
    return MilestoneStatus(dated, on, status, remaining, (due.earliest - on).days, slip)


def _unfulfilled(due: DayRange, on: date) -> Status:
    """Return the status of what has not happened by the day `on`."""
    if on < due.earliest:
        return Status.PENDING
    if on < due.deadline:
        return Status.OPEN
    return Status.DUE if on == due.deadline else Status.OVERDUE
