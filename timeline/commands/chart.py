"""`timeline chart`: the timeline as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.options import Inquiry, asks, naming
from timeline.drawdown import DrawdownPlan, drawdown_plan
from timeline.errors import NoLevelsError
from timeline.render.charts.chart import chart as chart_of

if TYPE_CHECKING:
    from timeline.render.terminal import Terminal


@click.command
@asks
@click.option(
    "--what",
    type=click.Choice(["timeline", "drawdown", "both"]),
    default="both",
    show_default=True,
    help="What to draw; both means the timeline alone where there are no levels.",
)
@click.pass_obj
def chart(terminal: Terminal, inquiry: Inquiry, what: str) -> Answer:
    """The timeline as a picture, the drawdown under it.

    \b
    Examples:
      timeline chart
      timeline chart --on 2020-07-01 --what timeline
    """
    from timeline.render.charts.terminal import render

    with naming(inquiry.name):
        plan = _plan(inquiry, what)
    drawn = chart_of(inquiry.schedule, inquiry.on, plan, with_timeline=what != "drawdown")
    return Answer(render(drawn, terminal))


def _plan(inquiry: Inquiry, what: str) -> DrawdownPlan | None:
    """Return the drawdown to draw, if any. Raises `NoLevelsError` when only that is asked for."""
    if what == "timeline":
        return None
    try:
        return drawdown_plan(inquiry.schedule)
    except NoLevelsError:
        if what == "drawdown":
            raise
        return None
