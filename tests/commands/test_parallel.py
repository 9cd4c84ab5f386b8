"""Many commands at once, each about a file of a folder, as `xargs -P` runs them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.transcript import COMMAND, clean_environment, in_process

FILES = 40
AGREEMENT = """\
title = "Agreement {number}"
signed = {signed}
[[milestone]]
id = "m-0"
title = "The first thing of agreement {number}"
due = "signed + {number} days"
"""
MILESTONE = """\
[[milestone]]
id = "m-{place}"
title = "Thing {place} of agreement {number}"
due = "m-{before} + {place} months"
"""


def agreement(number: int) -> str:
    """Return an agreement whose answer has several thousand bytes."""
    first = AGREEMENT.format(number=number, signed=f"20{number:02}-01-31")
    more = (
        MILESTONE.format(place=place, before=place - 1, number=number) for place in range(1, 12)
    )
    return first + "".join(more)


def test_four_at_once_print_the_same_bytes_as_one_after_the_other(tmp_path: Path) -> None:
    xargs = shutil.which("xargs")
    if not xargs:
        pytest.skip("xargs is not installed")
    paths = [str(tmp_path / f"a{number:02}.toml") for number in range(FILES)]
    for number, path in enumerate(paths):
        Path(path).write_text(agreement(number))
    arguments = ("show", "--on", "2020-07-01", "-f", "ndjson", "-a")
    together = tmp_path / "together"
    # All of them write to one file.
    with together.open("wb") as file:
        subprocess.run(
            [xargs, "-P", "4", "-n", "1", COMMAND, *arguments],
            input="\n".join(paths).encode(),
            stdout=file,
            env=clean_environment(),
            check=True,
        )
    each = [in_process(*arguments, path).out for path in paths]
    assert min(map(len, each)) > 4096
    lines = together.read_text(encoding="utf-8").splitlines(keepends=True)
    assert sorted(lines) == sorted("".join(each).splitlines(keepends=True))
    # The lines of each agreement are not parted either.
    of_each = "".join(lines)
    assert all(of_each.count(answer) == 1 for answer in each)
