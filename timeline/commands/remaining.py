"""`timeline remaining`: how many days remain."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

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


@click.command
@query_or_stream_options
@click.argument("expressions", metavar="[EXPRESSION]...", nargs=-1, shell_complete=milestone_ids)
def remaining(query: Query, expressions: tuple[str, ...]) -> Result | StreamResult:
    """Days remaining until a deadline: 0 on the day, negative after.

    One integer for one expression, a line for each of several, every milestone for none; there the
    word `undated` stands for what has no date. With `--on -` the days asked about are read from
    standard input, one a line, and each is answered by a line: the day, a tab, the days remaining.

    \b
    Examples:
      timeline remaining drawdown --on 2020-07-01
      timeline remaining withdrawal --on "drawdown + 1 week"
      timeline remaining --on 2020-07-01
      timeline remaining drawdown --on - < days.txt
    """
    schedule = query.schedule
    if query.streamed:
        if len(expressions) != 1:
            raise click.UsageError("--on -: streams one expression; expected exactly one")
        return StreamResult(_answering(schedule, expressions[0]), "days")
    if not expressions:
        # A word for what has no number: an empty field would count as 0, due today, in many a script.
        states = statuses(schedule, query.on)
        return _lines((one.dated.milestone.id, one.remaining) for one in states)
    counts = [(expression, _days(query, expression)) for expression in expressions]
    return Result(f"{counts[0][1]}\n") if len(counts) == 1 else _lines(counts)


def _lines(counts: Iterable[tuple[str, int | None]]) -> Result:
    """Return a line for each expression: its text, a tab, its count."""
    lines = (f"{plain(text)}\t{'undated' if days is None else days}\n" for text, days in counts)
    return Result("".join(lines))


def _answering(schedule: Schedule, text: str) -> Callable[[str], str]:
    """Return what answers a line that holds a day asked about."""
    expression = schedule.read(text)
    expression.resolve(schedule.names)  # an unknown name is one error, not one for each line
    counted = schedule.only([expression.name] if expression.name else [])
    deadline = by_span(counted, lambda known: known.evaluate(expression).deadline)
    if not counted.facts:
        # What is wrong on every day is said once, and not for each line.
        deadline(date.min)

    def answer(line: str) -> str:
        day = iso_day(line) or schedule.evaluate_day(line)
        return str((deadline(day) - day).days)

    return answer


def _days(query: Query, expression: str) -> int:
    """Return the days from the day asked about to the expression's deadline."""
    return (query.schedule.evaluate(expression).deadline - query.on).days
