"""`timeline next`: list the next deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import in_further_calendars
from timeline.commands.shared.command import Command
from timeline.commands.shared.one_list import one_list
from timeline.commands.shared.output_format import format_and_alarm_options
from timeline.commands.shared.query import queries_options
from timeline.commands.shared.results import Result
from timeline.commands.shared.within import closed_note, days_within, parse_within
from timeline.render.listings.heading import outcome
from timeline.schedule.status import TO_COME, statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.commands.shared.output_format import Show
    from timeline.commands.shared.queries import Queries, Query
    from timeline.dates.calendars import Calendar
    from timeline.render.terminal import Terminal
    from timeline.schedule.status import MilestoneStatus


# Without `--within`, this many deadlines are listed.
_NUMBER = 3


@click.command("next", cls=Command)
@click.option(
    "-n",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    help="List at most this many.  [default: 3, or with --within all]",
)
@click.option(
    "--within",
    metavar="PERIOD",
    help="List those within PERIOD, its last day included, and print nothing in a pipe if there is none.",
)
@queries_options
@format_and_alarm_options
@in_further_calendars
@click.pass_obj
def next_deadlines(
    terminal: Terminal,
    queries: Queries,
    show: Show,
    number: int | None,
    within: str | None,
    calendars: Sequence[Calendar],
) -> Result:
    """List the next deadlines, including those due today.

    \b
    Examples:
      timeline next --on 2020-07-01
      timeline next -n 1 --on 2020-07-01 --format json
      timeline next -a agreements --within "30 days"

    Those of several agreements are one list, by date.
    """
    period = parse_within(within)
    most = number or (None if period else _NUMBER)
    notes = list[str]()

    def to_come(query: Query) -> list[MilestoneStatus]:
        states = statuses(query.schedule, query.on)
        found = [state for state in states if state.status in TO_COME]
        if period:
            if note := closed_note(period, query):
                notes.append(note)
            days = days_within(period, query)
            found = [state for state in found if (state.remaining or 0) <= days]
        elif not found and not queries.several:
            notes.append(f"no deadline is to come after {query.on}: {outcome(states)}")
        return found

    found, outside = one_list(queries, to_come, calendars, most)
    is_noted = terminal.width is not None if period else queries.several
    if is_noted and not found.rows and not queries.problems:
        notes.append(f"no deadline is to come{f' within {within}' if within else ''}")
    return Result(show(found), notes=(*outside, *notes))
