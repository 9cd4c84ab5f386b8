"""What a command gives back; the door alone writes it and exits with its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from timeline.streaming import Answers

YES, NO, WRONG = 0, 1, 2


class Answer(Struct, frozen=True):
    """Text for standard output, the exit status, and notes for standard error."""

    text: str
    status: int = YES
    notes: tuple[str, ...] = ()


class Stream(Struct, frozen=True):
    """Answers to the lines of standard input; `what` says what each line holds."""

    answers: Answers
    what: str
