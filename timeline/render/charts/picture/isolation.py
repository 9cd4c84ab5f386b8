"""Use matplotlib with its default settings, not those of the user."""

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
    """Import and use matplotlib without the settings of the user.

    At import, matplotlib reads a file of settings and an environment variable, and fails if they are
    invalid. Its log messages are not printed. If it creates a temporary configuration folder, that is
    removed.
    """
    before = {name: os.environ.get(name) for name in _VARIABLES}
    logger = logging.getLogger("matplotlib")
    level = logger.level
    # A file in the current folder takes precedence over the one that the variable names.
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
