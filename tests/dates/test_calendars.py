"""The three calendars: dates of the agreement in each, months counted in each, and their ends."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.dates.calendars import Calendar, bounds_of_month, from_calendar, in_calendar
from timeline.errors import CalendarEndError, NoSuchDayError

# Printed side by side in the agreement of 29 February 2020, or known to be the same days.
PAIRS = [
    ("2020-02-29", "1441-07-05", "5 Rajab 1441", "1398-12-10", "10 Hoot 1398"),
    ("2020-03-10", "1441-07-15", "15 Rajab 1441", "1398-12-20", "20 Hoot 1398"),
    ("2020-05-29", "1441-10-06", "6 Shawwal 1441", "1399-03-09", "9 Jawza 1399"),
    ("2020-08-27", "1442-01-08", "8 Muharram 1442", "1399-06-06", "6 Sonbola 1399"),
]


@pytest.mark.parametrize(("day", "hijri", "hijri_words", "solar", "solar_words"), PAIRS)
def test_the_agreements_own_pairs_are_the_same_days(
    day: str, hijri: str, hijri_words: str, solar: str, solar_words: str
) -> None:
    here = date.fromisoformat(day)
    for calendar, figures, in_words in (
        (Calendar.HIJRI, hijri, hijri_words),
        (Calendar.SOLAR_HIJRI, solar, solar_words),
    ):
        there = in_calendar(here, calendar)
        assert (str(there), there.in_words) == (figures, in_words)
        year, month, number = map(int, figures.split("-"))
        assert from_calendar(year, month, number, calendar) == here


def test_solar_months_have_the_names_used_in_afghanistan() -> None:
    names = "Hamal Sawr Jawza Saratan Asad Sonbola Mizan Aqrab Qaws Jadi Dalw Hoot".split()  # noqa: SIM905
    starts = [from_calendar(1399, month, 1, Calendar.SOLAR_HIJRI) for month in range(1, 13)]
    assert [in_calendar(day, Calendar.SOLAR_HIJRI).month_name for day in starts] == names


@pytest.mark.parametrize("calendar", Calendar)
def test_a_months_bounds_are_its_first_and_last_day(calendar: Calendar) -> None:
    for number in range(date(2020, 1, 1).toordinal(), date(2021, 4, 1).toordinal()):
        day = date.fromordinal(number)
        first, last = bounds_of_month(day, calendar)
        assert first <= day <= last
        here = in_calendar(day, calendar)
        assert (day - first).days == here.day - 1
        assert in_calendar(first, calendar).month_name == in_calendar(last, calendar).month_name
        assert in_calendar(date.fromordinal(last.toordinal() + 1), calendar).day == 1


@pytest.mark.parametrize(
    ("calendar", "first", "last"),
    [
        (Calendar.SOLAR_HIJRI, "0622-03-22", "9999-03-19"),
        (Calendar.HIJRI, "1924-08-01", "2077-11-16"),
    ],
)
def test_a_date_outside_a_calendars_range_is_an_error(
    calendar: Calendar, first: str, last: str
) -> None:
    inside = date.fromisoformat(first), date.fromisoformat(last)
    assert in_calendar(inside[0], calendar).day == 1
    assert in_calendar(inside[1], calendar).day >= 29
    with pytest.raises(CalendarEndError, match=f"outside the supported range, {first} to {last}"):
        in_calendar(date.fromordinal(inside[0].toordinal() - 1), calendar)


@pytest.mark.parametrize(
    ("calendar", "figures"),
    [
        (Calendar.GREGORIAN, (2021, 2, 29)),
        (Calendar.SOLAR_HIJRI, (1398, 12, 30)),  # 1399 is the leap year
        (Calendar.SOLAR_HIJRI, (1399, 7, 31)),
        (Calendar.SOLAR_HIJRI, (1399, 13, 1)),
        (Calendar.HIJRI, (1441, 7, 31)),
        (Calendar.HIJRI, (1441, 0, 1)),
    ],
)
def test_dates_that_do_not_exist_in_a_calendar_are_refused(
    calendar: Calendar, figures: tuple[int, int, int]
) -> None:
    with pytest.raises(NoSuchDayError, match=f"not a date in the {calendar} calendar"):
        from_calendar(*figures, calendar)


def test_14_months_of_each_calendar_end_on_three_days() -> None:
    expected = {"gregorian": "2021-04-29", "solar-hijri": "2021-04-30", "hijri": "2021-04-17"}
    for calendar, day in expected.items():
        transcript = timeline("date", "signed + 14 months", "--months-of", calendar)
        assert transcript == Transcript(0, f"{day}\n", "")


def test_date_adds_the_day_in_words() -> None:
    both = ("--calendar", "hijri", "--calendar", "solar-hijri")
    assert timeline("date", "signed", *both).out == "2020-02-29\t5 Rajab 1441\t10 Hoot 1398\n"


def test_days_in_further_calendars_have_their_own_keys() -> None:
    arguments = ("--on", "2020-02-29", "--calendar", "solar-hijri", "--calendar", "hijri")
    document = json.loads(timeline("show", *arguments, "-f", "json").out)
    talks = document["milestones"][0]
    assert (talks["due"], talks["solar_hijri"], talks["hijri"]) == (
        "2020-03-10",
        "1398-12-20",
        "1441-07-15",
    )
    header, first, *_ = timeline("next", *arguments, "-f", "csv").out.splitlines()
    assert header.endswith(",solar_hijri,hijri")
    assert first.endswith(",1398-12-20,1441-07-15")
    assert "20 Hoot 1398" in timeline("show", *arguments).out
    explained = json.loads(timeline("explain", "talks", *arguments, "-f", "json").out)
    assert (explained["solar_hijri"], explained["hijri"]) == ("1398-12-20", "1441-07-15")


def test_a_day_beyond_a_calendar_is_null_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    path.write_text(
        'title = "Old"\nsigned = 1842-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 1842-01-06\n'
    )
    note = (
        "timeline: 1842-01-06 in the hijri calendar: outside the supported range, "
        "1924-08-01 to 2077-11-16\n"
    )
    arguments = ("-a", str(path), "--on", "1842-01-01", "--calendar", "hijri")
    status, out, err = timeline("show", *arguments, "-f", "json")
    assert (status, err) == (0, note)
    assert json.loads(out)["milestones"][0]["hijri"] is None
    assert timeline("date", "a", *arguments) == Transcript(0, "1842-01-06\t\n", note)


def test_an_unknown_calendar_is_one_line() -> None:
    status, out, err = timeline("show", "--calendar", "mayan")
    assert (status, out) == (2, "")
    assert err == (
        "timeline: Invalid value for '--calendar': 'mayan' is not one of 'hijri', 'solar-hijri'.\n"
    )


def test_validate_compares_stated_dates_with_computed_ones(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-02-29\nstated = { hijri = "1441-07-06" }\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-03-10\n'
        'stated = { hijri = "1441-07-15", solar-hijri = "1398-12-21" }\n'
    )
    assert timeline("validate", str(path)) == Transcript(
        1,
        f'{path}: stated.hijri: found "1441-07-06"; expected "1441-07-05", which is 2020-02-29\n'
        f"{path}: milestone[a].stated.solar-hijri: "
        'found "1398-12-21"; expected "1398-12-20", which is 2020-03-10\n',
        "",
    )


def test_a_stated_date_that_the_library_does_not_support_is_not_checked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 0700-01-01\nstated = { hijri = "0080-10-30" }\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = 9000-03-10\n'
        'stated = { hijri = "8800-01-30", solar-hijri = "8378-12-20" }\n'
    )
    assert timeline("validate", str(path)) == Transcript(0, "", "")
