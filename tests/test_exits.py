"""Exit statuses: every command and format, into a pipe, a closed pipe and a full disk."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.transcript import COMMAND, clean_environment, in_process, timeline
from timeline.render.formats import FORMATS

LISTING = ("show", "next", "check", "compare", "drawdown", "agreements")
CELLS = [
    *((command,) for command in LISTING),
    *(("show", "--format", name) for name in FORMATS),
    ("explain", "withdrawal"),
    ("explain", "withdrawal", "--format", "json"),
    ("chart",),
    ("chart", "--what", "drawdown"),
    ("date", "drawdown"),
    ("remaining", "drawdown"),
    ("remaining",),
    ("schema",),
    ("validate", str(Path(__file__).parent / "agreements" / "invalid" / "circle.toml")),
    ("completion", "bash"),
    ("--help",),
    ("show", "--help"),
    ("--version",),
]
ENVIRONMENT = {"TIMELINE_ON": "2020-07-01"}
FULL = "timeline: cannot write standard output: No space left on device\n"


def ends(arguments: tuple[str, ...], stdout: int) -> tuple[int, str]:
    """Return the exit status and standard error of a run that writes to that descriptor."""
    done = subprocess.run(
        [COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(ENVIRONMENT),
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("arguments", CELLS, ids=" ".join)
def test_every_answer_ends_as_it_should(arguments: tuple[str, ...]) -> None:
    # a pipe: the output, and nothing on standard error
    piped = in_process(*arguments, environment=ENVIRONMENT)
    assert piped.status == (1 if arguments[0] in {"check", "validate"} else 0)
    assert piped.out
    assert piped.err == ""
    # a closed pipe: no output and 141
    reader, writer = os.pipe()
    os.close(reader)
    assert ends(arguments, writer) == (141, "")
    os.close(writer)
    # a full disk: one line and 2
    full = os.open("/dev/full", os.O_WRONLY)
    assert ends(arguments, full) == (2, FULL)
    os.close(full)


@pytest.mark.parametrize("arguments", CELLS, ids=" ".join)
def test_output_to_a_terminal_works_too(arguments: tuple[str, ...]) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(ENVIRONMENT),
    )
    os.close(theirs)
    # A terminal holds only some kilobytes: what is written is read before the command ends.
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the other side has closed the terminal
            break
        shown += part
        if not part:
            break
    os.close(ours)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1 if arguments[0] in {"check", "validate"} else 0, "")
    assert shown
    if "--format" in arguments and "table" not in arguments:
        assert b"\x1b" not in shown


@pytest.mark.parametrize(
    ("arguments", "redirections", "status", "err"),
    [
        ("date drawdown", ">&-", 2, "timeline: cannot write standard output: it is closed\n"),
        ("--help", ">&-", 2, "timeline: cannot write standard output: it is closed\n"),
        ("check --quiet", ">&-", 1, ""),
        ("check --quiet drawdown", ">&-", 0, ""),
        ("validate doha-2020", ">&-", 0, ""),
        ("date drawdwn", "2>&-", 2, ""),
        ("date drawdwn", "2>/dev/full", 2, ""),
        ("date -", "<&-", 2, "timeline: cannot read standard input: it is closed\n"),
        ("date -", "</dev/null", 0, ""),
    ],
)  # fmt: skip
def test_closed_and_unusual_streams_are_reported(
    arguments: str, redirections: str, status: int, err: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{COMMAND}" {arguments} {redirections}'],
        capture_output=True,
        text=True,
        env=clean_environment(ENVIRONMENT),
        check=False,
    )
    assert (done.returncode, done.stderr) == (status, err)


def test_a_terminal_that_cannot_show_a_character_gets_its_escape(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "\u062e\u0631\u0648\u062c \U0001f54a"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\n',
        encoding="utf-8",
    )
    ascii_only = {"PYTHONIOENCODING": "ascii", **ENVIRONMENT}
    shown = timeline("-a", str(path), environment=ascii_only)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(r"\u062e\u0631\u0648\u062c")
    document = timeline("-a", str(path), "-f", "json", environment=ascii_only)
    assert document.out.isascii()
    assert json.loads(document.out)["agreement"]["title"] == "\u062e\u0631\u0648\u062c \U0001f54a"
    plain = timeline("-a", str(path), environment={"LANG": "C", "LC_ALL": "C", **ENVIRONMENT})
    assert plain.status == 0


def test_unbuffered_output_is_the_same() -> None:
    unbuffered = {"PYTHONUNBUFFERED": "1", **ENVIRONMENT}
    assert timeline("show", environment=unbuffered) == timeline("show", environment=ENVIRONMENT)
