"""The parts of an image around the marks: axes, legend, heading, sources, colours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from tests.accords import ACCORDS, ON, drawing_of
from tests.drawing import SVG, Drawing
from timeline.render.charts.picture.themes import DARK, LIGHT, Theme


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    """The Accords on 10 July 2020."""
    return drawing_of(tmp_path_factory.mktemp("accords"))


# The axes, the legend and the words around


def test_the_axes_have_the_same_days_in_both_panels(drawing: Drawing) -> None:
    places = dict(drawing.days)
    assert len(drawing.days) == 2 * len(places) > 4
    for label, (x, _) in drawing.days:
        assert drawing.day(x) == date.fromisoformat(f"{label}-01")
        assert x == places[label][0]


def test_the_day_is_a_dotted_line_through_both_panels_with_one_label(
    drawing: Drawing,
) -> None:
    rows, levels = drawing.dotted()
    assert rows[0] == levels[0] == ON
    assert rows[1] < rows[2] < levels[1] < levels[2]
    words = drawing.find("Fri 2020-07-10")
    assert words.anchor == "middle"
    assert words.x == pytest.approx(drawing.x(ON), abs=0.1)
    assert rows[1] - 10 < words.y < rows[1]


@pytest.mark.parametrize(
    ("on", "near"),
    [
        (date(2019, 12, 6), False),
        (date(2019, 12, 7), True),
        (date(2020, 5, 5), True),
        (date(2020, 5, 6), False),
    ],
)
def test_a_day_further_away_than_a_quarter_of_all_the_rest_has_no_line(
    on: date, near: bool, tmp_path: Path
) -> None:
    text = (
        'title = "T"\nsigned = 2020-01-01\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = "signed + 100 days"\n'
    )
    found = drawing_of(tmp_path, text=text, on=on)
    assert [day for day, _, _ in found.dotted()] == [on] * near
    # in the heading, and above the panel
    _, above = sorted((one for one in found.words if str(on) in one.text), key=lambda one: one.y)
    assert above.text.endswith(str(on)) == near
    assert ("days after the chart" in above.text or "days before the chart" in above.text) != near


@pytest.mark.parametrize(
    ("arguments", "more", "first", "last"),
    [
        (("--what", "drawdown"), "", "2020-01-01", "2020-12-31"),  # from signing to deadline
        ((), '[[milestone]]\nid = "z"\ntitle = "Z"\ndue = "2019-11/2019-12"\n', "2019-11-01", "2020-12-31"),
        ((), '[[milestone]]\nid = "z"\ntitle = "Z"\nfulfilled = 2019-09-09\n', "2019-09-09", "2020-12-31"),
        (("--what", "drawdown"), "", "2020-01-01", "2021-03-01"),  # to what was observed later
    ],
)  # fmt: skip
def test_the_axis_holds_every_day_that_something_is_drawn_on(
    arguments: tuple[str, ...], more: str, first: str, last: str, tmp_path: Path
) -> None:
    text = ACCORDS + more
    on = ON
    if last == "2021-03-01":
        text, on = text.replace("2020-08-01", last), date(2026, 1, 1)
    found = drawing_of(tmp_path, *arguments, text=text, on=on)
    places = [x for x, _ in found.line("ceiling")[0]]
    assert (str(found.day(places[0])), str(found.day(places[-1]))) == (first, last)
    left, right = found.width("axes_1")
    assert left < places[0] < places[-1] < right


def test_the_legend_has_each_mark_that_is_drawn_and_looks_like_it(drawing: Drawing) -> None:
    looks = {
        "signed": look_of(drawing, "signed"),
        "due": look_of(drawing, "due-missed"),
        "between": ("", drawing.line("window-between")[1]),
        "happened in time": look_of(drawing, "happened-early"),
        "happened late": look_of(drawing, "happened-tardy"),
        "not done": look_of(drawing, "undone-missed"),
    }
    assert drawing.legend() == looks


@pytest.mark.parametrize(
    ("arguments", "on", "entries"),
    [
        (("--what", "timeline"), date(2020, 2, 1), ["signed", "due", "between"]),
        ((), date(2020, 3, 1), ["signed", "due", "between", "happened in time"]),
        (("--what", "drawdown"), date(2020, 1, 15), ["signed"]),
    ],
)
def test_the_legend_has_no_mark_that_is_not_drawn(
    arguments: tuple[str, ...], on: date, entries: list[str], tmp_path: Path
) -> None:
    found = drawing_of(tmp_path, *arguments, on=on)
    assert list(found.legend()) == entries


def test_where_nothing_is_dated_only_the_signing_is_in_the_legend(tmp_path: Path) -> None:
    text = 'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\n'
    assert list(drawing_of(tmp_path, text=text).legend()) == ["signed"]


def test_only_what_was_late_is_one_entry(tmp_path: Path) -> None:
    text = (
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\n'
        "due = 2020-02-01\nfulfilled = 2020-03-01\n"
    )
    found = drawing_of(tmp_path, text=text)
    assert list(found.legend()) == ["signed", "due", "happened late"]


def test_the_heading_is_above_and_the_sources_that_are_named_are_below(drawing: Drawing) -> None:
    by_height = sorted(drawing.words, key=lambda one: one.y)
    assert [one.text for one in by_height[:2]] == [
        "The Accords",
        "signed Wed 2020-01-01 · as of Fri 2020-07-10 · day 191 of 365",
    ]
    assert by_height[-1].text == "Deadlines: Accords (A ministry); Protocol"
    title, about, source = by_height[0], by_height[1], by_height[-1]
    assert (title.style["font-weight"], title.style["fill"]) == ("700", LIGHT.ink)
    assert about.style["fill"] == source.style["fill"] == LIGHT.quiet
    assert title.x == about.x == source.x


def test_without_sources_the_agreement_is_the_source(tmp_path: Path) -> None:
    text = 'title = "The Accords"\nsigned = 2020-01-01\n'
    assert drawing_of(tmp_path, text=text).find("Deadlines: The Accords")


def test_its_text_has_fonts_to_fall_back_on_and_begins_where_its_script_does(
    drawing: Drawing,
) -> None:
    rules = [element.text or "" for element in drawing.root.iter(f"{SVG}style")]
    (rule,) = [one for one in rules if one.startswith("text {")]
    assert "font-family: 'DejaVu Sans', Verdana, sans-serif !important" in rule
    assert "unicode-bidi: plaintext" in rule


# The colours


@pytest.mark.parametrize(("arguments", "theme"), [((), LIGHT), (("--dark",), DARK)])
def test_a_picture_has_the_colours_of_its_theme_alone(
    arguments: tuple[str, ...], theme: Theme, tmp_path: Path
) -> None:
    found = drawing_of(tmp_path, *arguments)
    text = (tmp_path / "own.svg").read_text(encoding="utf-8")
    used = {part for part in text.replace(";", '"').split('"') if ": #" in part}
    assert {part.rpartition(" ")[2] for part in used} == set(structs.astuple(theme))
    ground = next(found.root.iter(f"{SVG}path"))
    assert ground.get("style") == f"fill: {theme.paper}"


def look_of(drawing: Drawing, name: str) -> tuple[str, dict[str, str]]:
    """Return the shape and the look of the first marker of this name."""
    mark = drawing.marks(name)[0]
    return mark.shape, mark.style
