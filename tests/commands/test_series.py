"""Several series of levels on the command line: tables, documents, streams, and what `check` reports.

The numbers of the treaty of the two rivers are worked out by hand. 2 August 2020 is day 214; the
deadlines are day 181 and day 365. Troops may be 500, on the way to 0: 500 - 500 x 33 / 184 = 410.3. Of
640 all have to go in 151 days: 4.2 a day. Land has to be 200, on the way to 400: 200 + 200 x 33 / 184 =
235.9. Of 180 to 400 are 220 in 151 days: 1.5 a day.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline

RIVERS = str(Path(__file__).parent.parent / "agreements" / "valid" / "rivers.toml")
ON = ("-a", RIVERS, "--on", "2020-08-02")


def answer(*arguments: str) -> dict[str, Any]:
    """Return a JSON answer."""
    found = timeline(*arguments, "-f", "json")
    assert found.err == ""
    document: dict[str, Any] = json.loads(found.out)
    return document


def test_drawdown_has_a_row_for_each_series() -> None:
    assert timeline("drawdown", *ON).out == (
        "Peace of the two rivers\n"
        "signed Wed 2020-01-01 · as of Sun 2020-08-02 · day 214 of 365\n"
        "next: all, in 151 days (Thu 2020-12-31); 1 overdue\n"
        "troops: levels in troops, 1,000 on the day of signing\n"
        "land: levels in km², handed over so far, 0 on the day of signing\n"
        "posts: levels in posts; no observed levels recorded\n"
        "\n"
        "series  day             ceiling  floor  pace  observed  on          against pace"
        "         next                   still needed\n"
        "troops  Sun 2020-08-02      500          410       640  2020-08-01  230 over, in breach"
        "  0 in 151 days (all)    4.2 a day\n"
        "land    Sun 2020-08-02             200   236       180  2020-07-15  56 under, in breach"
        "  400 in 151 days (all)  1.5 a day\n"
        "posts   Sun 2020-08-02                         unknown                                 "
        "  0 in 151 days (all)\n"
        "\n"
        "counted with start day excluded, month end clamp\n"
    )


def test_each_row_of_a_document_names_its_series() -> None:
    document = answer("drawdown", *ON)
    assert (document["unit"], document["baseline"]) == (None, None)
    keys = ("series", "unit", "baseline", "ceiling", "floor", "pace", "observed", "breach")
    assert [tuple(row[key] for key in keys) for row in document["days"]] == [
        ("troops", "troops", 1000, 500, None, 410, 640, 140),
        ("land", "km²", 0, None, 200, 236, 180, 20),
        ("posts", "posts", None, None, None, None, None, None),
    ]


@pytest.mark.parametrize("name", ["troops", "land", "posts"])
@pytest.mark.parametrize("every", [(), ("--every", "1 month")])
def test_one_series_has_the_rows_that_it_has_among_all(name: str, every: tuple[str, ...]) -> None:
    rows = answer("drawdown", *ON, *every)["days"]
    document = answer("drawdown", *ON, *every, "--series", name)
    assert document["days"] == [row for row in rows if row["series"] == name]
    first = document["days"][0]
    assert (document["unit"], document["baseline"]) == (first["unit"], first["baseline"])
    table = timeline("drawdown", *ON, *every, "--series", name).out
    assert "series" not in table
    assert f"\nlevels in {first['unit']}" in table


def test_spreadsheets_have_the_series_in_each_row() -> None:
    text = timeline("drawdown", *ON, "-f", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["series"], row["ceiling"], row["floor"]) for row in rows] == [
        *(("troops", "500", ""), ("land", "", "200"), ("posts", "", "")),
    ]


def test_the_events_of_all_series_are_different() -> None:
    calendar = timeline("drawdown", *ON, "-f", "ics").out
    ids = [line for line in calendar.splitlines() if line.startswith("UID:")]
    assert len(set(ids)) == len(ids) == 3


def test_the_event_of_the_short_form_keeps_its_identity() -> None:
    """Calendars have it from version 0.2.0."""
    calendar = timeline("drawdown", "--on", "2020-07-01", "-f", "ics").out
    assert "UID:289f322c-a3e6-56e4-8375-f5f860f28675" in calendar


def test_a_series_of_one_is_written_as_the_short_form(tmp_path: Path) -> None:
    """Apart from its name, and the column that names it."""
    text = """title = "T"
signed = 2020-01-01
[[milestone]]
id = "half"
title = "Half"
due = 2020-06-30
levels = { drawdown = 5 }
[[series]]
id = "drawdown"
unit = "troops"
baseline = 9
observed = [{ date = 2020-07-01, level = 7 }]
"""
    short = text.replace("levels = { drawdown = 5 }", "level = 5")
    short = short.replace('[[series]]\nid = "drawdown"\n', "[drawdown]\n")
    found = []
    for each in (text, short):
        path = tmp_path / "peace.toml"
        path.write_text(each, encoding="utf-8")
        asked = ("-a", str(path), "--on", "2020-08-01")
        found.append(
            [
                timeline(*command, *asked, *form)
                for form in ((), ("-f", "json"))
                for command in (("drawdown",), ("show",), ("check",), ("explain", "half"))
            ]
        )
        found[-1].append(timeline("chart", *asked))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--series", "land1"), '--series: "land1": unknown series; did you mean land?'),
        (
            ("--series", "bridges"),
            '--series: "bridges": unknown series; choose from troops, land, posts',
        ),
        (
            ("--on", "-"),
            '"--on -" answers for one series; add --series with one of: troops, land, posts',
        ),
        (("--on", "-", "--series", "land1"), '--series: "land1": unknown series; did you mean land?'),
    ],
)  # fmt: skip
def test_a_series_that_is_needed_or_unknown_is_one_line(
    arguments: tuple[str, ...], line: str
) -> None:
    found = timeline("drawdown", "-a", RIVERS, *arguments, stdin="2020-08-02\n")
    assert found == Transcript(2, "", f"timeline: {line}\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("troops", "2020-01-01\t1000\t1000\tunknown\n2020-08-02\t500\t410\t640\n"),
        ("land", "2020-01-01\t0\t0\tunknown\n2020-08-02\t200\t236\t180\n"),
        ("posts", "2020-01-01\tnone\tnone\tunknown\n2020-08-02\tnone\tnone\tunknown\n"),
    ],
)
def test_a_stream_answers_for_the_series_that_is_chosen(name: str, expected: str) -> None:
    found = timeline(
        *("drawdown", "-a", RIVERS, "--series", name, "--on", "-"), stdin="2020-01-01\n2020-08-02\n"
    )
    assert found == Transcript(0, expected, "")


def test_check_reports_a_breach_of_each_series() -> None:
    found = timeline("check", *ON)
    assert found.status == 1
    assert "half       Tue 2020-06-30  fixed date  33 days overdue, in breach (troops, land)" in (
        found.out
    )
    (half,) = answer("check", *ON)["milestones"]
    assert half["levels"] == {"troops": 500, "land": 200}
    assert (half["breach"], half["breaches"]) == (140, {"troops": 140, "land": 20})
    text = timeline("check", *ON, "-f", "csv").out
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["levels"], row["breaches"]) == ("troops=500; land=200", "troops=140; land=20")


def test_check_reports_a_baseline_that_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "peace.toml"
    path.write_text(
        Path(RIVERS)
        .read_text(encoding="utf-8")
        .replace("date = 2020-03-01, level = 700", "date = 2020-03-01, level = 1100"),
        encoding="utf-8",
    )
    asked = ("check", "-a", str(path), "--on", "2020-03-02")
    (signed,) = answer(*asked)["milestones"]
    assert (signed["id"], signed["levels"]) == ("signed", {"troops": 1000, "land": 0})
    assert signed["breaches"] == {"troops": 100}
    assert "happened, in breach (troops)" in timeline(*asked).out
    assert "The levels on the day of signing" in timeline(*asked).out


def test_a_milestone_with_levels_of_several_series_is_met_when_all_are(tmp_path: Path) -> None:
    """Half of the troops were out in May; how much land was handed over decides."""
    path = tmp_path / "peace.toml"
    text = Path(RIVERS).read_text(encoding="utf-8")
    text = text.replace("date = 2020-03-01, level = 700", "date = 2020-05-01, level = 500")
    text = text.replace('  { date = 2020-08-01, level = 640, note = "By count" },\n', "")

    def remaining(day: str, level: int) -> str:
        changed = text.replace("date = 2020-07-15, level = 180", f"date = {day}, level = {level}")
        path.write_text(changed, encoding="utf-8")
        found = timeline("explain", "half", "-a", str(path), "--on", "2020-12-01").out
        return found.splitlines()[2].partition(": ")[2]

    assert remaining("2020-06-01", 200) == "observed by 2020-06-01"
    assert remaining("2020-04-01", 200) == "observed by 2020-05-01"
    assert remaining("2020-07-15", 200) == "reached by 2020-07-15"
    assert remaining("2020-07-15", 199) == "154 days overdue, in breach (land)"


def test_explain_names_the_series_of_each_observed_level() -> None:
    found = timeline("explain", "half", *ON).out
    assert [line for line in found.splitlines() if line.startswith("observed")] == [
        "observed  troops: 700 troops on Sun 2020-03-01; source: Count of the observers, 2020-03-05",
        "observed  troops: 640 troops on Sat 2020-08-01; By count",
        "observed  land: 180 km² on Wed 2020-07-15; By survey",
    ]
    document = answer("explain", "half", *ON)
    assert [each["series"] for each in document["observations"]] == ["troops", "troops", "land"]
    assert [each["id"] for each in document["sources"]] == ["count"]


@pytest.mark.parametrize(
    ("table", "drawn"),
    [
        ("rising = true\nbaseline = 0\n", "floor"),
        ("rising = true\n", "floor"),
        ("", "ceiling"),
        ("baseline = 500\n", "ceiling"),
    ],
)
@pytest.mark.parametrize("due", ["due = 2020-06-30", ""])
def test_charts_draw_a_series_of_any_kind(table: str, drawn: str, due: str, tmp_path: Path) -> None:
    """Also one that sets no level yet, of which only what was observed can be drawn."""
    source = tmp_path / "peace.toml"
    source.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[series]]\nid = "land"\nunit = "km"\n'
        f"{table}observed = [{{ date = 2020-07-15, level = 180 }}]\n"
        f'[[milestone]]\nid = "half"\ntitle = "Half"\n{due}\nlevels = {{ land = 200 }}\n',
        encoding="utf-8",
    )
    has_limit = bool(due) or "baseline" in table
    asked = ("chart", "-a", str(source), "--on", "2020-08-02")
    text = timeline(*asked).out
    assert (f"━ {drawn}" in text) == has_limit
    assert "○ observed" in text
    for kind in ("svg", "html"):
        target = tmp_path / f"peace.{kind}"
        assert timeline(*asked, "-o", str(target)) == Transcript(0, "", "")
        assert drawn in target.read_text(encoding="utf-8")
