"""Draw the picture of the README with the program: `python -m tests.pictures` writes it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.transcript import in_process as timeline

FOLDER = Path(__file__).parent.parent / "examples"


def chart() -> str:
    """Return the chart of the whole agreement, as SVG."""
    with TemporaryDirectory() as folder:
        timeline("chart", "--on", "2021-12-31", "-o", "chart.svg", directory=Path(folder))
        return (Path(folder) / "chart.svg").read_text("utf-8")


PICTURES = {"chart.svg": chart}

if __name__ == "__main__":
    for name, make in PICTURES.items():
        (FOLDER / name).write_text(make(), "utf-8")
