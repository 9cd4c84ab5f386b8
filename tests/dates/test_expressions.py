"""Valid and invalid expressions, and the days that they mean."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression, clock_names
from timeline.dates.steps import trace
from timeline.errors import ExpressionError, ImpreciseError, UndatedError, UnknownNameError

NAMES = {
    "signed": DayRange.parse("2020-02-29"),
    "drawdown": DayRange.parse("2020-07-13"),
    "drawdown-2": DayRange.parse("2020-09-01"),
    "by-august": DayRange.parse("2020-08"),
    "someday": None,
    **clock_names(date(2020, 3, 1)),
}


def evaluate(text: str, rules: Counting | None = None) -> str:
    return str(Expression(text).evaluate(NAMES, rules or Counting()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # anchors: dates, days that depend on the clock, names
        ("2020-02-29", "2020-02-29"),
        ("today", "2020-03-01"),
        ("yesterday", "2020-02-29"),
        ("tomorrow", "2020-03-02"),
        ("signed", "2020-02-29"),
        ("drawdown-2", "2020-09-01"),
        ("  signed\t", "2020-02-29"),
        # both directions
        ("signed + 135 days", "2020-07-13"),
        ("signed + 14 months", "2021-04-29"),
        ("drawdown - 135 days", "2020-02-29"),
        ("signed + P14M", "2021-04-29"),
        ("drawdown + 9.5 months", "2021-04-28"),
        # plus needs no spaces, and accepts any number
        ("drawdown+10d", "2020-07-23"),
        ("drawdown+10d+1w", "2020-07-30"),
        ("drawdown  +\t10   Days", "2020-07-23"),
        ("2020-02-29+1y", "2021-02-28"),
        # minus needs a space on both sides, because ids contain hyphens
        ("drawdown - 2 days", "2020-07-11"),
        ("drawdown-2 - 2d", "2020-08-30"),
        ("2020-07-13 - 2d+1d", "2020-07-12"),
        # terms are added from left to right
        ("2021-01-31 + 1 month + 1 day", "2021-03-01"),
        ("2021-01-31 + 1 day + 1 month", "2021-03-01"),
        ("2021-01-31 + 1 month - 1 month", "2021-01-28"),
        ("2021-01-30 + 1 month + 1 month", "2021-03-28"),
        # within a term, months are added first, in one step, whatever the order
        ("2021-01-31 + 2 months", "2021-03-31"),
        ("2021-01-31 + 1 day 1 month", "2021-03-01"),
        ("2021-01-31 - 1 day 1 month", "2020-12-30"),
        # imprecise dates: both ends move
        ("2020-08", "2020-08"),
        ("by-august + 1 week", "2020-08-08/2020-09-07"),
        ("by-august + 1 month", "2020-09"),
        ("2020-09 - 1 month", "2020-08-01/2020-08-30"),
        ("2020 + 1 year", "2021"),
        ("2020-08-01/2020-08-27 + 10 days", "2020-08-11/2020-09-06"),
        ("2020-01-30/2020-01-31 + 1 month", "2020-02-29"),
        # adjusters: after a comma, in order with the periods, in capitals too
        ("2021-01-31, first of next month", "2021-02-01"),
        ("2021-02-01, first of next month", "2021-03-01"),
        ("2021-12-01 ,First of Next month", "2022-01-01"),
        ("2020-02-29,end of month", "2020-02-29"),
        ("2021-02-01, end  of month", "2021-02-28"),
        ("2021-01-01, end of quarter", "2021-03-31"),
        ("2021-03-31, end of quarter", "2021-03-31"),
        ("2021-04-01, end of quarter", "2021-06-30"),
        ("2021-09-30, end of quarter", "2021-09-30"),
        ("2021-10-01, end of quarter", "2021-12-31"),
        ("2021-12-31, end of year", "2021-12-31"),
        ("2021-01-01, end of year", "2021-12-31"),
        ("signed + 1 day, end of month + 1 day, end of quarter", "2020-06-30"),
        ("drawdown, end of month - 1 month, first of next month", "2020-07-01"),
        # of an imprecise date, both ends
        ("by-august, first of next month", "2020-09-01"),
        ("2020, end of quarter", "2020-03-31/2020-12-31"),
        ("0001/9999, end of year", "0001-12-31/9999-12-31"),
        # before: one day from the whole, and of an imprecise date the day before it begins
        ("before 1989-04-01", "1989-03-31"),
        ("before signed", "2020-02-28"),
        ("Before  drawdown-2 + 1 day", "2020-09-01"),
        ("before 2021-03-01 + 1 month", "2021-03-31"),
        ("before by-august", "2020-07-31"),
        ("before 2020 + 1 year, end of month", "2021-01-30"),
        ("before tomorrow", "2020-03-01"),
    ],
)
def test_an_expression_has_these_days(text: str, expected: str) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        # the last days of a month give the last days of the next, or days after it
        ("2020-09 - 1 month", MonthEnd.STICKY, "2020-08"),
        ("2021-02 + 1 month", MonthEnd.STICKY, "2021-03"),
        # days are counted the same under any rule
        ("2021-01 + 31 days", MonthEnd.OVERFLOW, "2021-02-01/2021-03-03"),
    ],
)
def test_month_end_rules_apply_to_both_ends_of_a_range(
    text: str, rule: MonthEnd, expected: str
) -> None:
    assert evaluate(text, Counting(month_end=rule)) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # empty or incomplete expressions
        ("", "empty expression; use a date, a milestone's id or signed"),
        (" \n", "empty expression; use a date, a milestone's id or signed"),
        ("+ 3 days", 'nothing before "+"; use a date, a milestone\'s id or signed'),
        ("signed +", '"signed +": nothing after "+"; use a number and a unit'),
        ("signed -", 'nothing after "-"; use a number and a unit'),
        ("signed + 1 day -", 'nothing after "-"; use a number and a unit'),
        ("2020-02-30", '"2020-02-30": February 2020 has 29 days'),
        ("signed + + 3 days", 'nothing after "+"; use a number and a unit'),
        # adjusters and before
        (
            "2020-01-01, first of last month",
            'unknown adjuster "first of last month"; did you mean first of next month?',
        ),
        ("2020-01-01, end of the week", 'unknown adjuster "end of the week"; did you mean end of '),
        (
            "2020-01-01, easter",
            "choose from first of next month, end of month, end of quarter, end of year",
        ),
        ("2020-01-01, before", 'unknown adjuster "before"; choose from first of next month'),
        ("2020-01-01,", 'nothing after ","; choose from first of next month, end of month'),
        ("2020-01-01,, end of month", 'nothing after ","; choose from'),
        (", end of month", 'nothing before ","; use a date, a milestone\'s id or signed'),
        ("2020-01-01 end of month", "not a date or a milestone's id; write a date as"),
        ("signed + 9,5 months", '"9,5 months": "9,5" is not a whole number or a half'),
        ("before", '"before": nothing after "before"; use a date, a milestone\'s id or signed'),
        ("before + 1 day", 'nothing after "before"; use a date, a milestone\'s id or signed'),
        ("before before 2020", '"before before 2020": "before" is repeated; use it once'),
        ("before " * 9999 + "2020", '"before" is repeated; use it once'),
        ("signed before 2020", "not a date or a milestone's id"),
        ("actual", '"actual": nothing after "actual"; use a milestone\'s id'),
        ("before actual + 1 day", 'nothing after "actual"; use a milestone\'s id'),
        ("actual signed", '"signed" is not a milestone; "actual" needs a milestone\'s id'),
        ("actual 2020-08", '"2020-08" is not a milestone; "actual" needs a milestone\'s id'),
        ("actual actual x", '"actual x" is not a milestone; "actual" needs a milestone\'s id'),
        ("actual drawdwn", 'unknown milestone "drawdwn"; did you mean drawdown?'),
        ("before 2020-02-30", '"2020-02-30": February 2020 has 29 days'),
        ("before 0001-01-01", "outside the supported range"),
        ("9999-12-01, first of next month", "outside the supported range"),
        # invalid dates
        ("02/03/2020", "did you mean 2020-03-02 or 2020-02-03?"),
        ("20200229", "did you mean 2020-02-29?"),
        ("2020-02-30 + 1 day", '"2020-02-30": February 2020 has 29 days'),
        # invalid periods
        ("signed + 14 moths", 'unknown unit "moths"; did you mean months?'),
        ("signed + 1.3 months", '"1.3" is not a whole number or a half; use a number such as 9'),
        ("signed + drawdown", 'found "drawdown"; use a number and a unit'),
        ("signed + 5", 'found "5"; use a number and a unit'),
        ("signed + -5 days", 'found "-5 days"; use a number and a unit'),
        # no operator, or a minus without spaces
        (
            "signed 14 months",
            ": not a date or a milestone's id; write a date as 2020-02-29 and a count as signed + 14 months",
        ),
        ("signed -14 months", "did you mean signed - 14 months?"),
        ("signed- 14 months", "did you mean signed - 14 months?"),
        # dates and counts in words
        ("29 February 2020", "not a date or a milestone's id; did you mean 2020-02-29?"),
        (
            "Feb 29, 2020 + 1 week",
            '"Feb 29, 2020": not a date or a milestone\'s id; did you mean 2020-02-29?',
        ),
        ("14 months after signed", "did you mean signed + 14 months?"),
        ("2020-08-01 / 2020-08-27", "a count as signed + 14 months"),
        # outside the calendar, at a step or at the end
        ("9999-12-31 + 1 day", "outside the supported range, 0001-01-01 to 9999-12-31"),
        ("0001-01-01 - 1 day", "outside the supported range, 0001-01-01 to 9999-12-31"),
        ("9999-12-31 + 1 day - 1 day", "outside the supported range"),
        ("9999-12 + 1 day", "outside the supported range"),
        ("signed + 99999999999999999999 years", "outside the supported range"),
    ],
)
def test_an_error_names_the_expression_and_what_is_expected(text: str, problem: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text)
    assert problem in str(caught.value)
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("drawdwn", "unknown milestone; did you mean drawdown?"),
        ("drawdwn + 1 day", 'unknown milestone "drawdwn"; did you mean drawdown?'),
        ("Signed", "did you mean signed?"),
        # a minus without spaces is part of the name
        ("drawdown-10d", "unknown milestone; did you mean drawdown"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(text: str, problem: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        evaluate(text)
    assert problem in str(caught.value)


def test_counting_from_an_undated_milestone_is_an_error() -> None:
    with pytest.raises(
        UndatedError,
        match=r"someday has no date yet; assume one, for example --assume someday=2020-02-29$",
    ):
        evaluate("someday + 1 week")


def test_under_reject_a_missing_day_is_an_error_that_quotes_the_expression() -> None:
    with pytest.raises(ExpressionError, match=r'"2021-01-31 \+ 1 month": .* no day 31'):
        evaluate("2021-01-31 + 1 month", Counting(month_end=MonthEnd.REJECT))


def test_today_without_a_current_date_is_an_error() -> None:
    with pytest.raises(ExpressionError) as caught:
        Expression("today + 1 day").evaluate({}, Counting())
    assert str(caught.value) == '"today + 1 day": "today" needs a current date'


def test_an_imprecise_date_is_refused_where_one_day_is_needed() -> None:
    with pytest.raises(ImpreciseError, match="more than one day, 2020-08-01 to 2020-08-31; use"):
        Expression("2020-08").evaluate_day({}, Counting())
    assert Expression("2020-08-27").evaluate_day({}, Counting()) == date(2020, 8, 27)


def test_equal_expressions_keep_their_own_text() -> None:
    terse, wordy = Expression("drawdown+9.5mo"), Expression("drawdown + P9M15D")
    assert terse == wordy
    assert hash(terse) == hash(wordy)
    assert len({hash(Expression(f"signed + {days} days")) for days in range(50)}) > 40
    assert repr(wordy) == "Expression('drawdown + 9 months 15 days')"
    assert (terse.text, str(terse)) == ("drawdown+9.5mo", "drawdown + 9 months 15 days")
    assert terse != Expression("drawdown - 9.5mo")
    assert terse != "drawdown + 9 months 15 days"
    adjusted = Expression("Before drawdown+9.5mo,END of month")
    assert str(adjusted) == "before drawdown + 9 months 15 days, end of month"
    assert adjusted == Expression(str(adjusted))
    assert adjusted != Expression("drawdown + 9.5mo, end of month")
    assert adjusted != Expression("before drawdown + 9.5mo, end of quarter")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("talks + 1 day", "talks"),
        ("before talks, end of month", "talks"),
        ("2020-08 + 1 day", None),
    ],
)
def test_an_expression_knows_the_name_it_counts_from(text: str, name: str | None) -> None:
    assert Expression(text).name == name


def test_at_the_ends_of_the_calendar_tomorrow_or_yesterday_has_no_date() -> None:
    assert clock_names(date.max) == {
        "today": DayRange.of(date.max),
        "yesterday": DayRange.of(date(9999, 12, 30)),
        "tomorrow": None,
    }
    assert clock_names(date.min) == {
        "today": DayRange.of(date.min),
        "yesterday": None,
        "tomorrow": DayRange.of(date(1, 1, 2)),
    }


@pytest.mark.parametrize(
    ("text", "start", "days"),
    [
        ("drawdown + 9.5 months", "2020-07-13", ["2021-04-13", "2021-04-28"]),
        # from the day of the range that gives the deadline
        ("2020-08 + 1 week", "2020-08-31", ["2020-09-07"]),
        ("signed + 14 months - 1 day", "2020-02-29", ["2021-04-29", "2021-04-28"]),
        ("2020-08-27", "2020-08-27", []),
        ("signed + 1 day, end of quarter", "2020-02-29", ["2020-03-01", "2020-03-31"]),
        # from the day before which the deadline is
        ("before 2020-08 + 1 month", "2020-08-01", ["2020-09-01", "2020-08-31"]),
    ],
)
def test_a_trace_goes_step_by_step_from_the_anchor_to_the_deadline(
    text: str, start: str, days: list[str]
) -> None:
    names = {
        "signed": DayRange.parse("2020-02-29"),
        "drawdown": DayRange.parse("2020-07-13"),
    }
    begun, steps = trace(Expression(text), names, Counting())
    assert (str(begun), [str(step.day) for step in steps]) == (start, days)


def test_under_overflow_months_from_more_than_one_day_are_refused_in_one_line() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("2020-08 + 1 day + 1 month", Counting(month_end=MonthEnd.OVERFLOW))
    assert str(caught.value) == (
        '"2020-08 + 1 day + 1 month": cannot count months from 2020-08, more than one day, under '
        "month-end overflow; use one day or another month-end rule"
    )


def test_more_than_twenty_periods_are_refused() -> None:
    twenty = "2000/2020" + " + 1 month" * 20
    assert len(Expression(twenty).items) == 20
    with pytest.raises(
        ExpressionError, match=r"21 periods and adjusters; at most 20 are supported$"
    ):
        Expression(f"{twenty} + 1 month")
    with pytest.raises(
        ExpressionError, match=r"6,001 periods and adjusters; at most 20 are supported$"
    ):
        Expression("signed" + "+1d" * 6_001)


@pytest.mark.parametrize(
    ("text", "fixed", "anchor"),
    [
        ("2020-08-27", True, True),
        ("2020-08", False, True),
        ("signed", False, True),
        ("before 2020-08-27", False, False),
        ("2020-08-27, end of month", False, False),
        ("2020-08-27 + 0 days", False, False),
    ],
)
def test_only_a_date_with_nothing_applied_to_it_is_fixed(
    text: str, fixed: bool, anchor: bool
) -> None:
    expression = Expression(text)
    assert (expression.is_fixed_day, expression.is_anchor) == (fixed, anchor)


@pytest.mark.parametrize("rule", [MonthEnd.STICKY, MonthEnd.OVERFLOW])
def test_months_under_an_included_start_day_and_a_rule_of_no_law_are_refused(
    rule: MonthEnd,
) -> None:
    counting = Counting(StartDay.INCLUDED, rule)
    with pytest.raises(ExpressionError) as caught:
        evaluate("2021-01-31 + 1 month", counting)
    assert str(caught.value) == (
        f'"2021-01-31 + 1 month": months are not counted under start-day included with month-end {rule}, '
        "which no law combines; use month-end clamp"
    )
    # days are counted the same under any month-end rule
    assert evaluate("2021-01-31 + 30 days + 0 months", counting) == "2021-03-01"
