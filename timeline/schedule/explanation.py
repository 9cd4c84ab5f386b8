"""Explain a date: the steps of the count, other expressions for it, and its other readings."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.adjusters import Adjuster
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays  # noqa: TC001 - in the type of a property
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.dates.several import Several
from timeline.dates.steps import Step, trace
from timeline.errors import ExpressionError, ScheduleError, UndatedError
from timeline.schedule.agreement import Amended, Milestone  # noqa: TC001 - fields of structures
from timeline.schedule.dated_milestone import Basis, DatedMilestone, after
from timeline.schedule.readings import Match, OtherRules, Reading, Rule, matches, readings

if TYPE_CHECKING:
    from timeline.schedule.schedule import Schedule


class Phrasing(Struct, frozen=True):
    """Another expression that should give the same deadline.

    `difference` is the days from the milestone's deadline to that of the expression. If the
    expression has no date, `days` is None and `problem` says why.
    """

    expression: Expression
    days: DayRange | None = None
    difference: int | None = None
    problem: str | None = None


class Amendment(Struct, frozen=True):
    """A deadline that was moved from `before` to `due`; either is None without a date.

    `overdue` is how many days after the deadline before it was decided, 0 if not after it.
    """

    amended: Amended
    before: DayRange | None
    due: DayRange | None

    @property
    def moved(self) -> int | None:
        """The days from the deadline before to the new one."""
        return (self.due.deadline - self.before.deadline).days if self.due and self.before else None

    @property
    def overdue(self) -> int:
        """The days by which the deadline before had passed when it was moved."""
        return max((self.amended.decided - self.before.deadline).days, 0) if self.before else 0


class Explanation(Struct, frozen=True, kw_only=True):
    """A date, and how it was computed.

    `milestone` is None for an expression. `rule` is the expression that was counted, None if the
    milestone's only date is the day it happened. If the file has several expressions, it is the one
    that decided, `which` is `later` or `earlier`, and `choices` are all of them. The count starts on the day `start`.
    """

    milestone: Milestone | None = None
    rule: Expression | None
    basis: Basis
    counting: Counting
    days: DayRange
    start: date
    steps: list[Step]
    which: str | None = None
    choices: list[Phrasing] = []
    first_plan: DayRange | None = None
    amendments: list[Amendment] = []
    also: list[Phrasing] = []
    readings: list[Reading]
    published: list[Match] = []

    @property
    def unrolled(self) -> date | None:
        """The deadline before it was rolled, None if it was not."""
        if not any(isinstance(step.rule, Roll) for step in self.steps):
            return None
        return [self.start, *(step.day for step in self.steps)][-2]

    @property
    def rules(self) -> list[Rule]:
        """The counting rules applied: none for a fixed date; the month rules only if months count."""
        applied = [step.rule for step in self.steps if isinstance(step.rule, StartDay | MonthEnd)]
        rules: list[Rule] = [self.counting.start_day] if applied else []
        if any(isinstance(rule, MonthEnd) for rule in applied):
            rules.append(self.counting.month_end)
            if self.counting.months_of is not Calendar.GREGORIAN:
                rules.append(self.counting.months_of)
        if self.unrolled:
            rules.append(self.counting.roll)
        return rules

    @property
    def closed(self) -> ClosedDays | None:
        """The list of closed days if it was used, for working days or a roll; else None."""
        working = self.rule is not None and self.rule.has_working_days
        return self.counting.closed if working or self.unrolled else None

    @property
    def adjusters(self) -> list[Adjuster]:
        """The adjusters applied, each once, in order."""
        applied = [step.rule for step in self.steps if isinstance(step.rule, Adjuster)]
        return list(dict.fromkeys(applied))


def explain(schedule: Schedule, text: str, others: OtherRules | None = None) -> Explanation:
    """Return the explanation of the date of the milestone or expression `text`.

    Pass the same `others` to each call that explains a milestone of the same schedule: the schedules
    under other rules are then built only once. Raises `UndatedError`, with the name that has no
    date, and what `Schedule.evaluate` raises.
    """
    others = others or OtherRules(schedule)
    subject = schedule.read(text)
    milestone = schedule.milestones.get(subject.name or "")
    if milestone and subject.is_anchor and not (subject.is_actual and milestone.actual):
        return _explain_milestone(schedule, milestone, others)
    days = schedule.evaluate(subject)
    start, steps = trace(subject, schedule.names, schedule.counting)
    return Explanation(
        rule=subject,
        basis=Basis.ASSUMED if text in schedule.assumed else Basis.RULE,
        counting=schedule.counting,
        days=days,
        start=start,
        steps=steps,
        readings=readings(
            others, schedule.counting, lambda other: other.evaluate(subject).deadline, days.deadline
        ),
    )


def _explain_milestone(
    schedule: Schedule, dated: DatedMilestone, others: OtherRules
) -> Explanation:
    """Return the explanation of the date of a milestone, which must have one."""
    milestone, days = dated.milestone, dated.due
    assert days  # noqa: S101 - the caller passes dated milestones only
    deadline, counting = days.deadline, dated.counting
    several = dated.rule if isinstance(dated.rule, Several) else None
    rule = _decided(dated, schedule)
    before = dated.plans[-2].counted if dated.plans[1:] else None
    if before is None and milestone.happened:
        before = DayRange.of(milestone.happened)
    names = after(before, schedule.names)
    start, steps = trace(rule, names, counting) if rule else (deadline, [])
    first = (dated.plans[0].due if dated.plans else None) or days
    found = readings(others, counting, lambda other: _deadline(other, dated), deadline)
    moved = {plan.due.deadline for plan in dated.plans if plan.due} - {deadline}
    before_moved = [Reading((), day, (day - deadline).days) for day in sorted(moved)]
    return Explanation(
        milestone=milestone,
        rule=rule,
        basis=dated.basis,
        counting=counting,
        days=days,
        start=start,
        steps=steps,
        which=several.which if several else None,
        choices=[
            _phrasing(schedule, dated, each, deadline)
            for each in (several.expressions if several else ())
        ],
        first_plan=dated.plans[0].due if dated.plans else None,
        amendments=[
            Amendment(later.amended, earlier.due, later.due)
            for earlier, later in pairwise(dated.plans)
            if later.amended
        ],
        also=[_phrasing(schedule, dated, other, first.deadline) for other in milestone.also],
        readings=found,
        published=matches(milestone.published, deadline, [*found, *before_moved]),
    )


def _decided(dated: DatedMilestone, schedule: Schedule) -> Expression | None:
    """Return the expression that gave the date."""
    rule = dated.rule
    if rule is None or isinstance(rule, Expression):
        return rule
    return rule.decided(schedule.names, dated.counting)


def _phrasing(
    schedule: Schedule, dated: DatedMilestone, expression: Expression, deadline: date
) -> Phrasing:
    """Return another expression for the milestone's deadline, counted under the same rules."""
    try:
        days = schedule.evaluate(expression, dated.counting)
    except (ExpressionError, ScheduleError) as error:
        return Phrasing(expression, problem=str(error))
    return Phrasing(expression, days, (days.deadline - deadline).days)


def _deadline(other: Schedule, dated: DatedMilestone) -> date:
    """Return the deadline of a milestone in the schedule under another rule.

    Raises `UndatedError` if no rule gives it there: if it counts from an occurrence that a recurring
    duty does not have under that rule.
    """
    found, name = other[dated.milestone.id], dated.milestone.id
    if not found.due or (found.basis is Basis.HAPPENED and dated.basis is not Basis.HAPPENED):
        text = dated.rule.text if dated.rule else name
        raise UndatedError(text, other.undated.get(name, name))
    return found.due.deadline
