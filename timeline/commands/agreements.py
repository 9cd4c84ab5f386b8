"""`timeline agreements`: list agreements, with what is next and what became of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.output_format import format_options
from timeline.commands.shared.query import bundled_or_queries_options
from timeline.commands.shared.results import Result
from timeline.render.listings import agreements as rendered
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from timeline.commands.shared.output_format import Show
    from timeline.commands.shared.queries import Queries


@click.command(cls=Command)
@bundled_or_queries_options
@format_options
def agreements(queries: Queries, show: Show) -> Result:
    """List the bundled agreements, or those of -a: the next deadline, and the outcome.

    \b
    Examples:
      timeline agreements
      timeline agreements --format json
      timeline agreements -a agreements/
      timeline show --agreement geneva-1988

    Use a name from the list with --agreement.
    """
    rows = queries.answers(
        lambda query: rendered.row(
            query.name, query.schedule.agreement, statuses(query.schedule, query.on)
        )
    )
    return Result(show(rendered.listing(list(rows))))
