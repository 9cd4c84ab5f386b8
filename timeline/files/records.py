"""The records of a CSV or TSV file, line by line, with little memory."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from timeline.files.lines import LONGEST_LINE, whole_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A quoted value may have line breaks, up to so many characters of one record.
_LONGEST_RECORD = 65_536
# What can separate the cells.
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_NOT_CLOSED = "a quote is not closed"


class Record(NamedTuple):
    """The cells of a record, and the number of the line on which it begins."""

    line: int
    cells: list[str]


class BadLine(NamedTuple):
    """A line that is no record, or no row of its table, and why."""

    line: int
    problem: str


class Records:
    r"""Splits lines into records, in the order of the lines. Blank lines are skipped.

    Without a `delimiter`, it is the comma, the semicolon or the tab, whichever is most frequent in the first
    line with text.

    >>> for found in Records().of_chunks([b'a,b\n1,"2\n', b'3"\n"4']):
    ...     print(found)
    [Record(line=1, cells=['a', 'b'])]
    [Record(line=2, cells=['1', '2\n3'])]
    [BadLine(line=4, problem='a quote is not closed')]
    """

    def __init__(self, delimiter: str | None = None) -> None:
        self.delimiter = delimiter
        # The lines of a record whose quote is not closed yet, the first of which has this number.
        self._open: list[str] = []
        self._next = 1
        self._bad: list[BadLine] = []

    def of_chunks(self, chunks: Iterable[bytes]) -> Iterator[list[Record | BadLine]]:
        """Yield the records that each chunk completes, if any, and at the end the rest."""
        for lines in whole_lines(chunks):
            if found := self._of_lines(lines):
                yield found
        if self._open:
            yield self._in_order(list(self._split(self._open, is_last=True)))

    def _of_lines(self, lines: Sequence[bytes]) -> list[Record | BadLine]:
        """Return the records that these lines complete."""
        texts = self._decoded(lines)
        if self._open and not any('"' in text for text in texts):
            # Only a quote can complete the record.
            self._open += texts
            return self._in_order(self._too_long())
        found = list(self._split([*self._open, *texts], is_last=False))
        return self._in_order([*found, *self._too_long()])

    def _in_order(self, found: list[Record | BadLine]) -> list[Record | BadLine]:
        """Return the records, and the lines without a text before the record that is not complete."""
        if not self._bad:
            return found
        bad = [each for each in self._bad if not self._open or each.line < self._next]
        self._bad = [each for each in self._bad if each not in bad]
        return sorted([*found, *bad], key=lambda each: each.line)

    def _decoded(self, lines: Sequence[bytes]) -> list[str]:
        """Return the text of each line, and keep the lines that have none, whose text is empty."""
        try:
            texts = b"\n".join(lines).decode().split("\n")
        except UnicodeDecodeError:
            texts = None
        if texts and max(map(len, lines)) <= LONGEST_LINE:
            return texts
        texts = []
        for number, line in enumerate(lines, self._next + len(self._open)):
            text, problem = "", None
            if len(line) > LONGEST_LINE:
                problem = f"longer than {LONGEST_LINE:,} bytes"
            else:
                try:
                    text = line.decode()
                except UnicodeDecodeError:
                    problem = "not UTF-8 text"
            texts.append(text)
            if problem:
                self._bad.append(BadLine(number, problem))
        return texts

    def _split(self, texts: list[str], *, is_last: bool) -> Iterator[Record | BadLine]:
        """Yield the records in these lines, and keep those of a record that is not complete."""
        self._open = []
        if self.delimiter is None:
            blank = next((at for at, text in enumerate(texts) if text.strip()), len(texts))
            self._next += blank
            texts = texts[blank:]
            if not texts:
                return
            self.delimiter = max(DELIMITERS, key=texts[0].count)
        lines = _Lines(texts)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        first_line, done = self._next, 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                if lines.is_at_end:
                    # The reader wanted another line.
                    if is_last:
                        yield BadLine(first_line + done, _NOT_CLOSED)
                    else:
                        self._open = texts[done:]
                        self._next = first_line + done
                        return
                else:
                    text = texts[reader.line_num - 1].removesuffix("\r")
                    problem = "a carriage return in the line" if "\r" in text else str(error)
                    yield BadLine(first_line + done, f"not CSV: {problem}")
            else:
                if cells:
                    yield Record(first_line + done, cells)
            done = reader.line_num
        self._next = first_line + len(texts)

    def _too_long(self) -> list[Record | BadLine]:
        """Return that the record is too long, and give it up, if it is."""
        if sum(map(len, self._open)) <= _LONGEST_RECORD:
            return []
        problem = f"{_NOT_CLOSED} in the {len(self._open):,} lines from here, which are skipped"
        bad = BadLine(self._next, problem)
        self._next += len(self._open)
        self._open = []
        return [bad]


class _Lines:
    """An iterator over lines, each with its line break, which says whether its end was reached."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.is_at_end = False
        self._texts = iter(texts)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            return next(self._texts) + "\n"
        except StopIteration:
            self.is_at_end = True
            raise
