"""NDJSON: one row on each line, each a complete JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.formats.json import encode_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msgspec import Struct

    from timeline.render.listing import Listing, Value
    from timeline.render.terminal import Terminal


def render(listings: Sequence[Listing], terminal: Terminal) -> str:
    """Return each row as a line of compact JSON that begins with the agreement and the day."""
    rows = [{**listing.shared, **row.values} for listing in listings for row in listing.rows]
    return written(rows, terminal)


def written(rows: Sequence[Mapping[str, Value] | Struct], terminal: Terminal) -> str:
    """Return rows as text."""
    return encode_lines(rows, ascii_only=not terminal.unicode)
