"""The parts of a page: on each day, one of them holds, and says what is true on that day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import agreements, law
from timeline.render import words
from timeline.render.charts.page.history import History
from timeline.render.charts.page.parts import Count, Part, ShownDay, parts
from timeline.render.charts.page.shapes import Line, Mark, Shape, Shown, shown
from timeline.schedule.agreement import Agreement, Drawdown, Observed
from timeline.schedule.schedule import Scenario, build_schedule
from timeline.schedule.spans import spans
from timeline.schedule.status import statuses

DAY = date(2020, 7, 1)
days = st.dates(date(2019, 12, 1), date(2022, 1, 31))


def said(found: list[Part], day: date) -> str:
    (part,) = (each for each in found if day in each)
    return part.on(day)


def in_turn(*texts: str) -> list[Part]:
    """The parts of a text that is each of these in turn, from DAY on."""
    last = DAY + timedelta(len(texts) - 1)
    return parts([(DAY, last)], lambda day: texts[(day - DAY).days])


@pytest.mark.parametrize(
    ("texts", "pieces"),
    [
        (("in 3 days", "in 2 days", "in 1 day"), [("in ", Count(18447, down=True, unit=True))]),
        (("1 day late", "2 days late"), [(Count(18443, down=False, unit=True), " late")]),
        (
            ("in 7 to 12 days", "in 6 to 11 days"),
            [
                (
                    "in ",
                    Count(18451, down=True, unit=False),
                    " to ",
                    Count(18456, down=True, unit=True),
                )
            ],
        ),
        (("a,2020-07-01,-5", "a,2020-07-02,-6"), [("a,", ShownDay(weekday=False), ",", Count(18439, down=True, unit=False))]),
        (("on Wed 2020-07-01;", "on Thu 2020-07-02;"), [("on ", ShownDay(weekday=True), ";")]),
        # numbers that stay are text
        (("5 days early, m1", "5 days early, m1"), [("5 days early, m1",)]),
        # what is no count of days is a part for each day
        (("two", "three"), [("two",), ("three",)]),
        (("2 days", "2"), [("2 days",), ("2",)]),
        (("5 of 7", "3 of 7"), [("5 of 7",), ("3 of 7",)]),
    ],
)  # fmt: skip
def test_what_changes_with_the_day_is_found_in_a_text(
    texts: tuple[str, ...], pieces: list[tuple[object, ...]]
) -> None:
    found = in_turn(*texts)
    assert [part.pieces for part in found] == pieces
    for number, text in enumerate(texts):
        assert said(found, DAY + timedelta(number)) == text


def test_neighbouring_spans_of_one_text_are_one_part() -> None:
    def left(day: date) -> str:
        return f"in {words.count((date(2020, 8, 1) - day).days)}"

    next_day = DAY + timedelta(1)
    spans = [(DAY, DAY), (next_day, next_day), (DAY + timedelta(2), date(2020, 7, 31))]
    (part,) = parts(spans, left)
    assert (part.first, part.last) == (DAY, date(2020, 7, 31))
    # days between them stay free
    assert len(parts([spans[0], spans[2]], left)) == 2


def test_a_shape_of_neighbouring_spans_is_shown_once_and_lines_are_below_marks() -> None:
    line, due = Line("slip", 1, 50, None, 50), Mark("due", 1, 50, "due")
    happened = Mark("happened met", 2, 50, "happened")
    ends = [DAY, DAY + timedelta(5), DAY + timedelta(9), date.max]
    drawings: list[tuple[date, date, list[Shape]]] = [
        (date.min, ends[0] - timedelta(1), [due]),
        (ends[0], ends[1] - timedelta(1), [happened, due, line]),
        (ends[1], ends[2] - timedelta(1), [due]),
        (ends[2], date.max, [due, line]),
    ]
    assert shown(drawings) == [
        Shown(ends[0], ends[1] - timedelta(1), line),
        Shown(ends[2], date.max, line),
        Shown(date.min, date.max, due),
        Shown(ends[0], ends[1] - timedelta(1), happened),
    ]


@law
@given(agreements(), st.lists(days, min_size=1, max_size=5), st.booleans(), st.none() | days)
def test_each_day_has_the_words_of_its_own_status(
    agreement: Agreement, asked: list[date], as_happened: bool, end: date | None
) -> None:
    observed = tuple(
        Observed(date=day, level=number) for number, day in enumerate(sorted(set(asked)))
    )
    agreement = structs.replace(
        agreement,
        recorded_until=end,
        drawdown=Drawdown(unit="x", baseline=9, observed=observed),
        milestones=tuple(
            structs.replace(each, level=level) for level, each in enumerate(agreement.milestones)
        ),
    )
    schedule = build_schedule(agreement, Scenario(as_happened=as_happened))
    history = History(schedule, spans(schedule, date.min))
    found = {
        each.milestone.id: parts(
            history.spans_of(each.milestone.id),
            lambda day, name=each.milestone.id: words.remaining(history.state(name, day)),  # type: ignore[misc]
        )
        for lane in history.lanes.values()
        for each in lane
    }
    dues = [dated.due.latest for dated in schedule.milestones.values() if dated.due]
    around = [
        day + timedelta(n) for day in (*asked, *dues, *filter(None, [end])) for n in (-1, 0, 1, 2)
    ]
    for day in (*around, date.min, date.max):
        states = statuses(schedule, day)
        order = [names for begin, names in history.orders if begin <= day][-1]
        assert order == [state.dated.milestone.id for state in states]
        for state in states:
            assert said(found[state.dated.milestone.id], day) == words.remaining(state), day
