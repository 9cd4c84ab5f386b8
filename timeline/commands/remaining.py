"""`timeline remaining`: print the days remaining."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.options import text_or_json
from timeline.commands.shared.query import query_or_stream_options
from timeline.commands.shared.results import Result, StreamResult
from timeline.commands.shared.suggestions import milestone_ids
from timeline.dates.edtf import iso_day
from timeline.plain_text import plain
from timeline.render.listing import Cell, Column, Section
from timeline.schedule.spans import by_span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.commands.shared.queries import Query
    from timeline.dates.edtf import DayRange
    from timeline.render.terminal import Terminal
    from timeline.schedule.schedule import Schedule


@click.command(cls=Command)
@query_or_stream_options
@text_or_json
@click.argument("expressions", metavar="[EXPRESSION]...", nargs=-1, shell_complete=milestone_ids)
@click.pass_obj
def remaining(
    terminal: Terminal, query: Query, expressions: tuple[str, ...], format_name: str
) -> Result | StreamResult:
    """Print the days remaining until a deadline.

    \b
    Examples:
      timeline remaining drawdown --on 2020-07-01
      timeline remaining withdrawal --on "drawdown + 1 week"
      timeline remaining --on 2020-07-01
      timeline remaining --format json
      timeline remaining drawdown --on - < days.txt

    The number is 0 on the day of the deadline and negative after it. One expression prints one
    integer; several print one line each. Without an expression, every milestone is listed, with the
    word `undated` for those without a date. With `--on -`, days are read from standard input, one on
    each line; each output line is the day, a tab and the days remaining from that day.
    """
    schedule = query.schedule
    if query.streamed:
        if len(expressions) != 1:
            raise click.UsageError("--on -: needs exactly one expression")
        if format_name == "json":
            raise click.UsageError("--format json cannot be used with --on -")
        return StreamResult(_line_evaluator(schedule, expressions[0]), "days")
    dates: list[tuple[str, DayRange | None]]
    if expressions:
        dates = [(text, schedule.evaluate(text)) for text in expressions]
    else:
        dates = [(name, schedule[name].due) for name in schedule]
    if format_name == "json":
        from timeline.render.listings.dates import json_document

        return Result(json_document(query.name, schedule, query.on, dates, {}, terminal))
    # `undated`, because many scripts would read an empty field as 0, which means due today.
    counts = [
        (plain(text), str((due.deadline - query.on).days) if due else "undated")
        for text, due in dates
    ]
    if len(expressions) == 1:
        return Result(f"{counts[0][1]}\n")
    return Result(_lines(counts, terminal))


def _lines(counts: Sequence[tuple[str, str]], terminal: Terminal) -> str:
    """Return a line for each text, a tab and its count; in a terminal, the counts are aligned."""
    if terminal.width is None:
        return "".join(f"{text}\t{number}\n" for text, number in counts)
    from timeline.render.formats.table import sections

    cells = [(Cell(text), Cell(number)) for text, number in counts]
    columns = (Column("", wraps=True), Column("", right=True))
    return sections([Section(heading=(), columns=columns, cells=cells)], terminal)


def _line_evaluator(schedule: Schedule, text: str) -> Callable[[str], str]:
    """Return a function from a line, which is a day, to the days remaining on that day."""
    expression = schedule.read(text)
    expression.resolve(schedule.names)  # an unknown name is one error, not one for each line
    counted = schedule.only([expression.name] if expression.name else [])
    facts = counted.facts_for(expression)
    deadline = by_span(counted, lambda known: known.evaluate(expression).deadline, facts)
    if not facts:
        # An error that is the same on every day is raised here, once, and not for each line.
        deadline(date.min)

    def answer(line: str) -> str:
        day = iso_day(line) or schedule.evaluate_day(line)
        return str((deadline(day) - day).days)

    return answer
