"""`timeline drawdown`: the levels on a day."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from timeline.commands.shared.query import Query, format_options, naming, query_or_stream_options
from timeline.commands.shared.results import Result, StreamResult
from timeline.commands.shared.spans import by_span
from timeline.dates.edtf import iso_day
from timeline.dates.periods import Period
from timeline.errors import TimelineError
from timeline.render.listings import drawdowns
from timeline.schedule.drawdown import drawdown_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing
    from timeline.schedule.schedule import Schedule

# Each day of a century, and few enough to be held at once.
_MOST_DAYS = 40_000


@click.command
@query_or_stream_options
@format_options
@click.option(
    "--every",
    metavar="PERIOD",
    help="List the days from signing to the last deadline in such steps, such as 1 month.",
)
def drawdown(
    query: Query, show: Callable[[Listing], str], every: str | None
) -> Result | StreamResult:
    """Ceiling, pace and observed level on a day, and the rate still needed.

    The ceiling is the level of the latest deadline passed, the pace the straight line between
    deadlines, the rate what has to go each day until the next one. What was observed after the day
    asked about is not known on it. With `--on -` days are read from standard input, one a line, and
    each is answered by a line: the day, ceiling, pace and observed level, tabs between.

    \b
    Examples:
      timeline drawdown --on 2020-12-01
      timeline drawdown --every "1 month"
      timeline drawdown --agreement geneva-1988 --on 1988-08-01 --format json
      timeline drawdown --on - < days.txt
    """
    with naming(query.name):
        plan = drawdown_plan(query.schedule, query.on)
    if query.streamed:
        source = click.get_current_context().get_parameter_source
        for option in ("every", "format_name"):
            if source(option) is not ParameterSource.DEFAULT:
                name = option.removesuffix("_name")
                raise click.UsageError(f"--{name}: not for a stream; expected days to answer")
        return StreamResult(_answering(query.schedule), "days")
    if every is None:
        days = [query.on]
    else:
        with naming("--every"):
            days = list(islice(plan.days(Period.parse(every)), _MOST_DAYS + 1))
            if len(days) > _MOST_DAYS:
                message = f"more than {_MOST_DAYS:,} days; expected a longer period"
                raise TimelineError(message)
    levels = [plan.levels(day) for day in days]
    return Result(show(drawdowns.listing(query.name, query.schedule, query.on, plan, levels)))


def _answering(schedule: Schedule) -> Callable[[str], str]:
    """Return what answers a line that holds a day asked about."""
    levels_at = [each.id for each in schedule.agreement.milestones if each.level is not None]
    plan = by_span(schedule.only(levels_at), lambda known: drawdown_plan(known, date.max))

    def answer(line: str) -> str:
        day = iso_day(line) or schedule.evaluate_day(line)
        levels = plan(day).levels(day)
        # A word for what has no number: an empty field would count as 0 in many a script.
        observed = levels.observed.level if levels.observed else "unknown"
        return f"{levels.ceiling}\t{levels.pace}\t{observed}"

    return answer
