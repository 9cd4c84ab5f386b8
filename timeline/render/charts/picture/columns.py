"""The columns of an image: the panel, and the text on either side of it."""

from __future__ import annotations

from typing import NamedTuple

# Between the panel and the text on either side of it, in inches.
GAP = 0.15
# The days of the axis leave this much of the panel free at either end, in parts of the axis.
_FREE = 0.02


class Columns(NamedTuple):
    """The edges of the image's content and of the panel, in inches from the left edge of the image."""

    first: float
    left: float
    right: float
    last: float

    @property
    def wide(self) -> float:
        """The width of the panel."""
        return self.right - self.left

    @property
    def limits(self) -> tuple[float, float]:
        """The places of the axis, as a chart has them, at the edges of the panel."""
        return -_FREE, 1 + _FREE

    def across(self, inches: float) -> float:
        """Return a distance from the left edge of the image as a part of the panel."""
        return (inches - self.left) / self.wide

    def inches(self, place: float) -> float:
        """Return the distance from the left edge of the panel of a place of the axis."""
        return (place + _FREE) / (1 + 2 * _FREE) * self.wide
