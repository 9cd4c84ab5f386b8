"""Transcripts of the real command: exit status, standard output and standard error together."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

COMMAND = str(Path(sys.executable).with_name("timeline"))
_OURS = ("TIMELINE_AGREEMENT", "TIMELINE_ON", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "TZ")

# Where the tests run in the background, interrupts are ignored, and would be by all that is started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Transcript(NamedTuple):
    """What a run of the command left behind."""

    status: int
    out: str
    err: str


def timeline(
    *arguments: str,
    stdin: str = "",
    environment: dict[str, str] | None = None,
    directory: Path | None = None,
) -> Transcript:
    """Run the installed command, none of its variables set but those of `environment`."""
    done = subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(environment),
        cwd=directory,
        check=False,
    )
    return Transcript(done.returncode, done.stdout, done.stderr)


def shell(
    script: str,
    *arguments: str,
    stdin: str = "",
    environment: dict[str, str] | None = None,
    directory: Path | None = None,
    program: str = "/bin/sh",
) -> Transcript:
    """Run the script, in which `"$@"` is the installed command with the arguments."""
    done = subprocess.run(
        [program, "-c", script, "sh", COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(environment),
        cwd=directory,
        timeout=60,
        check=False,
    )
    return Transcript(done.returncode, done.stdout, done.stderr)


def in_process(
    *arguments: str,
    stdin: str | None = None,
    environment: dict[str, str] | None = None,
    directory: Path | None = None,
) -> Transcript:
    """Answer as the command does, without starting a process, which takes far longer."""
    from timeline.cli import run

    given = sys.stdin
    if stdin is not None:
        given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    out, err = io.BytesIO(), io.StringIO()
    with (
        patch.dict(os.environ, clean_environment(environment), clear=True),
        chdir(directory or "."),
        patch.object(sys, "stdin", given),
        redirect_stdout(io.TextIOWrapper(out, encoding="utf-8")),
        redirect_stderr(err),
    ):
        status = run(list(arguments))
        # What is not text, such as Parquet, can be read back.
        text = out.getvalue().decode(errors="surrogateescape")
        return Transcript(status, text, err.getvalue())


def clean_environment(environment: dict[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without the command's variables, then `environment`."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**inherited, **(environment or {})}
