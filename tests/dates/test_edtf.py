"""Days, months, years and intervals in EDTF."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.strategies import law, spans
from timeline.dates.edtf import DayRange
from timeline.errors import ExpressionError


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        # a day
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        # a month
        ("2020-08", "2020-08-01", "2020-08-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        # a year
        ("2020", "2020-01-01", "2020-12-31"),
        # an interval, with ends of any precision
        ("2020-08-01/2020-08-27", "2020-08-01", "2020-08-27"),
        ("2020-08/2020-09", "2020-08-01", "2020-09-30"),
        ("2020/2021-02", "2020-01-01", "2021-02-28"),
        ("2020-08/2020-08-27", "2020-08-01", "2020-08-27"),
        ("2020-08-27/2020", "2020-08-27", "2020-12-31"),
        ("2020-08-27/2020-08-27", "2020-08-27", "2020-08-27"),
    ],
)
def test_an_imprecise_date_has_all_its_days(text: str, earliest: str, latest: str) -> None:
    found = DayRange.parse(text)
    assert (found.earliest, found.latest) == (
        date.fromisoformat(earliest),
        date.fromisoformat(latest),
    )
    assert found.deadline == found.latest
    assert found.is_day is (earliest == latest)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # days and months that do not exist
        ("2020-02-30", "February 2020 has 29 days"),
        ("2021-02-29", "February 2021 has 28 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("2020-04-31", "April 2020 has 30 days"),
        ("2020-08-00", "August 2020 has 31 days"),
        ("2020-13", "there is no month 13; use 01 to 12"),
        ("2020-00-01", "there is no month 00; use 01 to 12"),
        ("0000-01-01", "there is no year 0000; use 0001 to 9999"),
        # other ways to write a date
        ("02/03/2020", "did you mean 2020-03-02 or 2020-02-03?"),
        ("20200229", "did you mean 2020-02-29?"),
        ("2020-2-9", "did you mean 2020-02-09?"),
        ("29.02.2020", "did you mean 2020-02-29?"),
        ("20200230", "use YYYY-MM-DD"),
        ("10000-01-01", "use YYYY-MM-DD"),
        ("20-02-29", "use YYYY-MM-DD"),
        ("2020-02-29T00:00", "use YYYY-MM-DD"),
        ("2020-02-29\n", "use YYYY-MM-DD"),
        ("٢٠٢٠-٠٢-٢٩", "use YYYY-MM-DD"),
        ("", "use YYYY-MM-DD"),
        # intervals with a missing or additional end, or in the wrong order
        ("2020-08/", "use YYYY-MM-DD"),
        ("/2020-08", "use YYYY-MM-DD"),
        ("2020/2021/2022", "use YYYY-MM-DD"),
        ("2020-08-27/2020-08-01", "ends before it begins; put the earlier date first"),
        ("2020-08-01/2020-08-32", "August 2020 has 31 days"),
    ],
)
def test_an_invalid_date_is_an_error_that_says_what_to_write(text: str, problem: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        DayRange.parse(text)
    assert problem in str(caught.value)
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        # the shortest text with the same meaning
        ("2020-08-27", "2020-08-27", "2020-08-27"),
        ("2020-08-01", "2020-08-31", "2020-08"),
        ("2020-02-01", "2020-02-29", "2020-02"),
        ("2020-02-01", "2020-02-28", "2020-02-01/2020-02-28"),
        ("2020-08-01", "2020-09-30", "2020-08-01/2020-09-30"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-01-01", "2021-12-31", "2020-01-01/2021-12-31"),
        ("0001-01-01", "0001-12-31", "0001"),
    ],
)
def test_a_range_is_written_in_its_shortest_form(earliest: str, latest: str, text: str) -> None:
    assert str(DayRange(date.fromisoformat(earliest), date.fromisoformat(latest))) == text


@law
@given(spans)
def test_a_range_can_be_parsed_from_its_text(days: DayRange) -> None:
    assert DayRange.parse(str(days)) == days
