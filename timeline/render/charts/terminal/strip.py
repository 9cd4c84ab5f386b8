"""A line of a chart: a character and a style in each column."""

from __future__ import annotations

from rich.text import Text


class Strip:
    """A line of `width` columns. A character that is put later replaces the one before."""

    def __init__(self, width: int, char: str = " ") -> None:
        self._cells = [(char, "")] * width

    def column(self, place: float) -> int:
        """Return the column for a position from 0, the first column, to 1, the last."""
        return round(place * (len(self._cells) - 1))

    def put(self, column: int, char: str, style: str = "") -> None:
        """Put a character in a column."""
        self._cells[column] = (char, style)

    def fill(self, first: int, last: int, char: str, style: str = "") -> None:
        """Put a character in each column from `first` to `last`."""
        for column in range(first, last + 1):
            self.put(column, char, style)

    def write(self, start: int, text: str, style: str = "") -> None:
        """Write text that begins in the column `start`."""
        for column, char in enumerate(text, start):
            self.put(column, char, style)

    def text(self) -> Text:
        """Return the strip as rich text."""
        return Text.assemble(*self._cells)
