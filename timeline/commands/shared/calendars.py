"""`--calendar`: days in further calendars, beside the Gregorian one."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from timeline.commands.shared.options import CALENDAR, under
from timeline.dates.calendars import Calendar, CalendarDay, in_calendar
from timeline.errors import CalendarEndError
from timeline.render.listings import milestones

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from timeline.commands.shared.query import Query
    from timeline.render.listing import Listing
    from timeline.schedule.status import MilestoneStatus


def in_further_calendars(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--calendar`; it takes the calendars asked for, each once."""

    @wraps(command)
    def adding(*args: Any, calendars: Sequence[str], **options: Any) -> Any:
        return command(
            *args, calendars=[Calendar(one) for one in dict.fromkeys(calendars)], **options
        )

    return under([CALENDAR], adding)


def convert(
    days: Sequence[date | None], calendars: Sequence[Calendar]
) -> tuple[dict[Calendar, list[CalendarDay | None]], tuple[str, ...]]:
    """Return the days in each calendar, and a note for each that lies beyond it."""
    notes: dict[str, None] = {}

    def converted(day: date | None, calendar: Calendar) -> CalendarDay | None:
        try:
            return in_calendar(day, calendar) if day else None
        except CalendarEndError as error:
            notes[f"{day} in the {calendar} calendar: {error}"] = None
            return None

    found = {calendar: [converted(day, calendar) for day in days] for calendar in calendars}
    return found, tuple(notes)


def milestones_in(
    query: Query, states: Sequence[MilestoneStatus], calendars: Sequence[Calendar]
) -> tuple[Listing, tuple[str, ...]]:
    """Return the listing of milestones with their deadlines in each calendar, and the notes."""
    dues = [one.dated.due for one in states]
    days, notes = convert([due.deadline if due else None for due in dues], calendars)
    return milestones.listing(query.name, query.schedule, query.on, states, days), notes
