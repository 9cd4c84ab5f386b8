"""Every milestone of an agreement dated, in the order in which they count from one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping  # noqa: TC003 - fields of structures
from datetime import date

from msgspec import Struct, structs

from timeline.agreement import Agreement, Milestone  # noqa: TC001 - fields of structures
from timeline.counting import Counting
from timeline.edtf import DayRange
from timeline.errors import (
    CalendarEndError,
    ExpressionError,
    ScheduleError,
    UndatedError,
    UnknownNameError,
)
from timeline.expressions import CLOCK_NAMES, Expression, clock_names, single_day
from timeline.faults import item, join
from timeline.order import dating_order
from timeline.premises import Premises
from timeline.scheduled import Basis, Scheduled

__all__ = ["Basis", "Premises", "Schedule", "Scheduled", "build_schedule"]


class Schedule(Struct, frozen=True):
    """A dated agreement. `milestones` are in the order of the file; `names` serve expressions.

    A milestone whose count fails is in `failed`, and asking for it, or for all, raises
    `ScheduleError`; so does what counts from it. The others can be asked for all the same.
    """

    agreement: Agreement
    premises: Premises
    counting: Counting
    signed: date
    milestones: Mapping[str, Scheduled]
    names: Mapping[str, DayRange | None]
    failed: Mapping[str, tuple[str, str]]

    def __getitem__(self, name: str) -> Scheduled:
        """Return the milestone with that id. Raises `UnknownNameError`."""
        self._ensure_dated([name])
        try:
            return self.milestones[name]
        except KeyError:
            ids = [milestone.id for milestone in self.agreement.milestones]
            raise UnknownNameError(name, name, ids) from None

    def evaluate(self, expression: str | Expression) -> DayRange:
        """Return the days that an expression stands for. Raises `ExpressionError`.

        A milestone's id alone stands for its due date. What is counted from it is counted from the
        day it happened, when that is among the premises.

        >>> from timeline.loading import load
        >>> print(build_schedule(load("doha-2020")).evaluate("signed + 14 months"))
        2021-04-29
        """
        expression = self.read(expression)
        due = self._due(expression)
        return due or expression.evaluate(self.names, self.counting)

    def evaluate_day(self, expression: str | Expression) -> date:
        """Return the one day that an expression stands for. Raises `ImpreciseError` for more."""
        expression = self.read(expression)
        return single_day(self.evaluate(expression), expression.text)

    def read(self, expression: str | Expression) -> Expression:
        """Return the expression, read from its text if need be.

        Raises `UndatedError` when its anchor has no date, naming what is missing in the end.
        """
        if isinstance(expression, str):
            expression = Expression.parse(expression)
        name = expression.name
        if name:
            self._ensure_dated([name])
            if name in self.names and self.names[name] is None:
                missing = self._without_date(name)
                if missing in CLOCK_NAMES:
                    raise ExpressionError(expression.text, str(CalendarEndError()))
                raise UndatedError(expression.text, missing)
        return expression

    def _due(self, expression: Expression) -> DayRange | None:
        """Return the due date of the milestone that the expression is nothing but the id of."""
        name = expression.name
        if name and name in self.milestones and not expression.terms:
            return self.milestones[name].due
        return None

    def chronological(self) -> list[Scheduled]:
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
        bases = (one.basis for one in self.milestones.values())
        if not self.premises.as_happened and Basis.HAPPENED not in bases:
            return ()
        return tuple(sorted({one.fulfilled for one in self.agreement.milestones if one.fulfilled}))

    def known_on(self, day: date) -> Schedule:
        """Return the schedule as it could be known on `day`: without what happened later.

        That is this very schedule unless a date in it comes from something that happened later.
        """
        if self.premises.known is None and all(fact <= day for fact in self.facts):
            return self
        return build_schedule(self.agreement, structs.replace(self.premises, known=day))

    def _without_date(self, name: str) -> str:
        """Return the name whose date is missing: the one that an undated name counts from in the end."""
        while name in self.milestones:
            rule = self.milestones[name].rule
            if rule is None or rule.name is None:
                break
            name = rule.name
        return name

    def _ensure_dated(self, names: Iterable[str]) -> None:
        """Raise `ScheduleError` for those of the names whose count failed, each root once."""
        failed = dict.fromkeys(self.failed[name] for name in names if name in self.failed)
        if failed:
            raise ScheduleError(failed)


def build_schedule(agreement: Agreement, premises: Premises | None = None) -> Schedule:
    """Return the agreement with every milestone dated that can be.

    A milestone is due on the day assumed for it, else by its rule, else on the day it happened,
    else it is undated, and so is what counts from it. Others count from that same day, except that
    under `as_happened` they count from the day it happened, where it did.

    Raises `UnknownNameError` for an assumption about nothing, `ScheduleError` when the day assumed
    for signing cannot be counted, `CircleError` when assumptions close a circle.
    """
    premises = premises or Premises()
    ids = {milestone.id: position for position, milestone in enumerate(agreement.milestones)}
    for name, assumed in premises.assumptions.items():
        if name not in ids and name != "signed":
            raise UnknownNameError(f"{name}={assumed.text}", name, ["signed", *ids])
    counting = Counting().under(agreement.counting, premises.choice)
    # In the order in which an error lists them; each is dated before anything counts from it.
    signed = agreement.signed
    names: dict[str, DayRange | None] = {"signed": DayRange.of(signed)}
    names |= dict.fromkeys(ids)
    names |= clock_names(premises.today) if premises.today else {}
    scheduled: dict[str, Scheduled] = {}
    failed: dict[str, tuple[str, str]] = {}
    counts_from = _counts_from(agreement, premises)
    for name in dating_order(counts_from):
        if name == "signed":
            signed = _signed(agreement, premises, counting, names)
            names[name] = DayRange.of(signed)
            continue
        anchor = counts_from[name]
        if anchor in failed:
            failed[name] = failed[anchor]
            continue
        milestone = agreement.milestones[ids[name]]
        try:
            rules = Counting().under(agreement.counting, milestone.counting, premises.choice)
            one = _date(milestone, premises, rules, names)
        except ExpressionError as error:
            failed[name] = (_place(name, ids[name], premises), str(error))
            continue
        scheduled[name] = one
        names[name] = one.anchor
    return Schedule(
        agreement,
        premises,
        counting,
        signed,
        {name: scheduled[name] for name in ids if name in scheduled},
        names,
        failed,
    )


def _counts_from(agreement: Agreement, premises: Premises) -> dict[str, str | None]:
    """Return each name with the one it counts from, assumptions going before rules."""
    rules = {"signed": None, **{one.id: one.due for one in agreement.milestones}}
    return {
        name: expression.name if expression else None
        for name, expression in {**rules, **premises.assumptions}.items()
    }


def _signed(
    agreement: Agreement,
    premises: Premises,
    counting: Counting,
    names: Mapping[str, DayRange | None],
) -> date:
    """Return the day of signing, or the one assumed for it."""
    assumed = premises.assumptions.get("signed")
    if not assumed:
        return agreement.signed
    try:
        return assumed.evaluate_day(names, counting)
    except ExpressionError as error:
        raise ScheduleError([("assumed signed", str(error))]) from None


def _place(name: str, position: int, premises: Premises) -> str:
    """Return where the expression stands that dates a milestone."""
    if name in premises.assumptions:
        return f"assumed {name}"
    return join(item("milestone", position, name), "due")


def _date(
    milestone: Milestone,
    premises: Premises,
    counting: Counting,
    names: Mapping[str, DayRange | None],
) -> Scheduled:
    """Return the milestone dated, from the names dated before it."""
    fulfilled = milestone.fulfilled
    if fulfilled and premises.known and fulfilled > premises.known:
        fulfilled = None
    assumed = premises.assumptions.get(milestone.id)
    rule = assumed or milestone.due
    due, basis = None, Basis.UNDATED
    if rule:
        try:
            due = rule.evaluate(names, counting)
            basis = Basis.ASSUMED if assumed else Basis.RULE
        except UndatedError:
            pass
    if due is None and fulfilled:
        due, basis = DayRange.of(fulfilled), Basis.HAPPENED
    happened = DayRange.of(fulfilled) if fulfilled and premises.as_happened else None
    anchor = due if assumed else happened or due
    rule = None if basis is Basis.HAPPENED else rule
    return Scheduled(milestone, due, basis, counting, anchor, fulfilled, rule)
