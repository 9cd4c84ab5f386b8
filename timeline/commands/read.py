"""`timeline read`: read clauses in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.options import format_option
from timeline.commands.shared.query import query_options
from timeline.commands.shared.results import NO, YES, Answer, PartialResults, Result, StreamResult
from timeline.commands.shared.suggestions import milestone_ids
from timeline.errors import UnreadableFileError, UnreadClauseError, prefix_errors
from timeline.plain_text import plain
from timeline.render.listings.readings import ReadClause, json_document, line, section, toml
from timeline.schedule.clauses import DatedReading, reader
from timeline.schedule.closed_lists import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from timeline.commands.shared.queries import Query
    from timeline.render.terminal import Terminal

_LARGEST = 16_000_000


@click.command(cls=Command)
@format_option(
    "text",
    "json",
    "toml",
    text="Output format; toml gives milestones for an agreement file.",
)
@click.option(
    "--anchor",
    metavar="NAME",
    shell_complete=milestone_ids,
    help="What a clause counts from if it names only an event, such as the deposit, or nothing: "
    "signed, a milestone or a date.  [default: signed]",
)
@query_options
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.pass_obj
def read(
    terminal: Terminal,
    query: Query,
    texts: tuple[str, ...],
    anchor: str | None,
    format_name: str,
) -> Answer:
    """Read a clause in English: print its expression, its day, and the authority of each choice.

    \b
    Examples:
      timeline read "within 14 days after signature"
      timeline read "in the first 135 days" "by August"
      timeline read "within 3 months" --anchor prisoners
      timeline read "on or before 27 August 2020" -f toml
      timeline read - < clauses.txt

    Nothing is guessed: a clause that cannot be read, or that has two readings, is refused in a line
    that marks the words, and the exit status is 1. With `-`, clauses are read from standard input, one
    on each line; each output line is the clause, the expression and the day, separated by tabs.
    `timeline help reading` lists the patterns.
    """
    with prefix_errors("--anchor"):
        dated = reader(query.schedule, anchor)
    streamed = texts == ("-",)
    if streamed and format_name == "text":
        return StreamResult(lambda text: line(dated(text)), "clauses", refused=NO)

    def result(clauses: Sequence[ReadClause]) -> Result:
        unread = [one for one in clauses if one.error]
        notes = [
            f"line {one.number}: {problem}" if streamed else problem
            for one in unread
            for problem in str(one.error).splitlines()
        ]
        counted = [one.found.reading.expression for one in clauses if one.found]
        # Of clauses still to be read, the options of a query add the note.
        if counted and not streamed and (about_closed := note(query.schedule, counted, ())):
            notes.append(about_closed)
        if format_name == "json":
            name = anchor or "signed"
            text = json_document(query.name, query.schedule, query.on, name, clauses, terminal)
        elif format_name == "toml":
            text = toml(clauses)
        else:
            # Only tables need rich.
            from timeline.render.formats import table

            found = [section(one.found) for one in clauses if one.found]
            text = table.sections(found, terminal) if found else ""
        return Result(text, NO if unread else YES, tuple(notes))

    if streamed:
        return PartialResults(
            lambda chunks: iter([result(list(_read(_lines(chunks), dated)))]), "clauses", None
        )
    return result(list(_read(enumerate(_quoted(texts), 1), dated)))


def _read(
    texts: Iterator[tuple[int, str]], dated: Callable[[str], DatedReading]
) -> Iterator[ReadClause]:
    """Yield each clause with its reading or its error."""
    for number, text in texts:
        try:
            yield ReadClause(number, text, dated(text))
        except UnreadClauseError as error:
            # Bytes that are not UTF-8 cannot be written again.
            shown = text.encode(errors="backslashreplace").decode()
            yield ReadClause(number, shown, None, error)


def _quoted(texts: Sequence[str]) -> Sequence[str]:
    """Return the clauses. Raises `click.UsageError` if they are the words of one clause."""
    if len(texts) > 1 and not any(" " in text.strip() for text in texts):
        import shlex

        example = shlex.join(["timeline", "read", " ".join(texts)])
        raise click.UsageError(f"put a clause in quotes; for example: {plain(example)}")
    return texts


def _lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """Yield the lines of standard input that are not blank, with their numbers."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > _LARGEST:
            raise UnreadableFileError("standard input", f"larger than {_LARGEST:,} bytes")
    # Bytes that are not UTF-8 become characters that no clause has.
    for number, text in enumerate(data.decode("utf-8-sig", "surrogateescape").split("\n"), 1):
        if text.strip():
            yield number, " ".join(text.split())
