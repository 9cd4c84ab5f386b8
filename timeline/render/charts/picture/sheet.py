"""A figure that is filled from the top with lines of text and panels, measured in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from timeline.render.charts.picture.lettering import height

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.15
_POINTS = 72


class Sheet:
    """A figure of a given size, which is filled from the top."""

    def __init__(self, wide: float, tall: float, paper: str) -> None:
        self._width, self._height = wide, tall
        self._top = tall - MARGIN
        self.figure = Figure(figsize=(wide, tall), facecolor=paper)

    def text(self, lines: list[str], size: float, colour: str, weight: str = "normal") -> None:
        """Add lines of text."""
        for line in lines:
            self._top -= height(1, size)
            place = (MARGIN / self._width, (self._top + size * 0.3 / _POINTS) / self._height)
            self.figure.text(*place, line, size=size, color=colour, weight=weight)

    def panel(self, left: float, right: float, tall: float) -> Axes:
        """Add an empty panel between two distances from the left edge."""
        self._top -= tall
        wide = right - left
        box = (
            left / self._width,
            self._top / self._height,
            wide / self._width,
            tall / self._height,
        )
        axes = self.figure.add_axes(box)
        # The limits are set explicitly, so they need not be computed again after each mark.
        axes.autoscale(enable=False)
        return axes

    def space(self, inches: float) -> None:
        """Leave space."""
        self._top -= inches
