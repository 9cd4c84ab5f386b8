"""What observed levels and the end of the record show: statuses, breaches and their words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline
from tests.strategies import law
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.render import words
from timeline.schedule.agreement import Agreement, Drawdown, Milestone, Observed, Series
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.observations import Evidence, Level, observations
from timeline.schedule.schedule import Schedule, build_schedule
from timeline.schedule.status import MilestoneStatus, Status, breach_of_baseline, statuses

DEADLINE = date(2020, 6, 30)
AFTER = date(2020, 12, 31)


def day(text: str) -> date:
    """Return a day of 2020, such as 02-29."""
    return date.fromisoformat(f"2020-{text}")


def agreement_with(
    observed: dict[str, int],
    *milestones: Milestone,
    recorded_until: str | None = None,
    baseline: int = 1000,
) -> Agreement:
    """Return an agreement of 2020 with these observed levels."""
    return Agreement(
        title="A peace",
        signed=day("01-01"),
        recorded_until=day(recorded_until) if recorded_until else None,
        milestones=milestones,
        drawdown=Drawdown(
            unit="troops",
            baseline=baseline,
            observed=tuple(Observed(date=day(on), level=level) for on, level in observed.items()),
        ),
    )


def half(due: str = "2020-06-30", fulfilled: date | None = None) -> Milestone:
    """Return the milestone of 500."""
    return Milestone(id="half", title="Half", due=Expression(due), level=500, fulfilled=fulfilled)


def state_of(agreement: Agreement, on: date = AFTER, name: str = "half") -> MilestoneStatus:
    """Return the status of a milestone on a day."""
    return timeline.status_of(build_schedule(agreement), name, on)


@pytest.mark.parametrize(
    ("observed", "status", "reached_by", "expected"),
    [
        # at or under the level by the deadline
        ({"05-01": 500}, "met", "05-01", "observed by 2020-05-01"),
        ({"06-30": 499}, "met", "06-30", "observed by 2020-06-30"),
        ({"04-01": 600, "05-01": 400, "06-01": 500}, "met", "05-01", "observed by 2020-05-01"),
        # above it in between: from the last time on
        ({"03-01": 400, "04-01": 600, "06-01": 500}, "met", "06-01", "observed by 2020-06-01"),
        # above it after the deadline only: met, and in breach since
        ({"05-01": 500, "08-01": 501}, "met", "05-01", "observed by 2020-05-01, in breach"),
        # first seen at it after the deadline, above it before or on the deadline
        ({"07-01": 500}, "reached", "07-01", "reached by 2020-07-01"),
        ({"06-30": 501, "07-01": 500}, "reached", "07-01", "reached by 2020-07-01"),
        ({"05-01": 400, "06-01": 501, "08-01": 3}, "reached", "08-01", "reached by 2020-08-01"),
        # above it later does not change by when it was reached
        ({"07-01": 500, "08-01": 600, "09-01": 1}, "reached", "07-01", "reached by 2020-07-01"),
        # above it after the deadline, and at it later
        ({"07-01": 501, "08-01": 500}, "late", "08-01", "late, reached by 2020-08-01"),
        ({"05-01": 900, "07-01": 501, "08-01": 501, "09-01": 0}, "late", "09-01", "late, reached by 2020-09-01"),
        # never at it
        ({}, "overdue", None, "184 days overdue"),
        ({"05-01": 501}, "overdue", None, "184 days overdue, in breach"),
        ({"05-01": 400, "06-01": 501}, "overdue", None, "184 days overdue, in breach"),
        ({"07-01": 501}, "overdue", None, "184 days overdue, in breach"),
    ],
)  # fmt: skip
def test_observed_levels_show_whether_a_level_was_reached(
    observed: dict[str, int], status: str, reached_by: str | None, expected: str
) -> None:
    found = state_of(agreement_with(observed, half()))
    assert found.status == status
    assert found.reached_by == (day(reached_by) if reached_by else None)
    assert found.fulfilled_basis == ("observed" if reached_by else None)
    assert (found.fulfilled, found.slip, found.remaining) == (None, None, -184)
    assert words.remaining(found) == expected


def test_an_imprecise_deadline_is_its_latest_day() -> None:
    for on, status in (("06-30", "met"), ("07-01", "reached")):
        assert state_of(agreement_with({on: 500}, half("2020-06"))).status == status


def test_an_observation_counts_from_its_day_on() -> None:
    agreement = agreement_with({"05-01": 500, "06-01": 700, "07-10": 400}, half())
    found = [
        state_of(agreement, day(on)).status
        for on in ("04-30", "05-01", "05-31", "06-01", "06-30", "07-01", "07-09", "07-10")
    ]
    assert found == [
        *("pending", "met", "met", "pending", "due", "overdue", "overdue", "reached"),
    ]


def test_what_is_recorded_goes_before_what_is_observed() -> None:
    agreement = agreement_with({"05-01": 500}, half(fulfilled=day("07-02")))
    before, after = (state_of(agreement, day(on)) for on in ("07-01", "07-02"))
    assert (before.status, before.fulfilled_basis) == ("met", "observed")
    assert (after.status, after.slip, after.fulfilled_basis) == ("late", 2, "recorded")
    assert after.reached_by is None


def test_levels_show_nothing_about_milestones_without_a_level_or_a_date() -> None:
    undated = Milestone(id="undated", title="U", level=500)
    without = Milestone(id="without", title="W", due=Expression("2020-06-30"))
    agreement = agreement_with({"05-01": 0}, undated, without)
    assert [state_of(agreement, name=name).status for name in ("undated", "without")] == [
        *("undated", "overdue"),
    ]


@pytest.mark.parametrize(
    ("recorded", "own", "on", "status", "expected"),
    [
        # while the record reaches the day
        (None, None, "12-31", "overdue", "184 days overdue"),
        ("12-31", None, "12-31", "overdue", "184 days overdue"),
        ("12-31", None, "07-01", "overdue", "1 day overdue"),
        # it ended before the day, on the deadline at the earliest
        ("12-30", None, "12-31", "overdue", "not done by 2020-12-30"),
        ("06-30", None, "07-01", "overdue", "not done by 2020-06-30"),
        # it ended before the deadline
        ("06-29", None, "07-01", "unrecorded", "not recorded"),
        ("01-01", None, "12-31", "unrecorded", "not recorded"),
        # that of the milestone
        ("01-01", "12-31", "12-31", "overdue", "184 days overdue"),
        ("12-31", "06-29", "12-31", "unrecorded", "not recorded"),
        (None, "07-10", "12-31", "overdue", "not done by 2020-07-10"),
        # by the deadline the record does not matter
        ("01-01", None, "06-30", "due", "today"),
        ("01-01", None, "06-28", "pending", "in 2 days"),
    ],
)
def test_the_end_of_the_record_decides_what_is_overdue(
    recorded: str | None, own: str | None, on: str, status: str, expected: str
) -> None:
    milestone = Milestone(
        id="half",
        title="Half",
        due=Expression("2020-06-30"),
        recorded_until=day(own) if own else None,
    )
    found = state_of(agreement_with({}, milestone, recorded_until=recorded), day(on))
    assert (found.status, words.remaining(found)) == (status, expected)
    assert found.remaining == (DEADLINE - day(on)).days


def test_an_observed_level_belongs_to_the_record() -> None:
    agreement = agreement_with({"08-01": 700}, half(), recorded_until="01-01")
    found = state_of(agreement)
    assert (found.status, words.remaining(found)) == (
        "overdue",
        "not done by 2020-08-01, in breach",
    )
    before = state_of(agreement, day("07-31"))
    assert (before.status, words.remaining(before)) == ("unrecorded", "not recorded")


def test_a_level_reached_after_the_end_of_the_record_is_reached() -> None:
    agreement = agreement_with({"08-01": 500}, half(), recorded_until="01-01")
    assert state_of(agreement).status == "reached"


def test_what_was_fulfilled_is_an_observation_on_a_day_without_another() -> None:
    done = Milestone(id="out", title="Out", level=100, fulfilled=day("08-01"))
    other = Milestone(id="more", title="More", level=200, fulfilled=day("08-01"))
    found = observations(agreement_with({"02-01": 900}, other, done, half()))["drawdown"]
    assert found == [Level(day("02-01"), 900), Level(day("08-01"), 100, "out")]
    assert state_of(agreement_with({}, done, half())).status == "reached"
    for level in (40, 140):
        same_day = observations(agreement_with({"08-01": level}, done))["drawdown"]
        assert same_day == [Level(day("08-01"), level)]


def test_what_was_fulfilled_at_the_level_observed_before_is_observed_again() -> None:
    done = Milestone(id="out", title="Out", level=400, fulfilled=day("08-01"))
    found = observations(agreement_with({"02-01": 400}, done))["drawdown"]
    assert found == [Level(day("02-01"), 400), Level(day("08-01"), 400, "out")]


def test_what_was_fulfilled_does_not_show_that_the_level_rose() -> None:
    done = Milestone(id="out", title="Out", level=700, fulfilled=day("08-01"))
    lower = agreement_with({"02-01": 400}, done)
    assert observations(lower)["drawdown"] == [Level(day("02-01"), 400)]
    higher = agreement_with({"02-01": 400, "03-01": 800}, done)
    assert observations(higher)["drawdown"][-1] == Level(day("08-01"), 700, "out")


@pytest.mark.parametrize(
    ("observed", "recorded", "on", "breach"),
    [
        ({"08-01": 501}, None, "08-01", 1),
        ({"08-01": 500}, None, "08-01", None),
        # no longer, not yet
        ({"08-01": 700, "09-01": 500}, None, "09-01", None),
        ({"08-01": 700, "09-01": 500}, None, "08-31", 200),
        ({"08-01": 700}, None, "07-31", None),
        # the last level is carried on, but not from before a deadline that the record does not reach
        ({"05-01": 700}, None, "07-01", 200),
        ({"05-01": 700}, "06-30", "07-01", 200),
        ({"05-01": 700}, "06-29", "07-01", None),
        ({"05-01": 700, "07-02": 700}, "06-29", "07-02", 200),
        # on the day of the deadline its level may still be reached
        ({"06-30": 700}, None, "06-30", None),
        ({"06-30": 700}, None, "07-01", 200),
    ],
)
def test_a_level_above_the_ceiling_is_a_breach(
    observed: dict[str, int], recorded: str | None, on: str, breach: int | None
) -> None:
    agreement = agreement_with(observed, half(), recorded_until=recorded)
    schedule = build_schedule(agreement)
    levels = drawdown_plan(schedule, day(on)).levels(day(on))
    assert levels.breach == breach
    assert (levels.breached is None) == (breach is None)
    (state,) = statuses(schedule, day(on))
    assert state.breach == breach
    assert state.breaches == ({} if breach is None else {"drawdown": breach})
    assert breach_of_baseline(schedule, day(on)) is None


def test_only_the_milestone_that_sets_the_ceiling_is_in_breach() -> None:
    agreement = agreement_with(
        {"08-01": 850},
        Milestone(id="first", title="First", due=Expression("2020-03-01"), level=800),
        half(),
    )
    found = [
        state.dated.milestone.id
        for state in statuses(build_schedule(agreement), AFTER)
        if state.breach
    ]
    assert found == ["half"]


@pytest.mark.parametrize(
    ("observed", "on", "is_breach"),
    [
        ({"02-01": 1001}, "02-01", True),
        ({"02-01": 1001}, "01-31", False),
        ({"02-01": 1000}, "02-01", False),
        ({"01-01": 1001}, "06-30", True),
        # from the first deadline on the milestone is
        ({"02-01": 1001}, "07-01", False),
    ],
)
def test_a_level_above_the_baseline_is_a_breach_until_the_first_deadline(
    observed: dict[str, int], on: str, *, is_breach: bool
) -> None:
    found = breach_of_baseline(build_schedule(agreement_with(observed, half())), day(on))
    assert (found is not None) == is_breach
    if found:
        assert found.dated.milestone.id == "signed"
        assert found.dated.milestone.levels == {"drawdown": 1000}
        assert found.breaches == {"drawdown": 1}
        assert words.remaining(found) == "happened, in breach"


def test_a_level_before_the_signing_is_no_breach() -> None:
    agreement = Agreement(
        title="T",
        signed=day("03-01"),
        drawdown=Drawdown(unit="x", baseline=10, observed=(Observed(date=day("02-01"), level=11),)),
    )
    for on in ("02-01", "03-01", "04-01"):
        assert breach_of_baseline(build_schedule(agreement), day(on)) is None


def test_outcomes_are_counted_in_the_order_of_what_was_done() -> None:
    dated: dict[str, Any] = {"due": Expression("2020-06-30")}
    milestones = [
        Milestone(id="undated", title="T"),
        Milestone(id="later", title="T", due=Expression("2021-06-30")),
        Milestone(id="never", title="T", **dated),
        Milestone(id="nor", title="T", **dated),
        Milestone(id="unknown", title="T", recorded_until=day("01-01"), **dated),
        Milestone(id="late", title="T", fulfilled=day("07-01"), **dated),
        Milestone(id="met", title="T", fulfilled=day("06-01"), **dated),
        half(),
    ]
    agreement = agreement_with({"08-01": 500}, *milestones, recorded_until="10-01")
    schedule = build_schedule(agreement)
    assert words.outcome(statuses(schedule, AFTER)) == (
        "1 met, 1 late, 1 reached, 2 not done by 2020-10-01, 1 not recorded, 1 to come, 1 undated"
    )
    assert words.outcome(statuses(schedule, day("08-02"))) == (
        "1 met, 1 late, 1 reached, 2 overdue, 1 not recorded, 1 to come, 1 undated"
    )


# An oracle of the table of statuses, which looks at every observation.


class Expected(NamedTuple):
    """A status, the day by which the level was reached, the end of the record, and the breaches."""

    status: str
    reached_by: date | None
    recorded_until: date | None
    breaches: dict[str, int]


near = st.dates(date(2020, 1, 1), date(2020, 12, 31))
levels = st.integers(0, 4)
NAMES = ("land", "posts", "troops")


@st.composite
def some_series(draw: st.DrawFn) -> dict[str, Any]:
    """Return the keys of a series of which much was observed."""
    observed = draw(st.dictionaries(near, levels, max_size=6))
    return {
        "unit": "units",
        "baseline": draw(st.none() | levels | levels),
        "rising": draw(st.booleans()),
        "observed": tuple(Observed(date=on, level=level) for on, level in observed.items()),
    }


@st.composite
def recorded_agreements(draw: st.DrawFn) -> Agreement:
    """Return agreements whose milestones have levels, of one series or of several."""
    dues = st.one_of(
        st.none(),
        near.map(str),
        st.sampled_from(["2020-06", "2020-05-10/2020-06-02", "signed + 3 months", "m0 + 2 months"]),
    )
    names = draw(st.sampled_from([(), NAMES[:1], NAMES[:2], NAMES]))
    some_levels: st.SearchStrategy[dict[str, Any]] = st.builds(dict)
    if names:
        every = st.fixed_dictionaries(dict.fromkeys(names, levels))
        some = st.dictionaries(st.sampled_from(names), levels, min_size=1)
        some_levels |= st.builds(dict, named_levels=every | some)
    else:
        some_levels |= st.builds(dict, level=levels)
    milestones = []
    for number in range(draw(st.integers(1, 4))):
        due = draw(dues)
        milestones.append(
            Milestone(
                id=f"m{number}",
                title="M",
                due=Expression(due) if due and (number or "m0" not in due) else None,
                fulfilled=draw(st.none() | near),
                recorded_until=draw(st.none() | st.none() | near),
                **draw(some_levels),
            )
        )
    return Agreement(
        title="A peace",
        signed=date(2020, 2, 1),
        recorded_until=draw(st.none() | near),
        milestones=tuple(milestones),
        drawdown=None if names else Drawdown(**draw(some_series())),
        named_series=tuple(Series(id=name, **draw(some_series())) for name in names),
    )


def series_of(agreement: Agreement) -> dict[str, Drawdown]:
    """Return the series of an agreement, of which the short form has one, called drawdown."""
    if agreement.drawdown:
        return {"drawdown": agreement.drawdown}
    return {each.id: each for each in agreement.named_series}


def levels_of(milestone: Milestone) -> dict[str, int]:
    """Return the levels that a milestone sets."""
    if milestone.level is not None:
        return {"drawdown": milestone.level}
    return dict(milestone.named_levels or {})


def keeps(level: int, limit: int, series: Drawdown) -> bool:
    """Return whether a level is at or under a limit, or at or over it where levels rise."""
    return level >= limit if series.rising else level <= limit


def seen_by(agreement: Agreement, name: str, on: date) -> list[tuple[date, int]]:
    """Return the days and levels observed by a day, with those of what was fulfilled."""
    series = series_of(agreement)[name]
    observed = {one.date: one.level for one in series.observed}
    seen: list[tuple[date, int]] = []
    first = min([*observed, date(2020, 1, 1)])
    for each in (first + timedelta(n) for n in range((on - first).days + 1)):
        done = [
            levels_of(one)[name]
            for one in agreement.milestones
            if one.happened == each and name in levels_of(one)
        ]
        if each in observed:
            seen.append((each, observed[each]))
        elif done:
            furthest = max(done) if series.rising else min(done)
            if not seen or keeps(furthest, seen[-1][1], series):
                seen.append((each, furthest))
    return seen


def expected_of(agreement: Agreement, schedule: Schedule, name: str, on: date) -> Expected:
    """Return what the table of statuses says of a milestone."""
    (milestone,) = (one for one in agreement.milestones if one.id == name)
    due = schedule.as_of(on)[name].due
    if due is None:
        return Expected("undated", None, None, {})
    done = milestone.happened is not None and milestone.happened <= on
    found: dict[str, tuple[str, date | None]] = {}
    seen: dict[str, list[tuple[date, int]]] = {}
    for series, level in {} if done else levels_of(milestone).items():
        seen[series] = seen_by(agreement, series, on)
        rule = series_of(agreement)[series]
        is_at = [(each, keeps(one, level, rule)) for each, one in seen[series]]
        found[series] = evidence_of(is_at, due.latest)
    missing = [series for series, (_, by) in found.items() if by is None]
    recorded = milestone.recorded_until or agreement.recorded_until
    # Of several levels, one that was not reached decides how far the record goes.
    recorded = recorded and max(
        [recorded, *(each for series in missing or found for each, _ in seen[series])]
    )
    until = recorded if recorded and recorded < on else None
    breaches = breaches_of(agreement, schedule, on).get(name, {})
    if done and milestone.happened:
        status = "met" if milestone.happened <= due.latest else "late"
        return Expected(status, None, until, breaches)
    if not found or missing:
        return Expected(unmet(due, on, recorded), None, until, breaches)
    # The last level decides by when all were reached, and the worst how.
    by = max(by for _, by in found.values() if by)
    how = [status for status, _ in found.values()]
    status = next(status for status in ("late", "reached", "met") if status in how)
    return Expected(status, by, until, breaches)


def evidence_of(is_at: list[tuple[date, bool]], deadline: date) -> tuple[str, date | None]:
    """Return the status that observations show, and since when; each is at the level or above it."""
    in_time = [one for one in is_at if one[0] <= deadline]
    later = [one for one in is_at if one[0] > deadline]
    if in_time and in_time[-1][1]:
        while len(in_time) > 1 and in_time[-2][1]:
            in_time.pop()
        return "met", in_time[-1][0]
    for position, (each, at) in enumerate(later):
        if at:
            return "late" if position else "reached", each
    return "", None


def unmet(due: DayRange, on: date, recorded: date | None) -> str:
    """Return the status of what nothing shows to be done."""
    if on > due.latest:
        return "unrecorded" if recorded is not None and recorded < due.latest else "overdue"
    if on == due.latest:
        return "due"
    return "pending" if on < due.earliest else "open"


def breaches_of(agreement: Agreement, schedule: Schedule, on: date) -> dict[str, dict[str, int]]:
    """Return how far levels are in breach, by the milestone that is, `signed` for the baseline."""
    found: dict[str, dict[str, int]] = {}
    for name, series in series_of(agreement).items():
        broken = breach_of(agreement, schedule, name, on)
        if broken:
            milestone, limit, level = broken
            found.setdefault(milestone, {})[name] = abs(level - limit)
            assert not keeps(level, limit, series)
    return found


def breach_of(
    agreement: Agreement, schedule: Schedule, name: str, on: date
) -> tuple[str, int, int] | None:
    """Return the milestone whose level a series breaks on a day, that level, and the one observed."""
    series = series_of(agreement)[name]
    seen = seen_by(agreement, name, on)
    if not seen:
        return None
    last, level = seen[-1]
    passed = [
        (dated.due.latest, levels_of(dated.milestone)[name], dated.milestone)
        for dated in schedule.as_of(on).milestones.values()
        if dated.due and name in levels_of(dated.milestone) and dated.due.latest < on
    ]
    if not passed:
        limit = series.baseline
        if limit is None or keeps(level, limit, series) or last < agreement.signed:
            return None
        return "signed", limit, level
    deadline = max(one[0] for one in passed)
    due_then = [one for one in passed if one[0] == deadline]
    limit = (max if series.rising else min)(one[1] for one in due_then)
    *_, milestone = [one[2] for one in due_then if one[1] == limit]
    recorded = milestone.recorded_until or agreement.recorded_until
    known = recorded is None or max(recorded, last) >= deadline
    return (milestone.id, limit, level) if known and not keeps(level, limit, series) else None


@law
@given(recorded_agreements(), st.dates(date(2019, 12, 1), date(2021, 2, 1)))
def test_statuses_are_those_of_the_table(agreement: Agreement, on: date) -> None:
    schedule = build_schedule(agreement)
    found = {
        state.dated.milestone.id: Expected(
            state.status, state.reached_by, state.recorded_until, dict(state.breaches)
        )
        for state in statuses(schedule, on)
        if state.status is not Status.UNDATED
    }
    expected = {
        one.id: expected_of(agreement, schedule, one.id, on) for one in agreement.milestones
    }
    assert found == {name: one for name, one in expected.items() if one.status != "undated"}
    baseline = breach_of_baseline(schedule, on)
    broken = breaches_of(agreement, schedule, on).get("signed")
    assert (dict(baseline.breaches) if baseline else None) == broken


@law
@given(recorded_agreements(), st.dates(date(2019, 12, 1), date(2021, 2, 1)))
def test_observed_levels_are_the_same_however_the_days_are_asked(
    agreement: Agreement, on: date
) -> None:
    """As of the day, and among the days of a plan in which everything is known, as in a stream."""
    schedule = build_schedule(agreement)
    for name in series_of(agreement):
        seen = seen_by(agreement, name, on)
        for known in (on, date.max):
            observed = drawdown_plan(schedule, known, name).levels(on).observed
            assert (observed and (observed.day, observed.level)) == (seen[-1] if seen else None)


@law
@given(st.lists(st.integers(0, 9), max_size=20), st.integers(0, 9), st.integers(-1, 20))
def test_the_day_a_level_is_reached_is_found_among_any_number(
    numbers: list[int], level: int, by: int
) -> None:
    start = date(2020, 1, 1)
    observed = [Level(start + timedelta(n), number) for n, number in enumerate(numbers)]
    found = Evidence(observed).reached(level, start + timedelta(by))
    known, later = observed[: by + 1], observed[by + 1 :]
    if known and known[-1].level <= level:
        run = len(known)
        while run and known[run - 1].level <= level:
            run -= 1
        assert found
        assert (found.by, found.in_time) == (known[run].day, True)
        return
    at = [position for position, one in enumerate(later) if one.level <= level]
    if not at:
        assert found is None
        return
    assert found
    assert (found.by, found.in_time) == (later[at[0]].day, False if at[0] else None)
