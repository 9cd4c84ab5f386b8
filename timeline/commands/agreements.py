"""`timeline agreements`: list the bundled agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.query import format_options
from timeline.commands.shared.results import Result
from timeline.files.loading import bundled_names, load_schedule
from timeline.render.listings import agreements as rendered
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from timeline.commands.shared.query import Show


@click.command(cls=Command)
@format_options
def agreements(show: Show) -> Result:
    """List the bundled agreements and their outcome.

    \b
    Examples:
      timeline agreements
      timeline agreements --format json
      timeline show --agreement geneva-1988

    Use a name from the list with --agreement.
    """
    # On the last supported day everything recorded is known.
    schedules = [(name, load_schedule(name)) for name in bundled_names()]
    outcomes = [
        (name, schedule.agreement, statuses(schedule, date.max)) for name, schedule in schedules
    ]
    return Result(show(rendered.listing(outcomes)))
