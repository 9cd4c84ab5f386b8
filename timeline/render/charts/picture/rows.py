"""Draw the milestones in an image: a row for each, its title on the left, its status on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.plain_text import plain
from timeline.render.charts.bars import Sign
from timeline.render.charts.picture import signs
from timeline.render.charts.picture.columns import GAP
from timeline.render.charts.picture.lettering import height, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from timeline.render.charts.bars import Bar
    from timeline.render.charts.chart import Chart
    from timeline.render.charts.picture.columns import Columns
    from timeline.render.charts.picture.themes import Theme

# From this number of milestones on, rows are dense: smaller, with the date and the status on one line.
DENSE = 15
# An image of at least this width in inches has the date and the status on one line in any case.
_WIDE = 8.0
# The sizes in points, of dense rows and others; the marks are in proportion.
_SIZE, _DENSE_SIZE = 9.0, 7.5
# The most space in inches for titles, and for dates and statuses, in parts of the width.
_TITLE, _DENSE_TITLE, _STATUS = 0.275, 0.34, 0.21
# Between a date and the status after it, in inches.
_SPACE = 0.12


class Row(NamedTuple):
    """The text beside a milestone's marks: its title on the left, its date and status on the right."""

    title: list[str]
    due: list[str]
    status: list[str]
    tall: float


class Rows(NamedTuple):
    """The rows, their font size in points, and the widths of their columns in inches.

    `status` is the distance from the beginning of a date to that of a status, 0 if it is below.
    """

    rows: list[Row]
    size: float
    left: float
    right: float
    status: float

    @property
    def scale(self) -> float:
        """The size of the marks, in parts of that of rows that are not dense."""
        return self.size / _SIZE

    @property
    def tall(self) -> float:
        """The height in inches."""
        return sum(row.tall for row in self.rows)

    def stretched(self, factor: float) -> Rows:
        """Return the rows, so many times as high."""
        return self._replace(rows=[row._replace(tall=row.tall * factor) for row in self.rows])


def layout(bars: Sequence[Bar], wide: float) -> Rows:
    """Return the rows of an image of a width in inches. A very long title ends in `…`."""
    dense = len(bars) >= DENSE
    one_line = dense or wide >= _WIDE
    size = _DENSE_SIZE if dense else _SIZE
    most_title = (_DENSE_TITLE if one_line else _TITLE) * wide
    most_status = _STATUS * wide
    texts = [
        (
            wrapped(plain(bar.title), most_title, size, most=4),
            wrapped(bar.due_text, most_status, size, most=2),
            wrapped(bar.remaining, most_status, size, most=3),
        )
        for bar in bars
    ]
    title, due, status = (
        max((width(line, size) for column in texts for line in column[number]), default=0)
        for number in range(3)
    )
    rows = [
        Row(
            *row,
            height(
                max(len(row[0]), max(map(len, row[1:])) if one_line else sum(map(len, row[1:]))),
                size,
            )
            + (0.03 if dense else 0.12),
        )
        for row in texts
    ]
    if one_line:
        return Rows(rows, size, title, due + _SPACE + status, due + _SPACE)
    return Rows(rows, size, title, max(due, status), 0)


def draw(
    axes: Axes, chart: Chart, bars: Sequence[Bar], rows: Rows, columns: Columns, theme: Theme
) -> None:
    """Draw the milestones from the top; one unit of the vertical axis is an inch."""
    axes.set_ylim(rows.tall, 0)
    axes.set_yticks([])
    across = axes.get_yaxis_transform()
    edges, top = [], 0.0
    for bar, row in zip(bars, rows.rows, strict=True):
        edges.append(top)
        middle = top + row.tall / 2
        _words(axes, middle, bar, row, rows, columns, theme)
        _marks(axes, middle, bar, chart, columns, rows.scale, theme)
        top += row.tall
    axes.hlines(
        edges[1:],
        columns.across(columns.first),
        columns.across(columns.last),
        color=theme.faint,
        linewidth=0.6 * rows.scale,
        transform=across,
        clip_on=False,
        zorder=0.5,
        gid="rules",
    )


def _words(
    axes: Axes, y: float, bar: Bar, row: Row, rows: Rows, columns: Columns, theme: Theme
) -> None:
    """Write the title, the date and the status of a milestone."""
    beside: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "size": rows.size,
        "va": "center",
    }
    left, right = columns.across(columns.left - GAP), columns.across(columns.right + GAP)
    status_at = columns.across(columns.right + GAP + rows.status)
    ink = theme.quiet if bar.is_void else theme.ink
    for number, (at, words) in enumerate(_lines(y, row.title, rows.size)):
        axes.text(left, at, words, ha="right", color=ink, **beside)
        if bar.is_void:
            axes.hlines(
                at,
                columns.across(columns.left - GAP - width(words, rows.size)),
                left,
                color=ink,
                linewidth=0.9,
                transform=beside["transform"],
                clip_on=False,
                gid=f"struck-{bar.id}-{number}",
            )
    lines = [*row.due, *row.status]
    places = list(_lines(y, lines, rows.size))
    if rows.status:
        places = [*_lines(y, row.due, rows.size), *_lines(y, row.status, rows.size)]
    for number, (at, words) in enumerate(places):
        x, colour = right, theme.ink
        if number >= len(row.due):
            x, colour = status_at, theme.wrong if bar.wrong else theme.quiet
        axes.text(x, at, words, color=colour, gid=f"status-{bar.id}-{number}", **beside)


def _lines(middle: float, lines: Sequence[str], size: float) -> Iterator[tuple[float, str]]:
    """Yield each line with the vertical position of its middle."""
    line = height(1, size)
    top = middle - line * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        yield top + number * line, words


def _marks(
    axes: Axes, y: float, bar: Bar, chart: Chart, columns: Columns, scale: float, theme: Theme
) -> None:
    """Draw the first plan, the deadline, the day it happened, and the lines between them and on."""

    def mark(name: str, sign: Sign, *places: float) -> None:
        style = signs.style(sign, scale, theme, colour)
        axes.plot(places, [y] * len(places), gid=f"{name}-{bar.id}", **style)

    colour = signs.colour_of_done(bar, theme)
    if bar.deadline:
        first, last = chart.place(bar.deadline.earliest), chart.place(bar.deadline.latest)
        if bar.first_plan:
            planned = chart.place(bar.first_plan.latest)
            style = signs.moved(scale, theme)
            axes.plot([planned, last], [y, y], gid=f"moved-{bar.id}", **style)
            mark("first-plan", Sign.FIRST_PLAN, planned)
        if bar.done:
            style = signs.line(colour, scale)
            axes.plot([last, chart.place(bar.done)], [y, y], gid=f"slip-{bar.id}", **style)
        if bar.undone_until:
            # To the edge of the panel if the day is outside the axis.
            end = min(chart.place(bar.undone_until), columns.limits[1])
            mark("undone", Sign.UNDONE, last, end)
        if not bar.deadline.is_day:
            mark("window", Sign.BETWEEN, first, last)
        mark(bar.sign, bar.sign, last)
    if bar.done:
        mark("happened" if bar.happened else "reached", bar.done_sign, chart.place(bar.done))
