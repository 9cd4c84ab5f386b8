"""CSV (RFC 4180, with line feeds), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.render.listing import Listing, Value

# East Asian versions of spreadsheets also read the fullwidth forms as formulas.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(listings: Sequence[Listing]) -> str:
    """Return a header line and the rows. Unknown values are empty cells."""
    return written(lines(listings, FORMULA))


def written(rows: Iterable[Sequence[object]]) -> str:
    """Return rows of cells as text; None is an empty cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def lines(listings: Sequence[Listing], active: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the header, then the cells of each row, beginning with the agreement and the day.

    All listings have the same keys. `active` is as for `cell`.
    """
    for number, listing in enumerate(listings):
        shared = listing.shared
        if not number:
            yield [*shared, *listing.keys]
        first = [cell(value, active) for value in shared.values()]
        for row in listing.rows:
            yield [*first, *(cell(row.values[key], active) for key in listing.keys)]


def cell(value: Value, active: tuple[str, ...] = FORMULA) -> str:
    r"""Return the text of a cell, without control characters and never a formula.

    Text that begins with one of `active` gets an apostrophe before it, which marks text in
    spreadsheets. Numbers stay numbers, also negative ones. An object becomes `key=value; key=value`.

    >>> cell("=1+1"), cell(-113), cell("a\nb"), cell(None)
    ("'=1+1", '-113', 'a\\nb', '')
    >>> cell({"start_day": "excluded", "month_end": "clamp"})
    'start_day=excluded; month_end=clamp'
    """
    if isinstance(value, Mapping):
        value = "; ".join(f"{key}={_part(item)}" for key, item in value.items())
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(active) else text


def _part(value: object) -> str:
    """Return the text of a value in an object; true and false are written as in JSON."""
    return str(value).lower() if isinstance(value, bool) else str(value)
