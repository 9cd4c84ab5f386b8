"""CSV (RFC 4180, with line feeds), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from timeline.plain_text import plain

if TYPE_CHECKING:
    from timeline.render.listing import Listing, Value
    from timeline.render.terminal import Terminal

# Fullwidth forms count as the plain ones where East Asian keyboards are at home.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(listing: Listing, _terminal: Terminal) -> str:
    """Return the rows under a header, unknown values as empty cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(listing.keys)
    writer.writerows([cell(row[key]) for key in listing.keys] for row in listing.rows)
    return out.getvalue()


def cell(value: Value) -> str:
    r"""Return a cell that shows its text: no control characters, no formula.

    Text that a spreadsheet would compute gets an apostrophe before it, the spreadsheets' own mark
    for "this is text". Numbers are numbers, negative ones too.

    >>> cell("=1+1"), cell(-113), cell("a\nb"), cell(None)
    ("'=1+1", '-113', 'a\\nb', '')
    """
    return marked(value, FORMULA)


def marked(value: Value, acting: tuple[str, ...]) -> str:
    """Return the value as a cell, marked as text if it begins with what would act."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(acting) else text
