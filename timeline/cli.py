"""The door: arguments in, an answer out. Only here is a stream or an exit status chosen."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import click

from timeline import __version__, clock
from timeline.commands.answer import WRONG, Answer, Stream
from timeline.commands.shared_options import ASKING, CALENDAR, LISTING, handed_on, under
from timeline.errors import TimelineError, nearest
from timeline.plain_text import plain, quoted
from timeline.render.terminal import Terminal
from timeline.unexpected import report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

INTERRUPTED, READER_GONE = 130, 141

# Big enough for speed, small enough for the processor's cache.
_CHUNK = 131_072

# The registry: each command's module and the name it has there. Only the one asked for is imported.
COMMANDS = {
    "show": "timeline.commands.show:show",
    "next": "timeline.commands.next:next_deadlines",
    "date": "timeline.commands.date:date",
    "remaining": "timeline.commands.remaining:remaining",
    "check": "timeline.commands.check:check",
    "explain": "timeline.commands.explain:explain",
    "compare": "timeline.commands.compare:compare",
    "drawdown": "timeline.commands.drawdown:drawdown",
    "chart": "timeline.commands.chart:chart",
    "agreements": "timeline.commands.agreements:agreements",
    "validate": "timeline.commands.validate:validate",
    "schema": "timeline.commands.schema:schema",
    "completion": "timeline.commands.completion:completion",
    "help": "timeline.commands.help:help_",
}
DEFAULT = "show"


class Timeline(click.Group):
    """The group of commands. Its options are those of `show`, and serve the command that follows."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the registry."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named first, and hand it the options before it; or say which was meant."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(
                f"{quoted(args[0])}: no such command; {nearest(args[0], COMMANDS)}"
            )
        name, command, rest = super().resolve_command(ctx, args)
        if name and command:
            ctx.default_map = {name: handed_on(ctx, command)}
        return name, command, rest


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the group's function under the options that commands share."""
    return under([*ASKING, *LISTING, CALENDAR], command)


@click.group(
    cls=Timeline,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@_shared
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def timeline(ctx: click.Context, /, **_handed_on: object) -> Answer | Stream | None:
    """Turn what an agreement says into days, tell how many remain, and say by which rule.

    \b
    Examples:
      timeline
      timeline --on 2020-07-01
      timeline date "signed + 14 months" --month-end sticky
      timeline remaining drawdown --on 2020-07-01

    Without a command, `show`. The options may stand before the command or after it; one after it
    wins, and of those that can be repeated both count, the one after it winning for the same ID.
    """
    if ctx.invoked_subcommand:
        return None
    group = cast("Timeline", ctx.command)
    name, command, rest = group.resolve_command(ctx, [DEFAULT])
    assert command  # noqa: S101 - it is in the registry
    with command.make_context(name, rest, parent=ctx) as context:
        answer: Answer | Stream = command.invoke(context)
        return answer


def run(arguments: list[str]) -> int:
    """Answer the arguments on standard output and return the exit status.

    Trouble goes to standard error. Both streams are flushed.
    """
    try:
        clock.expect_tellable()
        answer = ask(arguments)
        if isinstance(answer, Stream):
            return _stream(answer)
        if answer.file:
            # Few answers are files.
            from timeline.commands.saving import save

            save(answer.file)
        _write(answer.text.encode(_encoding(), "backslashreplace"))
    except BrokenPipeError:
        return READER_GONE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.ClickException as error:
        return _complain([" ".join(error.format_message().split())], WRONG)
    except TimelineError as error:
        return _complain(str(error).splitlines(), WRONG)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no answer, and 1 would be one
        report(error)
        return WRONG
    return _complain(answer.notes, answer.status)


def ask(arguments: list[str]) -> Answer | Stream:
    """Return the answer to the arguments, be it the help or the version, or to a shell that completes.

    Raises what click and the engine raise, and nothing is written yet.
    """
    if instruction := os.environ.get("_TIMELINE_COMPLETE"):
        from timeline.commands.completion import completions

        return completions(timeline, instruction)
    terminal = Terminal.of(sys.stdout)
    printed = io.StringIO()
    try:
        # Click prints help and version itself; caught here, they are written like any answer.
        with (
            redirect_stdout(printed),
            timeline.make_context("timeline", arguments, obj=terminal) as context,
        ):
            answer: Answer | Stream = timeline.invoke(context)
            return answer
    except click.exceptions.Exit:
        return Answer(printed.getvalue())


def _stream(stream: Stream) -> int:
    """Answer standard input line by line and return the exit status."""
    # Most answers are no streams, and start faster without.
    from timeline.streaming import answer_lines

    if sys.stdin is None:
        raise TimelineError("standard input: closed; expected lines to answer")
    if sys.stdin.isatty():
        _complain([f"reading {stream.what} from the terminal, one a line; Ctrl-D ends"], 0)
    source = cast("io.BufferedReader", sys.stdin.buffer)

    def chunks() -> Iterator[bytes]:
        # What is there, not what would fill the buffer: a slow pipe is answered line by line.
        try:
            while chunk := source.read1(_CHUNK):
                yield chunk
        except OSError as error:
            message = f"standard input: {error.strerror}; expected lines to answer"
            raise TimelineError(message) from None

    status = 0
    for answers, problems in answer_lines(chunks(), stream.answer):
        if problems:
            status = _complain(problems, WRONG)
        _write(answers)
    return status


def _write(data: bytes) -> None:
    """Write all of `data` to standard output, and flush it.

    Raises `BrokenPipeError` when the reader has gone, `TimelineError` for any other failure.
    """
    if not data:
        return  # to no place either
    if sys.stdout is None:
        raise TimelineError("standard output: closed; expected somewhere to write")
    rest = memoryview(data)
    try:
        while rest:
            # Unbuffered, a write may take only a part.
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"standard output: {error.strerror}; expected room to write"
        raise TimelineError(message) from None


def _encoding() -> str:
    """Return the encoding of standard output."""
    return sys.stdout.encoding if sys.stdout else "utf-8"


def _complain(lines: Iterable[str], status: int) -> int:
    """Write the lines to standard error, if that can be done, and return the status all the same."""
    with suppress(OSError, ValueError, AttributeError):
        for line in lines:
            sys.stderr.write(f"timeline: {plain(line)}\n")
        sys.stderr.flush()
    return status
