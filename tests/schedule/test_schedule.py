"""The dates of milestones: from rules, other milestones, assumptions and what happened."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.strategies import agreement_of
from timeline import errors
from timeline.dates.counting import CountingChoice, MonthEnd, StartDay
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.schedule.agreement import Agreement, Milestone
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.schedule import Scenario, Schedule, build_schedule

# What counts from what: talks on a fixed date; exchange without one; the others from them.
PEACE = {
    "release": "talks + 3 months",
    "talks": "2020-03-10",
    "exchange": None,
    "interim": "exchange + 9 months",
    "final": "interim + 1 week",
    "drawdown": "signed + 135 days",
}
FIXED = {"release": "2020-06-10", "talks": "2020-03-10", "drawdown": "2020-07-13"}


def assuming(**texts: str) -> Scenario:
    return Scenario(assumptions={name: Expression(text) for name, text in texts.items()})


def days(schedule: Schedule) -> dict[str, str | None]:
    return {name: str(one.due) if one.due else None for name, one in schedule.milestones.items()}


def test_milestones_are_dated_whatever_their_order_in_the_file() -> None:
    undated = dict.fromkeys(["exchange", "interim", "final"])
    expected = {**FIXED, **undated}
    assert days(build_schedule(agreement_of(PEACE))) == expected
    assert days(build_schedule(agreement_of(dict(sorted(PEACE.items()))))) == expected


def test_what_counts_from_an_undated_milestone_is_undated() -> None:
    schedule = build_schedule(agreement_of(PEACE))
    assert schedule["talks"].basis is Basis.RULE
    assert schedule["exchange"].basis is schedule["final"].basis is Basis.UNDATED


@pytest.mark.parametrize(
    ("scenario", "name", "expected", "basis"),
    [
        # an undated milestone gets a date, and so does what counts from it
        (assuming(exchange="1979-04-25"), "exchange", "1979-04-25", Basis.ASSUMED),
        (assuming(exchange="1979-04-25"), "interim", "1980-01-25", Basis.RULE),
        (assuming(exchange="1979-04-25"), "final", "1980-02-01", Basis.RULE),
        # an assumption replaces the rule; other milestones do not change
        (assuming(talks="2020-09-12"), "talks", "2020-09-12", Basis.ASSUMED),
        (assuming(talks="2020-09-12"), "release", "2020-12-12", Basis.RULE),
        (assuming(talks="2020-09-12"), "drawdown", "2020-07-13", Basis.RULE),
        # it may count from another, and be imprecise
        (assuming(exchange="drawdown + 1 day"), "interim", "2021-04-14", Basis.RULE),
        (assuming(exchange="2020-08"), "final", "2021-05-08/2021-06-07", Basis.RULE),
        # the day of signing is assumed
        (assuming(signed="2020-03-01"), "drawdown", "2020-07-14", Basis.RULE),
        (assuming(signed="talks - 1 day"), "drawdown", "2020-07-22", Basis.RULE),
        # an assumption that counts from an undated milestone: undated
        (assuming(drawdown="exchange + 1 day"), "drawdown", None, Basis.UNDATED),
    ],
)
def test_assumptions_date_what_counts_from_them(
    scenario: Scenario, name: str, expected: str | None, basis: Basis
) -> None:
    schedule = build_schedule(agreement_of(PEACE), scenario)
    assert (days(schedule)[name], schedule[name].basis) == (expected, basis)


@pytest.mark.parametrize(
    ("scenario", "expression"),
    [
        # by the rules of the file, and by assumptions in their place
        (Scenario(), "exchange"),
        (Scenario(), "interim - 1 day"),
        (Scenario(), "final + 1 day"),
        (assuming(drawdown="exchange + 1 day"), "drawdown"),
        (assuming(interim="final", final="exchange"), "interim"),
    ],
)
def test_the_error_for_an_undated_milestone_names_the_missing_date(
    scenario: Scenario, expression: str
) -> None:
    schedule = build_schedule(agreement_of(PEACE), scenario)
    with pytest.raises(errors.UndatedError, match=r"exchange has no .*--assume exchange="):
        schedule.evaluate(expression)


def test_signing_is_the_day_assumed_for_it() -> None:
    peace = agreement_of(PEACE)
    assert build_schedule(peace).signed == date(2020, 2, 29)
    assert build_schedule(peace, assuming(signed="2020-03-01")).signed == date(2020, 3, 1)


HAPPENED = {"talks": date(2020, 9, 12), "exchange": date(1979, 4, 25)}


def test_without_due_date_a_milestone_is_due_when_it_happened() -> None:
    schedule = build_schedule(agreement_of(PEACE, HAPPENED))
    assert schedule["exchange"].basis is Basis.HAPPENED
    counted = {"exchange": "1979-04-25", "interim": "1980-01-25", "final": "1980-02-01"}
    assert days(schedule) == {**FIXED, **counted}


def test_as_happened_counts_from_what_happened_and_leaves_its_own_deadline() -> None:
    schedule = build_schedule(agreement_of(PEACE, HAPPENED), Scenario(as_happened=True))
    assert days(schedule)["talks"] == "2020-03-10"
    assert days(schedule)["release"] == "2020-12-12"
    assert str(schedule.evaluate("talks")) == "2020-03-10"
    assert str(schedule.evaluate("talks + 0 days")) == "2020-09-12"


def test_an_assumption_goes_before_what_happened() -> None:
    scenario = msgspec.structs.replace(assuming(talks="2020-05-01"), as_happened=True)
    schedule = build_schedule(agreement_of(PEACE, HAPPENED), scenario)
    assert days(schedule)["release"] == "2020-08-01"


STICKY, REJECT = (CountingChoice(month_end=one) for one in (MonthEnd.STICKY, MonthEnd.REJECT))
INCLUDED = CountingChoice(start_day=StartDay.INCLUDED)
OPEN = CountingChoice()


@pytest.mark.parametrize(
    ("of_file", "of_milestone", "chosen", "expected"),
    [
        # 14 months from 29 February 2020: by default, then as each place in turn chooses
        (OPEN, OPEN, OPEN, "2021-04-29"),
        (STICKY, OPEN, OPEN, "2021-04-30"),
        (OPEN, STICKY, OPEN, "2021-04-30"),
        (OPEN, OPEN, STICKY, "2021-04-30"),
        # the milestone overrides the file, and the choice overrides both
        (STICKY, REJECT, OPEN, "2021-04-29"),
        (REJECT, STICKY, OPEN, "2021-04-30"),
        (STICKY, OPEN, REJECT, "2021-04-29"),
        (OPEN, STICKY, REJECT, "2021-04-29"),
        (REJECT, REJECT, STICKY, "2021-04-30"),
        # each of the two rules on its own
        (REJECT, INCLUDED, OPEN, "2021-04-28"),
        (INCLUDED, OPEN, OPEN, "2021-04-28"),
        (INCLUDED, STICKY, REJECT, "2021-04-28"),
    ],
)
def test_the_last_place_to_choose_a_rule_wins(
    of_file: CountingChoice, of_milestone: CountingChoice, chosen: CountingChoice, expected: str
) -> None:
    due = Expression("signed + 14 months")
    withdrawal = Milestone(id="withdrawal", title="Out", due=due, counting=of_milestone)
    fixed = Milestone(id="fixed", title="A date", due=Expression("2020-03-10"))
    agreement = Agreement(
        title="A peace", signed=date(2020, 2, 29), milestones=(withdrawal, fixed), counting=of_file
    )
    schedule = build_schedule(agreement, Scenario(choice=chosen))
    assert days(schedule) == {"withdrawal": expected, "fixed": "2020-03-10"}


@pytest.mark.parametrize(
    ("of_file", "chosen", "expected"),
    [(OPEN, OPEN, "2021-04-29"), (STICKY, OPEN, "2021-04-30"), (STICKY, REJECT, "2021-04-29"), (REJECT, INCLUDED, "2021-04-28")],
)  # fmt: skip
def test_other_expressions_are_counted_by_the_rules_of_the_file(
    of_file: CountingChoice, chosen: CountingChoice, expected: str
) -> None:
    agreement = Agreement(title="A peace", signed=date(2020, 2, 29), counting=of_file)
    schedule = build_schedule(agreement, Scenario(choice=chosen))
    assert str(schedule.evaluate("signed + 14 months")) == expected


def test_failed_counts_are_all_reported_and_other_milestones_are_dated() -> None:
    dues = {"a": "9999-12-31 + 1 day", "b": "a + 1 day", "c": "0001-01-01 - 1 month", "d": "signed"}
    schedule = build_schedule(agreement_of(dues))
    with pytest.raises(errors.ScheduleError) as caught:
        schedule.chronological()
    assert [one.id for one in caught.value.failures] == ["a", "c"]
    assert all("outside the supported range" in str(one.error) for one in caught.value.failures)
    # what counts from a failure fails with it, and names it
    with pytest.raises(errors.ScheduleError, match=r"^a: "):
        schedule["b"]
    with pytest.raises(errors.ScheduleError, match=r"^a: "):
        schedule.evaluate("b + 1 day")
    assert schedule["d"].due == DayRange.parse("2020-02-29")


@pytest.mark.parametrize(
    ("scenario", "kind", "message"),
    [
        # for an unknown milestone, and in a circle
        (assuming(talk="2020-03-10"), errors.UnknownNameError, 'unknown milestone "talk"; did you mean talks'),
        (assuming(talks="release + 1 day"), errors.CircleError, "circular reference: (talks -> release -> talks|release -> talks -> release)$"),
        (assuming(talks="talks + 1 day"), errors.CircleError, "^circular reference: talks -> talks$"),
        (assuming(signed="drawdown"), errors.CircleError, "circular reference: "),
        # an imprecise, undated, unknown or unsupported date
        (assuming(signed="2020-03"), errors.ScheduleError, "assumed signed: .*more than one day"),
        (assuming(signed="exchange"), errors.ScheduleError, "assumed signed: .*exchange has no date yet"),
        (assuming(talks="drawdwn"), errors.ScheduleError, "assumed talks: .*did you mean drawdown"),
        (assuming(talks="9999-12-31 + 1 day"), errors.ScheduleError, "assumed talks: .*outside the supported range"),
    ],
)  # fmt: skip
def test_impossible_assumptions_are_errors(
    scenario: Scenario, kind: type[errors.TimelineError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        build_schedule(agreement_of(PEACE), scenario).chronological()


def test_unknown_names_and_imprecise_dates_are_errors() -> None:
    schedule = build_schedule(agreement_of({**PEACE, "august": "2020-08"}))
    with pytest.raises(errors.UnknownNameError, match="did you mean drawdown"):
        schedule["drawdwn"]
    with pytest.raises(errors.UnknownNameError, match="did you mean drawdown"):
        schedule.evaluate("drawdwn + 1 day")
    with pytest.raises(errors.ImpreciseError, match="2020-08-01 to 2020-08-31"):
        schedule.evaluate_day("august")


def test_today_is_the_day_given() -> None:
    schedule = build_schedule(agreement_of(PEACE), Scenario(today=date(2020, 3, 1)))
    assert str(schedule.evaluate("yesterday + 135 days")) == "2020-07-13"


def test_deadlines_come_in_order_with_ties_as_in_the_file_and_undated_ones_last() -> None:
    dues = {"x": None, "b": "2020-08", "a": "2020-08-31", "c": "2020-08-30", "d": "b"}
    order = [one.milestone.id for one in build_schedule(agreement_of(dues)).chronological()]
    assert order == ["c", "b", "a", "d", "x"]


def test_counting_from_a_day_after_the_latest_date_is_an_error() -> None:
    agreement = agreement_of({"next": "tomorrow + 1 week"})
    schedule = build_schedule(agreement, Scenario(today=date.max))
    with pytest.raises(
        errors.ExpressionError, match=r"next \+ 1 day\": outside the supported range"
    ):
        schedule.evaluate("next + 1 day")


def test_what_happened_on_the_day_itself_is_known_on_it() -> None:
    agreement = agreement_of({"exchange": None}, {"exchange": date(1979, 4, 25)})
    schedule = build_schedule(agreement)
    assert schedule.as_of(date(1979, 4, 25)).agreement is schedule.agreement
    assert schedule.as_of(date(1979, 4, 24))["exchange"].due is None


def test_an_unknown_assumption_lists_the_names_in_the_order_of_the_file() -> None:
    with pytest.raises(errors.UnknownNameError) as caught:
        build_schedule(agreement_of({"talks": None, "end": None}), assuming(zzz="2020-01-01"))
    assert str(caught.value).endswith("; choose from signed, talks, end")
    with pytest.raises(errors.UnknownNameError) as caught:
        build_schedule(agreement_of({"talks": None, "end": None})).evaluate("zzz")
    assert str(caught.value).endswith("; choose from signed, talks, end")


def test_a_count_that_fails_leaves_the_milestones_after_it_their_dates() -> None:
    dues: dict[str, str | None] = {
        "a": "9999-12-31 + 1 day",
        "b": "a + 1 day",
        "c": "b + 1 day",
        "d": "2020-03-10",
    }
    schedule = build_schedule(agreement_of(dues))
    assert str(schedule["d"].due) == "2020-03-10"
    for name in "abc":
        with pytest.raises(errors.ScheduleError, match=r"^a: "):
            schedule[name]


def test_what_is_dated_by_what_happened_has_no_rule_and_every_milestone_its_counting() -> None:
    agreement = agreement_of(
        {"exchange": None, "interim": "exchange + 9 months", "late": "interim + 1 day"},
        {"interim": date(1980, 1, 25)},
    )
    schedule = build_schedule(agreement, Scenario(choice=CountingChoice(month_end=MonthEnd.STICKY)))
    interim = schedule["interim"]
    assert (interim.basis, interim.rule) == (Basis.HAPPENED, None)
    assert str(schedule["late"].rule) == "interim + 1 day"
    assert {one.counting.month_end for one in schedule.milestones.values()} == {MonthEnd.STICKY}
