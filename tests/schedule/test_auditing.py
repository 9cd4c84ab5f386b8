"""Published days, the rules that give them, and what is true of a table of them."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import law
from timeline.dates.adjusters import AFTER_COMMA
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.errors import TimelineError
from timeline.schedule import auditing
from timeline.schedule.audit_summary import MOST_NAMED, AuditedRow, Summary, Tally
from timeline.schedule.auditing import Auditor, Finding
from timeline.schedule.departures import departures
from timeline.schedule.readings import field_of

DEFAULT = Auditor(Counting())


def found(anchor: str, expression: str, published: str, auditor: Auditor = DEFAULT) -> Finding:
    return auditor.finding(anchor, expression, published)


def given_by(finding: Finding, auditor: Auditor = DEFAULT) -> list[tuple[str, ...]]:
    """Return the smallest departures, each as the values that it changes."""
    return [
        tuple(str(rule) for rule in auditor.departures[number].rules)
        for number in finding.given_by.smallest
    ]


# What was published


@pytest.mark.parametrize(
    ("anchor", "expression", "published", "rules"),
    [
        # the default: US Department of Defense; Paris Agreement, art. 21; Rome Statute, art. 126;
        # Mine Ban Convention, art. 17(1); Istanbul Convention, art. 75; EU AI Act, art. 113(a)
        ("2020-02-29", "anchor + 135 days", "2020-07-13", [()]),
        ("2016-10-05", "anchor + 30 days", "2016-11-04", [()]),
        ("2003-01-31", "anchor + 60 days, first of next month", "2003-05-01", [()]),
        ("2002-04-11", "anchor + 60 days, first of next month", "2002-07-01", [()]),
        ("1998-09-16", "anchor + 5 months, first of next month", "1999-03-01", [()]),
        ("2014-04-22", "anchor + 3 months, first of next month", "2014-08-01", [()]),
        ("2024-08-01", "anchor + 6 months + 1 day", "2025-02-02", [()]),
        # included: Haufe on TzBfG §15; Wang v University of Keele
        ("2021-01-01", "anchor + 2 years", "2022-12-31", [("included",)]),
        ("2008-11-04", "anchor + 3 months", "2009-02-03", [("included",)]),
        # sticky, or a clear day: Companies Act 2006, note 689; Trade Marks Act 1995 (Cth), s 6A
        ("2021-06-30", "anchor + 6 months", "2021-12-31", [("clear",), ("sticky",)]),
        ("2021-09-30", "anchor + 3 months", "2021-12-31", [("clear",), ("sticky",)]),
        # clear: CPR 2.8(3); the 29th is a Sunday, so that a roll gives the 30th too
        ("2017-10-01", "anchor + 28 days", "2017-10-30", [("clear",), ("following",)]),
        ("2017-10-20", "anchor - 3 days", "2017-10-16", [("clear",)]),
        # following: Haufe on ZPO 222, a Sunday to Monday, which clear days give too
        ("2012-11-30", "anchor + 1 month", "2012-12-31", [("clear",), ("sticky",), ("following",)]),
        # the agreement of 29 February 2020: CRS R46670 for 30 April, the Taliban's spokesman for 1 May
        ("2020-02-29", "anchor + 14 months", "2021-04-30", [("clear",), ("sticky",), ("solar-hijri",)]),
        ("2020-02-29", "anchor + 14 months", "2021-05-01", [("clear", "sticky")]),
        ("2020-02-29", "anchor + 14 months", "2021-04-17", [("hijri",)]),
        # a slip of one day looks like clear days: treaties.fcdo.gov.uk, item 71814
        ("1994-03-18", "anchor + 90 days", "1994-06-17", [("clear",)]),
    ],
)  # fmt: skip
def test_the_rule_of_a_published_day_is_found(
    anchor: str, expression: str, published: str, rules: list[tuple[str, ...]]
) -> None:
    finding = found(anchor, expression, published)
    assert given_by(finding) == rules
    assert (finding.is_explained, finding.past, str(finding.nearest)) == (True, 0, published)


def test_a_slip_gets_the_nearest_day_and_how_far_off_it_is() -> None:
    """Kuwait, 24 May 2013 and six months: treaties.fcdo.gov.uk, item 72042."""
    finding = found("2013-05-24", "anchor + 6 months", "2013-10-25")
    assert (str(finding.due), finding.difference) == ("2013-11-24", -30)
    assert not finding.is_explained
    assert finding.given_by.every == frozenset()
    # The day before the corresponding day; months of the lunar calendar would be nearer, but by chance.
    assert (str(finding.nearest), finding.past) == ("2013-11-23", -29)
    assert given_by(finding) == [("included",)]


def test_of_two_days_that_are_equally_near_the_earlier_is_named() -> None:
    # 29 March with clear days, 31 March from a month's last day to a month's last day
    finding = found("2018-02-28", "anchor + 1 month", "2018-03-30")
    assert (str(finding.nearest), finding.past) == ("2018-03-29", 1)
    assert given_by(finding) == [("clear",)]


# The departures


def test_the_rules_in_force_come_first_then_one_change_then_two() -> None:
    changed = [tuple(map(str, each.rules)) for each in DEFAULT.departures]
    assert changed == [
        (),
        *(("included",), ("clear",), ("sticky",), ("overflow",)),
        *(("solar-hijri",), ("hijri",), ("following",)),
        *(("included", "sticky"), ("included", "overflow"), ("included", "following")),
        *(("clear", "sticky"), ("clear", "overflow"), ("clear", "following")),
        *(("sticky", "following"), ("overflow", "following")),
    ]


COUNTINGS = st.builds(
    Counting,
    st.sampled_from(StartDay),
    st.sampled_from(MonthEnd),
    st.sampled_from(Calendar),
    st.sampled_from(Roll),
    st.booleans(),
    st.sampled_from([ClosedDays.parse("sat,sun"), ClosedDays.parse("fri,sat,2021-01-03")]),
)


@law
@given(COUNTINGS)
def test_departures_change_what_they_name_and_nothing_else(counting: Counting) -> None:
    every = departures(counting)
    assert every[0].counting == counting
    assert len({each.counting for each in every}) == len(every)
    numbers = [len(each.rules) for each in every]
    assert numbers == sorted(numbers)
    for each in every:
        changed = {field_of(rule): rule for rule in each.rules}
        for field in Counting.__struct_fields__:
            expected = changed.get(field, getattr(counting, field))
            assert getattr(each.counting, field) == expected


# Laws

DAYS = st.dates(date(1930, 1, 1), date(2070, 1, 1))
PERIODS = st.one_of(
    st.builds("{} days".format, st.integers(0, 400)),
    st.builds("{} months".format, st.integers(0, 40)),
    st.builds("{} months {} days".format, st.integers(1, 20), st.integers(1, 40)),
    st.builds("{} working days".format, st.integers(0, 60)),
)
EXPRESSIONS = st.builds(
    "{}anchor{}{}{}".format,
    st.sampled_from(["", "", "before "]),
    st.sampled_from([" + ", " - "]),
    PERIODS,
    st.sampled_from(["", "", *(f", {adjuster}" for adjuster in AFTER_COMMA)]),
)


def counted(expression: str, anchor: date, counting: Counting) -> date | None:
    """Return the day by the expression's own way, without departures and groups."""
    read = Expression(expression)
    try:
        days = read.evaluate({"anchor": DayRange.of(anchor)}, counting)
        return read.rolled(days, counting).deadline
    except TimelineError:
        return None


@law
@given(DAYS, EXPRESSIONS, COUNTINGS, st.integers(0, 15))
def test_what_a_departure_gives_is_explained_by_it_or_by_one_as_small(
    anchor: date, expression: str, counting: Counting, number: int
) -> None:
    auditor = Auditor(counting)
    departure = auditor.departures[number % len(auditor.departures)]
    published = counted(expression, anchor, departure.counting)
    assume(published is not None)
    finding = found(str(anchor), expression, str(published), auditor)
    assert finding.is_explained
    for smallest in finding.given_by.smallest:
        each = auditor.departures[smallest]
        assert counted(expression, anchor, each.counting) == published
        assert len(each.rules) <= len(departure.rules)
    # All that give it are known, whatever was grouped.
    assert finding.given_by.every == {
        place
        for place, each in enumerate(auditor.departures)
        if counted(expression, anchor, each.counting) == published
    }
    assert finding.due == counted(expression, anchor, counting)


@law
@given(DAYS, EXPRESSIONS, DAYS)
def test_what_no_departure_gives_is_unexplained_and_nothing_small_is_nearer(
    anchor: date, expression: str, published: date
) -> None:
    days = [counted(expression, anchor, each.counting) for each in DEFAULT.departures]
    small = [
        day
        for day, each in zip(days, DEFAULT.departures, strict=True)
        if day and len(each.rules) < 2 and not any(isinstance(one, Calendar) for one in each.rules)
    ]
    assume(small and published not in days)
    finding = found(str(anchor), expression, str(published))
    assert not finding.is_explained
    assert finding.past == (published - finding.nearest).days
    assert abs(finding.past) == min(abs((published - day).days) for day in small)
    assert finding.nearest == min(
        day for day in small if abs(published - day) == abs(published - finding.nearest)
    )


def _clamp(day: date, months: int, days: int) -> date:
    return day + relativedelta(months=months) + timedelta(days)


def _included(day: date, months: int, days: int) -> date:
    """The day before the corresponding day, or the month's last where it has none: BGB 188(2), (3)."""
    if not months:
        return day + timedelta(max(days - 1, 0))
    end = day + relativedelta(months=months)
    return end + timedelta(days - (end.day == day.day))


def _clear(day: date, months: int, days: int) -> date:
    return _clamp(day, months, days) + timedelta(bool(months or days))


def _sticky(day: date, months: int, days: int) -> date:
    end = day + relativedelta(months=months)
    if months and day.day == monthrange(day.year, day.month)[1]:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return end + timedelta(days)


def _overflow(day: date, months: int, days: int) -> date:
    first = day.replace(day=1) + relativedelta(months=months)
    return first + timedelta(day.day - 1 + days)


@pytest.mark.parametrize(
    ("rules", "oracle"),
    [
        ((), _clamp),
        (("included",), _included),
        (("clear",), _clear),
        (("sticky",), _sticky),
        (("overflow",), _overflow),
    ],
    ids=["default", "included", "clear", "sticky", "overflow"],
)
def test_random_rows_of_another_implementation_are_given_by_its_rule(
    rules: tuple[str, ...], oracle: Callable[[date, int, int], date]
) -> None:
    """And by no smaller departure, unless the default gives the same day."""
    rng = random.Random(14)
    (number,) = (
        place
        for place, each in enumerate(DEFAULT.departures)
        if tuple(map(str, each.rules)) == rules
    )
    own = 0
    for _ in range(2_000):
        day = date.fromordinal(rng.randint(711_000, 740_000))
        if rng.random() < 0.5:
            length = monthrange(day.year, day.month)[1]
            day = day.replace(day=rng.randint(length - 2, length))
        months, days = rng.choice(
            [(0, rng.randint(0, 200)), (rng.randint(1, 30), rng.choice([0, 9]))]
        )
        published = oracle(day, months, days)
        finding = found(str(day), f"anchor + {months} months {days} days", str(published))
        assert number in finding.given_by.every
        same = published == _clamp(day, months, days)
        assert (finding.given_by.smallest == (0,)) == same
        own += not same
        assert same or number in finding.given_by.smallest
    assert own > 30 or not rules


# Bad texts


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("2020-02-30", "anchor", "2020-02-29"), 'anchor: "2020-02-30": February 2020 has 29 days'),
        (("2020-02-29", "anchor", "29/02/2020"), 'published: "29/02/2020": unknown date format; did you mean 2020-02-29?'),
        (("2020-02", "anchor", "2020-02-29"), 'anchor: "2020-02": more than one day, 2020-02-01 to 2020-02-29; use one, such as 2020-02-29'),
        (("", "anchor", "2020-02-29"), 'anchor: "": unknown date format; use YYYY-MM-DD, YYYY-MM, YYYY, or two of these with a slash between them'),
        (("2020-02-29", "", "2020-02-29"), 'expression: "": does not count from anchor; write, for example, anchor + 90 days'),
        (("2020-02-29", "signed + 1 day", "2020-03-01"), 'expression: "signed + 1 day": does not count from anchor; write, for example, anchor + 90 days'),
        (("2020-02-29", "2020-02-29 + 1 day", "2020-03-01"), 'expression: "2020-02-29 + 1 day": does not count from anchor; write, for example, anchor + 90 days'),
        (("2020-02-29", "actual anchor", "2020-03-01"), 'expression: "actual anchor": does not count from anchor; write, for example, anchor + 90 days'),
        (("2020-02-29", "anchor + 9000 years", "2020-03-01"), 'expression: "anchor + 9000 years": outside the supported range, 0001-01-01 to 9999-12-31'),
    ],
)  # fmt: skip
def test_a_bad_text_is_named_with_its_column(row: tuple[str, str, str], problem: str) -> None:
    with pytest.raises(TimelineError) as error:
        found(*row)
    assert str(error.value) == problem


def test_rules_in_force_that_give_no_day_leave_others_that_do() -> None:
    reject = Auditor(Counting(month_end=MonthEnd.REJECT))
    finding = found("2021-01-31", "anchor + 1 month", "2021-02-28", reject)
    assert (finding.due, finding.difference) == (None, None)
    assert given_by(finding, reject)[0] == ("clamp",)


# Summaries


def summed(rows: list[tuple[str, str, str]], auditor: Auditor = DEFAULT) -> Summary:
    tally = Tally()
    for line, row in enumerate(rows, 2):
        tally.add(AuditedRow(line, None, found(*row, auditor)))
    return tally.summary()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2021-01-31", "2021-02-28", "2021-06-30", "2013-05-24"]),
        st.sampled_from(["anchor + 90 days", "anchor + 6 months", "anchor + 1 month"]),
        st.sampled_from(["2021-02-28", "2021-05-01", "2021-05-02", "2021-12-31", "2013-10-25"]),
    ),
    max_size=30,
)


@law
@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter_for_the_summary(
    rows: list[tuple[str, str, str]], chance: random.Random
) -> None:
    other = chance.sample(rows, len(rows))
    one, two = summed(rows), summed(other)
    for summary in (one, two):
        # Each row is counted once, as explained by something or by nothing.
        assert summary.count == len(rows)
        assert sum(count for _, count in summary.explained) + summary.unexplained == len(rows)
        assert len(summary.breaking) == summary.breaking_count
    assert one.given == two.given
    assert one.explained == two.explained
    assert (one.unexplained, one.breaking_count) == (two.unexplained, two.breaking_count)
    findings = [[row.finding for row in summary.breaking] for summary in (one, two)]
    assert all(finding in findings[1] for finding in findings[0])


@law
@given(ROWS)
def test_the_best_rule_gives_most_rows_and_the_others_break_it(
    rows: list[tuple[str, str, str]],
) -> None:
    summary = summed(rows)
    given = [
        sum(
            str(counted(expression, date.fromisoformat(anchor), each.counting)) == published
            for anchor, expression, published in rows
        )
        for each in DEFAULT.departures
    ]
    assert dict(summary.given) == {number: count for number, count in enumerate(given) if count}
    assert all(
        one[1] > other[1] or (one[1] == other[1] and one[0] < other[0])
        for one, other in pairwise(summary.given)
    )
    best = summary.given[0][0] if summary.given else None
    lines = [line for line, row in enumerate(rows, 2) if best not in found(*row).given_by.every]
    assert [row.line for row in summary.breaking] == lines


def test_of_many_rows_the_first_are_named_and_the_others_counted() -> None:
    slips = [("2021-01-01", "anchor + 1 day", f"2021-05-{day:02}") for day in range(1, 30)] * 4
    right = [("2021-01-01", "anchor + 1 day", "2021-01-02")] * 200
    rows = [row for pair in zip(right, slips, strict=False) for row in pair] + right
    summary = summed(rows)
    assert (summary.count, summary.unexplained, summary.breaking_count) == (432, 116, 116)
    assert [row.line for row in summary.breaking] == [3 + 2 * n for n in range(MOST_NAMED)]
    assert summary.rows == []


def test_a_full_cache_and_long_texts_change_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("2020-01-31", f"anchor + {n} month", "2020-02-29") for n in (1, 2, 3, 1)]
    expected = [found(*row) for row in rows]
    monkeypatch.setattr(auditing, "_MOST_FINDINGS", 1)
    assert [found(*row, Auditor(Counting())) for row in rows] == expected
    one = Auditor(Counting())
    assert [found(*row, one) for row in rows] == expected
    monkeypatch.setattr(auditing, "_LONGEST", 1)
    assert [found(*row, Auditor(Counting())) for row in rows] == expected


def test_a_day_that_no_rule_rolls_within_the_calendar_is_an_error() -> None:
    counting = Counting(roll=Roll.FOLLOWING, closed=ClosedDays.parse("thu,fri,sat,sun"))
    with pytest.raises(TimelineError, match="outside the supported range"):
        found("9999-12-30", "anchor + 1 day", "9999-12-31", Auditor(counting))
