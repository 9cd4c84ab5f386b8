"""How long a folder of many agreements takes, against parsing the same files with tomllib alone.

`python -m tests.benchmarks.folders` measures it alone.
"""

from __future__ import annotations

import compileall
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.compare import ratio

ROOT = Path(__file__).parent.parent.parent
RUNS = 7
PYTHON = str(Path(sys.executable))
COMMAND = str(Path(sys.executable).with_name("timeline"))
AGREEMENTS, MILESTONES = 2_000, 10
BOUND = 2.5
_PARSE = """
import sys, tomllib
from pathlib import Path
for path in Path(sys.argv[1]).glob("*.toml"):
    with path.open("rb") as file:
        tomllib.load(file)
"""


def agreement(number: int, chance: random.Random) -> str:
    """Return an agreement of milestones of which one in two counts from the one before."""
    lines = [
        f'title = "Agreement {number}"',
        f"signed = {date(2024, 1, 1) + timedelta(chance.randrange(1000))}",
        'parties = ["North", "South"]',
    ]
    for each in range(MILESTONES):
        due = f"m-{each - 1} + {chance.randint(1, 300)} days"
        if each % 2 == 0:
            due = f"signed + {chance.randint(1, 40)} months"
        lines += [
            "[[milestone]]",
            f'id = "m-{each}"',
            f'title = "Milestone {each} of agreement {number}"',
            f'due = "{due}"',
            f'clause = "Article {each}"',
            'source = "text"',
        ]
    lines += ["[[source]]", 'id = "text"', f'title = "The text of agreement {number}"']
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print a line."""
    # As in the benchmark of the start.
    compileall.compile_dir(ROOT / "timeline", quiet=1)
    chance = random.Random(1)
    with TemporaryDirectory() as folder:
        for number in range(AGREEMENTS):
            path = Path(folder, f"a{number:04}.toml")
            path.write_text(agreement(number, chance), "utf-8")
        ours = [COMMAND, "next", "-a", folder]
        cost, ratios = ratio(ours, [PYTHON, "-c", _PARSE, folder], RUNS)
    print(  # noqa: T201 - a benchmark prints
        f"timeline next -a FOLDER of {AGREEMENTS:,} files: {cost.cpu:.2f} s CPU, "
        f"{ratios.cpu:.2f} x tomllib alone (bound {BOUND})",
        flush=True,
    )


if __name__ == "__main__":
    main()
