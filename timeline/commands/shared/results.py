"""The results of commands. `timeline.cli` writes them and exits with their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

YES, NO, ERROR = 0, 1, 2


class File(Struct, frozen=True):
    """The path and the content of a file to write; `option` gave the path.

    If `replaces` is false, the file must not exist.
    """

    path: str
    data: bytes
    option: str = "--output"
    replaces: bool = True


class Result(Struct, frozen=True):
    """Text for standard output, an exit status, notes for standard error, and a file to write.

    If `paged` is true, the text is shown in a pager. Of results in parts, `data` is what is written
    instead of text by a format that is not text.
    """

    text: str
    status: int = YES
    notes: tuple[str, ...] = ()
    file: File | None = None
    paged: bool = False
    data: bytes = b""


class StreamResult(Struct, frozen=True):
    """A function from each line of standard input to its answer; `what` names what the lines are.

    `notes` are for standard error, before the first answer. `refused` is the exit status if a line has
    no answer.
    """

    answer: Callable[[str], str]
    what: str
    notes: tuple[str, ...] = ()
    refused: int = ERROR


class PartialResults(Struct, frozen=True):
    """A function from the chunks of a file to results, each of which is written before the next.

    The file is at `path`, or standard input if that is None; `what` names what its lines are. If `what`
    is None too, nothing is read. The exit status is the largest of the results. `notes` are for
    standard error, after the last result.
    """

    answer: Callable[[Iterable[bytes]], Iterator[Result]]
    what: str | None = None
    path: str | None = None
    notes: tuple[str, ...] = ()


Answer = Result | StreamResult | PartialResults
