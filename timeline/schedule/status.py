"""The status of milestones on a day: the days remaining, and how early or late each was met."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - fields of structures
from datetime import date  # noqa: TC003 - fields of structures
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.days import as_day
from timeline.dates.edtf import DayRange
from timeline.schedule.agreement import Kind, Milestone
from timeline.schedule.dated_milestone import Basis, DatedMilestone
from timeline.schedule.drawdown import plans_of
from timeline.schedule.observations import Evidence, Reached, all_reached, evidence_of

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
    is the day up to which the record goes if it ends before `on`, else None. `breaches` has, for each
    series in which the milestone's level is the ceiling on that day, how far the last observed level
    is above it, or in a rising series below it; a series without a breach is not in it. `void_from` is the
    day from which a void milestone is void.
    """

    dated: DatedMilestone
    on: date
    status: Status
    remaining: int | None = None
    remaining_earliest: int | None = None
    slip: int | None = None
    reached_by: date | None = None
    recorded_until: date | None = None
    breaches: Mapping[str, int] = {}
    void_from: date | None = None
    first_plan: DayRange | None = None

    @property
    def breach(self) -> int | None:
        """The first of `breaches`, in the order of the file; None without a breach."""
        return next(iter(self.breaches.values()), None)

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
    evidence = evidence_of(known.agreement)
    broken = _breaches(known, on)
    signed = known.as_signed().milestones
    return [
        _status_of(
            dated,
            on,
            evidence,
            known.agreement.record_end(dated.milestone),
            known.agreement.void_day(dated.milestone),
            broken.get(dated.milestone.id, {}),
            _first_plan(signed.get(dated.milestone.id)),
        )
        for dated in chosen
    ]


def status_of(schedule: Schedule, name: str, on: date) -> MilestoneStatus:
    """Return the status on the day `on` of the milestone with the id `name`."""
    return statuses(schedule, on, [name])[0]


def breach_of_baseline(schedule: Schedule, on: date) -> MilestoneStatus | None:
    """Return the status of the signing if the last observed level of a series breaks its baseline.

    Else return None. From the first deadline on, the levels of milestones are the limit, not the
    baseline.
    """
    on = as_day(on)
    known = schedule.as_of(on)
    broken = _breaches(known, on).get(None)
    if not broken:
        return None
    baselines = {
        name: series.baseline
        for name, series in known.agreement.series.items()
        if series.baseline is not None
    }
    signing = Milestone(
        id="signed",
        title=f"The level{'s' if len(baselines) > 1 else ''} on the day of signing",
        named_levels=baselines,
        fulfilled=known.signed,
    )
    day = DayRange.of(known.signed)
    dated = DatedMilestone(signing, day, Basis.HAPPENED, known.counting, day)
    passed = (known.signed - on).days
    return MilestoneStatus(dated, on, Status.MET, passed, passed, breaches=broken)


def _breaches(known: Schedule, on: date) -> dict[str | None, dict[str, int]]:
    """Return how far levels are in breach, by the milestone that sets the limit and by the series.

    The schedule is as of `on`. The baseline has None for the milestone. Milestones whose date cannot
    be computed set no limit here.
    """
    found: dict[str | None, dict[str, int]] = {}
    for name, plan in plans_of(known, known.milestones.values(), on).items():
        levels = plan.levels(on)
        if levels.breached and levels.breach:
            found.setdefault(levels.breached.id, {})[name] = levels.breach
    return found


def _status_of(
    dated: DatedMilestone,
    on: date,
    evidence: Mapping[str, Evidence],
    record_end: date | None,
    void: date | None,
    breaches: Mapping[str, int],
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
        found = {
            name: evidence[name].reached(level, due.deadline)
            for name, level in milestone.levels.items()
        }
        reached = all_reached(found.values())
        # An observed level is part of the record: of several, that of a level not reached.
        missing = [name for name, each in found.items() if not each] or found
        lasts = [day for name in missing if (day := evidence[name].last)]
        record_end = record_end and max([record_end, *lasts])
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
        breaches=breaches,
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
