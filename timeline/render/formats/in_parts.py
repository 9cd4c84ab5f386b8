"""Rows for programs, part by part, so that no format needs all of them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from timeline.render.formats import csv, ndjson, tsv
from timeline.render.formats.json import encode, versioned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timeline.render.listing import Value
    from timeline.render.terminal import Terminal

# Where the rows of an indented document stand.
_INDENT = "\n    "

FORMATS = ("json", "ndjson", "csv", "tsv")
# Of the formats with a header: what writes rows of cells, and how cells begin that get an apostrophe.
WRITERS = {"csv": (csv.written, csv.FORMULA), "tsv": (tsv.written, tsv.ACTIVE)}


class Parts:
    """The text of rows in one of `FORMATS`, which comes in parts.

    `keys` are those of each row. A JSON document has what is in `envelope`, then the rows under `name`,
    then what `end` is given. The parts are together what the format renders of all rows at once.
    """

    def __init__(
        self,
        format_name: str,
        terminal: Terminal,
        keys: Sequence[str],
        envelope: Mapping[str, object],
        name: str,
    ) -> None:
        self._format = format_name
        self._terminal = terminal
        self._keys = keys
        self._envelope = envelope
        self._name = name
        self._is_first = True

    def rows(self, rows: Sequence[Mapping[str, Value]]) -> str:
        """Return the text of the next rows; before the first of them, what the format begins with."""
        if self._format != "json":
            text = self._lines(rows)
        elif not rows:
            return ""
        else:
            text = f"{self._around({})[0] if self._is_first else ','}{self._items(rows)}"
        self._is_first = False
        return text

    def end(self, after: Mapping[str, object]) -> str:
        """Return the end of the text: in JSON what comes after the rows."""
        if self._format != "json":
            return self.rows([]) if self._is_first else ""
        opening, closing = self._around(after)
        # The brackets of no rows are on one line.
        return f"{opening}{closing}" if self._is_first else f"\n  {closing}"

    def _lines(self, rows: Sequence[Mapping[str, Value]]) -> str:
        """Return the rows as lines, after a header if they are the first and the format has one."""
        if self._format == "ndjson":
            return ndjson.written(rows, self._terminal)
        written, active = WRITERS[self._format]
        lines = [[csv.cell(row[key], active) for key in self._keys] for row in rows]
        if self._is_first:
            lines.insert(0, list(self._keys))
        return written(lines)

    def _items(self, rows: Sequence[Mapping[str, Value]]) -> str:
        """Return the rows as items of an array, each after a line break."""
        ascii_only = not self._terminal.unicode
        texts = (msgspec.json.format(encode(row, ascii_only=ascii_only), indent=2) for row in rows)
        return ",".join(f"{_INDENT}{text.replace(chr(10), _INDENT)}" for text in texts)

    def _around(self, after: Mapping[str, object]) -> tuple[str, str]:
        """Return what is before the rows, with their opening bracket, and what is after them."""
        document = versioned({**self._envelope, self._name: [], **after}, self._terminal)
        opening, bracket, closing = document.partition(f'"{self._name}": []')
        return f"{opening}{bracket[:-1]}", f"]{closing}"
