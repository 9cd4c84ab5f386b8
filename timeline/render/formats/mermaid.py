"""Mermaid: a Gantt chart with a task for each row that has a date."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.plain_text import plain
from timeline.render import words
from timeline.schedule.status import DONE, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from timeline.dates.edtf import DayRange
    from timeline.render.listing import Event, Listing

_TAGS = {
    **{status: ["done"] for status in DONE},
    Status.LATE: ["crit", "done"],
    Status.OVERDUE: ["crit"],
}
# Ids that Mermaid would read as tags of a task.
_RESERVED = {"active", "crit", "done", "milestone", "vert"}
_HARMLESS = frozenset(" -.,()/'")
# The axis lines for each number of days between ticks. Mermaid's default draws ticks too close to
# read, repeats the date for each hour of a short span, and begins weeks on Sunday.
_INTERVALS = {
    1: ["tickInterval 1day"],
    7: ["tickInterval 1week", "weekday monday"],
    30: ["tickInterval 1month", "axisFormat %Y-%m"],
    91: ["tickInterval 3month", "axisFormat %Y-%m"],
    182: ["tickInterval 6month", "axisFormat %Y-%m"],
    365: ["tickInterval 12month", "axisFormat %Y"],
}
_MOST_INTERVALS = 7
# Mermaid does not read a line that begins with one of these, in any case, as a task.
_STATEMENT = re.compile(
    r"title|section|gantt|dateformat|axisformat|tickinterval|includes|excludes|todaymarker"
    r"|inclusiveenddates|topaxis|weekday|weekend|click|call|href|acctitle|accdescr|[0-9]{4}-",
    re.IGNORECASE,
)


def render(listings: Sequence[Listing], *, several: bool) -> str:
    """Return one chart, with a section for each of several agreements.

    A comment names the rows without a date, which are left out.
    """
    title = "agreements" if several else text(listings[0].title)
    events = [row.event for listing in listings for row in listing.rows]
    dated = [(event, event.days) for event in events if event.days]
    lines = [
        f"title {title}",
        "dateFormat YYYY-MM-DD",
        # The end of a task is its last day, not the day after.
        "inclusiveEndDates",
        # The chart is as of the `--on` day; Mermaid would mark the day on which it is viewed.
        "todayMarker off",
        *_axis(
            [
                day
                for event, days in dated
                for day in (days.earliest, days.latest, event.happened)
                if day
            ]
        ),
    ]
    prefixed = len({event.agreement for event in events}) > 1
    for agreement, group in groupby(dated, lambda one: one[0].agreement):
        if several:
            lines.append(f"section {text(agreement)}")
        prefix = f"{text(agreement)}-" if prefixed else ""
        lines += (task for event, days in group for task in _tasks(event, days, prefix))
    undated = [text(event.id) for event in events if not event.days]
    if undated:
        lines.append(f"%% no date, left out: {', '.join(undated)}")
    return "gantt\n" + "".join(f"    {line}\n" for line in lines)


def text(value: str) -> str:
    """Return the text with every character that could be syntax as an entity of Mermaid.

    >>> text("Phase 1: 50% #done;")
    'Phase 1#58; 50#37; #35;done#59;'
    """
    return "".join(
        char if char.isalnum() or char in _HARMLESS else _entity(char) for char in plain(value)
    ).strip()


def _axis(drawn: Sequence[date]) -> list[str]:
    """Return the lines that set the ticks of the axis, by the span of the days drawn."""
    if not drawn:
        return []
    span = max(drawn) - min(drawn)
    for interval, lines in _INTERVALS.items():
        if span.days <= _MOST_INTERVALS * interval:
            return lines
    return ["axisFormat %Y"]


def _tasks(event: Event, days: DayRange, prefix: str) -> Iterator[str]:
    """Yield the line of a task, a milestone for a single day, a bar for more; then the line of its slip.

    The ids of tasks begin with `prefix`.

    The slip is a bar from the deadline to the day on which it happened, or the other way round.
    """
    name = text(event.title) or text(event.id)
    if event.at:
        # In words: the times of Mermaid have no time zone.
        name = f"{name} ({text(words.time_of_day(event.at, event.zone))})"
    if event.status is Status.VOID:
        name = f"{name} (void)"
    if _STATEMENT.match(name):
        name = _entity(name[0]) + name[1:]
    # No id ends in a hyphen, so that the result is still unique.
    reserved = not prefix and event.id in _RESERVED
    identity = f"{event.id}-" if reserved else f"{prefix}{text(event.id)}"
    tags = _TAGS.get(event.status, [])
    if days.is_day:
        parts = ["milestone", *tags, identity, str(days.earliest), "0d"]
    else:
        parts = [*tags, identity, str(days.earliest), str(days.latest)]
    yield f"{name} :{', '.join(parts)}"
    if event.happened and event.happened != days.deadline:
        first, last = sorted((days.deadline, event.happened))
        # A task needs no id, and this one has none that could be the same as a milestone's.
        yield f"{text(event.outcome)} :{', '.join([*tags, str(first), str(last)])}"


def _entity(char: str) -> str:
    """Return the character as an entity of Mermaid."""
    return f"#{ord(char)};"
