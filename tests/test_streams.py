"""Streams: order, promptness, bad lines, odd endings, and memory that stays flat."""

from __future__ import annotations

import os
import pty
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment, in_process, timeline
from timeline.streaming import Answers, answer_lines

NAMES = (
    "signed, talks, prisoners, un-sanctions, remaining-prisoners, drawdown, bases, sanctions, "
    "withdrawal, today, yesterday, tomorrow"
)
DRAWDOWN = date(2020, 7, 13)
REMAINING = ("remaining", "drawdown", "--on", "-")


def test_each_day_is_answered_in_the_order_of_the_input() -> None:
    days = [DRAWDOWN - timedelta(n) for n in (12, 0, -1, 12, 400)]
    expected = "".join(f"{day}\t{(DRAWDOWN - day).days}\n" for day in days)
    given = "".join(f"{day}\n" for day in days)
    assert timeline(*REMAINING, stdin=given) == Transcript(0, expected, "")


def test_date_answers_expressions_from_standard_input() -> None:
    given = "signed + 14 months\n2020-07-13 + 9.5 months\n2020-08\n"
    expected = (
        "signed + 14 months\t2021-04-29\n2020-07-13 + 9.5 months\t2021-04-28\n2020-08\t2020-08-31\n"
    )
    assert timeline("date", "-", stdin=given) == Transcript(0, expected, "")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("\n\n", ""),
        ("2020-07-13", "2020-07-13\t0\n"),
        ("2020-07-13\r\n2020-07-14\r\n", "2020-07-13\t0\n2020-07-14\t-1\n"),
        ("\n2020-07-13\n  \n", "2020-07-13\t0\n"),
        (" drawdown - 1 day \n", "drawdown - 1 day\t1\n"),
    ],
    ids=["empty", "blank", "no final newline", "CRLF", "blank lines", "blanks around"],
)
def test_odd_endings_and_blank_lines_are_no_trouble(given: str, expected: str) -> None:
    assert timeline(*REMAINING, stdin=given) == Transcript(0, expected, "")


def test_days_with_what_follows_them_are_counted_many_at_a_time_or_one_by_one() -> None:
    """A range that begins like a day, and rules, get the answers that they get alone."""
    lines = [f"2021-{month:02}-28 + {count} months" for month in range(1, 13) for count in (1, 14)]
    odd = ["2021-01-01/2021-01-31 + 1 month", "2021-01-31 + 1 month", "2021-01-31+1 month"]
    for given in (lines, [*lines, *odd]):
        alone = timeline("date", *given).out.splitlines()
        expected = "".join(f"{line}\t{day}\n" for line, day in zip(given, alone, strict=True))
        assert timeline("date", "-", stdin="\n".join(given)) == Transcript(0, expected, "")
    rejecting = timeline("date", "-", "--month-end", "reject", stdin="\n".join([*lines, odd[1]]))
    assert (rejecting.status, rejecting.out.count("\n")) == (2, len(lines))
    assert rejecting.err.startswith(f'timeline: line {len(lines) + 1}: "2021-01-31 + 1 month": ')


def test_standard_input_that_cannot_be_read_is_one_line() -> None:
    handle = os.open(os.devnull, os.O_WRONLY)
    done = subprocess.run(
        [COMMAND, "date", "-"],
        stdin=handle,
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    os.close(handle)
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr == b"timeline: standard input: Bad file descriptor; expected lines to answer\n"
    )


def test_a_terminal_is_told_what_is_waited_for() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "date", "-"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as process:
        os.close(theirs)
        os.write(ours, b"signed\n\x04")
        out, err = process.communicate(timeout=60)
    os.close(ours)
    assert (process.returncode, out) == (0, "signed\t2020-02-29\n")
    assert err == "timeline: reading expressions from the terminal, one a line; Ctrl-D ends\n"


class Interrupted:
    """A standard input that is interrupted while it is waited for."""

    def isatty(self) -> bool:
        return False

    @property
    def buffer(self) -> Interrupted:
        return self

    def read1(self, _size: int) -> bytes:
        raise KeyboardInterrupt


def test_an_interrupt_of_whoever_runs_it_in_their_own_process_is_130_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert in_process("date", "-") == Transcript(130, "", "")


def test_a_closed_standard_input_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert in_process("date", "-") == Transcript(
        2, "", "timeline: standard input: closed; expected lines to answer\n"
    )


def test_a_bad_line_is_named_by_its_number_and_skipped() -> None:
    given = "2020-07-12\nsoon\n\n2020-02-30\n2020-07-14\n"
    assert timeline(*REMAINING, stdin=given) == Transcript(
        2,
        "2020-07-12\t1\n2020-07-14\t-1\n",
        f'timeline: line 2: "soon": no milestone has this id; expected {NAMES}\n'
        'timeline: line 4: "2020-02-30": February 2020 has 29 days; expected one of them\n',
    )


def test_bytes_that_are_no_text_and_endless_lines_are_bad_lines() -> None:
    done = subprocess.run(
        [COMMAND, *REMAINING],
        input=b"\xff\n" + b"9" * 1_000_000 + b"\n2020-07-13\n",
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"2020-07-13\t0\n")
    assert done.stderr.decode().splitlines() == [
        "timeline: line 1: not UTF-8 text; expected one expression a line",
        "timeline: line 2: longer than 65,536 bytes; expected one expression a line",
    ]


def test_week_dates_and_basic_dates_stay_bad_among_many_days() -> None:
    """The library's fast parser would take them."""
    days = [str(DRAWDOWN - timedelta(n)) for n in range(2000)]
    for bad in ("20200713", "2020-W29-1", "2020-W2901"):
        status, out, err = timeline(*REMAINING, stdin="\n".join([*days, bad]))
        assert (status, out.count("\n")) == (2, 2000)
        assert err.startswith(f'timeline: line 2001: "{bad}": ')


def test_a_line_is_answered_before_the_next_one_is_waited_for() -> None:
    with subprocess.Popen(
        [COMMAND, *REMAINING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=clean_environment(),
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        for day, answer in (("2020-07-12", "1"), ("2020-07-14", "-1")):
            process.stdin.write(f"{day}\n")
            process.stdin.flush()
            # Would block for ever if the answer were held back: nothing more is written yet.
            assert process.stdout.readline() == f"{day}\t{answer}\n"
        process.stdin.close()
    assert process.returncode == 0


def test_what_happened_later_is_not_known_in_a_stream_either() -> None:
    asked = ("remaining", "remaining-prisoners", "--as-happened", "--on", "-")
    # the prisoners were released on 3 September: 3 December counts from there, 10 June from the plan
    expected = "2020-09-02\t-84\n2020-09-03\t91\n"
    assert timeline(*asked, stdin="2020-09-02\n2020-09-03\n") == Transcript(0, expected, "")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("remaining", "--on", "-"), "--on -: streams one expression; expected exactly one"),
        (("date", "-", "--calendar", "hijri"), "--calendar: not for a stream; expected expressions to answer"),
    ],
)  # fmt: skip
def test_what_cannot_stream_says_so(arguments: tuple[str, ...], problem: str) -> None:
    assert timeline(*arguments) == Transcript(2, "", f"timeline: {problem}\n")


def chunked(lines: list[str], sizes: random.Random) -> list[bytes]:
    """Return the lines as chunks that end anywhere."""
    data, chunks = "".join(f"{line}\n" for line in lines).encode(), []
    while data:
        size = sizes.randint(1, 4000)
        chunks.append(data[:size])
        data = data[size:]
    return chunks


def test_however_it_is_cut_and_however_often_lines_come_the_answers_are_the_same() -> None:
    """Known lines, new ones, more than are remembered, and bad ones, answered one by one and at once."""
    rng = random.Random(2020)
    lines = [str(date.fromordinal(rng.randint(1, 200_000))) for _ in range(130_000)]
    lines += rng.choices(lines, k=20_000)
    lines[70_000] = "bad"
    plain = Answers(
        lambda text: str(date.fromisoformat(text).toordinal()) if text != "bad" else "bad"
    )

    def many(texts: list[str], _text: str) -> list[int]:
        return [date.fromisoformat(text).toordinal() for text in texts]

    expected = "".join(f"{line}\t{plain.one(line)}\n" for line in lines)
    for answers in (plain, Answers(plain.one, many)):
        found = b"".join(answer_lines(chunked(lines, rng), answers, print))
        assert found.decode() == expected


# A small process that runs the command on a file and prints the command's peak memory in KiB. This
# process is not small: what it forks counts its own memory first.
PEAK = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as days:
    subprocess.run(sys.argv[2:], stdin=days, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_memory_stays_flat_however_many_days_are_new(tmp_path: Path) -> None:
    path = tmp_path / "days.txt"
    first = date(1601, 1, 1).toordinal()
    path.write_text("".join(f"{date.fromordinal(first + n)}\n" for n in range(600_000)))
    peak = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), COMMAND, *REMAINING],
        capture_output=True,
        env=clean_environment(),
        check=True,
    )
    assert int(peak.stdout) < 64 * 1024
