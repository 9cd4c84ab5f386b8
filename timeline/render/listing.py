"""A listing: the one value that every format renders, so that no two formats can disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - fields of structures

from msgspec import Struct

from timeline.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.standing import Status  # noqa: TC001 - fields of structures

# What a machine reads: JSON's own values, a date being its ISO text.
Value = str | int | float | None


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

    `id` is its own among the rows, `uid` among all events anywhere. `details` says where it stands.
    """

    id: str
    uid: str
    title: str
    days: DayRange | None
    status: Status
    details: str


class Listing(Section, frozen=True, kw_only=True):
    """A table whose rows are there twice: `rows` for programs, `cells` for people, in one order.

    `envelope` is what a JSON document says once, `name` the key of its rows there, `keys` the
    columns of CSV. `events` are the rows once more, in the same order; `alarm` is how many days
    before each a calendar reminds, None for never.
    """

    envelope: Mapping[str, object]
    name: str
    keys: Sequence[str]
    rows: Sequence[Mapping[str, Value]]
    events: Sequence[Event]
    alarm: int | None = None
