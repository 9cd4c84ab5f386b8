"""`at` and `tz`: a time of day is shown beside the date, and is a timed event in calendars."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical

from tests import pages
from tests.drawing import Drawing
from tests.transcript import in_process

FILE = Path(__file__).parent.parent / "agreements" / "valid" / "at-midnight.toml"
ON = ("--on", "2020-07-01")
# What the table and other formats for people show; a date that is not known has no time.
SHOWN = {"out": "Mon 2020-07-13 24:00", "review": "by Mon 2020-08-31 09:30", "open": "undated"}
TIMES = {"out": "24:00", "review": "09:30", "open": "12:00"}


def run(*arguments: str) -> str:
    """Return the output of a command that succeeds, about the agreement with times of day."""
    found = in_process(*arguments) if "-a" in arguments else in_process(*arguments, "-a", str(FILE))
    assert (found.status, found.err) == (0, "")
    return found.out


def written(directory: Path, at: str | None, due: str, zone: str | None) -> str:
    """Return the path of an agreement with a milestone at that time."""
    path = directory / "a.toml"
    path.write_text(
        'title = "A"\nsigned = 2020-02-29\n'
        + (f'tz = "{zone}"\n' if zone else "")
        + f'[[milestone]]\nid = "m"\ntitle = "M"\ndue = "{due}"\n'
        + (f'at = "{at}"\n' if at else "")
    )
    return str(path)


def event(calendar: str) -> Any:
    """Return the only event of a calendar."""
    (found,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    return found


# For people


def test_a_table_shows_the_time_beside_the_date_and_names_the_zone_once() -> None:
    out = run("show", *ON)
    assert out.splitlines()[-1].endswith(", times in Asia/Kabul")
    assert out.count("Kabul") == 1
    for name, words in SHOWN.items():
        (line,) = (line for line in out.splitlines() if line.startswith(name))
        assert re.fullmatch(rf"{name} +{words}  .*", line)


def test_markdown_shows_the_time_beside_the_date() -> None:
    out = run("show", *ON, "-f", "markdown")
    for name, words in SHOWN.items():
        assert f"| {name} | {words} |" in out


def test_comparisons_show_the_time_beside_both_dates() -> None:
    out = run("compare", *ON, "--assume", "out=2020-07-20")
    (line,) = (line for line in out.splitlines() if line.startswith("out"))
    assert re.findall("[A-Z][a-z]{2} 2020[^ ]* 24:00", line) == [
        "Mon 2020-07-13 24:00",
        "Mon 2020-07-20 24:00",
    ]


def test_an_explanation_shows_the_time_with_its_zone() -> None:
    assert run("explain", "out", *ON).splitlines()[1] == (
        "Mon 2020-07-13 24:00 Asia/Kabul: signed + 135 days"
    )


def test_a_chart_shows_the_time_beside_the_date() -> None:
    shown = run("chart", *ON)
    assert all(words in shown for words in SHOWN.values())


def test_a_page_shows_the_time_beside_the_date(tmp_path: Path) -> None:
    page = pages.read(pages.written(tmp_path, "-a", str(FILE), *ON))
    bodies = page.findall(".//table[@class='milestones']/tbody")
    due = {str(body.get("id")): pages.text_of(body[0][2]) for body in bodies}
    assert list(due) == list(SHOWN)
    assert all(due[name].startswith(words) for name, words in SHOWN.items())
    assert "12:00" not in due["open"]


def test_a_picture_shows_the_time_below_the_date(tmp_path: Path) -> None:
    file = tmp_path / "chart.svg"
    run("chart", *ON, "-o", str(file))
    drawn = [words.text for words in Drawing(file.read_bytes()).words]
    place = drawn.index("Mon 2020-07-13")
    assert drawn[place : place + 3] == ["Mon 2020-07-13", "24:00", "in 12 days"]


def test_a_time_without_a_zone_is_said_to_have_none(tmp_path: Path) -> None:
    asked = (*ON, "-a", written(tmp_path, "09:30", "2020-07-13", None))
    assert run("show", *asked).splitlines()[-1].endswith(", times without a zone")
    explained = run("explain", "m", *asked).splitlines()[1]
    assert explained.startswith("Mon 2020-07-13 09:30, no time zone: ")


def test_an_agreement_without_times_names_no_zone() -> None:
    assert "Kabul" not in run("show", *ON, "-a", "doha-2020")


# For programs


@pytest.mark.parametrize("command", ["show", "compare"])
def test_programs_read_the_time_as_a_value_of_its_own(command: str) -> None:
    rows = json.loads(run(command, *ON, "-f", "json"))["milestones"]
    assert {row["id"]: row["at"] for row in rows} == TIMES
    table = csv.DictReader(io.StringIO(run(command, *ON, "-f", "csv")))
    assert {row["id"]: row["at"] for row in table} == TIMES
    without = json.loads(run(command, *ON, "-f", "json", "-a", "doha-2020"))["milestones"]
    assert {row["at"] for row in without} == {None}


@pytest.mark.parametrize("command", ["show", "compare"])
def test_programs_read_the_zone_beside_the_time(command: str, tmp_path: Path) -> None:
    for format_name in ("json", "ndjson", "csv", "tsv"):
        out = run(command, *ON, "-f", format_name)
        assert out.count("Asia/Kabul") == len(TIMES), format_name
    (row,) = json.loads(
        run(command, *ON, "-f", "json", "-a", written(tmp_path, "09:30", "2020-07-13", None))
    )["milestones"]
    assert (row["at"], row["tz"]) == ("09:30", None)
    # without a time the zone says nothing of the milestone
    (row,) = json.loads(
        run(command, *ON, "-f", "json", "-a", written(tmp_path, None, "2020-07-13", "Asia/Kabul"))
    )["milestones"]
    assert (row["at"], row["tz"]) == (None, None)


def test_mermaid_has_the_time_and_its_zone_in_the_name_of_the_task() -> None:
    lines = run("show", *ON, "-f", "mermaid").splitlines()
    assert lines[-3:-1] == [
        "    All out (24#58;00 Asia/Kabul) :milestone, out, 2020-07-13, 0d",
        "    Review (09#58;30 Asia/Kabul) :review, 2020-08-01, 2020-08-31",
    ]


def test_an_explanation_has_the_time_of_a_milestone_only() -> None:
    for name, expected in (("out", ("24:00", "Asia/Kabul")), ("signed", (None, None))):
        document = json.loads(run("explain", name, *ON, "-f", "json"))
        assert (document["at"], document["tz"]) == expected


@pytest.mark.parametrize("on", ["2020-07-12", "2020-07-13", "2020-07-14"])
@pytest.mark.parametrize("at", ["00:00", "12:00", "24:00"])
def test_a_time_is_never_counted_with(tmp_path: Path, at: str, on: str) -> None:
    answers = []
    for given in (None, at):
        asked = ("-a", written(tmp_path, given, "signed + 135 days", "Asia/Kabul"), "--on", on)
        (row,) = json.loads(run("show", *asked, "-f", "json"))["milestones"]
        answers.append(
            (
                row | {"at": None, "tz": None},
                run("date", "m", *asked),
                run("remaining", "m", *asked),
            )
        )
    assert answers[0] == answers[1]


# Calendars


@pytest.mark.parametrize(
    ("zone", "at", "moment"),
    [
        # 4:30 hours ahead of UTC
        ("Asia/Kabul", "24:00", "2020-07-13 19:30"),
        ("Asia/Kabul", "00:00", "2020-07-12 19:30"),
        ("Asia/Kabul", "23:59", "2020-07-13 19:29"),
        # 2 hours ahead in summer
        ("Europe/Brussels", "24:00", "2020-07-13 22:00"),
        # 14 hours ahead, and 11 behind
        ("Pacific/Kiritimati", "24:00", "2020-07-13 10:00"),
        ("Pacific/Pago_Pago", "24:00", "2020-07-14 11:00"),
        ("UTC", "09:30", "2020-07-13 09:30"),
    ],
)
def test_a_milestone_with_a_time_is_an_event_at_that_moment(
    tmp_path: Path, zone: str, at: str, moment: str
) -> None:
    out = run("show", *ON, "-f", "ics", "-a", written(tmp_path, at, "2020-07-13", zone))
    found = event(out)
    assert found["dtstart"].dt == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert "DTEND" not in found
    assert "DURATION" not in found
    assert str(found["description"]).endswith(f"; time: {at} {zone}")
    assert (f"\r\nDTSTART;TZID={zone}:" in out) == (zone != "UTC")
    assert (f"\r\nTZID:{zone}\r\n" in out) == (zone != "UTC")


def test_an_end_of_day_is_the_beginning_of_the_next() -> None:
    assert "\r\nDTSTART;TZID=Asia/Kabul:20200714T000000\r\n" in run("next", *ON, "-f", "ics")


def test_a_time_without_a_zone_is_the_same_in_every_zone(tmp_path: Path) -> None:
    out = run("show", *ON, "-f", "ics", "-a", written(tmp_path, "09:30", "2020-07-13", None))
    assert "\r\nDTSTART:20200713T093000\r\n" in out
    assert "VTIMEZONE" not in out


def test_a_month_stays_an_event_of_whole_days_with_the_time_in_its_description() -> None:
    calendar = icalendar.Calendar.from_ical(run("show", *ON, "-f", "ics"))
    review: Any
    (review,) = (one for one in calendar.walk("VEVENT") if str(one["summary"]).endswith(": Review"))
    assert (review["dtstart"].dt, review["dtend"].dt) == (date(2020, 8, 1), date(2020, 9, 1))
    assert str(review["description"]).endswith("; time: 09:30 Asia/Kabul")


@pytest.mark.parametrize(
    ("due", "at"),
    # Each part of the year, and 24:00 of the day before summer time begins.
    [("2021-01-15", "12:00"), ("2021-07-15", "12:00"), ("2021-12-31", "24:00"), ("2021-03-27", "24:00"), ("2075-07-01", "08:00"), ("1969-07-01", "08:00")],
)  # fmt: skip
@pytest.mark.parametrize(
    "zone", ["Asia/Kabul", "Europe/Brussels", "America/New_York", "Australia/Sydney"]
)
def test_a_reader_without_a_zone_database_finds_the_moment(
    tmp_path: Path, zone: str, due: str, at: str
) -> None:
    """dateutil goes by the VTIMEZONE of the calendar alone."""
    out = run("show", *ON, "-f", "ics", "-a", written(tmp_path, at, due, zone))
    given = tzical(io.StringIO(out)).get(zone)
    midnight = datetime.fromisoformat(due)
    start = midnight + timedelta(hours=int(at[:2]))
    assert (
        start.replace(tzinfo=given).utcoffset() == start.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    )


@pytest.mark.parametrize("due", ["0001-01-01", "9998-12-31", "9999-07-01", "9999-12-31"])
@pytest.mark.parametrize("at", ["00:00", "23:59", "24:00"])
@pytest.mark.parametrize("zone", ["Asia/Kabul", "America/New_York", "Pacific/Kiritimati"])
def test_a_time_near_the_ends_of_the_calendar_is_an_event(
    tmp_path: Path, zone: str, due: str, at: str
) -> None:
    out = run("show", *ON, "-f", "ics", "-a", written(tmp_path, at, due, zone))
    if (due, at) == ("9999-12-31", "24:00"):
        # There is no day after it on which the event could be.
        assert event(out)["dtstart"].dt == date.max
        assert "VTIMEZONE" not in out
        return
    start = datetime.fromisoformat(due) + timedelta(hours=int(at[:2]), minutes=int(at[3:]))
    local = start.isoformat().replace("-", "").replace(":", "")
    assert f"\r\nDTSTART;TZID={zone}:{local}\r\n" in out
    (described,) = icalendar.Calendar.from_ical(out).walk("VTIMEZONE")
    assert described.subcomponents
