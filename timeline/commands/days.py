"""`timeline days`: print the day table, one row for each day and milestone."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.options import format_option
from timeline.commands.shared.query import span_queries_options
from timeline.commands.shared.results import PartialResults, Result
from timeline.commands.shared.series import series_option
from timeline.errors import (
    NoLevelsError,
    SeriesError,
    TimelineError,
    needing,
    prefix_errors,
)
from timeline.render import day_table as rendered
from timeline.schedule.day_table import day_table, whole_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from timeline.commands.shared.queries import Queries, Query
    from timeline.render.terminal import Terminal
    from timeline.schedule.day_table import DayRow
    from timeline.schedule.schedule import Schedule


@click.command(cls=Command)
@series_option("Show")
@format_option(*rendered.TEXT_FORMATS, rendered.PARQUET)
@span_queries_options
@click.pass_obj
def days(
    terminal: Terminal,
    queries: Queries,
    first: str | None,
    last: str | None,
    series: str | None,
    format_name: str,
) -> PartialResults:
    """Print a row for each day and milestone, to join with tables of your own.

    \b
    Examples:
      timeline days > days.csv
      timeline days --from signed --until "bases + 1 week"
      timeline days -a agreements/ -f parquet > days.parquet

    Each row says what is known on its own day, as --on does in the other commands. The days are those
    from --from to --until, both included; by default those of each agreement. The columns are
    agreement, day, milestone, the days remaining, status, and the ceiling (or floor), pace and observed
    level of the series in which the milestone sets a level, or else of the only series. With several,
    use --series.
    """
    in_parquet = _parquet(terminal) if format_name == rendered.PARQUET else None

    def rows(query: Query) -> Iterator[DayRow]:
        begin, end = _span(query.schedule, first, last)
        try:
            return day_table(query.schedule, begin, end, name=query.name, series=series)
        except (NoLevelsError, SeriesError) as error:
            message = f"--series: {error}"
            raise TimelineError(message) from None

    # On a terminal, progress would be written between the rows.
    tables = queries.answers(rows, with_progress=terminal.width is None)
    every = chain.from_iterable(tables)

    def results(_chunks: Iterable[bytes]) -> Iterator[Result]:
        if in_parquet:
            for data in in_parquet(rendered.batches(every)):
                yield Result("", data=data)
        else:
            for text in rendered.parts(every, format_name, terminal):
                yield Result(text)

    return PartialResults(results)


def _span(schedule: Schedule, first: str | None, last: str | None) -> tuple[date, date]:
    """Return the first and the last day; those of the agreement for None.

    Raises `TimelineError` if the first is after the last.
    """
    begin, end = whole_span(schedule)
    from_, until = f"the day of signing, {begin}", f"the last day of the agreement, {end}"
    if first is not None:
        with prefix_errors("--from"):
            begin = schedule.evaluate_day(first)
        from_ = f"--from, {begin}"
    if last is not None:
        with prefix_errors("--until"):
            end = schedule.evaluate_day(last)
        until = f"--until, {end}"
    if begin > end:
        message = f"{from_}, is after {until}; use an earlier --from or a later --until"
        raise TimelineError(message)
    return begin, end


def _parquet(terminal: Terminal) -> Callable[[Iterable[Sequence[DayRow]]], Iterator[bytes]]:
    """Return the function that writes Parquet.

    Raises `click.UsageError` in a terminal, and `MissingLibraryError` if pyarrow is not installed.
    """
    if terminal.width is not None:
        message = "--format parquet: not for a terminal; redirect it: > days.parquet"
        raise click.UsageError(message)
    with needing("pyarrow", "--format parquet"):
        from timeline.render.formats.parquet import parts
    return parts
