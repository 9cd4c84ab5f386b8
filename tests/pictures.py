"""Draw the pictures of the README with the program: `python -m tests.pictures` writes them."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from tests.transcript import in_process as timeline

FOLDER = Path(__file__).parent.parent / "examples"
# As wide as the table without a terminal, in which no line is broken.
_WIDTH = 136

# Rich's own template without its web fonts, so that the picture loads nothing from the web.
_FORM = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-family: ui-sans-serif, "DejaVu Sans", Verdana, sans-serif; font-size: 18px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def table() -> str:
    """Return the table of 1 July 2020 as a terminal shows it, as SVG."""
    shown = timeline("--on", "2020-07-01", environment={"FORCE_COLOR": "1", "TERM": "xterm"})
    console = Console(file=io.StringIO(), record=True, width=_WIDTH)
    console.print(Text.from_ansi(shown.out))
    return console.export_svg(
        title="timeline --on 2020-07-01", code_format=_FORM, unique_id="table"
    )


def chart() -> str:
    """Return the chart of the whole agreement, as SVG."""
    with TemporaryDirectory() as folder:
        timeline("chart", "--on", "2021-12-31", "-o", "chart.svg", directory=Path(folder))
        return (Path(folder) / "chart.svg").read_text("utf-8")


PICTURES = {"table.svg": table, "chart.svg": chart}

if __name__ == "__main__":
    for name, make in PICTURES.items():
        (FOLDER / name).write_text(make(), "utf-8")
