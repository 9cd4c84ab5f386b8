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

# A longer line is no expression; its end is looked for without holding it.
_LONGEST_LINE = 65_536
# Stands for a line that was too long to hold; no line of text is this one.
_TOO_LONG = b"\n"

# Answers remembered. Beyond, all are forgotten: the memory stays flat, and the common ones come back.
_MOST_REMEMBERED = 50_000
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
    number = 0
    for lines in _complete_lines(chunks):
        out, wrong = answerer.answer(lines, number)
        number += len(lines)
        for line in wrong:
            complain(line)
        if out:
            yield out


def _complete_lines(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines that each chunk completes; at the end, a last line without a line break."""
    rest, too_long = b"", False
    for chunk in chunks:
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if too_long and lines:
            lines[0], too_long = _TOO_LONG, False
        if len(rest) > _LONGEST_LINE:
            rest, too_long = b"", True
        yield lines
    yield [_TOO_LONG if too_long else rest]


class Answerer:
    """Answers chunks of lines, and remembers the answers: a repeated line costs one look-up."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        # Whole lines of output by lines of input.
        self._remembered = {b"": b""}

    def answer(self, lines: list[bytes], before: int) -> tuple[bytes, list[str]]:
        r"""Return the lines `INPUT<TAB>ANSWER`, and `line N: …` for each bad line, which is left out.

        Blank lines are left out too. `before` lines came before these.

        >>> Answerer(Answers(str.upper)).answer([b"a", b"", b"b\r"], 0)
        (b'a\tA\nb\tB\n', [])
        """
        try:
            return self._recall(lines), []
        except KeyError:
            out = self._all_at_once(lines)
            return (out, []) if out is not None else self._one_by_one(lines, before)

    def _recall(self, lines: list[bytes]) -> bytes:
        """Return the remembered answers to all lines. Raises `KeyError` when there is a new one."""
        # One call for the whole chunk; the blank lines make it a tuple however few there are.
        return b"".join(itemgetter(b"", b"", *lines)(self._remembered))

    def _all_at_once(self, lines: list[bytes]) -> bytes | None:
        """Return the answers to a chunk, remembering them while there is room.

        None when there is no room and most are known, or when some line has to be answered, or
        refused, by itself.
        """
        remembered, many = self._remembered, self._answers.many
        if not many:
            return None
        room = len(remembered) + len(lines) <= _MOST_REMEMBERED
        sample = lines[:_SAMPLE]
        if not room and sum(line in remembered for line in sample) * 2 > len(sample):
            return None
        asked = list(set(lines).difference(remembered)) if room else lines
        try:
            text = b"\n".join(asked).decode("ascii")
            texts = text.split("\n")
            cells = chain.from_iterable(zip(texts, many(texts, text), strict=True))
            # One formatting of the whole chunk, far faster than one of each line.
            out = ("%s\t%s\n" * len(texts) % tuple(cells)).encode()
        except (ValueError, TimelineError):
            return None
        if not room:
            return out
        remembered.update(zip(asked, out.splitlines(keepends=True), strict=True))
        return self._recall(lines)

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
    if line is _TOO_LONG:
        message = f"longer than {_LONGEST_LINE:,} bytes; expected one expression a line"
        raise TimelineError(message)
    try:
        text = line.decode().strip()
    except UnicodeDecodeError:
        message = "not UTF-8 text; expected one expression a line"
        raise TimelineError(message) from None
    return f"{plain(text)}\t{answers.one(text)}\n".encode() if text else b""
