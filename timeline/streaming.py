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
# Answers remembered. Beyond, all are forgotten: the memory stays flat, and the common ones come back.
_MOST_REMEMBERED = 50_000

# Stands for a line that was too long to hold; no line of text is this one.
_TOO_LONG = b"\n"


class Answers(Struct, frozen=True):
    """How to answer lines. `one` answers a line of text, or raises `TimelineError`.

    `many`, if there is one, answers many lines faster than one by one; it raises `ValueError` where
    any of them is not of the common form that it knows.
    """

    one: Callable[[str], str]
    many: Callable[[list[str]], Iterable[object]] | None = None


def answer_lines(
    chunks: Iterable[bytes], answers: Answers, complain: Callable[[str], None]
) -> Iterator[bytes]:
    r"""Yield, for each chunk of text, the lines `INPUT<TAB>ANSWER` for all lines that it completes.

    A bad line is left out, and `complain` is called with `line N: …`. Blank lines are left out too.

    >>> list(answer_lines([b"a\n\nb\r\n", b"c"], Answers(str.upper), print))
    [b'a\tA\nb\tB\n', b'c\tC\n']
    """
    # Remembering the whole line of output makes a repeated line cost one look-up.
    remembered = {b"": b""}
    number = 0
    for lines in _complete_lines(chunks):
        try:
            out = _recall(lines, remembered)
        except KeyError:
            found = _all_at_once(lines, remembered, answers)
            out = (
                _one_by_one(lines, remembered, answers, complain, number)
                if found is None
                else found
            )
        if out:
            yield out
        number += len(lines)


def _recall(lines: list[bytes], remembered: dict[bytes, bytes]) -> bytes:
    """Return the remembered answers to all lines. Raises `KeyError` when there is a new one."""
    # One call for the whole chunk; the blank lines make it a tuple however few there are.
    return b"".join(itemgetter(b"", b"", *lines)(remembered))


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


def _all_at_once(
    lines: list[bytes], remembered: dict[bytes, bytes], answers: Answers
) -> bytes | None:
    """Return the answers to a chunk most of whose lines are new, remembering them while there is room.

    None when most are not, or when some line can only be answered, or refused, by itself.
    """
    new = list(set(lines).difference(remembered))
    if not answers.many or len(new) * 2 < len(lines):
        return None
    room = len(remembered) + len(new) <= _MOST_REMEMBERED
    asked = new if room else lines
    try:
        texts = b"\n".join(asked).decode("ascii").split("\n")
        cells = chain.from_iterable(zip(texts, answers.many(texts), strict=True))
        # One formatting of the whole chunk, far faster than one of each line.
        out = ("%s\t%s\n" * len(texts) % tuple(cells)).encode()
    except ValueError:
        return None
    if not room:
        return out
    remembered.update(zip(asked, out.splitlines(keepends=True), strict=True))
    return _recall(lines, remembered)


def _one_by_one(
    lines: list[bytes],
    remembered: dict[bytes, bytes],
    answers: Answers,
    complain: Callable[[str], None],
    before: int,
) -> bytes:
    """Return the answers to a chunk, remembering them; `before` lines came before it."""
    if len(remembered) > _MOST_REMEMBERED:
        remembered.clear()
        remembered[b""] = b""
    found = []
    for number, line in enumerate(lines, before + 1):
        answer = remembered.get(line)
        if answer is None:
            try:
                answer = remembered[line] = _answer(line, answers)
            except TimelineError as error:
                complain(f"line {number}: {error}")
                continue
        found.append(answer)
    return b"".join(found)


def _answer(line: bytes, answers: Answers) -> bytes:
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
