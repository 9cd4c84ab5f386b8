"""The entry point: what it does before and after the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys

import pytest

from timeline.__main__ import main


def test_a_process_that_ignores_interrupts_goes_on_ignoring_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["timeline", "date", "signed"])
    monkeypatch.setattr(os, "_exit", sys.exit)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with pytest.raises(SystemExit) as ended:
            main()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
        gc.enable()
    assert (ended.value.code, capsys.readouterr().out) == (0, "2020-02-29\n")
