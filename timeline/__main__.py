"""The process: `timeline` and `python -m timeline`. It is built to start and end quickly."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Answer the command line and exit with its status."""
    # Hardly anything that is built here dies before the process does, and reference counts free
    # the rest: looking for cycles would be a tenth of the time of a short answer.
    gc.disable()
    try:
        from timeline.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # before the door was open
        status = 130
    # The answer is written and flushed. Taking the interpreter apart object by object, only to
    # hand its memory back, would be another tenth.
    os._exit(status)


if __name__ == "__main__":
    main()
