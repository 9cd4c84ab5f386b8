"""The table for people, fitted to the width of a terminal, and never wrapped or cut elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from timeline.plain_text import plain
from timeline.render.console import console_for, printed
from timeline.render.listing import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.render.listing import Cell, Listing
    from timeline.render.terminal import Terminal

# Terminals of at least this width show wide columns.
_WIDE = 110


def render(listing: Listing, terminal: Terminal) -> str:
    """Return the heading, a blank line and the table; an empty text without rows."""
    if not listing.rows:
        return ""
    cells = [row.cells for row in listing.rows]
    section = Section(heading=listing.heading, columns=listing.columns, cells=cells)
    return sections([section], terminal)


def sections(parts: Sequence[Section], terminal: Terminal) -> str:
    """Return each heading and its table, with a blank line between sections."""
    console = console_for(terminal)
    for number, part in enumerate(parts):
        if number:
            console.print()
        for line in part.heading:
            console.print(Text(plain(line)), soft_wrap=terminal.width is None)
        if part.heading and part.cells:
            console.print()
        if part.cells:
            console.print(_table(part, terminal.width))
    return printed(console)


def _table(part: Section, width: int | None) -> Table:
    """Return the table of a section, or its rows as records if the width is too small for its words."""
    shown = [
        number
        for number, column in enumerate(part.columns)
        if not column.wide or width is None or width >= _WIDE
    ]
    gap = 1 if width and width < _WIDE else 2
    needed = sum(_narrowest(part, number) for number in shown) + gap * (len(shown) - 1)
    if width is not None and needed > width:
        return _records(part, shown)
    table = _grid(gap, show_header=any(column.heading for column in part.columns))
    for number in shown:
        column = part.columns[number]
        table.add_column(
            column.heading,
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold",
        )
    for cells in part.cells:
        table.add_row(*(_text(cells[n]) for n in shown))
    return table


def _records(part: Section, shown: Sequence[int]) -> Table:
    """Return each row as lines of a heading and a cell, with a blank line between rows."""
    table = _grid(1, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row, cells in enumerate(part.cells):
        if row:
            table.add_row()
        for number in shown:
            table.add_row(Text(part.columns[number].heading, style="bold"), _text(cells[number]))
    return table


def _grid(gap: int, *, show_header: bool) -> Table:
    """Return an empty table without rules, with `gap` spaces between its columns."""
    return Table(
        box=None,
        pad_edge=False,
        padding=(0, gap, 0, 0),
        header_style="bold",
        show_header=show_header,
    )


def _narrowest(part: Section, number: int) -> int:
    """Return the smallest width of a column, in characters, that cuts no word."""
    column = part.columns[number]
    texts = [column.heading, *(plain(cells[number].text) for cells in part.cells)]
    if column.wraps:
        texts = [word for text in texts for word in text.split()]
    return max(map(cell_len, texts), default=0)


def _text(cell: Cell) -> Text:
    """Return the cell as text that rich does not read as markup."""
    return Text(plain(cell.text), style=cell.style)
