"""`timeline explain`: explain a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.calendars import convert, in_further_calendars
from timeline.commands.shared.command import Command
from timeline.commands.shared.options import format_option
from timeline.commands.shared.query import query_options
from timeline.commands.shared.results import Result
from timeline.commands.shared.suggestions import milestone_ids
from timeline.render.formats import markdown, table
from timeline.render.listings.explanation import parts
from timeline.render.listings.explanation_json import json_document
from timeline.schedule.explanation import explain as explain_date
from timeline.schedule.status import status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.commands.shared.queries import Query
    from timeline.dates.calendars import Calendar
    from timeline.render.terminal import Terminal


@click.command(cls=Command)
@format_option("table", "json", "markdown", text="Output format.")
@query_options
@in_further_calendars
@click.argument("expression", metavar="ID|EXPRESSION", shell_complete=milestone_ids)
@click.pass_obj
def explain(
    terminal: Terminal,
    query: Query,
    expression: str,
    calendars: Sequence[Calendar],
    format_name: str,
) -> Result:
    """Explain a date, and show the dates under other rules.

    \b
    Examples:
      timeline explain withdrawal
      timeline explain "drawdown + 9.5 months"
      timeline explain withdrawal --format json

    The explanation shows each step and rule, the authority of each rule, and the milestone's
    condition, note and sources. It also shows how far each other rule would move the date, and who
    published which date.
    """
    explained = explain_date(query.schedule, expression)
    days, notes = convert([explained.days.deadline], calendars)
    further = {calendar: day for calendar, (day,) in days.items()}
    milestone = explained.milestone
    state = status_of(query.schedule, milestone.id, query.on) if milestone else None
    if format_name == "json":
        text = json_document(
            query.name, query.schedule, query.on, explained, further, state, terminal
        )
    elif format_name == "markdown":
        text = markdown.sections(parts(query.schedule, explained, further, state))
    else:
        text = table.sections(parts(query.schedule, explained, further, state), terminal)
    return Result(text, notes=notes)
