"""The bundled agreements, compared with the dates of their texts and of what happened."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names, load
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import Schedule, build_schedule
from timeline.schedule.status import statuses

# agreement: signed, then each milestone's due date, the day it happened, and the slip in days
FACTS = {
    "brexit-2017": (
        "2017-03-29",
        {
            # the third extension
            "withdrawal": ("2019-12-01/2020-01-31", "2020-01-31", 0),
            "request": ("2020-06-30", None, None),
            "transition": ("2020-12-31", None, None),
        },
    ),
    "lebanon-2024": ("2024-11-27", {"withdrawal": ("2025-02-18", None, None)}),
    "angola-1988": (
        "1988-12-22",
        {
            "before-april": ("1989-03-31", None, None),
            "half": ("1989-11-01", None, None),
            "two-thirds": ("1990-04-01", None, None),
            "three-quarters": ("1990-10-01", None, None),
            "withdrawal": ("1991-07-01", "1991-05-25", -37),
        },
    ),
    "doha-2020": (
        "2020-02-29",
        {
            "talks": ("2020-03-10", "2020-09-12", 186),
            "prisoners": ("2020-03-10", "2020-09-03", 177),
            "un-sanctions": ("2020-05-29", None, None),
            "remaining-prisoners": ("2020-06-10", None, None),
            "drawdown": ("2020-07-13", "2020-06-18", -25),
            "bases": ("2020-07-13", "2020-07-13", 0),
            "sanctions": ("2020-08-27", None, None),
            "withdrawal": ("2021-04-29", "2021-08-30", 123),
        },
    ),
    "paris-1973": (
        "1973-01-27",
        {
            "withdrawal": ("1973-03-28", "1973-03-29", 1),
            "prisoners": ("1973-03-28", "1973-03-29", 1),
        },
    ),
    "egypt-israel-1979": (
        "1979-03-26",
        {
            # the text gives no date, so there is no slip
            "exchange": ("1979-04-25", "1979-04-25", None),
            "interim-withdrawal": ("1980-01-25", "1980-01-25", 0),
            "final-withdrawal": ("1982-04-25", "1982-04-25", 0),
        },
    ),
    "geneva-1988": (
        "1988-04-14",
        {
            "begin": ("1988-05-15", "1988-05-15", 0),
            "half": ("1988-08-15", "1988-08-15", 0),
            "withdrawal": ("1989-02-15", "1989-02-15", 0),
        },
    ),
    "iraq-2008": (
        "2008-11-17",
        {
            "in-force": ("2009-01-01", "2009-01-01", 0),
            "cities": ("2009-06-30", "2009-06-30", 0),
            "withdrawal": ("2011-12-31", "2011-12-18", -13),
        },
    ),
}

LEVELS = {
    "doha-2020": {"drawdown": 8600, "withdrawal": 0},
    "geneva-1988": {"half": 50150, "withdrawal": 0},
    # of 50,000, after 3,000, 25,000, 33,000, 38,000 and all have left
    "angola-1988": {
        "before-april": 47_000,
        "half": 25_000,
        "two-thirds": 17_000,
        "three-quarters": 12_000,
        "withdrawal": 0,
    },
}


def scheduled(name: str) -> Schedule:
    """Return the schedule of the bundled agreement."""
    return build_schedule(load(name))


def test_the_facts_cover_all_bundled_agreements() -> None:
    assert bundled_names() == sorted(FACTS)


@pytest.mark.parametrize("name", FACTS)
def test_due_dates_and_outcomes_are_those_of_the_record(name: str) -> None:
    signed, facts = FACTS[name]
    schedule = scheduled(name)
    found = {
        one.dated.milestone.id: (
            str(one.dated.due),
            str(one.fulfilled) if one.fulfilled else None,
            one.slip,
        )
        for one in statuses(schedule, date.max)
    }
    assert str(schedule.signed) == signed
    assert found == facts


@pytest.mark.parametrize("name", FACTS)
def test_every_bundled_file_is_valid(name: str) -> None:
    assert timeline("validate", name) == Transcript(0, "", "")


@pytest.mark.parametrize("name", FACTS)
def test_levels_are_those_of_the_record(name: str) -> None:
    levels = {one.id: one.level for one in load(name).milestones if one.level is not None}
    assert levels == LEVELS.get(name, {})


def test_the_drawdown_of_2020_is_recorded_with_its_levels() -> None:
    drawdown = load("doha-2020").drawdown
    assert drawdown
    assert (drawdown.unit, drawdown.baseline) == ("troops", 13_000)
    assert [(str(one.date), one.level) for one in drawdown.observed] == [
        ("2020-02-29", 13_000),
        ("2020-06-18", 8_600),
        ("2020-11-17", 4_500),
        ("2021-01-15", 2_500),
        ("2021-08-30", 0),
    ]


def test_the_accords_of_1988_begin_from_100_300_troops() -> None:
    drawdown = load("geneva-1988").drawdown
    assert drawdown
    assert (drawdown.unit, drawdown.baseline) == ("troops", 100_300)


def test_the_other_phrasing_of_the_14_months_is_a_day_earlier() -> None:
    schedule = scheduled("doha-2020")
    (also,) = schedule["withdrawal"].milestone.also
    assert str(schedule.evaluate(also)) == "2021-04-28"


@pytest.mark.parametrize(
    ("milestone", "days"),
    [("talks", 10), ("prisoners", 10), ("un-sanctions", 90), ("sanctions", 180)],
)
def test_the_fixed_days_of_2020_are_round_counts_from_the_signing(
    milestone: str, days: int
) -> None:
    schedule = scheduled("doha-2020")
    dated = schedule[milestone]
    (also,) = dated.milestone.also
    assert also.text == f"signed + {days} days"
    assert schedule.evaluate(also) == dated.due
    assert str(dated.due) == str(schedule.signed + timedelta(days))


@pytest.mark.parametrize(
    ("on", "known"),
    [
        ("2021-02-03", []),
        ("2021-02-04", ["2021-04-30"]),
        # "before 11 September" ends on the 10th
        ("2021-04-14", ["2021-04-30", "2021-05-01", "2021-09-10"]),
        ("2021-05-01", ["2021-04-30", "2021-05-01", "2021-05-01", "2021-09-10"]),
        ("2021-07-08", ["2021-04-30", "2021-05-01", "2021-05-01", "2021-08-31", "2021-09-10"]),
    ],
)
def test_an_announcement_is_known_from_its_day(on: str, known: list[str]) -> None:
    found = timeline("explain", "withdrawal", "--on", on, "-f", "json").out
    assert [one["due"] for one in json.loads(found)["published"]] == known


@pytest.mark.parametrize(
    ("on", "earliest", "due", "of"),
    [
        ("2017-03-29", "2019-03-29", "2019-03-29", None),
        ("2019-03-21", "2019-03-29", "2019-03-29", None),
        # Decision (EU) 2019/476, and the vote of 29 March 2019
        ("2019-03-22", "2019-04-12", "2019-05-22", "first-extension"),
        ("2019-03-29", "2019-04-12", "2019-04-12", "first-extension"),
        ("2019-04-01", "2019-04-12", "2019-04-12", "first-extension"),
        # Decision (EU) 2019/584
        ("2019-04-11", "2019-05-01", "2019-10-31", "second-extension"),
        # Decision (EU) 2019/1810
        ("2019-10-29", "2019-12-01", "2020-01-31", "third-extension"),
        ("2019-11-01", "2019-12-01", "2020-01-31", "third-extension"),
    ],
)
def test_the_notice_of_2017_has_the_deadline_of_each_day(
    on: str, earliest: str, due: str, of: str | None
) -> None:
    found = timeline("-a", "brexit-2017", "show", "--on", on, "-f", "json")
    (row,) = json.loads(found.out)["milestones"]  # the transition is not known yet
    assert (row["id"], row["due_earliest"], row["due"]) == ("withdrawal", earliest, due)
    amended = json.loads(
        timeline("-a", "brexit-2017", "explain", "withdrawal", "--on", on, "-f", "json").out
    )["amendments"]
    assert (amended[-1]["source"] if amended else None) == of


def table(*arguments: str) -> dict[str, list[str]]:
    """Return the cells of each row of a table that are not empty, by milestone."""
    found = timeline(*arguments)
    assert (found.status, found.err) == (0, "")
    rows = [re.split(" {2,}", line.strip()) for line in found.out.splitlines()]
    return {row[0]: row[1:] for row in rows if row[1:]}


def test_the_deadline_in_force_is_the_only_one_shown() -> None:
    found = table("-a", "brexit-2017", "show", "--on", "2019-04-01")
    assert found["withdrawal"] == [
        "Fri 2019-04-12 24:00",
        "amended 2019-03-29, fixed date",
        "in 11 days",
        "pending",
        "The United Kingdom leaves the European Union",
    ]
    found = table("-a", "brexit-2017", "show", "--on", "2019-11-01")
    assert found["withdrawal"][0] == "by Fri 2020-01-31 24:00"
    assert "request" not in found


def test_the_withdrawal_of_2020_was_308_days_after_the_first_plan() -> None:
    """The first plan is 29 March 2019, the day it happened 31 January 2020."""
    assert date(2020, 1, 31) - date(2019, 3, 29) == timedelta(308)
    found = table("-a", "brexit-2017", "compare", "--on", "2020-12-31")
    assert found["withdrawal"] == [
        "Fri 2019-03-29 24:00",
        "by Fri 2020-01-31 24:00",
        "Fri 2020-01-31",
        "met on the day",
        "308 days later",
        "The United Kingdom leaves the European Union",
    ]
    assert timeline("-a", "brexit-2017", "check", "--on", "2020-12-31").status == 0


def test_the_withdrawal_of_2025_was_extended_and_not_done() -> None:
    for on, due in (("2025-01-25", "2025-01-26"), ("2025-01-26", "2025-02-18")):
        found = timeline("-a", "lebanon-2024", "date", "withdrawal", "--on", on)
        assert found == Transcript(0, f"{due}\n", "")
    row = table("-a", "lebanon-2024", "compare", "--on", "2025-03-01")["withdrawal"]
    assert row[:4] == [
        "Sun 2025-01-26",
        "Tue 2025-02-18",
        "not happened",
        "not done by 2025-02-18",
    ]
    explained = timeline("-a", "lebanon-2024", "explain", "withdrawal", "--on", "2025-03-01").out
    (published,) = (line for line in explained.splitlines() if "The Times of Israel" in line)
    assert published.endswith("the deadline before it was moved")


def test_the_steps_of_1988_were_reached_by_the_end() -> None:
    on = ("-a", "angola-1988", "--on", "1991-06-01")
    found = table("compare", *on)
    steps = ["before-april", "half", "two-thirds", "three-quarters"]
    assert [found[step][2] for step in steps] == ["reached by 1991-05-25"] * 4
    assert found["withdrawal"][:3] == ["Mon 1991-07-01", "Sat 1991-05-25", "met 37 days early"]
    assert timeline("check", *on) == Transcript(0, "", "")
    # Met before its day, 1 July.
    heading = timeline("show", *on).out.splitlines()[2]
    assert heading == "no deadline is to come: 1 met, 4 reached"
    for day in ("1989-04-01", "1990-05-01", "1991-05-24", "1991-05-25", "1999-01-01"):
        states = statuses(scheduled("angola-1988"), date.fromisoformat(day))
        assert not {"overdue", "late"} & {state.status.value for state in states}


def test_newspapers_counted_the_first_day_of_the_27_months() -> None:
    """They wrote 36 days: to 30 June 1991."""
    assert date(1991, 6, 30) - date(1991, 5, 25) == timedelta(36)
    on = ("--on", "1991-06-01", "-f", "json")
    found = timeline("-a", "angola-1988", "explain", "withdrawal", *on).out
    (printed,) = json.loads(found)["published"]
    assert (printed["due"], printed["known_from"]) == ("1991-06-30", "1991-05-25")
    (rule,) = printed["nearest"]["rules"]
    assert (rule["rule"], rule["value"], printed["past_nearest"]) == ("start_day", "included", 0)
    early = timeline("-a", "angola-1988", "compare", "--start-day", "included", *on).out
    slips = {row["id"]: row["planned_slip"] for row in json.loads(early)["milestones"]}
    assert slips["withdrawal"] == -36


def sources_named(agreement: Agreement) -> set[str]:
    """Return the sources that something in the agreement refers to."""
    named = {one.source for one in agreement.milestones}
    named |= {one.fulfilled_source for one in agreement.milestones}
    for milestone in agreement.milestones:
        named |= {one.source for one in milestone.published}
        named |= {one.source for one in milestone.amended}
    if agreement.drawdown:
        named |= {agreement.drawdown.source, *(one.source for one in agreement.drawdown.observed)}
    return {one for one in named if one}


@pytest.mark.parametrize("name", FACTS)
def test_every_clause_has_its_source_and_every_source_its_use(name: str) -> None:
    agreement = load(name)
    assert all(one.source for one in agreement.milestones)
    assert sources_named(agreement) == {one.id for one in agreement.sources}
