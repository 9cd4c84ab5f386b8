"""Properties that hold for every day, period, range, rule and file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from string import ascii_lowercase, digits
from unicodedata import category

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests import strategies as some
from tests.strategies import agreement_of, expression_of, law
from timeline.dates.adjusters import Adjuster, adjust
from timeline.dates.calendars import Calendar, bounds_of_month, in_calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, MonthEnd, StartDay, add_months
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.dates.periods import Period, Term, count
from timeline.dates.rolling import Roll
from timeline.dates.steps import trace
from timeline.errors import ExpressionError, TimelineError
from timeline.files.loading import parse_agreement
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import build_schedule
from timeline.schedule.status import Status, status_of, statuses

thorough = settings(law, max_examples=3 * law.max_examples)

DAY_BY_DAY = (Term(1, Period(days=1)), Term(-1, Period(days=1)))
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ID_CHARACTERS = ascii_lowercase + digits + "-"
HEAD = 'title = "T"\nsigned = 2020-02-29\n[[milestone]]\ntitle = "M"\n'


@law
@given(some.expressions)
def test_an_expression_equals_the_one_parsed_from_its_text(expression: Expression) -> None:
    assert Expression(str(expression)) == expression


@law
@given(some.expressions)
def test_extra_spaces_in_an_expression_are_ignored(expression: Expression) -> None:
    assert Expression(f"\t{expression} ".replace(" ", "  ")) == expression


@law
@given(some.periods)
def test_a_period_equals_the_one_parsed_from_its_text(period: Period) -> None:
    assert Period.parse(str(period)) == period


@law
@given(some.days, st.integers(0, 20_000), st.sampled_from(StartDay))
def test_days_added_and_taken_away_lead_back(day: date, days: int, start: StartDay) -> None:
    there_and_back = [Term(1, Period(days=days)), Term(-1, Period(days=days))]
    assert count(day, there_and_back, Counting(start)) == day


@law
@given(some.days, st.integers(0, 20_000))
def test_including_the_start_day_ends_a_count_of_days_a_day_sooner(day: date, days: int) -> None:
    assume(days)
    for sign in (1, -1):
        term = [Term(sign, Period(days=days))]
        excluded, included = (
            count(day, term, Counting(rule)) for rule in (StartDay.EXCLUDED, StartDay.INCLUDED)
        )
        assert (excluded - included).days == sign


@law
@given(some.recent_days, st.integers(1, 30), st.integers(0, 40), st.sampled_from(Calendar))
def test_months_with_the_start_day_included_end_a_day_sooner_or_on_a_last_day(
    day: date, months: int, days: int, calendar: Calendar
) -> None:
    term = [Term(1, Period(months, days))]
    excluded, included = (
        count(day, term, Counting(rule, months_of=calendar)) - timedelta(days)
        for rule in (StartDay.EXCLUDED, StartDay.INCLUDED)
    )
    if included == excluded:
        assert included == bounds_of_month(included, calendar)[1]
        assert in_calendar(included, calendar).day < in_calendar(day, calendar).day
    else:
        assert included == excluded - timedelta(1)
        assert in_calendar(excluded, calendar).day == in_calendar(day, calendar).day


@law
@given(some.days, st.integers(1, 600))
def test_consecutive_months_from_a_first_day_fill_whole_months(day: date, months: int) -> None:
    """A lease of some months from the first of a month ends on the last day of a month."""
    first = day.replace(day=1)
    end = count(first, [Term(1, Period(months))], Counting(StartDay.INCLUDED))
    assert end + timedelta(1) == add_months(first, months, MonthEnd.CLAMP)


@law
@given(some.recent_days, some.short_terms, some.calendar_countings)
def test_clear_days_end_one_day_further_in_the_direction_of_the_count(
    day: date, term: Term, rules: Counting
) -> None:
    excluded, clear = (
        count(day, [term], structs.replace(rules, start_day=rule))
        for rule in (StartDay.EXCLUDED, StartDay.CLEAR)
    )
    if term.period.working_days:
        assert clear == rules.closed.nth_open(excluded, term.sign)
    else:
        assert (clear - excluded).days == (term.sign if term.period != Period() else 0)


@law
@given(some.days, some.adjusters)
def test_an_adjuster_leads_to_a_boundary_and_never_back(day: date, adjuster: Adjuster) -> None:
    found = adjust(day, adjuster)
    if adjuster is Adjuster.FIRST_OF_NEXT_MONTH:
        assert found.day == 1
        assert 1 <= (found - day).days <= 31
    else:
        assert (found + timedelta(1)).day == 1
        assert day <= found <= day.replace(month=12, day=31)
        assert adjust(found, adjuster) == found


@law
@given(some.spans, st.lists(some.items, max_size=3), some.monotone_countings)
def test_before_takes_one_day_from_the_earliest_whatever_the_rules(
    days: DayRange, items: list[Term | Adjuster], rules: Counting
) -> None:
    plain, before = (expression_of(days, items, before=word) for word in (False, True))
    earliest = plain.evaluate({}, rules).earliest
    assert before.evaluate({}, rules) == DayRange.of(earliest - timedelta(1))
    assert trace(before, {}, rules)[1][-1].day == earliest - timedelta(1)


@law
@given(some.days, st.integers(-1200, 1200))
def test_clamping_never_leaves_the_target_month(day: date, months: int) -> None:
    found = add_months(day, months, MonthEnd.CLAMP)
    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    assert found.day <= day.day


@law
@given(some.days, st.integers(-1200, 1200))
def test_a_day_that_is_rejected_is_one_that_clamping_had_to_change(day: date, months: int) -> None:
    clamped = add_months(day, months, MonthEnd.CLAMP)
    try:
        assert add_months(day, months, MonthEnd.REJECT) == clamped
        assert clamped.day == day.day
    except TimelineError:
        assert clamped.day < day.day


@law
@given(
    some.days,
    st.one_of([st.tuples(kind, kind) for kind in (some.months_and_days, some.working_days)]),
    some.yielding_countings,
    st.sampled_from([1, -1]),
)
def test_a_longer_period_never_ends_sooner(
    day: date, parts: tuple[Period, Period], rules: Counting, sign: int
) -> None:
    period, more = parts
    longer = Period(
        period.months + more.months,
        period.days + more.days,
        period.working_days + more.working_days,
    )
    ends = [count(day, [Term(sign, one)], rules) for one in (period, longer)]
    assert ends == sorted(ends, reverse=sign < 0)


@law
@given(some.days, some.days, some.periods, some.monotone_countings)
def test_a_later_day_never_leads_to_an_earlier_one(
    one: date, other: date, period: Period, rules: Counting
) -> None:
    early, late = (count(day, [Term(1, period)], rules) for day in sorted([one, other]))
    assert early <= late


@law
@given(some.spans, st.lists(some.items, max_size=3), some.monotone_countings)
def test_the_earliest_day_stays_before_the_latest(
    days: DayRange, items: list[Term | Adjuster], rules: Counting
) -> None:
    found = expression_of(days, items).evaluate({}, rules)
    assert found.earliest <= found.latest


@thorough
@given(
    st.sampled_from(["2024-06-01", "2024-06", "2024-05-31/2024-06-05"]).map(DayRange.parse),
    st.lists(st.sampled_from([*DAY_BY_DAY, Adjuster.END_OF_YEAR]), max_size=3),
    st.builds(
        Counting,
        roll=st.sampled_from(Roll),
        roll_fixed=st.booleans(),
        closed=st.sets(st.sampled_from(WEEK), min_size=3, max_size=6).map(ClosedDays.of),
    ),
    st.sampled_from([False, False, True]),
)
def test_only_a_deadline_on_a_closed_day_is_rolled_and_only_once(
    days: DayRange, items: list[Term | Adjuster], rules: Counting, before: bool
) -> None:
    expression = expression_of(days, items, before=before)
    rolled = expression.rolled(days, rules)
    assert expression.rolled(rolled, rules) == rolled
    terms = [item.sign for item in items if isinstance(item, Term)]
    direction = terms[-1] if terms else 1
    never = before or rules.roll is Roll.NONE or not (items or rules.roll_fixed)
    if never or (direction < 0 and (rules.roll is Roll.FOLLOWING or not days.is_day)):
        assert rolled == days
    else:
        assert not rules.closed.is_closed(rolled.deadline)
        assert (rolled == days) == (not rules.closed.is_closed(days.deadline))
        assert (rolled.deadline - days.deadline).days * direction >= 0
        assert rolled.earliest == (rolled.deadline if days.is_day else days.earliest)


# Counting from both ends of a range is enough: the results are the ends of all results.
@law
@given(some.ranges(300), st.lists(some.items, max_size=3), some.monotone_countings)
def test_a_range_moves_as_all_its_days_move_one_by_one(
    days: DayRange, items: list[Term | Adjuster], rules: Counting
) -> None:
    _moves_as_its_days(days, items, rules)


@thorough
@given(
    some.ranges(70, some.recent_days),
    st.lists(some.short_items, max_size=2),
    some.calendar_countings.filter(lambda one: one.month_end is not MonthEnd.OVERFLOW),
)
def test_a_range_moves_so_in_every_calendar(
    days: DayRange, items: list[Term | Adjuster], rules: Counting
) -> None:
    _moves_as_its_days(days, items, rules)


@law
@given(some.ranges(300), st.lists(some.terms, max_size=3), st.sampled_from(Calendar))
@example(DayRange.parse("2021-01-31/2021-02-01"), [Term(1, Period(1))], Calendar.GREGORIAN)
def test_under_overflow_no_months_are_counted_from_more_than_one_day(
    days: DayRange, terms: list[Term], months_of: Calendar
) -> None:
    rules = Counting(month_end=MonthEnd.OVERFLOW, months_of=months_of)
    if not days.is_day and any(term.period.months for term in terms):
        with pytest.raises(ExpressionError, match=f"cannot count months from {days}"):
            expression_of(days, terms).evaluate({}, rules)
    elif months_of is Calendar.GREGORIAN:
        _moves_as_its_days(days, terms, rules)


def test_under_overflow_the_ends_would_not_suffice() -> None:
    """31 January plus 1 month is 3 March, and 1 February plus 1 month is 1 March."""
    ends = [
        count(date.fromisoformat(day), [Term(1, Period(1))], Counting(month_end=MonthEnd.OVERFLOW))
        for day in ("2021-01-31", "2021-02-01")
    ]
    assert ends == [date(2021, 3, 3), date(2021, 3, 1)]


@law
@given(some.spans, st.lists(some.items, max_size=2), st.lists(some.items, max_size=2), some.monotone_countings)  # fmt: skip
def test_a_name_may_be_replaced_by_its_date(
    days: DayRange, first: list[Term | Adjuster], then: list[Term | Adjuster], rules: Counting
) -> None:
    named = {"talks": expression_of(days, first).evaluate({}, rules)}
    by_name = expression_of("talks", then).evaluate(named, rules)
    assert by_name == expression_of(days, [*first, *then]).evaluate({}, rules)


@law
@given(some.spans)
def test_nothing_remains_on_the_deadline_itself(due: DayRange) -> None:
    schedule = build_schedule(agreement_of({"talks": str(due)}))
    state = status_of(schedule, "talks", due.deadline)
    assert (state.remaining, state.status) == (0, Status.DUE)


@thorough
@given(some.texts)
def test_any_text_is_an_expression_or_a_one_line_error(text: str) -> None:
    try:
        expression = Expression(text)
    except TimelineError as error:
        _check_plain_line(str(error))
    else:
        assert Expression(expression.text) == expression


@thorough
@given(some.texts)
def test_any_text_is_a_period_or_a_one_line_error(text: str) -> None:
    try:
        period = Period.parse(text)
    except TimelineError as error:
        _check_plain_line(str(error))
    else:
        assert min(period.months, period.days) >= 0


@law
@given(st.one_of(st.binary(), st.text().map(str.encode)))
def test_any_bytes_are_an_agreement_or_faults_of_one_line_with_the_file(data: bytes) -> None:
    _reads_or_tells(data)


@thorough
@given(some.documents)
@example(f'{HEAD}id = "a\\n"')
@example(f'{HEAD}id = "a"\nfulfilled = 2020-02-29T12:00:00')
@example("a = " + "[" * 5000)
def test_any_table_is_an_agreement_or_faults_of_one_line(document: str) -> None:
    agreement = _reads_or_tells(document.encode())
    if agreement is None:
        return
    assert all(set(one.id) <= set(ID_CHARACTERS) for one in agreement.milestones)
    day = date(2020, 7, 1)
    known = [one for one in agreement.milestones if not one.decided or one.decided <= day]
    try:
        found = statuses(build_schedule(agreement), day)
    except TimelineError as error:
        for line in str(error).split("\n"):
            _check_plain_line(line)
    else:
        assert len(found) == len(known)


@pytest.mark.parametrize(
    "number",
    ["8600", "-1", str(2**64), "9" * 5000, "0x" + "f" * 5000],
    ids=["sound", "negative", "twenty digits", "5,000 digits", "5,000 hexadecimal digits"],
)
def test_any_number_in_a_file_can_be_shown_or_is_a_fault(number: str) -> None:
    agreement = _reads_or_tells(f'{HEAD}id = "a"\nlevel = {number}'.encode())
    assert agreement is None or "level=" in repr(agreement)


def _moves_as_its_days(days: DayRange, items: Sequence[Term | Adjuster], rules: Counting) -> None:
    length = (days.latest - days.earliest).days
    moved = [count(days.earliest + timedelta(n), items, rules) for n in range(length + 1)]
    expression = expression_of(days, items)
    assert expression.evaluate({}, rules) == DayRange(min(moved), max(moved))
    # and the steps of its explanation end on the same day, once it is rolled
    start, walked = trace(expression, {}, rules)
    assert days.earliest <= start <= days.latest
    rolled = expression.rolled(DayRange(min(moved), max(moved)), rules).deadline
    assert (walked[-1].day if walked else start) == rolled
    assert max(moved) in [start, *(step.day for step in walked)]


def _reads_or_tells(data: bytes) -> Agreement | None:
    """Return the agreement, or None after checking the lines of its faults."""
    try:
        return parse_agreement(data, "x.toml")
    except TimelineError as error:
        for line in str(error).split("\n"):
            _check_plain_line(line, start="x.toml: ")
        return None


def _check_plain_line(text: str, start: str = "") -> None:
    """Check that `text` is one line, not empty, and has no control characters."""
    assert len(text) > len(start)
    assert text.startswith(start)
    assert {category(one) for one in text}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
