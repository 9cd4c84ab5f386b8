"""A strip of a chart, one line high: characters at columns, each with its style."""

from __future__ import annotations

from rich.text import Text


class Strip:
    """A line of `width` columns, each a character and a style; what is put later covers."""

    def __init__(self, width: int, char: str = " ") -> None:
        self._cells = [(char, "")] * width

    def column(self, place: float) -> int:
        """Return the column for a place from 0, the first, to 1, the last."""
        return round(place * (len(self._cells) - 1))

    def put(self, column: int, char: str, style: str = "") -> None:
        """Put a character at a column."""
        self._cells[column] = (char, style)

    def fill(self, first: int, last: int, char: str, style: str = "") -> None:
        """Put a character at each column from `first` to `last`."""
        for column in range(first, last + 1):
            self.put(column, char, style)

    def write(self, start: int, text: str, style: str = "") -> None:
        """Put the text from a column on."""
        for column, char in enumerate(text, start):
            self.put(column, char, style)

    def text(self) -> Text:
        """Return the strip as a text of as many columns."""
        return Text.assemble(*self._cells)
