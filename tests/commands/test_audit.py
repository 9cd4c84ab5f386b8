"""`timeline audit`: transcripts of the real command, its formats, its streams and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from dateutil.relativedelta import relativedelta

from tests.commands.test_streams import PEAK
from tests.readme import ROOT
from tests.transcript import COMMAND, Transcript, clean_environment, in_process, timeline

PARTIES = str(ROOT / "examples" / "parties.csv")
PUBLISHED = str(ROOT / "examples" / "published.csv")
SIX_MONTHS = ("--expression", "anchor + 6 months")

HEADER = "by,anchor,expression,published\n"
# Slips that depositaries printed: treaties.fcdo.gov.uk, items 72042 (the first two) and 71814 (the
# second two); WIPO Lex, treaty 937 (the last).
SLIPS = {
    "Kuwait": "2013-05-24,anchor + 6 months,2013-10-25",
    "Cameroon": "2006-12-07,anchor + 6 months,1976-01-01",
    "Bangladesh": "1994-03-18,anchor + 90 days,1994-06-17",
    "Barbados": "1994-07-20,anchor + 90 days,1994-10-19",
    "Bulgaria": "2001-02-21,anchor + 90 days,2001-05-21",
}


def table(number: int) -> Iterator[str]:
    """Yield rows that follow the default, as dateutil counts, without slips."""
    for n in range(number):
        day = date(1994, 1, 31) + timedelta(37 * n)
        if n % 2:
            yield f"Party {n},{day},anchor + 90 days,{day + timedelta(90)}"
        else:
            yield f"Party {n},{day},anchor + 6 months,{day + relativedelta(months=6)}"


@pytest.fixture
def two_hundred(tmp_path: Path) -> Path:
    """The path of a table of 200 rows, 5 of them slips."""
    rows = list(table(195))
    for place, (by, slip) in zip((17, 40, 90, 150, 199), SLIPS.items(), strict=True):
        rows.insert(place, f"{by},{slip}")
    path = tmp_path / "table.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_five_slips_among_two_hundred_rows_are_found(two_hundred: Path) -> None:
    status, out, err = timeline("audit", str(two_hundred))
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == "195 of 200 rows: as counted; 5 break it"
    assert [line.split()[:2] for line in lines[3:8]] == [
        ["19", "Kuwait"],
        ["42", "Cameroon"],
        ["92", "Bangladesh"],
        ["152", "Barbados"],
        ["201", "Bulgaria"],
    ]
    assert [line.rsplit("  ", 1)[1] for line in lines[3:8]] == [
        "none; the nearest date is 2013-11-23, 29 days later (start day included)",
        "none; the nearest date is 2007-06-06, 11479 days later (start day included)",
        "start day clear",
        "start day clear",
        "start day included",
    ]
    assert lines[8:] == [
        "",
        "which rule gives it  rows",
        "as counted            195",
        "start day clear         2",
        "start day included      1",
        "none                    2",
        "",
        "195 rows not listed; --format csv lists all",
        "counted with start day excluded, month end clamp",
    ]


def test_a_short_table_is_listed_whole() -> None:
    stdin = f'{HEADER}Albania,2003-01-31,"anchor + 60 days, first of next month",2003-05-01\nKeele,2008-11-04,anchor + 3 months,2009-02-03\n'
    assert timeline("audit", "-", stdin=stdin) == Transcript(
        0,
        """\
1 of 2 rows: as counted; 1 breaks it

line  by       anchor      expression                             published       due             which rule gives it
   2  Albania  2003-01-31  anchor + 60 days, first of next month  Thu 2003-05-01  Thu 2003-05-01  as counted
   3  Keele    2008-11-04  anchor + 3 months                      Tue 2009-02-03  Wed 2009-02-04  start day included

which rule gives it  rows
as counted              1
start day included      1

counted with start day excluded, month end clamp
""",
        "",
    )


def test_the_rules_in_force_can_be_chosen() -> None:
    stdin = "anchor,expression,published\n2021-06-30,anchor + 6 months,2021-12-31\n"
    found = timeline("audit", "-", "--month-end", "sticky", stdin=stdin)
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[0] == "1 of 1 row: as counted"
    assert lines[-1] == "counted with start day excluded, month end sticky"
    rolled = "anchor,expression,published\n2007-08-22,anchor + 10 days,2007-09-04\n"
    asked = ("audit", "-", "-f", "tsv", "--closed", "sat,sun,2007-09-03")
    assert "\troll following\t1\t" in timeline(*asked, stdin=rolled).out
    assert "\tas counted\t0\t" in timeline(*asked, "--roll", "following", stdin=rolled).out


# Exit statuses


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        (["2020-02-29,anchor + 135 days,2020-07-13"], 0),
        (["2020-02-29,anchor + 135 days,2020-07-12"], 0),
        (["2020-02-29,anchor + 135 days,2020-07-20"], 1),
        (["2020-02-29,anchor + 135 days,soon", "2020-02-29,anchor + 135 days,2020-07-20"], 2),
        ([], 0),
    ],
    ids=["as counted", "explained", "unexplained", "bad line", "no rows"],
)
@pytest.mark.parametrize("format_name", ["table", "json", "ndjson", "csv", "tsv", "markdown"])
def test_the_status_is_1_if_a_row_is_unexplained_and_2_if_a_line_is_bad(
    rows: list[str], status: int, format_name: str
) -> None:
    stdin = "\n".join(["anchor,expression,published", *rows])
    assert in_process("audit", "-", "-f", format_name, stdin=stdin).status == status


def test_bad_lines_are_named_and_the_others_are_answered() -> None:
    stdin = (
        "anchor,expression,published\n"
        "2020-02-30,anchor + 1 day,2020-03-01\n"
        "2020-02-29,anchor + 1 mnth,2020-03-01\n"
        "2020-02-29,anchor + 1 day\n"
        "2020-02-29,anchor + 1 day,2020-03-01\n"
        "2020-02-29,anchor + 60 days, first of next month,2020-05-01\n"
    )
    status, out, err = timeline("audit", "-", "-f", "ndjson", stdin=stdin)
    assert (status, json.loads(out)["line"]) == (2, 5)
    assert err.splitlines() == [
        'timeline: line 2: anchor: "2020-02-30": February 2020 has 29 days',
        'timeline: line 3: expression: "anchor + 1 mnth": "1 mnth": unknown unit "mnth"; did you mean months?',
        "timeline: line 4: published: no value",
        "timeline: line 6: 4 values for 3 columns; put a value with a comma in quotes",
        "timeline: 1 of 1 row: as counted",
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((PARTIES, "-f", "ics"), "Invalid value for '-f' / '--format': 'ics' is not one of 'table', 'json', 'ndjson', 'csv', 'tsv', 'markdown'."),
        ((PARTIES, "-f", "mermaid"), "Invalid value for '-f' / '--format': 'mermaid' is not one of 'table', 'json', 'ndjson', 'csv', 'tsv', 'markdown'."),
        ((PARTIES, "--expression", "signed + 6 months"), '--expression: "signed + 6 months": does not count from anchor; write, for example, anchor + 90 days'),
        ((PARTIES, "--expression", "anchor + 6 mnths"), '--expression: "anchor + 6 mnths": "6 mnths": unknown unit "mnths"; did you mean months?'),
        ((PARTIES, "--search", *SIX_MONTHS), "--search: cannot be used with --expression"),
        ((PARTIES, "--search", "--month-end", "reject"), "--search: cannot be used with --month-end reject; use clamp"),
        (("/nowhere/x.csv",), "/nowhere/x.csv: No such file or directory"),
        (("/",), "/: Is a directory"),
        (("/dev/null",), "/dev/null: no line that names the columns, anchor, expression and published"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_one_line(arguments: tuple[str, ...], problem: str) -> None:
    assert timeline("audit", *arguments) == Transcript(2, "", f"timeline: {problem}\n")


def test_options_of_an_agreement_are_refused() -> None:
    assert timeline("--on", "2020-01-01", "audit", PARTIES) == Transcript(
        2, "", "timeline: --on: not an option of audit\n"
    )
    before = timeline("--month-end", "sticky", "audit", PARTIES, *SIX_MONTHS)
    assert before == timeline("audit", PARTIES, *SIX_MONTHS, "--month-end", "sticky")
    assert "month end sticky" in before.out


def test_a_list_without_weekdays_is_noted() -> None:
    found = timeline("audit", PARTIES, *SIX_MONTHS, "--closed", "2020-01-01")
    assert found.err == (
        "timeline: the closed days name no weekday, so that Saturdays and Sundays are open\n"
    )


# Formats


def formatted(format_name: str, *arguments: str) -> str:
    found = in_process("audit", PUBLISHED, *arguments, "-f", format_name)
    assert found.status == 0
    return found.out


def test_every_format_has_the_same_rows() -> None:
    rows = json.loads(formatted("json"))["rows"]
    assert len(rows) == 8
    assert [json.loads(line) for line in formatted("ndjson").splitlines()] == rows
    cells = [{key: str(value) for key, value in row.items()} for row in rows]
    for delimiter, name in ((",", "csv"), ("\t", "tsv")):
        assert list(csv.DictReader(io.StringIO(formatted(name)), delimiter=delimiter)) == cells
    for name in ("table", "markdown"):
        text = formatted(name)
        for row in rows:
            assert all(str(row[key]) in text for key in ("by", "anchor", "expression", "reading"))


@pytest.mark.parametrize("lines", [0, 1, 3])
def test_a_document_in_parts_is_one_document(lines: int) -> None:
    rows = Path(PUBLISHED).read_text(encoding="utf-8").splitlines(keepends=True)[: lines + 1]
    out = in_process("audit", "-", "-f", "json", stdin="".join(rows)).out
    assert out == msgspec.json.format(out.strip(), indent=2) + "\n"
    document = json.loads(out)
    assert list(document) == ["schema_version", "counting", "rows", "summary"]
    assert len(document["rows"]) == document["summary"]["row_count"] == lines


def test_a_document_of_several_parts_has_every_row() -> None:
    # more than the program reads at once
    stdin = HEADER + "\n".join(table(3_000))
    assert len(stdin) > 131_072
    out = in_process("audit", "-", "-f", "json", stdin=stdin).out
    assert out == msgspec.json.format(out.strip(), indent=2) + "\n"
    assert [row["line"] for row in json.loads(out)["rows"]] == list(range(2, 3_002))


def test_the_summary_of_a_document_names_rules_and_lines() -> None:
    summary = json.loads(timeline("audit", PARTIES, *SIX_MONTHS, "-f", "json").out)["summary"]
    assert (summary["row_count"], summary["refused"], summary["unexplained"]) == (23, 0, 1)
    assert summary["given"][0] == {"reading": "as counted", "rules": [], "row_count": 22}
    assert (summary["breaking"], summary["breaking_lines"]) == (1, [23])


def test_formats_without_a_place_for_the_summary_note_it() -> None:
    note = "timeline: 22 of 23 rows: as counted; 1 breaks it: line 23\n"
    for name in ("csv", "tsv", "ndjson"):
        assert timeline("audit", PARTIES, *SIX_MONTHS, "-f", name).err == note
    for name in ("table", "markdown", "json"):
        assert timeline("audit", PARTIES, *SIX_MONTHS, "-f", name).err == ""


def test_text_of_a_table_is_never_control_markup_or_a_formula(tmp_path: Path) -> None:
    by = "\x1b[31m[b]x[/b] =1+1 <b> @all \u202e"
    path = tmp_path / "x.csv"
    rows = [[by, "2020-01-01", "2020-01-02"], ["=1+1", "2020-01-01", "2020-01-02"]]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["by", "anchor", "published"], *rows])
    for name in ("table", "json", "ndjson", "csv", "tsv", "markdown"):
        out = timeline("audit", str(path), "--expression", "anchor + 1 day", "-f", name).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        if name == "markdown":
            assert "<b>" not in out
            assert "@all" not in out
        elif name in {"csv", "tsv"}:
            assert "'=1+1" in out
            assert not any(
                line.split(",")[1].startswith("=") for line in out.splitlines() if "," in line
            )
        else:
            assert "[b]x[/b]" in out


# Search


def test_search_finds_the_expression_of_a_table() -> None:
    status, out, err = timeline("audit", PARTIES, "--search")
    assert (status, err) == (1, "")
    assert out.splitlines()[0] == "anchor + 6 months: 22 of 23 rows"
    assert out.splitlines()[3].split("  ")[0] == "anchor + 6 months"


def test_search_says_if_several_expressions_do_equally_well() -> None:
    # Rome Statute: Albania, and the first sixty
    stdin = "anchor,published\n2003-01-31,2003-05-01\n2002-04-11,2002-07-01\n"
    status, out, err = timeline("audit", "-", "--search", "-f", "table", stdin=stdin)
    assert (status, err) == (0, "")
    # 31 January and 60 days is 1 April; 11 April and 80 days is 30 June
    assert out.splitlines()[0] == "21 expressions equally well: 2 of 2 rows"
    assert out.splitlines()[3].startswith("anchor + 60 days, first of next month ")
    document = json.loads(timeline("audit", "-", "--search", "-f", "json", stdin=stdin).out)
    assert document["row_count"] == 2
    assert document["expressions"][0] == {
        "expression": "anchor + 60 days, first of next month",
        "row_count": 2,
    }
    assert len(document["expressions"]) == 10


def test_search_without_a_row_that_any_expression_gives() -> None:
    stdin = "anchor,published\n2003-01-31,2002-05-01\n"
    found = timeline("audit", "-", "--search", stdin=stdin)
    assert (found.status, found.err) == (1, "")
    assert found.out.startswith("no expression gives any of 1 row\n")


# Streams


def test_a_row_is_answered_before_the_next_one_is_waited_for() -> None:
    with subprocess.Popen(
        [COMMAND, "audit", "-", "-f", "ndjson"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("anchor,expression,published\n")
        for day in ("2020-07-12", "2020-07-13"):
            process.stdin.write(f"2020-02-29,anchor + 135 days,{day}\n")
            process.stdin.flush()
            # Blocks for ever if the answer is delayed, since nothing more has been written yet.
            assert json.loads(process.stdout.readline())["published_day"] == day
        process.stdin.close()
        process.wait()
    assert process.returncode == 0


def test_a_closed_pipe_ends_silently(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(HEADER + "\n".join(table(3_000)), encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{{ {COMMAND} audit {path} -f ndjson; echo $? >&2; }} | head -n 1"],
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    assert json.loads(done.stdout)["line"] == 2
    assert done.stderr == "141\n"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((f"{date.fromordinal(730_000 + n)},anchor + 1 day,2020-01-01,{n}\n" for n in range(60_000)), 1),
        ((f"2020-01-01,anchor + {n} days,2020-01-01,{n}\n" for n in range(20_000)), 1),
        ((f"2020-01-{n},anchor + 1 day,2020-01-02\n" for n in range(100_000)), 2),
        (('"' * (n == 0) + "x" * 999 + "\n" for n in range(80_000)), 2),
        (("9" * 1_000_000 for _ in range(80)), 2),
    ],
    ids=["days", "expressions", "bad lines", "a record without an end", "an endless line"],
)  # fmt: skip
def test_memory_stays_flat_however_many_rows_are_new(
    lines: Iterator[str], status: int, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("anchor,expression,published,by\n")
        file.writelines(lines)
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), COMMAND, "audit", "-", "-f", "csv"],
        capture_output=True,
        env=clean_environment(),
        check=True,
    )
    found, peak = map(int, done.stdout.split())
    assert found == status
    assert peak < 96 * 1024
