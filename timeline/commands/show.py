"""`timeline show`: every milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.calendar_option import in_further_calendars
from timeline.commands.milestone_listing import milestones_in
from timeline.commands.options import Inquiry, asks, lists
from timeline.standing import standings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.calendars import Calendar
    from timeline.render.listing import Listing


@click.command
@asks
@lists
@in_further_calendars
def show(inquiry: Inquiry, show: Callable[[Listing], str], calendars: Sequence[Calendar]) -> Answer:
    """Every milestone: date, weekday, rule, days remaining, status.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline show --on "drawdown + 1 week" --format csv
      timeline show --calendar solar-hijri
    """
    stands = standings(inquiry.schedule, inquiry.on)
    found, notes = milestones_in(inquiry, stands, calendars)
    return Answer(show(found), notes=notes)
