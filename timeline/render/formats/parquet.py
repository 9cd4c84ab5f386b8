"""Parquet, by way of pyarrow: columns with types, compressed, for tables of any size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
from msgspec import structs
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.schedule.day_table import DayRow

_NAME = pa.dictionary(pa.int32(), pa.string())
_SCHEMA = pa.schema(
    {
        "agreement": _NAME,
        "day": pa.date32(),
        "milestone": _NAME,
        "remaining": pa.int32(),
        "status": _NAME,
        "ceiling": pa.int64(),
        "pace": pa.int64(),
        "observed": pa.int64(),
        "floor": pa.int64(),
    }
)


def parts(batches: Iterable[Sequence[DayRow]]) -> Iterator[bytes]:
    """Yield the bytes of a file with the rows, a group of rows for each batch."""
    sink = _Sink()
    with parquet.ParquetWriter(sink, _SCHEMA) as writer:
        for batch in batches:
            columns = zip(*map(structs.astuple, batch), strict=True)
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(columns, _SCHEMA, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=_SCHEMA))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file from which the bytes that were written are taken away."""

    def __init__(self) -> None:
        self._written = list[bytes]()

    def writable(self) -> bool:
        """Return true."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Add the data, and return its length."""
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._written)
        self._written.clear()
        return data
