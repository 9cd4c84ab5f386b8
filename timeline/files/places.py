"""The tables of a file with their paths, as error messages name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.files.faults import item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.schedule.agreement import Agreement, Drawdown, Milestone


class Place(Struct, frozen=True):
    """The path of an array's item, as `item` returns it. It is computed only where a fault names it."""

    path: str
    position: int
    identity: str

    def __str__(self) -> str:
        """Return the path."""
        return item(self.path, self.position, self.identity)


def each_milestone(agreement: Agreement) -> Iterator[tuple[Place, Milestone]]:
    """Yield each milestone with its path."""
    for position, milestone in enumerate(agreement.milestones):
        yield Place("milestone", position, milestone.id), milestone


def each_series(agreement: Agreement) -> Iterator[tuple[str, Drawdown]]:
    """Yield each series of levels with its path."""
    if agreement.drawdown:
        yield "drawdown", agreement.drawdown
    for position, series in enumerate(agreement.named_series):
        yield item("series", position, series.id), series
