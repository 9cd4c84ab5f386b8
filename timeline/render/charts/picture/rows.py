"""The rows of an image: the title on the left, the marks, and the status on the right."""

from __future__ import annotations

from itertools import pairwise
from math import nan
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
    from timeline.render.charts.lanes import Lane
    from timeline.render.charts.picture.columns import Columns
    from timeline.render.charts.picture.themes import Theme

# From this number of rows on, rows are dense: smaller, with the date and the status on one line.
DENSE = 15
# An image of at least this width in inches has the date and the status on one line in any case.
_WIDE = 8.0
# The sizes in points, of dense rows and others; the marks are in proportion.
_SIZE, _DENSE_SIZE = 9.0, 7.5
# The most space in inches for titles, and for dates and statuses, in parts of the width.
_TITLE, _DENSE_TITLE, _STATUS = 0.275, 0.34, 0.21
# Between a date and the status after it, in inches.
_SPACE = 0.12
_NO_BREAK = "\N{NO-BREAK SPACE}"
# What is drawn as a line, below marks.
_LINES = {None, Sign.UNDONE, Sign.BETWEEN}
# The smallest marks, in parts of the usual size.
_SMALLEST = 0.3


class Row(NamedTuple):
    """The text beside the marks of a row: its title on the left, its date and status on the right."""

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


def layout(lanes: Sequence[Lane], wide: float) -> Rows:
    """Return the rows of an image of a width in inches. A very long title ends in `…`."""
    dense = len(lanes) >= DENSE
    one_line = dense or wide >= _WIDE
    size = _DENSE_SIZE if dense else _SIZE
    most_title = (_DENSE_TITLE if one_line else _TITLE) * wide
    most_status = _STATUS * wide
    texts = [
        (
            wrapped(plain(lane.title), most_title, size, most=4),
            _due(lane, most_status, size),
            _remaining(lane, most_status, size),
        )
        for lane in lanes
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


def _due(lane: Lane, room: float, size: float) -> list[str]:
    """Return the lines of a date; that of a recurring duty has no weekday if it needs a line for it."""
    text = lane.texts.due_text
    if lane.recurs and width(text, size) > room:
        text = lane.texts.due_short
    return wrapped(text, room, size, most=2)


def _remaining(lane: Lane, room: float, size: float) -> list[str]:
    """Return the lines of a status; a count of occurrences and its word are on one line."""
    if not lane.recurs:
        return wrapped(lane.texts.remaining, room, size, most=3)
    joined = ", ".join(part.replace(" ", _NO_BREAK) for part in lane.texts.remaining.split(", "))
    return [line.replace(_NO_BREAK, " ") for line in wrapped(joined, room, size, most=4)]


def draw(
    axes: Axes, chart: Chart, lanes: Sequence[Lane], rows: Rows, columns: Columns, theme: Theme
) -> None:
    """Draw the rows from the top; one unit of the vertical axis is an inch."""
    axes.set_ylim(rows.tall, 0)
    axes.set_yticks([])
    across = axes.get_yaxis_transform()
    edges, top = [], 0.0
    for lane, row in zip(lanes, rows.rows, strict=True):
        edges.append(top)
        middle = top + row.tall / 2
        _words(axes, middle, lane, row, rows, columns, theme)
        _marks(axes, middle, lane, chart, columns, rows.scale, theme)
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
    axes: Axes, y: float, lane: Lane, row: Row, rows: Rows, columns: Columns, theme: Theme
) -> None:
    """Write the title, the date and the status of a row."""
    beside: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "size": rows.size,
        "va": "center",
    }
    left, right = columns.across(columns.left - GAP), columns.across(columns.right + GAP)
    status_at = columns.across(columns.right + GAP + rows.status)
    ink = theme.quiet if lane.is_void else theme.ink
    for number, (at, words) in enumerate(_lines(y, row.title, rows.size)):
        axes.text(left, at, words, ha="right", color=ink, **beside)
        if lane.is_void:
            axes.hlines(
                at,
                columns.across(columns.left - GAP - width(words, rows.size)),
                left,
                color=ink,
                linewidth=0.9,
                transform=beside["transform"],
                clip_on=False,
                gid=f"struck-{lane.id}-{number}",
            )
    lines = [*row.due, *row.status]
    places = list(_lines(y, lines, rows.size))
    if rows.status:
        places = [*_lines(y, row.due, rows.size), *_lines(y, row.status, rows.size)]
    for number, (at, words) in enumerate(places):
        x, colour = right, theme.ink
        if number >= len(row.due):
            x, colour = status_at, theme.wrong if lane.wrong else theme.quiet
        axes.text(x, at, words, color=colour, gid=f"status-{lane.id}-{number}", **beside)


def _lines(middle: float, lines: Sequence[str], size: float) -> Iterator[tuple[float, str]]:
    """Yield each line with the vertical position of its middle."""
    line = height(1, size)
    top = middle - line * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        yield top + number * line, words


class _Drawn(NamedTuple):
    """A line or a mark of a milestone: its name, and what it is; None is a line between two marks."""

    name: str
    sign: Sign | None
    colour: str


def _marks(
    axes: Axes, y: float, lane: Lane, chart: Chart, columns: Columns, scale: float, theme: Theme
) -> None:
    """Draw the marks of a row and the lines between them, what matters most last.

    Those that look the same are drawn together: a row can have a thousand milestones.
    """
    scale *= _fitting(lane, chart, columns, scale)
    found = dict[tuple[int, bool, _Drawn], list[float]]()
    for order, group in enumerate(lane.in_order):
        for bar in group:
            for drawn, places in _drawn(bar, chart, theme):
                is_mark = drawn.sign not in _LINES
                # Of what is done, the day it happened says how; it covers the other marks.
                first = bar.done and drawn.sign is not bar.done_sign
                before = found.setdefault((-1 if first else order, is_mark, drawn), [])
                # Between two lines is a gap.
                before += [nan, *places] if before and not is_mark else places
    for (_, _, drawn), places in sorted(found.items(), key=lambda each: each[0][:2]):
        xs = places
        if drawn.sign is Sign.UNDONE:
            # The longest covers the others, which end on the same day. To the edge of the panel if that
            # day is outside the axis.
            xs = [min(places[::3]), min(places[1], columns.limits[1])]
        style = _style(drawn, scale, theme)
        axes.plot(xs, [y] * len(xs), gid=f"{drawn.name}-{lane.id}", **style)


def _style(drawn: _Drawn, scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of a line or a mark."""
    if drawn.sign:
        return signs.style(drawn.sign, scale, theme, drawn.colour)
    return signs.line(drawn.colour, scale) if drawn.colour else signs.moved(scale, theme)


def _fitting(lane: Lane, chart: Chart, columns: Columns, scale: float) -> float:
    """Return the size of marks that are beside each other, in parts of the usual one.

    Many are smaller, but still visible where they overlap.
    """
    days = sorted({bar.deadline.latest for bar in lane.bars if bar.deadline})
    places = [columns.inches(chart.place(day)) for day in days]
    apart = min((after - before for before, after in pairwise(places)), default=columns.wide)
    return min(max(apart / (signs.WIDEST * scale), _SMALLEST), 1)


def _drawn(bar: Bar, chart: Chart, theme: Theme) -> Iterator[tuple[_Drawn, list[float]]]:
    """Yield the lines and marks of a milestone, each with its places on the axis."""
    colour = signs.colour_of_done(bar, theme)
    if bar.deadline:
        first, last = chart.place(bar.deadline.earliest), chart.place(bar.deadline.latest)
        if bar.first_plan:
            planned = chart.place(bar.first_plan.latest)
            yield _Drawn("moved", None, ""), [planned, last]
            yield _Drawn("first-plan", Sign.FIRST_PLAN, ""), [planned]
        if bar.done:
            yield _Drawn("slip", None, colour), [last, chart.place(bar.done)]
        if bar.undone_until:
            yield _Drawn("undone", Sign.UNDONE, ""), [last, chart.place(bar.undone_until)]
        if not bar.deadline.is_day:
            yield _Drawn("window", Sign.BETWEEN, ""), [first, last]
        yield _Drawn(str(bar.sign), bar.sign, ""), [last]
    if bar.done:
        name = "happened" if bar.happened else "reached"
        yield _Drawn(name, bar.done_sign, colour), [chart.place(bar.done)]
