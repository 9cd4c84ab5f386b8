"""Markdown: a table as GitHub reads it, in which no text is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.render.listing import Listing

# A space of no width, which no plain text holds.
_BREAK = "\u200b"
# Entities rather than backslashes: some readers look for HTML before they look for escapes.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", _BREAK: "&#8203;"}
# The dot is that of a bare address, which GitHub makes a link.
_MARKUP = re.compile(rf"[&<>\\`*_\[\]|~$!{_BREAK}]|(?<=www)\.", re.IGNORECASE)
# What makes a list, a heading or a rule of a paragraph's line, at its beginning only.
_BEGINNING = re.compile(r"^([0-9]*)([-+=.)#])")
# Once Markdown is read, and escapes and entities with it, GitHub makes links of names, issues, commits
# and addresses, and pictures of words for emoji. A break after what is matched here prevents it.
_LINKED = re.compile(
    r"[@#](?=\S)|\bGH(?=-[0-9])|[0-9a-f]{6}(?=[0-9a-f])|:(?=//|[\w+-]+:)", re.IGNORECASE
)


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

    >>> print(escaped("<b>|*x*, @all, #12"))
    &lt;b&gt;\|\*x\*, @&#8203;all, #&#8203;12
    """
    broken = _LINKED.sub(rf"\g<0>{_BREAK}", plain(text))
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), broken)


def _row(texts: Iterable[str]) -> str:
    """Return the cells of a row between bars."""
    return f"| {' | '.join(texts)} |"
