"""Check the dates that the agreement's text gives in other calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.calendars import Calendar, from_calendar, in_calendar
from timeline.errors import CalendarEndError, NoSuchDayError
from timeline.files.faults import Fault, item, join
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from timeline.schedule.agreement import Agreement, Stated
    from timeline.schedule.schedule import Schedule

# Months of both calendars have at least 29 days, so only later days need a calendar's library.
_SHORTEST_MONTH = 29


def impossible_days(agreement: Agreement) -> Iterator[Fault]:
    """Yield the stated dates that do not exist in their calendar."""
    for path, stated in _all_stated(agreement):
        for key, text, calendar in _days(path, stated):
            year, month, day = map(int, text.split("-"))
            if 1 <= month <= 12 and 1 <= day <= _SHORTEST_MONTH:
                continue
            try:
                from_calendar(year, month, day, calendar)
            except NoSuchDayError as error:
                yield Fault(key, f"{quoted(text)}: {error}")
            except CalendarEndError:
                continue  # The library does not support this year.


def disagreements(schedule: Schedule) -> Iterator[Fault]:
    """Yield the stated dates that are not the day of signing, or not the milestone's due date.

    A date that the calendar's library does not support is not checked.
    """
    due = {dated.milestone.id: dated.due for dated in schedule.as_signed().chronological()}
    agreement = schedule.agreement
    if agreement.stated:
        yield from _disagreeing("stated", agreement.stated, agreement.signed)
    for position, milestone in enumerate(agreement.milestones):
        days = due.get(milestone.id)  # None also for a recurring duty, which states no dates
        if milestone.stated and days and days.is_day:
            path = join(item("milestone", position, milestone.id), "stated")
            yield from _disagreeing(path, milestone.stated, days.deadline)


def _disagreeing(path: str, stated: Stated, day: date) -> Iterator[Fault]:
    """Yield the stated dates that differ from `day`."""
    for key, text, calendar in _days(path, stated):
        try:
            computed = in_calendar(day, calendar)
        except CalendarEndError:
            continue
        if text != str(computed):
            yield Fault(
                key, f"found {quoted(text)}; expected {quoted(str(computed))}, which is {day}"
            )


def _all_stated(agreement: Agreement) -> Iterator[tuple[str, Stated]]:
    """Yield the stated dates of the agreement and of each milestone, with their paths."""
    if agreement.stated:
        yield "stated", agreement.stated
    for position, milestone in enumerate(agreement.milestones):
        if milestone.stated:
            yield join(item("milestone", position, milestone.id), "stated"), milestone.stated


def _days(path: str, stated: Stated) -> Iterator[tuple[str, str, Calendar]]:
    """Yield the path, the text and the calendar of each stated date."""
    days = {Calendar.HIJRI: stated.hijri, Calendar.SOLAR_HIJRI: stated.solar_hijri}
    for calendar, text in days.items():
        if text is not None:
            yield join(path, calendar), text, calendar
