"""The marks of milestones in an image, as styles of matplotlib. Each has a shape of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.render.charts.bars import Sign

if TYPE_CHECKING:
    from timeline.render.charts.bars import Bar
    from timeline.render.charts.picture.themes import Theme

# The width in inches of the widest mark, the diamond of a deadline, and of the space beside it.
WIDEST = 0.21
# The dashes of the line from a first plan: short, with wide gaps.
_DOTTED = (0, (1.2, 2))


def style(sign: Sign, scale: float, theme: Theme, colour: str = "") -> dict[str, Any]:
    """Return the style of a mark; `colour` is that of what is done, if the sign does not imply it."""
    match sign:
        case Sign.FIRST_PLAN:
            return _mark("d", 6.5, theme.paper, theme.quiet, 0.9, scale)
        case Sign.DUE:
            return _mark("D", 7.5, theme.paper, theme.due, 1.5, scale)
        case Sign.BETWEEN:
            # A wide band.
            return {
                "color": theme.due,
                "linewidth": 7 * scale,
                "solid_capstyle": "butt",
                "alpha": 0.45,
            }
        case Sign.EVENT:
            return _mark((3, 0, 0), 10, theme.paper, theme.due, 1.5, scale)
        case Sign.VOID:
            return _mark("x", 6.5, theme.quiet, theme.quiet, 1.6, scale)
        case Sign.OBSERVED:
            return _mark("o", 5, theme.paper, colour or theme.met, 1.5, scale)
        case Sign.UNDONE:
            # A broken line with an open arrow at its end.
            return {
                **line(theme.wrong, scale),
                **_mark((3, 0, -90), 6.5, theme.paper, theme.wrong, 1.2, scale),
                "linestyle": (0, (3, 1.6)),
                "markevery": [-1],
            }
    # A filled circle, which fits into the mark of a deadline.
    colours = {Sign.IN_TIME: theme.met, Sign.LATE: theme.wrong}
    return _mark("o", 5.5, colours.get(sign, theme.quiet), theme.paper, 0.6, scale)


def line(colour: str, scale: float) -> dict[str, Any]:
    """Return the style of a line between two marks."""
    return {"color": colour, "linewidth": 1.4 * scale}


def moved(scale: float, theme: Theme) -> dict[str, Any]:
    """Return the style of the line from a first plan to the deadline in force: dotted."""
    return {**line(theme.quiet, scale), "linestyle": _DOTTED}


def colour_of_done(bar: Bar, theme: Theme) -> str:
    """Return the colour of what was done, and of the line that leads to it."""
    if bar.is_late:
        return theme.wrong
    return theme.quiet if bar.done_sign is Sign.HAPPENED else theme.met


def _mark(
    marker: object, size: float, face: str, edge: str, width: float, scale: float
) -> dict[str, Any]:
    """Return the style of a mark without a line."""
    return {
        "marker": marker,
        "markersize": size * scale,
        "markerfacecolor": face,
        "markeredgecolor": edge,
        "markeredgewidth": width * scale,
        "linestyle": "none",
        "clip_on": False,
    }
