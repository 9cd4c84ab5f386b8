"""All measurements in one run: `.venv/bin/python -m tests.benchmarks`."""

from __future__ import annotations

from tests.benchmarks import folders, start, streams

if __name__ == "__main__":
    start.main()
    folders.main()
    streams.main()
