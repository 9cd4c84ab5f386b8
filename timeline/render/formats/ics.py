"""iCalendar (RFC 5545): an event for each row that has a date, all day if it has no time of day."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import icalendar

from timeline.clock import time_zone
from timeline.plain_text import plain
from timeline.schedule.status import TO_COME, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.dates.edtf import DayRange
    from timeline.render.listing import Event, Listing

_PRODUCT = "-//withdrawal-timeline//timeline//EN"
# The namespace of the events' UIDs. Changing it would duplicate every event in users' calendars.
_NAMESPACE = UUID("ce31dc92-b4ae-4ded-9526-a788685746e0")


class _Text(icalendar.vText):
    r"""One line of text. The library would turn the two characters `\N` into a line break."""

    def to_ical(self) -> bytes:
        """Return the text with backslashes, semicolons and commas escaped."""
        return re.sub(r"[\\;,]", r"\\\g<0>", self).encode()


def render(listings: Sequence[Listing], alarm: int | None, *, several: bool) -> str:
    """Return one calendar, with lines ending in CR LF. Equal listings give equal bytes.

    `alarm` is how many days before an event still to come a reminder is shown, None for never.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    name = _text("agreements" if several else listings[0].title)
    calendar.add("name", name)  # RFC 7986
    calendar.add("x-wr-calname", name)  # the older name, which most clients read
    for listing in listings:
        for row in listing.rows:
            on = listing.shared.get("on") or row.values.get("on")
            stamp = date.fromisoformat(on) if isinstance(on, str) else None
            if row.event.days:
                calendar.add_component(_event(row.event, row.event.days, stamp, alarm))
    if not calendar.subcomponents:
        calendar.add_component(_utc())
    starts = [entry.start for entry in calendar.events if isinstance(entry.start, datetime)]
    if starts:
        # To the second day of the last supported year at most: near its end the library fails.
        last = date(min(max(starts).year, date.max.year - 1) + 1, 1, 2)
        calendar.add_missing_timezones(date(min(starts).year, 1, 1), last)
    data: bytes = calendar.to_ical()
    return data.decode()


def _event(event: Event, days: DayRange, stamp: date | None, alarm: int | None) -> icalendar.Event:
    """Return the event on its days. Without a `stamp` it is stamped with its first day."""
    entry = icalendar.Event()
    entry.add("uid", str(uuid5(_NAMESPACE, json.dumps(event.identity))))
    # Not the current time, because the content depends only on the `--on` day.
    entry.add("dtstamp", datetime.combine(stamp or days.earliest, time(), UTC))
    start = _start(event, days)
    entry.add("dtstart", start)
    # An event at a time of day has no end: it ends when it starts (RFC 5545, 3.6.1).
    all_day = not isinstance(start, datetime)
    if all_day and days.latest < date.max:
        entry.add("dtend", days.latest + timedelta(1))
    elif all_day:
        # There is no date after the last supported day.
        entry.add("duration", days.latest - days.earliest + timedelta(1))
    entry.add("summary", _text(_summary(event)))
    entry.add("description", _text(event.details))
    if event.status is Status.VOID:
        entry.add("status", "CANCELLED")
    entry.add("transp", "TRANSPARENT")  # a deadline does not make anyone busy
    if alarm is not None and event.status in TO_COME:
        entry.add_component(_alarm(event, alarm))
    return entry


def _start(event: Event, days: DayRange) -> date | datetime:
    """Return the time of the event in its zone; its first day if it has no time or several days.

    Without a zone it is the same time of day in every zone.
    """
    if event.at is None or not days.is_day:
        return days.earliest
    hour, minute = map(int, event.at.split(":"))
    try:
        start = datetime.combine(days.earliest, time()) + timedelta(hours=hour, minutes=minute)
    except OverflowError:
        return days.earliest  # 24:00 on the last supported day
    return start.replace(tzinfo=time_zone(event.zone)) if event.zone else start


def _alarm(event: Event, days: int) -> icalendar.Alarm:
    """Return an alarm that shows the event's summary `days` days before it begins."""
    entry = icalendar.Alarm()
    entry.add("action", "DISPLAY")
    entry.add("description", _text(_summary(event)))
    entry.add("trigger", -timedelta(days))
    return entry


def _summary(event: Event) -> str:
    """Return the event's title with its agreement: calendars show events of several agreements."""
    return f"{event.agreement}: {event.title}"


def _utc() -> icalendar.Timezone:
    """Return the time zone UTC. A calendar needs a component, and no client shows this one."""
    zone, standard = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - RFC 5545 requires a local time
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone


def _text(text: str) -> _Text:
    """Return the text as an iCalendar value of one line."""
    return _Text(plain(text))
