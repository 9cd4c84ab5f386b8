"""A file is written, all of it or nothing."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline.plain_text import plain

if TYPE_CHECKING:
    from timeline.commands.shared.results import File


def save(file: File) -> None:
    """Write the file, all of it or nothing: what was there before stays until the new one is whole.

    A symbolic link leads to the file. A file that is replaced hands on its permissions. Raises
    `TimelineError`.
    """
    # An interrupt, unless it is ignored, must find the time to take away what is unfinished.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    path = Path(file.path)
    try:
        permissions = _permissions(path)
        _replace(path.resolve(), file.data, permissions)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"--output: {plain(file.path)}: {why}; expected a place to write a file"
        raise TimelineError(message) from None


def _permissions(path: Path) -> int | None:
    """Return the permissions of the file that is to be replaced, None where there is none."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise FileExistsError(None, "not a file")
    # What may not be written may not be replaced either.
    path.open("ab").close()
    return stat.S_IMODE(mode)


def _replace(path: Path, data: bytes, permissions: int | None) -> None:
    """Put a file with the data into the place of the path."""
    unfinished = path.with_name(f".{os.urandom(8).hex()}.part")
    # Only a new file is opened, so that only what is ours is removed.
    target = unfinished.open("xb")
    try:
        with target:
            if permissions is not None:
                unfinished.chmod(permissions)
            target.write(data)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
