"""Which agreements a command line is about: those that `-a` gives, and the ones in folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.errors import TimelineError, UnreadableFileError
from timeline.files.folders import agreement_files
from timeline.files.loading import bundled_names, is_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Selection(Struct, frozen=True):
    """The agreements to load, each by its name or path, in order.

    `problems` has a line for each folder that cannot be read or has no agreements. `several` is true if
    the answer is about any number of agreements, even if it is one now: if there was more than one
    value, or a folder.
    """

    names: Sequence[str]
    several: bool
    problems: Sequence[str] = ()


def selection(given: Sequence[str]) -> Selection:
    """Return the agreements that the values of `-a` select, each file once.

    Raises `TimelineError` if there is none, only folders that cannot be read or have no agreements.
    """
    if len(given) == 1 and not is_folder(given[0]):
        return Selection(given, several=False)
    names, problems = list[str](), list[str]()
    for one in given:
        try:
            names += agreement_files(one) if is_folder(one) else [one]
        except UnreadableFileError as error:
            problems.append(str(error))
    if problems and not names:
        raise TimelineError("\n".join(problems))
    return Selection(_each_once(names), several=True, problems=problems)


def is_folder(name: str) -> bool:
    """Return whether `name` is a folder. A bundled agreement of that name comes first."""
    # Unlike the method of Path, this function returns False where access is denied.
    return os.path.isdir(name) and name not in bundled_names()  # noqa: PTH112


def _each_once(names: Iterable[str]) -> list[str]:
    """Return the names without those that are another name of an earlier file."""
    found = dict[object, str]()
    for name in names:
        found.setdefault(_file(name) if is_path(name) else name, name)
    return list(found.values())


def _file(path: str) -> object:
    """Return what all paths of a file have in common, or the path if there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - quicker than resolving the path
    except (OSError, ValueError):
        return path
    return found.st_dev, found.st_ino
