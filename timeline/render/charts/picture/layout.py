"""The sizes of the parts of an image, in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.plain_text import plain
from timeline.render.charts.picture import legend as picture_legend
from timeline.render.charts.picture import levels as picture_levels
from timeline.render.charts.picture import rows as picture_rows
from timeline.render.charts.picture.columns import GAP, Columns
from timeline.render.charts.picture.lettering import height, wrapped
from timeline.render.charts.picture.sheet import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.render.charts.chart import Chart, Panel
    from timeline.render.charts.lanes import Lane
    from timeline.render.charts.picture.size import Size

# More rows would make the image too tall to be useful.
_MOST_ROWS, _MOST_PANELS = 300, 20
# The sizes of text in points.
HEADING, SMALL, SOURCE, UNIT = 12, 8.5, 7, 8.5
# The narrowest image, and the narrowest with dense rows: a little narrower than the text of a page.
_WIDTH, _DENSE_WIDTH = 6.0, 7.5
# Above a panel, with and without an axis there, and below it.
_ABOVE, _ABOVE_AXIS, BELOW = 0.3, 0.45, 0.3
# Between the title of a panel of levels and the panel.
_ABOVE_LEVELS = 0.05


class Levels(NamedTuple):
    """A panel of levels: the lines of its title, the space below them, and its height."""

    panel: Panel
    title: list[str]
    above: float
    tall: float


class Layout(NamedTuple):
    """The text around the panels, the columns, and the heights of the panels and what is around them."""

    wide: float
    head: list[str]
    about: list[str]
    source: list[str]
    lanes: Sequence[Lane]
    rows: picture_rows.Rows
    columns: Columns
    above: float
    panels: Sequence[Levels]
    legend: float

    @property
    def tall(self) -> float:
        """The height of the image."""
        return (
            2 * MARGIN
            + height(len(self.head), HEADING)
            + height(len(self.about), SMALL)
            + (self.above + self.rows.tall + BELOW if self.lanes else 0)
            + sum(height(len(e.title), UNIT) + e.above + e.tall + BELOW for e in self.panels)
            + self.legend
            + height(len(self.source), SOURCE)
        )

    @property
    def has_axis_above(self) -> bool:
        """Whether the panel of the milestones has an axis above it too, because it is long."""
        return len(self.lanes) >= picture_rows.DENSE

    def with_height(self, tall: float) -> Layout:
        """Return the layout with panels that are higher by the same factor, so that it is so tall."""
        total = self.rows.tall + sum(each.tall for each in self.panels)
        factor = 1 + (tall - self.tall) / total if total else 1
        panels = [each._replace(tall=each.tall * factor) for each in self.panels]
        return self._replace(rows=self.rows.stretched(factor), panels=panels)


def layout(chart: Chart, size: Size | None) -> Layout:
    """Return the layout of an image as tall as it needs to be, or in the shape of `size`.

    Text has the same size in points in each, so that an image of a given shape is as wide in inches
    as it must be for all to fit.
    """
    lanes = chart.lanes[:_MOST_ROWS]
    wide = _DENSE_WIDTH if len(lanes) >= picture_rows.DENSE else _WIDTH
    found = _layout(chart, lanes, wide)
    if size is None:
        return found
    if found.tall > wide * size.shape:
        # What is wider is not taller, so that this is wide enough.
        most = found.tall / size.shape
        while most - wide > 0.01 * most:
            middle = (wide + most) / 2
            fits = _layout(chart, lanes, middle).tall <= middle * size.shape
            wide, most = (wide, middle) if fits else (middle, most)
        wide = most
    return _layout(chart, lanes, wide).with_height(wide * size.shape)


def _layout(chart: Chart, lanes: Sequence[Lane], wide: float) -> Layout:
    """Return the layout of an image of a given width."""
    full = wide - 2 * MARGIN
    about = [line for text in chart.heading[1:] for line in wrapped(plain(text), full, SMALL, 3)]
    if len(lanes) < len(chart.lanes):
        shown = sum(len(lane.bars) for lane in lanes)
        about.append(f"Too many to draw: showing {shown:,} of {len(chart.bars):,} milestones.")
    drawn = chart.panels[:_MOST_PANELS]
    if len(drawn) < len(chart.panels):
        about.append(f"Too many to draw: showing {len(drawn)} of {len(chart.panels):,} series.")
    rows = picture_rows.layout(lanes, wide)
    numbers = max((picture_levels.numbers(each.plan) for each in drawn), default=0)
    left = MARGIN + max(rows.left, numbers) + GAP
    names = picture_levels.names() if drawn else 0
    right = wide - MARGIN - max(rows.right, names) - GAP
    return Layout(
        wide,
        wrapped(plain(chart.heading[0]), full, HEADING, 3, "bold"),
        about,
        wrapped(plain(chart.source), full, SOURCE, 4),
        lanes,
        rows,
        Columns(MARGIN, left, right, wide - MARGIN),
        _ABOVE_AXIS if len(lanes) >= picture_rows.DENSE else _ABOVE,
        [
            Levels(
                each,
                wrapped(plain(each.title), full, UNIT, 1, "bold"),
                # The day is named above the first panel.
                _ABOVE_LEVELS if lanes or number else _ABOVE,
                picture_levels.height_of(each.plan),
            )
            for number, each in enumerate(drawn)
        ],
        picture_legend.height_of(chart.signed_label, lanes, full, rows.scale),
    )
