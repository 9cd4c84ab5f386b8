"""Markdown: a table as GitHub reads it, in which no text is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.render.listing import Listing

# Entities rather than backslashes: some readers look for HTML before they look for escapes.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# The dot is that of a bare address, which GitHub makes a link.
_MARKUP = re.compile(r"[&<>\\`*_\[\]|~$#!:@]|(?<=www)\.", re.IGNORECASE)
# What makes a list, a heading or a rule of a paragraph's line, at its beginning only.
_BEGINNING = re.compile(r"^([0-9]*)([-+=.)])")


def render(listing: Listing) -> str:
    """Return the heading as a paragraph, a blank line and the table; nothing without rows."""
    if not listing.rows:
        return ""
    heading = [_BEGINNING.sub(r"\1\\\2", escaped(line).strip()) for line in listing.heading]
    lines = [line for line in heading if line]
    if lines:
        lines.append("")
    lines += [
        _row(column.heading for column in listing.columns),
        _row("---:" if column.right else "---" for column in listing.columns),
        *(_row(escaped(cell.text) for cell in row.cells) for row in listing.rows),
    ]
    return "".join(f"{line}\n" for line in lines)


def escaped(text: str) -> str:
    r"""Return the text as one line of Markdown that reads as the text and nothing else.

    >>> print(escaped("<b>|*x*"))
    &lt;b&gt;\|\*x\*
    """
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), plain(text))


def _row(texts: Iterable[str]) -> str:
    """Return the cells of a row between bars."""
    return f"| {' | '.join(texts)} |"
