"""Why this date: the steps from the anchor, the same deadline in other words, the other readings."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures

from msgspec import Struct

from timeline.dates.calendars import Calendar
from timeline.dates.counting import Counting, MonthEnd
from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.dates.expressions import Expression  # noqa: TC001 - fields of structures
from timeline.dates.periods import Step  # noqa: TC001 - fields of structures
from timeline.errors import ExpressionError, ScheduleError
from timeline.schedule.agreement import Milestone, Source  # noqa: TC001 - fields of structures
from timeline.schedule.readings import Match, OtherRules, Reading, Rule, matches, readings
from timeline.schedule.schedule import Basis, DatedMilestone, Schedule


class Phrasing(Struct, frozen=True):
    """The same deadline in other words of the text; `difference` is in days, negative is earlier.

    Where the expression has no date `days` is None, and `problem` says why.
    """

    expression: Expression
    days: DayRange | None = None
    difference: int | None = None
    problem: str | None = None


class Explanation(Struct, frozen=True, kw_only=True):
    """A date with all that it rests on.

    `milestone` and `source` are None for an expression; `rule` is what was counted, None for a
    milestone dated only by the day it happened. The count starts on the day `start`.
    """

    milestone: Milestone | None = None
    source: Source | None = None
    rule: Expression | None
    basis: Basis
    counting: Counting
    days: DayRange
    start: date
    steps: list[Step]
    also: list[Phrasing] = []
    readings: list[Reading]
    published: list[Match] = []

    @property
    def rules(self) -> list[Rule]:
        """The counting rules that had a say: none for a fixed date, the months' only with months."""
        rules: list[Rule] = [self.counting.start_day] if self.steps else []
        if any(isinstance(step.rule, MonthEnd) for step in self.steps):
            rules.append(self.counting.month_end)
            if self.counting.months_of is not Calendar.GREGORIAN:
                rules.append(self.counting.months_of)
        return rules


def explain(schedule: Schedule, text: str, others: OtherRules | None = None) -> Explanation:
    """Return why the milestone or expression `text` stands for the date that it does.

    Whoever explains many milestones of one schedule passes the same `others` each time. Raises
    `UndatedError` for what has no date, naming what is missing, and as `Schedule.evaluate`.
    """
    others = others or OtherRules(schedule)
    subject = schedule.read(text)
    if subject.name and subject.name in schedule.milestones and not subject.terms:
        return _explain_milestone(schedule, schedule[subject.name], others)
    days = schedule.evaluate(subject)
    start, steps = subject.trace(schedule.names, schedule.counting)
    return Explanation(
        rule=subject,
        basis=Basis.RULE,
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
    """Return why the milestone, which has a date, is due when it is."""
    milestone, days = dated.milestone, dated.due
    assert days  # noqa: S101 - asked of dated milestones only
    deadline, counting = days.deadline, dated.counting
    rule = dated.rule
    start, steps = rule.trace(schedule.names, counting) if rule else (deadline, [])
    found = readings(others, counting, lambda other: _deadline(other[milestone.id]), deadline)
    sources = (one for one in schedule.agreement.sources if one.id == milestone.source)
    return Explanation(
        milestone=milestone,
        source=next(sources, None),
        rule=rule,
        basis=dated.basis,
        counting=counting,
        days=days,
        start=start,
        steps=steps,
        also=[_phrasing(schedule, dated, one, deadline) for one in milestone.also],
        readings=found,
        published=matches(milestone.published, deadline, found),
    )


def _phrasing(
    schedule: Schedule, dated: DatedMilestone, expression: Expression, deadline: date
) -> Phrasing:
    """Return another phrasing of the milestone's deadline, counted under the same rules."""
    try:
        days = schedule.evaluate(expression, dated.counting)
    except (ExpressionError, ScheduleError) as error:
        return Phrasing(expression, problem=str(error))
    return Phrasing(expression, days, (days.deadline - deadline).days)


def _deadline(dated: DatedMilestone) -> date:
    """Return the deadline of a milestone that has one under every rule, as it has under one."""
    assert dated.due  # noqa: S101 - no rule takes the date of what is dated
    return dated.due.deadline
