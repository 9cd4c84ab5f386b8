"""What a terminal shows while agreements are read: progress after a second, and what to type."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

import click

from timeline.files.loading import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

# The key in click's context of the stream on which progress is shown.
ERRORS = "timeline.errors"
_TYPE = "reading an agreement from the terminal; press Ctrl-D to end"
# In seconds: what is quicker shows no progress.
_SOON = 1


def reading(names: Sequence[str]) -> Iterator[str]:
    """Yield the names of the agreements to read, and show what `tracked` does on standard error."""
    return tracked(names, click.get_current_context().find_root().meta.get(ERRORS))


def tracked(names: Sequence[str], stream: TextIO | None, after: float = _SOON) -> Iterator[str]:
    """Yield the names. After `after` seconds their progress is shown on `stream`, if it is a terminal.

    The bar is removed at the end. Before an agreement is read from a terminal, a line says what to type.
    """
    if stream is None or not stream.isatty():
        yield from names
        return
    begin, progress = monotonic(), None
    try:
        for number, name in enumerate(names):
            if not progress and monotonic() - begin >= after:
                # Imported here because it is slow to import.
                from rich.console import Console
                from rich.progress import Progress

                progress = Progress(console=Console(file=stream), transient=True)
                task = progress.add_task("reading agreements", total=len(names))
                progress.start()
            if progress:
                progress.update(task, completed=number)
            if name == STANDARD_INPUT and sys.stdin and sys.stdin.isatty():
                stream.write(f"timeline: {_TYPE}\n")
                stream.flush()
            yield name
    finally:
        if progress:
            progress.stop()
