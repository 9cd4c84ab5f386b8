"""The output formats, one in each file. They turn a listing into text and compute no dates."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

# Each format is the module of that name. Its `render` takes listings and the arguments named here.
FORMATS: dict[str, tuple[str, ...]] = {
    "table": ("terminal", "several"),
    "json": ("terminal", "several"),
    "ndjson": ("terminal",),
    "csv": (),
    "tsv": (),
    "markdown": ("several",),
    "ics": ("alarm", "several"),
    "mermaid": ("several",),
}
WITH_ALARMS = [name for name, arguments in FORMATS.items() if "alarm" in arguments]


def render(
    listings: Sequence[Listing],
    format_name: str,
    terminal: Terminal,
    alarm: int | None = None,
    *,
    several: bool = False,
) -> str:
    """Return the listings as text in the format, ending in a line break unless it is empty.

    There is one listing, or, if `several` is true, one for each of any number of agreements. `alarm` is
    how many days before an event a calendar shows a reminder, None for no reminder.
    """
    values = {"terminal": terminal, "alarm": alarm, "several": several}
    module = import_module(f"timeline.render.formats.{format_name}")
    text: str = module.render(listings, **{name: values[name] for name in FORMATS[format_name]})
    return text
