"""The milestones of several agreements as one listing, by date."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence  # noqa: TC003 - fields of structures
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.calendars import Calendar, CalendarDay  # noqa: TC001 - fields of structures
from timeline.render import words
from timeline.render.listing import Cell, Column, Listing, Row
from timeline.render.listings import milestones
from timeline.schedule.schedule import Schedule  # noqa: TC001 - fields of structures
from timeline.schedule.status import MilestoneStatus  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Collection


class Part(Struct, frozen=True):
    """Statuses in the agreement called `name`, as of the day `on`.

    `calendars` maps other calendars to the deadlines in them, in the order of `statuses`.
    """

    name: str
    schedule: Schedule
    on: date
    statuses: Sequence[MilestoneStatus]
    calendars: Mapping[Calendar, Sequence[CalendarDay | None]]


def listing(parts: Iterable[Part], calendars: Collection[Calendar], most: int | None) -> Listing:
    """Return the statuses in several agreements as one listing, by date, at most `most` of them.

    Each row begins with the agreement and the day asked about. Those of the same date are in the order
    of the agreements, and those without one are last. `calendars` are those of each part. Of the parts
    only those that are listed are kept in memory.
    """
    count, days = 0, set[date]()

    def dated() -> Iterator[tuple[date, Part, int]]:
        nonlocal count
        for part in parts:
            count += 1
            days.add(part.on)
            for position, state in enumerate(part.statuses):
                due = state.dated.due
                yield (due.deadline if due else date.max), part, position

    by_date = itemgetter(0)
    found = heapq.nsmallest(most, dated(), by_date) if most else sorted(dated(), key=by_date)
    rows = [_row(part, position) for _, part, position in found]
    as_of = " or ".join(words.weekday(day) for day in sorted(days))
    return Listing(
        envelope={},
        name="milestones",
        title="agreements",
        keys=("agreement", "on", *milestones.keys(calendars)),
        heading=[f"{count:,} agreement{'' if count == 1 else 's'} · as of {as_of}"],
        columns=(Column("agreement"), *milestones.columns(calendars)),
        rows=rows,
    )


def _row(part: Part, position: int) -> Row:
    """Return the row of a status with the agreement and the day asked about."""
    days = {calendar: [found[position]] for calendar, found in part.calendars.items()}
    (row,) = milestones.rows(part.name, part.schedule, [part.statuses[position]], days)
    return structs.replace(
        row,
        values={"agreement": part.name, "on": str(part.on), **row.values},
        cells=(Cell(part.name, "bold"), *row.cells),
    )
