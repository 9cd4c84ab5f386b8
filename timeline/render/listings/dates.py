"""The dates of expressions as a JSON document, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.formats.json import versioned
from timeline.render.listings.milestones import envelope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.dates.edtf import DayRange
    from timeline.render.terminal import Terminal
    from timeline.schedule.schedule import Schedule


def json_document(
    name: str,
    schedule: Schedule,
    on: date,
    dates: Sequence[tuple[str, DayRange | None]],
    further: Mapping[Calendar, Sequence[CalendarDay | None]],
    terminal: Terminal,
) -> str:
    """Return the dates of expressions as a JSON document, with the days that remain from `on`.

    An undated milestone has no date. `further` maps other calendars to the deadlines in them, in the
    order of `dates`.
    """
    rows = []
    for number, (expression, days) in enumerate(dates):
        in_calendars = {
            calendar.replace("-", "_"): row[number] for calendar, row in further.items()
        }
        rows.append(
            {
                "expression": expression,
                "due": days and str(days.deadline),
                "due_earliest": days and str(days.earliest),
                "remaining": (days.deadline - on).days if days else None,
                **{key: day and str(day) for key, day in in_calendars.items()},
            }
        )
    return versioned({**envelope(name, schedule, on), "dates": rows}, terminal)
