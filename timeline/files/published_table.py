"""A table of published days: each row has the day counted from, the expression, and the day published."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import TimelineError
from timeline.files.records import DELIMITERS, BadLine, Record, Records
from timeline.plain_text import plain, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ANCHOR, _EXPRESSION, _PUBLISHED, _BY = COLUMNS = ("anchor", "expression", "published", "by")


class PublishedRow(NamedTuple):
    """The texts of a row, and the number of the line on which it begins; `by` is None without a text."""

    line: int
    anchor: str
    expression: str
    published: str
    by: str | None


def rows(
    chunks: Iterable[bytes], name: str, expression: str | None = None
) -> Iterator[list[PublishedRow | BadLine]]:
    """Yield the rows that each chunk of the table completes, and its lines that are none.

    `name` is that of the file. The first line names the columns, in any order and any case; others than the
    four of a row are ignored. With `expression`, it is that of every row, and the column is not needed.
    Raises `TimelineError` if a column is missing or named twice.
    """
    records = Records()
    columns = None
    for batch in records.of_chunks(chunks):
        found: list[PublishedRow | BadLine] = []
        for record in batch:
            if isinstance(record, BadLine):
                found.append(record)
            elif columns is None:
                try:
                    columns = _Columns(record, name, expression, records.delimiter)
                except TimelineError:
                    yield found
                    raise
            else:
                found.append(columns.row(record))
        yield found
    if columns is None:
        problem = f"no line that names the columns, {_listed(COLUMNS[:3])}"
        raise TimelineError(f"{plain(name)}: {problem}")


class _Columns:
    """The places of the columns, by the record that names them."""

    def __init__(
        self, header: Record, name: str, expression: str | None, delimiter: str | None
    ) -> None:
        names = [cell.strip().lower() for cell in header.cells]
        needed = [one for one in COLUMNS[:3] if one != _EXPRESSION or expression is None]
        place = f"{plain(name)}: line {header.line}"
        if missing := [one for one in needed if one not in names]:
            problem = f"no column {_listed(missing)} in {quoted(', '.join(names))}"
            hint = "; or give --expression" if missing == [_EXPRESSION] else ""
            raise TimelineError(f"{place}: {problem}; the columns are {_listed(needed)}{hint}")
        if twice := next((one for one in COLUMNS if names.count(one) > 1), None):
            raise TimelineError(f"{place}: the column {twice} is named twice")
        self._count = len(names)
        self._separator = DELIMITERS[delimiter or ","]
        self._expression = expression
        self._at = {one: names.index(one) for one in COLUMNS if one in names}
        # Of no cell if there is no such column, or if the row is shorter.
        self._by = slice(names.index(_BY), names.index(_BY) + 1) if _BY in names else slice(0)
        self._needed = [(self._at[one], one) for one in needed]

    def row(self, record: Record) -> PublishedRow | BadLine:
        """Return the row of a record."""
        line, cells = record
        if len(cells) > self._count and any(map(str.strip, cells[self._count :])):
            problem = (
                f"{len(cells)} values for {self._count} columns; put a value with a {self._separator} "
                "in quotes"
            )
            return BadLine(line, problem)
        at, given = self._at, self._expression
        try:
            expression = cells[at[_EXPRESSION]].strip() if given is None else given
            anchor, published = cells[at[_ANCHOR]].strip(), cells[at[_PUBLISHED]].strip()
        except IndexError:
            anchor = expression = published = ""
        if not (anchor and published and (expression or given is not None)):
            empty = (
                one for place, one in self._needed if not "".join(cells[place : place + 1]).strip()
            )
            return BadLine(line, f"{next(empty)}: no value")
        by = "".join(cells[self._by]).strip()
        return PublishedRow(line, anchor, expression, published, by or None)


def _listed(names: Sequence[str]) -> str:
    """Return the names as a list in words."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
