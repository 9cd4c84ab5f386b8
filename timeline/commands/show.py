"""`timeline show`: list every milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import deadlines_in, in_further_calendars
from timeline.commands.shared.command import Command
from timeline.commands.shared.options import ALL_OPTION
from timeline.commands.shared.output_format import format_and_alarm_options
from timeline.commands.shared.query import queries_options
from timeline.commands.shared.results import Result
from timeline.render.listings import milestones
from timeline.render.listings.heading import outlook
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.commands.shared.output_format import Show
    from timeline.commands.shared.queries import Queries, Query
    from timeline.dates.calendars import Calendar
    from timeline.render.listing import Listing


@click.command(cls=Command)
@queries_options
@format_and_alarm_options
@in_further_calendars
@ALL_OPTION
def show(
    queries: Queries, show: Show, calendars: Sequence[Calendar], every_occurrence: bool
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
    notes = list[str]()

    def listing(query: Query) -> Listing:
        states = statuses(query.schedule, query.on)
        days, outside = deadlines_in(states, calendars)
        notes.extend(outside)
        if not states and not queries.several:
            notes.append(outlook(states))
        return milestones.listing(
            query.name, query.schedule, query.on, states, days, abridge=not every_occurrence
        )

    text = show(*queries.answers(listing), several=queries.several)
    return Result(text, notes=tuple(notes))
