"""One file a format: values in, text out. No renderer computes a date or reads the clock."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

# The registry: each format is the module of that name, which has one function, `render`.
FORMATS = {
    "table": "timeline.render.table",
    "json": "timeline.render.json",
    "ndjson": "timeline.render.ndjson",
    "csv": "timeline.render.csv",
    "tsv": "timeline.render.tsv",
    "markdown": "timeline.render.markdown",
    "ics": "timeline.render.ics",
    "mermaid": "timeline.render.mermaid",
}
# Those that can remind.
WITH_ALARMS = ("ics",)


def render(listing: Listing, format_name: str, terminal: Terminal) -> str:
    """Return the listing as text in the format, ending in a line break unless it is empty."""
    module = import_module(FORMATS[format_name])
    text: str = module.render(listing, terminal)
    return text
