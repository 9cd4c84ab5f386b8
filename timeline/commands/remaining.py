"""`timeline remaining`: how many days remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.options import Inquiry, asks
from timeline.plain_text import plain
from timeline.standing import stand

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command
@asks
@click.argument("expressions", metavar="[EXPRESSION]...", nargs=-1)
def remaining(inquiry: Inquiry, expressions: tuple[str, ...]) -> Answer:
    """Days remaining until a deadline: 0 on the day, negative after.

    One integer for one expression, a line for each of several, every milestone for none; there the
    word `undated` stands for what has no date.

    \b
    Examples:
      timeline remaining drawdown --on 2020-07-01
      timeline remaining withdrawal --on "drawdown + 1 week"
      timeline remaining --on 2020-07-01
    """
    schedule = inquiry.schedule
    if not expressions:
        # A word for what has no number: an empty field would count as 0, due today, in many a script.
        stands = [stand(one, inquiry.on) for one in schedule.chronological()]
        return _lines((one.scheduled.milestone.id, one.remaining) for one in stands)
    counts = [(expression, _days(inquiry, expression)) for expression in expressions]
    return Answer(f"{counts[0][1]}\n") if len(counts) == 1 else _lines(counts)


def _lines(counts: Iterable[tuple[str, int | None]]) -> Answer:
    """Return a line for each expression: its text, a tab, its count."""
    lines = (f"{plain(text)}\t{'undated' if days is None else days}\n" for text, days in counts)
    return Answer("".join(lines))


def _days(inquiry: Inquiry, expression: str) -> int:
    """Return the days from the day asked about to the expression's deadline."""
    return (inquiry.schedule.evaluate(expression).deadline - inquiry.on).days
