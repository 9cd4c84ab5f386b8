"""Whether the tests notice what is changed: `python -m tests.mutation --seed 2020 --sample 1000`.

A random sample of small changes to `timeline`, all but `render/charts`, is made one at a time in copies
of the tree. The tests that run the changed lines decide, the quickest first. Each change is printed,
and those that nothing noticed are written to `unnoticed.diff` in the folder. What tests ran which lines
is found out once and kept there; delete `record.json` after changing the tests.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

import click
from coverage import CoverageData
from coverage.exceptions import CoverageException

from tests.mutation.changes import Change, changes

ROOT = Path(__file__).parent.parent.parent
WORKERS = 2
# So many files of tests are run first, for to read them all takes longer than most changes last.
FIRST = 6
# No files of tests take so many seconds, unless a change made them wait for ever.
PATIENCE = 400

Value = TypeVar("Value")
Result = TypeVar("Result")

# How long a file of tests takes, and the lines of each module that it runs.
Ran = tuple[float, dict[str, list[int]]]


class Copy:
    """A copy of the tree, with an interpreter of its own that finds the libraries of this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)
        ours, theirs = Path(sys.executable).parent, folder / ".venv" / "bin"
        venv.create(folder / ".venv", symlinks=True)
        (packages,) = (folder / ".venv" / "lib").glob("*/site-packages")
        libraries = [one for one in sys.path if one.endswith("site-packages")]
        # What comes first wins: the copy over the tree that is installed here. Added as places of
        # libraries, so that coverage starts in the processes of the tests.
        added = [f"import site; site.addsitedir({one!r})" for one in libraries]
        (packages / "copy.pth").write_text("\n".join([str(folder), *added]))
        for script in ours.iterdir():
            if not (theirs / script.name).exists():
                (theirs / script.name).symlink_to(script)
        command = theirs / "timeline"
        text = command.read_text(encoding="utf-8")
        command.unlink()
        command.write_text(f"#!{theirs / 'python'}\n{text.partition(chr(10))[2]}", encoding="utf-8")
        command.chmod(0o755)
        # Compiled code is known by the source's hash: two changes within a second are of one age.
        self.run("compileall", "-q", "--invalidation-mode", "checked-hash", "timeline")

    def run(self, *arguments: str) -> int | None:
        """Return the exit status of a module of Python run in the copy, None if it never ends."""
        with subprocess.Popen(
            [self.folder / ".venv" / "bin" / "python", "-m", *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                return process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return None

    def ran(self, tests: str) -> Ran:
        """Return how long a file of tests takes, and what it and its processes run."""
        data = self.folder / "record" / Path(tests).stem
        data.mkdir(parents=True)
        start = time.perf_counter()
        self.run("coverage", "run", f"--data-file={data}/x", "-m", *_pytest([tests]))
        lines: dict[str, set[int]] = {}
        for file in data.iterdir():
            found = CoverageData(str(file))
            with suppress(CoverageException):  # of a process that was stopped while it wrote
                found.read()
            for path in found.measured_files():
                module = str(Path(path).relative_to(self.folder))
                lines.setdefault(module, set()).update(found.lines(path) or [])
        listed = {module: sorted(numbers) for module, numbers in lines.items()}
        return time.perf_counter() - start, listed

    def notices(self, change: Change, tests: list[str]) -> bool:
        """Return whether the tests fail once the change is made; those that come first are run first."""
        module = self.folder / change.module
        before = module.read_bytes()
        module.write_text(change.made(), encoding="utf-8")
        try:
            # With the first come the examples in the module's own docstrings.
            parts = ([change.module, *tests[:FIRST]], tests[FIRST:])
            return any(self.run(*_pytest(part)) not in {0, 5} for part in parts if part)
        finally:
            module.write_bytes(before)


def _pytest(tests: list[str]) -> list[str]:
    """Return the arguments of Python that run the tests until one fails."""
    options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    # These take a minute, and are for what is remembered of a stream alone.
    return ["pytest", *options, "-k", "not test_memory_stays_flat", *tests]


def sample(seed: int, size: int) -> list[Change]:
    """Return so many of the changes that can be made, chosen by the seed."""
    found = list[Change]()
    for path in sorted((ROOT / "timeline").rglob("*.py")):
        if "charts" not in path.parts:
            found += changes(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    click.echo(f"{len(found)} changes can be made")
    random.Random(seed).shuffle(found)
    return found[:size]  # so that a larger sample goes on from a smaller one


def recorded(folder: Path, copies: list[Copy]) -> dict[str, Ran]:
    """Return what each file of tests ran, found out now unless it is kept in the folder."""
    kept = folder / "record.json"
    if not kept.exists():
        tests = [
            str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("test_*.py"))
        ]
        kept.write_text(json.dumps(dict(zip(tests, _each(copies, Copy.ran, tests), strict=True))))
    found: dict[str, Ran] = json.loads(kept.read_text())
    return found


def _each(
    copies: list[Copy], do: Callable[[Copy, Value], Result], values: list[Value]
) -> Iterator[Result]:
    """Yield what `do` returns for each value, in order, in whatever copy is free."""
    free = SimpleQueue[Copy]()
    for copy in copies:
        free.put(copy)

    def one(value: Value) -> Result:
        copy = free.get()
        try:
            return do(copy, value)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        yield from pool.map(one, values)


@click.command
@click.option("--seed", default=2020, show_default=True)
@click.option("--sample", "size", default=1000, show_default=True, help="How many changes.")
@click.option("--again", is_flag=True, help="Of the sample only what was not noticed last time.")
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "mutation"
)
def main(seed: int, size: int, again: bool, folder: Path) -> None:
    """Make the changes and say which are noticed."""
    for number in range(WORKERS):
        shutil.rmtree(folder / f"copy-{number}", ignore_errors=True)
    copies = [Copy(folder / f"copy-{number}") for number in range(WORKERS)]
    ran = recorded(folder, copies)

    def notices(copy: Copy, one: Change) -> bool:
        lines = set(one.lines)
        seen = [tests for tests in ran if lines & set(ran[tests][1].get(one.module, []))]
        return copy.notices(one, sorted(seen, key=lambda tests: ran[tests][0]))

    file = folder / "unnoticed.diff"
    chosen, unnoticed = sample(seed, size), list[str]()
    if again:
        before = file.read_text(encoding="utf-8").split("\n\n")
        chosen = [one for one in chosen if str(one) in before]
    for number, noticed in enumerate(_each(copies, notices, chosen)):
        click.echo(f"{number + 1} {'noticed' if noticed else 'UNNOTICED'} {chosen[number]}")
        if not noticed:
            unnoticed.append(str(chosen[number]))
            file.write_text("\n\n".join(unnoticed), encoding="utf-8")
    click.echo(f"{len(unnoticed)} of {len(chosen)} were not noticed; they are in {file}")


if __name__ == "__main__":
    main()
