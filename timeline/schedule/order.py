"""The order in which milestones are dated: each after those that it counts from."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from timeline.errors import CircleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def dating_order(counts_from: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names, each after the names that it counts from, of which a fixed date has none.

    Anchors that are not keys of `counts_from` are not in the result. Raises `CircleError`, with the
    path of the circle.

    >>> dating_order({"late": ["early"], "early": []})
    ['early', 'late']
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, anchors in counts_from.items():
        sorter.add(name, *[anchor for anchor in anchors if anchor in counts_from])
    try:
        return list(sorter.static_order())
    except CycleError as error:
        # The sorter lists each name before those that count from it; the path is in reverse order.
        raise CircleError(error.args[1][::-1]) from None


def circles(counts_from: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the paths of circles; each path begins and ends with the same name.

    No name is in two of them, and each name in a circle leads to one of them. So a file in which
    everything counts from everything has few. The time is linear in the number of names.

    >>> list(circles({"a": ["b"], "b": ["a"], "c": ["a"]}))
    [['a', 'b', 'a']]
    """
    finished = set[str]()
    for start in counts_from:
        path = [start]
        position = {start: 0}  # in the path
        # The position of the last name in the path, up to each, that is in a circle already.
        last_found = [-1]
        following = [iter(() if start in finished else counts_from[start])]
        while path:
            name = next(following[-1], None)
            if name is None:
                done = path.pop()
                del position[done]
                finished.add(done)
                following.pop()
                last_found.pop()
            elif name in position:
                first = position[name]
                if last_found[-1] < first:
                    yield [*path[first:], name]
                    last_found[first:] = range(first, len(path))
            elif name in counts_from and name not in finished:
                position[name] = len(path)
                path.append(name)
                last_found.append(last_found[-1])
                following.append(iter(counts_from[name]))
