"""`timeline agreements`: the agreements that come along."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.options import lists
from timeline.loading import bundled_names, load
from timeline.render import agreements as rendered
from timeline.schedule import build_schedule
from timeline.standing import standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing


@click.command
@lists
def agreements(show: Callable[[Listing], str]) -> Answer:
    """The agreements that come along, and what became of them.

    Each name goes with --agreement.

    \b
    Examples:
      timeline agreements
      timeline agreements --format json
      timeline show --agreement geneva-1988
    """
    # At the end of time all that is recorded has happened.
    ends = [
        (name, agreement, standings(build_schedule(agreement), date.max))
        for name, agreement in ((name, load(name)) for name in bundled_names())
    ]
    return Answer(show(rendered.listing(ends)))
