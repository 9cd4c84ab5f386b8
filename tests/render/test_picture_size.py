"""`timeline chart -o FILE --size`: images of a given shape, and dense rows."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.accords import ACCORDS, ON, drawing_of
from tests.transcript import Transcript, in_process
from timeline.render.charts.picture import rows

TITLE = "A milestone"


def many(number: int) -> str:
    """Return an agreement with so many milestones."""
    return 'title = "T"\nsigned = 2020-01-01\n' + "".join(
        f'[[milestone]]\nid = "m{n}"\ntitle = "{TITLE} {n}"\ndue = "signed + {n + 1} weeks"\n'
        for n in range(number)
    )


def png_of(folder: Path, *arguments: str, text: str = ACCORDS) -> tuple[int, int]:
    """Return the width and the height in pixels of the PNG of an agreement."""
    path, target = folder / "own.toml", folder / "own.png"
    path.write_text(text, encoding="utf-8")
    arguments = ("-a", str(path), "--on", str(ON), "-o", str(target), *arguments)
    assert in_process("chart", *arguments) == Transcript(0, "", "")
    with Image.open(io.BytesIO(target.read_bytes())) as image:
        return image.size


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        ("wide", (1920, 1080)),
        ("1201x677", (1201, 677)),
        ("333x1999", (333, 1999)),
        ("800x600", (800, 600)),
    ],
)
def test_a_png_has_the_pixels_of_its_size(
    size: str, pixels: tuple[int, int], tmp_path: Path
) -> None:
    assert png_of(tmp_path, "--size", size) == pixels


def test_without_a_size_an_image_is_as_tall_as_it_needs_to_be(tmp_path: Path) -> None:
    found = png_of(tmp_path, "--size", "tall")
    assert found == png_of(tmp_path)
    assert found[1] > found[0] == 1200
    _, fewer = png_of(tmp_path, text=many(3))
    _, more = png_of(tmp_path, text=many(9))
    assert fewer < more


def test_an_svg_is_shown_in_its_size_and_a_pdf_has_its_shape(tmp_path: Path) -> None:
    found = drawing_of(tmp_path, "--size", "1000x800")
    assert (found.root.get("width"), found.root.get("height")) == ("1000", "800")
    _, _, wide, tall = map(float, str(found.root.get("viewBox")).split())
    assert tall / wide == pytest.approx(0.8, abs=0.001)
    arguments = ("-o", "own.pdf", "--size", "1000x800", "--on", str(ON))
    assert in_process("chart", *arguments, directory=tmp_path) == Transcript(0, "", "")
    box = (tmp_path / "own.pdf").read_bytes().partition(b"/MediaBox [")[2].partition(b"]")[0]
    _, _, wide, tall = map(float, box.split())
    assert tall / wide == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--size", "large", "-o", "x.png"), '"large": unknown size; use wide, tall or WIDTHxHEIGHT in pixels, such as 1200x675'),
        (("--size", "1200 x 675", "-o", "x.png"), '"1200 x 675": unknown size; use wide, tall or WIDTHxHEIGHT in pixels, such as 1200x675'),
        (("--size", "199x500", "-o", "x.png"), '"199x500": a side must have from 200 to 10,000 pixels'),
        (("--size", "500x10001", "-o", "x.png"), '"500x10001": a side must have from 200 to 10,000 pixels'),
        (("--size", "wide"), "only for an image; add -o FILE.svg, .png, .pdf"),
        (("--size", "wide", "-o", "x.html"), "only for an image; add -o FILE.svg, .png, .pdf"),
    ],
)  # fmt: skip
def test_a_size_that_cannot_be_used_is_one_line(
    arguments: tuple[str, ...], problem: str, tmp_path: Path
) -> None:
    found = in_process("chart", *arguments, directory=tmp_path)
    assert found == Transcript(2, "", f"timeline: --size: {problem}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("size", "is_small"), [("wide", True), ("6000x3375", False)])
def test_a_note_says_if_text_is_too_small_to_read(
    size: str, is_small: bool, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(many(150), encoding="utf-8")
    arguments = ("-a", "own.toml", "--on", str(ON), "-o", "own.png", "--size", size)
    note = "timeline: own.png: too small to read; use more pixels, or --size tall\n"
    found = in_process("chart", *arguments, directory=tmp_path)
    assert found == Transcript(0, "", note * is_small)


# Dense rows


@pytest.mark.parametrize("number", [rows.DENSE - 1, rows.DENSE])
def test_from_15_milestones_on_a_row_is_one_line_and_an_axis_is_above_too(
    number: int, tmp_path: Path
) -> None:
    assert rows.DENSE == 15
    found = drawing_of(tmp_path, text=many(number), on=date(2020, 1, 10))
    dense = number == 15
    due, status = (found.words_of(found.groups[f"status-m3-{n}"])[0] for n in range(2))
    title = found.find(f"{TITLE} 3")
    assert (due.y == status.y) == dense
    assert (due.x < status.x) == dense
    assert title.y == pytest.approx(due.y, abs=0.1) if dense else due.y < title.y < status.y
    top, bottom = found.height("axes_1")
    label, _ = found.days[0]
    labels = sorted(words.y for words in found.words if words.text == label)
    assert len(labels) == 1 + dense
    assert labels[-1] > bottom
    assert (labels[0] < top) == dense


def test_what_is_dense_is_less_tall(tmp_path: Path) -> None:
    sizes = {}
    for number in (14, 15):
        found = drawing_of(tmp_path, text=many(number))
        top, bottom = found.height("axes_1")
        sizes[number] = (bottom - top) / number
    assert sizes[15] < 0.5 * sizes[14]


# Title and description


def test_an_svg_has_a_title_and_a_description(tmp_path: Path) -> None:
    found = drawing_of(tmp_path)
    title, described, *_ = found.root
    assert (title.tag.rpartition("}")[2], title.text) == ("title", "The Accords")
    assert described.tag.endswith("desc")
    assert described.text == (
        "A time axis from 2020-01-01 to 2020-12-31, as of Fri 2020-07-10. "
        "7 milestones: 2 met, 1 late, 1 overdue, 2 pending, 1 undated. "
        "soldiers: ceiling 600, pace 381, 700 observed on 2020-06-30."
    )
    assert found.root.get("role") == "img"


def test_a_description_of_little_is_short(tmp_path: Path) -> None:
    found = drawing_of(tmp_path, "--what", "drawdown", text=ACCORDS, on=date(2020, 1, 2))
    assert found.root[1].text == (
        "A time axis from 2020-01-01 to 2020-12-31, as of Thu 2020-01-02. "
        "soldiers: ceiling 1,000, pace 998, none observed."
    )
