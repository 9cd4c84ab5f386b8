"""A listing: the value that every format renders, so that all formats show the same data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date  # noqa: TC003 - fields of structures

from msgspec import Struct, structs

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.schedule.status import Status  # noqa: TC001 - fields of structures

# A value for programs: what JSON can hold. A date is its ISO text.
Value = str | int | float | Mapping[str, str | int] | None


class Cell(Struct, frozen=True):
    """A short text for people. `style` adds emphasis and never carries meaning alone.

    `short` is a shorter text for a narrow terminal, None if there is none.
    """

    text: str
    style: str = ""
    short: str | None = None


class Column(Struct, frozen=True):
    """A column of the table for people.

    `wraps` is true if its text may wrap on a narrow terminal, `right` if its cells are aligned to the
    right, as numbers are. If no column has a heading, the table has no header. An `optional` column is
    left out if none of its cells has a text.

    A table is narrowed in steps until it fits the terminal. From step `shortened` on, the column shows
    the short texts of its cells; from step `left_out` on, it is left out. 0 is never.
    """

    heading: str
    wraps: bool = False
    right: bool = False
    shortened: int = 0
    left_out: int = 0
    optional: bool = False


class Section(Struct, frozen=True, kw_only=True):
    """A table for people: the lines above it, its columns, the cells of each row, the lines under it."""

    heading: Sequence[str]
    columns: Sequence[Column]
    cells: Sequence[Sequence[Cell]]
    footing: Sequence[str] = ()


class Event(Struct, frozen=True, kw_only=True):
    """A row as an event of a calendar or a chart; `days` is None if it has no date.

    `id` is unique among the rows, and `agreement` is the agreement's id. `identity` is unique among
    all events of all agreements, and does not depend on the days. `details` says what gives the date,
    and nothing that is different on another day. `at` is the time of day, `HH:MM` up to `24:00`, in
    the time zone `zone`; either can be None. `outcome` is the status on the `--on` day in words, and
    `happened` the day on which it happened, or by which it is known to have happened, if it has.
    """

    id: str
    agreement: str
    identity: Sequence[str]
    title: str
    days: DayRange | None
    status: Status
    details: str
    at: str | None = None
    zone: str | None = None
    outcome: str = ""
    happened: date | None = None


class Row(Struct, frozen=True):
    """An item of a listing: its values for programs, its cells for people, and its event."""

    values: Mapping[str, Value]
    cells: Sequence[Cell]
    event: Event


class Listing(Struct, frozen=True, kw_only=True):
    """The output of a command that lists items.

    `envelope` holds the keys that a JSON document has once, and `name` is the key of its rows. `title`
    is that of a calendar or a chart. `keys` are the keys of the values in each row. `heading`, `columns`
    and `footing` belong to the table. `abridged` is the cells of the table in a terminal, None if they
    are those of the rows.
    """

    envelope: Mapping[str, object]
    name: str
    title: str
    keys: Sequence[str]
    heading: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    footing: Sequence[str] = ()
    abridged: Sequence[Sequence[Cell]] | None = None

    def section(self, *, abridged: bool) -> Section:
        """Return the listing as a table for people, without the optional columns that are empty."""
        cells = [row.cells for row in self.rows]
        if abridged and self.abridged is not None:
            cells = list(self.abridged)
        shown = [
            number
            for number, column in enumerate(self.columns)
            if not column.optional or any(row[number].text for row in cells)
        ]
        return Section(
            heading=self.heading,
            columns=[self.columns[number] for number in shown],
            cells=[[row[number] for number in shown] for row in cells],
            footing=self.footing,
        )

    @property
    def shared(self) -> dict[str, Value]:
        """The agreement's id and the `--on` day, with which each row of CSV, TSV and NDJSON begins."""
        match self.envelope:
            case {"agreement": {"id": str(name)}, "on": str(on)}:
                return {"agreement": name, "on": on}
        return {}


def sections(
    listings: Sequence[Listing], *, several: bool, abridged: bool = False
) -> list[Section]:
    """Return the listings as tables for people. If there can be several, each names its agreement.

    If `abridged` is true, they are tables in a terminal.
    """
    found = [listing.section(abridged=abridged) for listing in listings]
    if not several:
        return [section for section in found if section.cells]
    return [
        structs.replace(section, heading=_named(section.heading, listing.shared["agreement"]))
        for section, listing in zip(found, listings, strict=True)
    ]


def _named(heading: Sequence[str], agreement: Value) -> list[str]:
    """Return the heading with the agreement's id at its beginning."""
    return [f"{agreement}: {heading[0]}", *heading[1:]]
