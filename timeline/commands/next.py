"""`timeline next`: the next deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.calendar_option import in_further_calendars
from timeline.commands.milestone_listing import milestones_in
from timeline.commands.options import Inquiry, asks, lists
from timeline.standing import Status, standings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.calendars import Calendar
    from timeline.render.listing import Listing

_TO_COME = {Status.PENDING, Status.OPEN, Status.DUE}


@click.command(name="next")
@asks
@lists
@click.option(
    "-n",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="How many at the most.",
)
@in_further_calendars
def next_deadlines(
    inquiry: Inquiry,
    show: Callable[[Listing], str],
    number: int,
    calendars: Sequence[Calendar],
) -> Answer:
    """The next deadlines still to come, today's included.

    \b
    Examples:
      timeline next --on 2020-07-01
      timeline next -n 1 --on 2020-07-01 --format json
    """
    stands = [one for one in standings(inquiry.schedule, inquiry.on) if one.status in _TO_COME]
    found, notes = milestones_in(inquiry, stands[:number], calendars)
    if not stands:
        notes = (f"no deadline is still to come on {inquiry.on}",)
    return Answer(show(found), notes=notes)
