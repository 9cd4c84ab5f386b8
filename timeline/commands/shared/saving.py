"""Write a file completely or not at all."""

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
    """Write the file completely or not at all: an existing file stays until the new one is complete.

    If the file must not exist, one that does is an error. A symbolic link is followed. A file that replaces another keeps its permissions. Raises
    `TimelineError` if the file cannot be written.
    """
    # Unless interrupts are ignored, one must raise KeyboardInterrupt, so that `_replace` cleans up.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    path = Path(file.path)
    try:
        if file.replaces:
            permissions = _permissions(path)
            _replace(path.resolve(), file.data, permissions)
        else:
            _create(path, file.data)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"{file.option}: cannot write {plain(file.path)}: {why}"
        raise TimelineError(message) from None


def _create(path: Path, data: bytes) -> None:
    """Write the data to a new file, which is removed again if that fails."""
    target = path.open("xb")  # raises FileExistsError for anything of that name, a link too
    try:
        with target:
            target.write(data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _permissions(path: Path) -> int | None:
    """Return the permissions of the file to be replaced, None if there is none."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise FileExistsError(None, "not a file")
    # A file that this user may not write is not replaced either: opening it raises.
    path.open("ab").close()
    return stat.S_IMODE(mode)


def _replace(path: Path, data: bytes, permissions: int | None) -> None:
    """Write the data to a new file, then rename it to the path."""
    unfinished = path.with_name(f".{os.urandom(8).hex()}.part")
    # Mode x opens only a new file, so that no other file is removed below.
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
