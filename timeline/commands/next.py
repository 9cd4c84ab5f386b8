"""`timeline next`: list the next deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import in_further_calendars, milestones_in
from timeline.commands.shared.command import Command
from timeline.commands.shared.query import Query, format_and_alarm_options, query_options
from timeline.commands.shared.results import Result
from timeline.render.listings.heading import outlook
from timeline.schedule.status import TO_COME, statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.dates.calendars import Calendar
    from timeline.render.listing import Listing


@click.command("next", cls=Command)
@click.option(
    "-n",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="List at most this many.",
)
@query_options
@format_and_alarm_options
@in_further_calendars
def next_deadlines(
    query: Query,
    show: Callable[[Listing], str],
    number: int,
    calendars: Sequence[Calendar],
) -> Result:
    """List the next deadlines, including those due today.

    \b
    Examples:
      timeline next --on 2020-07-01
      timeline next -n 1 --on 2020-07-01 --format json
    """
    states = statuses(query.schedule, query.on)
    to_come = [state for state in states if state.status in TO_COME]
    found, notes = milestones_in(query, to_come[:number], calendars)
    if not to_come:
        notes = (f"no deadline is to come after {query.on}; {outlook(states)}",)
    return Result(show(found), notes=notes)
