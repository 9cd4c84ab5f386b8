"""`timeline chart` in a terminal, read column by column: one column a day, one row a tenth."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.accords import ACCORDS, ON
from tests.transcript import in_process
from timeline.files.loading import load
from timeline.render.charts.chart import chart
from timeline.render.charts.terminal.drawing import render
from timeline.render.terminal import Terminal
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.schedule import build_schedule

# From 2020-01-01 to 2020-12-31, the days of the Accords.
ACROSS = 366
WIDE = 7 + 2 + ACROSS + 2 + len("Wed 2020-04-01  39 days late, in breach")


def lines_of(folder: Path, terminal: Terminal, text: str = ACCORDS, on: date = ON) -> list[str]:
    """Return the lines of the chart of the Accords on 10 July 2020, or of another agreement."""
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    schedule = build_schedule(load(str(path)))
    plan = drawdown_plan(schedule, on) if schedule.agreement.drawdown else None
    return render(chart(schedule, on, plan), terminal).splitlines()


def column(day: str) -> int:
    """Return the column of a day of 2020, such as 02-29."""
    return (date.fromisoformat(f"2020-{day}") - date(2020, 1, 1)).days


def strip(*marks: tuple[str, str, str]) -> str:
    """Return a row: marks from one day of 2020 to another, later ones over earlier ones."""
    cells = [" "] * ACROSS
    for first, last, char in marks:
        for at in range(column(first), column(last) + 1):
            cells[at] = char
    return "".join(cells)


def level_rows(folder: Path, text: str = ACCORDS) -> list[str]:
    """Return the rows of levels, from 1,000 or what is above down to 0, with their labels."""
    lines = lines_of(folder, Terminal(WIDE), text)
    first = lines.index("soldiers") + 1
    last = next(at for at in range(first, len(lines)) if "△" in lines[at])
    return [line.ljust(9 + ACROSS) for line in lines[first:last]]


def columns_of(char: str, row: str) -> list[int]:
    """Return the columns in which a row has this character."""
    return [at for at, found in enumerate(row[9:]) if found == char]


# The milestones


@pytest.mark.parametrize(
    ("name", "marks", "expected"),
    [
        # without a deadline it was not due
        ("talks", [("02-02", "02-02", "●")], "Sun 2020-02-02  happened"),
        (
            "early",
            [("02-20", "02-20", "●"), ("02-21", "02-29", "┄"), ("03-01", "03-01", "◆")],
            "Sun 2020-03-01  met 10 days early",
        ),
        (
            "tardy",
            [("04-01", "04-01", "◆"), ("04-02", "05-09", "┄"), ("05-10", "05-10", "●")],
            "Wed 2020-04-01  39 days late, in breach",
        ),
        (
            "missed",
            [("06-01", "06-01", "◆"), ("06-02", "07-09", "╌"), ("07-10", "07-10", "▷")],
            "Mon 2020-06-01  39 days overdue",
        ),
        (
            "between",
            [("09-01", "09-01", "├"), ("09-02", "09-29", "─"), ("09-30", "09-30", "┤")],
            "by Wed 2020-09-30  in 53 to 82 days",
        ),
        ("last", [("12-31", "12-31", "◆")], "Thu 2020-12-31  in 174 days"),
        ("someday", [], "undated  no date yet"),
    ],
)
def test_a_row_has_the_marks_and_the_status_of_its_milestone(
    name: str, marks: list[tuple[str, str, str]], expected: str, tmp_path: Path
) -> None:
    (row,) = [line for line in lines_of(tmp_path, Terminal(WIDE)) if line.startswith(f"{name} ")]
    assert row == f"{name:7}  {strip(('07-10', '07-10', '│'), *marks)}  {expected}"


def test_what_was_not_done_is_drawn_out_to_the_end_of_the_axis_for_a_later_day(
    tmp_path: Path,
) -> None:
    lines = lines_of(tmp_path, Terminal(100), on=date(2030, 1, 1))
    (row,) = [line for line in lines if line.startswith("missed ")]
    rule, *_ = (line for line in lines if "△" in line)
    assert row.index("▷") == len(rule) - 1


def test_what_was_not_done_is_drawn_out_to_the_end_of_the_record(tmp_path: Path) -> None:
    text = ACCORDS.replace("signed =", "recorded-until = 2020-06-30\nsigned =")
    (row,) = [line for line in lines_of(tmp_path, Terminal(WIDE), text) if "missed" in line[:8]]
    assert row[9:].index("▷") == column("06-30")
    assert row.endswith("not done by 2020-06-30")


def test_the_day_by_which_a_level_was_reached_has_an_open_circle(tmp_path: Path) -> None:
    text = ACCORDS.replace("fulfilled = 2020-05-10\n", "")
    words = "reached by 2020-05-20, in breach"
    wide = WIDE + len(words) - len("39 days late, in breach")
    (row,) = [line for line in lines_of(tmp_path, Terminal(wide), text) if "tardy" in line[:7]]
    # 550 on 20 May, after the deadline
    at = row.index("◆") + column("05-20") - column("04-01")
    assert row[at - 1 : at + 2] == "┄○ "
    assert row.endswith(words)


@pytest.mark.parametrize(
    ("width", "ends"),
    [
        (100, ("Wed 2020-04-01  39 days late, in breach", "undated  no date yet")),
        (72, ("Wed 2020-04-01  39 days late, in breach", "undated  no date yet")),
        (66, ("  2020-04-01  39 days late, in breach", "undated  no date yet")),
        (60, ("  39 days late, in breach", "  no date yet")),
    ],
)
def test_where_the_width_is_short_the_weekday_goes_first_and_then_the_date(
    width: int, ends: tuple[str, str], tmp_path: Path
) -> None:
    lines = lines_of(tmp_path, Terminal(width))
    for name, end in zip(("tardy", "someday"), ends, strict=True):
        (row,) = [line for line in lines if line.startswith(f"{name} ")]
        assert row.endswith(end)
        assert ("2020-04-01" in end) or "2020" not in row
    # the longest row fills the width
    assert max(map(len, lines[3:])) == width


# The drawdown


def test_the_planned_levels_label_their_rows(tmp_path: Path) -> None:
    rows = level_rows(tmp_path)
    assert len(rows) == 11  # one for each tenth
    labels = {number: row[:7] for number, row in enumerate(rows) if row[:7].strip()}
    assert labels == {0: "  1,000", 1: "    880", 4: "    600", 10: "      0"}


def test_the_ceiling_falls_on_each_deadline_and_is_at_the_level_before_until_then(
    tmp_path: Path,
) -> None:
    rows = level_rows(tmp_path)
    seen = [column(day) for day in ("01-15", "02-20", "03-10", "05-10", "05-20", "06-30")]
    flat = {
        number: [
            at for at in range(ACROSS) if row[9 + at] == "━" or (number in {0, 1, 4} and at in seen)
        ]
        for number, row in enumerate(rows)
    }
    assert flat[0][: column("03-01")] == list(range(column("03-01")))
    assert set(flat[1]) >= set(range(column("03-02"), column("04-01")))
    assert set(flat[4]) >= set(range(column("04-02"), column("12-31")))
    corners = [
        (number, columns_of("┓", row), columns_of("┗", row)) for number, row in enumerate(rows)
    ]
    assert [corner for corner in corners if corner[1] or corner[2]] == [
        (0, [column("03-01")], []),
        (1, [column("04-01")], [column("03-01")]),
        (4, [column("12-31")], [column("04-01")]),
        (10, [], [column("12-31")]),
    ]
    drops = {number: columns_of("┃", row) for number, row in enumerate(rows)}
    assert {number: at for number, at in drops.items() if at} == {
        **{number: [column("04-01")] for number in (2, 3)},
        **{number: [column("12-31")] for number in range(5, 10)},
    }


def test_each_level_observed_is_a_circle_on_its_day_in_the_nearest_row(tmp_path: Path) -> None:
    found = {number: columns_of("○", row) for number, row in enumerate(level_rows(tmp_path))}
    assert {number: at for number, at in found.items() if at} == {
        0: [column("01-15")],  # 980
        1: [column("02-20"), column("03-10")],  # 880 of what was fulfilled, 870
        3: [column("06-30")],  # 700
        4: [
            column("05-10"),
            column("05-20"),
        ],  # 600 of what was fulfilled, 550, half-way, goes to the even row
    }


def test_a_level_observed_above_all_that_is_planned_is_the_highest_row(tmp_path: Path) -> None:
    rows = level_rows(tmp_path, ACCORDS.replace("level = 870", "level = 2000"))
    assert columns_of("○", rows[0]) == [column("03-10")]
    (half,) = [number for number, row in enumerate(rows) if row[:7] == "  1,000"]
    assert abs(half - (len(rows) - 1) / 2) <= 0.5


@pytest.mark.parametrize(
    ("day", "level"), [("03-20", 708), ("05-05", 525), ("07-09", 383), ("11-15", 101)]
)
def test_the_pace_is_in_the_row_nearest_to_the_line_between_two_deadlines(
    day: str, level: int, tmp_path: Path
) -> None:
    rows = level_rows(tmp_path)
    (number,) = [number for number, row in enumerate(rows) if row[9 + column(day)] == "·"]
    assert abs(1000 - 100 * number - level) <= 50


def test_the_line_of_the_day_goes_through_all_rows_behind_the_marks(tmp_path: Path) -> None:
    rows = level_rows(tmp_path)
    at = 9 + column("07-10")
    # what is observed is a row above the ceiling
    assert "".join(row[at] for row in rows) == "│││▒━│·││││"


def test_a_ceiling_that_rises_has_the_other_corners(tmp_path: Path) -> None:
    text = (
        'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "troops"\nbaseline = 100\n'
        + "".join(
            f'[[milestone]]\nid = "m{level}"\ntitle = "M"\ndue = {day}\nlevel = {level}\n{key}\n'
            for level, day, key in (
                (0, "2020-02-01", ""),
                (100, "2020-03-01", "decided = 2020-02-05"),
            )
        )
    )
    lines = lines_of(tmp_path, Terminal(80), text, date(2020, 2, 10))
    at = lines.index("troops") + 1
    rows = [line.ljust(80) for line in lines[at : at + 11]]
    falls, rises = rows[0].index("┓"), rows[0].index("┏")
    assert falls < rises
    assert (rows[10][falls], rows[10][rises]) == ("┗", "┛")
    assert all(row[falls] == row[rises] == "┃" for row in rows[1:10])


# The axes, the legend, the colours


def test_each_tick_is_below_the_middle_of_its_label_on_its_day(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, Terminal(WIDE))
    axis = lines.index("") + 1
    labels, rule = lines[axis][9:], lines[axis + 1][9:]
    found = {match[0]: match.start() + 3 for match in re.finditer(r"\S+", labels)}
    # January's would stick out at the start
    expected = {f"2020-{month:02}": column(f"{month:02}-01") for month in range(2, 13)}
    assert found == expected
    assert [at for at, char in enumerate(rule) if char == "┬"] == list(expected.values())
    assert rule[column("07-10")] == "│"
    assert len(rule) == ACROSS
    # once more below the levels
    assert [line[9:] for line in lines[-4:-2]] == [rule, labels]


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2021-01-01", "2021-12-31", "2021-01"),
        ("2021-02-01", "2022-01-01", "      2021-07  2022-01"),
    ],
)
def test_two_labels_at_the_ends_of_the_axis_are_moved_within_it(
    first: str, last: str, labels: str, tmp_path: Path
) -> None:
    text = f'title = "T"\nsigned = {first}\n' + "".join(
        f'[[milestone]]\nid = "{name * 40}"\ntitle = "M"\ndue = {day}\n'
        for name, day in (("a", first), ("b", last))
    )
    lines = lines_of(tmp_path, Terminal(62), text, date.fromisoformat(last))
    # a third of the width for the ids, and beside the days remaining 22 columns for the axis
    assert lines[lines.index("") + 1][22:] == labels


def test_the_legend_explains_each_mark_that_is_drawn(tmp_path: Path) -> None:
    meanings = [
        *("△ signed", "◆ due", "├─┤ between", "● happened", "◉ both", "╌▷ not done"),
        *("━ ceiling", "· pace", "○ observed", "▒ in breach"),
    ]
    day = "│ Fri 2020-07-10"
    assert lines_of(tmp_path, Terminal(WIDE))[-1] == "  ".join([*meanings, day])
    # what does not fit goes to another line
    room = len("  ".join(meanings))
    assert lines_of(tmp_path, Terminal(room))[-2:] == ["  ".join(meanings), day]
    assert lines_of(tmp_path, Terminal(room - 1))[-2:] == [
        "  ".join(meanings[:-1]),
        f"{meanings[-1]}  {day}",
    ]
    bare = (
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-03-01\n'
    )
    assert lines_of(tmp_path, Terminal(80), bare, date(2020, 2, 2))[-1] == (
        "△ signed  ◆ due  │ Sun 2020-02-02"
    )


def test_what_is_late_is_red_and_what_was_met_is_green(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, Terminal(WIDE, colour=True))
    rows = {
        name: line for line in lines for name in ("early", "tardy", "missed") if name in line[:12]
    }
    assert "\x1b[32m●" in rows["early"]
    assert "\x1b[31m●" in rows["tardy"]
    assert "\x1b[1;31m◆" in rows["missed"]
    assert any("\x1b[1;32m○" in line for line in lines)
    assert any("\x1b[36m━" in line for line in lines)


def test_what_happens_later_is_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ACCORDS, encoding="utf-8")
    out = in_process("chart", "-a", str(path), "--on", "2020-01-10").out
    assert not set(out) & set("●◉○┄")
    assert "happened" not in out
    assert "observed" not in out
