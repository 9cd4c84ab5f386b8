"""The lines of a stream of bytes, with little memory."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The rest of a longer line is skipped without being kept in memory.
LONGEST_LINE = 65_536
# Large enough for speed, small enough for the processor's cache.
CHUNK = 131_072


def chunks_of(path: str) -> Iterator[bytes]:
    """Yield the bytes of a file, a pipe or a device as they come. Raises `UnreadableFileError`."""
    try:
        with Path(path).open("rb") as file:
            # read1 does not wait until the buffer is full, so a slow pipe is read line by line.
            while chunk := file.read1(CHUNK):
                yield chunk
    except (OSError, ValueError) as error:
        raise UnreadableFileError.of(path, error) from None


def whole_lines(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    r"""Yield the lines that each chunk completes, and at the end a last line without a line break.

    A line that is too long is cut, but is still too long. A byte order mark at the beginning is ignored.

    >>> list(whole_lines([b"a", b"b\nc\nd", b"e"]))
    [[b'ab', b'c'], [b'de']]
    """
    rest, mark = b"", BOM_UTF8
    for chunk in chunks:
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()[: LONGEST_LINE + 1]
        if lines:
            lines[0] = lines[0].removeprefix(mark)
            mark = b""
            yield lines
    if rest:
        yield [rest.removeprefix(mark)]
