"""`timeline date`: evaluate expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import convert, in_further_calendars
from timeline.commands.shared.command import Command
from timeline.commands.shared.options import text_or_json
from timeline.commands.shared.query import query_options
from timeline.commands.shared.results import Result, StreamResult
from timeline.commands.shared.suggestions import milestone_ids
from timeline.dates.edtf import iso_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.commands.shared.queries import Query
    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.render.terminal import Terminal
    from timeline.schedule.schedule import Schedule


@click.command(cls=Command)
@query_options
@in_further_calendars
@text_or_json
@click.argument(
    "expressions", metavar="EXPRESSION...", nargs=-1, required=True, shell_complete=milestone_ids
)
@click.pass_obj
def date(
    terminal: Terminal,
    query: Query,
    expressions: tuple[str, ...],
    calendars: Sequence[Calendar],
    format_name: str,
) -> Result | StreamResult:
    """Print the date that each expression gives, one on each line.

    \b
    Examples:
      timeline date "signed + 14 months"
      timeline date "signed + 14 months" --month-end sticky
      timeline date drawdown withdrawal
      timeline date "2020-07-13 + 9.5 months"
      timeline date signed --calendar solar-hijri
      timeline date drawdown withdrawal --format json
      timeline date - < expressions.txt

    For a month, year or interval, its last day is printed. Dates in other calendars follow on the
    same line, each after a tab. With `-` as the only expression, expressions are read from standard
    input, one on each line; each output line is the expression, a tab and the date.
    """
    if expressions == ("-",):
        if calendars:
            raise click.UsageError('--calendar cannot be used with "-"')
        if format_name == "json":
            raise click.UsageError('--format json cannot be used with "-"')
        return StreamResult(_line_evaluator(query.schedule), "expressions")
    dates = [(text, query.schedule.evaluate(text)) for text in expressions]
    days = [due.deadline for _, due in dates]
    further, notes = convert(days, calendars)
    if format_name == "json":
        from timeline.render.listings.dates import json_document

        text = json_document(query.name, query.schedule, query.on, dates, further, terminal)
        return Result(text, notes=notes)
    rows = zip(days, *further.values(), strict=True)
    lines = ("\t".join([str(day), *map(_in_words, more)]) for day, *more in rows)
    return Result("".join(f"{line}\n" for line in lines), notes=notes)


def _line_evaluator(schedule: Schedule) -> Callable[[str], str]:
    """Return a function from a line, which is an expression, to its date."""
    if schedule.counting.roll_fixed:
        return lambda line: str(schedule.evaluate(line).deadline)
    return lambda line: str(iso_day(line) or schedule.evaluate(line).deadline)


def _in_words(day: CalendarDay | None) -> str:
    """Return the day in words, or nothing if it is outside its calendar."""
    return day.in_words if day else ""
