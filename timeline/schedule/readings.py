"""One clause under the other rules, and the dates that others printed held against each of them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.calendars import Calendar
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.errors import TimelineError
from timeline.schedule.agreement import Published  # noqa: TC001 - fields of structures
from timeline.schedule.schedule import Schedule, build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Rule = StartDay | MonthEnd | Calendar


class Reading(Struct, frozen=True):
    """A deadline and the rules that give it, each alone in place of the one in force.

    `deadline` is None, and `problem` says why, where a rule gives no day at all. `difference` counts
    the days from the chosen deadline: negative is earlier.
    """

    rules: tuple[Rule, ...]
    deadline: date | None
    difference: int | None
    problem: str | None = None


class Match(Struct, frozen=True):
    """A published date with the reading that gives it, or the nearest one and the days past it.

    `reading` with no rules is the chosen one.
    """

    published: Published
    reading: Reading
    past: int


class OtherRules:
    """A schedule under each other rule, built when it is first needed and kept."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._built: dict[Rule, Schedule | TimelineError] = {}

    def schedule(self, rule: Rule) -> Schedule:
        """Return the schedule with one rule winning over all others of its kind.

        Raises what `build_schedule` raises.
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
    """Return the readings that move a deadline away from `chosen`, by date.

    `deadline_in` finds the deadline in a schedule. Each reading differs by one rule from `counting`,
    the rules in force, and that rule holds for all that is counted on the way, as the rules of a
    command line do. Readings that give no day come last.
    """
    by_date: dict[date, list[Rule]] = {}
    refused: list[Reading] = []
    for rule in _alternatives(counting):
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
    """Return the published dates, earliest first, each with the reading that lies nearest.

    Of two equally near the earlier is taken, since what is published is rather late than early.
    """
    dated = [Reading((), chosen, 0), *(one for one in others if one.deadline)]

    def distance(reading: Reading, day: date) -> tuple[int, date]:
        assert reading.deadline  # noqa: S101 - those without are left out above
        return abs((day - reading.deadline).days), reading.deadline

    found = []
    for one in sorted(published, key=lambda one: one.date):
        nearest = min(dated, key=lambda reading: distance(reading, one.date))
        days = (one.date - nearest.deadline).days if nearest.deadline else 0
        found.append(Match(one, nearest, days))
    return found


def _alternatives(counting: Counting) -> Iterator[Rule]:
    """Yield each rule that is not in force."""
    for rule in (*StartDay, *MonthEnd, *Calendar):
        if rule not in {counting.start_day, counting.month_end, counting.months_of}:
            yield rule


def field_of(rule: Rule) -> str:
    """Return which of the counting rules this one is a value of.

    >>> field_of(MonthEnd.STICKY)
    'month_end'
    """
    match rule:
        case StartDay():
            return "start_day"
        case MonthEnd():
            return "month_end"
        case Calendar():  # pragma: no branch - the last one there is
            return "months_of"
