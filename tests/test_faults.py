"""Faults of the environment: disks, pipes, interrupts, closed streams, directories, clocks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment, in_process
from tests.transcript import shell as in_shell
from timeline.errors import ExpressionError
from timeline.files.loading import load
from timeline.schedule.schedule import Scenario, build_schedule

# No result here depends on the machine's clock, except in the tests of clocks.
ON = {"TIMELINE_ON": "2020-07-01"}
DRAWDOWN = "2020-07-13\n"
HEAD = 'title = "T"\nsigned = 2020-02-29\n'
CLOSED = "timeline: cannot write standard output: it is closed\n"
NO_LINES = "timeline: cannot read standard input: it is closed\n"
FULL = "timeline: cannot write standard output: No space left on device\n"
INTERRUPTED = Transcript(130, "", "")


def shell(
    script: str,
    *arguments: str,
    stdin: str = "",
    environment: dict[str, str] | None = None,
    directory: Path | None = None,
) -> Transcript:
    """Run the script as `in_shell` does, on a day of the agreement."""
    environment = {**ON, **(environment or {})}
    return in_shell(script, *arguments, stdin=stdin, environment=environment, directory=directory)


# A disk that is full


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("date", "-"), "signed\n" * 3),
        (("date", "-"), "signed\n" * 100_000),
        (("remaining", "drawdown", "--on", "-"), "2020-07-01\n"),
        (("show", "-f", "ics"), ""),
        (("validate", "./nowhere"), ""),
    ],
    ids=["short stream", "long stream", "days", "listing", "nothing to write"],
)
def test_a_full_disk_is_reported(arguments: tuple[str, ...], stdin: str) -> None:
    full = shell('exec "$@" >/dev/full', *arguments, stdin=stdin)
    wrong = "timeline: ./nowhere: No such file or directory\n"
    assert full == Transcript(2, "", wrong if "./nowhere" in arguments else FULL)
    assert shell('exec "$@" >/dev/full 2>&1', *arguments, stdin=stdin) == Transcript(2, "", "")


def test_a_file_size_limit_is_reported_like_a_full_disk(tmp_path: Path) -> None:
    out = tmp_path / "out"
    # Without bytecode, of which it would cut off files that other tests read.
    limited = "ulimit -f 0; export PYTHONDONTWRITEBYTECODE=1"
    found = shell(f'{limited}; exec "$@" >{out}', "show")
    line = "timeline: cannot write standard output: File too large\n"
    assert found == Transcript(2, "", line)
    assert out.read_bytes() == b""


def test_a_read_only_standard_output_is_reported() -> None:
    line = "timeline: cannot write standard output: Bad file descriptor\n"
    assert shell('exec "$@" 1</dev/null', "show") == Transcript(2, "", line)


def test_unreadable_input_is_reported() -> None:
    line = "timeline: cannot read standard input: Bad file descriptor\n"
    assert shell('exec "$@" 0>/dev/null', "date", "-") == Transcript(2, "", line)


# A pipe that is closed


@pytest.fixture(scope="module")
def long_agreement(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An agreement whose listing is much longer than a pipe can hold."""
    path = tmp_path_factory.mktemp("long") / "long.toml"
    milestones = (
        f'[[milestone]]\nid = "m{n}"\ntitle = "{"T" * 100}"\ndue = "signed + {n} days"\n'
        for n in range(1_000)
    )
    path.write_text(HEAD + "".join(milestones))
    return str(path)


def first_line(arguments: list[str], stdin: str) -> tuple[int, str, str]:
    """Return the exit status of a run of which only the first line is read, that line, and the errors."""
    with (
        Path(stdin).open("rb") as given,
        subprocess.Popen(
            [COMMAND, *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(ON),
        ) as process,
    ):
        assert process.stdout
        assert process.stderr
        head = subprocess.run(["head", "-1"], stdin=process.stdout, capture_output=True, check=True)  # noqa: S607 - the shell's own
        process.stdout.close()
        err = process.stderr.read().decode()
        return process.wait(), head.stdout.decode(), err


@pytest.mark.parametrize("format_name", ["csv", "json", "ndjson", "ics", "markdown"])
def test_a_listing_ends_silently_when_the_pipe_is_closed(
    format_name: str, long_agreement: str
) -> None:
    whole = in_process("show", "-a", long_agreement, "-f", format_name, environment=ON).out
    arguments = ["show", "-a", long_agreement, "-f", format_name]
    status, line, err = first_line(arguments, os.devnull)
    assert (status, err) == (141, "")
    assert line == whole[: whole.index("\n") + 1]


@pytest.mark.parametrize("arguments", [["date", "-"], ["remaining", "drawdown", "--on", "-"]])
def test_a_stream_ends_silently_when_the_pipe_is_closed(
    arguments: list[str], tmp_path: Path
) -> None:
    days = tmp_path / "days.txt"
    days.write_text("2020-07-12\n" * 100_000)
    answer = "2020-07-12" if arguments[0] == "date" else "1"
    assert first_line(arguments, str(days)) == (141, f"2020-07-12\t{answer}\n", "")


# Interrupts

# Interrupts the process at the first call of a function: `module.name`, or the name of one in C.
INTERRUPTER = """
import signal, sys
from timeline.__main__ import main
place = sys.argv.pop(1)
def interrupt(frame, event, arg):
    called = arg.__name__ if event == "c_call" else f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"
    if event != "return" and called == place:
        sys.setprofile(None)
        signal.raise_signal(signal.SIGINT)
sys.setprofile(interrupt)
main()
"""


@pytest.mark.parametrize(
    "place",
    [
        "timeline.cli.<module>",  # imported
        "exec_dynamic",  # the import of a library written in C, which an exception might crash
        "timeline.cli.run",
        "timeline.files.loading.load_schedule",
        "timeline.cli._write",
    ],
)
def test_an_interrupt_at_any_point_ends_it_silently(place: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTER, place, "explain", "drawdown"],
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(ON),
        check=False,
    )
    assert Transcript(done.returncode, done.stdout, done.stderr) == INTERRUPTED


@pytest.mark.parametrize(
    ("arguments", "line", "answer"),
    [
        (("date", "-"), "signed", "2020-02-29"),
        (("remaining", "drawdown", "--on", "-"), "2020-07-01", "12"),
    ],
)
def test_an_interrupt_ends_a_stream_that_waits(
    arguments: tuple[str, ...], line: str, answer: str
) -> None:
    with subprocess.Popen(
        [COMMAND, *arguments],
        stdin=subprocess.PIPE,  # open, without further input
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=clean_environment(ON),
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        assert process.stdout.readline() == f"{line}\t{answer}\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert Transcript(process.returncode, out, err) == INTERRUPTED


def test_ignored_interrupts_stay_ignored() -> None:
    """This holds for what a shell runs in the background."""
    script = 'trap "" INT; exec "$@"'
    with subprocess.Popen(
        ["/bin/sh", "-c", script, "sh", COMMAND, "date", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=clean_environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("signed\n")
        process.stdin.flush()
        assert process.stdout.readline() == "signed\t2020-02-29\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate("drawdown\n", timeout=60)
    assert (process.returncode, out, err) == (0, "drawdown\t2020-07-13\n", "")


# Closed streams


@pytest.mark.parametrize("closed", [*product((False, True), repeat=3)])
def test_each_combination_of_closed_streams_has_its_status(closed: tuple[bool, ...]) -> None:
    stdin, stdout, stderr = closed
    redirections = "".join(
        redirection
        for redirection, is_closed in zip((" <&-", " >&-", " 2>&-"), closed, strict=True)
        if is_closed
    )
    script = f'exec "$@"{redirections}'

    def expected(status: int, out: str, err: str) -> Transcript:
        return Transcript(status, "" if stdout else out, "" if stderr else err)

    # output
    answered = expected(2, "", CLOSED) if stdout else expected(0, DRAWDOWN, "")
    assert shell(script, "date", "drawdown") == answered
    # an error
    unknown = 'timeline: "drawdwn": unknown milestone; did you mean drawdown?\n'
    assert shell(script, "date", "drawdwn") == expected(2, "", unknown)
    # a stream
    streamed = expected(2, "", CLOSED) if stdout else expected(0, "drawdown\t2020-07-13\n", "")
    streamed = expected(2, "", NO_LINES) if stdin else streamed
    assert shell(script, "date", "-", stdin="drawdown\n") == streamed


# Directories and environment variables


@pytest.mark.parametrize("module", [False, True], ids=["command", "module"])
@pytest.mark.parametrize(
    "ruin", ["rmdir ../here", "chmod 0 .", "cd ..; mv here there; ln -s here here; cd there"]
)
def test_no_command_needs_the_current_directory(module: bool, ruin: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    run = f'exec {sys.executable} -m timeline "$@"' if module else f'exec {COMMAND} "$@"'
    script = f"{ruin}; shift; {run}"
    assert shell(script, "date", "drawdown", directory=here) == Transcript(0, DRAWDOWN, "")


def test_a_file_of_a_deleted_directory_is_not_there(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    line = "timeline: ./x.toml: No such file or directory\n"
    found = shell('rmdir ../here; exec "$@"', "show", "-a", "./x.toml", directory=here)
    assert found == Transcript(2, "", line)


SHOW = ("show", "--on", "2020-07-01")


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ({}, SHOW),
        ({}, (*SHOW, "-f", "ics")),
        ({"HOME": "/nonexistent"}, SHOW),
        ({"HOME": ""}, SHOW),
        ({"PATH": "", "LANG": "xx_YY.nonsense", "LC_ALL": "nonsense"}, SHOW),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, SHOW),
        ({"COLUMNS": "-1", "LINES": "x", "TERM": "nonsense"}, SHOW),
        ({"COLUMNS": "9" * 100, "TERM": ""}, SHOW),
        ({"TMPDIR": "/nonexistent", "XDG_CACHE_HOME": "/proc"}, SHOW),
    ],
    ids=["empty", "empty calendar", "no home", "blank home", "no locale", "C locale", "columns", "wide", "no place"],
)  # fmt: skip
def test_no_command_needs_environment_variables(
    environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = subprocess.run([COMMAND, *arguments], capture_output=True, env=environment, check=False)
    found = Transcript(done.returncode, done.stdout.decode(), done.stderr.decode())
    expected = in_process(*arguments)
    if environment.get("LC_ALL") == "C":
        # Only ASCII can be shown.
        expected = expected._replace(out=expected.out.replace(" \N{MIDDLE DOT} ", ", "))
    assert found == expected


def test_a_missing_home_directory_is_no_error() -> None:
    assert shell('unset HOME; exec "$@"', "date", "drawdown") == Transcript(0, DRAWDOWN, "")


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="there is no /proc, a read-only file system"
)
def test_a_read_only_file_system_is_no_error(long_agreement: str) -> None:
    """Neither the current directory nor the place for compiled code may be written to."""
    nowhere = {"PYTHONPYCACHEPREFIX": "/proc/nowhere", "TMPDIR": "/proc", "HOME": "/proc"}
    for arguments in (("date", "drawdown"), ("show", "-a", long_agreement, "-f", "csv")):
        found = shell('exec "$@"', *arguments, environment=nowhere, directory=Path("/proc"))
        assert found == in_process(*arguments, environment=ON)
        assert found.status == 0


def test_ten_processes_at_once_print_the_same() -> None:
    arguments = [COMMAND, "show", "-f", "ics", "--alarm", "1 day"]
    with_streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    processes = [
        subprocess.Popen(arguments, env=clean_environment(ON), **with_streams)  # type: ignore[call-overload]
        for _ in range(10)
    ]
    answers = {(*process.communicate(timeout=60), process.returncode) for process in processes}
    ((out, err, status),) = answers
    assert (err, status) == ("", 0)
    assert out.count("BEGIN:VEVENT") == 8


# Clocks


# A bundled agreement without a time zone: the machine's determines today.
NO_ZONE = ("-a", "paris-1973")


def at(clock: str, *arguments: str) -> Transcript:
    """Run the command with the machine's clock set to that time in UTC."""
    faketime = shutil.which("faketime")
    if not faketime:
        pytest.skip("faketime is not installed, which sets a process's clock")
    for _ in range(3):
        done = subprocess.run(
            [faketime, "-f", f"@{clock}", COMMAND, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=clean_environment({"TZ": "UTC"}),
            check=False,
        )
        # It fails by itself if one with the same process id has left its semaphore behind.
        if "faketime wrapper" not in done.stderr:
            break
    return Transcript(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("clock", "today", "yesterday", "tomorrow"),
    [
        ("1970-01-01 00:00:00", "1970-01-01", "1969-12-31", "1970-01-02"),
        ("1969-12-31 23:59:00", "1969-12-31", "1969-12-30", "1970-01-01"),
        ("2020-02-29 12:00:00", "2020-02-29", "2020-02-28", "2020-03-01"),
        ("2038-01-19 03:14:00", "2038-01-19", "2038-01-18", "2038-01-20"),
        ("2100-02-28 12:00:00", "2100-02-28", "2100-02-27", "2100-03-01"),
        # the last day that Python supports
        ("2262-04-11 12:00:00", "2262-04-11", "2262-04-10", "2262-04-12"),
    ],
)
def test_today_is_the_date_of_the_clock(
    clock: str, today: str, yesterday: str, tomorrow: str
) -> None:
    found = at(clock, "date", "today", "yesterday", "tomorrow", *NO_ZONE)
    assert found == Transcript(0, f"{today}\n{yesterday}\n{tomorrow}\n", "")
    overdue = 1 if today > "2020-05-29" else 0
    assert at(clock, "check", "--quiet") == Transcript(overdue, "", "")


@pytest.mark.parametrize("clock", ["1970-01-01 00:00:00", "2262-04-11 12:00:00"])
@pytest.mark.parametrize(
    ("command", "format_name"),
    [
        ("show", "table"),
        ("next", "json"),
        ("check", "ics"),
        ("compare", "mermaid"),
        ("agreements", "table"),
    ],
)
def test_listings_work_with_any_supported_clock(command: str, format_name: str, clock: str) -> None:
    status, out, err = at(clock, command, "-f", format_name)
    assert status in ({0, 1} if command == "check" else {0})
    assert "Traceback" not in out + err


@pytest.mark.parametrize("clock", ["2262-04-12 12:00:00", "9999-12-31 12:00:00"])
@pytest.mark.parametrize(
    "arguments",
    [("show",), ("date", "today"), ("remaining", "drawdown"), ("agreements",), ("--version",)],
    ids=" ".join,
)
def test_a_clock_that_python_does_not_support_is_an_error(
    arguments: tuple[str, ...], clock: str
) -> None:
    assert at(clock, *arguments) == Transcript(
        2,
        "",
        "timeline: system clock: later than 2262-04-11, the latest date supported; "
        "set it to the current date\n",
    )


def test_the_zone_may_change_the_day() -> None:
    clock = "2020-02-29 12:00:00"
    for zone, today in (("Pacific/Kiritimati", "2020-03-01"), ("Pacific/Pago_Pago", "2020-02-29")):
        assert at(clock, "date", "today", "--tz", zone) == Transcript(0, f"{today}\n", "")


# The first zone is the earliest, the second among the latest: the date line is between them.
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"


@pytest.mark.parametrize(
    ("clock", "zone", "left"),
    [
        # 14 hours ahead of UTC: midnight is at 10:00
        ("2020-07-13 09:59:59", EAST, 0),
        ("2020-07-13 10:00:00", EAST, -1),
        # 11 hours behind UTC: midnight is at 11:00
        ("2020-07-13 10:59:59", WEST, 1),
        ("2020-07-13 11:00:00", WEST, 0),
        # between the two midnights three days are today
        ("2020-07-13 10:30:00", EAST, -1),
        ("2020-07-13 10:30:00", None, 0),
        ("2020-07-13 10:30:00", WEST, 1),
    ],
)
def test_the_zone_of_the_agreement_decides_the_days_remaining(
    tmp_path: Path, clock: str, zone: str | None, left: int
) -> None:
    file = tmp_path / "a.toml"
    tz = f'tz = "{zone}"\n' if zone else ""
    milestone = '[[milestone]]\nid = "m"\ntitle = "M"\ndue = 2020-07-13\nat = "24:00"\n'
    file.write_text(f'title = "A"\nsigned = 2020-02-29\n{tz}{milestone}')
    asked = ("remaining", "m", "-a", str(file))
    assert at(clock, *asked) == Transcript(0, f"{left}\n", "")
    # `--tz` is used instead of the file's zone
    for other in (EAST, WEST):
        nearer = at(clock, "remaining", "2020-07-13", "--tz", other, *NO_ZONE)
        assert at(clock, *asked, "--tz", other) == nearer


@pytest.mark.parametrize(("clock", "left"), [("19:29:59", 0), ("19:30:00", -1)])
def test_today_of_the_default_agreement_is_that_of_kabul(clock: str, left: int) -> None:
    """Kabul is 4:30 hours ahead of UTC."""
    assert at(f"2020-07-13 {clock}", "remaining", "drawdown") == Transcript(0, f"{left}\n", "")


def test_validate_counts_today_in_the_zone_of_the_agreement(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    milestone = (
        '[[milestone]]\nid = "m"\ntitle = "M"\ndue = "today"\nstated = { hijri = "1441-11-23" }\n'
    )
    for zone, status in ((EAST, 0), (WEST, 1)):
        # 23 Dhu al-Qadah 1441 was 14 July 2020
        file.write_text(f'title = "A"\nsigned = 2020-02-29\ntz = "{zone}"\n{milestone}')
        assert at("2020-07-13 10:30:00", "validate", str(file)).status == status


@pytest.mark.parametrize(
    ("today", "name"), [(date.max, "tomorrow"), (date.min, "yesterday")], ids=str
)
def test_a_day_outside_the_calendar_cannot_be_assumed(today: date, name: str) -> None:
    schedule = build_schedule(load("doha-2020"), Scenario(today=today))
    for expression in (name, f"{name} + 1 day", f"{name} - 1 day"):
        with pytest.raises(ExpressionError, match="outside the supported range,") as info:
            schedule.evaluate(expression)
        assert "--assume" not in str(info.value)


@pytest.mark.parametrize(
    "zone",
    ["Mars/Base", ":/etc/passwd", "", "<+25>-25", "/etc", "../../etc/passwd", "\x1b[31m", "x" * 5_000, "EST5EDT,M3.2.0"],
    ids=["unknown", "no zone", "blank", "25 hours", "directory", "above", "escape", "long", "half a rule"],
)  # fmt: skip
def test_an_invalid_zone_of_the_machine_is_read_as_the_machine_reads_it(zone: str) -> None:
    environment = clean_environment({"TZ": zone})
    days = []
    for command in (["date", "+%F"], [COMMAND, "date", "today", *NO_ZONE], ["date", "+%F"]):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)  # fmt: skip
        assert done.stderr == ""
        days.append(done.stdout)
    before, found, after = days
    assert found in {before, after}


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("../../etc/passwd", '"../../etc/passwd"'),
        ("/etc/passwd", '"/etc/passwd"'),
        ("/etc/localtime", '"/etc/localtime"'),
        ("Europe/../Asia/Kabul", '"Europe/../Asia/Kabul"'),
        ("", '""'),
        (".", '"."'),
        ("Asia", '"Asia"'),
        ("Asia/", '"Asia/"'),
        ("zone.tab", '"zone.tab"'),
        ("\x1b[31m", r'"\x1b[31m"'),
        ("x" * 5_000, f'"{"x" * 29}…{"x" * 29}"'),
    ],
)
def test_the_zone_option_takes_names_of_the_zone_database(zone: str, shown: str) -> None:
    status, out, err = in_process("date", "today", "--tz", zone)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"timeline: --tz: {shown}: unknown time zone; ")
