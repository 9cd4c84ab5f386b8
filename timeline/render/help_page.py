"""A page of the manual on a terminal. The text is the program's own, and so may be markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import Heading, Markdown
from rich.text import Text
from rich.theme import Theme

from timeline.render.console import console_for, printed

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import MarkdownElement

    from timeline.render.terminal import Terminal

# Longer lines are hard to read.
_WIDEST = 100

# A link to another page leads nowhere in a terminal; its words name the command that shows the page.
_PAGE_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:)[^)]*\)")

# Rich puts code on black, which is a patch on a light ground.
_STYLES = Theme({"markdown.code": "bold", "markdown.h1": "bold", "markdown.h2": "bold"})


class _LeftHeading(Heading):
    """A heading on the left, without a box."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:  # noqa: ARG002
        """Yield a blank line, the heading, and a line under it."""
        title = self.text.plain
        yield Text("")
        yield Text(title, "bold")
        yield Text(("=" if self.tag == "h1" else "-") * len(title), "bold")


class _Page(Markdown):
    """Markdown with such headings."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _LeftHeading,
    }


def render(page: str, terminal: Terminal) -> str:
    """Return the page laid out for the terminal, in lines of at most 100 columns."""
    console = console_for(terminal)
    console.width = min(console.width, _WIDEST)
    console.push_theme(_STYLES)
    text = _PAGE_LINK.sub(r"\1", page)
    console.print(_Page(text, code_theme="ansi_dark", inline_code_theme=None, hyperlinks=False))
    return printed(console)
