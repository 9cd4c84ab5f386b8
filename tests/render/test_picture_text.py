"""The text of an image: it is real text, it does not overlap, and any amount of it can be drawn."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread
from msgspec import structs

from tests.accords import drawing_of
from tests.strategies import agreement_of
from tests.transcript import in_process
from timeline.render.charts.chart import Chart, chart
from timeline.render.charts.picture.drawing import render
from timeline.render.charts.picture.themes import DARK, LIGHT
from timeline.schedule.schedule import build_schedule

SIGNATURES = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}
ON = date(2020, 3, 1)


def chart_of(dues: dict[str, str | None]) -> Chart:
    """Return the chart of an agreement with these milestones."""
    return chart(build_schedule(agreement_of(dues)), ON, ())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_that_is_read_has_enough_contrast(theme: Any) -> None:
    for colour in (theme.ink, theme.quiet, theme.due, theme.met, theme.wrong):
        assert contrast(colour, theme.paper) >= 4.5


# Few, many, none, and the ends of time


@pytest.mark.parametrize(
    "dues",
    [
        {"a": "signed"},
        {"a": None},
        {},
        {"a": "0001-01-01", "b": "9999-12-31"},
        {"a": "1020-01-01", "b": "2020-01-01"},
        {f"m{n}": f"signed + {n} days" for n in range(60)},
    ],
    ids=["one", "none dated", "none", "all of time", "a thousand years", "sixty"],
)
def test_whatever_there_is_can_be_drawn(dues: dict[str, str | None]) -> None:
    svg = render(chart_of(dues), "svg")
    assert b"Too many" not in svg
    found = re.findall(rb'id="due-(\w+)"', svg)
    assert sorted(found) == sorted(name.encode() for name, due in dues.items() if due)


def test_wide_characters_and_long_words_stay_in_their_column(tmp_path: Path) -> None:
    text = f'title = "{"撤军" * 60}"\nsigned = 2020-02-29\n' + "".join(
        f'[[milestone]]\nid = "m{number}"\ntitle = "{title}"\ndue = 2020-03-10\n'
        for number, title in enumerate(("撤军" * 30, "W" * 400, "word " * 100, "V" * 70))
    )
    found = [words.text for words in drawing_of(tmp_path, text=text, on=ON).words]
    lines = [line for line in found if set(line) & set("撤Ww")]
    assert len(lines) >= 3 * 4
    # the longest line of each is about as wide as the others, however wide its characters are
    longest = [max((line for line in lines if char in line), key=len) for char in "Ww"]
    assert len(longest[0]) < 0.7 * len(longest[1])
    # what takes four lines is not cut, and what is cut says so
    assert "".join(line for line in found if set(line) == {"V"}) == "V" * 70
    assert sum(line.endswith("…") for line in lines) == 4


def test_too_many_milestones_are_cut_with_a_note() -> None:
    svg = render(chart_of({f"m{n}": f"signed + {n} days" for n in range(301)}), "svg").decode()
    assert svg.count("Too many to draw: showing 300 of 301 milestones.") == 1
    assert svg.count('id="due-') == 300


# Text from strangers


TITLES = [
    "$\\frac{1}{0}$",
    "</text></svg><script>alert(1)</script>",
    "<b>&amp;",
    "\x1b[31mred\x00\x9b",
    "abc\u202edef",
    "x" * 5000,
    "خروج نیروها",
    "😀 撤军",
    "font-family: 'DejaVu Sans'",
    "</defs> #0072b2",
]


def escaped(title: str) -> str:
    """Return a text of TOML with each character as its number."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in title) + '"'


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_drawn_as_text(title: str, tmp_path: Path) -> None:
    text = escaped(title)
    agreement = (
        f"title = {text}\nsigned = 2020-02-29\n"
        f'[[milestone]]\nid = "a"\ntitle = {text}\ndue = 2020-03-01\n'
        f"[drawdown]\nunit = {text}\nbaseline = 5\n"
        f'[[source]]\nid = "s"\ntitle = {text}\n'
    )
    found = drawing_of(tmp_path, text=agreement, on=ON)
    assert {element.tag.rpartition("}")[2] for element in found.root.iter()} <= {
        *("svg", "defs", "style", "g", "path", "use", "text", "clipPath", "rect", "metadata"),
        *("RDF", "Work", "creator", "Agent", "title", "type", "format", "date"),
        *("desc", "pattern"),
    }
    texts = "".join(words.text for words in found.words)
    if len(title) < 50 and title.isprintable():
        # the heading, the row, the unit and the source
        assert re.sub(r"\s", "", texts).count(re.sub(r"\s", "", title)) == 4
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", texts)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_every_title_is_drawn_in_an_image_too(kind: str, tmp_path: Path) -> None:
    path, target = tmp_path / "own.toml", tmp_path / f"own.{kind}"
    path.write_text(
        f"title = {escaped(''.join(TITLES))}\nsigned = 2020-02-29\n"
        + "".join(
            f'[[milestone]]\nid = "m{number}"\ntitle = {escaped(title)}\ndue = 2020-03-01\n'
            for number, title in enumerate(TITLES)
        )
    )
    arguments = ("-a", str(path), "--on", str(ON), "-o", str(target))
    found = in_process("chart", *arguments)
    assert found[:2] == (0, "")
    assert target.read_bytes().startswith(SIGNATURES[kind])


def test_an_image_has_text_that_begins_on_the_right() -> None:
    """An alef, which is upright, and then a line: from the right, the alef is at the right end."""
    schedule = build_schedule(agreement_of({}))
    whole = chart(schedule, ON, ())
    heading = ["\u0627" + "\u0640" * 12, *whole.heading[1:]]
    drawn = structs.replace(whole, heading=heading)
    pixels = imread(io.BytesIO(render(drawn, "png")))
    dots_an_inch = 200
    line = pixels[int(0.15 * dots_an_inch) : int(0.4 * dots_an_inch), :, 0] < 0.5
    tall = line.sum(axis=0)
    inked = [column for column, ink in enumerate(tall) if ink]
    upright = tall.argmax()
    assert tall.max() > 2 * sorted(tall)[-len(inked) // 2]
    assert upright > inked[0] + 0.9 * (inked[-1] - inked[0])
