"""Draw the legend of an image: the meaning of each mark that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D

from timeline.render.charts.bars import legend
from timeline.render.charts.picture import frame, signs
from timeline.render.charts.picture.lettering import width
from timeline.render.charts.picture.themes import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from timeline.render.charts.lanes import Lane
    from timeline.render.charts.picture.themes import Theme

_SIZE = 8
# In parts of the font size: a mark, the space after it, and the space between two columns.
_HANDLE, _AFTER, _BETWEEN = 1.8, 0.5, 1.6
# The height of a row, in which the largest mark has space, in parts of the font size.
_ROW = 1.7
# Above the legend and below it, in inches.
_AROUND = 0.08


def height_of(label: str, lanes: Sequence[Lane], room: float, scale: float) -> float:
    """Return the height in inches of the legend, in a width in inches.

    `label` is the word for the day of signing.
    """
    labels = [label for label, _ in _entries(label, lanes, scale, LIGHT)]
    return _rows(labels, room) * _ROW * _SIZE / 72 + 2 * _AROUND


def _rows(labels: Sequence[str], room: float) -> int:
    """Return the fewest rows in which the labels fit into a width in inches.

    They fill one column after the other, each with as many rows but the last.
    """
    beside = (_HANDLE + _AFTER + _BETWEEN) * _SIZE / 72
    widths = [width(label, _SIZE) + beside for label in labels]
    for rows in range(1, len(labels)):
        if sum(max(widths[at : at + rows]) for at in range(0, len(widths), rows)) <= room:
            return rows
    return len(labels)


def draw(
    axes: Axes, label: str, lanes: Sequence[Lane], room: float, scale: float, theme: Theme
) -> None:
    """Draw the legend in a width in inches."""
    axes.set_axis_off()
    entries = _entries(label, lanes, scale, theme)
    # A label that is given here, and not to a handle, may begin with `_`.
    axes.legend(
        handles=[Line2D([], [], **style) for _, style in entries],
        labels=[words for words, _ in entries],
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=-(-len(entries) // _rows([label for label, _ in entries], room)),
        frameon=False,
        fontsize=_SIZE,
        labelcolor=theme.ink,
        borderpad=0,
        borderaxespad=0,
        labelspacing=_ROW - 1,
        columnspacing=_BETWEEN,
        handletextpad=_AFTER,
        handlelength=_HANDLE,
    )


def _entries(
    signed: str, lanes: Sequence[Lane], scale: float, theme: Theme
) -> list[tuple[str, dict[str, Any]]]:
    """Return the labels and the styles of the marks that are drawn. Lines have their names beside them."""
    return [
        (signed, frame.signed(theme)),
        *(
            (str(sign), signs.style(sign, scale, theme))
            for sign in legend(lane.signs for lane in lanes)
        ),
    ]
