"""The agreements in a folder: its files that end in `.toml`."""

from __future__ import annotations

import os

from timeline.errors import UnreadableFileError
from timeline.files.loading import SUFFIX


def agreement_files(folder: str) -> list[str]:
    """Return the paths of the agreement files in a folder, sorted by name; not those in its subfolders.

    Hidden files are left out, and what is not a file, such as a pipe. A link to nothing is included, so
    that reading it is an error. Raises `UnreadableFileError` if the folder cannot be read or has none.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(entry.path for entry in entries if _is_agreement(entry))
    except OSError as error:
        raise UnreadableFileError(folder, error.strerror or "cannot be read") from None
    if not found:
        raise UnreadableFileError(folder, f"no agreements in this folder, no files {SUFFIX}")
    return found


def _is_agreement(entry: os.DirEntry[str]) -> bool:
    """Return whether a folder's entry is read as an agreement."""
    if not entry.name.endswith(SUFFIX) or entry.name.startswith("."):
        return False
    return entry.is_file() or not os.path.exists(entry.path)  # noqa: PTH110 - False for a loop of links
