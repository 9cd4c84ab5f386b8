"""The process: `timeline` and `python -m timeline`. It is built to start and end quickly."""

from __future__ import annotations

import gc
import os
import signal
import sys


def main() -> None:
    """Answer the command line and exit with its status."""
    # Hardly anything that is built here dies before the process does, and reference counts free
    # the rest: looking for cycles would be a tenth of the time of a short answer.
    gc.disable()
    # An exception out of nowhere would crash libraries written in C while they are imported. Who
    # ignores interrupts, as a job in the background does, goes on ignoring them.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    _import_msgspec()
    from timeline.cli import run

    status = run(sys.argv[1:])
    # The answer is written and flushed. Taking the interpreter apart object by object, only to
    # hand its memory back, would be another tenth.
    os._exit(status)


def _import_msgspec() -> None:
    """Import msgspec as it is where typing_extensions is not installed.

    It takes three names from there that `typing` has as well, at the price of a twelfth of the time
    of a short answer. Whatever else asks for typing_extensions later gets it.
    """
    if "typing_extensions" not in sys.modules:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]
        try:
            import msgspec  # noqa: F401
        finally:
            del sys.modules["typing_extensions"]


if __name__ == "__main__":
    main()
