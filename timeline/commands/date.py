"""`timeline date`: the day that an expression stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import convert, in_further_calendars
from timeline.commands.shared.query import Query, query_options
from timeline.commands.shared.results import Result, StreamResult
from timeline.commands.shared.suggestions import milestone_ids
from timeline.dates.edtf import iso_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.schedule.schedule import Schedule


@click.command
@query_options
@in_further_calendars
@click.argument(
    "expressions", metavar="EXPRESSION...", nargs=-1, required=True, shell_complete=milestone_ids
)
def date(
    query: Query, expressions: tuple[str, ...], calendars: Sequence[Calendar]
) -> Result | StreamResult:
    """The day that each expression stands for, one a line.

    That is the deadline, the latest day, if the expression is imprecise. Days in further calendars
    follow on the line, each after a tab. A single `-` reads the expressions from standard input,
    one a line, and each is answered by a line: the expression, a tab, the day.

    \b
    Examples:
      timeline date drawdown withdrawal
      timeline date "signed + 14 months" --month-end sticky
      timeline date "2020-07-13 + 9.5 months"
      timeline date signed --calendar hijri --calendar solar-hijri
      timeline date - < expressions.txt
    """
    if expressions == ("-",):
        if calendars:
            raise click.UsageError("--calendar: not for a stream; expected expressions to answer")
        return StreamResult(_answering(query.schedule), "expressions")
    days = [query.schedule.evaluate(expression).deadline for expression in expressions]
    further, notes = convert(days, calendars)
    rows = zip(days, *further.values(), strict=True)
    lines = ("\t".join([str(day), *map(_in_words, more)]) for day, *more in rows)
    return Result("".join(f"{line}\n" for line in lines), notes=notes)


def _answering(schedule: Schedule) -> Callable[[str], str]:
    """Return what answers a line that holds an expression."""
    return lambda line: str(iso_day(line) or schedule.evaluate(line).deadline)


def _in_words(day: CalendarDay | None) -> str:
    """Return the day as people write it, nothing for one beyond its calendar."""
    return day.in_words if day else ""
