"""Bad input: one clear line on standard error, exit status 2, nothing on standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.errors import TimelineError
from timeline.files.loading import load

INVALID = sorted((Path(__file__).parent.parent / "agreements" / "invalid").glob("*.toml"))
CALENDAR = "0001-01-01 to 9999-12-31"
DATE = "use YYYY-MM-DD, YYYY-MM, YYYY, or two of these with a slash between them"
ANCHOR = "use a date, a milestone's id or signed"
ADJUSTER = "choose from first of next month, end of month, end of quarter, end of year"
PERIOD = "use a number and a unit, such as 135 days or 14 months, or P14M"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        # dates
        (("date", "2020-02-30"), '"2020-02-30": February 2020 has 29 days'),
        (
            ("date", "02/03/2020"),
            '"02/03/2020": unknown date format; did you mean 2020-03-02 or 2020-02-03?',
        ),
        (("date", "20200229"), '"20200229": unknown date format; did you mean 2020-02-29?'),
        (("date", "2020-1"), f'"2020-1": unknown date format; {DATE}'),
        # expressions
        (
            ("date", "signed + 14 moths"),
            '"signed + 14 moths": "14 moths": unknown unit "moths"; did you mean months?',
        ),
        (("date", "drawdwn"), '"drawdwn": unknown milestone; did you mean drawdown?'),
        (("date", "signed +"), f'"signed +": nothing after "+"; {PERIOD}'),
        (("date", "signed - "), f'"signed - ": nothing after "-"; {PERIOD}'),
        (("date", "signed,"), f'"signed,": nothing after ","; {ADJUSTER}'),
        (("date", "signed,, end of month"), f'"signed,, end of month": nothing after ","; {ADJUSTER}'),
        (("date", "+ 1 day"), f'"+ 1 day": nothing before "+"; {ANCHOR}'),
        (("date", ", end of month"), f'", end of month": nothing before ","; {ANCHOR}'),
        (("date", " "), f'" ": empty expression; {ANCHOR}'),
        (("date", "today", "--on", ""), f'--on: "": empty expression; {ANCHOR}'),
        (
            ("date", "signed + 1.3 months"),
            ('"signed + 1.3 months": "1.3 months": "1.3" is not a whole number or a half; '
            "use a number such as 9 or 9.5"),
        ),
        (("date", "9999-12-31 + 1 day"), f'"9999-12-31 + 1 day": outside the supported range, {CALENDAR}'),
        (
            ("date", "2021-01-31 + 1 month", "--month-end", "reject"),
            ('"2021-01-31 + 1 month": February 2021 has no day 31; '
            "use another month-end rule"),
        ),
        (
            ("date", "2021-01-31 + 1 month", "--start-day", "included", "--month-end", "sticky"),
            ('"2021-01-31 + 1 month": months are not counted under start-day included with '
            "month-end sticky, which no law combines; use month-end clamp"),
        ),
        (
            ("date", "2003-01-31 + 60 days, first of last month"),
            ('"2003-01-31 + 60 days, first of last month": unknown adjuster "first of last month"; '
            "did you mean first of next month?"),
        ),
        (("date", "signed + 1.5 working days"),
            ('"signed + 1.5 working days": "1.5 working days": half a working day is not supported; '
            "only half years and half months are")),
        (("date", "signed + 2 months 3 working days"),
            ('"signed + 2 months 3 working days": "2 months 3 working days": working days cannot be '
            "joined with other units; use two periods, as in + 2 months + 3 working days")),
        (("date", "signed + 3 working"),
            '"signed + 3 working": "3 working": unknown unit "working"; did you mean working days?'),
        (("date", "signed", "--closed", "mon,tue,wed,thu,fri,sat,sun"),
            "--closed: every weekday is closed; leave one open"),
        (("date", "signed", "--closed", "XX"),
            '--closed: "XX": unknown holiday calendar; use a code such as US, US-DC or ECB'),
        (("date", "signed", "--closed", "satt,1.2"),
            ('--closed: "satt": unknown weekday; did you mean sat?; '
            f'"1.2": unknown date format; {DATE}')),
        (("date", "signed", "--closed", "sat,"),
            '--closed: "": empty; use a weekday, a date or a code, such as "sat"'),
        (("date", "signed", "--roll", "sideways"),
            "Invalid value for '--roll': 'sideways' is not one of 'none', 'following', 'onward'."),
        (("show", "-f", "ics", "--alarm", "3 working days"),
            '--alarm: "3 working days": working days are not supported; use days or weeks'),
        (("drawdown", "--every", "3 working days"),
            '--every: "3 working days": working days are not supported; use days or weeks'),
        (("date", "before"), '"before": nothing after "before"; use a date, a milestone\'s id or signed'),
        (("date", "before before 2020"), '"before before 2020": "before" is repeated; use it once'),
        # one bad expression among good ones: no half an answer
        (
            ("date", "drawdown", "nowhen"),
            ('"nowhen": unknown milestone; choose from signed, talks, prisoners, '
            "un-sanctions, remaining-prisoners, drawdown, bases, sanctions, withdrawal, today, "
            "yesterday, tomorrow"),
        ),
        # a day where one is needed
        (
            ("show", "--on", "2020-08"),
            '--on: "2020-08": more than one day, 2020-08-01 to 2020-08-31; use one, such as 2020-08-31',
        ),
        (
            ("date", "drawdown", "--assume", "signed=2020"),
            ('assumed signed: "2020": more than one day, 2020-01-01 to 2020-12-31; '
            "use one, such as 2020-12-31"),
        ),
        # options
        (("show", "--tz", "Asia/Kabull"), '--tz: "Asia/Kabull": unknown time zone; did you mean Asia/Kabul?'),
        (("show", "--tz", "Mars"), '--tz: "Mars": unknown time zone; use a name such as Asia/Kabul'),
        (
            ("show", "--assume", "prisoner=2020-09-03"),
            '"prisoner=2020-09-03": unknown milestone "prisoner"; did you mean prisoners?',
        ),
        (("show", "--assume", "prisoners"), '--assume: "prisoners": no date given; write ID=EXPRESSION'),
        (
            ("show", "--assume", "talks=talks + 1 day"),
            "circular reference: talks -> talks",
        ),
        (("shwo",), '"shwo": unknown command; did you mean show?'),
        (("check", "drawdwn"), '"drawdwn": unknown milestone; did you mean drawdown?'),
        (("check", "--within", "soon"), f'--within: "soon": found "soon"; {PERIOD}'),
        (
            ("show", "--month-end", "clip"),
            ("Invalid value for '--month-end': 'clip' is not one of "
            "'clamp', 'sticky', 'overflow', 'reject'."),
        ),
        (("next", "-n", "0"), "Invalid value for '-n': 0 is not in the range x>=1."),
        (
            ("date",),
            "Missing argument 'EXPRESSION...'; for example: timeline date \"signed + 14 months\"",
        ),
        # agreements
        (
            ("show", "-a", "doha"),
            ('"doha": unknown agreement; a path must contain a slash or end in .toml; '
            "did you mean doha-2020?"),
        ),
        (
            ("show", "-a", "x"),
            ('"x": unknown agreement; a path must contain a slash or end in .toml; choose from '
            "angola-1988, brexit-2017, doha-2020, egypt-israel-1979, geneva-1988, iraq-2008, "
            "lebanon-2024, paris-1973"),
        ),
        (("show", "-a", "./nowhere"), "./nowhere: No such file or directory"),
        (("show", "-a", "/"), "/: no file in this folder ends in .toml"),
        # control characters in an argument are shown, not obeyed
        (
            ("date", "\x1b[31m"),
            ('"\\x1b[31m": unknown milestone; choose from signed, talks, prisoners, '
            "un-sanctions, remaining-prisoners, drawdown, bases, sanctions, withdrawal, today, "
            "yesterday, tomorrow"),
        ),
    ],
)  # fmt: skip
def test_one_line_names_place_value_and_expectation(arguments: tuple[str, ...], line: str) -> None:
    assert timeline(*arguments) == Transcript(2, "", f"timeline: {line}\n")


def test_unknown_commands_and_options_are_one_line_too() -> None:
    for arguments in (("shwo",), ("--formt", "json"), ("show", "--nope"), ("--on",)):
        status, out, err = timeline(*arguments)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("timeline: ")


def test_there_are_broken_files() -> None:
    assert len(INVALID) >= 20


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_broken_file_has_all_its_faults_reported_at_once(path: Path) -> None:
    """Each file begins with the lines it should bring out, marked `#:`."""
    text = path.read_text(encoding="utf-8").splitlines()
    expected = [f"{path}: {line[3:]}" for line in text if line.startswith("#: ")]
    assert expected
    validated = timeline("validate", str(path))
    assert validated == Transcript(1, "".join(f"{line}\n" for line in expected), "")


def test_faults_of_a_file_stop_every_other_command() -> None:
    path = next(path for path in INVALID if path.stem == "circle")
    status, out, err = timeline("show", "-a", str(path))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"timeline: {path}: milestone[a].due: circular reference")


def test_ten_faults_are_ten_lines_in_one_run() -> None:
    path = next(path for path in INVALID if path.stem == "ten-faults")
    assert timeline("show", "-a", str(path)).err.count("\n") == 10


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "line 1: the file is empty; it needs at least title and signed"),
        (b" \n\n", "line 1: the file is empty; it needs at least title and signed"),
        (bytes(range(256)), "line 2: not UTF-8 text"),
        ('title = "T"\n'.encode("utf-16"), "line 1: not UTF-8 text"),
        (b"a = " + b"[" * 100_000, "TOML: nested too deeply"),
        (b"title = [" + b"[" * 90 + b"]" * 91, "title: found an array; expected text"),
        (b"\x00" * 10, "line 1, column 1: invalid TOML: Invalid statement"),
        (b"due = signed + 30 days # x", 'line 1, column 7: invalid TOML: Invalid value; write "signed + 30 days" in quotes'),
        (b"a = 1\nsigned = 31-03-2025", "line 2, column 12: invalid TOML: Expected newline or end of document after a statement; write 2025-03-31"),
        (b"signed = 02/03/2025", "line 1, column 11: invalid TOML: Expected newline or end of document after a statement; write 2025-03-02 or 2025-02-03"),
        (b"level = 12,000", "line 1, column 11: invalid TOML: Expected newline or end of document after a statement; write 12000"),
        (b"signed = 2020-13-01", "line 1, column 14: invalid TOML: Expected newline or end of document after a statement"),
        (b"due = ", "end of document: invalid TOML: Invalid value"),
    ],
    ids=["empty", "blank", "binary", "utf-16", "nested", "nested within reason", "NUL",
         "no quotes", "day first", "day or month first", "comma", "no such month", "no value"],
)  # fmt: skip
def test_an_invalid_file_is_one_line(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    status, out, err = timeline("show", "-a", str(path))
    assert (status, out) == (2, "")
    assert err.splitlines()[0] == f"timeline: {path}: {problem}"


@pytest.mark.parametrize(
    ("where", "key"),
    [
        ("[counting]", "counting.closed"),
        ('[[milestone]]\nid = "m"\ntitle = "M"\n[milestone.counting]', "milestone[m].counting.closed"),
    ],
)  # fmt: skip
def test_a_calendar_in_a_file_without_its_library_is_an_error_that_names_the_key(
    where: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no fault of the file: `validate` exits with 2, and goes on to the next file."""
    monkeypatch.setitem(sys.modules, "holidays.version", None)
    path, other = tmp_path / "x.toml", tmp_path / "other.toml"
    path.write_text(f'title = "T"\nsigned = 2020-02-29\n{where}\nclosed = ["sat", "US"]\n')
    other.write_text("titel = 1")
    line = f'{path}: {key}: the holiday calendar "US" needs holidays: pip install holidays'
    assert timeline("show", "-a", str(path)) == Transcript(2, "", f"timeline: {line}\n")
    status, out, err = timeline("validate", str(path), str(other))
    assert (status, err) == (2, f"timeline: {line}\n")
    assert out.startswith(f"{other}: ")


def test_utf_8_with_a_byte_order_mark_is_text(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b'\xef\xbb\xbftitle = "T"\nsigned = 2020-02-29\n')
    assert timeline("date", "signed", "-a", str(path)) == Transcript(0, "2020-02-29\n", "")


def test_a_file_without_read_permission_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('title = "T"\nsigned = 2020-02-29\n')
    path.chmod(0)
    superuser = os.geteuid() == 0
    if superuser:  # whom no permission stops
        tmp_path.chmod(0o755)
        os.seteuid(65534)
    try:
        with pytest.raises(TimelineError, match=r"x\.toml: Permission denied$"):
            load(str(path))
    finally:
        if superuser:
            os.seteuid(0)


def test_an_undated_other_expression_is_not_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "peace.toml"
    file.write_text("""title = "A peace"
signed = 2020-02-29
milestone = [
  {id = "exchange", title = "Exchange"},
  {id = "release", title = "Release", due = "exchange + 1 month", also = ["exchange + 30 days"]},
]
""")
    assert timeline("validate", str(file)).status == 0


def test_a_failed_count_is_reported_once_and_not_for_what_counts_from_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "peace.toml"
    file.write_text("""title = "A peace"
signed = 2020-02-29
milestone = [
  {id = "end", title = "End", due = "9999-12-31 + 1 day"},
  {id = "after", title = "After", due = "end + 1 day", also = ["end + 2 days"]},
]
""")
    fault = f'milestone[end].due: "9999-12-31 + 1 day": outside the supported range, {CALENDAR}'
    assert timeline("validate", str(file)) == Transcript(1, f"{file}: {fault}\n", "")
