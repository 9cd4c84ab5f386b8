"""Report an unexpected error in one line.

This module imports little, because it must work even where an import has failed.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from timeline.plain_text import plain

VARIABLE = "TIMELINE_DEBUG"


def report(error: Exception) -> None:
    """Write one line about the error to standard error, or the traceback if `TIMELINE_DEBUG` is 1.

    A failure to write is ignored.
    """
    with suppress(Exception):
        if os.environ.get(VARIABLE) == "1":
            sys.excepthook(type(error), error, error.__traceback__)
        else:
            what = ": ".join(filter(None, (type(error).__name__, plain(str(error)))))
            line = f"unexpected error: {what}; set {VARIABLE}=1 to see the traceback"
            sys.stderr.write(f"timeline: {line}\n")
        sys.stderr.flush()
