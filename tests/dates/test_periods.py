"""The text of periods, and the steps of counting them."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.adjusters import Adjuster
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.periods import Period, Term, count
from timeline.dates.steps import steps_of
from timeline.errors import ExpressionError

INCLUDED, CLEAR = Counting(StartDay.INCLUDED), Counting(StartDay.CLEAR)


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        # each unit, long and short, one and several
        ("1 year", 12, 0),
        ("2 years", 24, 0),
        ("2y", 24, 0),
        ("2 yr", 24, 0),
        ("2 yrs", 24, 0),
        ("1 month", 1, 0),
        ("14 months", 14, 0),
        ("14mo", 14, 0),
        ("14 mos", 14, 0),
        ("1 week", 0, 7),
        ("3 weeks", 0, 21),
        ("3w", 0, 21),
        ("3 wk", 0, 21),
        ("3 wks", 0, 21),
        ("1 day", 0, 1),
        ("135 days", 0, 135),
        ("135d", 0, 135),
        ("0 days", 0, 0),
        # units ignore case
        ("14 Months", 14, 0),
        ("135 D", 0, 135),
        # several parts add up, in any order
        ("1 year 2 months 3 weeks 4 days", 14, 25),
        ("1y2mo3w4d", 14, 25),
        ("4 days 1 year", 12, 4),
        ("1 month 1 month", 2, 0),
        # halves: six months of a year, fifteen days of a month
        ("9.5 months", 9, 15),
        ("0.5 months", 0, 15),
        ("1.5 years", 18, 0),
        ("0.5y", 6, 0),
        # ISO 8601
        ("P14M", 14, 0),
        ("P1Y2M3W4D", 14, 25),
        ("P135D", 0, 135),
        ("P2W", 0, 14),
        ("p1y", 12, 0),
        ("P9.5M", 9, 15),
        ("P0D", 0, 0),
    ],
)
def test_a_period_is_months_and_days(text: str, months: int, days: int) -> None:
    assert Period.parse(text) == Period(months, days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 working day", 1),
        ("25 working days", 25),
        ("1 business day", 1),
        ("3 Business Days", 3),
        ("2 working days 1 business day", 3),
        ("0 working days", 0),
    ],
)
def test_a_period_may_be_working_days(text: str, days: int) -> None:
    assert Period.parse(text) == Period(working_days=days)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # nothing, or not a number and a unit
        ("", "use a number and a unit"),
        ("soon", 'found "soon"; use a number and a unit'),
        ("14", 'found "14"; use a number and a unit'),
        ("months", 'found "months"; use a number and a unit'),
        ("14 months and 3 days", 'found "and 3 days"; use a number and a unit'),
        ("-3 days", 'found "-3 days"; use a number and a unit'),
        (".5 months", 'found ".5 months"; use a number and a unit'),
        ("٣ days", "use a number and a unit"),
        # unknown units, with a suggestion
        ("14 moths", 'unknown unit "moths"; did you mean months?'),
        ("2 yeers", 'unknown unit "yeers"; did you mean years?'),
        ("3 fortnights", 'unknown unit "fortnights"; choose from years, months, weeks, days'),
        # other fractions
        ("1.3 months", '"1.3" is not a whole number or a half'),
        ("9,5 months", '"9,5" is not a whole number or a half'),
        ("9.50 months", '"9.50" is not a whole number or a half'),
        ("9. months", '"9." is not a whole number or a half'),
        ("2.5 weeks", "half a week is not supported; only half years and half months are"),
        ("2.5 days", "half a day is not supported"),
        ("P2.5D", "half a day is not supported"),
        # not ISO 8601, or finer than a day
        (
            "P",
            '"P": unknown ISO 8601 period; use years, months, weeks and days in this order, as in P1Y2M3W4D',
        ),
        ("P1", "as in P1Y2M3W4D"),
        ("P4D1Y", "as in P1Y2M3W4D"),
        ("PT12H", "as in P1Y2M3W4D"),
        ("P1DT1H", "as in P1Y2M3W4D"),
        ("P-1D", "as in P1Y2M3W4D"),
        # longer than the calendar
        ("99999999 days", "outside the supported range"),
        (f"{'9' * 10_000} days", "outside the supported range"),
    ],
)
def test_an_invalid_period_is_an_error_that_says_what_to_write(text: str, problem: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Period.parse(text)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(), "0 days"),
        (Period(1), "1 month"),
        (Period(14), "14 months"),
        (Period(12), "1 year"),
        (Period(24), "2 years"),
        (Period(0, 1), "1 day"),
        (Period(9, 15), "9 months 15 days"),
    ],
)
def test_a_period_is_written_in_the_fewest_words(period: Period, text: str) -> None:
    assert str(period) == text
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    "text",
    ["9999 years 1 month", "119989 months", "3652060 days", "521723 weeks", "9" * 5000 + " days"],
    ids=["years and months", "months", "days", "weeks", "5,000 digits"],
)
def test_a_period_longer_than_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="outside the supported range"):
        Period.parse(text)


def test_leading_zeros_are_ignored() -> None:
    assert Period.parse(f"{'0' * 20}7 days") == Period(days=7)


def test_a_period_as_long_as_the_calendar_is_accepted() -> None:
    assert Period.parse("9999 years 3652059 days") == Period(9999 * 12, 3_652_059)


@pytest.mark.parametrize(
    ("item", "rules", "expected"),
    [
        # months in one step, then days
        (Term(1, Period(14, 25)), Counting(), [("2021-03-31", MonthEnd.CLAMP), ("2021-04-25", StartDay.EXCLUDED)]),
        (Term(-1, Period(11, 1)), Counting(), [("2019-02-28", MonthEnd.CLAMP), ("2019-02-27", StartDay.EXCLUDED)]),
        (Term(1, Period(1)), Counting(), [("2020-02-29", MonthEnd.CLAMP)]),
        (Term(1, Period(0, 30)), Counting(), [("2020-03-01", StartDay.EXCLUDED)]),
        # with the trigger day included: one day less for the whole term, not for each part
        (Term(1, Period(0, 30)), INCLUDED, [("2020-02-29", StartDay.INCLUDED)]),
        (Term(1, Period(2)), INCLUDED, [("2020-03-31", MonthEnd.CLAMP), ("2020-03-30", StartDay.INCLUDED)]),
        # not at all where the last month has no corresponding day: BGB 188(3)
        (Term(1, Period(1)), INCLUDED, [("2020-02-29", MonthEnd.CLAMP)]),
        (Term(-1, Period(1)), INCLUDED, [("2019-12-31", MonthEnd.CLAMP), ("2020-01-01", StartDay.INCLUDED)]),
        (Term(1, Period(1, 2)), INCLUDED, [("2020-02-29", MonthEnd.CLAMP), ("2020-03-02", StartDay.INCLUDED)]),
        (Term(1, Period(2, 2)), INCLUDED, [("2020-03-31", MonthEnd.CLAMP), ("2020-03-30", StartDay.INCLUDED), ("2020-04-01", StartDay.INCLUDED)]),
        (Term(-1, Period(2, 2)), INCLUDED, [("2019-11-30", MonthEnd.CLAMP), ("2019-12-01", StartDay.INCLUDED), ("2019-11-29", StartDay.INCLUDED)]),
        # clear days: one day further, in a step of its own
        (Term(1, Period(0, 30)), CLEAR, [("2020-03-01", StartDay.CLEAR), ("2020-03-02", StartDay.CLEAR)]),
        (Term(1, Period(1)), CLEAR, [("2020-02-29", MonthEnd.CLAMP), ("2020-03-01", StartDay.CLEAR)]),
        (Term(-1, Period(2, 2)), CLEAR, [("2019-11-30", MonthEnd.CLAMP), ("2019-11-28", StartDay.CLEAR), ("2019-11-27", StartDay.CLEAR)]),
        (Term(1, Period()), CLEAR, []),
        # adjusters
        (Adjuster.END_OF_QUARTER, INCLUDED, [("2020-03-31", Adjuster.END_OF_QUARTER)]),
        (Adjuster.BEFORE, CLEAR, [("2020-01-30", Adjuster.BEFORE)]),
        # nothing to count
        (Term(1, Period()), Counting(), []),
        (Term(1, Period()), INCLUDED, []),
    ],
)  # fmt: skip
def test_the_steps_from_31_january_2020(
    item: Term | Adjuster, rules: Counting, expected: list[tuple[str, object]]
) -> None:
    found = [(step.day.isoformat(), step.rule) for step in steps_of(date(2020, 1, 31), item, rules)]
    assert found == expected
    end = count(date(2020, 1, 31), [item], rules)
    assert end.isoformat() == (expected[-1][0] if expected else "2020-01-31")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_step_says_what_it_added(sign: int) -> None:
    term = Term(sign, Period(14, 25))
    operator = "+" if sign > 0 else "-"
    words = {
        rules: [step.added for step in steps_of(date(2020, 1, 31), term, rules)]
        for rules in (Counting(), INCLUDED, CLEAR)
    }
    months, days = f"{operator} 14 months", f"{operator} 25 days"
    assert words == {
        Counting(): [months, days],
        INCLUDED: [months, "the trigger day is day 1", days],
        CLEAR: [months, days, "the last day is not counted"],
    }
    (adjusted,) = steps_of(date(2020, 1, 31), Adjuster.END_OF_YEAR, CLEAR)
    assert adjusted.added == "end of year"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # one day earlier than when excluded, or one day later when counting back
        ("2020-02-29 + 135 days", "2020-07-12"),
        ("2020-02-29 + 14 months", "2021-04-28"),
        ("2020-01-10 - 10 days", "2020-01-01"),
        ("2020-03-15 - 1 month", "2020-02-16"),
        ("2020-03-31 - 1 month", "2020-03-01"),
        # months end on the last day of a month that has no corresponding day, and days go on from there
        ("2021-01-31 + 1 month", "2021-02-28"),
        ("2021-01-29 + 1 month", "2021-02-28"),
        ("2021-01-28 + 1 month", "2021-02-27"),
        ("2021-05-01 + 1 month", "2021-05-31"),
        ("2021-01-31 + 1.5 months", "2021-03-15"),
        ("2021-01-15 + 1.5 months", "2021-03-01"),
        # once for the years, months, weeks and days of one period
        ("2021-01-01 + 1 year 1 month 1 week 1 day", "2022-02-08"),
        # for each term again
        ("2020-01-01 + 10 days + 10 days", "2020-01-19"),
        ("2020-01-01 + 1 year - 1 day", "2020-12-31"),
        # a count of one day stays on the trigger day, and so does a count of zero
        ("2020-01-01 + 1 day", "2020-01-01"),
        ("2020-01-01 - 1 day", "2020-01-01"),
        ("2020-01-01 + 0 days", "2020-01-01"),
        ("2020-01-01 - 0 months", "2020-01-01"),
        # up to the ends of the calendar, without passing them on the way
        ("9999-12-31 + 1 day", "9999-12-31"),
        ("0001-01-01 - 1 day", "0001-01-01"),
    ],
)
def test_with_the_start_day_included_the_trigger_day_is_day_one(
    expression: str, expected: str
) -> None:
    found = Expression(expression).evaluate_day({}, INCLUDED)
    assert found == date.fromisoformat(expected)


def test_months_are_counted_from_the_anchors_own_day() -> None:
    start, month = date(2021, 1, 31), Term(1, Period(1))
    assert count(start, [Term(1, Period(2))], Counting()) == date(2021, 3, 31)
    assert count(start, [month, month], Counting()) == date(2021, 3, 28)
