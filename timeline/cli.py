"""The command line: parse the arguments, run a command, write its result.

Only this module chooses a stream or an exit status.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import redirect_stdout, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import click

from timeline import __version__, clock
from timeline.commands.shared.command import Command, message_of, widest
from timeline.commands.shared.options import (
    ALARM_OPTION,
    ALL_OPTION,
    CALENDAR_OPTION,
    FORMAT_OPTION,
    QUERY_OPTIONS,
    add_options,
    options_before_command,
)
from timeline.commands.shared.progress import ERRORS
from timeline.commands.shared.results import ERROR, Answer, PartialResults, Result, StreamResult
from timeline.errors import TimelineError, nearest
from timeline.plain_text import plain, quoted
from timeline.render.terminal import Terminal
from timeline.unexpected import report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

INTERRUPTED, BROKEN_PIPE = 130, 141

# Large enough for speed, small enough for the processor's cache.
_CHUNK = 131_072

# Each command's module and its name there, in the groups of the help. Only the command that runs is
# imported.
COMMAND_GROUPS = {
    "Ask": {
        "date": "timeline.commands.date:date",
        "remaining": "timeline.commands.remaining:remaining",
        "next": "timeline.commands.next:next_deadlines",
        "explain": "timeline.commands.explain:explain",
        "read": "timeline.commands.read:read",
        "audit": "timeline.commands.audit:audit",
    },
    "See": {
        "show": "timeline.commands.show:show",
        "compare": "timeline.commands.compare:compare",
        "drawdown": "timeline.commands.drawdown:drawdown",
        "chart": "timeline.commands.chart:chart",
        "agreements": "timeline.commands.agreements:agreements",
        "help": "timeline.commands.help:help_",
    },
    "Script": {
        "check": "timeline.commands.check:check",
        "days": "timeline.commands.days:days",
        "completion": "timeline.commands.completion:completion",
    },
    "Author": {
        "init": "timeline.commands.init:init",
        "validate": "timeline.commands.validate:validate",
        "schema": "timeline.commands.schema:schema",
    },
}
COMMANDS = {name: path for group in COMMAND_GROUPS.values() for name, path in group.items()}
DEFAULT = "show"


class Timeline(Command, click.Group):
    """The group of commands. It has the options of `show` and passes them to the command that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command and return it, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named first, with the options before it as its defaults.

        Raises `click.UsageError` for an unknown command.
        """
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            # Imported here because only errors need it.
            from timeline.commands.shared.guesses import command_meant

            expected = command_meant(ctx, args) or nearest(args[0], COMMANDS)
            raise click.UsageError(f"{quoted(args[0])}: unknown command; {expected}")
        name, command, rest = super().resolve_command(ctx, args)
        if name and command:
            ctx.default_map = {name: options_before_command(ctx, command)}
        return name, command, rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, a section for each group, and then the options."""
        width = widest(formatter, COMMANDS)
        for group, names in COMMAND_GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(group):
                formatter.write_dl(
                    [(f"{name:{width}}", one.get_short_help_str()) for name, one in commands if one]
                )
        super().format_options(ctx, formatter)


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function of the group with the options that the commands share."""
    own = [FORMAT_OPTION, ALARM_OPTION, CALENDAR_OPTION, ALL_OPTION]
    return add_options([*own, *QUERY_OPTIONS], command)


@click.group(
    cls=Timeline,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@_shared
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def timeline(ctx: click.Context, /, **_options: object) -> Answer | None:
    """Calculate the deadlines of an agreement, the days remaining, and the rule behind each date.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline date "signed + 14 months" --month-end sticky
      timeline remaining drawdown --on 2020-07-01

    `show` runs if no command is given. Options can be given before or after the command. If an
    option is given in both places, the one after the command is used. Options that can be repeated
    are combined; for the same ID, the last one is used.

    `timeline help` lists the pages of the manual, `timeline COMMAND --help` describes a command.
    """
    if ctx.invoked_subcommand:
        return None
    group = cast("Timeline", ctx.command)
    name, command, rest = group.resolve_command(ctx, [DEFAULT])
    assert command  # noqa: S101 - it is in the registry
    with command.make_context(name, rest, parent=ctx) as context:
        answer: Answer = command.invoke(context)
        return answer


def run(arguments: list[str]) -> int:
    """Run the command line, write its result to standard output and return the exit status.

    Errors and notes go to standard error. Both streams are flushed.
    """
    try:
        clock.check_clock()
        answer = result_of(arguments)
        if isinstance(answer, StreamResult):
            return _stream(answer)
        if isinstance(answer, PartialResults):
            return _answer_in_parts(answer)
        if answer.file:
            # Imported here because few results are files.
            from timeline.commands.shared.saving import save

            save(answer.file)
        text = answer.text.encode(_encoding(), "backslashreplace")
        if answer.paged:
            _page(text.decode(_encoding()))
        else:
            _write(text)
    except BrokenPipeError:
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.ClickException as error:
        return _print_errors([message_of(error)], ERROR)
    except TimelineError as error:
        return _print_errors(str(error).splitlines(), ERROR)
    except Exception as error:  # noqa: BLE001 - Python would exit with 1, which means "no"
        report(error)
        return ERROR
    return _print_errors(answer.notes, answer.status)


def result_of(arguments: list[str]) -> Answer:
    """Return the result of the arguments: of a command, of `--help` or `--version`, or completions.

    Nothing is written yet. Raises what click and the engine raise.
    """
    if instruction := os.environ.get("_TIMELINE_COMPLETE"):
        from timeline.commands.completion import completions

        return completions(timeline, instruction)
    terminal = Terminal.of(sys.stdout)
    printed = io.StringIO()
    try:
        # Click prints the help and the version itself. They are captured and written like any result.
        with (
            redirect_stdout(printed),
            timeline.make_context("timeline", arguments, obj=terminal) as context,
        ):
            context.meta[ERRORS] = sys.stderr
            answer: Answer = timeline.invoke(context)
            return answer
    except click.exceptions.Exit:
        return Result(printed.getvalue())


def _stream(stream: StreamResult) -> int:
    """Process standard input line by line and return the exit status."""
    # Imported here because most commands do not stream, and start faster without it.
    from timeline.commands.shared.streaming import answer_lines

    chunks = _standard_input(stream.what)
    _print_errors(stream.notes, 0)
    status = 0
    for answers, problems in answer_lines(chunks, stream.answer):
        if problems:
            status = _print_errors(problems, stream.refused)
        _write(answers)
    return status


def _answer_in_parts(results: PartialResults) -> int:
    """Write the results, each before the next is computed, and return the exit status."""
    status = 0
    for result in results.answer(_input(results)):
        _write(result.data or result.text.encode(_encoding(), "backslashreplace"))
        status = max(status, _print_errors(result.notes, result.status))
    return _print_errors(results.notes, status)


def _input(results: PartialResults) -> Iterator[bytes]:
    """Return the chunks of what is read for the results. Raises `TimelineError`."""
    if results.path is not None:
        # Imported here because few commands read a file in parts.
        from timeline.files.lines import chunks_of

        return chunks_of(results.path)
    return _standard_input(results.what) if results.what else iter(())


def _standard_input(what: str) -> Iterator[bytes]:
    """Return the chunks of standard input, as they come; `what` names what its lines are.

    On a terminal, a note says what to type. Raises `TimelineError`.
    """
    if sys.stdin is None:
        raise TimelineError("cannot read standard input: it is closed")
    if sys.stdin.isatty():
        _print_errors(
            [f"reading {what} from the terminal, one on each line; press Ctrl-D to end"], 0
        )
    source = cast("io.BufferedReader", sys.stdin.buffer)

    def chunks() -> Iterator[bytes]:
        # read1 does not wait until the buffer is full, so a slow pipe is answered line by line.
        try:
            while chunk := source.read1(_CHUNK):
                yield chunk
        except OSError as error:
            message = f"cannot read standard input: {error.strerror}"
            raise TimelineError(message) from None

    return chunks()


def _page(text: str) -> None:
    """Show the text in the pager of the environment, by default `less`."""
    # The default handler: `__main__` installs one that would end this process before its pager.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    click.echo_via_pager(text.removesuffix("\n"))  # which appends one


def _write(data: bytes) -> None:
    """Write all of `data` to standard output, and flush it.

    Raises `BrokenPipeError` if the reader has closed the pipe, and `TimelineError` if the write fails
    for another reason.
    """
    if not data:
        return  # also where standard output is closed
    if sys.stdout is None:
        raise TimelineError("cannot write standard output: it is closed")
    rest = memoryview(data)
    try:
        while rest:
            # If the stream is unbuffered, a write may take only a part.
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"cannot write standard output: {error.strerror}"
        raise TimelineError(message) from None


def _encoding() -> str:
    """Return the encoding of standard output."""
    return sys.stdout.encoding if sys.stdout else "utf-8"


def _print_errors(lines: Iterable[str], status: int) -> int:
    """Write the lines to standard error, ignoring any failure to do so, and return the status."""
    with suppress(OSError, ValueError, AttributeError):
        for line in lines:
            sys.stderr.write(f"timeline: {plain(line)}\n")
        sys.stderr.flush()
    return status
