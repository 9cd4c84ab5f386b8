"""Lines in, lines out: in order, in little memory, each answered before more is waited for."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A longer line is no expression; its end is looked for without holding it.
_LONGEST_LINE = 65_536

# So many lines are remembered, each no longer than this together with its answer: 40 MB at most.
# When there are more, all are forgotten, and those that come often are soon back.
_MOST_REMEMBERED = 100_000
_LONGEST_REMEMBERED = 200
# What is wrong with a line takes more room to say; the same few lines are mostly wrong.
_MOST_PROBLEMS = 1_000


def answer_lines(
    chunks: Iterable[bytes], answer: Callable[[str], str]
) -> Iterator[tuple[bytes, list[str]]]:
    r"""Yield, for each chunk that completes lines, the answers to them and what is wrong with them.

    The answers are lines `INPUT<TAB>ANSWER` in the order of the input. INPUT has one blank for each
    run of white space, and none around it. `answer` takes it and returns ANSWER, or raises
    `TimelineError`: then the line has no answer, and `line N: …` is in the list instead. Blank lines
    are skipped, a byte order mark at the beginning is ignored, and lines may end with CR LF.

    >>> list(answer_lines([b"a\n\nb \t b\r\n", b"c"], str.upper))
    [(b'a\tA\nb b\tB B\n', []), (b'c\tC\n', [])]
    """
    memory = _Memory(answer)
    before = 0
    for lines in _whole_lines(chunks):
        if not before:
            lines[0] = lines[0].removeprefix(BOM_UTF8)
        out = b"".join(map(memory.__getitem__, lines))
        yield out, _numbered(memory.bad, lines, before)
        memory.bad.clear()
        before += len(lines)


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    r"""Yield the lines that each chunk completes; at the end, a last line without a line break.

    Of a line that is too long only the beginning is kept, still too long.

    >>> list(_whole_lines([b"a", b"b\nc\nd", b"e"]))
    [[b'ab', b'c'], [b'de']]
    """
    rest = b""
    for chunk in chunks:
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()[: _LONGEST_LINE + 1]
        if lines:
            yield lines
    if rest:
        yield [rest]


def _numbered(bad: list[tuple[bytes, str]], lines: list[bytes], before: int) -> list[str]:
    """Return `line N: …` for each bad line among `lines`, of which `before` went before them."""
    found, place = [], -1
    for line, problem in bad:
        # Each time that the line is there it is bad: between the last bad line and its place it is not.
        place = lines.index(line, place + 1)
        found.append(f"line {before + place + 1}: {problem}")
    return found


class _Memory(dict[bytes, bytes]):
    """Whole lines of output by lines of input, answered when they are first looked up.

    A bad line stands for nothing, and is added to `bad`, with its problem, each time it is looked up.
    """

    def __init__(self, answer: Callable[[str], str]) -> None:
        self.bad: list[tuple[bytes, str]] = []
        self._answer = answer
        self._problems: dict[bytes, str] = {}

    def __missing__(self, line: bytes) -> bytes:
        """Return the line of output for a line of input that is not remembered."""
        problem = self._problems.get(line)
        if problem is None:
            try:
                text = _text(line)
                out = f"{plain(text)}\t{self._answer(text)}\n".encode() if text else b""
            except TimelineError as error:
                problem = "; ".join(str(error).splitlines())
            else:
                if len(line) + len(out) <= _LONGEST_REMEMBERED:
                    if len(self) >= _MOST_REMEMBERED:
                        self.clear()
                    self[line] = out
                return out
            if len(line) <= _LONGEST_REMEMBERED:
                if len(self._problems) >= _MOST_PROBLEMS:
                    self._problems.clear()
                self._problems[line] = problem
        self.bad.append((line, problem))
        return b""


def _text(line: bytes) -> str:
    """Return the text of a line, one blank for each run of white space, none around it."""
    if len(line) > _LONGEST_LINE:
        message = f"longer than {_LONGEST_LINE:,} bytes; expected one expression a line"
        raise TimelineError(message)
    try:
        return " ".join(line.decode().split())
    except UnicodeDecodeError:
        message = "not UTF-8 text; expected one expression a line"
        raise TimelineError(message) from None
