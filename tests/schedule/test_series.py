"""Several series of levels, and those that rise: each is what it is alone, and rising mirrors falling."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

import timeline
from tests.schedule.test_evidence import recorded_agreements, series_of
from tests.strategies import law
from timeline.dates.expressions import Expression
from timeline.render import words
from timeline.schedule.agreement import Agreement, Drawdown, Milestone, Observed, Series
from timeline.schedule.drawdown import DrawdownPlan, drawdown_plans
from timeline.schedule.observations import Level
from timeline.schedule.schedule import build_schedule
from timeline.schedule.status import MilestoneStatus, breach_of_baseline, statuses

days = st.dates(date(2019, 12, 1), date(2021, 2, 1))
# No level drawn is above it.
TOP = 4


def states_of(agreement: Agreement, on: date) -> list[dict[str, Any]]:
    """Return what the statuses on a day say, without the levels of the milestones themselves."""
    schedule = build_schedule(agreement)
    signing = breach_of_baseline(schedule, on)
    found = [*statuses(schedule, on), *([signing] if signing else [])]
    return [_said(state) for state in found]


def _said(state: MilestoneStatus) -> dict[str, Any]:
    fields = structs.asdict(state)
    return {**fields, "dated": None, "id": state.dated.milestone.id, "due": state.dated.due}


def renamed(agreement: Agreement) -> Agreement:
    """Return an agreement in the short form as one with a `[[series]]` called drawdown."""
    assert agreement.drawdown
    series = Series(id="drawdown", **structs.asdict(agreement.drawdown))
    milestones = (
        each
        if each.level is None
        else structs.replace(each, level=None, named_levels={"drawdown": each.level})
        for each in agreement.milestones
    )
    return structs.replace(
        agreement, drawdown=None, named_series=(series,), milestones=tuple(milestones)
    )


def alone(agreement: Agreement, name: str) -> Agreement:
    """Return the agreement with one of its series in the short form, and without the others."""
    keys = structs.asdict(series_of(agreement)[name])
    keys.pop("id", None)
    milestones = (
        structs.replace(each, level=each.levels.get(name), named_levels=None)
        for each in agreement.milestones
    )
    return structs.replace(
        agreement, drawdown=Drawdown(**keys), named_series=(), milestones=tuple(milestones)
    )


def mirrored(agreement: Agreement) -> Agreement:
    """Return an agreement in the short form with each level taken from `TOP`, and the other direction."""
    drawdown = agreement.drawdown
    assert drawdown
    observed = (structs.replace(each, level=TOP - each.level) for each in drawdown.observed)
    baseline = None if drawdown.baseline is None else TOP - drawdown.baseline
    milestones = (
        each if each.level is None else structs.replace(each, level=TOP - each.level)
        for each in agreement.milestones
    )
    return structs.replace(
        agreement,
        milestones=tuple(milestones),
        drawdown=structs.replace(
            drawdown, baseline=baseline, observed=tuple(observed), rising=not drawdown.rising
        ),
    )


def of_any_name(plan: DrawdownPlan) -> DrawdownPlan:
    """Return the plan without the id of its series, and without the milestones of any series."""
    return structs.replace(plan, series="", unrecorded=frozenset())


short_forms = recorded_agreements().filter(lambda one: one.drawdown is not None)


@law
@given(short_forms, days)
def test_a_series_of_the_same_id_is_the_short_form(agreement: Agreement, on: date) -> None:
    other = renamed(agreement)
    assert states_of(other, on) == states_of(agreement, on)
    plans = [drawdown_plans(build_schedule(each), on) for each in (other, agreement)]
    assert plans[0] == plans[1]
    assert list(plans[0]) == ["drawdown"]


@law
@given(recorded_agreements(), days)
def test_each_series_has_the_levels_that_it_has_alone(agreement: Agreement, on: date) -> None:
    for name, plan in drawdown_plans(build_schedule(agreement), on).items():
        (single,) = drawdown_plans(build_schedule(alone(agreement, name)), on).values()
        assert plan.series == name
        assert of_any_name(plan) == of_any_name(single)
        assert plan.levels(on) == single.levels(on)


@law
@given(recorded_agreements(), days)
def test_what_is_in_breach_is_in_breach_in_each_series_alone(
    agreement: Agreement, on: date
) -> None:
    found = {
        (name, state["id"]): amount
        for state in states_of(agreement, on)
        for name, amount in state["breaches"].items()
    }
    expected = {
        (name, state["id"]): state["breaches"]["drawdown"]
        for name in series_of(agreement)
        for state in states_of(alone(agreement, name), on)
        if state["breaches"]
    }
    assert found == expected


@law
@given(short_forms, days)
def test_a_rising_series_is_the_mirror_of_a_falling_one(agreement: Agreement, on: date) -> None:
    other = mirrored(agreement)
    assert states_of(other, on) == states_of(agreement, on)
    (plan,), (mirror,) = (
        drawdown_plans(build_schedule(each), on).values() for each in (agreement, other)
    )
    for day in (on, date(2020, 7, 1)):
        levels, others = plan.levels(day), mirror.levels(day)
        assert (levels.breach, levels.keeps) == (others.breach, others.keeps)
        assert (levels.rate_needed, levels.days_to_next) == (
            others.rate_needed,
            others.days_to_next,
        )
        assert (levels.ceiling, levels.floor) == (
            None if others.floor is None else TOP - others.floor,
            None if others.ceiling is None else TOP - others.ceiling,
        )
        assert [_mirror(level) for level in (levels.observed, levels.next, levels.breached)] == [
            others.observed,
            others.next,
            others.breached,
        ]
        # Both are rounded half up, so that of two halves one is the higher.
        if levels.pace is None or others.pace is None:
            assert levels.pace is others.pace
        else:
            assert levels.pace + others.pace - TOP in {0, 1}


def _mirror(level: Level | None) -> Level | None:
    return level and structs.replace(level, level=TOP - level.level)


@law
@given(recorded_agreements(), days, st.randoms(use_true_random=False))
def test_the_order_of_observations_does_not_matter(
    agreement: Agreement, on: date, random: Any
) -> None:
    def shuffled(series: Any) -> Any:
        observed = list(series.observed)
        random.shuffle(observed)
        return structs.replace(series, observed=tuple(observed))

    other = structs.replace(
        agreement,
        drawdown=agreement.drawdown and shuffled(agreement.drawdown),
        named_series=tuple(shuffled(each) for each in agreement.named_series),
    )
    assert states_of(other, on) == states_of(agreement, on)
    plans = [drawdown_plans(build_schedule(each), on) for each in (agreement, other)]
    assert plans[0] == plans[1]


# Levels worked out by hand: land handed over by a quarter each 100 days, of which none was handed
# over at first, and posts whose number on the day of signing is not known.

SIGNED = date(2021, 1, 1)


def peace(**more: Any) -> Agreement:
    """Return an agreement with a rising series and one without a baseline."""
    milestones = [
        Milestone(
            id=f"zone-{number}",
            title=f"Zone {number} handed over",
            due=Expression(f"signed + {100 * number} days"),
            named_levels={"land": 25 * number, "posts": 8 - 2 * number},
        )
        for number in (1, 2, 3)
    ]
    return Agreement(
        title="P",
        signed=SIGNED,
        milestones=tuple(milestones),
        named_series=(
            Series(
                id="land",
                unit="km²",
                rising=True,
                baseline=0,
                observed=(Observed(date=date(2021, 4, 20), level=20),),
            ),
            Series(id="posts", unit="posts", observed=(Observed(date=SIGNED, level=90),)),
        ),
        **more,
    )


@pytest.mark.parametrize(
    ("on", "floor", "pace", "breach", "rate"),
    [
        # 99 of 100 days to the first 25: 24.75
        ("2021-04-10", 0, 25, None, None),
        # 100 days after the signing is 11 April
        ("2021-04-11", 25, 25, None, None),
        # 9 of the next 100 days: 25 + 2.25; 20 of 25 observed; 30 to go in 91 days
        ("2021-04-20", 25, 27, 5, "30/91"),
        # on the day of a deadline only the floor of the one before is broken
        ("2021-10-28", 75, 75, 30, None),
        ("2021-10-29", 75, 75, 55, None),
    ],
)
def test_the_levels_of_a_rising_series(
    on: str, floor: int, pace: int, breach: int | None, rate: str | None
) -> None:
    day = date.fromisoformat(on)
    levels = timeline.drawdown_plan(build_schedule(peace()), day, "land").levels(day)
    assert (levels.ceiling, levels.floor, levels.pace) == (None, floor, pace)
    assert levels.breach == breach
    assert (str(levels.rate_needed) if levels.rate_needed is not None else None) == rate


def test_without_a_baseline_nothing_is_exceeded_before_the_first_deadline() -> None:
    schedule = build_schedule(peace())
    plan = timeline.drawdown_plan(schedule, date.max, "posts")
    before, after = plan.levels(date(2021, 4, 10)), plan.levels(date(2021, 4, 12))
    assert (before.ceiling, before.pace, before.difference, before.breach) == (None,) * 4
    assert (before.observed, before.rate_needed) == (Level(SIGNED, 90), Fraction(84))
    assert (after.ceiling, after.pace, after.breach) == (6, 6, 84)
    assert breach_of_baseline(schedule, date(2021, 4, 10)) is None


# At 500 or under by 30 June, and at 200 or over.
@pytest.mark.parametrize(
    ("troops", "land", "expected"),
    [
        # both in time: since the later of the two
        ({"05-01": 500}, {"04-01": 200}, "observed by 2020-05-01"),
        ({"04-01": 500}, {"05-01": 200}, "observed by 2020-05-01"),
        # one first seen later
        ({"05-01": 500}, {"07-05": 200}, "reached by 2020-07-05"),
        ({"07-09": 500}, {"07-05": 200}, "reached by 2020-07-09"),
        # one known to have been late, whichever was the last
        ({"07-01": 501, "07-03": 500}, {"05-01": 200}, "late, reached by 2020-07-03"),
        ({"07-01": 501, "07-03": 500}, {"07-05": 200}, "late, reached by 2020-07-05"),
        ({"07-03": 500}, {"07-01": 199, "07-02": 200}, "late, reached by 2020-07-03"),
        # one never reached
        ({"05-01": 500}, {}, "not done by 2020-06-30"),
        ({"05-01": 500, "08-01": 500}, {}, "not done by 2020-06-30"),
        # an observation of what was not reached belongs to the record
        ({"05-01": 500}, {"08-01": 199}, "not done by 2020-08-01, in breach (land)"),
        ({"08-01": 501}, {"05-01": 200}, "not done by 2020-08-01, in breach (troops)"),
    ],
)
def test_levels_of_several_series_are_reached_when_all_are(
    troops: dict[str, int], land: dict[str, int], expected: str
) -> None:
    def observed(levels: dict[str, int]) -> tuple[Observed, ...]:
        return tuple(
            Observed(date=date.fromisoformat(f"2020-{on}"), level=level)
            for on, level in levels.items()
        )

    agreement = Agreement(
        title="P",
        signed=date(2020, 1, 1),
        recorded_until=date(2020, 6, 30),
        milestones=(
            Milestone(
                id="half",
                title="Half",
                due=Expression("2020-06-30"),
                named_levels={"troops": 500, "land": 200},
            ),
        ),
        named_series=(
            Series(id="troops", unit="troops", observed=observed(troops)),
            Series(id="land", unit="km²", rising=True, observed=observed(land)),
        ),
    )
    state = timeline.status_of(build_schedule(agreement), "half", date(2020, 12, 31))
    assert words.remaining(state) == expected


def test_of_several_levels_on_one_day_the_highest_counts_in_a_rising_series() -> None:
    more = Milestone(
        id="more", title="M", due=Expression("2021-04-11"), named_levels={"land": 30, "posts": 7}
    )
    agreement = peace()
    agreement = structs.replace(agreement, milestones=(*agreement.milestones, more))
    plans = drawdown_plans(build_schedule(agreement), date.max)
    assert plans["land"].planned[0] == Level(date(2021, 4, 11), 30, "more")
    assert plans["posts"].planned[0] == Level(date(2021, 4, 11), 6, "zone-1")


def test_a_series_is_chosen_by_its_id() -> None:
    schedule = build_schedule(peace())
    assert timeline.drawdown_plan(schedule, SIGNED, "posts").unit == "posts"
    several = "the levels are in several series; give the id of one: land, posts"
    with pytest.raises(timeline.SeriesError, match=f"^{re.escape(several)}$"):
        timeline.drawdown_plan(schedule, SIGNED)
    unknown = re.escape('"post": unknown series; did you mean posts?')
    with pytest.raises(timeline.SeriesError, match=f"^{unknown}$"):
        timeline.drawdown_plan(schedule, SIGNED, "post")
    short = build_schedule(timeline.load("doha-2020"))
    assert timeline.drawdown_plan(short, SIGNED, "drawdown") == timeline.drawdown_plan(
        short, SIGNED
    )
    without = build_schedule(timeline.load("paris-1973"))
    for name in (None, "drawdown"):
        with pytest.raises(timeline.NoLevelsError):
            timeline.drawdown_plan(without, SIGNED, name)
