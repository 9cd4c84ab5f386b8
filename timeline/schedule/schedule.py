"""Compute the dates of an agreement's milestones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping  # noqa: TC003 - fields of structures
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.counting import Counting, CountingChoice
from timeline.dates.days import as_day
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import ACTUAL, CLOCK_NAMES, Expression, clock_names, single_day
from timeline.errors import (
    CalendarEndError,
    ExpressionError,
    Failure,
    ScheduleError,
    UndatedError,
    UnknownNameError,
)
from timeline.schedule.agreement import Agreement  # noqa: TC001 - fields of structures
from timeline.schedule.as_of import as_of, news
from timeline.schedule.dated_milestone import DatedMilestone, after, date_milestone
from timeline.schedule.order import dating_order

if TYPE_CHECKING:
    from timeline.dates.due import NewDue


class Scenario(Struct, frozen=True, kw_only=True):
    """What a schedule is computed from, besides the agreement.

    `today` is the current date. `assumptions` maps ids, or `signed`, to assumed dates, or to text such
    as `+ 1 month`, which shifts the date without it. With `as_happened`, milestones count from the
    days on which things happened. `choice` has counting rules that override the file's. With
    `as_signed`, amendments are left out.
    """

    today: date | None = None
    assumptions: Mapping[str, Expression | date | str] = {}
    as_happened: bool = False
    choice: CountingChoice = CountingChoice()
    as_signed: bool = False

    @property
    def is_default(self) -> bool:
        """Whether all dates are counted by the file's own rules, without assumptions."""
        return self == Scenario(today=self.today)

    def __post_init__(self) -> None:
        """Convert a datetime at midnight to a date."""
        if self.today:
            structs.force_setattr(self, "today", as_day(self.today))


class Schedule(Struct, frozen=True):
    """An agreement with the dates of its milestones.

    `milestones` are in the order of the file. `names` maps the names that expressions can use to
    their dates; for each that is known to have happened, one is `actual` and its id. `undated` maps
    each name without a date to the name whose date is missing: itself, or the one at the start of the
    chain that it counts from. `failed` maps each milestone whose date cannot be computed to the
    failure, its own or that of the milestone that it counts from. Getting such a milestone, or all
    milestones, raises `ScheduleError`; getting another one does not.
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

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the milestones, in the order of the file."""
        return iter(self.milestones)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a milestone with that id."""
        return name in self.milestones

    def evaluate(
        self, expression: Expression | date | str, counting: Counting | None = None
    ) -> DayRange:
        """Return the days that an expression means, under the agreement's rules or `counting`.

        A milestone's id alone means its due date, with `actual` before it the day on which it
        happened, if that is known. Periods are added to the day on which the milestone happened if the
        scenario says so, else to the due date before it is rolled. The days are rolled as due dates
        are. Raises `ExpressionError` and `ScheduleError`.

        >>> from timeline.files.loading import load
        >>> print(build_schedule(load("doha-2020")).evaluate("signed + 14 months"))
        2021-04-29
        """
        expression, counting = self.read(expression), counting or self.counting
        days = self._evaluate(expression, counting)
        if expression.name in self.milestones and expression.is_anchor:
            return days
        return expression.rolled(days, counting)

    def evaluate_day(self, expression: Expression | date | str) -> date:
        """Return the day that an expression means, which is not rolled.

        Raises `ImpreciseError` for more than one day.
        """
        expression = self.read(expression)
        return single_day(self._evaluate(expression, self.counting), expression.text)

    def read(self, expression: Expression | date | str) -> Expression:
        """Return `expression`, parsed if it is text.

        Raises `UndatedError` if its anchor has no date, with the name whose date is missing.
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
        """Return the milestones by deadline, undated ones last, ties in the order of the file."""
        self._ensure_dated(self.failed)
        return sorted(
            self.milestones.values(),
            key=lambda dated: (dated.due is None, dated.due.deadline if dated.due else date.max),
        )

    @property
    def facts(self) -> tuple[date, ...]:
        """The days on which something became known that dates and levels depend on, in order."""
        return self.facts_for(None)

    def facts_for(self, subject: Expression | None) -> tuple[date, ...]:
        """Return the days on which something became known that dates and levels depend on, in order.

        These are the days of decisions, and those on which milestones happened if a date depends on
        them. As of any day between two of them, the dates and that of `subject` are the same.
        """
        milestones = self.agreement.milestones
        decisions = {day for each in milestones for day in (each.decided, each.void_from)}
        decisions |= {amended.decided for each in milestones for amended in each.amended}
        happened = {each.fulfilled for each in milestones}
        rules: list[NewDue | None] = [
            subject,
            *(other for each in milestones for other in each.also),
        ]
        rules += [rule for dated in self.milestones.values() for rule in dated.rules]
        depends = (
            self.scenario.as_happened
            or any(rule and rule.is_actual for rule in rules)
            or any(dated.may_be_when_it_happened for dated in self.milestones.values())
        )
        known = {self.agreement.void_from, *decisions, *(happened if depends else ())}
        return tuple(sorted(day for day in known if day))

    @property
    def news(self) -> tuple[date, ...]:
        """The days on which something becomes known, in order."""
        return news(self.agreement)

    def as_of(self, day: date) -> Schedule:
        """Return the schedule as of `day`, without later facts."""
        known = as_of(self.agreement, as_day(day))
        return self if known is self.agreement else build_schedule(known, self.scenario)

    def as_signed(self) -> Schedule:
        """Return the schedule without amendments and assumptions: the first plan."""
        amended = any(each.amended for each in self.agreement.milestones)
        if not amended and not self.assumed and not self.scenario.as_happened:
            return self
        scenario = structs.replace(self.scenario, assumptions={}, as_happened=False, as_signed=True)
        return build_schedule(self.agreement, scenario)

    def only(self, names: Iterable[str]) -> Schedule:
        """Return the schedule of these milestones and the ones that their dates depend on."""
        counts_from = _counts_from(self.agreement, self.assumed)
        needed = set[str]()
        for name in ("signed", *names):
            links = [name]
            while links:
                link = links.pop()
                if link in counts_from and link not in needed:
                    needed.add(link)
                    links += counts_from[link]
        milestones = tuple(each for each in self.agreement.milestones if each.id in needed)
        assumed = {name: text for name, text in self.assumed.items() if name in needed}
        return build_schedule(
            structs.replace(self.agreement, milestones=milestones),
            structs.replace(self.scenario, assumptions=assumed),
        )

    def _evaluate(self, expression: Expression, counting: Counting) -> DayRange:
        """Return the days that an expression means, not rolled; of a milestone alone, its due date."""
        milestone = self.milestones.get(expression.name or "")
        if milestone and expression.is_anchor and not (expression.is_actual and milestone.actual):
            assert milestone.due  # noqa: S101 - `read` refuses undated names
            return milestone.due
        return expression.evaluate(self.names, counting)

    def _ensure_dated(self, names: Iterable[str]) -> None:
        """Raise `ScheduleError` if the date of one of the names failed, with each cause once."""
        failures = {failure.id: failure for name in names if (failure := self.failed.get(name))}
        if failures:
            raise ScheduleError(failures.values())


def build_schedule(agreement: Agreement, scenario: Scenario | None = None) -> Schedule:
    """Return the schedule of an agreement under a scenario.

    A milestone's due date is the one assumed for it, else the one its rule gives, else the day it
    happened. An assumed shift counts from the date without it, and fails if there is none. Without any
    of these it is undated, and so are the milestones that count from it. Other milestones count from
    the due date, or, under `as_happened`, from the day it happened if known.

    Raises `UnknownNameError` for an assumption about an unknown milestone, `ScheduleError` if the
    assumed day of signing cannot be computed, and `CircleError` if assumptions make a circle.
    """
    scenario = scenario or Scenario()
    if scenario.as_signed:
        agreement = _as_signed(agreement)
    assumed = {
        name: Expression.of_new_deadline(text) for name, text in scenario.assumptions.items()
    }
    milestones = {milestone.id: milestone for milestone in agreement.milestones}
    for name, expression in assumed.items():
        if name not in milestones and name != "signed":
            raise UnknownNameError(f"{name}={expression.text}", name, ["signed", *milestones])
    counting = Counting().under(agreement.counting, scenario.choice)
    # In the order in which error messages list the names; the loop below fills in the dates.
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
        if failure := next((failed[each] for each in counts_from[name] if each in failed), None):
            failed[name] = failure
            continue
        missing = next((undated[each] for each in counts_from[name] if each in undated), name)
        try:
            milestone = date_milestone(
                milestones[name],
                assumed.get(name),
                (agreement.counting, scenario.choice),
                names,
                as_happened=scenario.as_happened,
                missing=missing,
            )
        except ExpressionError as error:
            by_assumption = name in assumed and error.text == assumed[name].text
            failed[name] = Failure(name, error, assumed=by_assumption)
            continue
        if milestone.due is None:
            undated[name] = missing
        dated[name] = milestone
        names[name] = milestone.anchor
        if milestone.actual:
            names[f"{ACTUAL} {name}"] = milestone.actual
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


def _counts_from(
    agreement: Agreement, assumed: Mapping[str, Expression]
) -> dict[str, tuple[str, ...]]:
    """Return the names that each name counts from; assumptions other than shifts replace rules."""
    found: dict[str, tuple[str, ...]] = {"signed": ()}
    for each in agreement.milestones:
        found[each.id] = each.names
    replaced = {name: each.names for name, each in assumed.items() if not each.moves_deadline}
    return found | replaced


def _as_signed(agreement: Agreement) -> Agreement:
    """Return the agreement without its amendments."""
    milestones = (structs.replace(each, amended=()) for each in agreement.milestones)
    return structs.replace(agreement, milestones=tuple(milestones))


def _signed(
    agreement: Agreement,
    assumed: Mapping[str, Expression],
    counting: Counting,
    names: Mapping[str, DayRange | None],
) -> date:
    """Return the day of signing, the assumed one if there is one."""
    if "signed" not in assumed:
        return agreement.signed
    try:
        signed = DayRange.of(agreement.signed)
        return assumed["signed"].evaluate_day(after(signed, names), counting)
    except ExpressionError as error:
        raise ScheduleError([Failure("signed", error, assumed=True)]) from None
