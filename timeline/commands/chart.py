"""`timeline chart`: draw the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.query import queries_options
from timeline.commands.shared.results import File, Result
from timeline.commands.shared.series import chosen_plans, series_option
from timeline.errors import needing
from timeline.plain_text import plain, quoted
from timeline.render.charts.chart import Chart
from timeline.render.charts.chart import chart as chart_of
from timeline.render.charts.picture.size import TALL, WIDE, Size, parse_size
from timeline.schedule.drawdown import drawdown_plans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.commands.shared.queries import Queries, Query
    from timeline.render.terminal import Terminal
    from timeline.schedule.drawdown import DrawdownPlan

_IMAGES = ("svg", "png", "pdf")
_PAGE = "html"
# So many characters without a font are named.
_NAMED = 8
# The least size in pixels of text that can be read.
_READABLE = 5
_ONLY_IMAGES = f"only for an image; add -o FILE.{', .'.join(_IMAGES)}"


@click.command(cls=Command)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Write an image (.svg, .png, .pdf) or a web page (.html) instead of drawing in the terminal.",
)
@click.option(
    "--what",
    type=click.Choice(["timeline", "drawdown", "both"]),
    default="both",
    show_default=True,
    help="What to draw. An agreement without levels has no drawdown; both then draws the timeline alone.",
)
@series_option("Draw")
@click.option(
    "--size",
    metavar="tall|wide|WIDTHxHEIGHT",
    default=TALL,
    show_default=True,
    shell_complete=lambda *_: [TALL, WIDE],
    help="The size of the image: as tall as it needs to be, wide as a screen (1920x1080), or a number "
    "of pixels. A PDF has this shape.",
)
@click.option("--dark", is_flag=True, help="Draw the image on a dark background.")
@queries_options
@click.pass_obj
def chart(
    terminal: Terminal,
    queries: Queries,
    output: str | None,
    what: str,
    series: str | None,
    size: str,
    dark: bool,
) -> Result:
    """Draw the timeline as a chart, with the levels of each series below it.

    \b
    Examples:
      timeline chart
      timeline chart --on 2020-07-01 --what timeline
      timeline chart --on 2021-12-31 -o afghanistan.svg
      timeline chart -o afghanistan.png --size wide
      timeline chart --on 2021-12-31 -o afghanistan.html
      timeline chart -a agreements/ -o agreements.html

    The chart is drawn in the terminal, or written to a file with -o. A web page is complete in one
    file: it has the chart, the table, the explanation of each date and the sources. Its reader can
    choose another day with a slider. It uses the light or dark colours that the browser prefers.
    The page of several agreements has what is due next in all of them, then a section for each; it
    has no slider.
    """
    kind = _kind(output)
    if dark and kind not in _IMAGES:
        raise click.UsageError(f"--dark: {_ONLY_IMAGES}")
    pixels = _pixels(size)
    if pixels and kind not in _IMAGES:
        raise click.UsageError(f"--size: {_ONLY_IMAGES}")
    with_timeline = what != "drawdown"

    def one(query: Query) -> Result:
        plans = _plans(query, what, series)
        if output and kind == _PAGE:
            page = _page(query, list(plans), with_timeline=with_timeline)
            return Result("", file=File(output, page))
        drawn = chart_of(query.schedule, query.on, plans.values(), with_timeline=with_timeline)
        if output and kind:
            return _image(drawn, output, kind, pixels, dark=dark)
        from timeline.render.charts.terminal.drawing import render

        return Result(render(drawn, terminal))

    if queries.several:
        if not output or kind != _PAGE:
            message = "--agreement: chart needs one agreement; found several; add -o FILE.html for a page of all"
            raise click.UsageError(message)
        if series is not None:
            raise click.UsageError("--series: needs one agreement; found several")
        page = _page_of_several(queries, what, with_timeline=with_timeline)
        return Result("", file=File(output, page) if page else None)
    (result,) = queries.answers(one)
    return result


def _kind(output: str | None) -> str | None:
    """Return the type of file that `output` names, None if `output` is None.

    Raises `click.UsageError` for an unknown type.
    """
    if output is None:
        return None
    stem, _, kind = output.lower().rpartition(".")
    if not stem or kind not in (*_IMAGES, _PAGE):
        raise click.UsageError(
            f"--output: {quoted(output)}: unknown file type; "
            "use a name that ends in .svg, .png, .pdf or .html"
        )
    return kind


def _pixels(size: str) -> Size | None:
    """Return the size that is given, None for an image as tall as it needs to be.

    Raises `click.UsageError` for an unknown size.
    """
    try:
        return parse_size(size)
    except ValueError as error:
        raise click.UsageError(f"--size: {quoted(size)}: {error}") from None


def _image(drawn: Chart, output: str, kind: str, size: Size | None, *, dark: bool) -> Result:
    """Return the image as a file, with notes on characters that no font has, and on tiny text.

    An SVG contains text, for which its viewer has fonts, and can be enlarged. Raises
    `MissingLibraryError` if matplotlib is not installed.
    """
    from timeline.render.charts.picture.isolation import isolated

    with needing("matplotlib", "chart -o"), isolated():
        from timeline.render.charts.picture import drawing, themes
        from timeline.render.charts.picture.fonts import without_font

        data = drawing.render(drawn, kind, themes.DARK if dark else themes.LIGHT, size)
        missing = [] if kind == "svg" else without_font(drawing.text_of(drawn))
        is_tiny = (
            kind == "png" and size is not None and drawing.pixels_of_text(drawn, size) < _READABLE
        )
    notes = [_without_font(output, missing)] if missing else []
    if is_tiny:
        notes.append(f"{plain(output)}: too small to read; use more pixels, or --size tall")
    return Result("", notes=tuple(notes), file=File(output, data))


def _page(query: Query, series: Sequence[str], *, with_timeline: bool) -> bytes:
    """Return the bytes of a page. Raises `MissingLibraryError` if Jinja2 is not installed."""
    with needing("Jinja2", "chart -o"):
        from timeline.render.charts.page.drawing import render
    return render(query.name, query.recorded, query.on, series, with_timeline=with_timeline)


def _page_of_several(queries: Queries, what: str, *, with_timeline: bool) -> bytes | None:
    """Return the bytes of the page of several agreements, None if none of them can be answered.

    Raises `MissingLibraryError` if Jinja2 is not installed.
    """
    with needing("Jinja2", "chart -o"):
        from timeline.render.charts.page.several import Entry, entry, render

    def answer(query: Query) -> Entry:
        plans = drawdown_plans(query.schedule, query.on) if _with_levels(query, what) else ()
        series = list(plans)
        return entry(query.name, query.schedule, query.on, series, with_timeline=with_timeline)

    found = list(queries.answers(answer))
    return render(found) if found else None


def _without_font(output: str, missing: Sequence[str]) -> str:
    """Return a note that names the characters for which an image has boxes."""
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    what = f"no font for {named}{more}"
    return f"{plain(output)}: {what}; install one, such as Noto Sans, or write an SVG"


def _plans(query: Query, what: str, series: str | None) -> dict[str, DrawdownPlan]:
    """Return the plans of the series to draw, by id: of each, or of the one with the id `series`.

    Raises `TimelineError` if there is none to draw, unless the timeline is drawn.
    """
    if what == "timeline":
        if series is not None:
            raise click.UsageError('--series cannot be used with "--what timeline"')
        return {}
    if series is None and not _with_levels(query, what):
        return {}
    return chosen_plans(query, series)


def _with_levels(query: Query, what: str) -> bool:
    """Return whether the levels of an agreement are drawn."""
    return what == "drawdown" or (what == "both" and bool(query.schedule.agreement.series))
