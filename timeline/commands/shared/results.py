"""What a command gives back; the door alone writes it and exits with its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

YES, NO, WRONG = 0, 1, 2


class File(Struct, frozen=True):
    """What a file will hold, all of it or nothing."""

    path: str
    data: bytes


class Result(Struct, frozen=True):
    """Text for standard output, the exit status, notes for standard error, and a file to write."""

    text: str
    status: int = YES
    notes: tuple[str, ...] = ()
    file: File | None = None


class StreamResult(Struct, frozen=True):
    """How to answer each line of standard input; `what` says what the lines hold."""

    answer: Callable[[str], str]
    what: str
