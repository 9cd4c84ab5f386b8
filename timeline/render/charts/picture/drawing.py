"""Draw the chart as an SVG, PNG or PDF image."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.lines import Line2D

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.picture import levels as picture_levels
from timeline.render.charts.picture import rows as picture_rows
from timeline.render.charts.picture.sheet import MARGIN, WIDTH, Sheet, columns, height, wrapped
from timeline.render.charts.picture.themes import LIGHT, Theme
from timeline.render.charts.picture.ticks import ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from timeline.render.charts.chart import Chart

# More rows would make the image too tall to be useful.
_MOST_ROWS = 300

_LEFT, _RIGHT = 1.95, 4.6
_HEADING, _SMALL, _SOURCE, _TICKS = 12, 8.5, 7, 8
# The width of bold letters relative to normal ones.
_BOLD = 1.25
_LEVELS, _LEGEND = 2.2, 0.5

# Typed as Any because releases of matplotlib differ in how they type the names of settings.
_SETTINGS: Any = {
    "font.family": ["DejaVu Sans"],
    # A dollar sign in a title does not begin mathematics.
    "text.parse_math": False,
    # Text stays text, which can be searched and copied; element ids do not change between runs.
    "svg.fonttype": "none",
    "svg.hashsalt": "timeline",
    "pdf.fonttype": 42,
}
# If the viewer's machine lacks the font, a font of about the same width is used. Text in
# right-to-left scripts begins at the right. The first </defs> comes before all text.
_DEFINED = b"</defs>"
_STYLE = b"""\
 <style>text {font-family: 'DejaVu Sans', Verdana, sans-serif !important; unicode-bidi: plaintext}</style>
 </defs>"""
# Without the entries that differ between two runs.
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
FORMATS = tuple(_METADATA)


def render(chart: Chart, format_name: str, theme: Theme = LIGHT, *, bare: bool = False) -> bytes:
    """Return the image in one of `FORMATS`. Equal charts give equal bytes.

    If `bare` is true, the heading and the sources are left out, because the page has them.
    """
    out = io.BytesIO()
    # The library's defaults and the settings above, whatever else this process has set.
    defaults: Any = mpl.rcParamsDefault
    settings = {key: defaults[key] for key in defaults if key != "backend"}
    with mpl.rc_context({**settings, **_SETTINGS}), warnings.catch_warnings():
        # A character that the font lacks is drawn as a box. The table and the page show it.
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing from font", category=UserWarning
        )
        drawn = figure(chart, theme, bare=bare)
        drawn.savefig(out, format=format_name, metadata=_METADATA[format_name], dpi=200)
    if format_name != "svg":
        return out.getvalue()
    return out.getvalue().replace(_DEFINED, _STYLE, 1)


def figure(chart: Chart, theme: Theme = LIGHT, *, bare: bool = False) -> Figure:
    """Return the chart as a figure: heading, timeline, drawdown, legend, source."""
    bars = chart.bars[:_MOST_ROWS]
    full = WIDTH - 2 * MARGIN
    head, about, source = [], [], []
    if not bare:
        head = wrapped(plain(chart.heading[0]), full / _BOLD, _HEADING, most=3)
        about = [
            line for text in chart.heading[1:] for line in wrapped(plain(text), full, _SMALL, 3)
        ]
        source = wrapped(plain(chart.source), full, _SOURCE, most=4)
    if len(bars) < len(chart.bars):
        about.append(f"Too many to draw: showing {len(bars)} of {len(chart.bars):,} milestones.")
    rows = picture_rows.layout(bars, _LEFT - 0.3, WIDTH - _RIGHT - 0.18)
    gap, foot = 0.3, 0.25
    inches = (
        height(len(head), _HEADING)
        + height(len(about), _SMALL)
        + (gap + sum(row.tall for row in rows) + foot if bars else 0)
        + (gap + _LEVELS + foot if chart.plan else 0)
        + _LEGEND
        + height(len(source), _SOURCE)
    )
    sheet = Sheet(inches, theme.paper)
    sheet.text(head, _HEADING, theme.ink, "bold")
    sheet.text(about, _SMALL, theme.quiet)
    panels = []
    if bars:
        sheet.space(gap)
        panels.append(sheet.panel(_LEFT, _RIGHT, sum(row.tall for row in rows)))
        picture_rows.draw(panels[-1], chart, bars, rows, theme)
        sheet.space(foot)
    if chart.plan:
        sheet.space(gap)
        panels.append(sheet.panel(_LEFT, _RIGHT, _LEVELS))
        picture_levels.draw(panels[-1], chart, chart.plan, theme)
        sheet.space(foot)
    for number, axes in enumerate(panels):
        _axis(axes, chart, theme, named=number == 0)
    _legend(sheet.panel(MARGIN, WIDTH - MARGIN, _LEGEND), chart, theme)
    sheet.text(source, _SOURCE, theme.quiet)
    return sheet.figure


def _axis(axes: Axes, chart: Chart, theme: Theme, *, named: bool) -> None:
    """Add the time axis and the `--on` day to a panel; if `named`, with a label for the day."""
    marks = ticks(chart.first, chart.last, columns(_RIGHT - _LEFT, _TICKS))
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([chart.place(mark.day) for mark in marks], [mark.label for mark in marks])
    axes.tick_params(axis="x", colors=theme.quiet, labelsize=_TICKS, length=3)
    axes.grid(visible=True, axis="x", color=theme.faint, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_facecolor(theme.paper)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(theme.quiet)
    if chart.on not in chart:
        return
    at = chart.place(chart.on)
    axes.axvline(at, color=theme.ink, linewidth=0.9, linestyle=(0, (1, 1.5)), zorder=1.5)
    if named:
        side = "left" if at < 0.2 else "right" if at > 0.8 else "center"
        axes.annotate(
            words.weekday(chart.on),
            (at, 1),
            (0, 4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha=side,
            color=theme.ink,
            size=_TICKS,
        )


def _legend(axes: Axes, chart: Chart, theme: Theme) -> None:
    """Add the legend of the marks that are drawn."""
    axes.set_axis_off()
    entries = []
    if chart.bars:
        entries += picture_rows.legend(chart, theme)
    if chart.plan:
        entries += picture_levels.legend(chart.plan, theme)
    handles = [Line2D([], [], label=label, **style) for label, style in entries]
    axes.legend(
        handles=handles,
        loc="center left",
        ncols=4,
        frameon=False,
        fontsize=_TICKS,
        labelcolor=theme.ink,
        borderpad=0,
        borderaxespad=0,
        columnspacing=1.4,
        handletextpad=0.5,
        handlelength=1.6,
    )
