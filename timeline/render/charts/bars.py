"""A milestone as every chart draws it: the terminal, an image and a page have the same marks."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.render import words
from timeline.schedule.agreement import Kind
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.status import MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sign(StrEnum):
    """A mark in the row of a milestone: the word for it in a legend, in the order of a legend."""

    FIRST_PLAN = "first plan"
    DUE = "due"
    BETWEEN = "between"
    EVENT = "event"
    VOID = "void"
    IN_TIME = "happened in time"
    LATE = "happened late"
    HAPPENED = "happened"
    OBSERVED = "observed by"
    UNDONE = "not done"


class Bar(Struct, frozen=True):
    """A milestone on a chart.

    `due` is None if it has no date, and `happened` if it is not known to have happened. A milestone
    that has happened has a date: the day it happened, if the agreement gives no other. `deadline` is
    then None, since nothing was due. `first_plan` is the deadline before the amendments, None without
    one or if they lead to the same day. `reached_by` is the day by which its level was reached, if
    that was only observed. `undone_until` is the last day for which it is known that it was not done,
    None if it is not overdue.
    `due_text` and `remaining` are the date and time, and the days remaining, in words; `due_short` is
    the date without its weekday; and `wrong` is true for what is late, overdue or in breach.
    """

    id: str
    title: str
    kind: Kind
    due: DayRange | None
    deadline: DayRange | None
    first_plan: DayRange | None
    happened: date | None
    reached_by: date | None
    undone_until: date | None
    status: Status
    due_text: str
    due_short: str
    remaining: str
    wrong: bool

    @property
    def days(self) -> list[date]:
        """The days on which marks of this milestone are drawn."""
        ranges = [days for days in (self.due, self.first_plan) if days]
        days = [day for each in ranges for day in (each.earliest, each.latest)]
        return [*days, *filter(None, (self.happened, self.reached_by))]

    @property
    def done(self) -> date | None:
        """The day on which it happened, or by which its level was observed, None for neither."""
        return self.happened or self.reached_by

    @property
    def is_late(self) -> bool:
        """Whether it was done late."""
        return self.status is Status.LATE

    @property
    def is_void(self) -> bool:
        """Whether it is void; its title is then struck out."""
        return self.status is Status.VOID

    @property
    def sign(self) -> Sign:
        """The mark of the deadline."""
        if self.is_void:
            return Sign.VOID
        return Sign.EVENT if self.kind is Kind.EVENT else Sign.DUE

    @property
    def done_sign(self) -> Sign:
        """The mark of what is done."""
        if not self.happened:
            return Sign.OBSERVED
        return {Status.MET: Sign.IN_TIME, Status.LATE: Sign.LATE}.get(self.status, Sign.HAPPENED)

    @property
    def signs(self) -> set[Sign]:
        """All its marks."""
        found = {
            self.sign: self.deadline,
            Sign.BETWEEN: self.deadline and not self.deadline.is_day,
            Sign.FIRST_PLAN: self.first_plan,
            Sign.UNDONE: self.undone_until,
            self.done_sign: self.done,
        }
        return {sign for sign, is_drawn in found.items() if is_drawn}


def bar(state: MilestoneStatus) -> Bar:
    """Return a milestone as a bar."""
    dated = state.dated
    milestone, due = dated.milestone, dated.due
    deadline = None if dated.basis is Basis.HAPPENED else due
    first = state.first_plan if dated.amended else None
    is_moved = first and deadline and first.deadline != deadline.deadline
    return Bar(
        milestone.id,
        milestone.title,
        milestone.kind or Kind.COMMITMENT,
        due,
        deadline,
        first if is_moved else None,
        state.fulfilled,
        state.reached_by,
        (state.recorded_until or state.on) if state.status is Status.OVERDUE else None,
        state.status,
        words.due(due, milestone.at),
        words.due(due, milestone.at, str),
        words.remaining(state),
        is_wrong(state),
    )


def is_wrong(state: MilestoneStatus) -> bool:
    """Return whether a milestone is late, overdue or in breach."""
    return state.breach is not None or state.status in {Status.OVERDUE, Status.LATE}


def legend(signs: Iterable[set[Sign]]) -> list[Sign]:
    """Return the marks that a legend explains, in its order; `signs` are those of each milestone."""
    drawn = set[Sign]().union(*signs)
    return [sign for sign in Sign if sign in drawn]
