"""One file a format: values in, text out. No renderer computes a date or reads the clock."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

# The registry: each format is the module of that name, whose `render` takes a listing and the
# values named here.
FORMATS: dict[str, tuple[str, ...]] = {
    "table": ("terminal",),
    "json": ("terminal",),
    "ndjson": ("terminal",),
    "csv": (),
    "tsv": (),
    "markdown": (),
    "ics": ("alarm",),
    "mermaid": (),
}
WITH_ALARMS = [name for name, needs in FORMATS.items() if "alarm" in needs]


def render(listing: Listing, format_name: str, terminal: Terminal, alarm: int | None = None) -> str:
    """Return the listing as text in the format, ending in a line break unless it is empty.

    `alarm` is how many days before each event a calendar reminds, None for never.
    """
    values = {"terminal": terminal, "alarm": alarm}
    module = import_module(f"timeline.render.formats.{format_name}")
    text: str = module.render(listing, **{name: values[name] for name in FORMATS[format_name]})
    return text
