"""The width of text in an image, and text in lines of a given width."""

from __future__ import annotations

from functools import cache

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

_POINTS = 72
# The height of a line, in parts of the font size.
_LEADING = 1.45


def height(lines: int, size: float) -> float:
    """Return the height in inches of lines of a size in points."""
    return lines * size * _LEADING / _POINTS


def width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width in inches of a text of a size in points, in the fonts that are set.

    Each character has the width that it has alone. Letters that join, as those of Arabic do, are
    narrower together.
    """
    families = tuple(mpl.rcParams["font.family"])
    return sum(_advance(char, weight, families) for char in text) * size / _POINTS


def wrapped(text: str, room: float, size: float, most: int, weight: str = "normal") -> list[str]:
    """Return the text in at most `most` lines of `room` inches. If it is cut, it ends in `…`.

    A line ends at a space, or within a word that is wider than a line.
    """

    def fits(line: str) -> bool:
        return width(line, size, weight) <= room

    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".lstrip(" ")
        if fits(joined):
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if lines[-1] and not fits(lines[-1] + char):
                if len(lines) > most:
                    break
                lines.append("")
            lines[-1] += char
    if len(lines) > most:
        last = lines[most - 1]
        while last and not fits(f"{last}…"):
            last = last[:-1]
        lines[most - 1 :] = [f"{last.rstrip()}…"]
    return lines


@cache
def _renderer() -> RendererAgg:
    """Return what measures text, at one dot a point."""
    return RendererAgg(1, 1, _POINTS)  # type: ignore[no-untyped-call]


@cache
def _advance(char: str, weight: str, families: tuple[str, ...]) -> float:
    """Return the width of a character between two others, in parts of the font size."""
    font = FontProperties(family=list(families), size=100, weight=weight)

    def measured(text: str) -> float:
        sizes = _renderer().get_text_width_height_descent(text, font, ismath=False)  # type: ignore[no-untyped-call]
        return float(sizes[0])

    # The space that a character leaves beside its ink is part of its width. No character is moved towards
    # a bar, as some are towards a letter.
    return max(measured(f"|{char}|") - measured("||"), 0) / 100
