"""What is known of the place that text is written to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


class Terminal(Struct, frozen=True):
    """The width in columns, None for a pipe or file, and whether colour is welcome."""

    width: int | None = None
    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str] = os.environ) -> Terminal:
        """Return what `stream` is, obeying COLUMNS, NO_COLOR, FORCE_COLOR and TERM.

        NO_COLOR wins over FORCE_COLOR, and both over what the terminal can do.
        """
        on_terminal = stream.isatty()
        colour = on_terminal and environment.get("TERM", "") not in {"dumb", "unknown", ""}
        if environment.get("FORCE_COLOR"):
            colour = True
        if environment.get("NO_COLOR"):
            colour = False
        if not on_terminal:
            return cls(None, colour)
        # Slow to import, and a pipe has no use for it.
        from shutil import get_terminal_size

        return cls(get_terminal_size().columns, colour)
