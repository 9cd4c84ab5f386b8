"""The table for people, fitted to the width of a terminal, and never wrapped or cut elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from timeline.plain_text import plain
from timeline.render.console import console_for, line_of, printed
from timeline.render.listing import Cell, Section
from timeline.render.listing import sections as as_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

# Narrower terminals show a row in two lines.
_NARROW = 60
# A text that wraps is still easy to read in this many characters.
_READABLE = 19


def render(listings: Sequence[Listing], terminal: Terminal, *, several: bool) -> str:
    """Return the heading, a blank line, the table, and the footing of each listing.

    The text is empty without rows, unless there can be several listings.
    """
    abridged = terminal.width is not None
    return sections(as_sections(listings, several=several, abridged=abridged), terminal)


def sections(parts: Sequence[Section], terminal: Terminal) -> str:
    """Return each heading, its table and its footing, with a blank line between sections."""
    console = console_for(terminal)
    wraps_itself = terminal.width is None
    for number, part in enumerate(parts):
        if number:
            console.print()
        for line in part.heading:
            console.print(line_of(line, terminal), soft_wrap=wraps_itself)
        if part.heading and part.cells:
            console.print()
        for table in _fitted(part, terminal.width):
            console.print(table)
        if part.footing:
            console.print()
        for line in part.footing:
            console.print(Text(plain(line), style="dim"), soft_wrap=wraps_itself)
    return printed(console)


def _fitted(part: Section, width: int | None) -> Iterator[RenderableType]:
    """Yield the table of a section as it fits the width: whole, narrowed, in two lines or as records."""
    if not part.cells:
        return
    if width is None:
        yield _grid(part, 2)
        return
    steps = max((max(column.shortened, column.left_out) for column in part.columns), default=0)
    for step in range(steps + 1):
        narrowed = _narrowed(part, step)
        for gap in (2, 1):
            if _needed(narrowed, gap, _READABLE) <= width:
                yield _grid(narrowed, gap)
                return
    fixed, wrapping = _split(narrowed)
    if width >= _NARROW and _needed(narrowed, 1, 0) <= width:
        yield _grid(narrowed, 1)
    elif fixed.columns and wrapping.columns and _needed(fixed, 1, 0) <= width:
        yield from _two_lines(fixed, wrapping)
    else:
        yield _records(part)


def _narrowed(part: Section, step: int) -> Section:
    """Return the section with its columns as they are at a step of narrowing."""
    shown = [n for n, column in enumerate(part.columns) if not 0 < column.left_out <= step]
    short = {n for n in shown if 0 < part.columns[n].shortened <= step}
    return Section(
        heading=part.heading,
        columns=[part.columns[n] for n in shown],
        cells=[
            [
                Cell(cells[n].short or cells[n].text, cells[n].style) if n in short else cells[n]
                for n in shown
            ]
            for cells in part.cells
        ],
    )


def _split(part: Section) -> tuple[Section, Section]:
    """Return the columns whose texts stay on one line, and those whose texts wrap, as two sections."""
    fixed, wrapping = (
        [n for n, column in enumerate(part.columns) if column.wraps is wraps]
        for wraps in (False, True)
    )
    return _only(part, fixed), _only(part, wrapping)


def _only(part: Section, shown: Sequence[int]) -> Section:
    """Return the section with some of its columns."""
    cells = [[row[n] for n in shown] for row in part.cells]
    return Section(heading=(), columns=[part.columns[n] for n in shown], cells=cells)


def _grid(part: Section, gap: int) -> Table:
    """Return the section as a table with `gap` spaces between its columns."""
    table = _empty(gap, show_header=any(column.heading for column in part.columns))
    for column in part.columns:
        table.add_column(
            column.heading,
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold",
        )
    for cells in part.cells:
        table.add_row(*map(_text, cells))
    return table


def _two_lines(fixed: Section, wrapping: Section) -> Iterator[RenderableType]:
    """Yield each row as a line of columns, and its texts that wrap below, indented."""
    headings = [Cell(column.heading, "bold") for column in fixed.columns]
    lines = [headings, *fixed.cells] if any(cell.text for cell in headings) else fixed.cells
    widths = [max(cell_len(plain(row[n].text)) for row in lines) for n in range(len(headings))]
    for number, cells in enumerate(lines, len(fixed.cells) - len(lines)):
        line = Text()
        for cell, width in zip(cells, widths, strict=True):
            if line:
                line.append(" ")
            text = _text(cell)
            text.pad_right(width - text.cell_len)
            line.append_text(text)
        line.rstrip()
        yield line
        if number >= 0:
            yield from (
                Padding(_text(cell), (0, 0, 0, 2)) for cell in wrapping.cells[number] if cell.text
            )


def _records(part: Section) -> Table:
    """Return each row as lines of a heading and a cell, with a blank line between rows."""
    table = _empty(1, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row, cells in enumerate(part.cells):
        if row:
            table.add_row()
        for column, cell in zip(part.columns, cells, strict=True):
            table.add_row(Text(column.heading, style="bold"), _text(cell))
    return table


def _empty(gap: int, *, show_header: bool) -> Table:
    """Return an empty table without rules, with `gap` spaces between its columns."""
    return Table(
        box=None,
        pad_edge=False,
        padding=(0, gap, 0, 0),
        header_style="bold",
        show_header=show_header,
    )


def _needed(part: Section, gap: int, readable: int) -> int:
    """Return the width that the section needs, in characters.

    A column that wraps needs its longest word, and `readable` characters if its text is longer.
    """
    widths = (_width(part, n, readable) for n in range(len(part.columns)))
    return sum(widths) + gap * (len(part.columns) - 1)


def _width(part: Section, number: int, readable: int) -> int:
    """Return the width that a column needs."""
    column = part.columns[number]
    texts = [column.heading, *(plain(cells[number].text) for cells in part.cells)]
    whole = max(map(cell_len, texts))
    if not column.wraps:
        return whole
    longest_word = max((cell_len(word) for text in texts for word in text.split()), default=0)
    return max(longest_word, min(whole, readable))


def _text(cell: Cell) -> Text:
    """Return the cell as text that rich does not read as markup."""
    return Text(plain(cell.text), style=cell.style)
