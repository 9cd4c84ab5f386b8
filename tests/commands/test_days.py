"""`timeline days`: each row is what the other commands answer on its day."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.commands.test_streams import PEAK
from tests.readme import EXAMPLES, ROOT
from tests.transcript import COMMAND, Transcript, clean_environment
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names
from timeline.render.day_table import batches, parts
from timeline.render.formats.parquet import parts as parquet_parts
from timeline.render.terminal import Terminal
from timeline.schedule.day_table import DayRow
from timeline.schedule.status import Status

VALID = sorted((ROOT / "tests" / "agreements" / "valid").glob("*.toml"))
AMENDED = str(ROOT / "tests" / "agreements" / "valid" / "amended.toml")
RIVERS = str(ROOT / "tests" / "agreements" / "valid" / "rivers.toml")
AGREEMENTS = [*bundled_names(), *map(str, VALID), str(EXAMPLES / "reports.toml")]
COLUMNS = [*("agreement", "day", "milestone", "remaining", "status"), *("ceiling", "pace", "observed", "floor")]  # fmt: skip
SCENARIOS = [
    ("doha-2020", ("--as-happened",)),
    (AMENDED, ("--as-signed",)),
    ("doha-2020", ("--assume", "prisoners=2020-08-01")),
    ("doha-2020", ("--assume", "signed=+1 month", "--start-day", "included")),
    ("doha-2020", ("--roll", "onward", "--closed", "thu,fri", "--month-end", "sticky")),
]
PEACE = """\
title = "A peace"
signed = 2021-01-30
[drawdown]
unit = "soldiers"
baseline = 100
observed = [{ date = 2021-02-01, level = 90 }]
[[milestone]]
id = "half"
title = "Half"
due = "signed + 2 days"
level = 50
[[milestone]]
id = "later"
title = "Later"
decided = 2021-01-31
due = 2021-02-02
[[milestone]]
id = "talks"
title = "Talks"
"""


def found(*arguments: str) -> list[dict[str, Any]]:
    """Return the rows that the command prints."""
    transcript = timeline("days", *arguments, "-f", "ndjson")
    assert (transcript.status, transcript.err) == (0, "")
    return list(map(json.loads, transcript.out.splitlines()))


def answered(day: str, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows of a day as `show` and `drawdown` answer on it, in any order."""
    shown = timeline("show", "--on", day, *arguments, "-f", "ndjson")
    drawn = timeline("drawdown", "--on", day, *arguments, "-f", "json")
    levels = {one["series"]: one for one in json.loads(drawn.out)["days"]} if drawn.out else {}
    rows = []
    for line in shown.out.splitlines():
        milestone = json.loads(line)
        series = list(milestone["levels"] or levels)
        its = levels[series[0]] if len(series) == 1 else {}
        row = {name: milestone[name] for name in ("agreement", "remaining", "status")}
        row |= {name: its.get(name) for name in ("ceiling", "pace", "observed", "floor")}
        rows.append({**row, "milestone": milestone["id"], "day": day})
    return rows


def by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["milestone"])


def sampled(rows: list[dict[str, Any]], count: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield some days, those around a change more often, each with its rows."""
    days = dict[str, list[dict[str, Any]]]()
    for row in rows:
        days.setdefault(row["day"], []).append(row)
    every = list(days)
    states = [[(row["milestone"], row["status"]) for row in days[day]] for day in every]
    changes = [n for n in range(1, len(every)) if states[n] != states[n - 1]]
    near = {each for n in changes for each in (n - 1, n)}
    rng = random.Random(len(every))
    chosen = {0, len(every) - 1, *rng.sample(sorted(near), min(count, len(near)))}
    for n in sorted(chosen | {rng.randrange(len(every)) for _ in range(count)}):
        yield every[n], days[every[n]]


@pytest.mark.parametrize("name", AGREEMENTS, ids=lambda name: Path(name).stem)
def test_a_row_is_what_show_and_drawdown_answer_on_its_day(name: str) -> None:
    rows = found("-a", name, "--from", "1960-01-01", "--until", "2030-12-31")
    for day, its in sampled(rows, 4):
        assert by_id(its) == by_id(answered(day, "-a", name))


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_scenarios_and_rules_are_those_of_the_other_commands(
    name: str, scenario: tuple[str, ...]
) -> None:
    rows = found("-a", name, *scenario)
    assert rows != found("-a", name)
    for day, its in sampled(rows, 4):
        assert by_id(its) == by_id(answered(day, "-a", name, *scenario))


def test_the_days_remaining_are_those_of_a_stream() -> None:
    rows = [row for row in found() if row["milestone"] == "remaining-prisoners"]
    asked = "".join(f"{row['day']}\n" for row in rows)
    streamed = timeline("remaining", "remaining-prisoners", "--on", "-", stdin=asked).out
    assert streamed == "".join(f"{row['day']}\t{row['remaining']}\n" for row in rows)


# Formats


@pytest.fixture
def peace(tmp_path: Path) -> str:
    """The path of an agreement."""
    path = tmp_path / "peace.toml"
    path.write_text(PEACE, encoding="utf-8")
    return str(path)


def test_csv_is_the_default(peace: str) -> None:
    """The level falls from 100 on 30 January to 50 on 1 February, when 90 were observed."""
    expected = """\
agreement,day,milestone,remaining,status,ceiling,pace,observed,floor
peace,2021-01-30,half,2,pending,100,100,,
peace,2021-01-30,talks,,undated,100,100,,
peace,2021-01-31,half,1,pending,100,75,,
peace,2021-01-31,later,2,pending,100,75,,
peace,2021-01-31,talks,,undated,100,75,,
peace,2021-02-01,half,0,due,50,50,90,
peace,2021-02-01,later,1,pending,50,50,90,
peace,2021-02-01,talks,,undated,50,50,90,
peace,2021-02-02,half,-1,overdue,50,50,90,
peace,2021-02-02,later,0,due,50,50,90,
peace,2021-02-02,talks,,undated,50,50,90,
"""
    assert timeline("days", "-a", peace) == Transcript(0, expected, "")
    assert timeline("-a", peace, "days", "-f", "csv") == Transcript(0, expected, "")
    in_tabs = timeline("days", "-a", peace, "-f", "tsv")
    assert in_tabs == Transcript(0, expected.replace(",", "\t"), "")
    read = csv.DictReader(io.StringIO(expected))
    rows = found("-a", peace)
    assert [list(row) for row in rows] == [COLUMNS] * 11
    texts = [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in rows
    ]
    assert texts == list(read)


def in_parquet(folder: Path, *arguments: str) -> Path:
    """Return the path of the file in which the command's output was written."""
    path = folder / "days.parquet"
    with path.open("wb") as file:
        command = [COMMAND, "days", *arguments, "-f", "parquet"]
        subprocess.run(command, stdout=file, env=clean_environment(), check=True)
    return path


@pytest.mark.parametrize("name", ["doha-2020", RIVERS], ids=["doha-2020", "rivers"])
def test_parquet_has_the_same_rows_with_types(name: str, tmp_path: Path) -> None:
    path = in_parquet(tmp_path, "-a", name)
    table = parquet.read_table(path)
    text = pa.dictionary(pa.int32(), pa.string())
    types = [text, pa.date32(), text, pa.int32(), text, *[pa.int64()] * 4]
    assert dict(zip(table.column_names, table.schema.types, strict=True)) == dict(
        zip(COLUMNS, types, strict=True)
    )
    rows = [{**row, "day": str(row["day"])} for row in table.to_pylist()]
    assert rows == found("-a", name)


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text('title = "T"\nsigned = 2020-01-01\n')
    header = ",".join(COLUMNS)
    assert timeline("days", "-a", str(path)) == Transcript(0, f"{header}\n", "")
    assert timeline("days", "-a", str(path), "-f", "ndjson") == Transcript(0, "", "")
    table = parquet.read_table(in_parquet(tmp_path, "-a", str(path)))
    assert (table.num_rows, table.column_names) == (0, COLUMNS)


def test_a_name_is_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "=1+1.toml"
    path.write_text(PEACE)
    for format_name in ("csv", "tsv"):
        out = timeline("days", "-a", str(path), "-f", format_name).out
        assert {line[:5] for line in out.splitlines()[1:]} == {"'=1+1"}
    assert {row["agreement"] for row in found("-a", str(path))} == {"=1+1"}


def answer(query: str) -> list[Any]:
    """Return the rows that DuckDB answers."""
    return duckdb.connect().execute(query).fetchall()


def test_duckdb_reads_every_format(tmp_path: Path) -> None:
    files = [str(in_parquet(tmp_path))]
    for format_name in ("csv", "tsv", "ndjson"):
        path = tmp_path / f"days.{format_name}"
        path.write_text(timeline("days", "-f", format_name).out)
        files.append(str(path))
    columns = ", ".join(COLUMNS[:-1])  # CSV has no value in the last, and so no type
    tables = [answer(f"SELECT {columns} FROM '{file}' ORDER BY ALL") for file in files]  # noqa: S608
    assert len(tables[0]) == 549 * 8
    assert tables[1:] == [tables[0]] * 3


# Series


def test_a_milestone_has_the_levels_of_its_own_series(tmp_path: Path) -> None:
    """Without a level, or with levels of several series, it has none where there are several."""
    rows = found("-a", RIVERS, "--from", "2020-08-02", "--until", "2020-08-02")
    assert {row[key] for row in rows for key in COLUMNS[5:]} == {None}
    text = Path(RIVERS).read_text("utf-8")
    only = text.replace("levels = { troops = 500, land = 200 }", "levels = { land = 200 }")
    assert only != text
    path = tmp_path / "one.toml"
    path.write_text(only, encoding="utf-8")
    half, every = found("-a", str(path), "--from", "2020-08-02")[:2]
    assert [half[key] for key in COLUMNS[5:]] == [None, 236, 180, 200]
    assert [every[key] for key in COLUMNS[5:]] == [None] * 4


@pytest.mark.parametrize("series", ["troops", "land", "posts"])
def test_one_of_several_series_is_chosen(series: str) -> None:
    rows = found("-a", RIVERS, "--series", series)
    asked = "".join(f"{row['day']}\n" for row in rows)
    drawn = ("drawdown", "-a", RIVERS, "--series", series, "--on", "-")
    words = {None: "none"}
    lines = (
        f"{row['day']}\t{words.get(limit := row['floor' if series == 'land' else 'ceiling'], limit)}"
        f"\t{words.get(row['pace'], row['pace'])}"
        f"\t{'unknown' if row['observed'] is None else row['observed']}\n"
        for row in rows
    )
    assert timeline(*drawn, stdin=asked).out == "".join(lines)


# Several agreements


def test_the_rows_of_several_agreements_are_those_of_each(tmp_path: Path) -> None:
    each = [row for name in bundled_names() for row in found("-a", name)]
    names = [word for name in bundled_names() for word in ("-a", name)]
    assert found(*names) == each
    rows = parquet.read_table(in_parquet(tmp_path, *names)).to_pylist()
    assert [{**row, "day": str(row["day"])} for row in rows] == each


def test_a_broken_file_is_named_and_the_others_are_answered(tmp_path: Path, peace: str) -> None:
    for name in ("a", "z"):
        (tmp_path / f"{name}.toml").write_text("title = 1\n")
    alone = timeline("days", "-a", peace).out
    found = timeline("days", "-a", str(tmp_path))
    assert (found.status, found.out) == (2, alone)
    lines = found.err.splitlines()
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == [
        str(tmp_path / f"{name}.toml") for name in ("a", "a", "z", "z")
    ]
    done = subprocess.run(
        [COMMAND, "days", "-a", str(tmp_path), "-f", "parquet"],
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (2, found.err)
    assert parquet.read_table(pa.BufferReader(done.stdout)).num_rows == 11


# The span


def test_the_days_are_those_from_one_expression_until_another() -> None:
    rows = found("--from", "drawdown - 1 day", "--until", "drawdown + 1 week")
    assert (rows[0]["day"], rows[-1]["day"], len(rows)) == ("2020-07-12", "2020-07-20", 9 * 8)
    today = found("--from", "today", "--until", "today", "--tz", "Asia/Kabul")
    asked = timeline("date", "today", "--tz", "Asia/Kabul").out.strip()
    assert {row["day"] for row in today} == {asked}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--from", "2021-01-01", "--until", "2020-01-01"), "--from, 2021-01-01, is after --until, 2020-01-01; use an earlier --from or a later --until"),
        (("--from", "2030-01-01"), "--from, 2030-01-01, is after the last day of the agreement, 2021-08-30; use an earlier --from or a later --until"),
        (("--until", "2020-01-01"), "the day of signing, 2020-02-29, is after --until, 2020-01-01; use an earlier --from or a later --until"),
        (("--until", "9999-12-31 + 1 day"), '--until: "9999-12-31 + 1 day": outside the supported range, 0001-01-01 to 9999-12-31'),
        (("--from", "2020-08"), '--from: "2020-08": more than one day, 2020-08-01 to 2020-08-31; use one, such as 2020-08-31'),
        (("--from", ""), "--from: \"\": empty expression; use a date, a milestone's id or signed"),
        (("--series", "ships"), '--series: "ships": unknown series; choose from drawdown'),
        (("-a", "paris-1973", "--series", "ships"), "--series: no [drawdown] table; add one with a unit and a baseline"),
        (("-a", "doha-2020", "-a", "paris-1973", "--from", "signed"), '--from: "signed": signed needs one agreement; use a date or today'),
        (("-a", "doha-2020", "-a", "paris-1973", "--until", "x"), '--until: "x": x needs one agreement; use a date or today'),
        (("-a", "-", "-a", "-"), "-: given more than once; standard input can be read only once"),
        (("-f", "json"), "Invalid value for '-f' / '--format': 'json' is not one of 'csv', 'tsv', 'ndjson', 'parquet'."),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(arguments: tuple[str, ...], problem: str) -> None:
    assert timeline("days", *arguments) == Transcript(2, "", f"timeline: {problem}\n")


def test_there_is_no_day_of_the_question() -> None:
    """Each row has its own; a variable for the other commands changes nothing."""
    refused = timeline("days", "--on", "2020-07-01")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("timeline: No such option")
    before = timeline("--on", "2020-07-01", "days")
    assert before == Transcript(2, "", "timeline: --on: not an option of days\n")
    assert timeline("days", environment={"TIMELINE_ON": "2020-07-01"}) == timeline("days")


def test_a_date_that_cannot_be_computed_is_named_with_its_day(tmp_path: Path) -> None:
    """Until `a` happened, `b` counts from 28 January; afterwards February has no such day."""
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2021-01-01\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2021-01-28\nfulfilled = 2021-01-31\n'
        '[[milestone]]\nid = "b"\ntitle = "B"\ndue = "a + 1 month"\n'
    )
    asked = ("days", "-a", str(path), "--month-end", "reject", "--as-happened")
    problem = '2021-01-31: b: "a + 1 month": February 2021 has no day 31'
    refused = timeline(*asked)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith(f"timeline: {problem}")
    before = timeline(*asked, "--until", "2021-01-30")
    assert (before.status, before.err, before.out.count("\n")) == (0, "", 1 + 30 * 2)


def test_a_list_of_closed_days_without_weekdays_is_noted_at_the_end() -> None:
    asked = ("days", "--closed", "2020-03-02", "--until", "2020-03-02")
    assert timeline(*asked).err == ""
    noted = timeline(*asked, "--from", "signed + 1 working day")
    assert (noted.status, noted.out.count("\n")) == (0, 1 + 2 * 8)
    assert (
        noted.err == timeline("date", "signed + 1 working day", "--closed", "2020-03-02").err != ""
    )


# Parquet where it cannot be written


def test_a_terminal_is_not_sent_parquet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=80))
    problem = "--format parquet: not for a terminal; redirect it: > days.parquet"
    assert timeline("days", "-f", "parquet") == Transcript(2, "", f"timeline: {problem}\n")
    assert timeline("days", "--until", "2020-02-29").out.count("\n") == 9


def test_without_pyarrow_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "timeline.render.formats.parquet", raising=False)
    problem = "--format parquet needs pyarrow: pip install pyarrow"
    assert timeline("days", "-f", "parquet") == Transcript(2, "", f"timeline: {problem}\n")
    assert timeline("days").status == 0


# Streaming


ENDLESS = DayRow("a", date(2020, 1, 1), "b", 1, Status.PENDING, 3, 2, 1, None)


@pytest.mark.parametrize("format_name", ["csv", "tsv", "ndjson"])
def test_the_first_rows_are_written_before_the_others_are_computed(format_name: str) -> None:
    """Else an endless table would never be written."""
    first, second = islice(parts(repeat(ENDLESS), format_name, Terminal()), 2)
    assert first.endswith(second)


def test_rows_of_parquet_are_in_groups() -> None:
    data = b"".join(parquet_parts(islice(batches(repeat(ENDLESS)), 3)))
    file = parquet.ParquetFile(pa.BufferReader(data))
    groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert groups == [50_000] * 3
    assert len(next(parquet_parts(batches(repeat(ENDLESS))))) < 100_000


def test_memory_stays_flat_however_many_days_there_are(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.touch()
    asked = [COMMAND, "days", "--from", "1800-01-01", "--until", "2100-12-31"]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(nothing), *asked],
        capture_output=True,
        env=clean_environment(),
        check=True,
    )
    status, peak = map(int, done.stdout.split())
    assert status == 0
    assert peak < 64 * 1024
