"""What is drawn on the time axes of the page, each with the days on which it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable


# The order in which marks are drawn, by their looks: what is late is over what was met beside it.
_LAYERS = {"first-plan": 0, "due": 1, "event": 1, "void": 1, "happened late": 3}
_OTHERS = 2


class Line(Struct, frozen=True):
    """A line between two points, in percent; it ends on the day shown if `right` is None."""

    look: str
    left: float
    top: float
    right: float | None
    bottom: float


class Mark(Struct, frozen=True):
    """A symbol at a point, in percent, and what it says in words."""

    look: str
    left: float
    top: float
    label: str


Shape = Line | Mark


class Shown(Struct, frozen=True):
    """A shape that is shown from the day `first` to the day `last`."""

    first: date
    last: date
    shape: Shape


def shown(drawings: Iterable[tuple[date, date, Iterable[Shape]]]) -> list[Shown]:
    """Return each shape once for all following days on which it is part of the drawing.

    Drawings without a day are left out.
    """
    found = dict[tuple[Shape, date], Shown]()
    # The key of a shape is the day after those on which it is shown so far.
    for first, last, shapes in drawings:
        if first > last:
            continue
        for shape in shapes:
            before = found.pop((shape, first), None)
            after = last + timedelta(1) if last < date.max else last
            found[shape, after] = Shown(before.first if before else first, last, shape)
    # Lines are below marks, a first plan is below the deadline, and that below what happened on it.
    return sorted(
        found.values(),
        key=lambda one: _LAYERS.get(one.shape.look, _OTHERS) if isinstance(one.shape, Mark) else -1,
    )
