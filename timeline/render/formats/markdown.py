"""Markdown: a table for GitHub, in which no text is read as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.plain_text import plain
from timeline.render.listing import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.render.listing import Listing

# A zero-width space, which `plain` text never contains.
_BREAK = "\u200b"
# Entities, not backslashes: some Markdown readers look for HTML before they read escapes.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", _BREAK: "&#8203;"}
# The dot after www is included because GitHub makes a link of a bare address.
_MARKUP = re.compile(rf"[&<>\\`*_\[\]|~$!{_BREAK}]|(?<=www)\.", re.IGNORECASE)
# At the beginning of a line these would make it a list, a heading or a rule.
_BEGINNING = re.compile(r"^([0-9]*)([-+=.)#])")
# After reading Markdown, including escapes and entities, GitHub links mentions, issues, commits and
# addresses, and replaces emoji names. A zero-width space after these matches prevents that.
_LINKED = re.compile(
    r"[@#](?=\S)|\bGH(?=-[0-9])|[0-9a-f]{6}(?=[0-9a-f])|:(?=//|[\w+-]+:)", re.IGNORECASE
)


def render(listing: Listing) -> str:
    """Return the heading as a paragraph, a blank line and the table; an empty text without rows."""
    if not listing.rows:
        return ""
    cells = [row.cells for row in listing.rows]
    return sections([Section(heading=listing.heading, columns=listing.columns, cells=cells)])


def sections(parts: Sequence[Section]) -> str:
    """Return each heading as a paragraph and its table, with a blank line between."""
    blocks = []
    for part in parts:
        heading = [_BEGINNING.sub(r"\1\\\2", escaped(line).strip()) for line in part.heading]
        table = [
            _row(column.heading for column in part.columns),
            _row("---:" if column.right else "---" for column in part.columns),
            *(_row(escaped(cell.text) for cell in cells) for cells in part.cells),
        ]
        blocks.append([line for line in heading if line])
        blocks.append(table if part.columns else [])
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def escaped(text: str) -> str:
    r"""Return the text as one line of Markdown that is shown as the text, without any markup.

    >>> print(escaped("<b>|*x*, @all, #12"))
    &lt;b&gt;\|\*x\*, @&#8203;all, #&#8203;12
    """
    broken = _LINKED.sub(rf"\g<0>{_BREAK}", plain(text))
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), broken)


def _row(texts: Iterable[str]) -> str:
    """Return a row of the table."""
    return f"| {' | '.join(texts)} |"
