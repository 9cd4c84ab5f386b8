"""`timeline agreements`: the agreements that come along."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.query import format_options
from timeline.commands.shared.results import Result
from timeline.files.loading import bundled_names, load_schedule
from timeline.render.listings import agreements as rendered
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing


@click.command
@format_options
def agreements(show: Callable[[Listing], str]) -> Result:
    """The agreements that come along, and what became of them.

    Each name goes with --agreement.

    \b
    Examples:
      timeline agreements
      timeline agreements --format json
      timeline show --agreement geneva-1988
    """
    # On the last day there is all that is recorded is known.
    schedules = [(name, load_schedule(name)) for name in bundled_names()]
    ends = [(name, one.agreement, statuses(one, date.max)) for name, one in schedules]
    return Result(show(rendered.listing(ends)))
