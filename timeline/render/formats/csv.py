"""CSV (RFC 4180, with line feeds), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from timeline.plain_text import plain

if TYPE_CHECKING:
    from timeline.render.listing import Listing, Value

# Fullwidth forms count as the plain ones where East Asian keyboards are at home.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(listing: Listing) -> str:
    """Return the rows under a header, unknown values as empty cells."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines(listing, FORMULA))
    return out.getvalue()


def lines(listing: Listing, acting: tuple[str, ...]) -> list[list[str]]:
    """Return the header, then the cells of each row, the agreement and the day first."""
    shared = listing.shared
    first = [cell(value, acting) for value in shared.values()]
    rows = [[cell(row.values[key], acting) for key in listing.keys] for row in listing.rows]
    return [[*shared, *listing.keys], *([*first, *row] for row in rows)]


def cell(value: Value, acting: tuple[str, ...] = FORMULA) -> str:
    r"""Return a cell that shows its text: no control characters, no formula.

    Text that begins with what would act gets an apostrophe before it, the spreadsheets' own mark
    for "this is text". Numbers are numbers, negative ones too. An object is its keys and values.

    >>> cell("=1+1"), cell(-113), cell("a\nb"), cell(None)
    ("'=1+1", '-113', 'a\\nb', '')
    >>> cell({"start_day": "excluded", "month_end": "clamp"})
    'start_day=excluded; month_end=clamp'
    """
    if isinstance(value, Mapping):
        value = "; ".join(f"{key}={one}" for key, one in value.items())
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(acting) else text
