"""The process: `timeline` and `python -m timeline`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Answer the command line and exit with its status."""
    # Hardly anything lives for a shorter time than what this process has built when it ends, and
    # reference counts free the rest: collecting cycles took a seventh of the time of a short answer.
    gc.disable()
    from timeline.cli import run

    status = run(sys.argv[1:])
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()
