"""`timeline agreements`: the agreements that come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.commands.options import lists
from timeline.loading import bundled_names, load
from timeline.render import words
from timeline.render.listing import Cell, Column, Listing

if TYPE_CHECKING:
    from collections.abc import Callable

_KEYS = ("id", "title", "signed", "milestones")
_COLUMNS = (
    Column("agreement"),
    Column("signed"),
    Column("milestones"),
    Column("title", wraps=True),
)


@click.command
@lists
def agreements(show: Callable[[Listing], str]) -> Answer:
    """The agreements that come along.

    Each name goes with --agreement.

    \b
    Examples:
      timeline agreements
      timeline show --agreement doha-2020
    """
    loaded = [(name, load(name)) for name in bundled_names()]
    return Answer(
        show(
            Listing(
                envelope={},
                name="agreements",
                keys=_KEYS,
                rows=[
                    {
                        "id": name,
                        "title": one.title,
                        "signed": str(one.signed),
                        "milestones": len(one.milestones),
                    }
                    for name, one in loaded
                ],
                heading=(),
                columns=_COLUMNS,
                cells=[
                    (
                        Cell(name, "bold"),
                        Cell(words.weekday(one.signed)),
                        Cell(str(len(one.milestones))),
                        Cell(one.title),
                    )
                    for name, one in loaded
                ],
            )
        )
    )
