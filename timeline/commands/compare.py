"""`timeline compare`: compare planned dates with what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import structs

from timeline.commands.shared.command import Command
from timeline.commands.shared.options import ALL_OPTION
from timeline.commands.shared.output_format import format_and_alarm_options
from timeline.commands.shared.query import queries_options
from timeline.commands.shared.results import Result
from timeline.render.listings import comparisons
from timeline.schedule.comparison import compare as compare_plans
from timeline.schedule.schedule import build_schedule

if TYPE_CHECKING:
    from timeline.commands.shared.output_format import Show
    from timeline.commands.shared.queries import Queries, Query
    from timeline.render.listing import Listing


@click.command(cls=Command)
@queries_options
@format_and_alarm_options
@ALL_OPTION
def compare(queries: Queries, show: Show, every_occurrence: bool) -> Result:
    """Compare the planned dates with what happened.

    \b
    Examples:
      timeline compare --on 2021-12-31
      timeline compare --as-happened
      timeline compare --assume talks=2020-09-12 --format csv
      timeline compare --assume "drawdown=+1 month"

    The slip is the number of days from the planned date to the day it happened. With --assume or
    --as-happened, the new dates and how far each milestone moved are shown too.
    """
    found = queries.answers(lambda query: _listing(query, every_occurrence))
    return Result(show(*found, several=queries.several))


def _listing(query: Query, every_occurrence: bool) -> Listing:
    """Return the comparison of one agreement."""
    plan = other = query.schedule
    if other.scenario.assumptions or other.scenario.as_happened:
        as_written = structs.replace(other.scenario, assumptions={}, as_happened=False)
        plan = build_schedule(other.agreement, as_written)
    rows = compare_plans(plan, query.on, other)
    return comparisons.listing(
        query.name, other, query.on, rows, plan is not other, abridge=not every_occurrence
    )
