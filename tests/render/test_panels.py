"""The panels of several series: in a terminal, in an image and on a page, and the option `--series`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.browser import opened
from tests.drawing import Drawing
from tests.pages import HOSTILE, read, text_of, written
from tests.transcript import Transcript, in_process
from timeline.files.loading import load_schedule
from timeline.render.charts.chart import chart
from timeline.render.charts.terminal.drawing import render
from timeline.render.terminal import Terminal
from timeline.schedule.drawdown import drawdown_plans

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RIVERS = str(Path(__file__).parent.parent / "agreements" / "valid" / "rivers.toml")
ON = ("-a", RIVERS, "--on", "2020-08-02")
TITLES = ["troops", "land, in km²", "posts"]


def lines_of(terminal: Terminal, *, with_timeline: bool = True) -> list[str]:
    """Return the lines of the chart of the two rivers."""
    schedule = load_schedule(RIVERS)
    on = schedule.evaluate_day("2020-08-02")
    plans = drawdown_plans(schedule, on).values()
    drawn = chart(schedule, on, plans, with_timeline=with_timeline)
    return render(drawn, terminal).splitlines()


def panel(lines: list[str], title: str) -> list[str]:
    """Return the lines below a title up to the labels of the axis."""
    first = lines.index(title) + 1
    return lines[first : lines.index("", first)]


def svg_of(folder: Path, *arguments: str) -> bytes:
    """Return the image that the command writes."""
    path = folder / "own.svg"
    assert in_process("chart", *arguments, "-o", str(path)) == Transcript(0, "", "")
    return path.read_bytes()


def many(folder: Path, number: int) -> str:
    """Return the path of an agreement with so many series."""
    path = folder / "many.toml"
    series = "".join(
        f'[[series]]\nid = "s{n}"\nunit = "u"\nbaseline = {n}\n' for n in range(number)
    )
    path.write_text(f'title = "T"\nsigned = 2020-01-01\n{series}')
    return str(path)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_each_series_has_a_panel_in_the_order_of_the_file(width: int) -> None:
    lines = lines_of(Terminal(width))
    assert [line for line in lines if line in TITLES] == TITLES
    panels = [panel(lines, title) for title in TITLES]
    # the same axis and labels below each
    assert len({tuple(each[-2:]) for each in panels}) == 1
    assert max(map(len, lines)) <= width


def test_a_floor_rises_and_a_breach_is_below_it() -> None:
    lines = lines_of(Terminal(160))
    troops, land, posts = ("\n".join(panel(lines, title)) for title in TITLES)
    assert ("┓" in troops, "┏" in troops) == (True, False)
    assert ("┏" in land, "┓" in land) == (True, False)
    rows = land.splitlines()
    # 180 of 400 in eleven rows, and 200 above it
    (below,) = [n for n, row in enumerate(rows) if "▒" in row]
    assert rows[below - 1].startswith("  200")
    assert "━" in rows[below - 1]
    # nothing before the first deadline of a series without a baseline
    assert posts.count("━") == 1
    assert "·" not in posts
    assert "━ ceiling or floor" in "\n".join(lines[-2:])


@pytest.mark.parametrize("with_timeline", [True, False])
@pytest.mark.parametrize("height", [60, 61, 62, 90])
def test_panels_share_the_height_of_the_terminal(height: int, *, with_timeline: bool) -> None:
    lines = lines_of(Terminal(100, height=height), with_timeline=with_timeline)
    assert len({len(panel(lines, title)) for title in TITLES}) == 1
    # less than a row for each is left over
    assert height - 1 - len(TITLES) < len(lines) <= height - 1


def test_a_description_has_a_sentence_for_each_series(tmp_path: Path) -> None:
    root = ET.fromstring(svg_of(tmp_path, *ON))  # noqa: S314 - what the program wrote
    assert str(root[1].text).endswith(
        " troops: ceiling 500, pace 410, 640 observed on 2020-08-01."
        " land, in km²: floor 200, pace 236, 180 observed on 2020-07-15."
        " posts: ceiling none, pace none, none observed."
    )


def test_no_two_parts_of_an_image_have_the_same_id(tmp_path: Path) -> None:
    found = re.findall(rb'\bid="([^"]*)"', svg_of(tmp_path, *ON))
    assert len(set(found)) == len(found)
    assert {b"ceiling_troops", b"ceiling_land", b"observed-2020-07-15_land"} <= set(found)


def test_a_breach_below_the_floor_is_hatched_up_to_it(tmp_path: Path) -> None:
    drawing = Drawing(svg_of(tmp_path, *ON, "--series", "land", "--what", "drawdown"))
    (area,) = drawing.areas("above_land")
    assert {drawing.level(y) for _, y in area} == {180, 200}
    # from the observation to the day
    days = sorted(drawing.day(x).isoformat() for x in {x for x, _ in area})
    assert days == ["2020-07-15", "2020-08-02"]


def test_an_image_of_too_many_series_says_how_many_it_shows(tmp_path: Path) -> None:
    arguments = ("-a", many(tmp_path, 21), "--on", "2020-02-01")
    svg = svg_of(tmp_path, *arguments).decode()
    assert svg.count("Too many to draw: showing 20 of 21 series.") == 1
    assert ('id="ceiling_s19"' in svg, 'id="ceiling_s20"' in svg) == (True, False)
    # a terminal and a page have all
    assert "\ns20, in u\n" in in_process("chart", *arguments).out
    assert 'href="#_levels-s20"' in written(tmp_path, *arguments).read_text("utf-8")


def test_a_wide_image_of_many_series_has_a_note_that_it_is_too_small(tmp_path: Path) -> None:
    path = str(tmp_path / "own.png")
    arguments = ("-a", many(tmp_path, 20), "--on", "2020-02-01", "-o", path)
    found = in_process("chart", *arguments, "--size", "wide")
    note = "too small to read; use more pixels, or --size tall"
    assert found == Transcript(0, "", f"timeline: {path}: {note}\n")


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_unit_of_several_is_text(unit: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    series = "".join(f"[[series]]\nid = '{name}'\nunit = '{unit}'\n" for name in "ab")
    path.write_text(f"title = 'T'\nsigned = 2020-01-01\n{series}")
    arguments = ("-a", str(path), "--on", "2020-02-01")
    page = read(written(tmp_path, *arguments))
    headings = [text_of(each) for each in page.iter("h2")]
    assert headings == [f"{name}, in {unit}: levels on Sat 2020-02-01" for name in "ab"]
    words = [each.text for each in Drawing(svg_of(tmp_path, *arguments)).words]
    assert [text for text in words if unit in text] == [f"{name}, in {unit}" for name in "ab"]


def test_one_series_can_be_drawn(tmp_path: Path) -> None:
    one = ("chart", *ON, "--series", "land")
    assert [line for line in in_process(*one).out.splitlines() if line in TITLES] == TITLES[1:2]
    page = written(tmp_path, *ON, "--series", "land").read_text("utf-8")
    assert re.findall('<h2 id="(.*?)"', page) == ["_milestones", "_levels-land"]
    found = re.findall(rb'\bid="ceiling(.*?)"', svg_of(tmp_path, *ON, "--series", "land"))
    assert found == [b"_land"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((*ON, "--series", "lend"), '--series: "lend": unknown series; did you mean land?'),
        (
            (*ON, "--series", "land", "--what", "timeline"),
            '--series cannot be used with "--what timeline"',
        ),
        (
            ("-a", "iraq-2008", "--series", "land"),
            "iraq-2008: no [drawdown] table; add one with a unit and a baseline",
        ),
    ],
)
def test_a_series_that_cannot_be_drawn_is_one_line(arguments: tuple[str, ...], line: str) -> None:
    assert in_process("chart", *arguments) == Transcript(2, "", f"timeline: {line}\n")


def test_a_link_to_a_series_keeps_the_day_and_shows_it(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, *ON)
    page = opened(browser, path, address="#_levels-land&on=2020-07-10")
    chosen = page.locator(".chosen")
    assert chosen.inner_text() == "land, in km²: levels on Fri 2020-07-10"
    below = page.evaluate("document.querySelector('form').getBoundingClientRect().bottom")
    top = page.evaluate("document.querySelector('.chosen').getBoundingClientRect().top")
    # under the field of the day, which stays in view
    assert below <= top < 400
    page.get_by_role("link", name="posts").click()
    page.wait_for_function("location.hash === '#_levels-posts&on=2020-07-10'")
    assert chosen.inner_text() == "posts: levels on Fri 2020-07-10"


@pytest.mark.parametrize("width", [390, 1000])
def test_the_panels_of_a_page_have_the_same_time_axis(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    path = written(tmp_path, "-a", many(tmp_path, 12), "--on", "2020-02-01")
    page = opened(browser, path, width=width)
    places = page.evaluate(
        "[...document.querySelectorAll('figure > svg:not(.axis)')]"
        ".map((each) => each.getBoundingClientRect()).map(({ left, right }) => [left, right])"
    )
    assert len(places) == 12
    assert all(place == places[0] for place in places)
    # The numbers beside them, which are not equally wide, have space.
    left = "(each) => each.getBoundingClientRect().left"
    edge = page.evaluate(f"({left})(document.querySelector('figure'))")
    numbers = page.evaluate(f"[...document.querySelectorAll('.number')].map({left})")
    assert len(set(numbers)) > 1
    assert min(numbers) >= edge
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_rows_between_a_level_and_its_floor_are_a_breach(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "km²"\nrising = true\nbaseline = 0\n'
        "observed = [{ date = 2020-02-10, level = 20 }]\n"
        '[[milestone]]\nid = "half"\ntitle = "Half"\ndue = 2020-02-01\nlevel = 50\n'
        '[[milestone]]\nid = "all"\ntitle = "All"\ndue = 2020-03-01\nlevel = 100\n'
    )
    asked = ("chart", "-a", str(path), "--on", "2020-02-20", "--what", "drawdown")
    rows = panel(in_process(*asked).out.splitlines(), "km²")
    # 20 of 100 in eleven rows, and below 50
    assert [n for n, row in enumerate(rows) if "▒" in row] == [6, 7, 8]
