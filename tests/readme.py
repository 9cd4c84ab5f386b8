"""The examples of the README and of the manual's pages: `$ ` lines in console blocks, each followed by
what it prints. `python -m tests.readme` writes what they print today; read the difference.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.transcript import COMMAND, clean_environment

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
EXAMPLES = ROOT / "examples"
HELP = ROOT / "timeline" / "help"
PAGES = [README, *sorted(HELP.glob("*.md"))]

_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


class Example(NamedTuple):
    """A command line and the output printed under it."""

    command: str
    output: str


def examples(page: Path) -> list[Example]:
    """Return the examples of all console blocks of a page."""
    blocks = _CONSOLE.findall(page.read_text("utf-8"))
    return [Example(*found) for block in blocks for found in _COMMAND.findall(block)]


def blocks(page: Path, language: str) -> list[str]:
    """Return the texts of a page's blocks in that language."""
    text = page.read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def replay(command: str, directory: Path | None = None) -> str:
    """Return what the command line prints, on both streams, in a shell.

    Without a `directory` it runs in a new one that has the examples, and in which it may write.
    """
    if directory is None:
        with TemporaryDirectory() as scratch:
            Path(scratch, EXAMPLES.name).symlink_to(EXAMPLES)
            return replay(command, Path(scratch))
    path = f"{Path(COMMAND).parent}:{clean_environment()['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=clean_environment({"PATH": path}),
        cwd=directory,
        check=False,
    )
    return done.stdout


def replayed(page: Path) -> str:
    """Return the text of a page, under each command what it prints today."""

    def again(block: re.Match[str]) -> str:
        shown = _COMMAND.sub(lambda one: f"$ {one[1]}\n{replay(one[1])}", block[1])
        return f"```console\n{shown}```"

    return _CONSOLE.sub(again, page.read_text("utf-8"))


if __name__ == "__main__":
    assert Path(COMMAND).exists(), COMMAND
    for one in PAGES:
        one.write_text(replayed(one), "utf-8")
