"""Where a milestone stands on a day: what remains, its status, how early or late it was met."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.schedule import Basis, Schedule, Scheduled

if TYPE_CHECKING:
    from timeline.edtf import DayRange


class Status(StrEnum):
    """Where a milestone stands; what happened after the day asked about is not known on it."""

    UNDATED = "undated"
    PENDING = "pending"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"


class Standing(Struct, frozen=True):
    """A milestone on a day. Counts are in days, None where there is nothing to count.

    `remaining` is deadline - day: positive to come, 0 due on the day, negative past.
    `slip` is fulfilled - deadline: negative early, positive late; None when the milestone has no
    other date than the one it happened on.
    """

    scheduled: Scheduled
    on: date
    status: Status
    remaining: int | None = None
    remaining_earliest: int | None = None
    fulfilled: date | None = None
    slip: int | None = None


def standings(schedule: Schedule, on: date) -> list[Standing]:
    """Return every milestone as it stands on the day `on`, by deadline.

    >>> from timeline.loading import load
    >>> from timeline.schedule import build_schedule
    >>> first = standings(build_schedule(load("doha-2020")), date(2020, 7, 1))[0]
    >>> first.scheduled.milestone.id, first.status.value, first.remaining
    ('talks', 'overdue', -113)
    """
    return [stand(one, on) for one in schedule.known_on(on).chronological()]


def stand(scheduled: Scheduled, on: date) -> Standing:
    """Return how one milestone stands on the day `on`."""
    due = scheduled.due
    if due is None:
        return Standing(scheduled, on, Status.UNDATED)
    fulfilled = scheduled.fulfilled
    if fulfilled and fulfilled > on:
        fulfilled = None
    slip = None
    if fulfilled:
        status = Status.MET if fulfilled <= due.deadline else Status.LATE
        if scheduled.basis is not Basis.HAPPENED:
            slip = (fulfilled - due.deadline).days
    else:
        status = _unfulfilled(due, on)
    return Standing(
        scheduled,
        on,
        status,
        (due.deadline - on).days,
        (due.earliest - on).days,
        fulfilled,
        slip,
    )


def _unfulfilled(due: DayRange, on: date) -> Status:
    """Return the status of what has not happened by the day `on`."""
    if on < due.earliest:
        return Status.PENDING
    if on < due.deadline:
        return Status.OPEN
    return Status.DUE if on == due.deadline else Status.OVERDUE
