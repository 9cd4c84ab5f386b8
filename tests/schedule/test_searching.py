"""The search for an expression finds what trying each of them one by one finds."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import law
from timeline.dates.calendars import Calendar
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.errors import TimelineError
from timeline.schedule import searching
from timeline.schedule.searching import MOST_DAYS, MOST_MONTHS, Search

EVERY = [
    Expression(f"anchor{count}{adjuster}")
    for adjuster in ("", ", first of next month")
    for count in (
        "",
        *(f" + {days} days" for days in range(1, MOST_DAYS + 1)),
        *(f" + {months} months" for months in range(1, MOST_MONTHS + 1)),
    )
]
ROWS = [
    ("2003-01-31", "2003-05-01"),
    ("2002-04-11", "2002-07-01"),
    ("2020-02-29", "2021-04-29"),
    ("2020-02-29", "2021-04-30"),
    ("2021-01-31", "2021-02-28"),
    ("2021-08-31", "2021-11-30"),
    ("2021-05-01", "2021-05-01"),
    ("2021-05-01", "2021-04-01"),
    ("2010-12-31", "2020-12-31"),
    ("2020-01-01", "2022-09-27"),  # 1,000 days
    ("2010-12-31", "2020-09-19"),  # later than 120 months of the lunar calendar
    ("9999-12-30", "9999-12-31"),
]


def tried(rows: list[tuple[str, str]], counting: Counting) -> Counter[str]:
    """Return how many rows each expression gives, each evaluated for each row."""
    found = Counter[str]()
    for anchor, published in rows:
        names = {"anchor": DayRange.parse(anchor)}
        for expression in EVERY:
            try:
                days = expression.evaluate(names, counting)
                deadline = expression.rolled(days, counting).deadline
            except TimelineError:
                continue
            found[str(expression)] += str(deadline) == published
    return +found


# Few examples, since each is thousands of counts.
@settings(law, max_examples=law.max_examples // 5)
@given(
    st.lists(st.sampled_from(ROWS), max_size=3),
    st.builds(
        Counting,
        st.sampled_from(StartDay),
        st.sampled_from([MonthEnd.CLAMP, MonthEnd.STICKY, MonthEnd.OVERFLOW]),
        st.sampled_from(Calendar),
        st.sampled_from(Roll),
        st.booleans(),
    ),
)
def test_it_finds_what_trying_each_expression_finds(
    rows: list[tuple[str, str]], counting: Counting
) -> None:
    search = Search(counting)
    for row in rows:
        search.add(*row)
    found = search.found()
    assert {str(each.expression): each.rows for each in found} == tried(rows, counting)
    assert [each.rows for each in found] == sorted((each.rows for each in found), reverse=True)
    assert search.count == len(rows)


@pytest.mark.parametrize("row", ROWS, ids="/".join)
@pytest.mark.parametrize("calendar", [Calendar.GREGORIAN, Calendar.HIJRI])
def test_it_finds_what_gives_one_row(row: tuple[str, str], calendar: Calendar) -> None:
    """The first and the last of the counts, too."""
    counting = Counting(months_of=calendar)
    search = Search(counting)
    search.add(*row)
    assert {str(each.expression): each.rows for each in search.found()} == tried([row], counting)


def test_equal_ones_are_listed_without_the_adjuster_first_days_before_months_short_ones_first() -> (
    None
):
    search = Search(Counting())
    search.add("2021-01-01", "2021-03-01")
    found = [str(each.expression) for each in search.found()]
    first = date(2021, 2, 1) - date(2021, 1, 1)
    assert found == [
        "anchor + 59 days",
        "anchor + 2 months",
        *(f"anchor + {first.days + n} days, first of next month" for n in range(28)),
        "anchor + 1 month, first of next month",
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("2020-02-30", "2020-03-01"), 'anchor: "2020-02-30": February 2020 has 29 days'),
        (("2020-02-29", "soon"), 'published: "soon": unknown date format; use YYYY-MM-DD, YYYY-MM, YYYY, or two of these with a slash between them'),
    ],
)  # fmt: skip
def test_a_bad_day_is_named_with_its_column(row: tuple[str, str], problem: str) -> None:
    with pytest.raises(TimelineError) as error:
        Search(Counting()).add(*row)
    assert str(error.value) == problem


def test_a_full_cache_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched() -> list[tuple[str, int]]:
        search = Search(Counting())
        for row in [*ROWS[:3], *ROWS[:2]]:
            search.add(*row)
        return [(str(one.expression), one.rows) for one in search.found()]

    expected = searched()
    monkeypatch.setattr(searching, "_MOST_CACHED", 1)
    assert searched() == expected
