"""The rows of charts: all occurrences of a recurring duty are in one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from timeline.files.loading import parse_agreement
from timeline.render.charts.chart import Chart, chart
from timeline.render.charts.description import description
from timeline.render.charts.terminal.drawing import render
from timeline.render.terminal import Terminal
from timeline.schedule.schedule import build_schedule

SIGNED = date(2020, 1, 1)
# A report each 10 days: the first was in time, the second late, the third is missing.
REPORTS = """\
title = "T"
signed = 2020-01-01
[[milestone]]
id = "report"
title = "Report"
every = "10 days"
times = 40
fulfilled = [{ n = 1, date = 2020-01-11 }, { n = 2, date = 2020-01-25 }, { n = 4, date = 2020-02-10 }]
[[milestone]]
id = "end"
title = "End"
due = 2021-12-31
"""
UNKNOWN = REPORTS.replace('every = "10 days"', 'every = "10 days"\nfrom = "talks"') + (
    '[[milestone]]\nid = "talks"\ntitle = "Talks"\n'
)


def chart_on(on: str, text: str = REPORTS) -> Chart:
    """Return the chart of an agreement on a day."""
    schedule = build_schedule(parse_agreement(text.encode(), "own.toml"))
    return chart(schedule, date.fromisoformat(on), [])


def row_of(drawn: Chart, width: int, name: str = "report") -> str:
    """Return the row of a milestone in a terminal."""
    (line,) = (
        line for line in render(drawn, Terminal(width)).splitlines() if line.startswith(f"{name} ")
    )
    return line


@pytest.mark.parametrize(
    ("on", "due", "remaining"),
    [
        # The first is due on 11 January.
        ("2020-01-01", "next Sat 2020-01-11", "40 to come"),
        ("2020-01-11", "next Tue 2020-01-21", "1 met, 39 to come"),
        ("2020-02-09", "next Mon 2020-02-10", "1 met, 1 late, 1 overdue, 37 to come"),
        ("2020-02-10", "next Thu 2020-02-20", "2 met, 1 late, 1 overdue, 36 to come"),
        # The last is due 400 days after signing.
        ("2021-02-04", "next Thu 2021-02-04", "2 met, 1 late, 36 overdue, 1 to come"),
        ("2021-02-05", "last Thu 2021-02-04", "2 met, 1 late, 37 overdue"),
    ],
)
def test_beside_its_marks_are_the_next_occurrence_and_the_number_of_each_outcome(
    on: str, due: str, remaining: str
) -> None:
    drawn = chart_on(on)
    assert [(lane.id, lane.title, len(lane.bars)) for lane in drawn.lanes] == [
        ("report", "Report", 40),
        ("end", "End", 1),
    ]
    texts = drawn.lanes[0].texts
    assert (texts.due_text, texts.remaining) == (due, remaining)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("on", ["2020-01-01", "2020-02-09", "2021-06-01"])
def test_the_row_fits_the_terminal(width: int, on: str) -> None:
    assert len(row_of(chart_on(on), width)) <= width


@pytest.mark.parametrize(
    ("on", "width", "end"),
    [
        ("2020-02-09", 100, "  next Mon 2020-02-10  1 met, 1 late, 1 overdue, 37 to come"),
        ("2020-02-09", 86, "  next 2020-02-10  1 met, 1 late, 1 overdue, 37 to come"),
        ("2020-02-09", 60, "  next 2020-02-10  1 overdue"),
        ("2020-01-11", 63, "  next 2020-01-21  39 of 40 to come"),
        ("2020-01-11", 60, "  39 of 40 to come"),
    ],
)
def test_in_a_narrow_terminal_what_matters_most_is_left(on: str, width: int, end: str) -> None:
    assert row_of(chart_on(on), width).endswith(end)


def test_in_one_column_what_matters_most_is_seen() -> None:
    """On an axis of two years in few columns, each has several occurrences."""
    met, overdue = "\x1b[32m◉", "\x1b[1;31m◆"
    coloured = {
        width: render(chart_on("2020-02-09"), Terminal(width, colour=True)) for width in (60, 300)
    }
    assert met in coloured[300]
    assert overdue in coloured[300]
    # The third is in one column with the second, which was late, and with the fourth, to come.
    assert overdue in coloured[60]
    assert "\x1b[31m" not in coloured[60]


def test_lines_are_below_the_marks_of_the_row() -> None:
    """The lines from what is overdue to the day shown cover no deadline."""
    row = row_of(chart_on("2021-03-05"), 400)
    # Of all but the second, which was late, the deadline is on the day it happened or nothing happened.
    assert row.count("◆") + row.count("◉") == 40
    assert row.count("●") == 1
    assert row.count("▷") == 1


def test_the_description_says_a_recurring_duty_in_a_sentence() -> None:
    assert description(chart_on("2020-02-09")) == (
        "A time axis from 2020-01-01 to 2021-12-31, as of Sun 2020-02-09. 1 milestone: 1 pending. "
        "Report, recurring: 1 met, 1 late, 1 overdue, 37 to come; next 2020-02-10."
    )


def test_a_duty_whose_number_is_not_known_is_one_row() -> None:
    text = UNKNOWN.replace("fulfilled", "#fulfilled")
    (lane,) = (lane for lane in chart_on("2020-02-09", text).lanes if lane.id == "report")
    assert (lane.texts.due_text, lane.texts.remaining) == ("undated", "no date yet")
    # What was fulfilled has a date without it.
    (lane,) = (lane for lane in chart_on("2020-02-09", UNKNOWN).lanes if lane.id == "report")
    assert (lane.texts.due_text, lane.texts.remaining) == ("undated", "2 met, then no date yet")
    assert [len(bar.days) > 0 for bar in lane.bars] == [True, True, False]


def test_a_thousand_occurrences_are_one_row() -> None:
    text = REPORTS.replace("10 days", "1 day").replace("times = 40", "times = 1000")
    drawn = chart_on("2020-03-01", text)
    assert [len(lane.bars) for lane in drawn.lanes] == [1000, 1]
    assert drawn.last == SIGNED + timedelta(1000)
    assert row_of(drawn, 80).endswith("next 2020-03-01  3 late, 56 overdue, 941 to come")
