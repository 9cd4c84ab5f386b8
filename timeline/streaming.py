"""Lines in, lines out: fast, in order, in little memory, each answered before more is waited for."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.errors import TimelineError
from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.day_table import DayTable

# A longer line is no expression; its end is looked for without holding it.
_LONGEST_LINE = 65_536

# Answers remembered. Beyond, all are forgotten: the memory stays flat, and the common ones come back.
_MOST_REMEMBERED = 50_000
# Bytes after which a stream is so long that a table of its days saves more than it costs to set up.
_WORTH_A_TABLE = 2_000_000
# Lines looked at to tell whether most of a chunk is known.
_SAMPLE = 100


class Answers(Struct, frozen=True):
    """How to answer lines. `one` answers a line of text, or raises `TimelineError`.

    `many`, if there is one, answers many lines faster than one by one. It takes them as a list, and as
    one text with line breaks between. It raises `ValueError` where any of them is not of the common
    form that it knows, `TimelineError` where one has no answer.
    """

    one: Callable[[str], str]
    many: Callable[[list[str], str], Iterable[object]] | None = None


def answer_lines(
    chunks: Iterable[bytes], answers: Answers, complain: Callable[[str], None]
) -> Iterator[bytes]:
    r"""Yield, for each chunk of text, the lines `INPUT<TAB>ANSWER` for all lines that it completes.

    A bad line is left out, and `complain` is called with `line N: …`. Blank lines are left out too.

    >>> list(answer_lines([b"a\n\nb\r\n", b"c"], Answers(str.upper), print))
    [b'a\tA\nb\tB\n', b'c\tC\n']
    """
    answerer = Answerer(answers)
    for block in _whole_lines(chunks):
        out, wrong = answerer.answer(block)
        for line in wrong:
            complain(line)
        if out:
            yield out


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the lines that each chunk completes; at the end, a last line without a line break.

    Of a line that is too long only the beginning is kept, still too long.

    >>> list(_whole_lines([b"a", b"b\nc\nd", b"e"]))
    [b'ab\nc\n', b'de']
    """
    rest = b""
    for chunk in chunks:
        end = chunk.find(b"\n") if len(rest) > _LONGEST_LINE else 0
        if end < 0:
            continue
        whole, newline, begun = (rest + chunk[end:]).rpartition(b"\n")
        if newline:
            yield whole + newline
        rest = begun[: _LONGEST_LINE + 1]
    if rest:
        yield rest


class Answerer:
    """Answers blocks of lines, and remembers the answers: a repeated line costs one look-up."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        # Whole lines of output by lines of input.
        self._remembered = {b"": b""}
        self._read = 0
        self._lines = 0
        self._table: DayTable | None = None

    def answer(self, block: bytes) -> tuple[bytes, list[str]]:
        r"""Return the lines `INPUT<TAB>ANSWER`, and `line N: …` for each bad line, which is left out.

        Blank lines are left out too. Lines are numbered from the first block on.

        >>> Answerer(Answers(str.upper)).answer(b"a\n\nb\r\n")
        (b'a\tA\nb\tB\n', [])
        """
        before = self._lines
        self._lines += block.count(b"\n")
        for way in (self._by_table, self._forgetting):
            out = way(block)
            if out is not None:
                return out, []
        return self._answer(block.removesuffix(b"\n").split(b"\n"), before)

    def _by_table(self, block: bytes) -> bytes | None:
        """Return the answers to a block of days that come again and again, if it is one."""
        self._read += len(block)
        if not self._table:
            if self._read < _WORTH_A_TABLE or len(self._remembered) >= _MOST_REMEMBERED // 2:
                return None
            # Slow to import, which a short stream would notice.
            from timeline.day_table import DayTable

            self._table = DayTable(block[: block.find(b"\n")])
        return self._table.answer(block, self._all_or_none)

    def _all_or_none(self, lines: list[bytes]) -> list[bytes] | None:
        """Return the line of output for each line of input, None if one has none."""
        out, wrong = self._answer(lines, 0)
        return None if wrong else out.splitlines(keepends=True)

    def _answer(self, lines: list[bytes], before: int) -> tuple[bytes, list[str]]:
        """Return the lines of output and what is wrong; `before` lines came before these."""
        try:
            return self._recall(lines), []
        except KeyError:
            out = self._learn(lines)
            return (out, []) if out is not None else self._one_by_one(lines, before)

    def _recall(self, lines: list[bytes]) -> bytes:
        """Return the remembered answers to all lines. Raises `KeyError` when there is a new one."""
        # One call for the whole block; the blank lines make it a tuple however few there are.
        return b"".join(itemgetter(b"", b"", *lines)(self._remembered))

    def _learn(self, lines: list[bytes]) -> bytes | None:
        """Return the answers to all lines, the new ones answered at once and remembered.

        None when there is no room for them, or when some line has to be answered, or refused, by
        itself.
        """
        remembered = self._remembered
        if len(remembered) + len(lines) > _MOST_REMEMBERED:
            return None
        new = list(set(lines).difference(remembered))
        out = self._at_once(b"\n".join(new))
        if out is None:
            return None
        remembered.update(zip(new, out.splitlines(keepends=True), strict=True))
        return self._recall(lines)

    def _forgetting(self, block: bytes) -> bytes | None:
        """Return the answers to a block of which most is new when there is no room to remember it."""
        if len(self._remembered) + block.count(b"\n") <= _MOST_REMEMBERED:
            return None
        sample = block.split(b"\n", _SAMPLE)[:_SAMPLE]
        if sum(line in self._remembered for line in sample) * 2 > len(sample):
            return None
        return self._at_once(block.removesuffix(b"\n"))

    def _at_once(self, block: bytes) -> bytes | None:
        """Return the answers to lines by `many`, None if there is no such way to answer them."""
        if not self._answers.many:
            return None
        try:
            text = block.decode("ascii")
            texts = text.split("\n")
            cells = chain.from_iterable(zip(texts, self._answers.many(texts, text), strict=True))
            # One formatting of them all, far faster than one of each line.
            return ("%s\t%s\n" * len(texts) % tuple(cells)).encode()
        except (ValueError, TimelineError):
            return None

    def _one_by_one(self, lines: list[bytes], before: int) -> tuple[bytes, list[str]]:
        """Return the answers to a chunk, remembering them, and what is wrong with the bad lines."""
        remembered = self._remembered
        if len(remembered) > _MOST_REMEMBERED:
            remembered.clear()
            remembered[b""] = b""
        found, wrong = [], []
        for number, line in enumerate(lines, before + 1):
            answer = remembered.get(line)
            if answer is None:
                try:
                    answer = remembered[line] = _line(line, self._answers)
                except TimelineError as error:
                    wrong.append(f"line {number}: {error}")
                    continue
            found.append(answer)
        return b"".join(found), wrong


def _line(line: bytes, answers: Answers) -> bytes:
    """Return the line of output for a line of input, nothing for a blank one."""
    if len(line) > _LONGEST_LINE:
        message = f"longer than {_LONGEST_LINE:,} bytes; expected one expression a line"
        raise TimelineError(message)
    try:
        text = line.decode().strip()
    except UnicodeDecodeError:
        message = "not UTF-8 text; expected one expression a line"
        raise TimelineError(message) from None
    return f"{plain(text)}\t{answers.one(text)}\n".encode() if text else b""
