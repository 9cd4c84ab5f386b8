"""Every milestone of an agreement dated, in the order in which they count from one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping  # noqa: TC003 - fields of structures
from contextlib import suppress
from datetime import date
from enum import StrEnum

from msgspec import Struct, structs

from timeline.dates.counting import Counting, CountingChoice
from timeline.dates.days import as_day
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import CLOCK_NAMES, Expression, clock_names, single_day
from timeline.errors import (
    CalendarEndError,
    ExpressionError,
    Failure,
    ScheduleError,
    UndatedError,
    UnknownNameError,
)
from timeline.schedule.agreement import Agreement, Milestone  # noqa: TC001 - fields of structures
from timeline.schedule.as_of import as_of
from timeline.schedule.order import dating_order


class Scenario(Struct, frozen=True, kw_only=True):
    """What a schedule takes as given, beside the agreement.

    `today` is what the clock says. `assumptions` maps ids, or `signed`, to the dates assumed for
    them. `choice` holds rules that win over the file's.
    """

    today: date | None = None
    assumptions: Mapping[str, Expression | str] = {}
    as_happened: bool = False
    choice: CountingChoice = CountingChoice()

    @property
    def keep_the_rules(self) -> bool:
        """Whether every date is counted as the file says."""
        return not self.assumptions and not self.as_happened and self.choice == CountingChoice()

    def __post_init__(self) -> None:
        """Take a datetime at midnight for a day."""
        if self.today:
            structs.force_setattr(self, "today", as_day(self.today))


class Basis(StrEnum):
    """Where a milestone's date comes from."""

    RULE = "rule"
    ASSUMED = "assumed"
    HAPPENED = "happened"
    UNDATED = "undated"


class DatedMilestone(Struct, frozen=True):
    """A milestone with its due date, and the `anchor` that others count from, mostly the same.

    `rule` is the expression that gave the due date: the milestone's own, or one assumed for it.
    """

    milestone: Milestone
    due: DayRange | None
    basis: Basis
    counting: Counting
    anchor: DayRange | None
    rule: Expression | None = None


class Schedule(Struct, frozen=True):
    """A dated agreement. `milestones` are in the order of the file; `names` serve expressions.

    `undated` maps each name without a date to the name whose date is missing: itself, or the one
    that it counts from in the end. `failed` maps each milestone that cannot be counted to the
    failure, its own or that of the one it counts from. Asking for it, or for all milestones, raises
    `ScheduleError`; the others can be asked for all the same.
    """

    agreement: Agreement
    scenario: Scenario
    counting: Counting
    signed: date
    milestones: Mapping[str, DatedMilestone]
    names: Mapping[str, DayRange | None]
    undated: Mapping[str, str]
    failed: Mapping[str, Failure]
    assumed: Mapping[str, Expression]

    def __getitem__(self, name: str) -> DatedMilestone:
        """Return the milestone with that id. Raises `UnknownNameError`."""
        self._ensure_dated([name])
        try:
            return self.milestones[name]
        except KeyError:
            ids = [milestone.id for milestone in self.agreement.milestones]
            raise UnknownNameError(name, name, ids) from None

    def evaluate(self, expression: str | Expression, counting: Counting | None = None) -> DayRange:
        """Return the days that an expression stands for, by the agreement's rules or by `counting`.

        A milestone's id alone stands for its due date. What is counted from it is counted from the
        day it happened, when that is among the scenario. Raises `ExpressionError`, `ScheduleError`.

        >>> from timeline.files.loading import load
        >>> print(build_schedule(load("doha-2020")).evaluate("signed + 14 months"))
        2021-04-29
        """
        expression = self.read(expression)
        milestone = self.milestones.get(expression.name or "")
        if milestone and not expression.terms:
            assert milestone.due  # noqa: S101 - what is undated is not read
            return milestone.due
        return expression.evaluate(self.names, counting or self.counting)

    def evaluate_day(self, expression: str | Expression) -> date:
        """Return the one day that an expression stands for. Raises `ImpreciseError` for more."""
        expression = self.read(expression)
        return single_day(self.evaluate(expression), expression.text)

    def read(self, expression: str | Expression) -> Expression:
        """Return the expression, read from its text if need be.

        Raises `UndatedError` when its anchor has no date, naming what is missing in the end.
        """
        expression = Expression.of(expression)
        name = expression.name
        if name:
            self._ensure_dated([name])
            if missing := self.undated.get(name):
                if missing in CLOCK_NAMES:
                    raise ExpressionError(expression.text, str(CalendarEndError()))
                raise UndatedError(expression.text, missing)
        return expression

    def chronological(self) -> list[DatedMilestone]:
        """Return the milestones by deadline, those without one last, ties in the order of the file."""
        self._ensure_dated(self.failed)
        return sorted(
            self.milestones.values(),
            key=lambda one: (one.due is None, one.due.deadline if one.due else date.max),
        )

    @property
    def facts(self) -> tuple[date, ...]:
        """The days on which something happened, in order; empty if no date comes from what happened.

        Between two of them dates are the same, whichever day is asked about.
        """
        happened = {one.fulfilled for one in self.agreement.milestones if one.fulfilled}
        uses_them = self.scenario.as_happened or any(
            one.basis is Basis.HAPPENED for one in self.milestones.values()
        )
        return tuple(sorted(happened)) if uses_them else ()

    def as_of(self, day: date) -> Schedule:
        """Return the schedule as it could be known on `day`, without the later facts."""
        known = as_of(self.agreement, as_day(day))
        return self if known is self.agreement else build_schedule(known, self.scenario)

    def _ensure_dated(self, names: Iterable[str]) -> None:
        """Raise `ScheduleError` for those of the names whose count failed, each root once."""
        failures = {one.id: one for name in names if (one := self.failed.get(name))}
        if failures:
            raise ScheduleError(failures.values())


def build_schedule(agreement: Agreement, scenario: Scenario | None = None) -> Schedule:
    """Return the agreement with every milestone dated that can be.

    A milestone is due on the day assumed for it, else by its rule, else on the day it happened,
    else it is undated, and so is what counts from it. Others count from that same day, except that
    under `as_happened` they count from the day it happened, where it did.

    Raises `UnknownNameError` for an assumption about nothing, `ScheduleError` when the day assumed
    for signing cannot be counted, `CircleError` when assumptions close a circle.
    """
    scenario = scenario or Scenario()
    assumed = {name: Expression.of(one) for name, one in scenario.assumptions.items()}
    milestones = {milestone.id: milestone for milestone in agreement.milestones}
    for name, expression in assumed.items():
        if name not in milestones and name != "signed":
            raise UnknownNameError(f"{name}={expression.text}", name, ["signed", *milestones])
    counting = Counting().under(agreement.counting, scenario.choice)
    # In the order in which an error lists them; each is dated before anything counts from it.
    signed = agreement.signed
    names: dict[str, DayRange | None] = {"signed": DayRange.of(signed), **dict.fromkeys(milestones)}
    names |= clock_names(scenario.today) if scenario.today else {}
    undated = {name: name for name in CLOCK_NAMES if name in names and names[name] is None}
    dated: dict[str, DatedMilestone] = {}
    failed: dict[str, Failure] = {}
    counts_from = _counts_from(agreement, assumed)
    for name in dating_order(counts_from):
        if name == "signed":
            signed = _signed(agreement, assumed, counting, names)
            names[name] = DayRange.of(signed)
            continue
        anchor = counts_from[name] or ""
        if anchor in failed:
            failed[name] = failed[anchor]
            continue
        rules = Counting().under(agreement.counting, milestones[name].counting, scenario.choice)
        try:
            one = _date(milestones[name], assumed.get(name), rules, names, scenario)
        except ExpressionError as error:
            failed[name] = Failure(name, error, assumed=name in assumed)
            continue
        dated[name] = one
        names[name] = one.anchor
        if one.due is None:
            undated[name] = undated.get(anchor, name)
    return Schedule(
        agreement,
        scenario,
        counting,
        signed,
        {name: dated[name] for name in milestones if name in dated},
        names,
        undated,
        failed,
        assumed,
    )


def _counts_from(agreement: Agreement, assumed: Mapping[str, Expression]) -> dict[str, str | None]:
    """Return each name with the one it counts from, assumptions going before rules."""
    rules = {"signed": None, **{one.id: one.due for one in agreement.milestones}}
    return {
        name: expression.name if expression else None
        for name, expression in {**rules, **assumed}.items()
    }


def _signed(
    agreement: Agreement,
    assumed: Mapping[str, Expression],
    counting: Counting,
    names: Mapping[str, DayRange | None],
) -> date:
    """Return the day of signing, or the one assumed for it."""
    if "signed" not in assumed:
        return agreement.signed
    try:
        return assumed["signed"].evaluate_day(names, counting)
    except ExpressionError as error:
        raise ScheduleError([Failure("signed", error, assumed=True)]) from None


def _date(
    milestone: Milestone,
    assumed: Expression | None,
    counting: Counting,
    names: Mapping[str, DayRange | None],
    scenario: Scenario,
) -> DatedMilestone:
    """Return the milestone dated, from the names dated before it."""
    rule = assumed or milestone.due
    due, basis = None, Basis.UNDATED
    if rule:
        with suppress(UndatedError):
            due = rule.evaluate(names, counting)
            basis = Basis.ASSUMED if assumed else Basis.RULE
    happened = DayRange.of(milestone.fulfilled) if milestone.fulfilled else None
    if due is None and happened:
        due, basis, rule = happened, Basis.HAPPENED, None
    anchor = happened if happened and scenario.as_happened and not assumed else due
    return DatedMilestone(milestone, due, basis, counting, anchor, rule)
