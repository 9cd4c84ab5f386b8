"""What a value that is not TOML was probably meant to be."""

from __future__ import annotations

import re

from timeline.dates.guesses import dates_meant
from timeline.plain_text import quoted

_LINE = re.compile(r"line ([0-9]+), column [0-9]+")
# Text in which a value of TOML does not begin, up to a comment.
_BARE = re.compile(r"[ \t]*[A-Za-z0-9_-]+[ \t]*=[ \t]*([^\s\"'\[{#][^#]*)")
_LONGEST = 60


def value_meant(text: str, place: str) -> str:
    """Return a hint for the value in the line that `place` names, empty if none is known.

    >>> value_meant("level = 12,000", "line 1, column 11")
    '; write 12000'
    >>> value_meant("due = signed + 30 days", "line 1, column 7")
    '; write "signed + 30 days" in quotes'
    """
    line = _LINE.fullmatch(place)
    if not line:
        return ""
    written = text.split("\n")[int(line[1]) - 1 : int(line[1])]
    bare = _BARE.match(written[0]) if written else None
    value = bare[1].strip() if bare else ""
    if not value or len(value) > _LONGEST:
        return ""
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", value):
        return f"; write {value.replace(',', '')}"
    days = dates_meant(value)
    if days:
        return f"; write {' or '.join(days)}"
    is_text = re.search(r"[A-Za-z:]", value)
    return f"; write {quoted(value)} in quotes" if is_text else ""
