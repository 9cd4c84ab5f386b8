"""The bundled agreements, compared with the dates of their texts and of what happened."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names, load
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import Schedule, build_schedule
from timeline.schedule.status import statuses

# agreement: signed, then each milestone's due date, the day it happened, and the slip in days
FACTS = {
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


def sources_named(agreement: Agreement) -> set[str]:
    """Return the sources that something in the agreement refers to."""
    named = {one.source for one in agreement.milestones}
    named |= {one.fulfilled_source for one in agreement.milestones}
    named |= {one.source for milestone in agreement.milestones for one in milestone.published}
    if agreement.drawdown:
        named |= {agreement.drawdown.source, *(one.source for one in agreement.drawdown.observed)}
    return {one for one in named if one}


@pytest.mark.parametrize("name", FACTS)
def test_every_clause_has_its_source_and_every_source_its_use(name: str) -> None:
    agreement = load(name)
    assert all(one.source for one in agreement.milestones)
    assert sources_named(agreement) == {one.id for one in agreement.sources}
