"""The values of the shared options: an agreement, a day, a format."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, structs

from timeline import clock
from timeline.commands.shared.options import (
    ALARM_OPTION,
    FORMAT_OPTION,
    QUERY_OPTIONS,
    add_options,
    read_once,
)
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import CountingChoice, MonthEnd, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.periods import Period
from timeline.dates.rolling import Roll
from timeline.errors import ClosedDaysError, TimelineError
from timeline.files.loading import agreement_id, load_schedule
from timeline.plain_text import plain, quoted
from timeline.render.formats import WITH_ALARMS, render
from timeline.schedule.closed_lists import note
from timeline.schedule.schedule import Scenario, Schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal
    from timeline.schedule.agreement import Agreement


class Query(Struct, frozen=True):
    """The schedule of the agreement called `name` as of the day `on`, and that of all recorded facts.

    If `streamed` is true, the days are read from standard input: both are then the same, and `on` is
    today.
    """

    name: str
    schedule: Schedule
    recorded: Schedule
    on: date
    streamed: bool = False


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a query to a command, which takes `query`."""
    return _query_options(command, may_stream=False)


def query_or_stream_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a query to a command, which takes `query` and may stream with `--on -`."""
    return _query_options(command, may_stream=True)


def _query_options(command: Callable[..., Any], *, may_stream: bool) -> Callable[..., Any]:
    """Return the command with the options of a query."""

    @wraps(command)
    def with_query(
        *args: Any,
        agreement: str,
        on: str,
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
        read_once(agreement, on, *options.get("expressions", ()), *options.get("texts", ()))
        _ensure_quoted(options.get("expressions", ()))
        choice = CountingChoice(
            StartDay(start_day) if start_day else None,
            MonthEnd(month_end) if month_end else None,
            Calendar(months_of) if months_of else None,
            Roll(roll) if roll else None,
            roll_fixed,
            _closed_days(closed),
        )
        assumptions = _assumptions(assume)

        def scenario(loaded: Agreement) -> Scenario:
            with prefix_errors("--tz"):
                today = clock.today(loaded.tz if tz is None else tz)
            return Scenario(
                today=today,
                assumptions=assumptions,
                as_happened=as_happened,
                choice=choice,
                as_signed=as_signed,
            )

        schedule = load_schedule(agreement, scenario)
        name = agreement_id(agreement)
        streamed = on == "-" and may_stream
        with prefix_errors("--on"):
            day = schedule.evaluate_day("today" if streamed else on)
        known = schedule if streamed else schedule.as_of(day)
        query = Query(name, known, schedule, day, streamed)
        answer = command(*args, query=query, **options)
        if options.get("quiet"):
            return answer
        about_closed = _note_on_closed_days(query.schedule, None if streamed else on, options)
        if not about_closed or about_closed in answer.notes:
            return answer
        return structs.replace(answer, notes=(*answer.notes, about_closed))

    return add_options(QUERY_OPTIONS, with_query)


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` to a command, which takes `show`, a function from a listing to text."""
    return _format_options(command, FORMAT_OPTION)


def format_and_alarm_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` and `--alarm` to a command that lists deadlines, which takes `show`."""
    return _format_options(command, FORMAT_OPTION, ALARM_OPTION)


def _format_options(
    command: Callable[..., Any], *options: Callable[..., Any]
) -> Callable[..., Any]:
    """Return the command with the options, of which `--alarm` may be absent."""

    @wraps(command)
    def with_format(*args: Any, format_name: str, alarm: str | None = None, **options: Any) -> Any:
        terminal: Terminal = click.get_current_context().obj
        days = _alarm(alarm, format_name)

        def show(listing: Listing) -> str:
            return render(listing, format_name, terminal, days)

        return command(*args, show=show, **options)

    return add_options(options, with_format)


@contextmanager
def prefix_errors(place: str) -> Iterator[None]:
    """Put `place`, such as an option, before the text of any `TimelineError`."""
    try:
        yield
    except TimelineError as error:
        message = f"{place}: {error}"
        raise TimelineError(message) from None


def _alarm(text: str | None, format_name: str) -> int | None:
    """Return how many days before an event its alarm is, None without an alarm."""
    if text is None:
        return None
    if format_name not in WITH_ALARMS:
        raise click.UsageError(
            f"--alarm: {format_name} has no alarms; use --format {' or '.join(WITH_ALARMS)}"
        )
    with prefix_errors("--alarm"):
        period = Period.parse(text)
        if period.months:
            message = f"{quoted(text)}: months differ in length; use days or weeks"
            raise TimelineError(message)
        if period.working_days:
            message = f"{quoted(text)}: working days are not supported; use days or weeks"
            raise TimelineError(message)
    return period.days


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


def _closed_days(lists: Sequence[str]) -> ClosedDays | None:
    """Return the lists of `--closed` as one, None without one."""
    if not lists:
        return None
    with prefix_errors("--closed"):
        try:
            return ClosedDays.parse(",".join(lists), "command line")
        except ClosedDaysError as error:
            message = "; ".join(fault for _, fault in error.faults)
            raise TimelineError(message) from None


def _note_on_closed_days(
    schedule: Schedule, on: str | None, options: Mapping[str, Any]
) -> str | None:
    """Return the note of a list without weekdays that the answer is counted with, else None.

    `options` has the ids and expressions of the command; without any, it answers for all milestones.
    """
    if texts := options.get("texts"):
        # Only the command knows the expressions that the clauses mean.
        return schedule.counting.closed.note if texts == ("-",) else None
    given = (*options.get("expressions", ()), *options.get("ids", ()), options.get("expression"))
    if "-" in given:
        # The expressions are still to be read, and may count with the agreement's list.
        return schedule.counting.closed.note
    subjects = [Expression(each) for text in given if text for each in schedule.ids_of(text)]
    return note(schedule, subjects, Expression(on) if on else None)


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
