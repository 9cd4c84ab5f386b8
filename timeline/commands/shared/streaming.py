"""Answer lines in order, with little memory, each before waiting for more input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline.files.lines import LONGEST_LINE, whole_lines
from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# This many answers are cached, each no longer than this together with its line: 40 MB at most.
# A full cache is emptied; lines that are frequent are soon in it again.
_MOST_CACHED = 100_000
_LONGEST_CACHED = 200
# Errors are longer than answers, and the invalid lines of a file are mostly the same few.
_MOST_PROBLEMS = 1_000


def answer_lines(
    chunks: Iterable[bytes], answer: Callable[[str], str]
) -> Iterator[tuple[bytes, list[str]]]:
    r"""Yield, for each chunk that completes lines, their answers and a list of errors.

    The answers are lines `INPUT<TAB>ANSWER` in the order of the input. INPUT is stripped, with one
    space for each run of white space. `answer` takes it and returns ANSWER, or raises
    `TimelineError`: then the line has no answer, and `line N: …` is in the list instead. Blank lines
    are skipped, a byte order mark at the beginning is ignored, and lines may end with CR LF.

    >>> list(answer_lines([b"a\n\nb \t b\r\n", b"c"], str.upper))
    [(b'a\tA\nb b\tB B\n', []), (b'c\tC\n', [])]
    """
    cache = _Cache(answer)
    before = 0
    for lines in whole_lines(chunks):
        out = b"".join(map(cache.__getitem__, lines))
        yield out, _numbered(cache.bad, lines, before)
        cache.bad.clear()
        before += len(lines)


def _numbered(bad: list[tuple[bytes, str]], lines: list[bytes], before: int) -> list[str]:
    """Return `line N: …` for each bad line among `lines`, which come after `before` other lines."""
    found, place = [], -1
    for line, problem in bad:
        # Equal lines are all bad, so the next one after the last bad line is this one.
        place = lines.index(line, place + 1)
        found.append(f"line {before + place + 1}: {problem}")
    return found


class _Cache(dict[bytes, bytes]):
    """A cache from lines of input to lines of output, computed when they are first looked up.

    The output of a bad line is empty. It is added to `bad`, with its problem, at each look-up.
    """

    def __init__(self, answer: Callable[[str], str]) -> None:
        self.bad: list[tuple[bytes, str]] = []
        self._answer = answer
        self._problems: dict[bytes, str] = {}

    def __missing__(self, line: bytes) -> bytes:
        """Return the line of output for a line of input that is not in the cache."""
        problem = self._problems.get(line)
        if problem is None:
            try:
                text = _text(line)
                out = f"{plain(text)}\t{self._answer(text)}\n".encode() if text else b""
            except TimelineError as error:
                problem = "; ".join(str(error).splitlines())
            else:
                if len(line) + len(out) <= _LONGEST_CACHED:
                    if len(self) >= _MOST_CACHED:
                        self.clear()
                    self[line] = out
                return out
            if len(line) <= _LONGEST_CACHED:
                if len(self._problems) >= _MOST_PROBLEMS:
                    self._problems.clear()
                self._problems[line] = problem
        self.bad.append((line, problem))
        return b""


def _text(line: bytes) -> str:
    """Return the text of a line, stripped, with one space for each run of white space."""
    if len(line) > LONGEST_LINE:
        message = f"longer than {LONGEST_LINE:,} bytes; write one expression on each line"
        raise TimelineError(message)
    try:
        return " ".join(line.decode().split())
    except UnicodeDecodeError:
        message = "not UTF-8 text"
        raise TimelineError(message) from None
