"""A clause in English as a day of an agreement."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.counting import Counting, StartDay
from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.dates.expressions import Expression
from timeline.errors import ExpressionError, TimelineError, UndatedError, UnreadClauseError
from timeline.plain_text import quoted
from timeline.reading.reading import names_of, read
from timeline.reading.readings import Reading  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.schedule.schedule import Schedule


class DatedReading(Struct, frozen=True):
    """A reading, and the days that it gives for an agreement; None if its anchor has no date.

    `other` is another rule for the start day that the words leave open, and `other_days` are the days
    under it; both are None if there is none.
    """

    reading: Reading
    days: DayRange | None
    counting: Counting
    other: StartDay | None = None
    other_days: DayRange | None = None


def reader(schedule: Schedule, anchor: str | None = None) -> Callable[[str], DatedReading]:
    """Return a function from a clause to its reading in the agreement of the schedule.

    `anchor` is the name or the date from which a clause counts that names only an event, or nothing.
    Raises `ExpressionError` if it is neither. The function raises `UnreadClauseError`, also if
    the day cannot be computed.

    >>> from timeline.files.loading import load_schedule
    >>> print(reader(load_schedule("doha-2020"))("within 14 months").days)
    2021-04-29
    """
    if anchor is not None:
        expression = Expression(anchor)
        if not expression.is_anchor:
            raise ExpressionError(
                anchor, "more than an anchor; use a date, a milestone's id or signed"
            )
        anchor = str(expression)
    since = _since(schedule, anchor or "signed")
    names = names_of((each.id, each.title) for each in schedule.agreement.milestones)

    def dated(text: str) -> DatedReading:
        found = read(text, names=names, anchor=anchor, since=since)
        rules = (schedule.agreement.counting, found.counting, schedule.scenario.choice)
        counting = Counting().under(*rules)
        try:
            days = schedule.evaluate(found.expression, counting)
        except UndatedError:
            return DatedReading(found, None, counting)
        except ExpressionError as error:
            raise UnreadClauseError([f"{quoted(text)}: {error}"], error.problem) from None
        return _with_other(schedule, DatedReading(found, days, counting))

    return dated


def _since(schedule: Schedule, anchor: str) -> date | None:
    """Return the earliest day of the anchor, None if it has no date."""
    try:
        return schedule.evaluate(anchor).earliest
    except UndatedError:
        return None


def _with_other(schedule: Schedule, found: DatedReading) -> DatedReading:
    """Return the dated reading with the days under the rule that its words leave open, if they differ."""
    unless, rule = found.reading.unless, found.counting.start_day
    if unless is None:
        return found
    other = StartDay.EXCLUDED if rule is unless else unless
    counting = structs.replace(found.counting, start_day=other)
    try:
        days = schedule.evaluate(found.reading.expression, counting)
    except TimelineError:
        return found
    return found if days == found.days else structs.replace(found, other=other, other_days=days)
