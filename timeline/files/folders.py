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
            found = sorted(entry.path for entry in entries if _is_agreement(entry.path))
    except OSError as error:
        raise UnreadableFileError.of(folder, error) from None
    if not found:
        raise UnreadableFileError(folder, f"no file in this folder ends in {SUFFIX}")
    return found


def _is_agreement(path: str) -> bool:
    """Return whether an entry of a folder is read as an agreement."""
    name = os.path.basename(path)  # noqa: PTH119
    if not name.endswith(SUFFIX) or name.startswith("."):
        return False
    # Unlike the methods of Path, these return False for a loop of links.
    return os.path.isfile(path) or not os.path.exists(path)  # noqa: PTH110, PTH113
