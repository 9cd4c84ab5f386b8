"""How long the command takes to start and answer, against importing the libraries it needs.

Run it with the environment's own Python, not through a launcher: `.venv/bin/python tests/benchmarks/start.py`
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.compare import ratio

RUNS = 25
PYTHON = str(Path(sys.executable))
COMMAND = str(Path(sys.executable).with_name("timeline"))

# Our arguments, the imports to hold against them, and the bound on the ratio of processor time.
CASES = (
    (("date", "drawdown"), "click", 1.35),
    (("show",), "click, rich.console, rich.table", 1.25),
)


def main() -> None:
    """Print a line a case."""
    for arguments, imports, bound in CASES:
        cost, ratios = ratio([COMMAND, *arguments], [PYTHON, "-c", f"import {imports}"], RUNS)
        print(  # noqa: T201 - a benchmark prints
            f"timeline {' '.join(arguments)}: {cost.cpu * 1000:.0f} ms CPU, "
            f"{ratios.cpu:.2f} x `import {imports}` (bound {bound})"
        )


if __name__ == "__main__":
    main()
