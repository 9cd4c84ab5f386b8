"""The date of a milestone, and how it got that date."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import Counting  # noqa: TC001 - fields of structures
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Due, Expression  # noqa: TC001 - fields of structures
from timeline.errors import UndatedError
from timeline.schedule.agreement import Milestone  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Mapping


class Basis(StrEnum):
    """How a milestone got its date."""

    RULE = "rule"
    ASSUMED = "assumed"
    HAPPENED = "happened"
    UNDATED = "undated"


class DatedMilestone(Struct, frozen=True):
    """A milestone with its due date and the counting rules that apply to it.

    `anchor` is the date that other milestones count from, which can differ from `due` in a scenario
    with `as_happened`, and is not rolled. `rule` is the expression that gave the due date, the
    milestone's own, which can be several, or an assumed one. `unrolled` is the due date before it was rolled to `due`, None
    if it was not.
    """

    milestone: Milestone
    due: DayRange | None
    basis: Basis
    counting: Counting
    anchor: DayRange | None
    rule: Due | None = None
    unrolled: DayRange | None = None

    @property
    def actual(self) -> DayRange | None:
        """The day on which it happened; None if that is not known or another day is assumed."""
        happened = self.milestone.fulfilled
        return DayRange.of(happened) if happened and self.basis is not Basis.ASSUMED else None


def date_milestone(
    milestone: Milestone,
    assumed: Expression | None,
    counting: Counting,
    names: Mapping[str, DayRange | None],
    *,
    as_happened: bool,
) -> DatedMilestone:
    """Return the milestone with its date; `names` has the dates computed before.

    The due date is the one `assumed`, else the one that its rule gives, else the day it happened.
    Raises `ExpressionError` if the rule has an anchor with a date and gives none.
    """
    rule: Due | None = assumed or milestone.due
    due, counted, basis = None, None, Basis.UNDATED
    if rule:
        with suppress(UndatedError):
            counted = rule.evaluate(names, counting)
            due = rule.decided(names, counting).rolled(counted, counting)
            basis = Basis.ASSUMED if assumed else Basis.RULE
    happened = DayRange.of(milestone.fulfilled) if milestone.fulfilled else None
    if due is None and happened:
        due, counted, basis, rule = happened, happened, Basis.HAPPENED, None
    anchor = happened if happened and as_happened and not assumed else counted
    unrolled = counted if counted != due else None
    return DatedMilestone(milestone, due, basis, counting, anchor, rule, unrolled)
