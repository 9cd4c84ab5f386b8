"""What the manual says about each key of an agreement file."""

from __future__ import annotations

import re
from pathlib import Path

_PAGE = Path(__file__).parent.parent / "help" / "files.md"
_ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)
# A reference to another section, which a description cannot link to.
_REFERENCE = re.compile(r"[:;,]? see \[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def key_descriptions() -> dict[str, dict[str, str]]:
    """Return the keys that each section of the page `files` describes, with what it says, as plain text.

    A section of a table is named as its key: `source` for `[[source]]`, `amended` for
    `[[milestone.amended]]`.

    >>> key_descriptions()["observed"]["level"]
    'a whole number: how many there were; required'
    """
    sections = _PAGE.read_text("utf-8").split("\n## ")[1:]
    return {
        section.partition("\n")[0].strip("[]").rpartition(".")[2]: {
            key: _plain(description) for key, description in _ROW.findall(section)
        }
        for section in sections
    }


def _plain(text: str) -> str:
    """Return the text of a cell without references, links and marks of code."""
    return _LINK.sub(r"\1", _REFERENCE.sub("", text)).replace("`", "")
