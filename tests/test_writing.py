"""Writing a result to standard output, tested within one process."""

from __future__ import annotations

import errno
import io
import os
import sys
import time

import pytest

from timeline.cli import run


class Sink(io.RawIOBase):
    """A file that takes `most` bytes at once, or fails with the error of this number."""

    def __init__(self, most: int = 1_000, failure: int = 0) -> None:
        super().__init__()
        self.taken: list[bytes] = []
        self._most = most
        self._failure = failure

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._failure:
            raise OSError(self._failure, os.strerror(self._failure))
        self.taken.append(bytes(data[: self._most]))
        return len(self.taken[-1])


class Output:
    """A standard output without a buffer."""

    encoding = "utf-8"

    def __init__(self, sink: Sink) -> None:
        self.buffer = sink

    def isatty(self) -> bool:
        return False

    def flush(self) -> None:
        """Nothing is buffered."""


def ends(
    output: Output | None, monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    """Return the exit status and standard error of a result written to `output`."""
    errors = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", errors)
        status = run([*arguments])
    return status, errors.getvalue()


def test_partial_writes_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    sink = Sink(most=3)
    assert ends(Output(sink), monkeypatch, "date", "drawdown") == (0, "")
    assert sink.taken == [b"202", b"0-0", b"7-1", b"3\n"]


@pytest.mark.parametrize(
    ("failure", "status", "line"),
    [
        (
            errno.ENOSPC,
            2,
            "timeline: cannot write standard output: No space left on device\n",
        ),
        (
            errno.EIO,
            2,
            "timeline: cannot write standard output: Input/output error\n",
        ),
        (errno.EPIPE, 141, ""),
    ],
    ids=errno.errorcode.get,
)
def test_a_failed_write_is_reported_unless_the_pipe_is_closed(
    failure: int, status: int, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = Output(Sink(failure=failure))
    assert ends(output, monkeypatch, "date", "drawdown") == (status, line)


def test_a_closed_standard_output_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ends(None, monkeypatch, "date", "drawdown") == (
        2,
        "timeline: cannot write standard output: it is closed\n",
    )


def test_a_clock_past_the_supported_range_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def overflow() -> float:
        raise OverflowError

    sink = Sink()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", overflow)
        status, line = ends(Output(sink), patch, "date", "today")
    assert (status, sink.taken) == (2, [])
    assert line.startswith("timeline: system clock: later than 2262-04-11")
