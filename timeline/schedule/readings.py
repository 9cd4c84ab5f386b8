"""A deadline under other counting rules, and the published dates that match one of them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.adjusters import Adjuster
from timeline.dates.calendars import Calendar
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.rolling import Roll
from timeline.errors import TimelineError
from timeline.schedule.agreement import Published  # noqa: TC001 - fields of structures
from timeline.schedule.schedule import Schedule, build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Rule = StartDay | MonthEnd | Calendar | Roll


class Reading(Struct, frozen=True):
    """A deadline under other rules.

    Each of `rules`, on its own in place of the rule in force, gives `deadline`. `difference` is the
    days from the deadline under the rules in force to this one. If the rule gives no date,
    `deadline` is None and `problem` says why.
    """

    rules: tuple[Rule, ...]
    deadline: date | None
    difference: int | None
    problem: str | None = None


class Match(Struct, frozen=True):
    """A published date with the nearest reading, and the days `past` it: 0 if they are equal.

    A `reading` without rules is the deadline under the rules in force, or, if it differs from that, a
    deadline before it was moved.
    """

    published: Published
    reading: Reading
    past: int


class OtherRules:
    """The schedules under other rules, each built when it is first used."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._built: dict[Rule, Schedule | TimelineError] = {}

    def schedule(self, rule: Rule) -> Schedule:
        """Return the schedule with `rule` applied everywhere.

        It overrides the rules of the file and of the scenario. Raises what `build_schedule` raises.
        """
        if rule not in self._built:
            scenario = self._schedule.scenario
            choice = structs.replace(scenario.choice, **{field_of(rule): rule})
            scenario = structs.replace(scenario, choice=choice)
            try:
                self._built[rule] = build_schedule(self._schedule.agreement, scenario)
            except TimelineError as error:
                self._built[rule] = error
        built = self._built[rule]
        if isinstance(built, TimelineError):
            raise built.with_traceback(None)
        return built


def readings(
    others: OtherRules,
    counting: Counting,
    deadline_in: Callable[[Schedule], date],
    chosen: date,
) -> list[Reading]:
    """Return the readings whose deadline differs from `chosen`, by date, those without a date last.

    `deadline_in` returns the deadline in a schedule. Each reading changes one rule of `counting`, the
    rules in force. The changed rule also applies to every milestone that the deadline counts from,
    as a rule given on the command line does.
    """
    by_date: dict[date, list[Rule]] = {}
    refused: list[Reading] = []
    for rule in alternatives(counting):
        try:
            deadline = deadline_in(others.schedule(rule))
        except TimelineError as error:
            refused.append(Reading((rule,), None, None, str(error)))
            continue
        if deadline != chosen:
            by_date.setdefault(deadline, []).append(rule)
    moved = [
        Reading(tuple(rules), deadline, (deadline - chosen).days)
        for deadline, rules in sorted(by_date.items())
    ]
    return moved + refused


def matches(published: Sequence[Published], chosen: date, others: Sequence[Reading]) -> list[Match]:
    """Return the published dates, earliest first, each with the nearest reading.

    If two are equally near, the earlier is used: published dates are more often late than early.
    """
    dated = [Reading((), chosen, 0), *(reading for reading in others if reading.deadline)]

    def distance(reading: Reading, day: date) -> tuple[int, date]:
        assert reading.deadline  # noqa: S101 - `dated` has only readings with a deadline
        return abs((day - reading.deadline).days), reading.deadline

    found = []
    for entry in sorted(published, key=lambda entry: entry.date):
        nearest = min(dated, key=lambda reading: distance(reading, entry.date))
        days = (entry.date - nearest.deadline).days if nearest.deadline else 0
        found.append(Match(entry, nearest, days))
    return found


def alternatives(counting: Counting) -> Iterator[Rule]:
    """Yield each rule that is not in force; of the rolls only `following`."""
    for rule in (*StartDay, *MonthEnd, *Calendar):
        if rule not in {counting.start_day, counting.month_end, counting.months_of}:
            yield rule
    if counting.roll is not Roll.FOLLOWING:
        yield Roll.FOLLOWING


def field_of(rule: Rule | Adjuster) -> str:
    """Return the name of the `Counting` field that the rule is a value of, `adjuster` for an adjuster.

    >>> field_of(MonthEnd.STICKY)
    'month_end'
    """
    match rule:
        case StartDay():
            return "start_day"
        case MonthEnd():
            return "month_end"
        case Calendar():
            return "months_of"
        case Roll():
            return "roll"
        case Adjuster():  # pragma: no branch - the last kind of rule
            return "adjuster"
