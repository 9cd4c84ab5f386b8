"""The order in which milestones can be dated: each after the one it counts from."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from timeline.errors import CircleError

if TYPE_CHECKING:
    from collections.abc import Mapping


def dating_order(counts_from: Mapping[str, str | None]) -> list[str]:
    """Return the names, each after the one it counts from, None standing for a fixed date.

    What a name counts from is left alone when it is not itself among the names. Raises
    `CircleError` with the path of a circle.

    >>> dating_order({"late": "early", "early": None})
    ['early', 'late']
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, anchor in counts_from.items():
        sorter.add(name, *([anchor] if anchor and anchor in counts_from else []))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        # The sorter lists each before its successor; told the other way round, each counts from the next.
        raise CircleError(error.args[1][::-1]) from None


def circles(counts_from: Mapping[str, str | None], most: int = 10) -> list[CircleError]:
    """Return the circles, `most` at the most: each stands by itself, since each name has one anchor."""
    rest = dict(counts_from)
    found: list[CircleError] = []
    while len(found) < most:
        try:
            dating_order(rest)
        except CircleError as error:
            found.append(error)
            for name in set(error.path):
                del rest[name]
        else:
            break
    return found
