"""Draw the drawdown in an image: the ceiling in steps, the pace, the observed levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.plain_text import plain
from timeline.render import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from timeline.render.charts.chart import Chart
    from timeline.render.charts.picture.themes import Theme
    from timeline.schedule.drawdown import DrawdownPlan

_SIZE = 8
# Labels closer than this, in parts of the panel, would overlap.
_WIDE, _TALL = 0.16, 0.09


def draw(axes: Axes, chart: Chart, plan: DrawdownPlan, theme: Theme) -> None:
    """Draw the levels over the time axis."""
    days = sorted(
        {chart.first, plan.baseline.day, *(level.day for level in plan.planned), chart.last}
    )
    places = [chart.place(day) for day in days]
    # On each of these days the pace is equal to the ceiling.
    levels = [plan.levels(day).ceiling for day in days]
    axes.plot(places, levels, drawstyle="steps-post", gid="ceiling", **_ceiling(theme))
    axes.plot(places, levels, gid="pace", **_pace(theme))
    observed = plan.observed
    axes.plot(
        [chart.place(level.day) for level in observed],
        [level.level for level in observed],
        gid="observed",
        **_observed(theme),
    )
    highest = max(*levels, *(level.level for level in observed), 1)
    axes.set_ylim(-0.04 * highest, 1.1 * highest)
    planned = {plan.baseline.level, *(level.level for level in plan.planned)}
    shown = list(_apart(planned, _TALL * 1.14 * highest))
    axes.set_yticks(shown, [words.number(level) for level in shown])
    axes.tick_params(axis="y", colors=theme.ink, labelsize=_SIZE, length=0)
    axes.grid(visible=True, axis="y", color=theme.faint, linewidth=0.6)
    unit: dict[str, Any] = {
        "size": 8.5,
        "color": theme.ink,
        "weight": "bold",
        "ha": "right",
        "va": "center",
    }
    axes.text(-0.03, 1.06, plain(plan.unit)[:40], transform=axes.transAxes, **unit)
    _label_observed(axes, chart, plan, highest, theme)


def _apart(levels: Iterable[int], least: float) -> Iterable[int]:
    """Yield the levels from the highest down, without those too close to the one before."""
    before = None
    for level in sorted(levels, reverse=True):
        if before is None or before - level >= least:
            yield level
            before = level


def _label_observed(
    axes: Axes, chart: Chart, plan: DrawdownPlan, highest: int, theme: Theme
) -> None:
    """Write each observed level beside its point, except where labels would overlap."""
    taken: list[tuple[float, float]] = []
    for observed in plan.observed:
        x, y = chart.place(observed.day), observed.level / highest
        if any(abs(x - a) < _WIDE and abs(y - b) < _TALL for a, b in taken):
            continue
        taken.append((x, y))
        # Below and to the left, where a falling line leaves space, unless the panel ends there or the
        # ceiling is below the point.
        beside: dict[str, Any] = {"xytext": (-4, -4), "ha": "right", "va": "top"}
        if x < _WIDE or y < _TALL or observed.level > plan.levels(observed.day).ceiling:
            beside = {"xytext": (2, 5), "ha": "left" if x < _WIDE else "center", "va": "bottom"}
        axes.annotate(
            words.number(observed.level),
            (x, observed.level),
            textcoords="offset points",
            size=_SIZE,
            color=theme.met,
            gid=f"observed-{observed.day}",
            **beside,
        )


def _ceiling(theme: Theme) -> dict[str, Any]:
    """Return the style of the ceiling: a solid line."""
    return {"color": theme.due, "linewidth": 1.8, "solid_joinstyle": "miter"}


def _pace(theme: Theme) -> dict[str, Any]:
    """Return the style of the pace: a dashed line."""
    return {"color": theme.quiet, "linewidth": 1.2, "linestyle": (0, (4, 2))}


def _observed(theme: Theme) -> dict[str, Any]:
    """Return the style of an observed level: a filled circle."""
    return {
        "color": theme.met,
        "marker": "o",
        "markersize": 5,
        "linestyle": "none",
        "clip_on": False,
    }


def legend(plan: DrawdownPlan, theme: Theme) -> list[tuple[str, dict[str, Any]]]:
    """Return the legend entries of the lines that are drawn."""
    found = [("ceiling", _ceiling(theme)), ("pace", _pace(theme))]
    return [*found, ("observed", _observed(theme))] if plan.observed else found
