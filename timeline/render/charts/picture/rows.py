"""Draw the milestones in an image: a row for each, its title on the left, its status on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.plain_text import plain
from timeline.render.charts.picture.sheet import height, wrapped
from timeline.schedule.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from timeline.render.charts.chart import Bar, Chart
    from timeline.render.charts.picture.themes import Theme

_SIZE = 9
_BETWEEN = 0.12
# The lines between rows go from margin to margin, in parts of the panel's width.
_ACROSS = {"xmin": -0.675, "xmax": 1.47}


class Row(NamedTuple):
    """The text beside a milestone's marks: its title on the left, its date and status on the right."""

    title: list[str]
    due: list[str]
    status: list[str]

    @property
    def tall(self) -> float:
        """The height in inches."""
        lines = max(len(self.title), len(self.due) + len(self.status))
        return height(lines, _SIZE) + _BETWEEN


def layout(bars: Sequence[Bar], left: float, right: float) -> list[Row]:
    """Return the rows for a width in inches on either side. A very long title ends in `…`."""
    return [
        Row(
            wrapped(plain(bar.title), left, _SIZE, most=4),
            wrapped(bar.due_text, right, _SIZE, most=2),
            wrapped(bar.remaining, right, _SIZE, most=3),
        )
        for bar in bars
    ]


def draw(axes: Axes, chart: Chart, bars: Sequence[Bar], rows: Sequence[Row], theme: Theme) -> None:
    """Draw the milestones from the top; one unit of the vertical axis is an inch."""
    axes.set_ylim(sum(row.tall for row in rows), 0)
    axes.set_yticks([])
    top = 0.0
    for number, (bar, row) in enumerate(zip(bars, rows, strict=True)):
        middle = top + row.tall / 2
        if number:
            axes.axhline(top, color=theme.faint, linewidth=0.6, clip_on=False, **_ACROSS)
        _words(axes, middle, bar, row, theme)
        _marks(axes, middle, bar, chart, theme)
        top += row.tall


def _words(axes: Axes, y: float, bar: Bar, row: Row, theme: Theme) -> None:
    """Write the title, the date and the status of a milestone."""
    beside: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "size": _SIZE,
        "va": "center",
    }
    for at, words in _lines(y, row.title):
        axes.text(-0.03, at, words, ha="right", color=theme.ink, **beside)
    for number, (at, words) in enumerate(_lines(y, [*row.due, *row.status])):
        colour = theme.ink
        if number >= len(row.due):
            colour = theme.wrong if bar.wrong else theme.quiet
        axes.text(1.03, at, words, color=colour, gid=f"status-{bar.id}-{number}", **beside)


def _lines(middle: float, lines: Sequence[str]) -> Iterator[tuple[float, str]]:
    """Yield each line with the vertical position of its middle."""
    line = height(1, _SIZE)
    top = middle - line * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        yield top + number * line, words


def _marks(axes: Axes, y: float, bar: Bar, chart: Chart, theme: Theme) -> None:
    """Draw the deadline, the day it happened, and the line between them."""
    colour = theme.wrong if bar.status is Status.LATE else theme.met
    if bar.due:
        first, last = chart.place(bar.due.earliest), chart.place(bar.due.latest)
        if bar.happened:
            slip = [last, chart.place(bar.happened)]
            axes.plot(slip, [y, y], color=colour, linewidth=1.4, gid=f"slip-{bar.id}")
        if not bar.due.is_day:
            axes.plot([first, last], [y, y], gid=f"window-{bar.id}", **_window(theme))
        axes.plot([last], [y], gid=f"due-{bar.id}", **_due(theme))
    if bar.happened:
        at = [chart.place(bar.happened)]
        axes.plot(at, [y], gid=f"happened-{bar.id}", **_happened(colour, theme))


def _due(theme: Theme) -> dict[str, Any]:
    """Return the style of a deadline: an open diamond."""
    return {
        "marker": "D",
        "markersize": 7.5,
        "markerfacecolor": theme.paper,
        "markeredgecolor": theme.due,
        "markeredgewidth": 1.5,
        "linestyle": "none",
        "clip_on": False,
    }


def _window(theme: Theme) -> dict[str, Any]:
    """Return the style of the days of an imprecise date: a wide band."""
    return {"color": theme.due, "linewidth": 7, "solid_capstyle": "butt", "alpha": 0.45}


def _happened(colour: str, theme: Theme) -> dict[str, Any]:
    """Return the style of what happened: a filled circle, which fits into the diamond."""
    return {
        "marker": "o",
        "markersize": 5.5,
        "markerfacecolor": colour,
        "markeredgecolor": theme.paper,
        "markeredgewidth": 0.6,
        "linestyle": "none",
        "clip_on": False,
    }


def legend(chart: Chart, theme: Theme) -> list[tuple[str, dict[str, Any]]]:
    """Return the legend entries of the marks that are drawn."""
    found = []
    if any(bar.due for bar in chart.bars):
        found.append(("due", _due(theme)))
    if any(bar.due and not bar.due.is_day for bar in chart.bars):
        found.append(("due between", _window(theme)))
    if any(bar.happened and bar.status is not Status.LATE for bar in chart.bars):
        found.append(("happened in time", _happened(theme.met, theme)))
    if any(bar.happened and bar.status is Status.LATE for bar in chart.bars):
        found.append(("happened late", _happened(theme.wrong, theme)))
    return found
