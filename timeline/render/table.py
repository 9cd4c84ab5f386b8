"""The table for people: fitted to a terminal's width, never wrapped or cut anywhere else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.render.listing import Listing, Section
    from timeline.render.terminal import Terminal

# Wide columns are shown from this terminal width on.
_WIDE = 110
# Wider than anything: what is piped is neither wrapped nor cut.
_UNBOUNDED = 10_000_000


def render(listing: Listing, terminal: Terminal) -> str:
    """Return the heading, a blank line and the table; nothing at all when there are no rows."""
    return sections([listing], terminal) if listing.cells else ""


def sections(parts: Sequence[Section], terminal: Terminal) -> str:
    """Return each heading over its table, with a blank line between any two of them."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=terminal.width or _UNBOUNDED,
        force_terminal=terminal.colour,
        color_system="standard" if terminal.colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for number, part in enumerate(parts):
        if number:
            console.print()
        for line in part.heading:
            console.print(Text(plain(line)), soft_wrap=terminal.width is None)
        if part.heading and part.cells:
            console.print()
        if part.cells:
            console.print(_table(part, terminal.width))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _table(part: Section, width: int | None) -> Table:
    """Return the table of a section with the columns that the width has room for."""
    shown = [
        number
        for number, column in enumerate(part.columns)
        if not column.wide or width is None or width >= _WIDE
    ]
    gap = 1 if width and width < _WIDE else 2
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, gap, 0, 0),
        header_style="bold",
        show_header=any(column.heading for column in part.columns),
    )
    for number in shown:
        column = part.columns[number]
        table.add_column(column.heading, no_wrap=not column.wraps, overflow="fold")
    for cells in part.cells:
        table.add_row(*(Text(plain(cells[n].text), style=cells[n].style) for n in shown))
    return table
