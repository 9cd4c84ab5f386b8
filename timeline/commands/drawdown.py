"""`timeline drawdown`: show the levels of each series on a day."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from timeline.commands.shared.command import Command
from timeline.commands.shared.output_format import format_options
from timeline.commands.shared.query import query_or_stream_options
from timeline.commands.shared.results import Result, StreamResult
from timeline.commands.shared.series import chosen_plans, series_option
from timeline.dates.edtf import iso_day
from timeline.dates.periods import Period
from timeline.errors import TimelineError, prefix_errors
from timeline.plain_text import shortened
from timeline.render.listings import drawdowns
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.spans import by_span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.commands.shared.output_format import Show
    from timeline.commands.shared.queries import Query
    from timeline.schedule.schedule import Schedule

# More than the days of a century, and few enough to hold in memory.
_MOST_DAYS = 40_000


@click.command(cls=Command)
@series_option("Show")
@click.option(
    "--every",
    metavar="PERIOD",
    help="List levels from signing to the last deadline at this interval, such as 1 month.",
)
@query_or_stream_options
@format_options
def drawdown(
    query: Query, show: Show, series: str | None, every: str | None
) -> Result | StreamResult:
    """Show the ceiling, pace and observed level of each series on a day.

    \b
    Examples:
      timeline drawdown --on 2020-12-01
      timeline drawdown --every "1 month"
      timeline drawdown -a geneva-1988 --on 1988-08-01 -f json
      timeline drawdown --on - < days.txt

    The ceiling is the number that may remain: the level of the last deadline reached. In a series whose
    levels rise, the floor is the number that must be reached by then. The pace is on a straight line
    from one level to the next. The rate still needed is how much has to change each day until the next
    deadline. Levels observed after the `--on` day are ignored. With `--on -`, days are read from
    standard input, one on each line; each output line is the day, ceiling or floor, pace and observed
    level, separated by tabs. If the agreement has several series, that needs `--series`.
    """
    plans = chosen_plans(query, series)
    if query.streamed:
        return _stream(query.schedule, list(plans))
    if every is None:
        days = [(plan, query.on) for plan in plans.values()]
    else:
        with prefix_errors("--every"):
            period = Period.parse(every)
            each_day = ((plan, day) for plan in plans.values() for day in plan.days(period))
            days = list(islice(each_day, _MOST_DAYS + 1))
            if len(days) > _MOST_DAYS:
                message = f"more than {_MOST_DAYS:,} days; use a longer period"
                raise TimelineError(message)
    levels = [(plan, plan.levels(day)) for plan, day in days]
    shown = list(plans.values())
    return Result(show(drawdowns.listing(query.name, query.schedule, query.on, shown, levels)))


def _stream(schedule: Schedule, series: Sequence[str]) -> StreamResult:
    """Return the stream of levels of a series, the only one of `series`.

    Raises `click.UsageError` for options that a stream does not take, and if a series has to be chosen.
    """
    source = click.get_current_context().get_parameter_source
    for option in ("every", "format_name"):
        if source(option) is not ParameterSource.DEFAULT:
            name = option.removesuffix("_name")
            raise click.UsageError(f'--{name} cannot be used with "--on -"')
    if len(series) > 1:
        ids = shortened(", ".join(series), 600)
        raise click.UsageError(f'"--on -" answers for one series; add --series with one of: {ids}')
    return StreamResult(_line_evaluator(schedule, series[0]), "days")


def _line_evaluator(schedule: Schedule, series: str) -> Callable[[str], str]:
    """Return a function from a line, which is a day, to the levels of a series on that day."""
    with_level = [each.id for each in schedule.agreement.milestones if series in each.levels]
    plan = by_span(schedule.only(with_level), lambda known: drawdown_plan(known, date.max, series))

    def answer(line: str) -> str:
        day = iso_day(line) or schedule.evaluate_day(line)
        levels = plan(day).levels(day)
        # Words, because many scripts would read an empty field as 0.
        limit = "none" if levels.limit is None else levels.limit
        pace = "none" if levels.pace is None else levels.pace
        observed = levels.observed.level if levels.observed else "unknown"
        return f"{limit}\t{pace}\t{observed}"

    return answer
