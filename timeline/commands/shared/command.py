"""The class of the commands: their help lists options in groups, and their errors show an example."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What the help calls the options that are in no group.
_UNGROUPED = "Options"
# The term of an entry takes at most this part of a line; a longer one gets a line of its own.
_TERM = 1 / 3


class GroupedOption(click.Option):
    """An option that the help lists in the group `group`, with the meaning of each of its values."""

    def __init__(
        self, *args: Any, group: str, meanings: Mapping[str, str] | None = None, **attributes: Any
    ) -> None:
        if meanings:
            attributes["type"] = click.Choice([str(value) for value in meanings])
        super().__init__(*args, **attributes)
        self.group = group
        self.meanings = meanings or {}


class Command(click.Command):
    """A command whose help lists its own options first, then those of each group."""

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - click's signature
        """Return the first sentence of the help, which is never cut."""
        return super().get_short_help_str(len(self.help or ""))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. The errors know the command, which click leaves out of some."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, a section for each group."""
        groups: dict[str, list[tuple[click.Option, str, str]]] = {_UNGROUPED: []}
        for option in self.get_params(ctx):
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)):
                group = option.group if isinstance(option, GroupedOption) else _UNGROUPED
                groups.setdefault(group, []).append((option, *record))
        width = widest(formatter, (term for rows in groups.values() for _, term, _ in rows))
        for group, rows in groups.items():
            with formatter.section(group):
                for option, term, text in rows:
                    # Padded, so that all texts begin in the same column.
                    formatter.write_dl([(f"{term:{width}}", text)], col_max=width)
                    if isinstance(option, GroupedOption) and option.meanings:
                        with formatter.indentation():
                            inner = width - formatter.indent_increment
                            meanings = option.meanings.items()
                            formatter.write_dl([(f"{one:{inner}}", text) for one, text in meanings])


def widest(formatter: click.HelpFormatter, terms: Iterable[str]) -> int:
    """Return the width of the column of the terms: of the longest one that does not need its own line."""
    most = int(formatter.width * _TERM)
    return max((len(term) for term in terms if len(term) <= most), default=most)


def message_of(error: click.ClickException) -> str:
    """Return the message of the error in one line, with an example if an argument is missing."""
    text = " ".join(error.format_message().split())
    if isinstance(error, click.MissingParameter):
        option = ""
    elif isinstance(error, click.BadOptionUsage):
        option = error.option_name
    else:
        return text
    for example in _examples(error.ctx):
        if not option or option in example.split():
            return f"{text.rstrip('.')}; for example: {example}"
    return text


def _examples(context: click.Context | None) -> Iterator[str]:
    """Yield the command lines among the examples in the help of a command, and then of its group."""
    while context:
        for line in cleandoc(context.command.help or "").splitlines():
            if line.startswith("  timeline"):
                yield line.strip()
        context = context.parent
