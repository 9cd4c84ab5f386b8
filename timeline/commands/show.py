"""`timeline show`: list every milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import in_further_calendars, milestones_in
from timeline.commands.shared.command import Command
from timeline.commands.shared.query import Query, format_and_alarm_options, query_options
from timeline.commands.shared.results import Result
from timeline.render.listings.heading import outlook
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.dates.calendars import Calendar
    from timeline.render.listing import Listing


@click.command(cls=Command)
@query_options
@format_and_alarm_options
@in_further_calendars
def show(query: Query, show: Callable[[Listing], str], calendars: Sequence[Calendar]) -> Result:
    """List every milestone with its date, days remaining and status.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline show --on "drawdown + 1 week" --format csv
      timeline show --calendar solar-hijri

    The table also has the weekday of each date and the rule that gives it.
    """
    states = statuses(query.schedule, query.on)
    found, notes = milestones_in(query, states, calendars)
    if not states:
        notes = (*notes, outlook(states))
    return Result(show(found), notes=notes)
