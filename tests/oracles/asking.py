"""Run another engine, and compare its output with ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.transcript import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

HERE = Path(__file__).parent
# Corrects the leap years of the Persian calendar, the first of them in 2124: ICU-22736.
_ICU = 77


class Missing(Exception):  # noqa: N818 - not an error in this program
    """An engine is not installed; the message says what to install."""


class Result(NamedTuple):
    """How many answers were compared, and those that differ, a line each.

    `explained` counts differences beside those: where the sources themselves differ, and how far.
    """

    compared: int
    differences: list[str]
    explained: int = 0

    def and_also(self, other: Result) -> Result:
        """Return both results as one."""
        return Result(
            self.compared + other.compared,
            self.differences + other.differences,
            self.explained + other.explained,
        )


def output_lines(command: Sequence[str], lines: Iterable[object]) -> list[str]:
    """Return the lines that another program prints, one for each line of input."""
    given = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def compared(
    ours: Sequence[str],
    theirs: Sequence[str],
    questions: Sequence[object],
    is_explained: Callable[[object, str, str], bool] = lambda *_: False,
) -> Result:
    """Return where two lists of answers differ; some differences may be explained."""
    pairs = zip(questions, ours, theirs, strict=True)
    different = [answers for answers in pairs if answers[1] != answers[2]]
    wrong = [answers for answers in different if not is_explained(*answers)]
    lines = [f"{question}: {mine}, theirs {other}" for question, mine, other in wrong]
    return Result(len(questions), lines, len(different) - len(wrong))


def by_command(expressions: Sequence[str], *options: str) -> list[str]:
    """Return the command's answers to a stream of expressions, `none` for those it refuses."""
    done = timeline("date", "-", *options, stdin="\n".join(expressions))
    answers = iter(done.out.splitlines())
    refused = {int(line) for line in re.findall(r"\bline (\d+): ", done.err)}
    output = []
    for number, expression in enumerate(expressions, 1):
        if number in refused:
            output.append("none")
        else:
            question, _, answer = next(answers, "").partition("\t")
            output.append(answer if question == expression else f"an answer to {question!r}")
    return output


def remaining_by_command(deadline: date, days: Sequence[date]) -> list[str]:
    """Return the days that the command says remain until `deadline` on each of `days`."""
    done = timeline("remaining", str(deadline), "--on", "-", stdin="\n".join(map(str, days)))
    return [line.partition("\t")[2] for line in done.out.splitlines()]


def program(name: str) -> str:
    """Return the path of a program. Raises `Missing`."""
    found = shutil.which(name)
    if not found:
        raise Missing(f"{name} on the path")
    return found


def icu() -> str:
    """Return the path of a node with a recent ICU. Raises `Missing`."""
    node = program("node")
    version = output_lines([node, "-p", "process.versions.icu"], [])[0]
    if not version[:2].isdigit() or int(version[:2]) < _ICU:
        raise Missing(f"a node with ICU {_ICU} or newer, not {version}")
    return node


def package(name: str) -> str:
    """Return the folder of a package of npm, fetched once into a cache. Raises `Missing`."""
    folder = Path.home() / ".cache" / "withdrawal-timeline-oracles"
    found = folder / "node_modules" / name
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [program("npm"), "install", "--silent", "--prefix", str(folder), name]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=120)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise Missing(f"{name} from the npm registry") from None
    return str(found)
