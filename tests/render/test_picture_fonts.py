"""The fonts of an image: others of the machine for other scripts, and a note where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from matplotlib.font_manager import fontManager

from tests.transcript import Transcript, in_process
from timeline.render.charts.picture import fonts

# A family that is looked for, and hieroglyphs, which the first family lacks.
FAMILY = "Noto Sans Test"
HAS, LACKS = "\U00014400", "\U00014401"


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[None]:
    """A machine with a font that has one of the characters."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (500, 700), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(HAS): "box"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "box": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "test.ttf"
    builder.save(path)
    before = list(fontManager.ttflist)
    fontManager.addfont(path)
    _forget()
    yield
    fontManager.ttflist[:] = before
    _forget()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without other fonts."""
    monkeypatch.setattr(fonts, "installed", list)


def _forget() -> None:
    """Look for the fonts of the machine again."""
    fonts.installed.cache_clear()
    fonts.characters.cache_clear()


def agreement(folder: Path, title: str) -> str:
    """Return the path of an agreement with a milestone of this title."""
    path = folder / "own.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ndue = 2020-02-01\n'
        f'title = "{title}"\n',
        encoding="utf-8",
    )
    return str(path)


def test_text_that_the_first_family_has_needs_no_other() -> None:
    assert fonts.families("Forces out, خروج نیروها, נסיגה, αβγ") == ["DejaVu Sans"]
    assert fonts.without_font("Forces out, خروج نیروها, נסיגה, αβγ") == []


@pytest.mark.usefixtures("installed")
def test_a_family_of_the_machine_has_what_the_first_lacks() -> None:
    assert fonts.families(f"Forces {HAS}") == ["DejaVu Sans", FAMILY]
    assert fonts.without_font(f"Forces {HAS}{LACKS}") == [LACKS]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("kind", ["png", "pdf", "svg"])
def test_an_image_is_drawn_with_it_without_a_note(kind: str, tmp_path: Path) -> None:
    target = tmp_path / f"own.{kind}"
    path = agreement(tmp_path, HAS * 3)
    found = in_process("chart", "-a", path, "--on", "2020-01-10", "-o", str(target))
    assert found == Transcript(0, "", "")
    assert target.stat().st_size > 1000


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_characters_that_no_font_has_are_named(kind: str, tmp_path: Path) -> None:
    path = agreement(tmp_path, f"Forces {LACKS}{HAS} out {LACKS}")
    arguments = ("chart", "-a", path, "--on", "2020-01-10", "-o", f"own.{kind}")
    assert in_process(*arguments, directory=tmp_path) == Transcript(
        0,
        "",
        f"timeline: own.{kind}: no font for {HAS} (U+14400), {LACKS} (U+14401); "
        "install one, such as Noto Sans, or write an SVG\n",
    )
    assert (tmp_path / f"own.{kind}").exists()


@pytest.mark.usefixtures("bare")
def test_of_many_characters_some_are_named_and_the_others_counted(tmp_path: Path) -> None:
    title = "".join(chr(0x14400 + n) for n in range(11))
    arguments = ("-a", agreement(tmp_path, title), "--on", "2020-01-10", "-o", "own.png")
    note = in_process("chart", *arguments, directory=tmp_path).err
    assert note.count("(U+") == 8
    assert "(U+14407) and 3 more; install one" in note


@pytest.mark.usefixtures("bare")
def test_an_svg_has_the_text_for_the_fonts_of_its_viewer(tmp_path: Path) -> None:
    path = agreement(tmp_path, f"Forces {LACKS}")
    arguments = ("chart", "-a", path, "--on", "2020-01-10", "-o", "own.svg")
    assert in_process(*arguments, directory=tmp_path) == Transcript(0, "", "")
    assert LACKS in (tmp_path / "own.svg").read_text("utf-8")
