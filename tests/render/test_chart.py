"""`timeline chart` in a terminal: every milestone on its day, at any width, in any character set."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from rich.cells import cell_len

from tests.strategies import agreement_of, law
from tests.transcript import Transcript, in_process, timeline
from timeline.files.loading import bundled_names, load
from timeline.render import words
from timeline.render.charts.chart import Chart, chart
from timeline.render.charts.picture.ticks import ticks
from timeline.render.charts.terminal.drawing import render
from timeline.render.terminal import Terminal
from timeline.schedule.agreement import Drawdown
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.schedule import build_schedule
from timeline.schedule.status import statuses

BY_AUGUST = str(Path(__file__).parent.parent / "agreements" / "valid" / "by-august.toml")


def chart_of(dues: dict[str, str | None], on: date, signed: date = date(2020, 2, 29)) -> Chart:
    """Return the chart of an agreement with these milestones."""
    return chart(build_schedule(agreement_of(dues, signed=signed)), on, None)


def rows(text: str, names: list[str]) -> dict[str, str]:
    """Return the row of each milestone."""
    lines = {line.split()[0]: line for line in text.splitlines()[3:] if line.strip()}
    return {name: lines[name] for name in names}


# At any width, in any character set


@pytest.mark.parametrize("name", bundled_names())
@pytest.mark.parametrize("unicode", [True, False], ids=["Unicode", "ASCII"])
@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 200])
def test_a_chart_fits_its_terminal(name: str, width: int, unicode: bool) -> None:
    schedule = build_schedule(load(name))
    on = schedule.signed + timedelta(200)
    plan = drawdown_plan(schedule, on) if schedule.agreement.drawdown else None
    text = render(chart(schedule, on, plan), Terminal(width, unicode=unicode))
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    for state in statuses(schedule, on):
        (row,) = [line for line in lines if line.startswith(f"{state.dated.milestone.id} ")]
        # narrow terminals have no space for the date, which the axis shows about
        assert row.endswith(words.remaining(state))
        if width >= 80:
            assert str(state.dated.due.deadline if state.dated.due else "undated") in row
    assert text.isascii() is not unicode


@pytest.mark.parametrize("width", [1, 20, 59])
def test_a_narrower_terminal_gets_the_chart_of_sixty_columns(width: int) -> None:
    drawn = chart_of({"a": "2020-03-10"}, date(2020, 3, 1))
    assert render(drawn, Terminal(width=width)) == render(drawn, Terminal(width=60))


def test_a_stream_of_ascii_gets_marks_of_ascii() -> None:
    out = timeline("chart", "--on", "2020-07-01", environment={"PYTHONIOENCODING": "ascii"}).out
    assert out.isascii()
    assert "\\u" not in out
    assert "S signed  # due  o happened" in out


def test_colour_is_used_on_terminals_or_if_forced() -> None:
    arguments = ("chart", "--on", "2020-07-01")
    plain = in_process(*arguments)
    assert "\x1b" not in plain.out
    forced = in_process(*arguments, environment={"FORCE_COLOR": "1"})
    assert "\x1b[" in forced.out
    both = in_process(*arguments, environment={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert both == plain


# Few, many, none, and the ends of time


def test_one_milestone_on_one_day_is_a_chart() -> None:
    signed = date(2020, 2, 29)
    text = render(chart_of({"a": "signed"}, signed), Terminal(width=80))
    assert "◆" in rows(text, ["a"])["a"]


@pytest.mark.parametrize("signed", [date.min, date.max])
def test_the_first_and_the_last_day_there_is_have_a_chart(signed: date) -> None:
    drawn = chart_of({"a": "signed"}, signed, signed=signed)
    assert "◆" in rows(render(drawn, Terminal(width=80)), ["a"])["a"]
    assert (drawn.last - drawn.first).days in {7, 14}


def test_milestones_without_a_date_are_listed_without_a_mark() -> None:
    text = render(chart_of({"a": None, "b": None}, date(2020, 3, 1)), Terminal(width=80))
    for row in rows(text, ["a", "b"]).values():
        assert row.split() == [row[0], "│", "undated", "no", "date", "yet"]


def test_an_agreement_without_milestones_is_an_axis() -> None:
    text = render(chart_of({}, date(2020, 3, 1)), Terminal(width=80))
    assert text.splitlines()[0] == "A peace"


def test_two_hundred_milestones_are_two_hundred_rows() -> None:
    dues: dict[str, str | None] = {f"m{n}": f"signed + {n} days" for n in range(200)}
    found = rows(render(chart_of(dues, date(2020, 3, 1)), Terminal(width=80)), list(dues))
    assert all("◆" in row for row in found.values())


def test_a_thousand_years_have_ticks_that_can_be_read() -> None:
    dues: dict[str, str | None] = {"a": "1020-01-01", "b": "2020-01-01"}
    text = render(chart_of(dues, date(2020, 3, 1)), Terminal(width=80))
    lines = text.splitlines()
    assert lines[lines.index("") + 1].split() == [str(year) for year in range(1200, 2001, 200)]


def test_a_long_id_is_on_a_separate_line() -> None:
    name = "x" * 50
    lines = render(
        chart_of({name: "2020-03-10"}, date(2020, 3, 1)), Terminal(width=80)
    ).splitlines()
    at = lines.index(name)
    assert "◆" in lines[at + 1]
    assert max(map(len, lines)) <= 80


def test_a_day_far_from_the_chart_is_in_the_legend_instead() -> None:
    out = in_process("chart", "--on", "2026-11-24").out
    # the record ends on 2021-12-31
    assert out.splitlines()[-1].endswith("  Tue 2026-11-24 is 1789 days after the chart")
    before = in_process("chart", "--on", "2000-02-29").out
    assert before.endswith("  Tue 2000-02-29 is 7305 days before the chart\n")
    assert "│" not in before


# Options


def test_there_is_no_drawdown_to_draw_without_levels() -> None:
    assert in_process("chart", "-a", "iraq-2008", "--what", "drawdown") == Transcript(
        2,
        "",
        "timeline: iraq-2008: no [drawdown] table; add one with a unit and a baseline\n",
    )
    arguments = ("chart", "-a", "iraq-2008", "--on", "2009-01-01")
    assert in_process(*arguments).out == in_process(*arguments, "--what", "timeline").out


def test_each_part_can_be_drawn_alone() -> None:
    arguments = ("chart", "--on", "2020-07-01", "--what")
    both, only, levels = (
        in_process(*arguments, what).out for what in ("both", "timeline", "drawdown")
    )
    assert "troops" not in only
    assert "withdrawal" not in levels
    assert "troops" in both
    assert "withdrawal" in both


# Ticks


@law
@given(st.dates(), st.dates(), st.integers(0, 200))
def test_ticks_are_on_the_axis_in_order_and_fit_the_width(a: date, b: date, room: int) -> None:
    first, last = sorted((a, b))
    found = ticks(first, last, room)
    assert sum(len(tick.label) + 2 for tick in found) <= room
    days = [tick.day for tick in found]
    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)
    assert all(str(tick.day).startswith(tick.label) for tick in found)
    # a label with a month or a year is at its first day
    assert all(
        str(tick.day) == f"{tick.label}-01-01"[:10] for tick in found if len(tick.label) != 7
    )
    assert all(tick.day.day == 1 for tick in found if len(tick.label) == 7)


@pytest.mark.parametrize(
    ("first", "last", "room", "labels"),
    [
        ("2020-03-01", "2020-03-04", 60, ["2020-03-01", "2020-03-02", "2020-03-03", "2020-03-04"]),
        ("2020-02-29", "2021-04-29", 60, ["2020-04", "2020-07", "2020-10", "2021-01", "2021-04"]),
        ("2008-11-17", "2011-12-31", 40, ["2009", "2010", "2011"]),
        ("2020-03-02", "2020-06-30", 30, ["2020-04", "2020-05", "2020-06"]),
        # every tenth day since 0001-01-01, 2020-01-06 being the 737,430th
        ("2020-01-01", "2020-02-14", 48, ["2020-01-06", "2020-01-16", "2020-01-26", "2020-02-05"]),
        ("2020-03-02", "2020-03-04", 8, []),
        ("3999-06-01", "5000-06-01", 5, []),  # no space even for the largest steps
        ("0001-01-01", "9999-12-31", 40, ["2000", "4000", "6000", "8000"]),
    ],
)  # fmt: skip
def test_ticks_are_whole_days_months_or_years(
    first: str, last: str, room: int, labels: list[str]
) -> None:
    found = [
        tick.label for tick in ticks(date.fromisoformat(first), date.fromisoformat(last), room)
    ]
    assert found == labels


@pytest.mark.parametrize("width", [60, 80])
def test_a_long_unit_is_wrapped(width: int) -> None:
    unit = "外国軍の兵士" * 20
    agreement = structs.replace(agreement_of({}), drawdown=Drawdown(unit=unit, baseline=9))
    schedule, on = build_schedule(agreement), date(2020, 3, 1)
    text = render(chart(schedule, on, drawdown_plan(schedule, on)), Terminal(width, height=24))
    assert max(map(cell_len, text.splitlines())) <= width
    assert unit in "".join(text.split())
