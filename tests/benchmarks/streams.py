"""How fast streams are answered, and in how much memory, with the bounds that they have to keep.

Run it with the environment's own Python: `.venv/bin/python tests/benchmarks/streams.py`. It needs
`dateutils.ddiff` on the path, and writes 100 MB of days into a temporary folder.
"""

from __future__ import annotations

import random
import shlex
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.benchmarks.compare import ratio, run

RUNS = 5
COMMAND = str(Path(sys.executable).with_name("timeline"))
DDIFF = "dateutils.ddiff 2020-07-13"

# The plainest loops that print the same.
_LOOP = """
import sys
from datetime import date
{libraries}
for line in sys.stdin:
    text = line.strip()
    {compute}
    sys.stdout.write(f"{{text}}\\t{{answer}}\\n")
"""
_LIBRARY = "from dateutil.relativedelta import relativedelta"
_DAY = "answer = date.fromisoformat(text)"
_DAYS = "answer = (date(2020, 7, 13) - date.fromisoformat(text)).days"
_MONTHS = """day, _ = text.split(" + ")
    answer = date.fromisoformat(day) + relativedelta(months=14)"""
# The prisoners were released on 3 September; what counts from there was planned for 10 June before.
_HAPPENED = """day = date.fromisoformat(text)
    due = date(2020, 12, 3) if day >= date(2020, 9, 3) else date(2020, 6, 10)
    answer = (due - day).days"""

# A small process that prints the peak memory of a command, in KiB; what forks counts its own first.
_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

_REMAINING = "remaining drawdown --on -"
_AS_HAPPENED = "remaining remaining-prisoners --as-happened --on -"
_PLUS = " + 14 months"
MOST_MEMORY = 120


class Case(NamedTuple):
    """Our arguments on so many lines, each one of so many possible days and then `words`.

    `loop` is what a loop in Python computes for each, if that is what is held against it, and `bound`
    what the ratio of wall times must not pass.
    """

    arguments: str
    lines: int
    possible: int
    words: str = ""
    loop: str | None = None
    bound: float = 1.6


CASES = (
    Case(_REMAINING, 4_000_000, 15_000, bound=1.2),
    *(
        Case(arguments, 1_000_000, possible, words, loop)
        for arguments, words, loop in (
            (_REMAINING, "", _DAYS),
            (_AS_HAPPENED, "", _HAPPENED),
            ("date -", "", _DAY),
            ("date -", _PLUS, _MONTHS),
        )
        for possible in (28_000, 73_000, 3_000_000)
    ),
)
PLOTTED = (
    1,
    1_000,
    15_000,
    50_000,
    73_000,
    100_000,
    110_000,
    150_000,
    300_000,
    1_000_000,
    3_000_000,
)


def write_days(path: Path, lines: int, possible: int, words: str) -> None:
    """Write that many lines, each a random one of that many days, then `words`."""
    rng = random.Random(2020)
    # All the calendar for very many; else days that the other program knows, too.
    first = date(1, 1, 1) if possible > 1_000_000 else date(1990, 1, 1)
    days = [f"{date.fromordinal(first.toordinal() + n)}{words}\n" for n in range(possible)]
    with path.open("w", encoding="ascii") as file:
        for _ in range(lines // 1000):
            file.writelines(rng.choices(days, k=1000))


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - a benchmark prints


def judged(value: float, bound: float) -> str:
    """Return the bound, and whether it is kept."""
    return f"bound {bound}{'' if value <= bound else ', MISSED'}"


def compared(folder: str) -> None:
    """Print a line a case, our program against another."""
    path = Path(folder, "lines.txt")
    for case in CASES:
        write_days(path, case.lines, case.possible, case.words)
        ours = f"{shlex.quote(COMMAND)} {case.arguments} <{path}"
        theirs = f"{DDIFF} <{path}"
        if case.loop:
            libraries = _LIBRARY if "relativedelta" in case.loop else ""
            loop = _LOOP.format(libraries=libraries, compute=case.loop)
            theirs = f"{shlex.quote(sys.executable)} -c {shlex.quote(loop)} <{path}"
            if printed(ours) != printed(theirs):
                raise SystemExit(f"timeline {case.arguments}: the loop prints something else")
        cost, ratios = ratio(["sh", "-c", f"exec {ours}"], ["sh", "-c", f"exec {theirs}"], RUNS)
        say(
            f"timeline {case.arguments}, {case.lines:,} lines, {case.possible:,} possible days"
            f"{f', each{case.words}' if case.words else ''}: {cost.wall:.2f} s, "
            f"{ratios.wall:.2f} x {'the plainest loop' if case.loop else DDIFF} "
            f"({judged(ratios.wall, case.bound)})"
        )


def printed(command: str) -> bytes:
    """Return what a command of the shell prints."""
    return subprocess.run(["/bin/sh", "-c", command], stdout=subprocess.PIPE, check=True).stdout


def memory() -> None:
    """Print the peak memory of different lines: very long ones, and as many as are remembered."""
    for what, lines in (
        (
            "15,000 lines of 60 KB",
            "'2020-07-13' + ' ' * 60_000 + f'+ {n} d' for n in range(15_000)",
        ),
        ("3,000 lines of 60 KB", "f'2020-07-13 + {n:060000} d' for n in range(3_000)"),
        ("300,000 lines of 85 bytes", "f'2020-07-13 + {n:070} d' for n in range(300_000)"),
        ("1,000,000 lines of 22 bytes", "f'2020-07-13 + {n:07} d' for n in range(1_000_000)"),
    ):
        source = shlex.join([sys.executable, "-c", f"for line in ({lines}): print(line)"])
        counted = shlex.join([sys.executable, "-c", _PEAK, COMMAND, *_REMAINING.split()])
        peak = int(printed(f"{source} | {counted}")) / 1024
        say(
            f"timeline {_REMAINING}, {what}, all different: peak memory {peak:.0f} MB "
            f"({judged(peak, MOST_MEMORY)})"
        )


def plotted(folder: str) -> None:
    """Print the cost of a line against the number of different days: a line that does not jump."""
    path = Path(folder, "lines.txt")
    lines = 1_000_000
    say(f"timeline {_REMAINING}, {lines:,} lines, by the number of possible days:")
    command = ["sh", "-c", f"exec {shlex.quote(COMMAND)} {_REMAINING} <{path}"]
    for possible in PLOTTED:
        write_days(path, lines, possible, "")
        costs = [run(command) for _ in range(3)]
        each = statistics.median(cost.wall for cost in costs) / lines * 1e6
        say(f"{possible:>10,} {each:5.2f} µs a line  {'#' * round(each * 30)}")


def main() -> None:
    """Print all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        compared(folder)
        memory()
        plotted(folder)


if __name__ == "__main__":
    main()
