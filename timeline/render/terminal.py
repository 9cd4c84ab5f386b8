"""What is known of the place that text is written to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


class Terminal(Struct, frozen=True):
    """The width in columns, None for a pipe or file, whether colour is welcome, and all of Unicode."""

    width: int | None = None
    colour: bool = False
    unicode: bool = True

    @classmethod
    def of(cls, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Terminal:
        """Return what `stream`, None when it is closed, is; COLUMNS, NO_COLOR, FORCE_COLOR, TERM count.

        NO_COLOR wins over FORCE_COLOR, and both over what the terminal can do.
        """
        if stream is None:
            return cls()
        on_terminal = stream.isatty()
        unicode = (stream.encoding or "utf-8").lower().startswith("utf")
        colour = on_terminal and environment.get("TERM", "") not in {"dumb", "unknown", ""}
        if environment.get("FORCE_COLOR"):
            colour = True
        if environment.get("NO_COLOR"):
            colour = False
        if not on_terminal:
            return cls(None, colour, unicode)
        # Slow to import, and a pipe has no use for it.
        from shutil import get_terminal_size

        return cls(get_terminal_size().columns, colour, unicode)
