"""A rich console that writes into memory, so that its output is text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from timeline.plain_text import plain

if TYPE_CHECKING:
    from timeline.render.terminal import Terminal

# Wider than any line, so that output to a pipe is neither wrapped nor cut.
_UNBOUNDED = 10_000_000


def console_for(terminal: Terminal) -> Console:
    """Return a console with the width and colours of the terminal, which reads no text as markup."""
    return Console(
        file=io.StringIO(),
        width=terminal.width or _UNBOUNDED,
        force_terminal=False,  # or a TERM that is dumb would make it 80 columns wide
        color_system="standard" if terminal.colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )


def line_of(text: str, terminal: Terminal) -> Text:
    """Return a line of text; where only ASCII can be shown, the dots between facts are commas."""
    return Text(plain(text if terminal.unicode else text.replace(" \N{MIDDLE DOT} ", ", ")))


def printed(console: Console) -> str:
    """Return the text printed on a console of `console_for`, without spaces at the ends of lines."""
    assert isinstance(console.file, io.StringIO)  # noqa: S101 - for the type checker only
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())
