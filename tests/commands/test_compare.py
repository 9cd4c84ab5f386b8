"""`timeline compare`: planned dates, what happened, and the dates under other assumptions."""

from __future__ import annotations

import json
from typing import Any

from tests.transcript import Transcript
from tests.transcript import in_process as timeline


def compared(*arguments: str) -> dict[str, Any]:
    """Return the comparisons by milestone."""
    transcript = timeline("compare", *arguments, "--format", "json")
    assert (transcript.status, transcript.err) == (0, "")
    return {one["id"]: one for one in json.loads(transcript.out)["milestones"]}


def test_slips_are_in_days_early_and_late() -> None:
    out = timeline("compare", "--on", "2021-12-31").out
    lines = {line.split()[0]: line for line in out.splitlines() if line}
    assert "met 25 days early" in lines["drawdown"]
    assert "177 days late" in lines["prisoners"]
    assert "186 days late" in lines["talks"]
    assert "123 days late" in lines["withdrawal"]
    assert "not happened" in lines["sanctions"]
    assert "491 days overdue" in lines["sanctions"]


def test_slips_are_counts_for_programs() -> None:
    found = compared("--on", "2021-12-31")
    slips = {name: one["planned_slip"] for name, one in found.items()}
    assert slips == {
        "talks": 186,
        "prisoners": 177,
        "un-sanctions": None,
        "remaining-prisoners": None,
        "drawdown": -25,
        "bases": 0,
        "sanctions": None,
        "withdrawal": 123,
    }
    sanctions = found["sanctions"]
    assert (sanctions["planned_status"], sanctions["planned_remaining"]) == ("overdue", -491)


def test_events_after_the_day_are_not_compared() -> None:
    found = compared("--on", "2020-07-01")
    happened = {name: one["fulfilled"] for name, one in found.items() if one["fulfilled"]}
    assert happened == {"drawdown": "2020-06-18"}
    assert all(one["fulfilled"] is None for one in compared("--on", "2020-06-17").values())


def test_an_assumption_shows_which_milestones_move() -> None:
    found = compared("--assume", "prisoners=2020-09-03", "--on", "2020-07-01")
    moved = {name: one["moved"] for name, one in found.items() if one["moved"]}
    # 10 March to 3 September, and 10 June to 3 December
    assert moved == {"prisoners": 177, "remaining-prisoners": 176}
    assert found["remaining-prisoners"]["planned"] == "2020-06-10"
    assert found["remaining-prisoners"]["due"] == "2020-12-03"
    # the slip is still the plan's
    assumed = compared("--assume", "drawdown=2020-06-01", "--on", "2021-01-01")["drawdown"]
    assert assumed["planned_slip"] == -25


def test_an_assumption_that_moves_nothing_else_says_no_change() -> None:
    found = compared("--assume", "talks=2020-09-12")
    assert {name for name, one in found.items() if one["moved"]} == {"talks"}
    out = timeline("compare", "--assume", "talks=2020-09-12").out
    assert "186 days later" in out
    assert out.count("no change") == 7


def test_as_happened_moves_the_milestones_that_count_from_it() -> None:
    found = compared("--as-happened")
    assert {name: one["moved"] for name, one in found.items() if one["moved"]} == {
        "remaining-prisoners": 176
    }


def test_without_assumptions_no_other_plan_is_shown() -> None:
    for one in compared().values():
        assert (one["due"], one["due_earliest"]) == (one["planned"], one["planned_earliest"])
        assert one["moved"] == 0
    assert "becomes" not in timeline("compare").out


def test_a_milestone_without_a_rule_has_no_planned_date() -> None:
    exchange = compared("-a", "egypt-israel-1979")["exchange"]
    assert (exchange["planned"], exchange["due"]) == (None, "1979-04-25")
    assert exchange["fulfilled"] == "1979-04-25"
    unknown = ("planned_earliest", "planned_remaining", "planned_slip", "moved")
    assert [exchange[key] for key in unknown] == [None] * 4


def test_other_bundled_agreements_can_be_compared() -> None:
    assert timeline("-a", "geneva-1988", "compare").status == 0
    assert timeline("-a", "paris-1973", "date", "withdrawal") == Transcript(0, "1973-03-28\n", "")
    assert "1 day late" in timeline("-a", "paris-1973", "compare").out
