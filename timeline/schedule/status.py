"""The status of milestones on a day: the days remaining, and how early or late each was met."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.days import as_day
from timeline.schedule.dated_milestone import Basis, DatedMilestone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.dates.edtf import DayRange
    from timeline.schedule.schedule import Schedule


class Status(StrEnum):
    """The status of a milestone on a day."""

    UNDATED = "undated"
    PENDING = "pending"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"


class MilestoneStatus(Struct, frozen=True):
    """The status of a milestone on the day `on`. Counts are in days, None if they do not apply.

    `remaining` is deadline - day: positive before the deadline, 0 on it, negative after it.
    `remaining_earliest` is the same for the earliest day. `slip` is fulfilled - deadline: negative if
    early, positive if late; None if not fulfilled, or if the only date is the day it happened.
    """

    dated: DatedMilestone
    on: date
    status: Status
    remaining: int | None = None
    remaining_earliest: int | None = None
    slip: int | None = None

    @property
    def fulfilled(self) -> date | None:
        """The day the milestone was fulfilled, None if it was not by the day `on`."""
        return self.dated.milestone.fulfilled


def statuses(
    schedule: Schedule, on: date, ids: Iterable[str] | None = None
) -> list[MilestoneStatus]:
    """Return the status on the day `on` of every milestone, by deadline, or of those in `ids`.

    >>> from timeline.files.loading import load
    >>> from timeline.schedule.schedule import build_schedule
    >>> first = statuses(build_schedule(load("doha-2020")), date(2020, 7, 1))[0]
    >>> first.dated.milestone.id, first.status.value, first.remaining
    ('talks', 'overdue', -113)
    """
    on = as_day(on)
    known = schedule.as_of(on)
    chosen = known.chronological() if ids is None else [known[name] for name in ids]
    return [_status_of(dated, on) for dated in chosen]


def status_of(schedule: Schedule, name: str, on: date) -> MilestoneStatus:
    """Return the status on the day `on` of the milestone with the id `name`."""
    return statuses(schedule, on, [name])[0]


def _status_of(dated: DatedMilestone, on: date) -> MilestoneStatus:
    """Return the status on the day `on` of a milestone of a schedule as of that day."""
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
    """Return the status on the day `on` of a milestone not fulfilled by that day."""
    if on < due.earliest:
        return Status.PENDING
    if on < due.deadline:
        return Status.OPEN
    return Status.DUE if on == due.deadline else Status.OVERDUE
