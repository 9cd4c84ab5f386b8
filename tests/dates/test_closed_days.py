"""Lists of closed days: what they close and why, and what is refused."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date, datetime

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import law
from timeline.dates import holiday_calendars
from timeline.dates.closed_days import ClosedDays
from timeline.errors import CalendarEndError, ClosedDaysError, MissingLibraryError
from timeline.plain_text import plain

VERSION = f"holidays {holidays.__version__}"  # type: ignore[attr-defined,unused-ignore]
US_DC = ClosedDays.of(["sat", "sun", "US-DC"], "file")


def faults(*entries: object) -> list[tuple[int | None, str]]:
    with pytest.raises(ClosedDaysError) as raised:
        ClosedDays.of(entries)
    assert str(raised.value).splitlines() == [line for _, line in raised.value.faults]
    return list(raised.value.faults)


# What is closed, and why


@pytest.mark.parametrize(
    ("entries", "day", "reason"),
    [
        # weekdays
        (["sat", "sun"], "2024-06-01", "Saturday"),
        (["sat", "sun"], "2024-06-02", "Sunday"),
        (["sat", "sun"], "2024-05-31", None),
        (["sat", "sun"], "2024-06-03", None),
        (["mon"], "2024-05-27", "Monday"),
        (["tue"], "2024-05-28", "Tuesday"),
        (["wed"], "2024-05-29", "Wednesday"),
        (["thu"], "2024-05-30", "Thursday"),
        (["FRI"], "2024-05-31", "Friday"),
        # dates and intervals, with both ends
        (["2024-05-29"], "2024-05-29", "listed"),
        (["2024-05-29"], "2024-05-28", None),
        (["2024-05-29"], "2024-05-30", None),
        ([date(2024, 5, 29)], "2024-05-29", "listed"),
        (["2023-12-23/2024-01-01"], "2023-12-22", None),
        (["2023-12-23/2024-01-01"], "2023-12-23", "listed"),
        (["2023-12-23/2024-01-01"], "2024-01-01", "listed"),
        (["2023-12-23/2024-01-01"], "2024-01-02", None),
        (["2024-08"], "2024-08-31", "listed"),
        # intervals inside one another
        (["2024-05-01/2024-05-31", "2024-05-02"], "2024-05-30", "listed"),
        # holidays: of a country, a part of it, a market; the weekday comes first
        (["US"], "2023-09-04", "Labor Day (US)"),
        (["us"], "2023-09-04", "Labor Day (US)"),
        (["US"], "2017-04-17", None),
        (["US-DC"], "2017-04-17", "Emancipation Day (observed) (US-DC)"),
        (["ECB"], "2024-05-01", "Labour Day (ECB)"),
        (["ECB"], "2024-05-02", None),
        (["US", "sat"], "2020-07-04", "Saturday"),
        (["US"], "2020-07-04", "Independence Day (US)"),
        (["2023-09-04", "US"], "2023-09-04", "listed"),
        (["ECB", "US"], "2023-09-04", "Labor Day (US)"),
    ],
)
def test_a_day_is_closed_for_a_reason(entries: list[object], day: str, reason: str | None) -> None:
    closed = ClosedDays.of(entries)
    assert closed.why(date.fromisoformat(day)) == reason
    assert closed.is_closed(date.fromisoformat(day)) == (reason is not None)


def test_estimated_days_are_named_as_such() -> None:
    """The library gives the days of Islamic holidays in 2027 as estimates, and Afghanistan's others not."""
    names = holiday_calendars.holidays_in("AF", 2027)
    estimated = {name for name in names.values() if name.endswith(" (AF, estimated)")}
    assert {name.removesuffix(" (AF, estimated)") for name in estimated} == {
        "Day of Arafah",
        "Eid al-Adha",
        "Eid al-Fitr",
        "First Day of Ramadan",
        "Prophet's Birthday",
    }
    assert "American Withdrawal Day (AF)" in names.values()


def test_a_day_with_another_holiday_is_not_estimated() -> None:
    """Whether the feast falls on it is estimated; the day is closed in any case."""
    reason = ClosedDays.of(["AF"]).why(date(2029, 2, 15))
    assert reason == "Eid al-Fitr; Liberation Day (AF)"


@pytest.mark.parametrize("code", ["SA", "CI", "ES-CE"])
def test_estimated_days_are_known_where_the_library_names_them_only_on_request(code: str) -> None:
    assert any("estimated" in name for name in holiday_calendars.holidays_in(code, 2030).values())


def test_a_calendar_closes_no_weekend() -> None:
    """The library has Friday and Saturday for Afghanistan; a list names them, or others."""
    friday, saturday = date(2024, 5, 31), date(2024, 6, 1)
    assert holidays.country_holidays("AF").weekend == {friday.weekday(), saturday.weekday()}
    afghan = ClosedDays.of(["AF"])
    assert (afghan.why(friday), afghan.why(saturday)) == (None, None)
    assert ClosedDays.of(["fri", "AF"]).why(friday) == "Friday"


def test_names_do_not_depend_on_the_language_of_the_environment() -> None:
    code = (
        "from datetime import date; from timeline.dates.closed_days import ClosedDays;"
        "print(ClosedDays.of(['AF']).why(date(2024, 8, 31)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"LANGUAGE": "fa_AF", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "American Withdrawal Day (AF)\n"


# The years that a calendar knows


@pytest.mark.filterwarnings("ignore")  # as in a program, where warnings are no errors
@pytest.mark.parametrize(
    ("code", "known", "unknown", "years"),
    [
        ("US", "2100-12-31", "2101-01-01", "1777 to 2100 for the holiday calendar US of {}"),
        ("US", "1777-01-01", "1776-12-31", "1777 to 2100 for the holiday calendar US of {}"),
        # without Islamic holidays before 1925, though the library begins in 1919
        ("AF", "1925-01-01", "1924-12-31", "1925 to 2100 for the holiday calendar AF of {}"),
        # for other years the library knows some holidays, and warns
        ("IN", "2035-12-31", "2036-01-01", "that of the holiday calendar IN of {}: Requested Holidays are available only from 2001 to 2035."),
    ],
)  # fmt: skip
def test_a_year_that_a_calendar_does_not_know_is_an_error(
    code: str, known: str, unknown: str, years: str
) -> None:
    closed = ClosedDays.of([code, "2105-01-01"])
    closed.is_closed(date.fromisoformat(known))
    with pytest.raises(CalendarEndError) as raised:
        closed.is_closed(date.fromisoformat(unknown))
    assert str(raised.value) == f"outside the supported range, {years.format(VERSION)}"
    assert closed.why(date(2105, 1, 1)) == "listed"


def test_the_next_year_is_looked_up_only_when_a_count_reaches_it() -> None:
    """The calendar of the ECB begins in 1999, with a closed New Year's Day, and ends in 2100."""
    last, first = date(2100, 12, 31), date(1999, 1, 2)
    closed = ClosedDays.of(["ECB"])
    assert closed.nth_open(date(2100, 12, 30), 1) == last
    assert closed.nth_open(date(1999, 1, 3), -1) == first
    assert closed.nth_open(date(1998, 12, 31), 1) == first
    assert closed.nth_open(date(2101, 1, 1), -1) == last
    for day, number in ((last, 1), (first, -1), (date(2100, 12, 30), 2), (date(2150, 1, 1), -1)):
        with pytest.raises(CalendarEndError, match="1999 to 2100 for the holiday calendar ECB"):
            closed.nth_open(day, number)


def test_the_year_before_is_looked_up_only_when_a_count_back_reaches_it() -> None:
    """The calendar of Afghanistan begins in 1925, with an open New Year's Day."""
    first = date(1925, 1, 1)
    closed = ClosedDays.of(["AF"])
    assert closed.nth_open(date(1925, 1, 2), -1) == first
    assert closed.nth_open(date(1925, 2, 1), -31) == first
    with pytest.raises(CalendarEndError, match="1925 to 2100 for the holiday calendar AF"):
        closed.nth_open(first, -1)


# Lists


def test_a_list_reads_its_own_text() -> None:
    text = "sat,sun,2023-12-23/2024-01-01,2024-05-29,US-DC,ECB"
    closed = ClosedDays.parse(" SAT, Sun ,2023-12-23/2024-01-01,2024-05-29,us-dc,ecb", "file")
    assert str(closed) == text
    assert ClosedDays.parse(text, "file") == closed


def test_lists_are_hashable_and_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(US_DC)) == US_DC  # noqa: S301
    assert (
        len({US_DC, ClosedDays.of(["sat", "sun", "us-dc"], "file"), ClosedDays.of(["US-DC"])}) == 2
    )


def test_the_origin_names_the_library_only_where_it_was_used() -> None:
    assert US_DC.origin == f"file; {VERSION}"
    assert ClosedDays.of(["sat"], "command line").origin == "command line"


@pytest.mark.parametrize("text", ["", " ", "2024-01-01", "US"])
def test_a_list_without_weekdays_has_a_note(text: str) -> None:
    closed = ClosedDays.parse(text)
    assert closed.note == "the closed days name no weekday, so that Saturdays and Sundays are open"
    assert not closed.is_closed(date(2024, 6, 1))


def test_a_list_with_a_weekday_has_no_note() -> None:
    assert ClosedDays.of(["fri"]).note is None


def test_only_a_code_loads_the_library() -> None:
    code = (
        "import sys; from timeline.dates.closed_days import ClosedDays;"
        "ClosedDays.parse('sat,sun,2024-01-01'); print('holidays' in sys.modules);"
        "ClosedDays.parse('US'); print('holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\nTrue\n"


def test_a_code_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays.version", None)
    assert str(ClosedDays.of(["sat", "2024-01-01"])) == "sat,2024-01-01"
    with pytest.raises(MissingLibraryError) as raised:
        ClosedDays.of(["sat", "US"])
    assert str(raised.value) == 'the holiday calendar "US" needs holidays: pip install holidays'


# Faults


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        # not text
        (7, '7: needs text, such as "sat", "2024-01-01" or "US"'),
        (True, 'true: needs text, such as "sat", "2024-01-01" or "US"'),
        (datetime(2024, 1, 1), '2024-01-01 00:00:00: needs text, such as "sat", "2024-01-01" or "US"'),  # noqa: DTZ001
        # weekdays
        ("monday", '"monday": unknown weekday; did you mean mon?'),
        ("tues", '"tues": unknown weekday; did you mean tue?'),
        ("fryda", '"fryda": unknown weekday; did you mean fri?'),
        ("Wensday", '"Wensday": unknown weekday; did you mean wed?'),
        # five letters are no code, four may be one
        ("sabat", '"sabat": unknown weekday; did you mean sat?'),
        ("qqqq", '"qqqq": unknown holiday calendar; use a code such as US, US-DC or ECB'),
        ("x" * 100, f'"{"x" * 29}…{"x" * 29}": unknown weekday; choose from mon, tue, wed, thu, fri, sat, sun'),
        # calendars
        ("XX", '"XX": unknown holiday calendar; use a code such as US, US-DC or ECB'),
        ("", '"": empty; use a weekday, a date or a code, such as "sat"'),
        (" ", '" ": empty; use a weekday, a date or a code, such as "sat"'),
        ("JAN", '"JAN": unknown holiday calendar; use a code such as US, US-DC or ECB'),
        # a country's second code, AFG, is read but not suggested
        ("AFGX", '"AFGX": unknown holiday calendar; use a code such as US, US-DC or ECB'),
        ("USDC", '"USDC": unknown holiday calendar; did you mean US-DC?'),
        ("UX-DC", '"UX-DC": unknown holiday calendar; did you mean US-DC?'),
        ("US-TY", '"US-TY": US has no part "TY"; did you mean US-WY?'),
        ("AF-KAB", '"AF-KAB": AF has no part "KAB"; use AF alone'),
        ("\x1b[31m", '"\\x1b[31m": unknown holiday calendar; use a code such as US, US-DC or ECB'),
        # dates
        ("2023-02-29", '"2023-02-29": February 2023 has 28 days'),
        ("2024-01-02/2024-01-01", '"2024-01-02/2024-01-01": ends before it begins; put the earlier date first'),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_named(entry: object, line: str) -> None:
    assert faults("sat", entry) == [(1, line)]


def test_every_fault_of_a_list_is_named_with_its_position() -> None:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    every = "every weekday is closed; leave one open"
    assert faults(*week) == [(None, every)]
    assert [position for position, _ in faults(7, *week, "XX")] == [0, 8, None]


@law
@given(
    st.text(max_size=12)
    | st.lists(st.sampled_from(["sat", "US", "-", "DC", ",", "2024", "/", "é"])).map("".join)
)
def test_any_text_is_a_list_or_has_faults_of_one_line(text: str) -> None:
    try:
        closed = ClosedDays.parse(text)
    except ClosedDaysError as error:
        lines = str(error).splitlines()
        assert lines == [line for _, line in error.faults]  # noqa: PT017 - or there is no error
        assert lines == list(map(plain, lines))
    else:
        assert ClosedDays.parse(str(closed)) == closed


# What is assumed of the library


CODES = [*holidays.list_supported_countries(), *holidays.list_supported_financial()]


def test_every_code_of_the_library_is_known_and_none_is_like_a_weekday() -> None:
    assert {"US", "AF", "ECB"} <= set(CODES)
    assert [holiday_calendars.canonical(code.lower()) for code in CODES] == CODES
    assert not [code for code in CODES if len(code) > 4]
    assert not [code for code in CODES if code[:3].lower() in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}]  # fmt: skip


def test_every_part_of_a_country_is_known() -> None:
    parts = [
        f"{code}-{part}"
        for code, parts in holidays.list_supported_countries(include_aliases=False).items()
        for part in parts
    ]
    assert len(parts) > 500
    assert [holiday_calendars.canonical(part.upper()) for part in parts] == parts


def test_no_name_says_in_another_way_that_it_is_estimated() -> None:
    estimated = 0
    for code in CODES:
        try:
            names = holiday_calendars.holidays_in(code, 2030).values()
        except CalendarEndError:
            continue
        estimated += sum(name.endswith(f"({code}, estimated)") for name in names)
        rest = [name.removesuffix(f"({code}, estimated)") for name in names]
        assert not [name for name in rest if "estimated" in name]
    assert estimated > 100
