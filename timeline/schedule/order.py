"""The order in which milestones can be dated: each after the one it counts from."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from timeline.errors import CircleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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


def circles(counts_from: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Yield the path of every circle, each beginning and ending with the same name.

    Each name counts from one other at most, so following that one finds them all in one pass.

    >>> list(circles({"a": "b", "b": "a", "c": "a"}))
    [['a', 'b', 'a']]
    """
    walked_from: dict[str, str] = {}
    for start in counts_from:
        path: list[str] = []
        name: str | None = start
        while name and name in counts_from and name not in walked_from:
            walked_from[name] = start
            path.append(name)
            name = counts_from[name]
        if name and walked_from.get(name) == start:
            yield [*path[path.index(name) :], name]
