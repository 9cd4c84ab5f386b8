"""How long the command takes to start and answer, against importing the libraries it needs and more.

Run it with the environment's own Python, not through a launcher: `.venv/bin/python tests/benchmarks/start.py`
"""

from __future__ import annotations

import compileall
import shlex
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.compare import ratio

ROOT = Path(__file__).parent.parent.parent
RUNS = 25
PYTHON = str(Path(sys.executable))
COMMAND = str(Path(sys.executable).with_name("timeline"))

# Our arguments, what is held against them, and the bound on the ratio of processor time.
CASES = (
    (("date", "drawdown"), (PYTHON, "-c", "import click"), 1.35),
    (("show",), (PYTHON, "-c", "import click, rich.console, rich.table"), 1.25),
    (("date", "drawdown"), (PYTHON, "-c", "pass"), None),
    (("date", "drawdown"), ("date", "-d", "2020-02-29 + 135 days", "+%F"), None),
)


def main() -> None:
    """Print a line a case."""
    # Stale bytecode, which is never replaced under PYTHONDONTWRITEBYTECODE, would be measured as well.
    compileall.compile_dir(ROOT / "timeline", quiet=1)
    for arguments, theirs, bound in CASES:
        cost, ratios = ratio([COMMAND, *arguments], theirs, RUNS)
        print(  # noqa: T201 - a benchmark prints
            f"timeline {' '.join(arguments)}: {cost.cpu * 1000:.0f} ms CPU, {ratios.cpu:.2f} x "
            f"`{shlex.join([Path(theirs[0]).name, *theirs[1:]])}`"
            + (f" (bound {bound})" if bound else ""),
            flush=True,
        )


if __name__ == "__main__":
    main()
