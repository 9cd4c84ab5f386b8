"""An unexpected error is one line and status 2, never 1, which means no."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment, in_process

# The function that breaks, and the arguments that call it.
UNEXPECTED = {
    "an answer": ("import timeline.commands.date as m; m.convert = broken", "date drawdown"),
    "a stream": (
        "import timeline.commands.shared.streaming as m; m.answer_lines = broken",
        "date -",
    ),
    "an import": (
        "sys.meta_path.insert(0, type('', (), {'find_spec': lambda name, *_: broken() if name == 'timeline.cli' else None}))",
        "date drawdown",
    ),
}


@pytest.mark.parametrize(("before", "arguments"), UNEXPECTED.values(), ids=UNEXPECTED)
@pytest.mark.parametrize(
    ("error", "words", "debug"),
    [
        ("RuntimeError('a\\nb\\x1b')", "RuntimeError: a\\nb\\x1b", ""),
        ("MemoryError()", "MemoryError", "0"),
        ("RecursionError('deep')", "RecursionError: deep", "1"),
    ],
)
def test_an_unexpected_error_is_one_line_and_2(
    before: str, arguments: str, error: str, words: str, debug: str
) -> None:
    code = (
        f"import sys\ndef broken(*_):\n    raise {error}\n{before}\n"
        f"sys.argv = 'timeline {arguments}'.split()\nfrom timeline.__main__ import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=clean_environment({"TIMELINE_DEBUG": debug}),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    if debug == "1":
        assert done.stderr.startswith("Traceback (most recent call last):\n")
        assert f"\n{words.partition(':')[0]}" in done.stderr
    else:
        advice = "set TIMELINE_DEBUG=1 to see the traceback"
        assert done.stderr == f"timeline: unexpected error: {words}; {advice}\n"


def test_an_unexpected_error_within_the_process_is_2_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("timeline.commands.date.convert", broken)
    line = "timeline: unexpected error: ZeroDivisionError: by nothing; set TIMELINE_DEBUG=1 to see the traceback\n"
    assert in_process("date", "drawdown") == Transcript(2, "", line)


def test_too_little_memory_is_one_line_and_2(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    milestone = '[[milestone]]\nid = "m{}"\ntitle = "M"\ndue = "signed + 1 day"\n'
    text = "".join(milestone.format(number) for number in range(60_000))
    path.write_text(f'title = "T"\nsigned = 2020-02-29\n{text}')
    done = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -v 80000; "{COMMAND}" date m5 -a "{path}"'],
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    line = "timeline: unexpected error: MemoryError; set TIMELINE_DEBUG=1 to see the traceback\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)
