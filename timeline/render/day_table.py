"""The rows of day tables as text or as Parquet, part by part, so that few are in memory at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import structs

from timeline.render.formats import csv, ndjson
from timeline.render.formats.in_parts import WRITERS
from timeline.schedule.day_table import DayRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.render.terminal import Terminal

TEXT_FORMATS = ("csv", "tsv", "ndjson")
PARQUET = "parquet"

# Few enough to hold in memory, and enough for a group of rows in Parquet to be read quickly.
_TOGETHER = 50_000


def batches(rows: Iterable[DayRow]) -> Iterator[list[DayRow]]:
    """Yield the rows in lists, of which none is empty."""
    source = iter(rows)
    while batch := list(islice(source, _TOGETHER)):
        yield batch


def parts(rows: Iterable[DayRow], format_name: str, terminal: Terminal) -> Iterator[str]:
    """Yield the text of the rows in one of `TEXT_FORMATS`; CSV and TSV begin with a header."""
    if format_name == "ndjson":
        for batch in batches(rows):
            yield ndjson.written(batch, terminal)
        return
    written, active = WRITERS[format_name]
    header = [DayRow.__struct_fields__]
    for batch in batches(rows):
        yield written([*header, *_cells(batch, active)])
        header = []
    yield written(header)


def _cells(batch: Sequence[DayRow], active: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each row. Only the agreement's name can be text that is not plain."""
    names = {name: csv.cell(name, active) for name in {row.agreement for row in batch}}
    for row in batch:
        name, *others = structs.astuple(row)
        yield (names[name], *others)
