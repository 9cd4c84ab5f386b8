"""`--within PERIOD`: the deadlines near the day asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.counting import Counting
from timeline.dates.periods import Period, Term, count
from timeline.errors import CalendarEndError, prefix_errors

if TYPE_CHECKING:
    from timeline.commands.shared.queries import Query


def parse_within(text: str | None) -> Period | None:
    """Return the period of `--within`, None if it is not given. Raises `TimelineError`."""
    if text is None:
        return None
    with prefix_errors("--within"):
        return Period.parse(text)


def days_within(period: Period, query: Query) -> int:
    """Return how many days after the query's day the period ends, at most at the end of the calendar.

    Raises `TimelineError` for a year of which a holiday calendar does not know the holidays.
    """
    closed = query.schedule.counting.closed
    with prefix_errors("--within"):
        try:
            last = count(query.on, [Term(1, period)], Counting(closed=closed))
        except CalendarEndError:
            if period.working_days and closed.calendars:
                raise
            last = query.on.max
    return (last - query.on).days


def closed_note(period: Period, query: Query) -> str | None:
    """Return the note of a list of closed days without weekdays that the period is counted with."""
    return query.schedule.counting.closed.note if period.working_days else None
