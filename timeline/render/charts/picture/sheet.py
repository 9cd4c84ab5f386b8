"""A sheet that is filled from the top: lines of text and panels one under another, in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from rich.cells import set_cell_size
from rich.text import Text

from timeline.render.console import console_for
from timeline.render.terminal import Terminal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches: a little narrower than the text of a page, and still read in a column half as wide.
WIDTH = 6.0
MARGIN = 0.15
_POINTS = 72
# The mean width of a character, in parts of its size; a line's height.
_CHARACTER, _LEADING = 0.56, 1.45


def columns(width: float, size: float) -> int:
    """Return how many characters of that size, in points, go into so many inches."""
    return int(width * _POINTS / (size * _CHARACTER))


def height(lines: int, size: float) -> float:
    """Return how many inches lines of that size, in points, take."""
    return lines * size * _LEADING / _POINTS


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Return the text in lines of so many inches, at most so many; a cut is shown.

    Characters of double width are counted as two.
    """
    room = columns(width, size)
    found = Text(text).wrap(console_for(Terminal()), room, overflow="fold")
    lines = [line.plain.rstrip() for line in found]
    if len(lines) > most:
        lines[most - 1 :] = [f"{set_cell_size(lines[most - 1], room - 1).rstrip()}…"]
    return lines


class Sheet:
    """A figure of a given height, and how far down it is filled."""

    def __init__(self, inches: float, paper: str) -> None:
        self._height = inches + 2 * MARGIN
        self._top = self._height - MARGIN
        self.figure = Figure(figsize=(WIDTH, self._height), facecolor=paper)

    def text(self, lines: list[str], size: float, colour: str, weight: str = "normal") -> None:
        """Put lines of text."""
        for line in lines:
            self._top -= height(1, size)
            place = (MARGIN / WIDTH, (self._top + size * 0.3 / _POINTS) / self._height)
            self.figure.text(*place, line, size=size, color=colour, weight=weight)

    def panel(self, left: float, right: float, tall: float) -> Axes:
        """Put an empty panel between two distances from the left edge."""
        self._top -= tall
        box = (left / WIDTH, self._top / self._height, (right - left) / WIDTH, tall / self._height)
        axes = self.figure.add_axes(box)
        # Its limits are set, and not looked for again after each thing that is drawn.
        axes.autoscale(enable=False)
        return axes

    def space(self, inches: float) -> None:
        """Leave that much free."""
        self._top -= inches
