"""The entry point of `timeline` and `python -m timeline`, written to start and end quickly."""

from __future__ import annotations

import gc
import os
import signal
import sys

from timeline.unexpected import report


def main() -> None:
    """Run the command line and exit with its status."""
    gc.disable()  # collecting takes 5 % of a short run, and there is hardly anything to collect
    # KeyboardInterrupt could crash libraries written in C while they are imported. A process that
    # ignores interrupts, such as a background job, goes on ignoring them.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        from timeline.cli import run

        status = run(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - Python would exit with 1, which means "no"
        report(error)
        status = 2
    os._exit(status)  # all is flushed; the interpreter's own exit takes 10 % of a short run


if __name__ == "__main__":
    main()
