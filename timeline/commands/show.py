"""`timeline show`: every milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.options import Inquiry, asks, lists
from timeline.render import milestones
from timeline.standing import standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing


@click.command
@asks
@lists
def show(inquiry: Inquiry, show: Callable[[Listing], str]) -> Answer:
    """Every milestone: date, weekday, rule, days remaining, status.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline show --on "drawdown + 1 week" --format csv
    """
    stands = standings(inquiry.schedule, inquiry.on)
    return Answer(show(milestones.listing(inquiry.name, inquiry.schedule, inquiry.on, stands)))
