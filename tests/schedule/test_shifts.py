"""Assumptions that shift a date: counted from the date without them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import SHIFTS, SIGNED, agreement_of, amended_agreements, law
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.dates.counting import CountingChoice, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.errors import CircleError
from timeline.schedule.agreement import Agreement, Amended
from timeline.schedule.schedule import Scenario, Schedule, build_schedule

ON = ("--on", "2020-07-01")


def dates_of(schedule: Schedule) -> dict[str, tuple[object, ...]]:
    """Return what others count from and are shown of each milestone."""
    return {
        name: (dated.due, dated.unrolled, dated.anchor, dated.basis, dated.counting)
        for name, dated in schedule.milestones.items()
    }


@law
@given(
    amended_agreements(),
    st.dates(date(2020, 1, 1), date(2022, 1, 31)),
    st.sampled_from(SHIFTS),
    st.booleans(),
    st.data(),
)
def test_a_shift_is_a_count_from_the_date_without_it(
    agreement: Agreement, day: date, shift: str, as_happened: bool, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([each.id for each in agreement.milestones if not each.every]))
    plain = build_schedule(agreement, Scenario(as_happened=as_happened)).as_of(day)
    scenario = Scenario(as_happened=as_happened, assumptions={name: shift})
    shifted = build_schedule(agreement, scenario).as_of(day)
    if name in plain.failed or plain[name].due is None:
        assert name in shifted.failed
        return
    before = plain[name].unrolled or plain[name].due
    expression = f"{before} {shift}"
    scenario = Scenario(as_happened=as_happened, assumptions={name: expression})
    expected = build_schedule(agreement, scenario).as_of(day)
    assert dates_of(shifted) == dates_of(expected)
    assert shifted.failed.keys() == expected.failed.keys()
    # Other names are those of occurrences that do not exist, from which a replaced rule no longer counts.
    missing = [{name: one.undated.get(name) for name in one} for one in (shifted, expected)]
    assert missing[0] == missing[1]


@law
@given(
    amended_agreements(),
    st.dates(SIGNED, date(2022, 1, 31)),
    st.sampled_from(SHIFTS),
    st.data(),
)
def test_a_shift_is_one_more_amendment(
    agreement: Agreement, day: date, shift: str, data: st.DataObject
) -> None:
    plain = [n for n, each in enumerate(agreement.milestones) if not each.every]
    position = data.draw(st.sampled_from(plain))
    known = build_schedule(agreement).as_of(day).agreement
    milestone = known.milestones[position]
    shifted = build_schedule(known, Scenario(assumptions={milestone.id: shift}))
    latest = max([day, *(each.decided for each in milestone.amended)]) + timedelta(1)
    amended = (*milestone.amended, Amended(decided=latest, due=Expression.of_new_deadline(shift)))
    others = list(known.milestones)
    others[position] = structs.replace(milestone, amended=amended, fulfilled=None)
    expected = build_schedule(structs.replace(known, milestones=tuple(others)))
    if milestone.fulfilled is None and milestone.id not in shifted.failed:
        assert shifted[milestone.id].due == expected[milestone.id].due


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        # 13 July 2020 and 29 April 2021 without it
        (("drawdown", "--assume", "drawdown=+1 month"), "2020-08-13"),
        (("withdrawal", "--assume", "withdrawal=- 2 weeks"), "2021-04-15"),
        # what counts from it follows: 10 April and 3 months
        (("remaining-prisoners", "--assume", "prisoners= + 1 month"), "2020-07-10"),
        # 29 February and 10 days is 10 March; 135 days and 14 months from it
        (("drawdown", "--assume", "signed=+10 days"), "2020-07-23"),
        (("withdrawal", "--assume", "signed=+10 days"), "2021-05-10"),
        # of two for one id the last; of two ids both
        (("drawdown", "--assume", "drawdown=+1 month", "--assume", "drawdown=+1 day"), "2020-07-14"),
        (("drawdown", "--assume", "signed=+1 day", "--assume", "drawdown=+1 day"), "2020-07-15"),
        (("drawdown", "--assume", "drawdown=+1 month", "--start-day", "included"), "2020-08-11"),
        # an amended milestone: 12 April, 31 October 2019 and three weeks
        (("withdrawal", "-a", "brexit-2017", "--on", "2019-04-01", "--assume", "withdrawal=+3 weeks"), "2019-05-03"),
        (("withdrawal", "-a", "brexit-2017", "--on", "2019-05-01", "--assume", "withdrawal=+3 weeks"), "2019-11-21"),
        (("withdrawal", "-a", "brexit-2017", "--as-signed", "--assume", "withdrawal=+3 weeks"), "2019-04-19"),
        # its only date is the day on which it happened
        (("interim-withdrawal", "-a", "egypt-israel-1979", "--assume", "exchange=+10 days"), "1980-02-05"),
    ],
)  # fmt: skip
def test_a_date_is_shifted(arguments: tuple[str, ...], found: str) -> None:
    assert timeline("date", *arguments) == Transcript(0, f"{found}\n", "")


def test_a_shift_counts_from_the_day_before_the_roll() -> None:
    """1 August 2020 is a Saturday, rolled to the Monday; two days later is that Monday."""
    agreement = agreement_of({"a": "2020-07-18 + 14 days"})
    choice = CountingChoice(roll=Roll.FOLLOWING)
    scenario = Scenario(choice=choice, assumptions={"a": "+ 2 days"})
    assert str(build_schedule(agreement, Scenario(choice=choice))["a"].due) == "2020-08-03"
    assert str(build_schedule(agreement, scenario)["a"].due) == "2020-08-03"


def test_a_shift_is_counted_under_the_rules_of_its_milestone() -> None:
    included = {"a": CountingChoice(start_day=StartDay.INCLUDED)}
    agreement = agreement_of({"a": "2020-05-01"}, rules=included)
    shifted = build_schedule(agreement, Scenario(assumptions={"a": "+ 10 days"}))
    assert str(shifted["a"].due) == "2020-05-10"


def test_a_shift_is_no_circle_with_itself() -> None:
    agreement = agreement_of({"a": "signed + 1 month", "b": "a + 1 month"})
    both = {"a": "+ 1 month", "b": "- 1 month"}
    assert str(build_schedule(agreement, Scenario(assumptions=both))["b"].due) == "2020-04-29"
    for shifted in ({}, {"b": "+ 1 month"}):
        circle = Scenario(assumptions={"a": "b + 1 month", **shifted})
        with pytest.raises(CircleError, match="a -> b -> a"):
            build_schedule(agreement, circle)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("date", "exchange", "--assume", "exchange=+10 days"),
         'assumed exchange: "+10 days": exchange has no date yet; assume one, for example --assume exchange=2020-02-29'),
        (("show", "--assume", "final-withdrawal=- 1 month"),
         'assumed final-withdrawal: "- 1 month": exchange has no date yet; assume one, for example --assume exchange=2020-02-29'),
        (("show", "--assume", "exchange=-10 days"),
         '--assume: "-10 days": a space is missing after "-"; write - 10 days'),
        (("show", "--assume", "exchange=+"),
         '--assume: "+": nothing after "+"; use a number and a unit, such as 135 days or 14 months, or P14M'),
        (("show", "--assume", "exchange=+ 1 moth"),
         '--assume: "+ 1 moth": "1 moth": unknown unit "moth"; did you mean months?'),
        (("show", "--assume", "echange=+ 1 month"),
         '"echange=+ 1 month": unknown milestone "echange"; did you mean exchange?'),
        (("show", "--assume", "signed=+ 9000 years"),
         'assumed signed: "+ 9000 years": outside the supported range, 0001-01-01 to 9999-12-31'),
        (("show", "--assume", "signed=sined + 1 day"),
         'assumed signed: "sined + 1 day": unknown milestone "sined"; did you mean signed?'),
    ],
)  # fmt: skip
def test_what_cannot_be_shifted_is_one_line(arguments: tuple[str, ...], line: str) -> None:
    found = timeline(*arguments, "-a", "egypt-israel-1979", "--on", "1979-04-01")
    assert found == Transcript(2, "", f"timeline: {line}\n")


def test_a_rule_that_fails_is_not_called_assumed(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-31\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = "signed + 1 month"\n'
    )
    found = timeline("date", "a", "-a", str(path), "--assume", "a=+1 day", "--month-end", "reject")
    line = 'a: "signed + 1 month": February 2020 has no day 31; use another month-end rule'
    assert found == Transcript(2, "", f"timeline: {line}\n")


def test_a_shift_stands_in_every_answer() -> None:
    assume = ("--assume", "drawdown=+1 month")
    shown = timeline("show", *assume, *ON).out
    assert "assumed: drawdown + 1 month\n" in shown
    (row,) = (line for line in shown.splitlines() if line.startswith("drawdown"))
    assert "Thu 2020-08-13  assumed, +1 month" in row
    document = json.loads(timeline("show", *assume, *ON, "-f", "json").out)
    assert document["assumed"] == {"drawdown": "+1 month"}
    (found,) = (one for one in document["milestones"] if one["id"] == "drawdown")
    assert (found["due"], found["basis"], found["due_first_plan"], found["amended"]) == (
        "2020-08-13",
        "assumed",
        "2020-07-13",
        None,
    )
    compared = timeline("compare", *assume, *ON).out
    (row,) = (line for line in compared.splitlines() if line.startswith("drawdown"))
    assert "Mon 2020-07-13" in row
    assert "Thu 2020-08-13  31 days later" in row
    explained = json.loads(timeline("explain", "drawdown", *assume, *ON, "-f", "json").out)
    assert [(step["step"], step["day"]) for step in explained["steps"]] == [
        ("the deadline before", "2020-07-13"),
        ("+ 1 month", "2020-08-13"),
    ]


def test_a_stream_shifts_the_deadline_of_each_day() -> None:
    days = "2019-03-21\n2019-04-01\n2019-05-01\n"
    on = ("-a", "brexit-2017", "--on", "-")
    found = timeline("remaining", "withdrawal", *on, "--assume", "withdrawal=+1 day", stdin=days)
    # 30 March, 13 April and 1 November 2019
    assert found == Transcript(0, "2019-03-21\t9\n2019-04-01\t12\n2019-05-01\t184\n", "")
