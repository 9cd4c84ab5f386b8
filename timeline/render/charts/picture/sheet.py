"""A figure that is filled from the top with lines of text and panels, measured in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from rich.cells import set_cell_size
from rich.text import Text

from timeline.render.console import console_for
from timeline.render.terminal import Terminal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches: a little narrower than the text of a page, and readable at half the width.
WIDTH = 6.0
MARGIN = 0.15
_POINTS = 72
# The mean width of a character and the height of a line, in parts of the font size.
_CHARACTER, _LEADING = 0.56, 1.45


def columns(width: float, size: float) -> int:
    """Return how many characters of a size in points fit into a width in inches."""
    return int(width * _POINTS / (size * _CHARACTER))


def height(lines: int, size: float) -> float:
    """Return the height in inches of lines of a size in points."""
    return lines * size * _LEADING / _POINTS


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Return the text in at most `most` lines of `width` inches. If it is cut, it ends in `…`.

    Characters of double width are counted as two.
    """
    most_columns = columns(width, size)
    found = Text(text).wrap(console_for(Terminal()), most_columns, overflow="fold")
    lines = [line.plain.rstrip() for line in found]
    if len(lines) > most:
        lines[most - 1 :] = [f"{set_cell_size(lines[most - 1], most_columns - 1).rstrip()}…"]
    return lines


class Sheet:
    """A figure of a given height, which is filled from the top."""

    def __init__(self, inches: float, paper: str) -> None:
        self._height = inches + 2 * MARGIN
        self._top = self._height - MARGIN
        self.figure = Figure(figsize=(WIDTH, self._height), facecolor=paper)

    def text(self, lines: list[str], size: float, colour: str, weight: str = "normal") -> None:
        """Add lines of text."""
        for line in lines:
            self._top -= height(1, size)
            place = (MARGIN / WIDTH, (self._top + size * 0.3 / _POINTS) / self._height)
            self.figure.text(*place, line, size=size, color=colour, weight=weight)

    def panel(self, left: float, right: float, tall: float) -> Axes:
        """Add an empty panel between two distances from the left edge."""
        self._top -= tall
        box = (left / WIDTH, self._top / self._height, (right - left) / WIDTH, tall / self._height)
        axes = self.figure.add_axes(box)
        # The limits are set explicitly, so they need not be computed again after each mark.
        axes.autoscale(enable=False)
        return axes

    def space(self, inches: float) -> None:
        """Leave space."""
        self._top -= inches
