"""Coverage-guided fuzzing: `python -m tests.fuzzing TARGET [-runs=1000000]`, with atheris installed.

What it finds goes to the corpus, each file named for what it once did wrong.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # installed where fuzzing is done

with atheris.instrument_imports(include=["timeline", "tomllib"]):
    from tests.fuzzing.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"

if __name__ == "__main__":
    target, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as found:
        # What looks new is kept for the run alone; the corpus stays small.
        folders = [found, str(CORPUS / target)]
        atheris.Setup([sys.argv[0], *options, *folders], TARGETS[target])
        atheris.Fuzz()
