"""The date of a milestone, and how it got that date."""

from __future__ import annotations

from collections import ChainMap
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import Counting, CountingChoice
from timeline.dates.due import NewDue  # noqa: TC001 - fields of structures
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression  # noqa: TC001 - fields of structures
from timeline.errors import UndatedError
from timeline.schedule.agreement import Amended, Milestone  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Mapping


class Basis(StrEnum):
    """How a milestone got its date."""

    RULE = "rule"
    ASSUMED = "assumed"
    HAPPENED = "happened"
    UNDATED = "undated"


class Occurrence(Struct, frozen=True):
    """Which occurrence of a recurring duty a milestone is; `duty` is the duty's id."""

    duty: str
    number: int


class Plan(Struct, frozen=True):
    """A deadline of a milestone: the first plan, that of an amendment, or an assumed shift of it.

    `counted` is the deadline before it was rolled to `due`; both are None if it has no date.
    """

    amended: Amended | None
    rule: NewDue | None
    counting: Counting
    counted: DayRange | None
    due: DayRange | None


class DatedMilestone(Struct, frozen=True):
    """A milestone with its due date and the counting rules that apply to it.

    `anchor` is the date that other milestones count from, which can differ from `due` in a scenario
    with `as_happened`, and is not rolled. `rule` is the expression that gave the due date, the
    milestone's own, which can be several, its last amendment's, or an assumed one. `unrolled` is the
    due date before it was rolled to `due`, None if it was not. `plans` are the first plan, the
    amendments in order and an assumed shift of the last; there are none if another date is assumed.
    `occurrence` is None if it is not the occurrence of a recurring duty.
    """

    milestone: Milestone
    due: DayRange | None
    basis: Basis
    counting: Counting
    anchor: DayRange | None
    rule: NewDue | None = None
    unrolled: DayRange | None = None
    plans: tuple[Plan, ...] = ()
    occurrence: Occurrence | None = None

    @property
    def actual(self) -> DayRange | None:
        """The day on which it happened; None if that is not known or another day is assumed."""
        happened = self.milestone.happened
        return DayRange.of(happened) if happened and self.basis is not Basis.ASSUMED else None

    @property
    def amended(self) -> Amended | None:
        """The amendment that gives the due date, or that left none yet; None if none does."""
        by_rule = self.basis in {Basis.RULE, Basis.UNDATED}
        return self.plans[-1].amended if self.plans and by_rule else None

    @property
    def may_be_when_it_happened(self) -> bool:
        """Whether the due date is, or was before an amendment, the day it happened, if that is known."""
        return self.basis is Basis.HAPPENED or any(plan.due is None for plan in self.plans)

    @property
    def rules(self) -> tuple[NewDue, ...]:
        """All expressions that the due date was counted with."""
        rules = [plan.rule for plan in self.plans] or [self.rule]
        return tuple(rule for rule in rules if rule)


def date_milestone(
    milestone: Milestone,
    assumed: Expression | None,
    rules: tuple[CountingChoice, CountingChoice],
    names: Mapping[str, DayRange | None],
    *,
    as_happened: bool,
    missing: str,
) -> DatedMilestone:
    """Return the milestone with its date; `names` has the dates computed before.

    `rules` are the agreement's and the scenario's; the milestone's come between them, and those of an
    amendment after the milestone's. The due date is the one `assumed`, else that of the last amendment,
    else the one that the milestone's rule gives, else the day it happened. A shift that is assumed
    counts from the date that would be the due date without it, unrolled, as an amendment does. Raises
    `ExpressionError` if a rule has an anchor with a date and gives none, and `UndatedError`, with the
    name `missing`, for a shift if there is no date.
    """
    first, last = rules
    counting = Counting().under(first, milestone.counting, last)
    happened = DayRange.of(milestone.happened) if milestone.happened else None
    plans = list[Plan]()
    if assumed and not assumed.moves_deadline:
        plan = _plan(None, assumed, counting, names)
    else:
        plan = _plan(None, milestone.due, counting, names)
        plans.append(plan)
        for amended in milestone.amendments:
            within = Counting().under(first, milestone.counting, amended.counting, last)
            plan = _plan(amended, amended.due, within, after(plan.counted, names))
            plans.append(plan)
        if assumed:
            before = plan.counted or happened
            if not before:
                raise UndatedError(assumed.text, missing)
            plan = _plan(None, assumed, counting, after(before, names))
            plans.append(plan)
    due, counted, rule = plan.due, plan.counted, plan.rule
    basis = Basis.UNDATED if due is None else Basis.ASSUMED if assumed else Basis.RULE
    if due is None and happened:
        due, counted, basis, rule = happened, happened, Basis.HAPPENED, None
    anchor = happened if happened and as_happened and not assumed else counted
    unrolled = counted if counted != due else None
    return DatedMilestone(
        milestone, due, basis, plan.counting, anchor, rule, unrolled, tuple(plans)
    )


def after(
    deadline: DayRange | None, names: Mapping[str, DayRange | None]
) -> Mapping[str, DayRange | None]:
    """Return the names, with the deadline from which a new one may count."""
    return ChainMap({"": deadline}, names)  # type: ignore[arg-type]


def _plan(
    amended: Amended | None,
    rule: NewDue | None,
    counting: Counting,
    names: Mapping[str, DayRange | None],
) -> Plan:
    """Return the deadline that a rule gives."""
    if rule:
        with suppress(UndatedError):
            counted = rule.evaluate(names, counting)
            due = rule.decided(names, counting).rolled(counted, counting)
            return Plan(amended, rule, counting, counted, due)
    return Plan(amended, rule, counting, None, None)
