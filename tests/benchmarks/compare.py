"""Whole processes measured against one another, in alternating runs."""

from __future__ import annotations

import resource
import statistics
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cost(NamedTuple):
    """Seconds of processor and wall time of one process."""

    cpu: float
    wall: float


def run(command: Sequence[str]) -> Cost:
    """Return what one run of the command costs; its output is thrown away."""
    import time

    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall)


def ratio(ours: Sequence[str], theirs: Sequence[str], runs: int) -> tuple[Cost, Cost]:
    """Return our median cost and the median of the ratios, ours to theirs, pair by pair."""
    run(ours), run(theirs)
    pairs = [(run(ours), run(theirs)) for _ in range(runs)]
    cost = Cost(
        *(statistics.median(values) for values in zip(*(pair[0] for pair in pairs), strict=True))
    )
    return cost, Cost(
        statistics.median(one.cpu / other.cpu for one, other in pairs),
        statistics.median(one.wall / other.wall for one, other in pairs),
    )
