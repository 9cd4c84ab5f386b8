"""The size of an image: as tall as it needs to be, or a number of pixels."""

from __future__ import annotations

import re

from msgspec import Struct

_PIXELS = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
_LEAST, _MOST = 200, 10_000


class Size(Struct, frozen=True):
    """The width and the height in pixels."""

    width: int
    height: int

    @property
    def shape(self) -> float:
        """The height in parts of the width."""
        return self.height / self.width


TALL, WIDE = "tall", "wide"
# A screen or a slide.
_NAMED = {TALL: None, WIDE: Size(1920, 1080)}


def parse_size(text: str) -> Size | None:
    """Return the size that the text names, None if the image is as tall as it needs to be.

    Raises `ValueError` for any other text, and for a side that is too short or too long.

    >>> parse_size("1200x675")
    Size(width=1200, height=675)
    """
    if text in _NAMED:
        return _NAMED[text]
    match = _PIXELS.fullmatch(text)
    if not match:
        raise ValueError("unknown size; use wide, tall or WIDTHxHEIGHT in pixels, such as 1200x675")
    size = Size(int(match[1]), int(match[2]))
    if not all(_LEAST <= side <= _MOST for side in (size.width, size.height)):
        raise ValueError(f"a side must have from {_LEAST:,} to {_MOST:,} pixels")
    return size
