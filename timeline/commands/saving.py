"""A file is written, all of it or nothing."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline.plain_text import plain

if TYPE_CHECKING:
    from timeline.commands.answer import File


def save(file: File) -> None:
    """Write the file, all of it or nothing: what was there before stays until the new one is whole.

    Raises `TimelineError`.
    """
    # An interrupt, unless it is ignored, must find the time to take away what is unfinished.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        _replace(Path(file.path).resolve(), file.data)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"--output: {plain(file.path)}: {why}; expected a place to write a file"
        raise TimelineError(message) from None


def _replace(path: Path, data: bytes) -> None:
    """Put a file with the data into the place of the path."""
    if path.exists() and not path.is_file():
        raise FileExistsError(None, "not a file")
    unfinished = path.with_name(f".{os.getpid()}.part")
    try:
        with unfinished.open("xb") as target:
            target.write(data)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
