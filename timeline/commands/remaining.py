"""`timeline remaining`: how many days remain."""

from __future__ import annotations

import click

from timeline.commands.answer import Answer
from timeline.commands.options import Inquiry, asks
from timeline.plain_text import plain


@click.command
@asks
@click.argument("expressions", metavar="[EXPRESSION]...", nargs=-1)
def remaining(inquiry: Inquiry, expressions: tuple[str, ...]) -> Answer:
    """Days remaining until a deadline: 0 on the day, negative after.

    One integer for one expression, a line for each of several, every milestone for none.

    \b
    Examples:
      timeline remaining drawdown --on 2020-07-01
      timeline remaining withdrawal --on "drawdown + 1 week"
      timeline remaining --on 2020-07-01
    """
    schedule = inquiry.schedule
    if not expressions:
        # A word for what has no number: an empty field would count as 0, due today, in many a script.
        counts = [
            (one.milestone.id, _days(inquiry, one.milestone.id) if one.anchor else "undated")
            for one in schedule.chronological()
        ]
    else:
        counts = [(expression, _days(inquiry, expression)) for expression in expressions]
        if len(counts) == 1:
            return Answer(f"{counts[0][1]}\n")
    return Answer("".join(f"{plain(expression)}\t{days}\n" for expression, days in counts))


def _days(inquiry: Inquiry, expression: str) -> int | str:
    """Return the days from the day asked about to the expression's deadline."""
    return (inquiry.schedule.evaluate(expression).deadline - inquiry.on).days
