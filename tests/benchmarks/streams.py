"""How fast streams are answered, against dateutils and GNU date doing the like in the same run.

Run it with the environment's own Python: `.venv/bin/python tests/benchmarks/streams.py`. It needs
`dateutils.ddiff` and `dateutils.dadd` on the path, and writes 250 MB of days into a temporary folder.
"""

from __future__ import annotations

import random
import shlex
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.compare import ratio

RUNS = 5
COMMAND = shlex.quote(str(Path(sys.executable).with_name("timeline")))


class Case(NamedTuple):
    """Our arguments and their command, on lines of which some are distinct.

    A line is a day and then the words that each of the two is told. `bound` is what the ratio of wall
    times is to stay under.
    """

    ours: str
    theirs: str
    lines: int
    distinct: int
    our_words: str = ""
    their_words: str = ""
    bound: float | None = None


_DAYS, _DATES = "remaining drawdown --on -", "date -"
_PLUS = " + 14 months"
CASES = (
    Case(_DAYS, "dateutils.ddiff 2020-07-13", 10_000_000, 15_000, bound=0.60),
    Case(_DAYS, "dateutils.ddiff 2020-07-13", 1_000_000, 900_000, bound=2.5),
    Case(_DATES, "dateutils.dadd +14mo", 1_000_000, 15_000, _PLUS, bound=1.0),
    Case(_DATES, "dateutils.dadd +14mo", 1_000_000, 900_000, _PLUS, bound=25.0),
    # Its calendar is the same, its rule for short months another.
    Case(_DATES, "date -f - +%F", 1_000_000, 15_000, _PLUS, _PLUS),
)


def write_days(path: Path, lines: int, distinct: int, tail: str) -> None:
    """Write that many lines, of that many distinct days, each followed by `tail`."""
    rng = random.Random(2020)
    # The other program's calendar ends with the year 4095, its results included.
    first = date(1601, 1, 1) if distinct > 100_000 else date(2000, 1, 1)
    days = [f"{date.fromordinal(first.toordinal() + n)}{tail}\n" for n in range(distinct)]
    with path.open("w", encoding="ascii") as file:
        file.writelines(days)
        for _ in range((lines - distinct) // 1000):
            file.writelines(rng.choices(days, k=1000))


def main() -> None:
    """Print a line a case."""
    with tempfile.TemporaryDirectory() as folder:
        our_lines, their_lines = Path(folder, "ours.txt"), Path(folder, "theirs.txt")
        for case in CASES:
            write_days(our_lines, case.lines, case.distinct, case.our_words)
            write_days(their_lines, case.lines, case.distinct, case.their_words)
            cost, ratios = ratio(
                ["sh", "-c", f"exec {COMMAND} {case.ours} <{our_lines}"],
                ["sh", "-c", f"exec {case.theirs} <{their_lines}"],
                RUNS,
            )
            bound = f" (bound {case.bound})" if case.bound else ""
            print(  # noqa: T201 - a benchmark prints
                f"timeline {case.ours}, {case.lines:,} lines, {case.distinct:,} distinct: "
                f"{cost.wall:.2f} s wall, {ratios.wall:.2f} x `{case.theirs}`{bound}",
                flush=True,
            )


if __name__ == "__main__":
    main()
