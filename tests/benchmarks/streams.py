"""How fast streams are answered, against Debian's dateutils doing the like in the same run.

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

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.compare import ratio

RUNS = 5
COMMAND = shlex.quote(str(Path(sys.executable).with_name("timeline")))

# Our arguments, theirs, the lines of input, how many are distinct, what follows each day in ours, and
# the bound on the ratio of wall time.
CASES = (
    ("remaining drawdown --on -", "ddiff 2020-07-13", 10_000_000, 15_000, "", 0.60),
    ("remaining drawdown --on -", "ddiff 2020-07-13", 1_000_000, 900_000, "", 2.5),
    ("date -", "dadd +14mo", 1_000_000, 15_000, " + 14 months", 1.0),
    ("date -", "dadd +14mo", 1_000_000, 900_000, " + 14 months", 25.0),
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
        ours_in, theirs_in = Path(folder, "ours.txt"), Path(folder, "theirs.txt")
        for ours, theirs, lines, distinct, tail, bound in CASES:
            write_days(ours_in, lines, distinct, tail)
            write_days(theirs_in, lines, distinct, "")
            cost, ratios = ratio(
                ["sh", "-c", f"exec {COMMAND} {ours} <{ours_in}"],
                ["sh", "-c", f"exec dateutils.{theirs} <{theirs_in}"],
                RUNS,
            )
            print(  # noqa: T201 - a benchmark prints
                f"timeline {ours}, {lines:,} lines, {distinct:,} distinct: {cost.wall:.2f} s wall, "
                f"{ratios.wall:.2f} x `dateutils.{theirs}` (bound {bound})"
            )


if __name__ == "__main__":
    main()
