"""`timeline compare`: planned beside happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import structs

from timeline.commands.shared.query import Query, format_options, query_options
from timeline.commands.shared.results import Result
from timeline.render.listings import comparisons
from timeline.schedule.comparison import compare as compare_plans
from timeline.schedule.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing


@click.command
@query_options
@format_options
def compare(query: Query, show: Callable[[Listing], str]) -> Result:
    """What was planned beside what happened, with the slip in days.

    With --assume or --as-happened, also what the plan becomes and which milestones move.

    \b
    Examples:
      timeline compare --on 2021-12-31
      timeline compare --as-happened
      timeline compare --assume talks=2020-09-12 --format csv
    """
    plan = asked = query.schedule
    if asked.scenario.assumptions or asked.scenario.as_happened:
        as_written = structs.replace(asked.scenario, assumptions={}, as_happened=False)
        plan = build_schedule(asked.agreement, as_written)
    rows = compare_plans(plan, query.on, asked)
    has_other = plan is not asked
    return Result(show(comparisons.listing(query.name, asked, query.on, rows, has_other)))
