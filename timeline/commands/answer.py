"""What a command gives back; the door alone writes it and exits with its status."""

from __future__ import annotations

from msgspec import Struct

YES, NO = 0, 1


class Answer(Struct, frozen=True):
    """Text for standard output, the exit status, and notes for standard error."""

    text: str
    status: int = YES
    notes: tuple[str, ...] = ()
