"""`timeline help`: the manual, a page for each topic, and the help of each command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.results import Result
from timeline.errors import nearest
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from timeline.render.terminal import Terminal

# Each topic is the page of that name, which begins with its sentence.
TOPICS = {
    "expressions": "How to write a date, or a count from a date.",
    "counting": "The rules that count days and months.",
    "reading": "How clauses in English are read.",
    "auditing": "How to check dates that others have published.",
    "files": "How to write an agreement of your own.",
    "formats": "Every output format, column and JSON key.",
    "scripting": "Exit statuses, streams, cron and jq.",
    "python": "The Python package, and due dates of columns.",
    "trust": "How dates are tested; what is not claimed.",
}
_PAGES = Path(__file__).parent.parent / "help"


def _topics(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """Return the topics that start so."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(topic, help=sentence)
        for topic, sentence in TOPICS.items()
        if topic.startswith(incomplete)
    ]


@click.command("help", cls=Command)
@click.argument("topic", required=False, shell_complete=_topics)
@click.pass_context
def help_(ctx: click.Context, topic: str | None) -> Result:
    """Show a page of the manual, or the list of its topics.

    \b
    Examples:
      timeline help
      timeline help counting
      timeline help show

    The name of a command shows the help of that command.
    """
    if topic is None:
        return Result(_list())
    if topic in TOPICS:
        return _paged(_page(topic, ctx.obj), ctx.obj)
    root = ctx.find_root()
    group = cast("click.Group", root.command)
    if command := group.get_command(root, topic):
        with click.Context(command, root, info_name=topic) as context:
            return _paged(f"{command.get_help(context)}\n", ctx.obj)
    known = [*TOPICS, *group.list_commands(root)]
    expected = nearest(topic, known, f"expected {', '.join(TOPICS)}, or a command")
    raise click.UsageError(f"unknown topic {quoted(topic)}; {expected}")


def _paged(text: str, terminal: Terminal) -> Result:
    """Return the result, shown in a pager if the text does not fit on the terminal with a prompt."""
    return Result(text, paged=terminal.height is not None and text.count("\n") >= terminal.height)


def _list() -> str:
    """Return the topics, one a line, and how to read one."""
    width = max(map(len, TOPICS))
    lines = [f"{topic:{width}}  {sentence}" for topic, sentence in TOPICS.items()]
    ends = [
        "timeline help TOPIC shows a page of the manual.",
        "Keys and columns of the output: timeline help formats",
    ]
    return "\n".join([*lines, "", *ends, ""])


def _page(topic: str, terminal: Terminal) -> str:
    """Return the page of the topic: its Markdown, laid out if it goes to a terminal."""
    text = (_PAGES / f"{topic}.md").read_text("utf-8")
    if terminal.width is None:
        return text
    # Only a terminal needs rich.
    from timeline.render.help_page import render

    return render(text, terminal)
