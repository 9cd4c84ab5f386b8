"""Mermaid: a Gantt chart with a task for each row that has a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.plain_text import plain
from timeline.schedule.status import Status

if TYPE_CHECKING:
    from timeline.dates.edtf import DayRange
    from timeline.render.listing import Event, Listing

_TAGS = {Status.MET: "done", Status.LATE: "done", Status.OVERDUE: "crit"}
# Ids that Mermaid would take for tags of a task.
_RESERVED = {"active", "crit", "done", "milestone", "vert"}
_HARMLESS = frozenset(" -.,()/'")
# What stands for so many days between ticks. Mermaid's own choice crowds them until none can be
# read, and tells the hours of a short span, each under the same date. Its weeks begin on Sunday.
_INTERVALS = {
    1: ["tickInterval 1day"],
    7: ["tickInterval 1week", "weekday monday"],
    30: ["tickInterval 1month", "axisFormat %Y-%m"],
    91: ["tickInterval 3month", "axisFormat %Y-%m"],
    182: ["tickInterval 6month", "axisFormat %Y-%m"],
    365: ["tickInterval 12month", "axisFormat %Y"],
}
_MOST_INTERVALS = 7
# A line that begins so, in whatever case, is no task to Mermaid.
_STATEMENT = re.compile(
    r"title|section|gantt|dateformat|axisformat|tickinterval|includes|excludes|todaymarker"
    r"|inclusiveenddates|topaxis|weekday|weekend|click|call|href|acctitle|accdescr|[0-9]{4}-",
    re.IGNORECASE,
)


def render(listing: Listing) -> str:
    """Return the chart; a comment names what has no date and is left out."""
    title = text(next(iter(listing.heading), "")) or listing.name
    events = [row.event for row in listing.rows]
    lines = [
        f"title {title}",
        "dateFormat YYYY-MM-DD",
        # So that a span may name its last day, not the day after.
        "inclusiveEndDates",
        # What stands where depends on the day asked about, not on when the chart is looked at.
        "todayMarker off",
        *_axis([one.days for one in events if one.days]),
        *(_task(one, one.days) for one in events if one.days),
    ]
    undated = [text(one.id) for one in events if not one.days]
    if undated:
        lines.append(f"%% no date, left out: {', '.join(undated)}")
    return "gantt\n" + "".join(f"    {line}\n" for line in lines)


def text(words: str) -> str:
    """Return the words with all that might be syntax as Mermaid's entities.

    >>> text("Phase 1: 50% #done;")
    'Phase 1#58; 50#37; #35;done#59;'
    """
    return "".join(
        char if char.isalnum() or char in _HARMLESS else _entity(char) for char in plain(words)
    ).strip()


def _axis(drawn: list[DayRange]) -> list[str]:
    """Return the lines that set the ticks: days for some weeks, then months, then years."""
    if not drawn:
        return []
    span = max(one.latest for one in drawn) - min(one.earliest for one in drawn)
    for days, lines in _INTERVALS.items():
        if span.days <= _MOST_INTERVALS * days:
            return lines
    return ["axisFormat %Y"]


def _task(event: Event, days: DayRange) -> str:
    """Return the line of a task: a milestone for a single day, a bar for more."""
    name = text(event.title) or text(event.id)
    if _STATEMENT.match(name):
        name = _entity(name[0]) + name[1:]
    # No id of a file ends in a hyphen, so that none is taken twice.
    identity = f"{event.id}-" if event.id in _RESERVED else text(event.id)
    tags = [_TAGS[event.status]] if event.status in _TAGS else []
    if days.is_day:
        parts = ["milestone", *tags, identity, str(days.earliest), "0d"]
    else:
        parts = [*tags, identity, str(days.earliest), str(days.latest)]
    return f"{name} :{', '.join(parts)}"


def _entity(char: str) -> str:
    """Return the character as Mermaid's entity."""
    return f"#{ord(char)};"
