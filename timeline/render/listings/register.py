"""The milestones of several agreements as one listing, by date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence  # noqa: TC003 - fields of structures
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.render import words
from timeline.render.listing import Cell, Column, Listing, Row
from timeline.render.listings import milestones

if TYPE_CHECKING:
    from timeline.dates.calendars import Calendar


class Part(Struct, frozen=True):
    """The rows of the agreement called `name`, as of the day `on`."""

    name: str
    on: date
    rows: Sequence[Row]


def listing(parts: Iterable[Part], calendars: Sequence[Calendar], most: int | None) -> Listing:
    """Return the rows of several agreements as one listing, by date, at most `most` of them.

    Each row begins with the agreement and the day asked about. Those of the same date are in the order
    of the agreements, and those without one are last. `calendars` are as for `milestones.rows`.
    """
    rows, days, count = list[Row](), set[date](), 0
    for part in parts:
        count += 1
        days.add(part.on)
        rows += (_row(part, row) for row in part.rows)
    as_of = " or ".join(words.weekday(day) for day in sorted(days))
    return Listing(
        envelope={},
        name="milestones",
        title="agreements",
        keys=("agreement", "on", *milestones.keys(calendars)),
        heading=[f"{count:,} agreement{'' if count == 1 else 's'} · as of {as_of}"],
        columns=(Column("agreement"), *milestones.columns(calendars)),
        rows=sorted(rows, key=_deadline)[:most],
    )


def _row(part: Part, row: Row) -> Row:
    """Return a row of an agreement with the agreement and the day asked about."""
    return structs.replace(
        row,
        values={"agreement": part.name, "on": str(part.on), **row.values},
        cells=(Cell(part.name, "bold"), *row.cells),
    )


def _deadline(row: Row) -> date:
    """Return the last day of a row, as a sort key."""
    return row.event.days.deadline if row.event.days else date.max
