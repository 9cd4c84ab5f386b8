"""JSON: one document. Keys may be added, but never removed or changed within a version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal

SCHEMA_VERSION = 2

_ENCODER = msgspec.json.Encoder()


def render(listings: Sequence[Listing], terminal: Terminal, *, several: bool) -> str:
    """Return the listing as an indented JSON document, or a document with one for each of several."""
    contents = [
        {**listing.envelope, listing.name: [row.values for row in listing.rows]}
        for listing in listings
    ]
    return versioned({"agreements": contents} if several else contents[0], terminal)


def versioned(content: Mapping[str, object], terminal: Terminal) -> str:
    """Return the content as an indented JSON document with its schema version."""
    return document({"schema_version": SCHEMA_VERSION, **content}, terminal)


def document(content: Mapping[str, object], terminal: Terminal) -> str:
    """Return the content as an indented JSON document."""
    return msgspec.json.format(encode(content, ascii_only=not terminal.unicode), indent=2) + "\n"


def encode(value: object, *, ascii_only: bool = False) -> str:
    """Return compact JSON in which every character that could control a terminal is escaped.

    JSON itself escapes C0 controls but not C1 controls and bidirectional marks. With `ascii_only`
    every character outside ASCII is escaped, for a stream that cannot encode it.

    >>> print(encode({"title": "a\\u202eb"}))
    {"title":"a\\u202eb"}
    """
    return _printable(msgspec.json.encode(value), ascii_only=ascii_only)


def encode_lines(values: Sequence[object], *, ascii_only: bool = False) -> str:
    r"""Return each value as `encode` does, on a line.

    >>> encode_lines([{"n": 1}, {"n": 2}])
    '{"n":1}\n{"n":2}\n'
    """
    return _printable(_ENCODER.encode_lines(values), ascii_only=ascii_only)


def _printable(data: bytes, *, ascii_only: bool) -> str:
    """Return the text of JSON, or of lines of JSON, with characters escaped as `encode` does."""
    text = data.decode()
    if text.replace("\n", "").isprintable() and (text.isascii() or not ascii_only):
        return text
    return re.sub(
        r"[^ -~\n]",
        lambda found: _escaped(found[0], keep=found[0].isprintable() and not ascii_only),
        text,
    )


def _escaped(char: str, *, keep: bool) -> str:
    """Return the character unchanged if `keep` is true, else as a JSON escape."""
    if keep:
        return char
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[n : n + 2].hex()}" for n in range(0, len(units), 2))
