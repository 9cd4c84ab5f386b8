"""Agreements from standard input, pipes and process substitution."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment, shell, timeline

PEACE = 'title = "A peace"\nsigned = 2020-02-29\n'
# In kilobytes. The largest file that is read has 16,000.
MEMORY = 400_000
TOO_LARGE = "larger than 16,000,000 bytes"


def in_bash(script: str, *arguments: str) -> Transcript:
    """Run a script of bash within little memory; skip the test if bash is not installed."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("bash is not installed")
    return shell(f"ulimit -v {MEMORY}; {script}", *arguments, program=bash)


def test_a_byte_order_mark_is_ignored() -> None:
    found = timeline("date", "signed", "-a", "-", stdin=f"\ufeff{PEACE}")
    assert found == Transcript(0, "2020-02-29\n", "")


@pytest.mark.parametrize("text", ["", "\ufeff", "\n \n"])
def test_nothing_is_one_line(text: str) -> None:
    problem = "standard input: line 1: the file is empty; it needs at least title and signed"
    found = timeline("next", "-a", "-", stdin=text)
    assert found == Transcript(2, "", f"timeline: {problem}\n")


def test_standard_input_that_is_closed_is_one_line() -> None:
    line = "timeline: standard input: Bad file descriptor\n"
    assert in_bash('"$1" next -a - <&-') == Transcript(2, "", line)


def test_what_has_no_end_is_refused_after_the_largest_size() -> None:
    # The status is also that of `yes`, which a closed pipe ends, and of which only so much was read.
    script = 'yes "#" | "$1" next -a -; echo "${PIPESTATUS[@]}"'
    line = f"timeline: standard input: {TOO_LARGE}\n"
    assert in_bash(script) == Transcript(0, "141 2\n", line)


def test_what_has_no_end_is_no_reason_not_to_answer_for_the_others() -> None:
    status, out, err = in_bash(
        'yes "#" | "$1" show -a - -a geneva-1988 -a paris-1973 -f tsv --on 1988-08-01 | cut -f 1 | uniq'
    )
    assert (status, out.split()) == (0, ["agreement", "geneva-1988", "paris-1973"])
    assert err == f"timeline: standard input: {TOO_LARGE}\n"


def test_process_substitution_is_read() -> None:
    found = in_bash('"$1" date signed -a <(printf "$2")', PEACE.replace("\n", "\\n"))
    assert found == Transcript(0, "2020-02-29\n", "")
    status, out, err = in_bash('"$1" next -a <(yes "#")')
    assert (status, out) == (2, "")
    assert err.startswith("timeline: /dev/fd/")
    assert err.endswith(f": {TOO_LARGE}\n")


def test_two_process_substitutions_are_two_agreements() -> None:
    text = PEACE.replace("\n", "\\n")
    script = '"$1" show -f json -a <(printf "id=\\"a\\"\\n$2") -a <(printf "id=\\"b\\"\\n$2")'
    status, out, err = in_bash(script, text)
    assert (status, err) == (0, "")
    assert [line.split('"')[3] for line in out.splitlines() if '"id"' in line] == ["a", "b"]


@pytest.mark.parametrize("arguments", [("date", "signed", "-a", "-"), ("validate", "-")])
def test_a_terminal_is_read_to_its_end_and_says_what_to_type(arguments: tuple[str, ...]) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, *arguments],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env=clean_environment(),
    ) as process:
        os.close(theirs)
        line = b"timeline: reading an agreement from the terminal; press Ctrl-D to end"
        shown = b""
        while line not in shown:
            shown += os.read(ours, 4096)
        os.write(ours, PEACE.encode() + b"\x04")
        out, _ = process.communicate(timeout=60)
    os.close(ours)
    expected = "2020-02-29\n" if arguments[0] == "date" else ""
    assert (process.returncode, out) == (0, expected)
