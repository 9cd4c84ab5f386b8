"""What a page shows of an agreement, on each day that it can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence  # noqa: TC003 - fields of structures
from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.render.charts.bars import Sign, legend
from timeline.render.charts.page.document import macros as macros_of
from timeline.render.charts.page.levels import LevelsPart, level_parts
from timeline.render.charts.page.markup import Page
from timeline.render.charts.page.parts import Part, parts
from timeline.render.charts.page.rows import LOOKS, Macros, Row, Rows
from timeline.render.charts.picture.ticks import ticks
from timeline.render.listings.heading import counting_rules
from timeline.schedule.agreement import Agreement  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from timeline.render.charts.page.history import History

# So many characters of labels fit beside each other on the axis, also on a phone.
_LABELS = 36


class View(Struct, frozen=True):
    """An agreement called `name` as the templates show it on a page.

    `ids` returns the id in the document of what has this name in the agreement. `room` is the widest
    number beside the drawings of levels, so that all have the same time axis. `ticks`, `signed` and `on`
    are places on that axis in percent, and `ends` are its days; `on` is None if it is not on the axis.
    """

    name: str
    agreement: Agreement
    page: Page
    about: list[Part]
    rows: list[Row]
    legend: list[tuple[Sign, str]]
    rules: str
    series: list[LevelsPart]
    room: str
    sources: list[Part]
    ticks: list[tuple[float, str]]
    ends: tuple[date, date]
    signed: float
    on: float | None
    ids: Callable[[str], str] = str


def view(
    name: str, history: History, on: date, series: Sequence[str], *, with_timeline: bool
) -> View:
    """Return what a page shows that is first shown as of the day `on`.

    `series` are the ids of the series to draw.
    """
    page = Page(on, history.days)
    macros = macros_of(page)
    rows = Rows(history, macros).rows(on) if with_timeline else []
    levels = level_parts(history, series, on)
    return View(
        name,
        history.recorded.agreement,
        page,
        about=parts(history.all_days, lambda day: macros["about"](history.heading(day))),
        rows=rows,
        legend=[(sign, LOOKS[sign]) for sign in legend(row.signs for row in rows)],
        rules=counting_rules(history.recorded),
        series=levels,
        room=max((text for each in levels for _, text in each.numbers), key=len, default=""),
        sources=_sources(history, macros),
        ticks=[
            (history.place(tick.day), tick.label)
            for tick in ticks(history.first, history.last, _LABELS)
        ],
        ends=(history.first, history.last),
        signed=history.place(history.recorded.signed),
        on=history.place(on) if history.first <= on <= history.last else None,
    )


def _sources(history: History, macros: Macros) -> list[Part]:
    """Return the sources, each on the days on which it is known."""
    return [
        Part(first, last, (macros["source"](source),))
        for source in history.recorded.agreement.sources
        for first, last in history.spans_of_source(source)
    ]
