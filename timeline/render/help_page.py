"""A page of the manual on a terminal. The text is the program's own, and so may be markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown, TableElement
from rich.padding import Padding
from rich.table import Table
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

# Rich puts code on black and signs in yellow; both are hard to read on a light ground.
_BOLD = ("code", "item.bullet", "item.number", "table.header")
_STYLES = Theme({f"markdown.{name}": "bold" for name in _BOLD} | {"markdown.table.border": "none"})


class _LeftHeading(Heading):
    """A heading on the left, without a box."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield a blank line, the heading, and a line under it."""
        title = self.text.plain
        yield Text("")
        yield Text(title, "bold")
        yield Text(("=" if self.tag == "h1" else "-") * len(title), "bold")


class _PlainCode(CodeBlock):
    """Code without colours: those of a theme can be read on a dark ground or on a light one, not both."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the code, set in."""
        yield Padding(Text(str(self.text).rstrip()), 1)


class _WholeTable(TableElement):
    """A table without blank lines around it, in which a word longer than its column is not cut."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table."""
        for table in super().__rich_console__(console, options):
            assert isinstance(table, Table)  # noqa: S101 - for the type alone
            table.show_edge = False
            for column in table.columns:
                column.overflow = "fold"
            yield table


class _Page(Markdown):
    """Markdown with such headings, code and tables."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _LeftHeading,
        "fence": _PlainCode,
        "table_open": _WholeTable,
    }


def render(page: str, terminal: Terminal) -> str:
    """Return the page laid out for the terminal, in lines of at most 100 columns."""
    console = console_for(terminal)
    console.width = min(console.width, _WIDEST)
    console.push_theme(_STYLES)
    text = _PAGE_LINK.sub(r"\1", page).expandtabs()
    console.print(_Page(text, hyperlinks=False))
    # Rich puts blank lines both after one part and before the next.
    return re.sub(r"\n{3,}", "\n\n", printed(console))
