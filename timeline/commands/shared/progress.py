"""A progress bar on a terminal, for what takes more than a second."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

# The key in click's context of the stream on which progress is shown.
ERRORS = "timeline.errors"
# In seconds: what is quicker shows no progress.
_SOON = 1


def tracked(names: Sequence[str], stream: TextIO | None, after: float = _SOON) -> Iterator[str]:
    """Yield the names. After `after` seconds their progress is shown on `stream`, if it is a terminal.

    The bar is removed at the end.
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
            yield name
    finally:
        if progress:
            progress.stop()
