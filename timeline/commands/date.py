"""`timeline date`: the day that an expression stands for."""

from __future__ import annotations

import click

from timeline.commands.answer import Answer
from timeline.commands.options import Inquiry, asks


@click.command
@asks
@click.argument("expressions", metavar="EXPRESSION...", nargs=-1, required=True)
def date(inquiry: Inquiry, expressions: tuple[str, ...]) -> Answer:
    """The day that each expression stands for, one a line.

    That is the deadline, the latest day, if the expression is imprecise.

    \b
    Examples:
      timeline date drawdown withdrawal
      timeline date "signed + 14 months" --month-end sticky
      timeline date "2020-07-13 + 9.5 months"
    """
    days = [inquiry.schedule.evaluate(expression).deadline for expression in expressions]
    return Answer("".join(f"{day}\n" for day in days))
