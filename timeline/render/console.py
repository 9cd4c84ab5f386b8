"""A console that writes into memory: what rich lays out becomes text that the door can write."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from timeline.render.terminal import Terminal

# Wider than anything: what is piped is neither wrapped nor cut.
_UNBOUNDED = 10_000_000


def console_for(terminal: Terminal) -> Console:
    """Return a console as wide and as colourful as the terminal, in which no text is markup."""
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


def printed(console: Console) -> str:
    """Return what was printed on a console of `console_for`, without blanks at the ends of lines."""
    assert isinstance(console.file, io.StringIO)  # noqa: S101 - for the type alone
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())
