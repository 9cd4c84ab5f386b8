"""Several agreements as a self-contained web page: what is due next, and a section for each."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - fields of structures
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.render.charts.page.anchors import Anchors
from timeline.render.charts.page.document import document
from timeline.render.charts.page.history import History
from timeline.render.charts.page.view import View, view
from timeline.render.listing import Cell, Column, Listing, Row  # noqa: TC001 - fields of structures
from timeline.render.listings import agreements, register
from timeline.render.listings.heading import explained_marks
from timeline.schedule.spans import Span
from timeline.schedule.status import TO_COME, statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from timeline.schedule.schedule import Schedule
    from timeline.schedule.status import MilestoneStatus

# So many of the next deadlines are listed.
_NEXT = 10


class Entry(Struct, frozen=True):
    """An agreement on the page: its section, its deadlines to come, and its row in the overview."""

    view: View
    to_come: register.Part
    overview: Row


class Linked(Struct, frozen=True):
    """A cell of a list, with the id of what it links to, None without a link."""

    text: str
    link: str | None


class Table(Struct, frozen=True):
    """A list; on a phone it is without the columns that are the first to be left out."""

    columns: Sequence[Column]
    rows: list[list[Linked]]


def entry(
    name: str, known: Schedule, on: date, series: Sequence[str], *, with_timeline: bool
) -> Entry:
    """Return the agreement called `name`, as known on the day `on`, as an entry of the page.

    `series` are the ids of the series to draw.
    """
    states = statuses(known, on)
    to_come = [state for state in states if state.status in TO_COME] if with_timeline else []
    history = History(known, [Span(on, on, known)])
    return Entry(
        view(name, history, on, series, with_timeline=with_timeline),
        register.Part(name, known, on, to_come, {}),
        agreements.row(name, known.agreement, states),
    )


def render(entries: Sequence[Entry]) -> bytes:
    """Return the page of these agreements in UTF-8, each as of its own day."""
    anchors = Anchors(one.view.name for one in entries)
    following = register.listing((one.to_come for one in entries), (), _NEXT)
    overview = agreements.listing([one.overview for one in entries])
    return document(
        "register.html.jinja",
        following.heading[0],
        [structs.replace(one.view, ids=partial(anchors.of, one.view.name)) for one in entries],
        ("marks.js",),
        marks=explained_marks(_listed(following, entries)),
        following=_table(following, lambda row: ("", row.event.id), anchors),
        overview=_table(overview, lambda _: ("",), anchors),
    )


def _listed(listing: Listing, entries: Sequence[Entry]) -> Iterator[MilestoneStatus]:
    """Yield the statuses that are in a list of what is to come."""
    listed = {(row.event.agreement, row.event.id) for row in listing.rows}
    for one in entries:
        for state in one.to_come.statuses:
            if (one.view.name, state.dated.milestone.id) in listed:
                yield state


def _table(listing: Listing, links: Callable[[Row], Sequence[str]], anchors: Anchors) -> Table:
    """Return a listing as a table, of which the first cells are links to what has these names."""
    section = listing.section(abridged=False)

    def linked(row: Row, cells: Sequence[Cell]) -> list[Linked]:
        found = [anchors.of(row.event.agreement, name) for name in links(row)]
        return [Linked(cell.text, link) for cell, link in zip_longest(cells, found)]

    return Table(
        section.columns,
        [linked(row, cells) for row, cells in zip(listing.rows, section.cells, strict=True)],
    )
