"""The order in which milestones are dated: each after the one that it counts from."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from timeline.errors import CircleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def dating_order(counts_from: Mapping[str, str | None]) -> list[str]:
    """Return the names, each after the name that it counts from, which is None for a fixed date.

    Anchors that are not keys of `counts_from` are not in the result. Raises `CircleError`, with the
    path of the circle.

    >>> dating_order({"late": "early", "early": None})
    ['early', 'late']
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, anchor in counts_from.items():
        sorter.add(name, *([anchor] if anchor and anchor in counts_from else []))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        # The sorter lists each name before those that count from it; the path is in reverse order.
        raise CircleError(error.args[1][::-1]) from None


def circles(counts_from: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Yield the path of every circle; each path begins and ends with the same name.

    A name counts from at most one other, so following that one finds all circles in one pass.

    >>> list(circles({"a": "b", "b": "a", "c": "a"}))
    [['a', 'b', 'a']]
    """
    visited_from: dict[str, str] = {}
    for start in counts_from:
        path: list[str] = []
        name: str | None = start
        while name and name in counts_from and name not in visited_from:
            visited_from[name] = start
            path.append(name)
            name = counts_from[name]
        if name and visited_from.get(name) == start:
            yield [*path[path.index(name) :], name]
