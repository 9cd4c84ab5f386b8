"""Streams: order, promptness, bad lines, other line endings, and constant memory."""

from __future__ import annotations

import os
import pty
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment
from tests.transcript import in_process as timeline
from timeline.commands.shared.streaming import answer_lines
from timeline.errors import TimelineError

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
        ("drawdown\t-  1\u00a0day\t\n", "drawdown - 1 day\t1\n"),
        ("\ufeff2020-07-13\n", "2020-07-13\t0\n"),
    ],
    ids=[
        "empty",
        "blank",
        "no final newline",
        "CRLF",
        "blank lines",
        "blanks around",
        "tabs",
        "mark",
    ],
)
def test_other_line_endings_and_blank_lines_are_accepted(given: str, expected: str) -> None:
    assert timeline(*REMAINING, stdin=given) == Transcript(0, expected, "")


def test_days_with_periods_get_the_answers_that_they_get_alone() -> None:
    """The same holds for a range that begins like a day, and for rules."""
    lines = [f"2021-{month:02}-28 + {count} months" for month in range(1, 13) for count in (1, 14)]
    odd = ["2021-01-01/2021-01-31 + 1 month", "2021-01-31 + 1 month", "2021-01-31+1 month"]
    for given in (lines, [*lines, *odd]):
        alone = timeline("date", *given).out.splitlines()
        expected = "".join(f"{line}\t{day}\n" for line, day in zip(given, alone, strict=True))
        assert timeline("date", "-", stdin="\n".join(given)) == Transcript(0, expected, "")
    adjusted = [f"before {line}, end of quarter" for line in lines]
    alone = timeline("date", *adjusted, "--start-day", "included").out.splitlines()
    expected = "".join(f"{line}\t{day}\n" for line, day in zip(adjusted, alone, strict=True))
    stream = ("date", "-", "--start-day", "included")
    assert timeline(*stream, stdin="\n".join(adjusted)) == Transcript(0, expected, "")
    rejecting = timeline("date", "-", "--month-end", "reject", stdin="\n".join([*lines, odd[1]]))
    assert (rejecting.status, rejecting.out.count("\n")) == (2, len(lines))
    assert rejecting.err.startswith(f'timeline: line {len(lines) + 1}: "2021-01-31 + 1 month": ')


def test_windows_line_ends_are_accepted_for_expressions_too() -> None:
    given = "\ufeff2020-07-13\r\nsigned + 14 months\r\n\r\n2020-08\r\n"
    expected = "2020-07-13\t2020-07-13\nsigned + 14 months\t2021-04-29\n2020-08\t2020-08-31\n"
    assert timeline("date", "-", stdin=given) == Transcript(0, expected, "")


def test_intervals_are_answered_by_their_end_and_refused_when_it_comes_first() -> None:
    """This holds alone and next to a bad line, although they begin like a day."""
    given = "2019-07-13/2020-01-01\n"
    expected = "2019-07-13/2020-01-01\t2020-01-01\n"
    assert timeline("date", "-", stdin=given) == Transcript(0, expected, "")
    wrong = "2020-07-13/2020-01-01\n"
    assert timeline("date", "-", stdin=given + wrong + given) == Transcript(
        2,
        expected * 2,
        'timeline: line 2: "2020-07-13/2020-01-01": ends before it begins; '
        "put the earlier date first\n",
    )


def test_a_byte_order_mark_is_ignored_at_the_beginning_alone() -> None:
    mark, day = "\ufeff", "2020-07-13\n"
    assert timeline("date", "-", stdin=mark) == Transcript(0, "", "")
    status, out, err = timeline("date", "-", stdin=mark + day + mark + day)
    assert (status, out) == (2, "2020-07-13\t2020-07-13\n")
    assert err.startswith(r'timeline: line 2: "\ufeff2020-07-13": ')


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
    assert done.stderr == b"timeline: cannot read standard input: Bad file descriptor\n"


def test_a_terminal_gets_a_prompt_on_standard_error() -> None:
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
    assert (
        err
        == "timeline: reading expressions from the terminal, one on each line; press Ctrl-D to end\n"
    )


class Interrupted:
    """A standard input that is interrupted while waiting."""

    def isatty(self) -> bool:
        return False

    @property
    def buffer(self) -> Interrupted:
        return self

    def read1(self, _size: int) -> bytes:
        raise KeyboardInterrupt


def test_an_interrupt_within_another_process_is_130_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert timeline("date", "-") == Transcript(130, "", "")


def test_a_closed_standard_input_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert timeline("date", "-") == Transcript(
        2, "", "timeline: cannot read standard input: it is closed\n"
    )


def test_a_bad_line_is_named_by_its_number_and_skipped() -> None:
    given = "2020-07-12\nsoon\n\n2020-02-30\n2020-07-14\n"
    assert timeline(*REMAINING, stdin=given) == Transcript(
        2,
        "2020-07-12\t1\n2020-07-14\t-1\n",
        f'timeline: line 2: "soon": unknown milestone; choose from {NAMES}\n'
        'timeline: line 4: "2020-02-30": February 2020 has 29 days\n',
    )


def test_an_error_on_every_day_is_reported_once() -> None:
    status, out, err = timeline("remaining", "soon", "--on", "-", stdin="2020-07-12\n2020-07-13\n")
    expected = f'timeline: "soon": unknown milestone; choose from {NAMES}\n'
    assert (status, out, err) == (2, "", expected)


def test_a_bad_line_is_named_each_time_it_comes() -> None:
    given = "2020-02-30\n2020-07-12\n2020-02-30\n2020-02-31\n2020-02-30\n2020-07-12\n"
    problem = "February 2020 has 29 days"
    assert timeline(*REMAINING, stdin=given) == Transcript(
        2,
        "2020-07-12\t1\n" * 2,
        "".join(
            f'timeline: line {number}: "2020-02-{day}": {problem}\n'
            for number, day in ((1, 30), (3, 30), (4, 31), (5, 30))
        ),
    )


def test_invalid_utf_8_and_very_long_lines_are_bad_lines() -> None:
    done = subprocess.run(
        [COMMAND, *REMAINING],
        input=b"\xff\n" + b"9" * 1_000_000 + b"\n2020-07-13\n",
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"2020-07-13\t0\n")
    assert done.stderr.decode().splitlines() == [
        "timeline: line 1: not UTF-8 text",
        "timeline: line 2: longer than 65,536 bytes; write one expression on each line",
    ]


def test_week_dates_and_basic_dates_stay_bad_among_many_days() -> None:
    """The standard library's parser would take them."""
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
            # Blocks for ever if the answer is delayed, since nothing more has been written yet.
            assert process.stdout.readline() == f"{day}\t{answer}\n"
        process.stdin.close()
    assert process.returncode == 0


def test_events_after_each_day_of_a_stream_are_ignored() -> None:
    arguments = ("remaining", "remaining-prisoners", "--as-happened", "--on", "-")
    # the prisoners were released on 3 September: 3 December counts from there, 10 June from the plan
    expected = "2020-09-02\t-84\n2020-09-03\t91\n"
    assert timeline(*arguments, stdin="2020-09-02\n2020-09-03\n") == Transcript(0, expected, "")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("remaining", "--on", "-"), "--on -: needs exactly one expression"),
        (("date", "-", "--calendar", "hijri"), '--calendar cannot be used with "-"'),
    ],
)  # fmt: skip
def test_options_that_cannot_stream_are_errors(arguments: tuple[str, ...], problem: str) -> None:
    assert timeline(*arguments) == Transcript(2, "", f"timeline: {problem}\n")


def chunked(data: bytes, sizes: random.Random) -> list[bytes]:
    """Return the data in chunks that end anywhere."""
    chunks = []
    while data:
        size = sizes.randint(1, 4000)
        chunks.append(data[:size])
        data = data[size:]
    return chunks


def test_more_lines_than_the_cache_holds_are_answered_in_order() -> None:
    """Cached lines, new lines, and bad lines that occur once, often and in great number."""
    rng = random.Random(2020)
    lines = [str(date.fromordinal(rng.randint(1, 200_000))) for _ in range(130_000)]
    lines += rng.choices(lines, k=20_000)
    for place in rng.sample(range(150_000), 6_000):
        lines[place] = rng.choice(["bad", f"bad {place}", "bad " * 100])

    def answer(text: str) -> str:
        try:
            return str(date.fromisoformat(text).toordinal())
        except ValueError:
            raise TimelineError(f"{text[:3]} of {len(text)}") from None

    expected, problems = "", []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("bad"):
            problems.append(f"line {number}: bad of {len(text)}")
        else:
            expected += f"{text}\t{date.fromisoformat(text).toordinal()}\n"
    found = list(answer_lines(chunked("\n".join(lines).encode(), rng), answer))
    assert b"".join(out for out, _ in found).decode() == expected
    assert [problem for _, some in found for problem in some] == problems


def test_an_error_of_several_lines_is_one_line() -> None:
    def answer(_text: str) -> str:
        raise TimelineError("one\ntwo")

    assert list(answer_lines([b"x\n"], answer)) == [(b"", ["line 1: one; two"])]


# A small process that runs the command on a file and prints the command's exit status and its peak
# memory in KiB. This process is not small: what it forks counts its own memory first.
PEAK = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as lines, open("/dev/null", "wb") as away:
    done = subprocess.run(sys.argv[2:], stdin=lines, stdout=away, stderr=away)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((f"{date.fromordinal(584_388 + n)}\n" for n in range(600_000)), 0),
        ((f"2020-07-13{' ' * 60_000}+ {n} days\n" for n in range(1_000)), 0),
        ((f"2020-07-13 + {n:060000} days\n" for n in range(700)), 0),
        ((f"2020-07-13 + {'1 day ' * 10} + {n} days\n" for n in range(75_000)), 0),
        ((f"2020 x {n:0150}\n" for n in range(110_000)), 2),
        ((f"2020{' ' * 60_000}x {n}\n" for n in range(1_000)), 2),
        (("9" * 1_000_000 for _ in range(80)), 2),
    ],
    ids=["days", "blanks", "zeros", "periods", "bad lines", "long bad lines", "an endless line"],
)
def test_memory_stays_flat_however_many_lines_are_new(
    lines: Iterator[str], status: int, tmp_path: Path
) -> None:
    path = tmp_path / "lines.txt"
    with path.open("w") as file:
        file.writelines(lines)
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), COMMAND, *REMAINING],
        capture_output=True,
        env=clean_environment(),
        check=True,
    )
    found, peak = map(int, done.stdout.split())
    assert found == status
    assert peak < 64 * 1024
