"""`timeline show`: list every milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import in_further_calendars, milestones_in
from timeline.commands.shared.command import Command
from timeline.commands.shared.options import ALL_OPTION
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
@ALL_OPTION
def show(
    query: Query,
    show: Callable[[Listing], str],
    calendars: Sequence[Calendar],
    every_occurrence: bool,
) -> Result:
    """List every milestone with its date, days remaining and status.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline show --on "drawdown + 1 week" --format csv
      timeline show --calendar solar-hijri

    The table also has the weekday of each date and the rule that gives it. In a terminal, of the
    occurrences of a recurring duty only the last one past and the next two are shown.
    """
    states = statuses(query.schedule, query.on)
    found, notes = milestones_in(query, states, calendars, abridge=not every_occurrence)
    if not states:
        notes = (*notes, outlook(states))
    return Result(show(found), notes=notes)
