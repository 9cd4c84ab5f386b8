"""Labels in a panel where nothing else is drawn; places are in inches from its lower left corner."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from timeline.render.charts.picture.columns import GAP
from timeline.render.charts.picture.lettering import height, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matplotlib.axes import Axes

    Point = tuple[float, float]

# The distances at which a label is tried from what it names, and the distance of a label above or below it
# from a vertical line through it, in inches.
NEAR, FAR, _FARTHEST, _CLOSE = 0.05, 0.17, 0.3, 0.03
# On which sides of a point a label is tried, horizontally and vertically: first below and to the left and
# above and to the right, where a falling line leaves space.
_SIDES = ((-1, -1), (1, 1), (0, 1), (0, -1), (-1, 1), (1, -1), (1, 0), (-1, 0))

# So many parts of a line are tried for its name.
_PARTS = 20


class Labels:
    """The places in a panel that are taken by lines, boxes and labels."""

    def __init__(self, axes: Axes, wide: float, tall: float) -> None:
        self._axes = axes
        self._panel = Bbox.from_bounds(0, 0, wide, tall)
        self._lines: list[Path] = []
        self._boxes: list[Bbox] = []

    def take_line(self, corners: Sequence[Point]) -> None:
        """Take the places of a line."""
        if len(corners) > 1:
            self._lines.append(Path(np.array(corners)))

    def take_box(self, corner: Point, opposite: Point) -> None:
        """Take the place of a box."""
        self._boxes.append(Bbox(np.array([corner, opposite])))

    def write(
        self,
        text: str,
        size: float,
        places: Iterable[tuple[Point, float]],
        colour: str,
        gid: str,
    ) -> bool:
        """Write a text in a free place at a distance from a point, and return whether there is one.

        `places` are the points and the distances, in the order in which they are tried.
        """
        wide, tall = width(text, size), height(1, size) * 0.85
        for ((x, y), apart), (right, up) in product(places, _SIDES):
            middle_x = x + right * (wide / 2 + (_CLOSE if up else apart))
            middle_y = y + up * (tall / 2 + apart)
            box = Bbox.from_bounds(middle_x - wide / 2, middle_y - tall / 2, wide, tall)
            if self._is_free(box):
                self._boxes.append(box)
                self._write(text, size, (middle_x, middle_y), colour, gid)
                return True
        return False

    def write_right(self, text: str, size: float, y: float, colour: str, gid: str) -> None:
        """Write a text to the right of the panel."""
        x = self._panel.x1 + GAP + width(text, size) / 2
        self._write(text, size, (x, y), colour, gid)

    def _write(self, text: str, size: float, middle: Point, colour: str, gid: str) -> None:
        """Write a text at its middle."""
        x, y = middle
        self._axes.text(
            x / self._panel.x1,
            y / self._panel.y1,
            text,
            transform=self._axes.transAxes,
            ha="center",
            va="center",
            size=size,
            color=colour,
            gid=gid,
        )

    def _is_free(self, box: Bbox) -> bool:
        """Return whether a box is within the panel and nothing is in it."""
        panel = self._panel
        return (
            panel.x0 <= box.x0
            and box.x1 <= panel.x1
            and panel.y0 <= box.y0
            and box.y1 <= panel.y1
            and not any(box.overlaps(other) for other in self._boxes)
            and not any(line.intersects_bbox(box, filled=False) for line in self._lines)
        )


def along(line: Sequence[Point]) -> Iterator[tuple[Point, float]]:
    """Yield places near a line at which its name can be, first those at its longest parts, last at its end."""
    parts = sorted(pairwise(line), key=lambda part: part[0][0] - part[1][0])
    for (x, y), (to_x, to_y) in parts[:_PARTS]:
        for part in (0.5, 0.3, 0.7, 0.15, 0.85):
            yield (x + part * (to_x - x), y + part * (to_y - y)), NEAR
    yield from ((line[-1], apart) for apart in (FAR, _FARTHEST))


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Return the places, which increase, moved as little as possible until they are `apart`.

    >>> spread([0, 1, 1.5, 9], 1)
    [-0.16666666666666666, 0.8333333333333334, 1.8333333333333333, 9.0]
    """
    # Each group has the sum of the places at which its first member would like to be, and its length.
    groups: list[tuple[float, int]] = []
    for place in places:
        total, count = float(place), 1
        while groups and groups[-1][0] / groups[-1][1] + groups[-1][1] * apart > total / count:
            before, length = groups.pop()
            total, count = before + total - count * length * apart, length + count
        groups.append((total, count))
    return [total / count + number * apart for total, count in groups for number in range(count)]
