"""The status of milestones on a day: the days remaining, and how early or late each was met."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.days import as_day
from timeline.dates.edtf import DayRange
from timeline.errors import NoLevelsError
from timeline.schedule.agreement import Kind, Milestone
from timeline.schedule.dated_milestone import Basis, DatedMilestone
from timeline.schedule.drawdown import plan_of
from timeline.schedule.observations import Evidence, Level, Reached, observations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.schedule.schedule import Schedule


class Status(StrEnum):
    """The status of a milestone on a day."""

    UNDATED = "undated"
    PENDING = "pending"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    UNRECORDED = "unrecorded"
    MET = "met"
    LATE = "late"
    REACHED = "reached"
    PASSED = "passed"
    VOID = "void"


TO_COME = frozenset({Status.PENDING, Status.OPEN, Status.DUE})
DONE = frozenset({Status.MET, Status.LATE, Status.REACHED, Status.PASSED})


class FulfilledBasis(StrEnum):
    """What shows that a milestone was fulfilled: its `fulfilled` in the file, or observed levels."""

    RECORDED = "recorded"
    OBSERVED = "observed"


class MilestoneStatus(Struct, frozen=True):
    """The status of a milestone on the day `on`. Counts are in days, None if they do not apply.

    `remaining` is deadline - day: positive before the deadline, 0 on it, negative after it.
    `remaining_earliest` is the same for the earliest day. `slip` is fulfilled - deadline: negative if
    early, positive if late; None if the day is not known, or if the only date is the day it happened.
    `first_plan` is the deadline without amendments and assumptions, and `slip_first_plan` is the slip
    against it.

    `reached_by` is the day by which its level was reached, if that was only observed. `recorded_until`
    is the day up to which the record goes if it ends before `on`, else None. `breach` is the last
    observed level if it is above the milestone's, which is the ceiling on that day. `void_from` is
    the day from which a void milestone is void.
    """

    dated: DatedMilestone
    on: date
    status: Status
    remaining: int | None = None
    remaining_earliest: int | None = None
    slip: int | None = None
    reached_by: date | None = None
    recorded_until: date | None = None
    breach: Level | None = None
    void_from: date | None = None
    first_plan: DayRange | None = None

    @property
    def fulfilled(self) -> date | None:
        """The day the milestone was fulfilled, None if it was not by the day `on` or is not known."""
        return self.dated.milestone.happened

    @property
    def slip_first_plan(self) -> int | None:
        """The days from the first plan to the day it was fulfilled, None if either is not known."""
        first, fulfilled = self.first_plan, self.fulfilled
        return (fulfilled - first.deadline).days if first and fulfilled else None

    @property
    def fulfilled_basis(self) -> FulfilledBasis | None:
        """What shows that the milestone was fulfilled, None if nothing does."""
        if self.fulfilled:
            return FulfilledBasis.RECORDED
        return FulfilledBasis.OBSERVED if self.reached_by else None


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
    evidence = Evidence(observations(known.agreement))
    broken, breach = _breach(known, on)
    signed = known.as_signed().milestones
    return [
        _status_of(
            dated,
            on,
            evidence,
            known.agreement.record_end(dated.milestone),
            known.agreement.void_day(dated.milestone),
            breach if broken and broken.id == dated.milestone.id else None,
            _first_plan(signed.get(dated.milestone.id)),
        )
        for dated in chosen
    ]


def status_of(schedule: Schedule, name: str, on: date) -> MilestoneStatus:
    """Return the status on the day `on` of the milestone with the id `name`."""
    return statuses(schedule, on, [name])[0]


def breach_of_baseline(schedule: Schedule, on: date) -> MilestoneStatus | None:
    """Return the status of the signing if the last observed level is above the baseline, else None.

    From the first deadline on, the levels of milestones are the ceiling, not the baseline.
    """
    on = as_day(on)
    known = schedule.as_of(on)
    broken, breach = _breach(known, on)
    if not broken or broken.id is not None:
        return None
    signing = Milestone(
        id="signed",
        title="The level on the day of signing",
        level=broken.level,
        fulfilled=broken.day,
    )
    day = DayRange.of(broken.day)
    dated = DatedMilestone(signing, day, Basis.HAPPENED, known.counting, day)
    return MilestoneStatus(
        dated, on, Status.MET, (broken.day - on).days, (broken.day - on).days, breach=breach
    )


def _breach(known: Schedule, on: date) -> tuple[Level | None, Level | None]:
    """Return the ceiling in breach and the level observed above it, in a schedule as of `on`.

    Both are None without a breach. Milestones whose date cannot be computed set no ceiling here.
    """
    try:
        levels = plan_of(known, known.milestones.values(), on).levels(on)
    except NoLevelsError:
        return None, None
    return levels.breached, levels.observed


def _status_of(
    dated: DatedMilestone,
    on: date,
    evidence: Evidence,
    record_end: date | None,
    void: date | None,
    breach: Level | None,
    first_plan: DayRange | None,
) -> MilestoneStatus:
    """Return the status on the day `on` of a milestone of a schedule as of that day."""
    due, milestone = dated.due, dated.milestone
    if due is None:
        status = Status.VOID if void else Status.UNDATED
        return MilestoneStatus(dated, on, status, void_from=void, first_plan=first_plan)
    fulfilled, reached, slip = milestone.happened, None, None
    if fulfilled and dated.basis is not Basis.HAPPENED:
        slip = (fulfilled - due.deadline).days
    if milestone.kind is Kind.EVENT:
        status = _event(due, fulfilled, on)
    elif fulfilled:
        status = Status.MET if fulfilled <= due.deadline else Status.LATE
    else:
        if milestone.level is not None:
            reached = evidence.reached(milestone.level, due.deadline)
            # An observed level is part of the record.
            record_end = record_end and max(record_end, evidence.last or record_end)
        status = _observed(reached) if reached else _unfulfilled(due, on, record_end)
    done = fulfilled or (reached.by if reached else None)
    if void and (due.deadline < void or (done and done < void)):
        void = None
    return MilestoneStatus(
        dated,
        on,
        Status.VOID if void else status,
        remaining=(due.deadline - on).days,
        remaining_earliest=(due.earliest - on).days,
        slip=slip,
        reached_by=reached.by if reached else None,
        recorded_until=record_end if record_end and record_end < on else None,
        breach=breach,
        void_from=void,
        first_plan=first_plan,
    )


def _observed(reached: Reached) -> Status:
    """Return the status of a milestone whose level was observed and whose day is not recorded."""
    if reached.in_time is None:
        return Status.REACHED
    return Status.MET if reached.in_time else Status.LATE


def _first_plan(signed: DatedMilestone | None) -> DayRange | None:
    """Return the deadline of a milestone in the schedule as signed, None if it has none by a rule."""
    return signed.due if signed and signed.basis is Basis.RULE else None


def _event(due: DayRange, fulfilled: date | None, on: date) -> Status:
    """Return the status on the day `on` of an event, which is no party's duty and so never overdue."""
    if fulfilled or on >= due.deadline:
        return Status.PASSED
    return Status.PENDING if on < due.earliest else Status.OPEN


def _unfulfilled(due: DayRange, on: date, record_end: date | None) -> Status:
    """Return the status on the day `on` of a milestone that nothing shows to be fulfilled by then."""
    if on < due.earliest:
        return Status.PENDING
    if on < due.deadline:
        return Status.OPEN
    if on == due.deadline:
        return Status.DUE
    return Status.UNRECORDED if record_end and record_end < due.deadline else Status.OVERDUE
