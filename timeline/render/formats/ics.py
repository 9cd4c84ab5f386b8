"""iCalendar (RFC 5545): an all-day event for each row that has a date."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import icalendar

from timeline.plain_text import plain
from timeline.schedule.status import Status

if TYPE_CHECKING:
    from timeline.dates.edtf import DayRange
    from timeline.render.listing import Event, Listing

_PRODUCT = "-//withdrawal-timeline//timeline//EN"
# Under which the identities of events are hashed; another one would double every calendar.
_NAMESPACE = UUID("ce31dc92-b4ae-4ded-9526-a788685746e0")
# Nobody needs a reminder of what is done.
_DONE = {Status.MET, Status.LATE}


class _Text(icalendar.vText):
    r"""One line of text; of the two characters `\N` the library would make a line break."""

    def to_ical(self) -> bytes:
        """Return the text with what separates values escaped."""
        return re.sub(r"[\\;,]", r"\\\g<0>", self).encode()


def render(listing: Listing, alarm: int | None) -> str:
    """Return the calendar, lines ending in CR LF; the same listing always gives the same bytes.

    `alarm` is how many days before an event it reminds of what is not done, None for never.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    on = listing.shared.get("on")
    stamp = date.fromisoformat(on) if isinstance(on, str) else None
    for event in (row.event for row in listing.rows):
        if event.days:
            calendar.add_component(_event(event, event.days, stamp, alarm))
    if not calendar.subcomponents:
        calendar.add_component(_utc())
    data: bytes = calendar.to_ical()
    return data.decode()


def _event(event: Event, days: DayRange, stamp: date | None, alarm: int | None) -> icalendar.Event:
    """Return the event over its days, stamped with its own first day if with no other."""
    entry = icalendar.Event()
    entry.add("uid", str(uuid5(_NAMESPACE, json.dumps(event.identity))))
    # Not the clock's time: what is known depends on the day asked about alone.
    entry.add("dtstamp", datetime.combine(stamp or days.earliest, time(), UTC))
    entry.add("dtstart", days.earliest)
    if days.latest < date.max:
        entry.add("dtend", days.latest + timedelta(1))
    else:
        # There is no day after the last one.
        entry.add("duration", days.latest - days.earliest + timedelta(1))
    entry.add("summary", _text(event.title))
    entry.add("description", _text(event.details))
    if alarm is not None and event.status not in _DONE:
        entry.add_component(_alarm(event, alarm))
    return entry


def _alarm(event: Event, days: int) -> icalendar.Alarm:
    """Return what shows the event's title that many days before it begins."""
    entry = icalendar.Alarm()
    entry.add("action", "DISPLAY")
    entry.add("description", _text(event.title))
    entry.add("trigger", -timedelta(days))
    return entry


def _utc() -> icalendar.Timezone:
    """Return the time zone UTC: a calendar needs a component, and of all kinds no client shows this."""
    zone, standard = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a local time, by RFC 5545
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone


def _text(words: str) -> _Text:
    """Return the words as a value of one line."""
    return _Text(plain(words))
