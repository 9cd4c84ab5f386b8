"""`timeline chart`: draw the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.query import Query, prefix_errors, query_options
from timeline.commands.shared.results import File, Result
from timeline.errors import MissingLibraryError, NoLevelsError
from timeline.plain_text import quoted
from timeline.render.charts.chart import Chart
from timeline.render.charts.chart import chart as chart_of
from timeline.schedule.drawdown import DrawdownPlan, drawdown_plan

if TYPE_CHECKING:
    from timeline.render.terminal import Terminal
    from timeline.schedule.schedule import Schedule

_IMAGES = ("svg", "png", "pdf")
_PAGE = "html"


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
@click.option("--dark", is_flag=True, help="Draw the image on a dark background.")
@query_options
@click.pass_obj
def chart(terminal: Terminal, query: Query, output: str | None, what: str, dark: bool) -> Result:
    """Draw the timeline as a chart, with the drawdown below it.

    \b
    Examples:
      timeline chart
      timeline chart --on 2020-07-01 --what timeline
      timeline chart --on 2021-12-31 -o afghanistan.svg
      timeline chart --on 2021-12-31 -o afghanistan.html

    The chart is drawn in the terminal, or written to a file with -o. A web page is complete in one
    file: it has the picture, the table, the explanation of each date and the sources. It uses the
    light or dark colours that the reader's browser prefers.
    """
    kind = _kind(output)
    if dark and kind not in _IMAGES:
        raise click.UsageError(f"--dark: only for an image; add -o FILE.{', .'.join(_IMAGES)}")
    with prefix_errors(query.name):
        plan = _plan(query, what)
    drawn = chart_of(query.schedule, query.on, plan, with_timeline=what != "drawdown")
    if output and kind:
        return Result("", file=File(output, _drawn(drawn, query.schedule, kind, dark=dark)))
    from timeline.render.charts.terminal.drawing import render

    return Result(render(drawn, terminal))


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


def _drawn(drawn: Chart, schedule: Schedule, kind: str, *, dark: bool) -> bytes:
    """Return the bytes of the file. Raises `MissingLibraryError` if a library is not installed."""
    from timeline.render.charts.picture.isolation import isolated

    try:
        with isolated():
            if kind == _PAGE:
                from timeline.render.charts import page

                return page.render(drawn, schedule)
            from timeline.render.charts.picture import drawing, themes

            return drawing.render(drawn, kind, themes.DARK if dark else themes.LIGHT)
    except ModuleNotFoundError:
        raise MissingLibraryError("chart -o", "matplotlib", "Jinja2") from None


def _plan(query: Query, what: str) -> DrawdownPlan | None:
    """Return the drawdown to draw, if any.

    Raises `NoLevelsError` if only the drawdown is to be drawn and there is none.
    """
    if what == "timeline":
        return None
    try:
        return drawdown_plan(query.schedule, query.on)
    except NoLevelsError:
        if what == "drawdown":
            raise
        return None
