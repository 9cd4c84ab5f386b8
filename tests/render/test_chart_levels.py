"""The level axis of `timeline chart` in a terminal: its height, its steps, what is observed on it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from timeline.files.loading import parse_agreement
from timeline.render.charts.chart import chart
from timeline.render.charts.terminal.drawing import render
from timeline.render.terminal import Terminal
from timeline.schedule.drawdown import drawdown_plans
from timeline.schedule.schedule import build_schedule

ON = date(2020, 12, 1)


def agreement(*levels: int, observed: str = "") -> str:
    """Return an agreement whose levels fall by the month, from the first one on."""
    return (
        f'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "troops"\nbaseline = {levels[0]}\n'
        f"observed = [{observed}]\n"
        + "".join(
            f'[[milestone]]\nid = "m{n}"\ntitle = "M"\ndue = "signed + {n} months"\nlevel = {level}\n'
            for n, level in enumerate(levels[1:], 1)
        )
    )


def lines_of(text: str, terminal: Terminal, on: date = ON) -> list[str]:
    """Return the lines of the chart of an agreement."""
    schedule = build_schedule(parse_agreement(text.encode(), "own.toml"))
    return render(chart(schedule, on, drawdown_plans(schedule, on).values()), terminal).splitlines()


def level_rows(text: str, terminal: Terminal, on: date = ON) -> list[str]:
    """Return the rows of the levels."""
    lines = lines_of(text, terminal, on)
    first = lines.index("troops") + 1
    return lines[first : next(at for at in range(first, len(lines)) if "△" in lines[at])]


@pytest.mark.parametrize("height", [24, 30, 40])
def test_a_chart_with_its_prompt_is_as_high_as_its_terminal(height: int) -> None:
    text = agreement(1000, 0)
    assert len(lines_of(text, Terminal(90, height=height))) == height - 1


def test_in_a_low_terminal_seven_rows_remain_and_in_a_high_one_forty_are_enough() -> None:
    text = agreement(1000, 0)
    assert len(level_rows(text, Terminal(90, height=10))) == 7
    assert len(level_rows(text, Terminal(90, height=200))) == 40


@pytest.mark.parametrize("height", [None, 20, 24, 30, 50])
@pytest.mark.parametrize(
    "levels",
    [
        (1000, 900, 760, 0),
        (13_000, 8_600, 4_500, 2_500, 0),
        (100, 95, 85, 0),
        (100_300, 50_150, 0),
    ],
)
def test_unequal_steps_are_not_equally_far_apart(
    levels: tuple[int, ...], height: int | None
) -> None:
    rows = level_rows(agreement(*levels), Terminal(100, height=height))
    places = {
        level: next(n for n, row in enumerate(rows) if row.split()[:1] == [f"{level:,}"])
        for level in levels
    }
    steps = sorted((high - low, places[low] - places[high]) for high, low in pairwise(levels))
    for (less, near), (more, far) in pairwise(steps):
        assert near < far or (less == more and near == far) or more - less < 0.05 * levels[0]
    # in proportion, as far as rows allow
    for level, place in places.items():
        assert abs(place - (1 - level / levels[0]) * (len(rows) - 1)) <= 0.5


def test_what_is_observed_stays_until_the_next() -> None:
    text = agreement(100, 0, observed="{date=2020-01-10, level=60}, {date=2020-01-20, level=30}")
    rows = level_rows(text, Terminal(100), date(2020, 1, 31))
    (high, low) = (n for n, row in enumerate(rows) if "○" in row)
    # 60 and 30 of 100 in eleven rows
    assert (high, low) == (4, 7)
    fall = rows[low].index("○")
    assert rows[high][: fall + 1].rstrip().endswith("○" + "─" * 21 + "╮")
    assert {row[fall] for row in rows[high + 1 : low]} <= {"┆", "·"}
    assert "▒" not in "".join(rows)


def test_what_is_above_the_ceiling_has_its_own_character() -> None:
    text = agreement(100, 50, 0, observed="{date=2020-02-10, level=80}")
    rows = level_rows(text, Terminal(100), date(2020, 2, 20))
    shaded = [n for n, row in enumerate(rows) if "▒" in row]
    # from 80 down to above 50, in eleven rows
    assert shaded == [2, 3, 4]
    ends = [
        (row.index("○") if "○" in row else row.index("▒"), row.rindex("▒"))
        for row in (rows[n] for n in shaded)
    ]
    assert len({last for _, last in ends}) == 1
    legend = lines_of(text, Terminal(100), date(2020, 2, 20))[-1]
    assert "▒ in breach" in legend


def test_a_steep_pace_has_no_gaps() -> None:
    rows = level_rows(agreement(1000, 0), Terminal(60, height=60), date(2020, 1, 5))
    assert all("·" in row for row in rows[1:-1])


@pytest.mark.parametrize("width", [60, 71, 80, 99, 120, 200])
def test_a_level_falls_in_the_column_of_its_day(width: int) -> None:
    text = agreement(1000, 500, 0, observed="{date=2020-01-19, level=700}")
    lines = lines_of(text, Terminal(width), date(2020, 2, 20))
    due = next(line.index("◆") for line in lines if line.startswith("m1 "))
    assert "━┓" in lines[lines.index("troops") + 1]
    assert lines[lines.index("troops") + 1].index("┓") == due
    seen = next(line.index("○") for line in lines if "○" in line)
    # from there on
    assert next(line for line in lines if "○" in line)[seen : seen + 2] == "○─"
