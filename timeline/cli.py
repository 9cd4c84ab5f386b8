"""The door: arguments in, an answer out. Only here is a stream or an exit status chosen."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout, suppress
from importlib import import_module
from typing import TYPE_CHECKING, cast

import click

from timeline import clock
from timeline.commands.answer import WRONG, Answer, Stream
from timeline.errors import TimelineError, nearest
from timeline.plain_text import plain, quoted
from timeline.render.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
}
DEFAULT = "show"


class Timeline(click.Group):
    """The group of commands. The options of `show` may stand before the command, named or not."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the registry."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        return self._load(cmd_name) if cmd_name in COMMANDS else None

    def _load(self, command: str) -> click.Command:
        """Return a command of the registry, imported now."""
        module, name = COMMANDS[command].split(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named first, or say which was meant."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(
                f"{quoted(args[0])}: no such command; {nearest(args[0], COMMANDS)}"
            )
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, then let click parse."""
        return super().parse_args(ctx, self._command_first(ctx, args))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the group's options, and to a shell that completes also those of `show`."""
        params = super().get_params(ctx)
        if not ctx.resilient_parsing:
            return params
        return [*params, *self._load(DEFAULT).params]

    def _command_first(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments with the options before a command moved behind its name."""
        # A line that a shell completes may yet get its command.
        unnamed = [] if ctx.resilient_parsing else [DEFAULT]
        if not args:
            return unnamed
        if not args[0].startswith("-") or args[0] in {"-h", "--help", "--version"}:
            return args
        default = self._load(DEFAULT)
        resilient = ctx.resilient_parsing
        parser = default.make_parser(
            click.Context(default, ctx, DEFAULT, resilient_parsing=resilient)
        )
        parser.allow_interspersed_args = False
        _, rest, _ = parser.parse_args(list(args))
        options = args[: len(args) - len(rest)]
        return [*rest[:1], *options, *rest[1:]] if rest else [*unnamed, *options]


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
