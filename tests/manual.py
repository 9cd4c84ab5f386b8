"""Generate the manual page, `timeline/timeline.1`, from the help of the commands."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

import click

from timeline.cli import BROKEN_PIPE, COMMANDS, INTERRUPTED, timeline
from timeline.commands.help import TOPICS
from timeline.commands.shared.command import GroupedOption
from timeline.commands.shared.results import ERROR, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS = {
    YES: "Success.",
    NO: "The answer is no: check found something overdue, not recorded or in breach, validate found a fault, "
    "audit a date that no rule gives, or read could not read a clause.",
    ERROR: "The usage or the data is invalid. Standard error has the reason.",
    INTERRUPTED: "Interrupted.",
    BROKEN_PIPE: "The reader of standard output closed the pipe.",
}
# These come after the variables of options.
_ENVIRONMENT = {
    "NO_COLOR": "If set, colour is not used. It takes precedence over FORCE_COLOR.",
    "FORCE_COLOR": "If set, colour is used even if standard output is not a terminal.",
    "COLUMNS": "The width of tables on a terminal.",
    "PAGER": "The program that shows pages longer than the screen. The default is less.",
    "TIMELINE_DEBUG": "If 1, the traceback of an unexpected error is printed.",
}
# Characters that troff would change or read as an escape, such as quotes and hyphens.
_CHARACTERS = {
    "\\": "\\(rs",
    "-": "\\-",
    "'": "\\(aq",
    "`": "\\(ga",
    "^": "\\(ha",
    "~": "\\(ti",
}


def manual_page() -> str:
    """Return the manual page in troff, for `man`."""
    root = click.Context(timeline, info_name="timeline", **timeline.context_settings)
    about = timeline.get_short_help_str(limit=200).rstrip(".")
    lines = [
        '.TH TIMELINE 1 "" "timeline" "User Commands"',
        ".SH NAME",
        f"timeline \\- {_text(about[0].lower() + about[1:])}",
        ".SH SYNOPSIS",
        *_synopses(root),
        ".SH DESCRIPTION",
        *_help(timeline),
        *_options(timeline, root),
        ".SH COMMANDS",
        *(line for context in _contexts(root) for line in _command(context)),
        ".SH EXIT STATUS",
        *_entries({str(status): meaning for status, meaning in _STATUS.items()}),
        ".SH ENVIRONMENT",
        *_entries(_environment(root)),
        ".SH MANUAL",
        *_entries({f"timeline help {topic}": sentence for topic, sentence in TOPICS.items()}),
    ]
    return "".join(f"{line}\n" for line in lines)


def _contexts(root: click.Context) -> list[click.Context]:
    """Return a context for each command, in the order of `COMMANDS`."""
    commands = [(name, timeline.get_command(root, name)) for name in COMMANDS]
    return [click.Context(one, root, info_name=name) for name, one in commands if one]


def _synopses(root: click.Context) -> Iterator[str]:
    """Yield a synopsis for each command."""
    yield f".B timeline\n{_text(' '.join(timeline.collect_usage_pieces(root)))}"
    for context in _contexts(root):
        pieces = " ".join(context.command.collect_usage_pieces(context))
        yield f".br\n.B timeline {_text(context.info_name or '')}\n{_text(pieces)}"


def _command(context: click.Context) -> Iterator[str]:
    """Yield the help of one command: its usage, its text, its options."""
    pieces = " ".join(context.command.collect_usage_pieces(context))
    yield f".SS timeline {_text(context.info_name or '')} {_text(pieces)}"
    yield from _help(context.command)
    yield from _options(context.command, context)


def _help(command: click.Command) -> Iterator[str]:
    """Yield the paragraphs of a command's help; the lines of one that begins with \\b stay as they are."""
    for number, paragraph in enumerate(cleandoc(command.help or "").split("\n\n")):
        if number:
            yield ".PP"
        lines = paragraph.splitlines()
        if lines[0] == "\b":
            yield from [".nf", *map(_text, lines[1:]), ".fi"]
        else:
            yield _text(" ".join(line.strip() for line in lines))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the options of a command, each with its help and the meanings of its values."""
    for option in command.get_params(context):
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            yield from _entries(dict([record]))
            if isinstance(option, GroupedOption) and option.meanings:
                yield from [".RS", *_entries(dict(option.meanings)), ".RE"]


def _environment(root: click.Context) -> dict[str, str]:
    """Return the environment variables that are used, each with its meaning."""
    found = {}
    for option in root.command.params:
        if isinstance(option, click.Option) and isinstance(option.envvar, str):
            found[option.envvar] = f"The default of {option.opts[-1]}. {option.help}"
    return {**found, **_ENVIRONMENT}


def _entries(entries: dict[str, str]) -> Iterator[str]:
    """Yield a list of terms in bold, each with its indented text."""
    for term, text in entries.items():
        yield f".TP\n\\fB{_text(term)}\\fR\n{_text(text)}"


def _text(text: str) -> str:
    r"""Return the text escaped, so that troff prints it unchanged and reads none of it as a request.

    >>> print(_text(".5 - it's a \\"))
    \&.5 \- it\(aqs a \(rs
    """
    escaped = "".join(
        _CHARACTERS.get(char, char if char.isascii() else f"\\[u{ord(char):04X}]") for char in text
    )
    return f"\\&{escaped}" if text.startswith(".") else escaped
