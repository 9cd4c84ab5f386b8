"""NDJSON: one row a line, each line complete in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.json import encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal


def render(listing: Listing, terminal: Terminal) -> str:
    """Return each row as a line of compact JSON that begins with the agreement and the day."""
    shared = _shared(listing.envelope)
    return "".join(
        encode({**shared, **row}, ascii_only=not terminal.unicode) + "\n" for row in listing.rows
    )


def _shared(envelope: Mapping[str, object]) -> dict[str, object]:
    """Return what every line repeats of the envelope, which may hold neither."""
    shared: dict[str, object] = {}
    match envelope:
        case {"agreement": {"id": name}}:
            shared["agreement"] = name
    if "on" in envelope:
        shared["on"] = envelope["on"]
    return shared
