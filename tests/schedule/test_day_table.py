"""The day table: each row is what the schedule as of its day says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import agreement_of, amended_agreements, law
from timeline.errors import NoLevelsError, SeriesError, TimelineError
from timeline.files.loading import load
from timeline.schedule.agreement import Agreement, Drawdown, Observed
from timeline.schedule.as_of import as_of
from timeline.schedule.day_table import DayRow, day_table, whole_span
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.schedule import Scenario, Schedule, build_schedule
from timeline.schedule.status import Status, status_of

DOHA = build_schedule(load("doha-2020"))
DAY = timedelta(1)
near = st.dates(date(2019, 12, 1), date(2022, 1, 31))


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def expected(schedule: Schedule, day: date) -> list[DayRow]:
    """Return the rows of a day, each computed alone, from what is known on that day."""
    known = build_schedule(as_of(schedule.agreement, day), schedule.scenario)
    levels = drawdown_plan(known, day).levels(day) if schedule.agreement.series else None
    rows = []
    for name, dated in known.milestones.items():
        state = status_of(known, name, day)
        rows.append(
            DayRow(
                "x",
                day,
                name,
                (dated.due.deadline - day).days if dated.due else None,
                state.status,
                levels.ceiling if levels else None,
                levels.pace if levels else None,
                levels.observed.level if levels and levels.observed else None,
                levels.floor if levels else None,
            )
        )
    return rows


@law
@given(
    amended_agreements(),
    st.lists(near, max_size=3, unique=True),
    st.booleans(),
    st.none() | near,
    near,
    st.integers(0, 12),
)
def test_each_row_is_what_is_known_on_its_day(
    agreement: Agreement,
    seen: list[date],
    as_happened: bool,
    end: date | None,
    first: date,
    length: int,
) -> None:
    observed = tuple(Observed(date=day, level=10 + number) for number, day in enumerate(seen))
    milestones = tuple(
        structs.replace(each, level=None if each.every or number % 2 else number)
        for number, each in enumerate(agreement.milestones)
    )
    agreement = structs.replace(
        agreement,
        milestones=milestones,
        drawdown=Drawdown(unit="x", baseline=20, observed=observed),
        recorded_until=end,
    )
    schedule = build_schedule(agreement, Scenario(as_happened=as_happened))
    last = first + timedelta(length)
    found = list(day_table(schedule, first, last, name="x"))
    assert found == [row for day in days_between(first, last) for row in expected(schedule, day)]


@law
@given(amended_agreements(), near)
def test_the_days_remaining_fall_by_one_each_day_unless_something_became_known(
    agreement: Agreement, first: date
) -> None:
    schedule = build_schedule(agreement)
    news = schedule.news
    by_milestone = dict[str, list[DayRow]]()
    for row in day_table(schedule, first, first + timedelta(200)):
        by_milestone.setdefault(row.milestone, []).append(row)
    assert by_milestone
    for rows in by_milestone.values():
        for before, after in pairwise(rows):
            if after.day not in news and before.remaining is not None:
                assert after.remaining == before.remaining - (after.day - before.day).days


def test_every_day_has_a_row_for_each_milestone_in_the_order_of_the_file() -> None:
    rows = list(day_table(DOHA, date(2020, 6, 1), date(2020, 6, 30)))
    days = days_between(date(2020, 6, 1), date(2020, 6, 30))
    assert [(row.day, row.milestone) for row in rows] == [
        (day, name) for day in days for name in DOHA
    ]


def test_the_whole_span_is_from_signing_to_the_last_deadline_or_event() -> None:
    """The deadline was 29 April 2021, and the last forces left on 30 August."""
    assert whole_span(DOHA) == (date(2020, 2, 29), date(2021, 8, 30))
    rows = list(day_table(DOHA))
    assert (rows[0].day, rows[-1].day) == whole_span(DOHA)
    assert rows[-1].status is Status.LATE
    early = build_schedule(agreement_of({"a": "signed + 2 days"}, {"a": date(2020, 3, 1)}))
    assert whole_span(early) == (date(2020, 2, 29), date(2020, 3, 2))


def test_an_agreement_without_dates_has_the_day_of_signing() -> None:
    undated = build_schedule(agreement_of({"a": None}))
    none = (None, None, None, None)
    row = DayRow("n", date(2020, 2, 29), "a", None, Status.UNDATED, *none)
    assert list(day_table(undated, name="n")) == [row]
    assert list(day_table(build_schedule(agreement_of({})))) == []


def test_no_day_is_between_a_day_and_the_one_before() -> None:
    assert list(day_table(DOHA, date(2020, 3, 2), date(2020, 3, 1))) == []


def test_the_rows_are_computed_when_they_are_reached() -> None:
    """The table of all days of the calendar would need gigabytes."""
    rows = day_table(DOHA, date.min, date.max)
    assert next(rows) == DayRow(
        "", date.min, "talks", 737_493, Status.PENDING, 13000, 13000, None, None
    )
    assert date.min + timedelta(737_493) == date(2020, 3, 10)
    (*_, last) = day_table(DOHA, date.max, date.max)
    assert (last.day, last.milestone, last.status) == (date.max, "withdrawal", Status.LATE)


def test_days_are_dates_or_midnights() -> None:
    midnight = datetime(2020, 3, 1)  # noqa: DTZ001 - without a zone, as in tables
    assert list(day_table(DOHA, midnight, midnight)) == list(
        day_table(DOHA, date(2020, 3, 1), date(2020, 3, 1))
    )
    with pytest.raises(TimelineError, match="not at midnight"):
        day_table(DOHA, midnight.replace(hour=1))
    with pytest.raises(TypeError):
        day_table(DOHA, "2020-03-01")  # type: ignore[arg-type]


def test_an_error_is_raised_before_the_first_row() -> None:
    with pytest.raises(SeriesError):
        day_table(DOHA, series="ships")
    with pytest.raises(NoLevelsError):
        day_table(build_schedule(agreement_of({"a": None})), series="ships")
