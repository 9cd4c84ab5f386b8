"""The value computed once for a span between two facts is that of each of its days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import agreement_of, agreements, law
from timeline.dates.counting import CountingChoice, MonthEnd
from timeline.dates.edtf import DayRange
from timeline.errors import ScheduleError, TimelineError
from timeline.schedule.agreement import Agreement, Drawdown, Observed
from timeline.schedule.as_of import as_of
from timeline.schedule.schedule import Scenario, Schedule, build_schedule
from timeline.schedule.spans import by_span, spans

FACTS = {"begin": date(2020, 2, 1), "end": date(2020, 3, 1)}
CHAIN = build_schedule(
    agreement_of({"begin": None, "middle": "begin + 10 days", "end": None, "late": "end"}, FACTS)
)
AROUND = [fact + timedelta(n) for fact in FACTS.values() for n in (-1, 0, 1)]
ENDS = [date.min, *AROUND, date.max]


def dues(schedule: Schedule) -> list[DayRange | None]:
    return [one.due for one in schedule.milestones.values()]


@law
@given(agreements(), st.lists(st.dates(date(2019, 12, 1), date(2022, 1, 31))), st.booleans())
def test_a_span_has_the_dates_of_each_of_its_days(
    agreement: Agreement, days: list[date], as_happened: bool
) -> None:
    found = by_span(build_schedule(agreement, Scenario(as_happened=as_happened)), dues)
    facts = [one.happened for one in agreement.milestones if one.happened]
    for day in (*days, *facts, *(fact - timedelta(1) for fact in facts), date.min, date.max):
        known = build_schedule(as_of(agreement, day), Scenario(as_happened=as_happened))
        assert found(day) == dues(known)


def test_an_event_before_its_anchor_happened_has_a_separate_span() -> None:
    """By its rule it is due in June; until the anchor happened, its own date was used."""
    facts = {"first": date(2020, 5, 1), "second": date(2020, 3, 1)}
    schedule = build_schedule(agreement_of({"first": None, "second": "first + 1 month"}, facts))
    second = by_span(schedule, lambda known: known["second"].due)
    found = [str(second(date(2020, month, 1))) for month in (2, 3, 4, 5)]
    assert found == ["None", "2020-03-01", "2020-03-01", "2020-06-01"]


def test_as_happened_has_spans_where_every_date_has_a_rule() -> None:
    agreement = agreement_of({"a": "2020-02-10", "b": "a + 1 month"}, {"a": date(2020, 2, 1)})
    b = by_span(build_schedule(agreement, Scenario(as_happened=True)), lambda one: one["b"].due)
    found = [str(b(date(2020, *day))) for day in ((1, 31), (2, 1))]
    assert found == ["2020-03-10", "2020-03-01"]


def test_each_span_is_computed_once_whatever_the_order_of_the_days() -> None:
    calls = list[Schedule]()
    by = by_span(CHAIN, calls.append)
    for day in (*ENDS, *reversed(ENDS), *ENDS):
        by(day)
    assert len(calls) == 3


def test_without_facts_all_days_are_one_span() -> None:
    schedule = build_schedule(
        agreement_of({"drawdown": "signed + 135 days"}, {"drawdown": AROUND[0]})
    )
    calls = list[Schedule]()
    by = by_span(schedule, calls.append)
    for day in ENDS:
        by(day)
    assert calls == [schedule.as_of(date.max)]


def test_an_error_in_a_span_is_found_once_and_raised_for_each_day() -> None:
    calls = list[Schedule]()

    def end(schedule: Schedule) -> DayRange:
        calls.append(schedule)
        return schedule.evaluate("late")

    by = by_span(CHAIN, end)
    for day in (*AROUND[:4], *AROUND[:4]):
        with pytest.raises(TimelineError, match="end has no date yet"):
            by(day)
    assert by(AROUND[4]) == DayRange.of(FACTS["end"])
    assert len(calls) == 3


def test_an_error_that_is_raised_often_does_not_grow() -> None:
    by = by_span(CHAIN, lambda known: known.evaluate("late"))
    lengths = set()
    for _ in range(10):
        with pytest.raises(TimelineError) as caught:
            by(date.min)
        lengths.add(len(caught.traceback))
    assert max(lengths) <= 8


@law
@given(agreements(), st.booleans())
def test_a_schedule_of_some_milestones_has_the_dates_of_the_whole(
    agreement: Agreement, as_happened: bool
) -> None:
    whole = build_schedule(agreement, Scenario(as_happened=as_happened))
    for name, dated in whole.milestones.items():
        part = whole.only([name])
        assert part[name] == dated
        assert set(part.milestones) <= set(whole.milestones)


def test_only_the_facts_that_a_date_depends_on_make_spans() -> None:
    """However much happens in an agreement, a date is computed once for each fact in its own chain."""
    facts = {f"m{number}": date(2020, 3, 1) + timedelta(number) for number in range(50)}
    dues: dict[str, str | None] = dict.fromkeys(facts, "signed + 1 month")
    agreement = agreement_of(dues | {"end": "m7 + 1 month"}, facts)
    scenario = Scenario(as_happened=True, assumptions={"m9": "m10"})
    schedule = build_schedule(agreement, scenario)
    assert len(schedule.facts) == 50
    part = schedule.only(["end"])
    assert (list(part.milestones), part.facts) == (["m7", "end"], (facts["m7"],))
    assert list(schedule.only(["m9"]).milestones) == ["m9", "m10"]
    assert schedule.only([]).milestones == {}


def test_what_an_assumed_day_of_signing_depends_on_is_kept() -> None:
    agreement = agreement_of({"a": "2020-03-01", "b": "signed + 1 day", "c": "2020-05-01"})
    schedule = build_schedule(agreement, Scenario(assumptions={"signed": "a + 1 week"}))
    assert str(schedule.only(["b"])["b"].due) == "2020-03-09"


@law
@given(agreements(), st.lists(st.dates(date(2019, 12, 1), date(2022, 1, 31)), max_size=3))
def test_between_two_days_of_news_the_same_is_known(agreement: Agreement, days: list[date]) -> None:
    observed = tuple(Observed(date=day, level=1) for day in sorted(set(days)))
    agreement = structs.replace(
        agreement, drawdown=Drawdown(unit="x", baseline=1, observed=observed)
    )
    news = build_schedule(agreement).news
    assert list(news) == sorted(set(news))
    for begin, end in pairwise([date.min, *news, date.max]):
        first, last = as_of(agreement, begin), as_of(agreement, end - timedelta(1))
        assert first == last
    for day in news:
        assert as_of(agreement, day) != as_of(agreement, day - timedelta(1))


def test_the_end_of_the_record_is_no_news_until_then() -> None:
    agreement = structs.replace(CHAIN.agreement, recorded_until=date(2020, 12, 31))
    assert build_schedule(agreement).news == (*FACTS.values(),)


def test_the_spans_of_an_agreement_follow_each_other_and_know_what_is_known_on_their_days() -> None:
    found = spans(CHAIN, date.min)
    assert (found[0].first, found[-1].last) == (date.min, date.max)
    for before, after in pairwise(found):
        assert before.last + timedelta(1) == after.first
    for span in found:
        for day in (span.first, span.last):
            assert span.known.agreement == as_of(CHAIN.agreement, day)
    # a day on which something is due is one of its own
    due = date(2020, 2, 11)
    assert [span for span in found if (span.first, span.last) == (due, due)]


def test_the_spans_end_where_a_date_cannot_be_computed() -> None:
    """January 2021 has a day 31 and February has none, so that `b` fails only while `a` counts."""
    facts = {"a": date(2021, 1, 31), "c": date(2021, 5, 31)}
    agreement = agreement_of({"a": None, "b": "a + 1 month", "c": None}, facts)
    schedule = build_schedule(agreement, Scenario(choice=CountingChoice(month_end=MonthEnd.REJECT)))
    found = spans(schedule, date(2020, 7, 1))
    assert (found[0].first, found[-1].last) == (date.min, date(2021, 1, 30))
    for day in (date(2021, 1, 31), date(2022, 1, 1)):
        with pytest.raises(ScheduleError, match="February 2021 has no day 31"):
            spans(schedule, day)


def test_the_spans_begin_where_a_date_can_be_computed() -> None:
    """Until `a` happened, `b` counts from its date, which has no corresponding day in February."""
    agreement = agreement_of({"a": "2021-01-31", "b": "a + 1 month"}, {"a": date(2021, 3, 1)})
    choice = CountingChoice(month_end=MonthEnd.REJECT)
    schedule = build_schedule(agreement, Scenario(choice=choice, as_happened=True))
    found = spans(schedule, date(2021, 7, 1))
    assert (found[0].first, found[-1].last) == (date(2021, 3, 1), date.max)
