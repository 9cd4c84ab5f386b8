"""The process: `timeline` and `python -m timeline`. It is built to start and end quickly."""

from __future__ import annotations

import gc
import os
import signal
import sys

from timeline.unexpected import report


def main() -> None:
    """Answer the command line and exit with its status."""
    gc.disable()  # looking for cycles takes 5 % of a short answer, and hardly any are left behind
    # An exception out of nowhere would crash libraries written in C while they are imported. Who
    # ignores interrupts, as a job in the background does, goes on ignoring them.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        from timeline.cli import run

        status = run(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - an import that fails is no answer, and 1 would be one
        report(error)
        status = 2
    os._exit(status)  # all is flushed; taking the interpreter apart takes 10 % of a short answer


if __name__ == "__main__":
    main()
