"""`timeline remaining`: print the days remaining."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.query import Query, query_or_stream_options
from timeline.commands.shared.results import Result, StreamResult
from timeline.commands.shared.spans import by_span
from timeline.commands.shared.suggestions import milestone_ids
from timeline.dates.edtf import iso_day
from timeline.plain_text import plain
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from timeline.schedule.schedule import Schedule


@click.command(cls=Command)
@query_or_stream_options
@click.argument("expressions", metavar="[EXPRESSION]...", nargs=-1, shell_complete=milestone_ids)
def remaining(query: Query, expressions: tuple[str, ...]) -> Result | StreamResult:
    """Print the days remaining until a deadline.

    \b
    Examples:
      timeline remaining drawdown --on 2020-07-01
      timeline remaining withdrawal --on "drawdown + 1 week"
      timeline remaining --on 2020-07-01
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
        return StreamResult(_line_evaluator(schedule, expressions[0]), "days")
    if not expressions:
        # `undated`, because many scripts would read an empty field as 0, which means due today.
        states = statuses(schedule, query.on)
        return _lines((state.dated.milestone.id, state.remaining) for state in states)
    counts = [(expression, _days(query, expression)) for expression in expressions]
    return Result(f"{counts[0][1]}\n") if len(counts) == 1 else _lines(counts)


def _lines(counts: Iterable[tuple[str, int | None]]) -> Result:
    """Return a line for each expression: its text, a tab, the days remaining."""
    lines = (f"{plain(text)}\t{'undated' if days is None else days}\n" for text, days in counts)
    return Result("".join(lines))


def _line_evaluator(schedule: Schedule, text: str) -> Callable[[str], str]:
    """Return a function from a line, which is a day, to the days remaining on that day."""
    expression = schedule.read(text)
    expression.resolve(schedule.names)  # an unknown name is one error, not one for each line
    counted = schedule.only([expression.name] if expression.name else [])
    deadline = by_span(counted, lambda known: known.evaluate(expression).deadline)
    if not counted.facts:
        # An error that is the same on every day is raised here, once, and not for each line.
        deadline(date.min)

    def answer(line: str) -> str:
        day = iso_day(line) or schedule.evaluate_day(line)
        return str((deadline(day) - day).days)

    return answer


def _days(query: Query, expression: str) -> int:
    """Return the days from the `--on` day to the deadline of the expression."""
    return (query.schedule.evaluate(expression).deadline - query.on).days
