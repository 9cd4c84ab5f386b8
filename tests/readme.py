"""The README's examples: `$ ` lines in console blocks, each followed by what it prints."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.transcript import COMMAND, clean_environment

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


class Example(NamedTuple):
    """A command line of the README and the output printed under it."""

    command: str
    output: str


def examples() -> list[Example]:
    """Return the examples of all console blocks."""
    found = []
    for block in re.findall(
        r"^```console\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Example(command, output))
    return found


def replay(command: str) -> str:
    """Return what the command line prints, on both streams, in a shell at the top of the tree."""
    path = f"{Path(COMMAND).parent}:{clean_environment()['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=clean_environment({"PATH": path}),
        cwd=ROOT,
        check=False,
    )
    return done.stdout
