"""Draw the chart as an SVG, PNG or PDF image."""

from __future__ import annotations

import io
import re
import warnings
from html import escape
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from timeline.plain_text import plain
from timeline.render.charts.description import description
from timeline.render.charts.picture import fonts, frame, legend, levels, rows
from timeline.render.charts.picture.layout import BELOW, HEADING, SMALL, SOURCE, UNIT, layout
from timeline.render.charts.picture.sheet import Sheet
from timeline.render.charts.picture.themes import LIGHT, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from timeline.render.charts.chart import Chart
    from timeline.render.charts.picture.size import Size

# Dots an inch of a PNG whose size is not given.
_DOTS = 200
_POINTS = 72

# Typed as Any because releases of matplotlib differ in how they type the names of settings.
_SETTINGS: Any = {
    # A dollar sign in a title does not begin mathematics.
    "text.parse_math": False,
    # A letter has the same width at every size and in every format.
    "text.hinting": "none",
    # Text stays text, which can be searched and copied; element ids do not change between runs.
    "svg.fonttype": "none",
    "svg.hashsalt": "timeline",
    "pdf.fonttype": 42,
}
# If the viewer's machine lacks the font, a font of about the same width is used. Text in
# right-to-left scripts begins at the right. The first </defs> comes before all text.
_DEFINED = "</defs>"
_STYLE = """\
 <style>text {font-family: 'DejaVu Sans', Verdana, sans-serif !important; unicode-bidi: plaintext}</style>
 </defs>"""
_LENGTH = re.compile(r'\b(?:width|height)="[^"]*"\s*')
# Without the entries that differ between two runs.
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
FORMATS = tuple(_METADATA)


def render(
    chart: Chart,
    format_name: str,
    theme: Theme = LIGHT,
    size: Size | None = None,
) -> bytes:
    """Return the image in one of `FORMATS`. Equal charts give equal bytes on the same machine.

    A PNG has the pixels of `size`, an SVG is shown with them, and a PDF has its shape. Without a
    size, the image is as tall as it needs to be.
    """
    out = io.BytesIO()
    with mpl.rc_context(settings_for(chart)), warnings.catch_warnings():
        # The command names the characters that no font has.
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing from font", category=UserWarning
        )
        drawn = figure(chart, theme, size)
        # A little more, because the pixels are rounded down.
        dpi = (size.width + 1e-6) / drawn.get_size_inches()[0] if size else _DOTS
        drawn.savefig(out, format=format_name, metadata=_METADATA[format_name], dpi=dpi)
    data = out.getvalue()
    return _annotated(data, chart, size) if format_name == "svg" else data


def settings_for(chart: Chart) -> Any:  # noqa: ANN401 - as for _SETTINGS
    """Return the library's settings for a chart, whatever else this process has set."""
    defaults: Any = mpl.rcParamsDefault
    settings = {key: defaults[key] for key in defaults if key != "backend"}
    return {**settings, **_SETTINGS, "font.family": fonts.families(text_of(chart))}


def text_of(chart: Chart) -> str:
    """Return the text of an agreement that its image can contain."""
    texts = [*(lane.title for lane in chart.lanes), chart.signed_label]
    texts += [panel.title for panel in chart.panels]
    return plain(" ".join([*chart.heading, *texts, chart.source]))


def pixels_of_text(chart: Chart, size: Size) -> float:
    """Return the size in pixels of the smallest text in an image of a size."""
    with mpl.rc_context(settings_for(chart)):
        wide = layout(chart, size).wide
    return SOURCE / _POINTS * size.width / wide


def figure(chart: Chart, theme: Theme = LIGHT, size: Size | None = None) -> Figure:
    """Return the chart as a figure: heading, timeline, panels of levels, legend, source."""
    found = layout(chart, size)
    columns, above = found.columns, found.has_axis_above
    sheet = Sheet(found.wide, found.wide * size.shape if size else found.tall, theme.paper)
    sheet.text(found.head, HEADING, theme.ink, "bold")
    sheet.text(found.about, SMALL, theme.quiet)
    if found.lanes:
        sheet.space(found.above)
        axes = sheet.panel(columns.left, columns.right, found.rows.tall)
        frame.draw(axes, chart, columns, theme, "signed", first=True, above=above)
        rows.draw(axes, chart, found.lanes, found.rows, columns, theme)
        sheet.space(BELOW)
    for number, each in enumerate(found.panels):
        sheet.text(each.title, UNIT, theme.ink, "bold")
        sheet.space(each.above)
        axes = sheet.panel(columns.left, columns.right, each.tall)
        first = not found.lanes and not number
        gid = "signed" if first else each.panel.named("signed-levels")
        frame.draw(axes, chart, columns, theme, gid, first=first, above=False)
        levels.draw(axes, chart, each.panel, columns, each.tall, theme)
        sheet.space(BELOW)
    axes = sheet.panel(columns.first, columns.last, found.legend)
    legend.draw(
        axes, chart.signed_label, found.lanes, columns.last - columns.first, found.rows.scale, theme
    )
    sheet.text(found.source, SOURCE, theme.quiet)
    return sheet.figure


def _annotated(svg: bytes, chart: Chart, size: Size | None) -> bytes:
    """Return the SVG with fonts to fall back on, its size in pixels, a title and a description."""
    text = svg.decode().replace(_DEFINED, _STYLE, 1)
    before, tag, rest = text.partition("<svg ")
    attributes, end, content = rest.partition(">")
    if size:
        attributes = _LENGTH.sub("", attributes)
        attributes = f'width="{size.width}" height="{size.height}" {attributes.lstrip()}'
    title, described = escape(plain(chart.heading[0])), escape(description(chart))
    return (
        f'{before}{tag}role="img" {attributes}{end}\n'
        f" <title>{title}</title>\n <desc>{described}</desc>{content}"
    ).encode()
