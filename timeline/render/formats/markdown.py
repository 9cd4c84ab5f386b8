"""Markdown: a table for GitHub, in which no text is read as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.plain_text import plain
from timeline.render.listing import sections as as_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.render.listing import Listing, Section

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


def render(listings: Sequence[Listing], *, several: bool) -> str:
    """Return the heading, the table and the footing of each listing, with blank lines between.

    The text is empty without rows, unless there can be several listings.
    """
    return sections(as_sections(listings, several=several))


def sections(parts: Sequence[Section]) -> str:
    """Return the heading, the table and the footing of each section, with blank lines between."""
    blocks = []
    for part in parts:
        table = [
            _row(column.heading for column in part.columns),
            _row("---:" if column.right else "---" for column in part.columns),
            *(_row(escaped(cell.text) for cell in cells) for cells in part.cells),
        ]
        blocks += [
            _paragraph(part.heading),
            table if part.columns else [],
            _paragraph(part.footing),
        ]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def escaped(text: str) -> str:
    r"""Return the text as one line of Markdown that is shown as the text, without any markup.

    >>> print(escaped("<b>|*x*, @all, #12"))
    &lt;b&gt;\|\*x\*, @&#8203;all, #&#8203;12
    """
    broken = _LINKED.sub(rf"\g<0>{_BREAK}", plain(text))
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), broken)


def _paragraph(lines: Iterable[str]) -> list[str]:
    """Return the lines of a paragraph, without the empty ones."""
    escaped_lines = (_BEGINNING.sub(r"\1\\\2", escaped(line).strip()) for line in lines)
    return [line for line in escaped_lines if line]


def _row(texts: Iterable[str]) -> str:
    """Return a row of the table."""
    return f"| {' | '.join(texts)} |"
