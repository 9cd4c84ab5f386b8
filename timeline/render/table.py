"""The table for people: fitted to a terminal's width, never wrapped or cut anywhere else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from timeline.plain_text import plain

if TYPE_CHECKING:
    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

# Wide columns are shown from this terminal width on.
_WIDE = 110
# Wider than anything: what is piped is neither wrapped nor cut.
_UNBOUNDED = 10_000_000


def render(listing: Listing, terminal: Terminal) -> str:
    """Return the heading, a blank line and the table; nothing at all when there are no rows."""
    if not listing.cells:
        return ""
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
    shown = [
        number
        for number, column in enumerate(listing.columns)
        if not column.wide or terminal.width is None or terminal.width >= _WIDE
    ]
    gap = 1 if terminal.width and terminal.width < _WIDE else 2
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for number in shown:
        column = listing.columns[number]
        table.add_column(column.heading, no_wrap=not column.wraps, overflow="fold")
    for cells in listing.cells:
        table.add_row(*(Text(plain(cells[n].text), style=cells[n].style) for n in shown))
    for line in listing.heading:
        console.print(Text(plain(line)), soft_wrap=terminal.width is None)
    console.print()
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
