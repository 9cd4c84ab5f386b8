"""A listing: the one value that every format renders, so that no two formats can disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.schedule.status import Status  # noqa: TC001 - fields of structures

# What a program reads: JSON's own values, a date being its ISO text.
Value = str | int | float | Mapping[str, str | int] | None


class Cell(Struct, frozen=True):
    """A word or two for people. `style` adds emphasis and never carries meaning alone."""

    text: str
    style: str = ""


class Column(Struct, frozen=True):
    """A column of the table for people.

    `wraps` says whether it may break lines on a narrow terminal; `wide` columns are left out of
    terminals that have no room for them; `right` says whether its cells stand to the right, as
    numbers do. Without a heading in any column there is no header.
    """

    heading: str
    wraps: bool = False
    wide: bool = False
    right: bool = False


class Section(Struct, frozen=True, kw_only=True):
    """A table for people: the lines above it, its columns, its cells row by row."""

    heading: Sequence[str]
    columns: Sequence[Column]
    cells: Sequence[Sequence[Cell]]


class Event(Struct, frozen=True, kw_only=True):
    """What a row is on a calendar or a chart; `days` is None where it has no date.

    `id` is its own among the rows, `identity` among all events anywhere, whatever its days.
    `details` says where it stands.
    """

    id: str
    identity: Sequence[str]
    title: str
    days: DayRange | None
    status: Status
    details: str


class Row(Struct, frozen=True):
    """One thing listed: its values for programs, its cells for people, and its event."""

    values: Mapping[str, Value]
    cells: Sequence[Cell]
    event: Event


class Listing(Struct, frozen=True, kw_only=True):
    """What a command lists.

    `envelope` is what a JSON document says once, `name` the key of its rows there, and `keys` those
    of each row's values. `heading` and `columns` are the table's.
    """

    envelope: Mapping[str, object]
    name: str
    keys: Sequence[str]
    heading: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def shared(self) -> dict[str, Value]:
        """The agreement's id and the day asked about, which a row that stands alone begins with."""
        match self.envelope:
            case {"agreement": {"id": str(name)}, "on": str(on)}:
                return {"agreement": name, "on": on}
        return {}
