"""`timeline chart -o FILE.svg`: each mark on its day and level, in the row of its title."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.accords import ACCORDS, DUE, HAPPENED, OBSERVED, ON, TITLES, drawing_of
from tests.drawing import Drawing, Words
from tests.transcript import in_process
from timeline.files.loading import bundled_names
from timeline.render.charts.picture.themes import LIGHT

# What happened without a deadline was not due.
DEADLINES = {name: day for name, day in DUE.items() if name != "talks"}


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    """The Accords on 10 July 2020."""
    return drawing_of(tmp_path_factory.mktemp("accords"))


# The milestones


def test_each_deadline_has_an_open_diamond_on_its_day(drawing: Drawing) -> None:
    for name, day in DEADLINES.items():
        (mark,) = drawing.marks(f"due-{name}")
        assert mark.day == day
        assert mark.shape.count("L") == 3  # four corners
        assert (mark.style["fill"], mark.style["stroke"]) == (LIGHT.paper, LIGHT.due)
    assert drawing.marks("due-someday") == []


def test_what_happened_without_a_deadline_was_not_due(drawing: Drawing) -> None:
    assert drawing.marks("due-talks") == []
    assert [mark.day for mark in drawing.marks("happened-talks")] == [HAPPENED["talks"]]


def test_what_happened_by_the_day_has_a_full_circle_on_its_day(drawing: Drawing) -> None:
    for name, day in HAPPENED.items():
        (mark,) = drawing.marks(f"happened-{name}")
        assert mark.day == day
        assert "C" in mark.shape  # round
        assert mark.style["fill"] == (LIGHT.wrong if name == "tardy" else LIGHT.met)
    assert {name for name in drawing.groups if name.startswith("happened-")} == {
        f"happened-{name}" for name in HAPPENED
    }


def test_the_circle_fits_into_the_diamond_and_is_drawn_over_it(drawing: Drawing) -> None:
    names = list(drawing.groups)
    assert names.index("slip-tardy") < names.index("due-tardy") < names.index("happened-tardy")
    (due,), (happened,) = drawing.marks("due-tardy"), drawing.marks("happened-tardy")
    assert _reach(happened.shape) < _reach(due.shape) / 2**0.5


def test_a_line_leads_from_the_deadline_to_what_happened(drawing: Drawing) -> None:
    for name, colour in (("early", LIGHT.met), ("tardy", LIGHT.wrong)):
        corners, look = drawing.line(f"slip-{name}")
        assert [drawing.day(x) for x, _ in corners] == [DUE[name], HAPPENED[name]]
        assert {y for _, y in corners} == {drawing.marks(f"due-{name}")[0].y}
        assert look["stroke"] == colour
    assert {"slip-missed", "slip-last"}.isdisjoint(drawing.groups)


def test_what_was_not_done_is_drawn_out_to_the_day(drawing: Drawing) -> None:
    corners, look = drawing.line("undone-missed")
    assert [drawing.day(x) for x, _ in corners] == [DUE["missed"], ON]
    assert look["stroke"] == LIGHT.wrong
    assert "stroke-dasharray" in look
    # open at its end: one arrow, which is not filled
    (arrow,) = drawing.marks("undone-missed")
    assert (arrow.day, arrow.style["fill"]) == (ON, LIGHT.paper)
    assert [name for name in drawing.groups if name.startswith("undone-")] == ["undone-missed"]


def test_what_was_not_done_is_drawn_out_to_the_edge_if_the_day_is_outside_the_axis(
    tmp_path: Path,
) -> None:
    found = drawing_of(tmp_path, on=date(2026, 1, 1))
    corners, _ = found.line("undone-missed")
    assert corners[-1][0] == found.width("axes_1")[1]


def test_the_day_of_signing_has_a_line_and_a_triangle_on_each_axis(drawing: Drawing) -> None:
    for name, panel in (("signed", "axes_1"), ("signed-levels", "axes_2")):
        (mark,) = drawing.marks(name)
        assert mark.day == date(2020, 1, 1)
        assert mark.shape.count("L") == 2
        assert mark.y == pytest.approx(drawing.height(panel)[1], abs=0.1)


def test_no_two_elements_have_the_same_id(drawing: Drawing) -> None:
    ids = [element.get("id") for element in drawing.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 50


def test_an_imprecise_date_has_a_band_from_its_first_day_to_its_last(drawing: Drawing) -> None:
    corners, look = drawing.line("window-between")
    assert [drawing.day(x) for x, _ in corners] == [date(2020, 9, 1), date(2020, 9, 30)]
    assert {y for _, y in corners} == {drawing.marks("due-between")[0].y}
    assert look["stroke"] == LIGHT.due
    assert float(look["stroke-width"]) > 5
    assert look.get("stroke-linecap", "butt") == "butt"  # neither end reaches into the next day
    assert [name for name in drawing.groups if name.startswith("window-")] == ["window-between"]


def test_marks_are_in_the_row_of_their_title_and_rows_in_the_order_of_show(
    drawing: Drawing,
) -> None:
    titles = {name: _middle(drawing.find(title)) for name, title in TITLES.items()}
    assert sorted(titles, key=titles.__getitem__) == list(TITLES)
    for name in DUE:
        for mark in (*drawing.marks(f"due-{name}"), *drawing.marks(f"happened-{name}")):
            assert abs(mark.y - titles[name]) < 1.5
    for (above, below), rule in zip(pairwise(titles.values()), drawing.rules(), strict=True):
        # half-way, but for half a line where one of the rows has a line more than the other
        assert rule == pytest.approx((above + below) / 2, abs=7)


def test_titles_end_left_of_the_axis_and_statuses_begin_right_of_it(
    drawing: Drawing,
) -> None:
    panel = [x for _, (x, _) in drawing.days]
    for name, title in TITLES.items():
        words = drawing.find(title)
        assert (words.anchor, words.style["fill"]) == ("end", LIGHT.ink)
        assert words.x < min(panel)
        stands = _stands(drawing, name)
        assert all(one.anchor == "start" and one.x > max(panel) for one in stands)
        assert sum(map(_middle, stands)) / len(stands) == pytest.approx(_middle(words), abs=1)
        assert _middle(stands[0]) < _middle(stands[1])


@pytest.mark.parametrize(
    ("name", "expected", "colour"),
    [
        ("talks", ["Sun 2020-02-02", "happened"], LIGHT.quiet),
        ("early", ["Sun 2020-03-01", "met 10 days early"], LIGHT.quiet),
        ("tardy", ["Wed 2020-04-01", "39 days late, in", "breach"], LIGHT.wrong),
        ("missed", ["Mon 2020-06-01", "39 days overdue"], LIGHT.wrong),
        ("between", ["by Wed 2020-09-30", "in 53 to 82 days"], LIGHT.quiet),
        ("last", ["Thu 2020-12-31", "in 174 days"], LIGHT.quiet),
        ("someday", ["undated", "no date yet"], LIGHT.quiet),
    ],
)
def test_each_row_has_its_due_date_and_status(
    name: str, expected: list[str], colour: str, drawing: Drawing
) -> None:
    stands = _stands(drawing, name)
    assert [line.text for line in stands] == expected
    assert [line.style["fill"] for line in stands] == [LIGHT.ink, *[colour] * (len(expected) - 1)]


# The drawdown


def test_the_ceiling_falls_on_each_deadline_and_is_at_the_level_before_until_then(
    drawing: Drawing,
) -> None:
    corners, look = drawing.line("ceiling")
    assert [(drawing.day(x), drawing.level(y)) for x, y in corners] == [
        (date(2020, 1, 1), 1000),
        (date(2020, 3, 1), 1000),
        (date(2020, 3, 1), 880),
        (date(2020, 4, 1), 880),
        (date(2020, 4, 1), 600),
        (date(2020, 12, 31), 600),
        (date(2020, 12, 31), 0),
    ]
    assert look["stroke"] == LIGHT.due
    assert "stroke-dasharray" not in look


def test_the_pace_goes_straight_from_deadline_to_deadline(drawing: Drawing) -> None:
    corners, look = drawing.line("pace")
    assert [(drawing.day(x), drawing.level(y)) for x, y in corners] == [
        (date(2020, 1, 1), 1000),
        (date(2020, 3, 1), 880),
        (date(2020, 4, 1), 600),
        (date(2020, 12, 31), 0),
    ]
    assert look["stroke"] == LIGHT.quiet
    assert "stroke-dasharray" in look


def test_each_level_observed_by_the_day_has_a_circle_with_its_number(drawing: Drawing) -> None:
    marks = drawing.marks("observed")
    assert [(mark.day, drawing.level(mark.y)) for mark in marks] == OBSERVED
    assert {mark.style["fill"] for mark in marks} == {LIGHT.met}
    assert all("C" in mark.shape for mark in marks)
    for mark, (day, level) in zip(marks, OBSERVED, strict=True):
        if f"observed-{day}" not in drawing.groups:
            # its number would be over that of a level near it
            assert level in {880, 870, 600, 550}
            continue
        group = drawing.groups[f"observed-{day}"]
        (words,) = (one for one in drawing.words_of(group) if one.text == str(level))
        assert words.style["fill"] == LIGHT.met
        assert abs(words.y - mark.y) < 20
        assert abs(words.x - drawing.x(mark.day)) < 25


def test_an_observed_level_stays_until_the_next_and_until_the_day(drawing: Drawing) -> None:
    corners, look = drawing.line("carried")
    steps = [(drawing.day(x), drawing.level(y)) for x, y in corners]
    expected = OBSERVED[:1]
    for (_, before), (day, level) in pairwise(OBSERVED):
        expected += [(day, before), (day, level)]
    assert steps == [*expected, (ON, 700)]
    assert float(look["stroke-width"]) < 1


def test_what_was_above_the_ceiling_is_hatched(drawing: Drawing) -> None:
    """The ceiling is 600 from 1 April, and on the day itself it can still be reached."""
    found = [
        sorted({(drawing.day(x), drawing.level(y)) for x, y in corners})
        for corners in drawing.areas("above")
    ]
    assert found == [
        _box("2020-04-02", "2020-05-10", 600, 870),
        _box("2020-06-30", "2020-07-10", 600, 700),
    ]


def test_each_line_has_its_name_in_its_colour(drawing: Drawing) -> None:
    for name, colour in (("ceiling", LIGHT.due), ("pace", LIGHT.quiet), ("observed", LIGHT.met)):
        (words,) = (one for one in drawing.words_of(drawing.groups[f"name-{name}"]) if one.text)
        assert (words.text, words.style["fill"]) == (name, colour)


def test_a_level_above_all_that_is_planned_is_within_the_panel(tmp_path: Path) -> None:
    found = drawing_of(tmp_path, text=ACCORDS.replace("level = 870", "level = 1500"))
    top, bottom = found.height("axes_2")
    (mark,) = [one for one in found.marks("observed") if found.level(one.y) == 1500]
    assert top < mark.y < bottom
    lowest = found.line("ceiling")[0][-1][1]
    assert lowest < bottom


def test_the_level_axis_has_the_planned_levels_and_the_unit(drawing: Drawing) -> None:
    assert sorted(int(label.replace(",", "")) for label, _ in drawing.levels) == [0, 600, 880, 1000]
    unit = drawing.find("soldiers")
    assert unit.style["font-weight"] == "700"
    assert unit.y < min(y for _, (_, y) in drawing.levels)


CLOSE = (
    'title = "T"\nsigned = 2020-02-29\n[drawdown]\nunit = "troops"\nbaseline = 1000\nobserved = ['
    + ", ".join(f"{{ date = 2020-03-0{1 + n}, level = {1000 - n} }}" for n in range(3))
    + "]\n"
    + "".join(
        f'[[milestone]]\nid = "m{level}"\ntitle = "M"\ndue = 2020-0{month}-01\nlevel = {level}\n'
        for month, level in ((4, 990), (5, 985), (6, 500), (7, 0))
    )
)


def test_every_planned_level_has_its_number_and_no_two_overlap(tmp_path: Path) -> None:
    found = drawing_of(tmp_path, text=CLOSE, on=date(2020, 6, 1))
    names = [label for label, _ in found.levels]
    assert sorted(names) == ["0", "1,000", "500", "985", "990"]
    heights = sorted(
        words.y for words in found.words if words.text in names and words.anchor == "end"
    )
    assert all(below - above > 8 for above, below in pairwise(heights))


def test_of_observed_levels_that_are_too_close_some_have_no_number(tmp_path: Path) -> None:
    found = drawing_of(tmp_path, text=CLOSE, on=date(2020, 6, 1))
    labelled = [name for name in found.groups if name.startswith("observed-")]
    assert 0 < len(labelled) < 3
    assert len(found.marks("observed")) == 3


@pytest.mark.parametrize("name", bundled_names())
def test_each_bundled_agreement_is_drawn_as_show_lists_it(name: str, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    arguments = ("-a", name, "--on", "2021-12-31")
    assert in_process("chart", *arguments, "-o", str(target)).status == 0
    found = Drawing(target.read_bytes())
    milestones = json.loads(in_process("show", *arguments, "-f", "json").out)["milestones"]
    assert milestones
    for one in milestones:
        due = "event" if one["kind"] == "event" else "due"
        for mark, key in ((due, "due"), ("happened", "fulfilled")):
            days = [str(drawn.day) for drawn in found.marks(f"{mark}-{one['id']}")]
            was_due = key != "due" or one["basis"] != "happened"
            assert days == ([one[key]] if one[key] and was_due else [])


def _stands(drawing: Drawing, name: str) -> list[Words]:
    """Return the text on the right of a milestone's row."""
    names = (f"status-{name}-{number}" for number in range(4))
    groups = (drawing.groups[name] for name in names if name in drawing.groups)
    return [words for group in groups for words in drawing.words_of(group)]


def _box(first: str, last: str, low: int, high: int) -> list[tuple[date, float]]:
    """Return the corners of an area, by day and level."""
    return [(date.fromisoformat(day), level) for day in (first, last) for level in (low, high)]


def _middle(words: Words) -> float:
    """Return about where the middle of a line is, letters being three quarters of their size high."""
    return words.y - float(words.style["font-size"].removesuffix("px")) * 0.26


def _reach(shape: str) -> float:
    """Return how far a marker extends to the right of its position."""
    return max(float(x) for x in re.findall(r"-?[0-9.]+", shape)[::2])
