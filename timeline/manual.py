"""The manual page, written from the help of the commands. `timeline.1` beside this file holds it."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

import click

from timeline.cli import COMMANDS, INTERRUPTED, READER_GONE, timeline
from timeline.commands.answer import NO, WRONG, YES
from timeline.commands.help import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS = {
    YES: "The answer was given.",
    NO: "The answer is no: check found something overdue, validate a fault.",
    WRONG: "What was asked or given is wrong. Standard error says what.",
    INTERRUPTED: "Interrupted.",
    READER_GONE: "The reader of standard output went away.",
}
# The variables of the options come before these.
_ENVIRONMENT = {
    "NO_COLOR": "If set, no colour. It wins over FORCE_COLOR.",
    "FORCE_COLOR": "If set, colour also where standard output is no terminal.",
    "COLUMNS": "The width of tables on a terminal.",
    "TIMELINE_DEBUG": "If 1, an unexpected error prints its traceback.",
}
# What troff reads as something else than the character: typographic quotes, hyphens, escapes.
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
    """Return a context for each command, in the order of the registry."""
    commands = [(name, timeline.get_command(root, name)) for name in COMMANDS]
    return [click.Context(one, root, info_name=name) for name, one in commands if one]


def _synopses(root: click.Context) -> Iterator[str]:
    """Yield a line for each way to call the command."""
    yield f".B timeline\n{_text(' '.join(timeline.collect_usage_pieces(root)))}"
    for context in _contexts(root):
        pieces = " ".join(context.command.collect_usage_pieces(context))
        yield f".br\n.B timeline {_text(context.info_name or '')}\n{_text(pieces)}"


def _command(context: click.Context) -> Iterator[str]:
    """Yield what the help of one command says: its usage, its text, its options."""
    pieces = " ".join(context.command.collect_usage_pieces(context))
    yield f".SS timeline {_text(context.info_name or '')} {_text(pieces)}"
    yield from _help(context.command)
    yield from _options(context.command, context)


def _help(command: click.Command) -> Iterator[str]:
    """Yield the help text of a command: paragraphs, and as they stand those that begin with \\b."""
    for number, paragraph in enumerate(cleandoc(command.help or "").split("\n\n")):
        if number:
            yield ".PP"
        lines = paragraph.splitlines()
        if lines[0] == "\b":
            yield from [".nf", *map(_text, lines[1:]), ".fi"]
        else:
            yield _text(" ".join(line.strip() for line in lines))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the options of a command, each with its help."""
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    records = [one.get_help_record(context) for one in options]
    yield from _entries(dict(record for record in records if record))


def _environment(root: click.Context) -> dict[str, str]:
    """Return the variables that count, with what each is for."""
    found = {}
    for option in root.command.params:
        if isinstance(option, click.Option) and isinstance(option.envvar, str):
            found[option.envvar] = f"The default of {option.opts[-1]}. {option.help}"
    return {**found, **_ENVIRONMENT}


def _entries(entries: dict[str, str]) -> Iterator[str]:
    """Yield a list of terms in bold, each with its text set in."""
    for term, text in entries.items():
        yield f".TP\n\\fB{_text(term)}\\fR\n{_text(text)}"


def _text(text: str) -> str:
    r"""Return the text so that troff prints each of its characters, and takes none for an order.

    >>> print(_text(".5 - it's a \\"))
    \&.5 \- it\(aqs a \(rs
    """
    escaped = "".join(
        _CHARACTERS.get(char, char if char.isascii() else f"\\[u{ord(char):04X}]") for char in text
    )
    return f"\\&{escaped}" if text.startswith(".") else escaped
