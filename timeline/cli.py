"""The door: arguments in, an answer out. Only here is a stream or an exit status chosen."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from timeline.commands.answer import Answer
from timeline.errors import TimelineError
from timeline.plain_text import plain
from timeline.render.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

WRONG, INTERRUPTED, READER_GONE = 2, 130, 141

# The registry: each command's module and the name it has there. Only the one asked for is imported.
COMMANDS = {
    "show": "timeline.commands.show:show",
    "next": "timeline.commands.next:next_deadlines",
    "date": "timeline.commands.date:date",
    "remaining": "timeline.commands.remaining:remaining",
    "check": "timeline.commands.check:check",
    "explain": "timeline.commands.explain:explain",
    "compare": "timeline.commands.compare:compare",
    "agreements": "timeline.commands.agreements:agreements",
    "validate": "timeline.commands.validate:validate",
    "schema": "timeline.commands.schema:schema",
}
DEFAULT = "show"


class Timeline(click.Group):
    """The group of commands. Options before a command are that command's, `show`'s if none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the registry."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, then let click parse."""
        return super().parse_args(ctx, self._command_first(ctx, args))

    def _command_first(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments with the options before a command moved behind its name."""
        if not args:
            return [DEFAULT]
        if not args[0].startswith("-") or args[0] in {"-h", "--help", "--version"}:
            return args
        default = self.get_command(ctx, DEFAULT)
        assert default  # noqa: S101 - it is in the registry
        parser = default.make_parser(click.Context(default, ctx, DEFAULT))
        parser.allow_interspersed_args = False
        _, rest, _ = parser.parse_args(list(args))
        options = args[: len(args) - len(rest)]
        return [*rest[:1], *options, *rest[1:]] if rest else [DEFAULT, *options]


@click.group(
    cls=Timeline,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="withdrawal-timeline", message="%(prog)s %(version)s")
def timeline() -> None:
    """Turn what an agreement says into days, tell how many remain, and say by which rule.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline date "signed + 14 months" --month-end sticky
      timeline remaining drawdown --on 2020-07-01

    Without a command, `show`. It takes its options with or without its name.
    """


def run(arguments: list[str]) -> int:
    """Answer the arguments on standard output and return the exit status.

    Trouble goes to standard error. Both streams are flushed.
    """
    try:
        answer = ask(arguments)
        sys.stdout.write(answer.text)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        return READER_GONE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.ClickException as error:
        return _complain([" ".join(error.format_message().split())], WRONG)
    except TimelineError as error:
        return _complain(str(error).splitlines(), WRONG)
    except OSError as error:
        _let_go_of_stdout()
        return _complain([f"standard output: {error.strerror}"], WRONG)
    return _complain(answer.notes, answer.status)


def ask(arguments: list[str]) -> Answer:
    """Return the answer to the arguments; help and version are printed by click itself."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with timeline.make_context("timeline", arguments, obj=Terminal.of(sys.stdout)) as context:
            answer: Answer = timeline.invoke(context)
            return answer
    except click.exceptions.Exit:
        return Answer("")


def _complain(lines: Iterable[str], status: int) -> int:
    """Write the lines to standard error and return the status."""
    for line in lines:
        sys.stderr.write(f"timeline: {plain(line)}\n")
    sys.stderr.flush()
    return status


def _let_go_of_stdout() -> None:
    """Send what is left in the buffer nowhere: the interpreter flushes once more as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
