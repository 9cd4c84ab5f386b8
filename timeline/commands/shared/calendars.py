"""`--calendar`: dates in other calendars, beside the Gregorian date."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from timeline.commands.shared.options import CALENDAR_OPTION, add_options
from timeline.dates.calendars import Calendar, CalendarDay, in_calendar
from timeline.errors import CalendarEndError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from timeline.schedule.status import MilestoneStatus


def in_further_calendars(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--calendar` to a command, which takes `calendars`, each calendar once."""

    @wraps(command)
    def adding(*args: Any, calendars: Sequence[str], **options: Any) -> Any:
        return command(
            *args, calendars=[Calendar(name) for name in dict.fromkeys(calendars)], **options
        )

    return add_options([CALENDAR_OPTION], adding)


def convert(
    days: Sequence[date | None], calendars: Sequence[Calendar]
) -> tuple[dict[Calendar, list[CalendarDay | None]], tuple[str, ...]]:
    """Return the days in each calendar, and a note for each day outside it."""
    notes: dict[str, None] = {}

    def converted(day: date | None, calendar: Calendar) -> CalendarDay | None:
        try:
            return in_calendar(day, calendar) if day else None
        except CalendarEndError as error:
            notes[f"{day} in the {calendar} calendar: {error}"] = None
            return None

    found = {calendar: [converted(day, calendar) for day in days] for calendar in calendars}
    return found, tuple(notes)


def deadlines_in(
    states: Sequence[MilestoneStatus], calendars: Sequence[Calendar]
) -> tuple[dict[Calendar, list[CalendarDay | None]], tuple[str, ...]]:
    """Return the deadlines in each calendar, and a note for each one outside it."""
    dues = [state.dated.due for state in states]
    return convert([due.deadline if due else None for due in dues], calendars)
