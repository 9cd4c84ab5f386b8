"""Published dates, with the source and the rule of each."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.calendars import Calendar
from timeline.dates.counting import Counting, CountingChoice, MonthEnd, StartDay
from timeline.dates.expressions import Expression
from timeline.errors import ExpressionError
from timeline.files.loading import load
from timeline.schedule.schedule import Scenario, build_schedule

CLAMP, STICKY, OVERFLOW, REJECT = MonthEnd
EXCLUDED, INCLUDED, CLEAR = StartDay

DOD = "US Department of Defense, 14 July 2020"
PARIS = "Paris Agreement of 1973, Article 5"
ROME = "Rome Statute, Article 126"
CONVENTION = "European Convention on the Calculation of Time-Limits, explanatory report"
JAVA_MONTHS = "java.time, plusMonths"
JAVA_YEARS = "java.time, plusYears"
TEMPORAL = "MDN, Temporal"
STRATA = "OpenGamma Strata, LAST_DAY"
GO = "Go, AddDate"
BGB = "BGB, section 189"
HAUFE = "Haufe on TzBfG 15, no 12"
WANG = "Wang v University of Keele"
COMPANIES = "Companies Act 2006, explanatory note 689, year chosen"
TRADE_MARKS = "Trade Marks Act 1995 (Cth), note to section 6A, year chosen"
CPR = "CPR 2.8(3)"


def evaluate(expression: str, rule: MonthEnd) -> date:
    return Expression(expression).evaluate_day({}, Counting(month_end=rule))


@pytest.mark.parametrize(
    ("expression", "rule", "expected"),
    [
        # days, the day of the event not counted
        pytest.param("2020-02-29 + 135 days", CLAMP, "2020-07-13", id=DOD),
        pytest.param("1973-01-27 + 60 days", CLAMP, "1973-03-28", id=PARIS),
        pytest.param("2002-04-11 + 60 days", CLAMP, "2002-06-10", id=ROME),
        pytest.param("2024-11-27 + 60 days", CLAMP, "2025-01-26", id="The Times of Israel, 26 January 2025"),
        # months, to the same day number or the month's last day
        pytest.param("2021-01-05 + 1 month", CLAMP, "2021-02-05", id=f"{CONVENTION}: 5 January"),
        pytest.param("2021-04-30 + 1 month", CLAMP, "2021-05-30", id=f"{CONVENTION}: 30 April"),
        pytest.param("2021-05-31 + 1 month", CLAMP, "2021-06-30", id=f"{CONVENTION}: 31 May"),
        pytest.param("2007-03-31 + 1 month", CLAMP, "2007-04-30", id=JAVA_MONTHS),
        pytest.param("2008-02-29 + 1 year", CLAMP, "2009-02-28", id=JAVA_YEARS),
        pytest.param("2017-03-29 + 2 years", CLAMP, "2019-03-29", id="Treaty on European Union, Article 50(3)"),
        pytest.param("1989-04-01 + 27 months", CLAMP, "1991-07-01", id="bilateral agreement on Angola of 1988"),
        # mixed periods, months first
        pytest.param("2021-01-01 + 1 year 2 months 3 weeks 4 days", CLAMP, "2022-03-26", id=TEMPORAL),
        pytest.param("2021-01-01 - 1 year 2 months 3 weeks 4 days", CLAMP, "2019-10-07", id=f"{TEMPORAL}, back"),
        pytest.param("2021-01-01 + P1Y2M3W4D", CLAMP, "2022-03-26", id=f"{TEMPORAL}, ISO 8601"),
        # the other month ends
        pytest.param("2014-06-30 + 1 month", STICKY, "2014-07-31", id=STRATA),
        pytest.param("2021-06-30 + 6 months", STICKY, "2021-12-31", id=COMPANIES),
        pytest.param("2021-09-30 + 3 months", STICKY, "2021-12-31", id=f"{TRADE_MARKS}, sticky"),
        pytest.param("2021-09-30 + 3 months", CLAMP, "2021-12-30", id=f"{TRADE_MARKS}, clamp"),
        pytest.param("2021-10-31 + 1 month", OVERFLOW, "2021-12-01", id=GO),
        # half a month is 15 days
        pytest.param("2005-02-01 + 0.5 months", CLAMP, "2005-02-16", id=BGB),
        # entry into force
        pytest.param("2003-01-31 + 60 days, first of next month", CLAMP, "2003-05-01", id=f"{ROME}, Albania"),
        pytest.param("2002-04-11 + 60 days, first of next month", CLAMP, "2002-07-01", id=f"{ROME}, in force"),
        pytest.param("1998-09-16 + 5 months, first of next month", CLAMP, "1999-03-01", id="Mine Ban Convention, Article 17(1)"),
        pytest.param("2014-04-22 + 3 months, first of next month", CLAMP, "2014-08-01", id="Istanbul Convention, Article 75"),
        pytest.param("2016-10-05 + 30 days", CLAMP, "2016-11-04", id="Paris Agreement of 2015, Article 21"),
        pytest.param("2024-08-01 + 6 months + 1 day", CLAMP, "2025-02-02", id="EU AI Act, Article 113(a)"),
    ],
)  # fmt: skip
def test_published_counts_are_met(expression: str, rule: MonthEnd, expected: str) -> None:
    assert evaluate(expression, rule) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("expression", "rule", "expected"),
    [
        # the trigger day is day 1
        pytest.param("2021-08-31 + 3 months", INCLUDED, "2021-11-30", id=f"{HAUFE}: 31 August"),
        pytest.param("2021-01-01 + 2 years", INCLUDED, "2022-12-31", id=f"{HAUFE}: 1 January"),
        pytest.param("2008-11-04 + 3 months", INCLUDED, "2009-02-03", id=WANG),
        pytest.param("1989-04-01 + 27 months", INCLUDED, "1991-06-30", id="newspapers of 1991 on Angola"),
        # neither end is counted
        pytest.param("2017-10-01 + 28 days", CLEAR, "2017-10-30", id=f"{CPR}, example (ii)"),
        pytest.param("2017-10-20 - 3 days", CLEAR, "2017-10-16", id=f"{CPR}, example (i)"),
        # before a day, whatever the rule
        *[
            pytest.param("before 1989-04-01", rule, "1989-03-31", id=f"bilateral agreement on Angola of 1988, {rule}")
            for rule in (EXCLUDED, INCLUDED, CLEAR)
        ],
    ],
)  # fmt: skip
def test_published_counts_by_other_start_days_are_met(
    expression: str, rule: StartDay, expected: str
) -> None:
    assert Expression(expression).evaluate_day({}, Counting(rule)) == date.fromisoformat(expected)


def test_temporal_rejects_31_february() -> None:
    """MDN, Temporal: `overflow: "reject"`."""
    with pytest.raises(ExpressionError, match="no day 31"):
        evaluate("2021-01-31 + 1 month", REJECT)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # the text's own dates
        ("signed", "2020-02-29"),
        ("talks", "2020-03-10"),
        ("prisoners", "2020-03-10"),
        ("un-sanctions", "2020-05-29"),
        ("sanctions", "2020-08-27"),
        # what is counted from them
        ("remaining-prisoners", "2020-06-10"),
        ("drawdown", "2020-07-13"),
        ("bases", "2020-07-13"),
        ("withdrawal", "2021-04-29"),
        # the other phrasing of the last: the remaining nine and a half months
        ("drawdown + 9.5 months", "2021-04-28"),
    ],
)
def test_the_agreement_of_29_february_2020_is_dated(expression: str, expected: str) -> None:
    assert build_schedule(load("doha-2020")).evaluate_day(expression) == date.fromisoformat(
        expected
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(CLAMP, "2021-04-29"), (STICKY, "2021-04-30"), (OVERFLOW, "2021-04-29"), (REJECT, "2021-04-29")],
)  # fmt: skip
def test_each_month_end_gives_its_own_end_of_the_14_months(rule: MonthEnd, expected: str) -> None:
    scenario = Scenario(choice=CountingChoice(month_end=rule))
    schedule = build_schedule(load("doha-2020"), scenario)
    assert schedule.evaluate_day("withdrawal") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        # 10 Hoot 1398 to 10 Sawr 1400, and 5 Rajab 1441 to 5 Ramadan 1442
        pytest.param(Calendar.SOLAR_HIJRI, "2021-04-30", id="solar Hijri"),
        pytest.param(Calendar.HIJRI, "2021-04-17", id="lunar Hijri"),
    ],
)
def test_14_months_of_the_texts_other_calendars_end_elsewhere(
    calendar: Calendar, expected: str
) -> None:
    scenario = Scenario(choice=CountingChoice(months_of=calendar))
    schedule = build_schedule(load("doha-2020"), scenario)
    assert schedule.evaluate_day("withdrawal") == date.fromisoformat(expected)
