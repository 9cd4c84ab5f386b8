"""`timeline drawdown`: ceiling, pace and observed level on any day, checked against plain arithmetic."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import law
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.dates.expressions import Expression
from timeline.dates.periods import Period
from timeline.files.loading import load
from timeline.schedule.agreement import Agreement, Drawdown, Milestone, Observed
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.observations import Level
from timeline.schedule.schedule import Scenario, build_schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNED = date(2020, 2, 29)
PLAN = drawdown_plan(build_schedule(load("doha-2020")), date.max)


def agreement(
    levels: Mapping[str, tuple[str | None, int]],
    baseline: int = 1000,
    observed: dict[date, int] | None = None,
) -> Agreement:
    """Return an agreement with milestones due by these expressions that set these levels."""
    milestones = tuple(
        Milestone(id=name, title=name, due=Expression(due) if due else None, level=level)
        for name, (due, level) in levels.items()
    )
    seen = tuple(Observed(date=day, level=level) for day, level in (observed or {}).items())
    drawdown = Drawdown(unit="troops", baseline=baseline, observed=seen)
    return Agreement(title="T", signed=SIGNED, milestones=milestones, drawdown=drawdown)


def answer(*arguments: str) -> list[dict[str, Any]]:
    """Return the levels of a JSON answer."""
    found = timeline("drawdown", *arguments, "--format", "json")
    assert (found.status, found.err) == (0, "")
    levels: list[dict[str, Any]] = json.loads(found.out)["days"]
    return levels


# The agreement of 29 February 2020: the levels on days worked out by hand


@pytest.mark.parametrize(
    ("on", "ceiling", "pace", "observed", "difference", "following", "days", "rate"),
    [
        # before signing, nothing is to be done yet, and nothing is known
        ("2020-02-28", 13_000, 13_000, None, None, "drawdown", 136, None),
        ("2020-02-29", 13_000, 13_000, 13_000, 0, "drawdown", 135, 32.6),
        # 62 of 135 days: 13,000 - 4,400 x 62 / 135 = 10,979.3
        ("2020-05-01", 13_000, 10_979, 13_000, 2_021, "drawdown", 73, 60.3),
        # the level is reached before its deadline
        ("2020-06-18", 13_000, 9_415, 8_600, -815, "drawdown", 25, 0.0),
        ("2020-07-12", 13_000, 8_633, 8_600, -33, "drawdown", 1, 0.0),
        # on the deadline its level is the ceiling
        ("2020-07-13", 8_600, 8_600, 8_600, 0, "withdrawal", 290, 29.7),
        # 141 of 290 days: 8,600 - 8,600 x 141 / 290 = 4,418.6
        ("2020-12-01", 8_600, 4_419, 4_500, 81, "withdrawal", 149, 30.2),
        ("2021-04-28", 8_600, 30, 2_500, 2_470, "withdrawal", 1, 2500.0),
        # after the end nothing is to come
        ("2021-04-29", 0, 0, 2_500, 2_500, None, None, None),
        ("2021-08-30", 0, 0, 0, 0, None, None, None),
        ("9999-12-31", 0, 0, 0, 0, None, None, None),
    ],
)
def test_the_levels_of_the_drawdown_from_afghanistan(
    on: str,
    ceiling: int,
    pace: int,
    observed: int | None,
    difference: int | None,
    following: str | None,
    days: int | None,
    rate: float | None,
) -> None:
    (levels,) = answer("--on", on)
    assert (levels["day"], levels["day_number"]) == (on, (date.fromisoformat(on) - SIGNED).days)
    assert (levels["ceiling"], levels["pace"]) == (ceiling, pace)
    assert (levels["observed"], levels["against_pace"]) == (observed, difference)
    assert (levels["next"], levels["next_remaining"]) == (following, days)
    assert levels["rate_needed"] == rate


def test_the_table_says_it_in_words() -> None:
    last = timeline("drawdown", "--on", "2020-12-01").out.splitlines()[-3]
    assert [word.strip() for word in last.split("  ") if word.strip()] == [
        *("Tue 2020-12-01", "8,600", "4,419", "4,500", "2020-11-17", "81 over"),
        *("0 in 149 days (withdrawal)", "30.2 a day"),
    ]
    without = timeline("drawdown", "-a", "geneva-1988", "--on", "1988-08-14").out
    assert "no observed levels recorded" in without
    assert without.splitlines()[-3].split()[2:5] == ["100,300", "50,558", "unknown"]
    # half of 100,300 by 15 August 1988, when that was done
    then = timeline("drawdown", "-a", "geneva-1988", "--on", "1988-08-15").out
    assert "no observed levels recorded" not in then
    assert then.splitlines()[-3].split()[2:5] == ["50,150", "50,150", "50,150"]


def test_what_was_observed_on_the_day_known_is_known() -> None:
    known = date(2020, 6, 18)
    plan = drawdown_plan(build_schedule(load("doha-2020")), known)
    assert plan.levels(known).observed == Level(known, 8_600)
    assert plan.levels(known + timedelta(1)).observed is None
    assert plan.unit == "troops"


def test_what_was_observed_later_is_not_known() -> None:
    levels = {one["day"]: one for one in answer("--every", "1 month", "--on", "2020-07-01")}
    assert levels["2020-06-29"]["observed"] == 8_600
    assert levels["2020-07-29"]["observed"] is levels["2021-04-29"]["observed"] is None


def test_every_day_of_a_list_is_what_it_is_by_itself() -> None:
    listed = answer("--every", "2 months 3 days", "--on", "2021-12-31")
    assert [one["day"] for one in listed] == [
        *("2020-02-29", "2020-05-02", "2020-07-05", "2020-09-07", "2020-11-10", "2021-01-13"),
        *("2021-03-18", "2021-04-29"),
    ]
    for one in listed:
        assert answer("--on", one["day"]) == [one]


@pytest.mark.parametrize(
    ("every", "problem"),
    [
        ("0 days", '"0 days": zero-length period; use one such as 1 month'),
        ("often", '"often": found "often"; use a number and a unit, such as 135 days or 14 months, or P14M'),
    ],
)  # fmt: skip
def test_an_invalid_step_is_one_error(every: str, problem: str) -> None:
    error = f"timeline: --every: {problem}\n"
    assert timeline("drawdown", "--every", every) == Transcript(2, "", error)


@pytest.mark.parametrize("name", ["iraq-2008", "egypt-israel-1979", "paris-1973"])
def test_an_agreement_without_levels_says_so(name: str) -> None:
    expected = f"timeline: {name}: no [drawdown] table; add one with a unit and a baseline\n"
    assert timeline("drawdown", "-a", name) == Transcript(2, "", expected)
    assert timeline("drawdown", "-a", name, "--on", "-") == Transcript(2, "", expected)


def test_more_days_than_a_century_has_are_refused() -> None:
    error = "--every: more than 40,000 days; use a longer period"
    far = ("--assume", "withdrawal=9999-01-01")
    found = timeline("drawdown", "--every", "1 day", *far)
    assert found == Transcript(2, "", f"timeline: {error}\n")
    # 109 years are as many days
    assert len(answer("--every", "1 day", "--assume", "withdrawal=2129-02-28")) < 40_000


def test_spreadsheets_and_programs_get_the_same_numbers() -> None:
    day = ("--every", "1 month", "--on", "2021-12-31")
    listed = answer(*day)
    text = timeline("drawdown", *day, "-f", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    arguments = {"agreement": "doha-2020", "on": "2021-12-31"}
    assert rows == [
        arguments | {key: "" if value is None else str(value) for key, value in one.items()}
        for one in listed
    ]


# Streams


def test_a_stream_answers_each_day_with_its_levels() -> None:
    given = "2020-05-01\n2020-02-28\ndrawdown\nsoon\n2020-12-01"
    status, out, err = timeline("drawdown", "--on", "-", stdin=given)
    assert out == (
        "2020-05-01\t13000\t10979\t13000\n"
        "2020-02-28\t13000\t13000\tunknown\n"
        "drawdown\t8600\t8600\t8600\n"
        "2020-12-01\t8600\t4419\t4500\n"
    )
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith('timeline: line 4: "soon": unknown milestone; ')


@pytest.mark.parametrize(
    ("option", "value"), [("--every", "1 month"), ("--format", "json"), ("--format", "table")]
)
def test_a_stream_takes_no_other_form(option: str, value: str) -> None:
    expected = f'timeline: {option} cannot be used with "--on -"\n'
    assert timeline("drawdown", "--on", "-", option, value) == Transcript(2, "", expected)


def test_a_stream_knows_only_what_had_happened(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "troops"\nbaseline = 100\n'
        '[[milestone]]\nid = "begin"\ntitle = "B"\nfulfilled = 2020-02-01\n'
        '[[milestone]]\nid = "end"\ntitle = "E"\ndue = "begin + 10 days"\nlevel = 0\n'
    )
    given = "2020-01-31\n2020-02-06\n"
    # until 1 February there is no deadline; then 5 of 41 days are left: 100 x 5 / 41 = 12.2
    expected = "2020-01-31\t100\t100\tunknown\n2020-02-06\t100\t12\tunknown\n"
    arguments = ("drawdown", "-a", str(path), "--on", "-")
    assert timeline(*arguments, stdin=given) == Transcript(0, expected, "")


# Laws and corners


@law
@given(st.dates(SIGNED, date(2021, 4, 29)))
def test_the_pace_is_the_straight_line_between_deadlines_rounded_half_up(on: date) -> None:
    corners = [(SIGNED, 13_000), (date(2020, 7, 13), 8_600), (date(2021, 4, 29), 0)]
    (first, high), (last, low) = corners[:2] if on < corners[1][0] else corners[1:]
    exact = high - Fraction((high - low) * (on - first).days, (last - first).days)
    as_decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    assert PLAN.levels(on).pace == as_decimal.quantize(Decimal(1), ROUND_HALF_UP)


def test_exactly_half_is_rounded_up() -> None:
    plan = drawdown_plan(
        build_schedule(agreement({"end": ("signed + 2 days", 0)}, baseline=5)), date.max
    )
    assert [plan.levels(SIGNED + timedelta(n)).pace for n in range(3)] == [5, 3, 0]


@law
@given(
    st.lists(st.tuples(st.integers(-50, 400), st.integers(0, 2000)), max_size=6),
    st.integers(-100, 500),
)
def test_the_pace_lies_between_the_ceilings_around_it(
    steps: list[tuple[int, int]], after: int
) -> None:
    dues = {
        f"m{number}": (str(SIGNED + timedelta(days)), level)
        for number, (days, level) in enumerate(steps)
    }
    plan = drawdown_plan(build_schedule(agreement(dues)), date.max)
    on = SIGNED + timedelta(after)
    levels = plan.levels(on)
    passed = [(days, -level) for days, level in steps if days <= after]
    assert levels.ceiling == (-max(passed)[1] if passed else 1000)
    coming = [(days, level) for days, level in steps if days > after]
    following = min(coming, default=(0, levels.ceiling))
    assert levels.days_to_next == (following[0] - after if coming else None)
    assert (levels.next.level if levels.next else levels.ceiling) == following[1]
    assert levels.ceiling is not None
    assert levels.pace is not None
    around = [levels.ceiling, following[1]]
    assert min(around) <= levels.pace <= max(around)


def test_of_several_levels_on_one_day_the_lowest_counts() -> None:
    dues = {
        "a": ("2020-03-10", 700),
        "b": ("2020-03-10", 600),
        "c": ("2020-03-10", 650),
    }
    assert drawdown_plan(build_schedule(agreement(dues)), date.max).planned == [
        Level(date(2020, 3, 10), 600, "b")
    ]


def test_before_signing_the_level_is_the_baseline_whatever_is_due() -> None:
    dues = {"a": ("2020-02-10", 700), "b": ("signed", 600), "c": ("signed + 10 days", 100)}
    plan = drawdown_plan(build_schedule(agreement(dues)), date.max)
    days = (date(2020, 2, 9), date(2020, 2, 10), SIGNED, date(2020, 3, 5), date(2020, 3, 10))
    assert [plan.levels(day).ceiling for day in days] == [1000, 700, 600, 600, 100]
    assert [plan.levels(day).pace for day in days] == [1000, 700, 600, 350, 100]
    assert list(plan.days(Period(days=5))) == [SIGNED, date(2020, 3, 5), date(2020, 3, 10)]


def test_a_milestone_without_a_date_sets_no_level_yet() -> None:
    plan = drawdown_plan(build_schedule(agreement({"later": (None, 5)})), date.max)
    levels = plan.levels(date(2030, 1, 1))
    assert (levels.ceiling, levels.pace, levels.next) == (1000, 1000, None)


def test_an_imprecise_deadline_counts_from_its_latest_day() -> None:
    plan = drawdown_plan(build_schedule(agreement({"august": ("2020-08", 5)})), date.max)
    assert plan.levels(date(2020, 8, 30)).ceiling == 1000
    assert plan.levels(date(2020, 8, 31)).ceiling == 5


def test_an_assumption_moves_the_plan() -> None:
    scenario = Scenario(assumptions={"drawdown": Expression("2020-08-01")})
    plan = drawdown_plan(build_schedule(load("doha-2020"), scenario), date.max)
    assert plan.levels(date(2020, 7, 31)).ceiling == 13_000
    assert plan.levels(date(2020, 8, 1)).ceiling == 8_600


def test_the_last_observed_level_of_a_day_counts_whatever_the_order_in_the_file() -> None:
    observed = {date(2020, 5, 1): 30, date(2020, 3, 1): 90}
    plan = drawdown_plan(build_schedule(agreement({}, observed=observed)), date.max)
    assert plan.levels(date(2020, 4, 30)).observed == Level(date(2020, 3, 1), 90)
    assert plan.levels(date(2020, 5, 1)).observed == Level(date(2020, 5, 1), 30)


def test_days_are_listed_up_to_the_end_of_the_calendar() -> None:
    scenario = Scenario(
        assumptions={
            "signed": Expression("9990-01-01"),
            "end": Expression("9999-12-31"),
        }
    )
    plan = drawdown_plan(
        build_schedule(agreement({"end": ("signed + 1 day", 0)}), scenario), date.max
    )
    assert list(plan.days(Period(48))) == [
        *(date(9990, 1, 1), date(9994, 1, 1), date(9998, 1, 1), date(9999, 12, 31))
    ]
    assert list(plan.days(Period(12 * 9000))) == [date(9990, 1, 1), date(9999, 12, 31)]


def test_a_rate_above_zero_is_never_shown_as_zero() -> None:
    observed = {SIGNED: 1}
    dues = {"end": ("signed + 900 days", 0)}
    plan = drawdown_plan(build_schedule(agreement(dues, baseline=1, observed=observed)), date.max)
    assert plan.levels(SIGNED).rate_needed == Fraction(1, 900)
    from timeline.render.listings import drawdowns

    schedule = build_schedule(agreement(dues, baseline=1, observed=observed))
    listing = drawdowns.listing("x", schedule, SIGNED, [plan], [(plan, plan.levels(SIGNED))])
    assert listing.rows[0].values["rate_needed"] == 0.1
