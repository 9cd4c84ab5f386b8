"""The options of a query, which commands about agreements share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from timeline.commands.shared.counting import counting_choice
from timeline.commands.shared.options import (
    AGREEMENT_OPTION,
    DAY_QUERY_OPTIONS,
    SPAN_QUERY_OPTIONS,
    add_options,
    agreement_option,
    read_once,
)
from timeline.commands.shared.queries import Queries
from timeline.commands.shared.results import ERROR, PartialResults, Result
from timeline.commands.shared.selection import selection
from timeline.dates.expressions import Expression
from timeline.errors import TimelineError, prefix_errors
from timeline.files.loading import bundled_names
from timeline.plain_text import plain, quoted
from timeline.schedule.schedule import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a query to a command about one agreement, which takes `query`."""
    return _query_options(_about_one(command))


def query_or_stream_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a query to a command, which takes `query` and may stream with `--on -`."""
    return _query_options(_about_one(command), may_stream=True)


def queries_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a query to a command about any number of agreements, which takes `queries`."""
    return _query_options(command)


def bundled_or_queries_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `queries_options`, with the bundled agreements as the default."""
    which = agreement_option(bundled_names, shown="the bundled ones")
    return _query_options(command, which)


def span_queries_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of queries about a span of days to a command, which takes `queries`.

    It also takes `first` and `last`, expressions or None. The schedules are those of all recorded facts.
    """
    return _query_options(command, options=SPAN_QUERY_OPTIONS)


def _about_one(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command about one agreement as one that takes `queries`."""

    @wraps(command)
    def with_query(*args: Any, queries: Queries, **options: Any) -> Any:
        if queries.several:
            name = click.get_current_context().info_name
            raise click.UsageError(f"--agreement: {name} needs one agreement; found several")
        (answer,) = queries.answers(lambda query: command(*args, query=query, **options))
        return answer

    return with_query


def _query_options(
    command: Callable[..., Any],
    which: Callable[..., Any] = AGREEMENT_OPTION,
    options: Sequence[Callable[..., Any]] = DAY_QUERY_OPTIONS,
    *,
    may_stream: bool = False,
) -> Callable[..., Any]:
    """Return the command, which takes `queries`, with the options of a query."""

    @wraps(command)
    def with_queries(
        *args: Any,
        agreement: Sequence[str],
        on: str | None = None,
        tz: str | None,
        assume: Sequence[str],
        as_happened: bool,
        as_signed: bool,
        start_day: str | None,
        month_end: str | None,
        months_of: str | None,
        roll: str | None,
        roll_fixed: bool | None,
        closed: Sequence[str],
        **options: Any,
    ) -> Any:
        # Checked before anything is read. `date` may read its expressions from standard input too.
        read_once(*agreement, on or "", *options.get("expressions", ()), *options.get("texts", ()))
        _ensure_quoted(options.get("expressions", ()))
        choice = counting_choice(start_day, month_end, months_of, roll, roll_fixed, closed)
        queries = Queries(
            selection(agreement),
            Scenario(
                assumptions=_assumptions(assume),
                as_happened=as_happened,
                choice=choice,
                as_signed=as_signed,
            ),
            tz,
            on or "today",
            options,
            streamed=on is None or (on == "-" and may_stream),
        )
        answer = command(*args, queries=queries, **options)
        if isinstance(answer, PartialResults):
            return structs.replace(answer, answer=_ended(answer.answer, queries))
        return _noted(answer, queries, quiet=options.get("quiet", False))

    return add_options([which, *options], with_queries)


def _ended(
    answer: Callable[[Iterable[bytes]], Iterator[Result]], queries: Queries
) -> Callable[[Iterable[bytes]], Iterator[Result]]:
    """Return the function whose last result has what became known of the queries until then."""

    def ended(chunks: Iterable[bytes]) -> Iterator[Result]:
        yield from answer(chunks)
        yield _noted(Result(""), queries, quiet=False)

    return ended


def _noted(answer: Any, queries: Queries, *, quiet: bool) -> Any:
    """Return the answer with notes, unless it is `quiet`, and with the problems, which are an error."""
    if queries.problems:
        answer = structs.replace(answer, status=ERROR)
    notes = () if quiet else (*answer.notes, *queries.notes)
    return structs.replace(answer, notes=(*dict.fromkeys(notes), *queries.problems))


def _ensure_quoted(expressions: Sequence[str]) -> None:
    """Raise `click.UsageError` if the words of one expression were given one by one."""
    sign = next((text for text in expressions if text in {"+", "-"}), None)
    if sign and len(expressions) > 1:
        import shlex

        command = click.get_current_context().info_name or ""
        example = shlex.join(["timeline", command, " ".join(expressions)])
        raise click.UsageError(
            f'"{sign}": put an expression in quotes; for example: {plain(example)}'
        )


def _assumptions(given: Sequence[str]) -> dict[str, Expression]:
    """Return the assumed date or shift of each id; of two assumptions for one id, the last."""
    assumptions = {}
    for assumption in given:
        name, equals, text = assumption.partition("=")
        with prefix_errors("--assume"):
            if not equals or not name.strip():
                message = f"{quoted(assumption)}: no date given; write ID=EXPRESSION"
                raise TimelineError(message)
            assumptions[name.strip()] = Expression.of_new_deadline(text)
    return assumptions
