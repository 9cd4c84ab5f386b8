"""The properties of the stream that output is written to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


class Terminal(Struct, frozen=True):
    """The properties of standard output.

    `width` and `height` are in columns and lines, None for a pipe or file; `colour` is whether to use
    colour, `unicode` whether Unicode can be shown.
    """

    width: int | None = None
    colour: bool = False
    unicode: bool = True
    height: int | None = None

    @classmethod
    def of(cls, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Terminal:
        """Return the properties of `stream`, which is None if it is closed.

        The environment variables COLUMNS, LINES, NO_COLOR, FORCE_COLOR and TERM are used. NO_COLOR takes
        precedence over FORCE_COLOR, and both over TERM.
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
        # Imported here because it is slow to import, and a pipe does not need it.
        from shutil import get_terminal_size

        size = get_terminal_size()
        return cls(size.columns, colour, unicode, size.lines)
