"""Draw the milestones in an image: a row for each, its title on the left, its status on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.plain_text import plain
from timeline.render.charts.picture.columns import GAP
from timeline.render.charts.picture.lettering import height, width, wrapped
from timeline.schedule.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from timeline.render.charts.chart import Bar, Chart
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
    for at, words in _lines(y, row.title, rows.size):
        axes.text(left, at, words, ha="right", color=theme.ink, **beside)
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
    """Draw the deadline, the day it happened, and the line between them, or on from the deadline."""
    colour = theme.wrong if bar.status is Status.LATE else theme.met
    end = bar.happened or bar.reached_by
    if bar.deadline:
        first, last = chart.place(bar.deadline.earliest), chart.place(bar.deadline.latest)
        if end:
            slip = [last, chart.place(end)]
            axes.plot(slip, [y, y], color=colour, linewidth=1.4 * scale, gid=f"slip-{bar.id}")
        if bar.undone_until:
            # To the edge of the panel if the day is outside the axis.
            undone = [last, min(chart.place(bar.undone_until), columns.limits[1])]
            axes.plot(undone, [y, y], gid=f"undone-{bar.id}", **_undone(scale, theme))
        if not bar.deadline.is_day:
            axes.plot([first, last], [y, y], gid=f"window-{bar.id}", **_window(scale, theme))
        axes.plot([last], [y], gid=f"due-{bar.id}", **_due(scale, theme))
    if bar.happened:
        at = [chart.place(bar.happened)]
        axes.plot(at, [y], gid=f"happened-{bar.id}", **_happened(colour, scale, theme))
    elif bar.reached_by:
        at = [chart.place(bar.reached_by)]
        axes.plot(at, [y], gid=f"reached-{bar.id}", **_reached(colour, scale, theme))


def _due(scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of a deadline: an open diamond."""
    return {
        "marker": "D",
        "markersize": 7.5 * scale,
        "markerfacecolor": theme.paper,
        "markeredgecolor": theme.due,
        "markeredgewidth": 1.5 * scale,
        "linestyle": "none",
        "clip_on": False,
    }


def _undone(scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of what was not done: a broken line with an open arrow at its end."""
    return {
        "color": theme.wrong,
        "linewidth": 1.4 * scale,
        "linestyle": (0, (3, 1.6)),
        "marker": (3, 0, -90),
        "markevery": [-1],
        "markersize": 6.5 * scale,
        "markerfacecolor": theme.paper,
        "markeredgewidth": 1.2 * scale,
        "clip_on": False,
    }


def _window(scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of the days of an imprecise date: a wide band."""
    return {"color": theme.due, "linewidth": 7 * scale, "solid_capstyle": "butt", "alpha": 0.45}


def _happened(colour: str, scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of what happened: a filled circle, which fits into the diamond."""
    return {
        "marker": "o",
        "markersize": 5.5 * scale,
        "markerfacecolor": colour,
        "markeredgecolor": theme.paper,
        "markeredgewidth": 0.6 * scale,
        "linestyle": "none",
        "clip_on": False,
    }


def _reached(colour: str, scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of the day by which a level was reached: an open circle."""
    return {
        "marker": "o",
        "markersize": 5 * scale,
        "markerfacecolor": theme.paper,
        "markeredgecolor": colour,
        "markeredgewidth": 1.5 * scale,
        "linestyle": "none",
        "clip_on": False,
    }


def legend(bars: Sequence[Bar], scale: float, theme: Theme) -> list[tuple[str, dict[str, Any]]]:
    """Return the legend entries of the marks that are drawn."""
    in_time = [bar for bar in bars if bar.happened and bar.status is not Status.LATE]
    late = [bar for bar in bars if bar.happened and bar.status is Status.LATE]
    found = [
        (any(bar.deadline for bar in bars), "due", _due(scale, theme)),
        (
            any(bar.deadline and not bar.deadline.is_day for bar in bars),
            "due between",
            _window(scale, theme),
        ),
        (bool(in_time), "happened in time", _happened(theme.met, scale, theme)),
        (bool(late), "happened late", _happened(theme.wrong, scale, theme)),
        (any(bar.reached_by for bar in bars), "observed by", _reached(theme.met, scale, theme)),
        (any(bar.undone_until for bar in bars), "not done", _undone(scale, theme)),
    ]
    return [(label, style) for is_drawn, label, style in found if is_drawn]
