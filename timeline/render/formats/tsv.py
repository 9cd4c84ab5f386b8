"""TSV: the columns of CSV, separated by tabs. No cell holds a tab or a line break."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from timeline.render.formats.csv import FORMULA, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.render.listing import Listing

# A reader that supports quotes would misread the end of a cell that begins with one.
ACTIVE = (*FORMULA, '"')


def render(listings: Sequence[Listing]) -> str:
    """Return a header line and the rows. Unknown values are empty cells, and no cell is quoted."""
    return written(lines(listings, ACTIVE))


def written(rows: Iterable[Sequence[object]]) -> str:
    """Return rows of cells as text; None is an empty cell."""
    out = io.StringIO()
    unquoted = csv.writer(
        out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )
    unquoted.writerows(rows)
    return out.getvalue()
