"""The occurrences of a recurring duty: their dates, numbers, names, and what is known of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import agreements, choices, countings, days, law, recent_days
from tests.transcript import in_process as timeline
from timeline.dates.counting import Counting, CountingChoice, MonthEnd, StartDay
from timeline.dates.every import Every
from timeline.dates.expressions import Expression
from timeline.errors import (
    ExpressionError,
    RecurringDutyError,
    ScheduleError,
    UndatedError,
    UnknownNameError,
)
from timeline.schedule.agreement import Agreement, Amended, Fulfilled, Kind, Milestone, Source
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.recurrence import MOST_TOGETHER
from timeline.schedule.schedule import Scenario, Schedule, build_schedule
from timeline.schedule.status import Status, status_of, statuses

SIGNED = date(2019, 1, 31)
REPORTS = str(Path(__file__).parent.parent / "agreements" / "valid" / "reports.toml")


def duty(every: str = "1 month", name: str = "report", **keys: Any) -> Milestone:
    """Return a recurring duty; `from_` and `until` may be given as text."""
    keys = {
        key: Expression(value) if key in {"from_", "until"} and isinstance(value, str) else value
        for key, value in keys.items()
    }
    return Milestone(id=name, title="Report", every=Every(every), **keys)


def milestone(name: str, due: str | None = None, **keys: Any) -> Milestone:
    """Return a milestone that is due at an expression."""
    return Milestone(id=name, title=name, due=Expression(due) if due else None, **keys)


def schedule(*milestones: Milestone, signed: date = SIGNED, **scenario: Any) -> Schedule:
    """Return the schedule of an agreement of these milestones."""
    agreement = Agreement(title="A", signed=signed, milestones=milestones)
    return build_schedule(agreement, Scenario(**scenario))


def dates(found: Schedule) -> dict[str, str]:
    """Return the deadline of each milestone as text."""
    return {
        name: str(each.due) if each.due else "undated" for name, each in found.milestones.items()
    }


# Dates


@law
@given(
    days,
    st.sampled_from(["1 month", "3 months", "1.5 months", "40 days", "1 year", "6 weeks"]),
    st.integers(1, 30),
    countings,
)
def test_the_nth_is_n_periods_after_from_in_one_step(
    start: date, every: str, times: int, counting: Counting
) -> None:
    """As if it were written as one expression, under the same rules."""
    number, unit = every.split(" ")
    rules = CountingChoice(**{name: getattr(counting, name) for name in counting.__struct_fields__})
    found = schedule(duty(every, from_=str(start), times=times, counting=rules))
    written = [f"{start} + {float(number) * n:g} {unit}" for n in range(1, times + 1)]
    expected, problem = list[str](), None
    for text in written:
        try:
            expected.append(str(found.evaluate(text, counting)))
        except ExpressionError as error:
            problem = error.problem
            break
    assert [each.error.problem for each in found.failed.values()] == [problem] * bool(problem)
    assert list(dates(found).values()) == ([] if problem else expected)


@law
@given(days, st.sampled_from([1, 3, 12]), st.integers(1, 40))
def test_months_are_those_of_another_library(start: date, months: int, times: int) -> None:
    found = schedule(duty(f"{months} months", from_=str(start), times=times))
    expected = [start + relativedelta(months=months * n) for n in range(1, times + 1)]
    assert list(dates(found).values()) == list(map(str, expected))


@pytest.mark.parametrize(
    ("start", "every", "expected"),
    [
        # no month is left out, and none shifts the next ones
        ("2021-01-31", "1 month", ["2021-02-28", "2021-03-31", "2021-04-30", "2021-05-31"]),
        ("2019-11-30", "3 months", ["2020-02-29", "2020-05-30", "2020-08-30", "2020-11-30"]),
        ("2020-02-29", "1 year", ["2021-02-28", "2022-02-28", "2023-02-28", "2024-02-29"]),
        # halves add up to whole months
        ("2021-01-31", "1.5 months", ["2021-03-15", "2021-04-30", "2021-06-15", "2021-07-31"]),
    ],
)
def test_month_ends_do_not_drift(start: str, every: str, expected: list[str]) -> None:
    assert list(dates(schedule(duty(every, from_=start, times=4))).values()) == expected


def test_working_days_are_counted_from_the_start_too() -> None:
    found = schedule(duty("10 working days", from_="2021-01-01", times=2))
    assert list(dates(found).values()) == ["2021-01-15", "2021-01-29"]


@law
@given(agreements())
def test_occurrences_are_in_order_and_end_by_until(agreement: Agreement) -> None:
    found = build_schedule(agreement)
    for each in agreement.milestones:
        if not each.every or each.id in found.milestones or each.id in found.failed:
            continue
        rows = [found.milestones[name] for name in found.duties[each.id]]
        assert [row.occurrence.number for row in rows if row.occurrence] == [
            *range(1, len(rows) + 1)
        ]
        counted = [row.plans[0].counted for row in rows]
        ends = [one.deadline for one in counted if one]
        assert ends == sorted(ends)
        if each.until:
            counting = Counting().under(agreement.counting, each.counting)
            last = each.until.evaluate(found.names, counting).deadline
            assert all(end <= last for end in ends)
            following = each.counted_from.plus(each.every.multiple(len(rows) + 1))
            assert following.evaluate(found.names, counting).deadline > last
        else:
            assert len(rows) == each.times


@law
@given(recent_days, st.integers(1, 9), st.integers(-2, 2), choices)
def test_until_is_inclusive_before_any_roll(
    start: date, number: int, more: int, rules: CountingChoice
) -> None:
    """So a roll past it drops no occurrence, and adds none."""
    length = 30 * number + more
    until = start + timedelta(length)
    rolled = duty("30 days", from_=str(start), until=str(until), counting=rules)
    plain = structs.replace(
        rolled, counting=structs.replace(rules, roll=None, roll_fixed=None, closed=None)
    )
    assert list(schedule(rolled)) == list(schedule(plain))
    if rules.start_day in {None, StartDay.EXCLUDED}:
        assert len(schedule(plain).milestones) == length // 30


def test_the_counting_rules_of_the_duty_apply_to_each_occurrence() -> None:
    rules = CountingChoice(month_end=MonthEnd.STICKY)
    found = schedule(duty(from_="2021-02-28", times=2, counting=rules))
    assert dates(found) == {"report-1": "2021-03-31", "report-2": "2021-04-30"}


# Numbers


def test_a_missed_occurrence_does_not_shift_the_others() -> None:
    fulfilled = (Fulfilled(n=1, date=date(2019, 2, 27)), Fulfilled(n=3, date=date(2019, 5, 2)))
    found = schedule(duty(times=4, fulfilled=fulfilled))
    states = {each.dated.milestone.id: each for each in statuses(found, date(2019, 5, 10))}
    assert {name: each.status for name, each in states.items()} == {
        "report-1": Status.MET,
        "report-2": Status.OVERDUE,
        "report-3": Status.LATE,
        "report-4": Status.PENDING,
    }
    assert [each.slip for each in states.values()] == [-1, None, 2, None]
    assert dates(found) == dates(schedule(duty(times=4)))


def test_a_fulfilment_is_not_known_before_its_day() -> None:
    fulfilled = (Fulfilled(n=1, date=date(2019, 2, 27), source="s", note="N"),)
    found = schedule(duty(times=2, fulfilled=fulfilled))
    before, after = (
        status_of(found, "report-1", day) for day in (date(2019, 2, 26), date(2019, 2, 27))
    )
    assert (before.status, before.fulfilled) == (Status.PENDING, None)
    assert (after.status, after.fulfilled) == (Status.MET, date(2019, 2, 27))
    assert after.dated.milestone.fulfilled_note == "N"
    assert after.dated.milestone.fulfilled_source == "s"
    assert before.dated.milestone.fulfilled_source is None


def test_a_source_of_a_fulfilment_is_known_with_it() -> None:
    sources = (Source(id="letter", title="L"),)
    fulfilled = (Fulfilled(n=1, date=date(2019, 2, 27), source="letter"),)
    reports = (duty(times=2, fulfilled=fulfilled),)
    found = build_schedule(Agreement(title="A", signed=SIGNED, milestones=reports, sources=sources))
    assert found.as_of(date(2019, 2, 26)).agreement.sources == ()
    assert found.as_of(date(2019, 2, 27)).agreement.sources == sources


def test_what_the_file_says_of_the_duty_holds_for_each_occurrence() -> None:
    keys: dict[str, Any] = {
        "kind": Kind.GOAL,
        "clause": "1",
        "level": 5,
        "at": "12:00",
        "condition": "if",
    }
    found = schedule(duty(times=2, recorded_until=date(2019, 2, 1), **keys))
    for number, name in enumerate(found, 1):
        one = found[name].milestone
        assert {key: getattr(one, key) for key in keys} == keys
        assert one.title == f"Report ({number})"
        assert status_of(found, name, date(2020, 1, 1)).status is Status.UNRECORDED


def test_a_duty_decided_later_has_no_occurrences_before() -> None:
    found = schedule(duty(times=2, decided=date(2019, 2, 1)))
    assert list(found.as_of(date(2019, 1, 31))) == []
    assert list(found.as_of(date(2019, 2, 1))) == ["report-1", "report-2"]


def test_what_is_to_come_is_void_from_its_day() -> None:
    found = schedule(duty(times=3, void_from=date(2019, 3, 15)))
    states = statuses(found, date(2019, 3, 15))
    assert [each.status for each in states] == [Status.OVERDUE, Status.VOID, Status.VOID]


# Names


def test_a_milestone_counts_from_an_occurrence() -> None:
    fulfilled = (Fulfilled(n=2, date=date(2019, 4, 4)),)
    answers = [
        milestone("by-plan", "report-2 + 10 days"),
        milestone("in-fact", "actual report-2 + 10 days"),
        milestone("not-yet", "actual report-3 + 10 days"),
    ]
    found = schedule(*answers, duty(times=3, fulfilled=fulfilled))
    assert dates(found) == {
        "by-plan": "2019-04-10",
        "in-fact": "2019-04-14",
        "not-yet": "2019-05-10",
        "report-1": "2019-02-28",
        "report-2": "2019-03-31",
        "report-3": "2019-04-30",
    }
    assert str(found.evaluate("report-2 + 1 month")) == "2019-04-30"
    assert str(found.as_of(date(2019, 4, 3)).evaluate("in-fact")) == "2019-04-10"


def test_the_duty_itself_and_occurrences_beyond_its_last_have_no_date() -> None:
    found = schedule(duty(times=3))
    for text in ("report", "report + 1 day", "report-4", "actual report-4"):
        with pytest.raises(RecurringDutyError, match="is a recurring duty: report-1 to report-3"):
            found.evaluate(text)
    for name in ("report", "report-4"):
        with pytest.raises(RecurringDutyError):
            found[name]
    for name in ("report-0", "report-03", "report-1001", "reports-1"):
        with pytest.raises(UnknownNameError):
            found.evaluate(name)


def test_one_occurrence_is_assumed_and_the_others_stay() -> None:
    rules = milestone("answer", "report-2 + 10 days")
    found = schedule(duty(times=3), rules, assumptions={"report-2": "report-1 + 1 week"})
    assert dates(found) == {
        "report-1": "2019-02-28",
        "report-2": "2019-03-07",
        "report-3": "2019-04-30",
        "answer": "2019-03-17",
    }
    assert found["report-2"].basis is Basis.ASSUMED
    assert dates(found.only(["answer"])) == dates(found)
    assert dates(found.only(["report"]))["report-2"] == "2019-03-07"


@pytest.mark.parametrize("name", ["report", "report-4"])
def test_an_assumption_needs_an_occurrence(name: str) -> None:
    with pytest.raises((RecurringDutyError, ScheduleError), match="is a recurring duty"):
        schedule(duty(times=3), assumptions={name: "2020-01-01"}).chronological()


def test_the_duty_stands_for_its_occurrences_in_ids_of() -> None:
    found = schedule(duty(times=2), milestone("a"))
    assert list(found.ids_of("report")) == ["report-1", "report-2"]
    assert list(found.ids_of("a")) == ["a"]


# Without a date


@pytest.mark.parametrize("keys", [{"from_": "x", "times": 3}, {"until": "x"}])
def test_without_a_date_the_duty_is_one_undated_milestone(keys: dict[str, Any]) -> None:
    after = milestone("after", "report-2 + 1 day")
    found = schedule(milestone("x"), duty(**keys), after)
    assert dates(found) == {"x": "undated", "report": "undated", "after": "undated"}
    for text in ("report", "report-2", "report-3", "after"):
        with pytest.raises(UndatedError, match="x has no date yet"):
            found.evaluate(text)
    happened = schedule(milestone("x"), duty(**keys), after, assumptions={"x": "2019-05-31"})
    assert list(happened)[1:-1] == [f"report-{n}" for n in range(1, len(happened.milestones) - 1)]
    assert dates(happened)["after"] != "undated"


def test_what_was_fulfilled_or_is_assumed_is_known_without_a_number() -> None:
    fulfilled = (Fulfilled(n=2, date=date(2019, 4, 2)),)
    open_ended = duty(until="x", fulfilled=fulfilled)
    found = schedule(milestone("x"), open_ended, assumptions={"report-7": "2019-09-09"})
    assert dates(found) == {
        "x": "undated",
        "report-2": "2019-03-31",
        "report-7": "2019-09-09",
        "report": "undated",
    }
    assert list(found.as_of(date(2019, 4, 1))) == ["x", "report-7", "report"]
    no_start = schedule(milestone("x"), duty(from_="x", times=3, fulfilled=fulfilled))
    assert no_start["report-2"].basis is Basis.HAPPENED


def test_the_occurrences_follow_an_amendment_of_what_they_count_from() -> None:
    amended = (Amended(decided=date(2019, 2, 15), due=Expression("2019-05-31")),)
    start = milestone("start", "2019-01-31", amended=amended)
    end = milestone("end", "start + 3 months")
    found = schedule(start, end, duty(from_="start", until="end"))
    before, after = found.as_of(date(2019, 2, 14)), found.as_of(date(2019, 2, 15))
    assert [str(before[name].due) for name in before.duties["report"]] == [
        "2019-02-28",
        "2019-03-31",
        "2019-04-30",
    ]
    assert [str(after[name].due) for name in after.duties["report"]] == [
        "2019-06-30",
        "2019-07-31",
        "2019-08-31",
    ]
    assert set(found.facts) == {date(2019, 2, 15)}


# Too many


def test_more_than_a_thousand_occurrences_fail() -> None:
    assert len(schedule(duty("1 day", until="signed + 1000 days")).milestones) == 1_000
    found = schedule(milestone("a", "signed"), duty("1 day", until="signed + 1001 days"))
    assert list(found) == ["a"]
    with pytest.raises(ScheduleError, match=r"report: .*more than 1,000 occurrences"):
        found["report-1"]


def test_the_occurrences_of_all_duties_have_a_limit() -> None:
    most = MOST_TOGETHER // 1_000
    duties = [duty("1 day", f"r{n}", times=1_000) for n in range(most)]
    assert len(schedule(*duties).milestones) == MOST_TOGETHER
    found = schedule(*duties, duty("1 day", times=1))
    assert list(found.failed) == ["report"]


def test_a_duty_of_which_one_date_cannot_be_computed_fails() -> None:
    found = schedule(duty(times=2), choice=CountingChoice(month_end=MonthEnd.REJECT))
    with pytest.raises(ScheduleError, match=r"report: .*February 2019 has no day 31"):
        found.evaluate("report-2")
    assert list(found) == []


def test_a_rule_under_which_an_occurrence_is_missing_gives_no_date(tmp_path: Path) -> None:
    """Of what counts from it: neither an error, nor the day on which that happened."""
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-31\n'
        '[[milestone]]\nid = "r"\ntitle = "R"\nevery = "30 days"\nuntil = 2020-03-31\n'
        '[[milestone]]\nid = "x"\ntitle = "X"\ndue = "r-2 + 1 day"\nfulfilled = 2020-03-01\n'
    )
    for on in ("2020-02-01", "2020-04-01"):
        found = timeline("explain", "x", "-a", str(path), "--on", on)
        assert (found.status, found.err) == (0, "")
        (line,) = (line for line in found.out.splitlines() if "--start-day clear" in line)
        assert line.startswith("no day ")


def test_what_an_amendment_cut_off_may_have_been_fulfilled_before(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    text = (
        'title = "T"\nsigned = 2020-01-31\n'
        '[[milestone]]\nid = "end"\ntitle = "E"\ndue = "signed + 1 year"\n'
        "[[milestone.amended]]\ndecided = 2020-05-15\ndue = 2020-05-20\n"
        '[[milestone]]\nid = "r"\ntitle = "R"\nevery = "1 month"\nuntil = "end"\n'
        "fulfilled = [{{ n = {n}, date = 2020-05-10 }}]\n"
    )
    path.write_text(text.format(n=4))
    ids = [
        timeline("show", "-a", str(path), "--on", on, "-f", "csv").out.count(",R (")
        for on in ("2020-05-12", "2020-05-15")
    ]
    assert ids == [12, 3]
    path.write_text(text.format(n=13))
    assert timeline("validate", str(path)).out.endswith(
        'fulfilled[#1].n: "r-13": r is a recurring duty: r-1 to r-3\n'
    )


def test_occurrences_that_an_assumption_adds_are_compared_too() -> None:
    compared = json.loads(
        timeline(
            "compare",
            "-a",
            REPORTS,
            "--assume",
            "mandate=+ 1 year",
            "--on",
            "2019-05-10",
            "-f",
            "json",
        ).out
    )["milestones"]
    shown = json.loads(
        timeline(
            "show",
            "-a",
            REPORTS,
            "--assume",
            "mandate=+ 1 year",
            "--on",
            "2019-05-10",
            "-f",
            "json",
        ).out
    )["milestones"]
    assert {one["id"]: one["due"] for one in compared} == {one["id"]: one["due"] for one in shown}
    assert len([one for one in compared if one["planned"] is None]) >= 12


def test_a_period_of_another_type_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-31\n[[milestone]]\nid = "r"\ntitle = "R"\nevery = 3\ntimes = 2\n'
    )
    line = f"{path}: milestone[r].every: found 3; expected a period such as 90 days or 3 months"
    assert line in timeline("validate", str(path)).out


def test_a_level_of_no_series_is_not_explained(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-31\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-03-01\nlevel = 3\n'
    )
    found = timeline("explain", "a", "-a", str(path), "--on", "2020-02-01")
    assert (found.status, found.err, "observed" in found.out) == (0, "", False)
