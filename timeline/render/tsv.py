"""TSV: the columns of CSV between tabs. No cell holds a tab or a line break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.csv import FORMULA, marked

if TYPE_CHECKING:
    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

# Readers that know quotes would take what begins with one for more, or less, than one cell.
_ACTING = (*FORMULA, '"')


def render(listing: Listing, _terminal: Terminal) -> str:
    """Return the rows under a header, unknown values as empty cells; nothing is ever quoted."""
    lines = [
        list(listing.keys),
        *([marked(row[key], _ACTING) for key in listing.keys] for row in listing.rows),
    ]
    return "".join("\t".join(line) + "\n" for line in lines)
