"""Draw the drawdown in an image: the ceiling in steps, the pace, the observed levels."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.transforms import ScaledTranslation

from timeline.render import words
from timeline.render.charts.picture.labels import FAR, NEAR, Labels, along, spread
from timeline.render.charts.picture.lettering import height, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from timeline.render.charts.chart import Chart
    from timeline.render.charts.picture.columns import Columns
    from timeline.render.charts.picture.themes import Theme
    from timeline.schedule.drawdown import DrawdownPlan
    from timeline.schedule.observations import Level

    Point = tuple[float, float]

_SIZE = 8
# The least height of the panel, the distance of two numbers beside it, and the most numbers there are.
_TALL, _APART, _MOST = 2.2, height(1, _SIZE) * 0.85, 60
# Free space below and above the levels, in parts of the highest.
_BELOW, _ABOVE = 0.05, 0.12
# Up to this many levels have a line across the panel.
_GRID = 12
# The radius of the mark of an observed level, in inches.
_RADIUS = 0.04
# Beside the panel, for lines from numbers that were moved.
_LEADER = 0.15


def numbers(plan: DrawdownPlan) -> float:
    """Return the width in inches of the numbers beside the panel."""
    return max(width(words.number(level), _SIZE) for level in _named(plan)) + _LEADER


class _Line(NamedTuple):
    """A line: its name, its corners in inches from the lower left corner of the panel, its colour."""

    name: str
    corners: list[Point]
    colour: str


def names() -> float:
    """Return the width in inches of the longest name of a line."""
    return max(width(name, _SIZE) for name in ("ceiling", "pace", "observed"))


def height_of(plan: DrawdownPlan) -> float:
    """Return the least height of the panel in inches, at which every planned level has its number."""
    return max(_TALL, (min(len(_named(plan)), _MOST) + 1) * _APART * (1 + _BELOW + _ABOVE))


def _named(plan: DrawdownPlan) -> list[int]:
    """Return the planned levels, from the lowest to the highest.

    Of more than `_MOST`, return those that are as far apart as that many would be.
    """
    levels = sorted({level.level for level in plan.steps}) or [0]
    least = 0.0 if len(levels) <= _MOST else levels[-1] / _MOST
    found = [levels[-1]]
    for level in reversed(levels):
        if found[-1] - level > least:
            found.append(level)
    return found[::-1]


def draw(
    axes: Axes, chart: Chart, plan: DrawdownPlan, columns: Columns, tall: float, theme: Theme
) -> None:
    """Draw the levels over the time axis. `tall` is the height of the panel in inches."""
    days = sorted({chart.first, plan.signed, *(level.day for level in plan.planned), chart.last})
    # On each of these days the pace is equal to the limit.
    limits = [
        (chart.place(day), limit) for day in days if (limit := plan.levels(day).limit) is not None
    ]
    marks = [(chart.place(level.day), level.level) for level in plan.observed]
    spans = [
        (chart.place(found.on), found.observed.level, found.breached)
        for found in chart.levels_observed
        if found.observed
    ]
    carried = [(place, level) for place, level, _ in spans]
    highest = max([1, *(level for _, level in [*limits, *marks])])
    axes.set_ylim(-_BELOW * highest, (1 + _ABOVE) * highest)
    _numbers(axes, plan, tall, theme)
    above = [
        [(start, low.level), (start, high), (end, high), (end, low.level)]
        for (start, high, low), (end, _, _) in pairwise(spans)
        if low
    ]
    axes.add_collection(PolyCollection(above, gid="above", **_above(theme)), autolim=False)
    axes.plot(*_stepped(carried), gid="carried", **_carried(theme))
    axes.plot(*_stepped(limits), gid="ceiling", **_ceiling(theme))
    axes.plot(*_corners(limits), gid="pace", **_pace(theme))
    axes.plot(*_corners(marks), gid="observed", **_observed(theme))

    def inches(corners: tuple[Sequence[float], Sequence[float]]) -> list[Point]:
        part = tall / ((1 + _ABOVE + _BELOW) * highest)
        return [
            (columns.inches(place), (level + _BELOW * highest) * part)
            for place, level in zip(*corners, strict=True)
        ]

    labels = Labels(axes, columns.wide, tall)
    for area in above:
        start, _, opposite, _ = inches(_corners(area))
        labels.take_box(start, opposite)
    for day in {chart.on, chart.signed}:
        if day in chart:
            x = columns.inches(chart.place(day))
            labels.take_line([(x, 0), (x, tall)])
    lines = [
        _Line(words.limit(plan), inches(_stepped(limits)), theme.due),
        _Line("pace", inches(_corners(limits)), theme.quiet),
        _Line("observed", inches(_stepped(carried)), theme.met),
    ]
    _label(labels, plan.observed, inches(_corners(marks)), lines)


def _label(
    labels: Labels, observed: Sequence[Level], marks: Sequence[Point], lines: Sequence[_Line]
) -> None:
    """Write the observed levels beside their marks where there is space, and the names of the lines."""
    for line in lines:
        labels.take_line(line.corners)
    for x, y in marks:
        labels.take_box((x - _RADIUS, y - _RADIUS), (x + _RADIUS, y + _RADIUS))
    *_, seen = lines
    for level, mark in zip(observed, marks, strict=True):
        text, gid = words.number(level.level), f"observed-{level.day}"
        labels.write(text, _SIZE, [(mark, NEAR), (mark, FAR)], seen.colour, gid)
    # The name of a line that has no free space beside it is at its end.
    ends = sorted(
        (line.corners[-1][1], line)
        for line in lines
        if line.corners
        and not labels.write(
            line.name, _SIZE, along(line.corners), line.colour, f"name-{line.name}"
        )
    )
    for (_, line), y in zip(ends, spread([y for y, _ in ends], _APART), strict=True):
        labels.write_right(line.name, _SIZE, y, line.colour, f"name-{line.name}")


def _numbers(axes: Axes, plan: DrawdownPlan, tall: float, theme: Theme) -> None:
    """Write each planned level beside the panel, moved where two would overlap."""
    levels = _named(plan)
    axes.set_yticks(levels, [words.number(level) for level in levels])
    axes.tick_params(axis="y", colors=theme.ink, labelsize=_SIZE, length=0, pad=3)
    if len(levels) <= _GRID:
        axes.grid(visible=True, axis="y", color=theme.faint, linewidth=0.6)
    low, high = axes.get_ylim()
    places = [(level - low) / (high - low) * tall for level in levels]
    last = len(levels) - 1
    for number, (place, moved, label) in enumerate(
        zip(places, spread(places, _APART), axes.get_yticklabels(), strict=True)
    ):
        # All stay beside the panel.
        at = max(moved, (number + 0.5) * _APART)
        at = min(at, tall - (last - number) * _APART)
        if abs(at - place) < _APART / 10:
            continue
        offset = ScaledTranslation(-_LEADER, at - place, axes.figure.dpi_scale_trans)
        label.set_transform(label.get_transform() + offset)
        axes.annotate(
            "",
            (0, place / tall),
            (-_LEADER * 72, (at - place) * 72),
            xycoords="axes fraction",
            textcoords="offset points",
            arrowprops={
                "arrowstyle": "-",
                "color": theme.quiet,
                "linewidth": 0.6,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )


def _corners(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Return the positions of points on the two axes."""
    return [place for place, _ in points], [level for _, level in points]


def _stepped(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Return the corners of a line that stays at each level until the next point."""
    found = list(points[:1])
    for (_, before), (place, level) in pairwise(points):
        if level != before:
            found += [(place, before), (place, level)]
    if found[-1:] != list(points[-1:]):
        found.append(points[-1])
    return _corners(found)


def _ceiling(theme: Theme) -> dict[str, Any]:
    """Return the style of the ceiling: a solid line."""
    return {"color": theme.due, "linewidth": 1.8, "solid_joinstyle": "miter"}


def _pace(theme: Theme) -> dict[str, Any]:
    """Return the style of the pace: a dashed line."""
    return {"color": theme.quiet, "linewidth": 1.2, "linestyle": (0, (4, 2))}


def _carried(theme: Theme) -> dict[str, Any]:
    """Return the style of an observed level until the next: a thin line."""
    return {"color": theme.met, "linewidth": 0.8}


def _above(theme: Theme) -> dict[str, Any]:
    """Return the style of what is above the ceiling: a hatched area."""
    return {
        "facecolor": to_rgba(theme.wrong, 0.15),
        "edgecolor": theme.wrong,
        "hatch": "/////",
        "linewidth": 0,
        "zorder": 1.2,
    }


def _observed(theme: Theme) -> dict[str, Any]:
    """Return the style of an observed level: a filled circle."""
    return {
        "color": theme.met,
        "marker": "o",
        "markersize": 5,
        "linestyle": "none",
        "clip_on": False,
    }
