"""TSV: the columns of CSV between tabs. No cell holds a tab or a line break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.formats.csv import FORMULA, lines

if TYPE_CHECKING:
    from timeline.render.listing import Listing

# Readers that know quotes would take what begins with one for more, or less, than one cell.
_ACTING = (*FORMULA, '"')


def render(listing: Listing) -> str:
    """Return the rows under a header, unknown values as empty cells; nothing is ever quoted."""
    return "".join("\t".join(line) + "\n" for line in lines(listing, _ACTING))
