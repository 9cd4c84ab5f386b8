"""`timeline explain`: why this date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.calendar_option import convert, in_further_calendars
from timeline.commands.options import Inquiry, asks
from timeline.commands.suggestions import milestone_ids
from timeline.explanation import explain as explain_date
from timeline.render.explanation import table
from timeline.render.explanation_json import json_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.calendars import Calendar
    from timeline.render.terminal import Terminal


@click.command
@asks
@in_further_calendars
@click.argument("expression", metavar="ID|EXPRESSION", shell_complete=milestone_ids)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
@click.pass_obj
def explain(
    terminal: Terminal,
    inquiry: Inquiry,
    expression: str,
    calendars: Sequence[Calendar],
    format_name: str,
) -> Answer:
    """Why this date: the steps, the rule and its authority, the other readings.

    Says also how far each other reading moves the date, and who published which.

    \b
    Examples:
      timeline explain withdrawal
      timeline explain "drawdown + 9.5 months"
      timeline explain withdrawal --format json
    """
    explained = explain_date(inquiry.schedule, expression)
    days, notes = convert([explained.days.deadline], calendars)
    further = {calendar: day for calendar, (day,) in days.items()}
    if format_name == "json":
        text = json_document(
            inquiry.name, inquiry.schedule, inquiry.on, explained, further, terminal
        )
    else:
        text = table(inquiry.schedule, explained, further, terminal)
    return Answer(text, notes=notes)
