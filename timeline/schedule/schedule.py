"""Compute the dates of an agreement's milestones."""

from __future__ import annotations

from collections.abc import (  # noqa: TC003 - fields of structures
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.counting import Counting, CountingChoice
from timeline.dates.days import as_day
from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.dates.expressions import CLOCK_NAMES, Expression, single_day
from timeline.errors import (
    CalendarEndError,
    ExpressionError,
    Failure,
    RecurringDutyError,
    ScheduleError,
    UndatedError,
    UnknownNameError,
)
from timeline.schedule.agreement import Agreement  # noqa: TC001 - fields of structures
from timeline.schedule.as_of import as_of, news
from timeline.schedule.dated_milestone import DatedMilestone  # noqa: TC001 - fields of structures
from timeline.schedule.dating import Dating, counts_from
from timeline.schedule.recurrence import duty_of, with_duties

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

    `milestones` are in the order of the file; in place of a recurring duty they have its occurrences,
    and the duty itself, undated, if their number is not known. `duties` maps each recurring duty to
    the ids that are in its place. `names` maps the names that expressions can use to
    their dates; for each that is known to have happened, one is `actual` and its id. `undated` maps
    each name without a date to the name whose date is missing: itself, or the one at the start of the
    chain that it counts from. `failed` maps each milestone whose date cannot be computed to the
    failure, its own or that of the milestone that it counts from. Getting such a milestone, or all
    milestones, raises `ScheduleError`; getting another one does not. Facts later than `known_until` have
    been dropped, none if it is None.
    """

    agreement: Agreement
    scenario: Scenario
    counting: Counting
    signed: date
    milestones: Mapping[str, DatedMilestone]
    duties: Mapping[str, Sequence[str]]
    names: Mapping[str, DayRange | None]
    undated: Mapping[str, str]
    failed: Mapping[str, Failure]
    assumed: Mapping[str, Expression]
    known_until: date | None = None

    def __getitem__(self, name: str) -> DatedMilestone:
        """Return the milestone with that id. Raises `UnknownNameError` and `RecurringDutyError`."""
        self._ensure_dated([name])
        self._ensure_single(name, name)
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

        Raises `UndatedError` if its anchor has no date, with the name whose date is missing, and
        `RecurringDutyError` if it is a recurring duty.
        """
        expression = Expression.of(expression)
        name = expression.name
        if name:
            self._ensure_dated([name])
            self._ensure_single(expression.text, name)
            if name not in self.names and name not in CLOCK_NAMES and not self._missing(name):
                raise UnknownNameError(expression.text, name, self._known)
            if missing := self._missing(name):
                if missing in CLOCK_NAMES:
                    raise ExpressionError(expression.text, str(CalendarEndError()))
                raise UndatedError(expression.text, missing)
        return expression

    def ids_of(self, name: str) -> Sequence[str]:
        """Return the ids of the occurrences if `name` is a recurring duty, else `name` alone."""
        self._ensure_dated([name])
        return self.duties.get(name, [name])

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
        happened = {day for each in milestones for day in each.days_fulfilled.values()}
        rules: list[NewDue | None] = [
            subject,
            *(other for each in milestones for other in (*each.also, each.from_, each.until)),
        ]
        rules += [rule for dated in self.milestones.values() for rule in dated.rules]
        depends = (
            self.scenario.as_happened
            or any(rule and rule.is_actual for rule in rules)
            # Until their number is known, only the occurrences that were fulfilled are.
            or any(duty in self.milestones for duty in self.duties)
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
        day = as_day(day)
        if self.known_until and self.known_until <= day:
            return self
        known = as_of(self.agreement, day)
        # Dates depend on nothing else that becomes known.
        is_dated = known.milestones == self.agreement.milestones
        schedule = self if is_dated else build_schedule(known, self.scenario)
        return structs.replace(schedule, agreement=known, known_until=day)

    def as_signed(self) -> Schedule:
        """Return the schedule without amendments and assumptions: the first plan."""
        amended = any(each.amended for each in self.agreement.milestones)
        if not amended and not self.assumed and not self.scenario.as_happened:
            return self
        scenario = structs.replace(self.scenario, assumptions={}, as_happened=False, as_signed=True)
        return build_schedule(self.agreement, scenario)

    def only(self, names: Iterable[str]) -> Schedule:
        """Return the schedule of these milestones and the ones that their dates depend on."""
        links_of = counts_from(self.agreement, self.assumed)
        needed = set[str]()
        names = with_duties(names, self.duties)
        moved = [each for each in self.assumed if duty_of(each, self.duties) in names]
        for name in ("signed", *names, *moved):
            links = [name]
            while links:
                link = links.pop()
                if link in links_of and link not in needed:
                    needed.add(link)
                    links += links_of[link]
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

    @property
    def _known(self) -> list[str]:
        """The names that expressions can use, with the recurring duties in place of occurrences."""
        names = (name for name in self.names if " " not in name)
        return [*(name for name in names if not duty_of(name, self.duties)), *self.duties]

    def _missing(self, name: str) -> str | None:
        """Return the name whose date is missing for the date of `name`, None if it has a date."""
        duty = duty_of(name, self.duties)
        unnamed = duty if name not in self.names else None
        return self.undated.get(unnamed or name)

    def _ensure_single(self, text: str, name: str) -> None:
        """Raise `RecurringDutyError` for a duty, or an occurrence beyond its last, if that is known."""
        duty = name if name in self.duties else duty_of(name, self.duties)
        if duty and duty not in self.milestones and name not in self.milestones:
            raise RecurringDutyError(text, duty, self.duties[duty])

    def _ensure_dated(self, names: Iterable[str]) -> None:
        """Raise `ScheduleError` if the date of one of the names failed, with each cause once."""
        names = with_duties(names, self.duties)
        failures = {failure.id: failure for name in names if (failure := self.failed.get(name))}
        if failures:
            raise ScheduleError(failures.values())


def build_schedule(
    agreement: Agreement, scenario: Scenario | None = None, known_until: date | None = None
) -> Schedule:
    """Return the schedule of an agreement under a scenario, without facts later than `known_until`.

    A milestone's due date is the one assumed for it, else the one its rule gives, else the day it
    happened. An assumed shift counts from the date without it, and fails if there is none. Without any
    of these it is undated, and so are the milestones that count from it. Other milestones count from
    the due date, or, under `as_happened`, from the day it happened if known.

    Raises `UnknownNameError` for an assumption about an unknown milestone, `RecurringDutyError` for one
    about a recurring duty, `ScheduleError` if the assumed day of signing cannot be computed, and
    `CircleError` if assumptions make a circle.
    """
    scenario = scenario or Scenario()
    if known_until:
        agreement = as_of(agreement, known_until)
    if scenario.as_signed:
        agreement = _as_signed(agreement)
    assumed = {
        name: Expression.of_new_deadline(text) for name, text in scenario.assumptions.items()
    }
    dates = Dating(
        agreement, assumed, scenario.choice, scenario.today, as_happened=scenario.as_happened
    )
    return Schedule(
        agreement,
        scenario,
        dates.counting,
        dates.signed,
        dict(dates.in_order()),
        dates.duties,
        dates.names,
        dates.undated,
        dates.failed,
        assumed,
        known_until,
    )


def _as_signed(agreement: Agreement) -> Agreement:
    """Return the agreement without its amendments."""
    milestones = (structs.replace(each, amended=()) for each in agreement.milestones)
    return structs.replace(agreement, milestones=tuple(milestones))
