"""A long stream worked off by two processes in turn: one answers a chunk while the other answers the next.

Whoever holds the reading baton reads, and hands the position on before it answers; whoever holds the
writing baton writes. Both batons go round in the same order, so the output is in the order of the input.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from timeline.streaming import Answerer, Position, complete_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.streaming import Answers

# So many full chunks make a stream long enough for a second process to be worth its start.
_LONG = 8

_HEADER = 4


class Alone:
    """The batons of a process that has them always."""

    def __init__(self) -> None:
        self._position = Position()

    def take_reading(self) -> Position:
        """Return the position to read on from."""
        return self._position

    def pass_reading(self, position: Position) -> None:
        """Keep the position."""
        self._position = position

    def take_writing(self) -> None:
        """Go on at once."""

    pass_writing = take_writing


class Paired:
    """The batons of one of two processes, each a message in a pipe from the one to the other."""

    def __init__(self, reading: tuple[int, int], writing: tuple[int, int]) -> None:
        self._reading, self._writing = reading, writing

    def take_reading(self) -> Position:
        """Return the position that the other has read to; the end if the other is gone."""
        source = self._reading[0]
        size = int.from_bytes(_receive(source, _HEADER))
        return (
            msgspec.msgpack.decode(_receive(source, size), type=Position)
            if size
            else Position(ended=True)
        )

    def pass_reading(self, position: Position) -> None:
        """Let the other read on from the position."""
        message = msgspec.msgpack.encode(position)
        _send(self._reading[1], len(message).to_bytes(_HEADER) + message)

    def take_writing(self) -> None:
        """Wait until the other has written."""
        _receive(self._writing[0], 1)

    def pass_writing(self) -> None:
        """Let the other write."""
        _send(self._writing[1], b"w")


def answer_stream(
    answers: Answers,
    read: Callable[[], bytes],
    write: Callable[[bytes], None],
    complain: Callable[[str], None],
    *,
    full: int,
) -> int | None:
    """Answer all that `read` gives, an empty chunk being the end, and return the partner's process id.

    None without a partner. The partner returns from here as well, with 0. A chunk of `full` bytes or
    more is a sign of more to come.
    """
    batons: Alone | Paired = Alone()
    answerer = Answerer(answers)
    partner, chunks = None, 0
    while not (position := batons.take_reading()).ended:
        chunk = read()
        lines, after = complete_lines(chunk, position)
        chunks += len(chunk) >= full
        if partner is None and chunks == _LONG and _can_pair():
            batons, partner = _pair()
            if not partner:
                continue  # The partner takes the chunk after this one.
        batons.pass_reading(after)
        out, wrong = answerer.answer(lines, position.number)
        batons.take_writing()
        for line in wrong:
            complain(line)
        if out:
            write(out)
        batons.pass_writing()
        if after.ended:
            break
    return partner


def _can_pair() -> bool:
    """Return whether there is a second processor, and a way to use it."""
    return hasattr(os, "fork") and len(os.sched_getaffinity(0)) > 1


def _pair() -> tuple[Paired, int]:
    """Return the batons in each of two processes, and the partner's id, which is 0 in the partner."""
    there, back = [os.pipe() for _ in range(2)], [os.pipe() for _ in range(2)]
    # The first to write needs no leave of the other.
    os.write(back[1][1], b"w")
    partner = os.fork()
    ours, theirs = (back, there) if partner else (there, back)
    for (source, _), (_, sink) in zip(theirs, ours, strict=True):
        os.close(source)
        os.close(sink)
    reading, writing = ((ours[n][0], theirs[n][1]) for n in range(2))
    return Paired(reading, writing), partner


def _send(sink: int, message: bytes) -> None:
    """Write the message; a partner that is gone has no use for it."""
    rest = memoryview(message)
    try:
        while rest:
            rest = rest[os.write(sink, rest) :]
    except BrokenPipeError:
        return


def _receive(source: int, size: int) -> bytes:
    """Return `size` bytes, or fewer when the partner is gone."""
    parts = []
    while size and (part := os.read(source, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
