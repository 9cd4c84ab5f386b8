"""`timeline compare`: compare planned dates with what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import structs

from timeline.commands.shared.command import Command
from timeline.commands.shared.options import ALL_OPTION
from timeline.commands.shared.query import Query, format_and_alarm_options, query_options
from timeline.commands.shared.results import Result
from timeline.render.listings import comparisons
from timeline.schedule.comparison import compare as compare_plans
from timeline.schedule.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing


@click.command(cls=Command)
@query_options
@format_and_alarm_options
@ALL_OPTION
def compare(query: Query, show: Callable[[Listing], str], every_occurrence: bool) -> Result:
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
    plan = other = query.schedule
    if other.scenario.assumptions or other.scenario.as_happened:
        as_written = structs.replace(other.scenario, assumptions={}, as_happened=False)
        plan = build_schedule(other.agreement, as_written)
    rows = compare_plans(plan, query.on, other)
    has_other = plan is not other
    found = comparisons.listing(
        query.name, other, query.on, rows, has_other, abridge=not every_occurrence
    )
    return Result(show(found))
