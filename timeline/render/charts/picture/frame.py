"""Draw the time axis of a panel of an image, the day of signing and the `--on` day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.render.charts.picture.lettering import width
from timeline.render.charts.picture.ticks import ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from timeline.render.charts.chart import Chart
    from timeline.render.charts.picture.columns import Columns
    from timeline.render.charts.picture.themes import Theme

_SIZE = 8
# The mean width of a character of a label, in inches.
_CHARACTER = 0.56 * _SIZE / 72
# From a panel to the name of the day above it, with and without an axis between them, in points.
_ABOVE, _ABOVE_AXIS = 4, 17


def draw(
    axes: Axes, chart: Chart, columns: Columns, theme: Theme, gid: str, *, first: bool, above: bool
) -> None:
    """Draw the axis below a panel, and `above` it too; name the day above the `first` panel.

    `gid` is the name of the mark of the day of signing.
    """
    marks = ticks(chart.first, chart.last, int(columns.wide / _CHARACTER))
    axes.set_xlim(*columns.limits)
    axes.set_xticks([chart.place(mark.day) for mark in marks], [mark.label for mark in marks])
    axes.tick_params(
        axis="x", colors=theme.quiet, labelsize=_SIZE, length=3, top=above, labeltop=above
    )
    axes.grid(visible=True, axis="x", color=theme.faint, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_facecolor(theme.paper)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom" or (side == "top" and above))
        spine.set_color(theme.quiet)
    at = chart.place(chart.signed)
    axes.axvline(at, color=theme.quiet, linewidth=0.9, zorder=1.4)
    axes.plot([at], [0], transform=axes.get_xaxis_transform(), gid=gid, **signed(theme))
    if chart.on in chart:
        at = chart.place(chart.on)
        axes.axvline(at, color=theme.ink, linewidth=0.9, linestyle=(0, (1, 1.5)), zorder=1.5)
    if first:
        _name_day(axes, chart, columns, theme, _ABOVE_AXIS if above else _ABOVE)


def _name_day(axes: Axes, chart: Chart, columns: Columns, theme: Theme, points: float) -> None:
    """Name the `--on` day above its line, or above the end of the axis that is nearer to it."""
    text = chart.on_in_words
    half = width(text, _SIZE) / 2
    middle = columns.inches(chart.place(chart.nearest(chart.on)))
    # The name can be wider than the panel, which has free space beside it.
    most = columns.last - columns.left - half
    least = min(half, most)
    axes.annotate(
        text,
        (min(max(middle, least), max(columns.wide - half, least)) / columns.wide, 1),
        (0, points),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        color=theme.ink,
        size=_SIZE,
        gid="on",
    )


def signed(theme: Theme) -> dict[str, Any]:
    """Return the style of the day of signing: a filled triangle on the axis."""
    return {
        "marker": (3, 0, 0),
        "markersize": 7,
        "markerfacecolor": theme.quiet,
        "markeredgecolor": theme.paper,
        "markeredgewidth": 0.6,
        "linestyle": "none",
        "clip_on": False,
        "zorder": 4,
    }
