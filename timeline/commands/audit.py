"""`timeline audit`: hold published days against the counting rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.counting import counting_rules_options
from timeline.commands.shared.options import format_option
from timeline.commands.shared.results import ERROR, NO, YES, PartialResults, Result
from timeline.dates.anchored import from_anchor
from timeline.dates.counting import MonthEnd
from timeline.errors import TimelineError, prefix_errors
from timeline.files.published_table import PublishedRow, rows
from timeline.render.formats import in_parts, markdown
from timeline.render.listings import audits, searches
from timeline.render.listings.milestones import rules
from timeline.schedule.audit_summary import AuditedRow, Tally
from timeline.schedule.auditing import Auditor
from timeline.schedule.searching import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from timeline.dates.counting import Counting
    from timeline.files.records import BadLine
    from timeline.render.listing import Section
    from timeline.render.terminal import Terminal

_T = TypeVar("_T")

_FOR_PEOPLE = ("table", "markdown")


@click.command(cls=Command)
@click.option(
    "--expression",
    metavar="EXPRESSION",
    help="The expression of every row, instead of a column: anchor + 60 days, first of next month.",
)
@click.option(
    "--search",
    is_flag=True,
    help="Find the expression that gives most rows, among counts of days and of months.",
)
@format_option("table", *in_parts.FORMATS, "markdown")
@counting_rules_options
@click.argument("file", metavar="FILE|-", type=click.Path())
@click.pass_obj
def audit(
    terminal: Terminal,
    counting: Counting,
    file: str,
    expression: str | None,
    search: bool,
    format_name: str,
) -> PartialResults:
    """Find the counting rule of each published date, and the rows that break the rule of the others.

    \b
    Examples:
      timeline audit table.csv
      timeline audit table.csv --search
      timeline audit table.csv --expression "anchor + 90 days"
      timeline audit - --format json < table.csv

    FILE is CSV, also with semicolons, or TSV. Its first line names the columns: anchor, the day counted
    from; expression, such as anchor + 90 days; published, the day that was published; and by, which is
    optional, for who published it. For each row the answer is the rule that gives the published day, or
    the nearest day and how far off it is. The exit status is 1 if no rule gives the day of some row.
    """
    if search and expression is not None:
        raise click.UsageError("--search: cannot be used with --expression")
    if search and counting.month_end is MonthEnd.REJECT:
        raise click.UsageError("--search: cannot be used with --month-end reject; use clamp")
    if expression is not None:
        with prefix_errors("--expression"):
            from_anchor(expression)
    name = "standard input" if file == "-" else file
    answers = _searched if search else _audited

    def answer(chunks: Iterable[bytes]) -> Iterator[Result]:
        # With --search, the expression of each row is not used.
        found = rows(chunks, name, "" if search else expression)
        yield from answers(found, counting, expression, format_name, terminal)
        if counting.closed.note:
            yield Result("", notes=(counting.closed.note,))

    return PartialResults(answer, "rows", None if file == "-" else file)


def _audited(
    batches: Iterable[Sequence[PublishedRow | BadLine]],
    counting: Counting,
    expression: str | None,
    format_name: str,
    terminal: Terminal,
) -> Iterator[Result]:
    """Yield the answer for each batch of rows, and at the end what is true of the whole table."""
    auditor, tally, refused = Auditor(counting), Tally(), 0
    names = audits.Names(auditor.departures)
    parts = None
    if format_name not in _FOR_PEOPLE:
        envelope = {"counting": rules(counting)}
        parts = in_parts.Parts(format_name, terminal, audits.KEYS, envelope, "rows")

    def audited(row: PublishedRow) -> AuditedRow:
        return AuditedRow(
            row.line, row.by, auditor.finding(row.anchor, row.expression, row.published)
        )

    for batch in batches:
        answered, problems = _answered(batch, audited)
        for row in answered:
            tally.add(row)
        refused += len(problems)
        text = parts.rows([audits.values(row, names) for row in answered]) if parts else ""
        yield Result(text, ERROR if problems else YES, problems)
    summary = tally.summary()
    status = NO if summary.unexplained else YES
    if parts:
        # The document has the summary; lines of rows have no place for it.
        line = f"{audits.outcome(summary, names)}{audits.lines_that_break(summary)}"
        notes = () if format_name == "json" else (line,)
        yield Result(parts.end(audits.after(summary, refused, names)), status, notes)
    else:
        sections = audits.sections(summary, names, expression, counting)
        yield Result(_for_people(sections, format_name, terminal), status)


def _searched(
    batches: Iterable[Sequence[PublishedRow | BadLine]],
    counting: Counting,
    _expression: str | None,
    format_name: str,
    terminal: Terminal,
) -> Iterator[Result]:
    """Yield what is wrong with each batch of rows, and at the end the expressions that give most rows."""
    search = Search(counting)
    for batch in batches:
        _, problems = _answered(batch, lambda row: search.add(row.anchor, row.published))
        yield Result("", ERROR if problems else YES, problems)
    found = search.found()
    status = YES if not search.count or (found and found[0].rows == search.count) else NO
    if format_name in _FOR_PEOPLE:
        sections = [searches.section(found, search.count, counting)]
        yield Result(_for_people(sections, format_name, terminal), status)
    else:
        envelope = {"counting": rules(counting), "row_count": search.count}
        parts = in_parts.Parts(format_name, terminal, searches.KEYS, envelope, "expressions")
        text = parts.rows([searches.values(each) for each in found[: searches.MOST_NAMED]])
        yield Result(f"{text}{parts.end({})}", status)


def _answered(
    batch: Sequence[PublishedRow | BadLine], answer: Callable[[PublishedRow], _T]
) -> tuple[list[_T], tuple[str, ...]]:
    """Return the answers to the rows of a batch, and what is wrong with the others, by line."""
    answers, problems = [], []
    for row in batch:
        if isinstance(row, PublishedRow):
            try:
                answers.append(answer(row))
            except TimelineError as error:
                problems.append(f"line {row.line}: {'; '.join(str(error).splitlines())}")
        else:
            problems.append(f"line {row.line}: {row.problem}")
    return answers, tuple(problems)


def _for_people(sections: Sequence[Section], format_name: str, terminal: Terminal) -> str:
    """Return the sections as tables or as Markdown."""
    if format_name == "markdown":
        return markdown.sections(sections)
    # Only a table needs rich.
    from timeline.render.formats import table

    return table.sections(sections, terminal)
