"""What is true of a whole table of published days: which rule gives the most, and which rows break it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.schedule.auditing import Finding, GivenBy

if TYPE_CHECKING:
    from collections.abc import Iterable

# So many rows that break the rule are kept; the others are only counted.
MOST_NAMED = 50
# A table of so many rows is kept as a whole.
MOST_WHOLE = 20


class AuditedRow(Struct, frozen=True):
    """A row of a table, which begins on `line`: who published the day, and what was found."""

    line: int
    by: str | None
    finding: Finding


class Summary(Struct, frozen=True):
    """What is true of a table of `count` rows.

    `given` has the number of each departure that gives a row, with how many rows it gives: the most
    first, of equal ones the smallest departure. `explained` has the numbers of the smallest departures
    of rows, with how many rows they explain, in the same order. `rows` has all rows if they are at most
    `MOST_WHOLE`, else none, and `breaking` the first `MOST_NAMED` of those that the first of `given` does
    not give.
    """

    count: int
    unexplained: int
    given: list[tuple[int, int]]
    explained: list[tuple[tuple[int, ...], int]]
    rows: list[AuditedRow]
    breaking: list[AuditedRow]

    @property
    def breaking_count(self) -> int:
        """How many rows the first of `given` does not give."""
        return self.count - (self.given[0][1] if self.given else 0)


class Tally:
    """Counts rows by what gives them, and keeps the first of each kind: memory does not grow with the table."""

    def __init__(self) -> None:
        self._counts = Counter[GivenBy]()
        self._rows: dict[GivenBy, list[AuditedRow]] = {}

    def add(self, row: AuditedRow) -> None:
        """Count a row. Rows are added in the order of their lines."""
        given_by = row.finding.given_by
        self._counts[given_by] += 1
        rows = self._rows.setdefault(given_by, [])
        if len(rows) < MOST_NAMED:
            rows.append(row)

    def summary(self) -> Summary:
        """Return what is true of the rows that were added, which but for the lines is so in any order."""
        given, explained = Counter[int](), Counter[tuple[int, ...]]()
        for given_by, count in self._counts.items():
            given.update(dict.fromkeys(given_by.every, count))
            if given_by.every:
                explained[given_by.smallest] += count
        most_given = sorted(given.items(), key=lambda each: (-each[1], each[0]))
        best = most_given[0][0] if most_given else None
        return Summary(
            self._counts.total(),
            self._counts.total() - explained.total(),
            most_given,
            sorted(explained.items(), key=lambda each: (-each[1], each[0])),
            _first(self._rows.values()) if self._counts.total() <= MOST_WHOLE else [],
            _first(rows for each, rows in self._rows.items() if best not in each.every),
        )


def _first(kinds: Iterable[list[AuditedRow]]) -> list[AuditedRow]:
    """Return the first rows of several kinds."""
    return sorted((row for rows in kinds for row in rows), key=lambda row: row.line)[:MOST_NAMED]
