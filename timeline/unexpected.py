"""Report an unexpected error in one line. Imports little, so that it works when an import fails."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from timeline.plain_text import plain

VARIABLE = "TIMELINE_DEBUG"


def report(error: Exception) -> None:
    """Write one line about the error to standard error; do nothing if that fails.

    With `TIMELINE_DEBUG=1`, write the traceback instead.
    """
    with suppress(Exception):
        if os.environ.get(VARIABLE) == "1":
            sys.excepthook(type(error), error, error.__traceback__)
        else:
            what = ": ".join(filter(None, (type(error).__name__, plain(str(error)))))
            line = f"unexpected error: {what}; set {VARIABLE}=1 to see the traceback"
            sys.stderr.write(f"timeline: {line}\n")
        sys.stderr.flush()
