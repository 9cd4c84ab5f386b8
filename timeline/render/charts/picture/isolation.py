"""matplotlib as it comes: what its users have set for their own programs is not ours."""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import chdir, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE, _FOLDER = "MATPLOTLIBRC", "MPLCONFIGDIR"
_IGNORED = ("MPLBACKEND", "SOURCE_DATE_EPOCH")
_VARIABLES = (_FILE, _FOLDER, *_IGNORED)


@contextmanager
def isolated() -> Iterator[None]:
    """Let matplotlib be imported and used without the settings of others.

    It reads a file of settings and a variable as it is imported, and what is wrong in them fails
    the import. Its advice to programmers is not printed, and the folder that it makes where it has
    none to write to is removed.
    """
    before = {name: os.environ.get(name) for name in _VARIABLES}
    logger = logging.getLogger("matplotlib")
    level = logger.level
    # A file in the current folder goes before the one that the variable names.
    elsewhere = (
        chdir(Path(__file__).parent) if os.access("matplotlibrc", os.F_OK) else nullcontext()
    )
    os.environ[_FILE] = os.devnull
    for name in _IGNORED:
        os.environ.pop(name, None)
    logger.setLevel(logging.CRITICAL)
    try:
        with elsewhere:
            yield
    finally:
        logger.setLevel(level)
        made = os.environ.get(_FOLDER)
        if made and made != before[_FOLDER]:
            shutil.rmtree(made, ignore_errors=True)
        for name in _VARIABLES:
            os.environ.pop(name, None)
        os.environ.update({name: value for name, value in before.items() if value is not None})
