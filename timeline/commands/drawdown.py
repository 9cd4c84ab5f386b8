"""`timeline drawdown`: show the levels on a day."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from timeline.commands.shared.command import Command
from timeline.commands.shared.query import (
    Query,
    format_options,
    prefix_errors,
    query_or_stream_options,
)
from timeline.commands.shared.results import Result, StreamResult
from timeline.dates.edtf import iso_day
from timeline.dates.periods import Period
from timeline.errors import TimelineError
from timeline.render.listings import drawdowns
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.spans import by_span

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.commands.shared.query import Show
    from timeline.schedule.schedule import Schedule

# More than the days of a century, and few enough to hold in memory.
_MOST_DAYS = 40_000


@click.command(cls=Command)
@click.option(
    "--every",
    metavar="PERIOD",
    help="List levels from signing to the last deadline at this interval, such as 1 month.",
)
@query_or_stream_options
@format_options
def drawdown(query: Query, show: Show, every: str | None) -> Result | StreamResult:
    """Show the ceiling, pace and observed level on a day.

    \b
    Examples:
      timeline drawdown --on 2020-12-01
      timeline drawdown --every "1 month"
      timeline drawdown -a geneva-1988 --on 1988-08-01 -f json
      timeline drawdown --on - < days.txt

    The ceiling is the number that may remain: the level of the last deadline reached. The pace falls
    evenly from one level to the next. The rate still needed is how much has to leave each day until
    the next deadline. Levels observed after the `--on` day are ignored. With `--on -`, days are read
    from standard input, one on each line; each output line is the day, ceiling, pace and observed
    level, separated by tabs.
    """
    with prefix_errors(query.name):
        plan = drawdown_plan(query.schedule, query.on)
    if query.streamed:
        source = click.get_current_context().get_parameter_source
        for option in ("every", "format_name"):
            if source(option) is not ParameterSource.DEFAULT:
                name = option.removesuffix("_name")
                raise click.UsageError(f'--{name} cannot be used with "--on -"')
        return StreamResult(_line_evaluator(query.schedule), "days")
    if every is None:
        days = [query.on]
    else:
        with prefix_errors("--every"):
            days = list(islice(plan.days(Period.parse(every)), _MOST_DAYS + 1))
            if len(days) > _MOST_DAYS:
                message = f"more than {_MOST_DAYS:,} days; use a longer period"
                raise TimelineError(message)
    levels = [plan.levels(day) for day in days]
    return Result(show(drawdowns.listing(query.name, query.schedule, query.on, plan, levels)))


def _line_evaluator(schedule: Schedule) -> Callable[[str], str]:
    """Return a function from a line, which is a day, to the levels on that day."""
    with_level = [each.id for each in schedule.agreement.milestones if each.level is not None]
    plan = by_span(schedule.only(with_level), lambda known: drawdown_plan(known, date.max))

    def answer(line: str) -> str:
        day = iso_day(line) or schedule.evaluate_day(line)
        levels = plan(day).levels(day)
        # A word, because many scripts would read an empty field as 0.
        observed = levels.observed.level if levels.observed else "unknown"
        return f"{levels.ceiling}\t{levels.pace}\t{observed}"

    return answer
