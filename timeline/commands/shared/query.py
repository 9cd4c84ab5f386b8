"""The values of the shared options: an agreement, a day, a format."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click
from msgspec import Struct, structs

from timeline import clock
from timeline.commands.shared.options import (
    ALARM_OPTION,
    FORMAT_OPTION,
    QUERY_OPTIONS,
    add_options,
    agreement_option,
    counting_options,
    read_once,
)
from timeline.commands.shared.progress import ERRORS, tracked
from timeline.commands.shared.results import ERROR
from timeline.commands.shared.selection import Selection, selection
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, CountingChoice, MonthEnd, StartDay
from timeline.dates.expressions import Expression, clock_names
from timeline.dates.periods import Period
from timeline.dates.rolling import Roll
from timeline.errors import ClosedDaysError, TimelineError
from timeline.files.loading import agreement_id, bundled_names, load_schedule
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

_T = TypeVar("_T")


class Show(Protocol):
    """A function from listings to text in the format asked for; see `timeline.render.formats.render`."""

    def __call__(self, *listings: Listing, several: bool = False) -> str: ...  # noqa: D102


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
    return _query_options(command, agreement_option(bundled_names, shown="the bundled ones"))


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
    which: Callable[..., Any] = QUERY_OPTIONS[0],
    *,
    may_stream: bool = False,
) -> Callable[..., Any]:
    """Return the command, which takes `queries`, with the options of a query."""

    @wraps(command)
    def with_queries(
        *args: Any,
        agreement: Sequence[str],
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
        read_once(*agreement, on, *options.get("expressions", ()), *options.get("texts", ()))
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
            on,
            options,
            streamed=on == "-" and may_stream,
        )
        answer = command(*args, queries=queries, **options)
        if queries.problems:
            answer = structs.replace(answer, status=ERROR)
        notes = () if options.get("quiet") else (*answer.notes, *queries.notes)
        return structs.replace(answer, notes=(*dict.fromkeys(notes), *queries.problems))

    return add_options([which, *QUERY_OPTIONS[1:]], with_queries)


class Queries:
    """The queries of a command line, one for each agreement, which is loaded when it is answered.

    `several` is true if it is about any number of agreements. Then what is wrong with one of them is in
    `problems`, and the others are answered. `notes` are those on how the answers were counted.
    """

    def __init__(
        self,
        selected: Selection,
        scenario: Scenario,
        zone: str | None,
        on: str,
        options: Mapping[str, Any],
        *,
        streamed: bool,
    ) -> None:
        self.several = selected.several
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._names = selected.names
        self._scenario = scenario
        self._zone = zone
        self._on = "today" if streamed else on
        self._options = options
        self._streamed = streamed
        if self.several:
            self._ensure_for_all()

    def answers(self, answer: Callable[[Query], _T]) -> Iterator[_T]:
        """Yield what `answer` returns for each query."""
        first = dict[str, str]()
        errors = click.get_current_context().find_root().meta.get(ERRORS)
        for name in tracked(self._names, errors):
            place = ""
            try:
                query = self._query(name, first)
                place = f"{query.name}: "
                found = answer(query)
            except TimelineError as error:
                if not self.several:
                    raise
                self.problems += (f"{place}{line}" for line in str(error).splitlines())
            else:
                self._note(query)
                yield found

    def _query(self, name: str, first: dict[str, str]) -> Query:
        """Return the query about the agreement loaded from `name`; `first` has the names by id."""
        schedule = load_schedule(name, self._scenario_of)
        identity = agreement_id(name, schedule.agreement)
        if (other := first.setdefault(identity, name)) != name:
            message = (
                f"{plain(name)}: {quoted(identity)} is already the id of {plain(other)}; "
                "give one of them another id"
            )
            raise TimelineError(message)
        with prefix_errors("--on"):
            day = schedule.evaluate_day(self._on)
        known = schedule if self._streamed else schedule.as_of(day)
        return Query(identity, known, schedule, day, self._streamed)

    def _note(self, query: Query) -> None:
        """Add the note of a list of closed days without weekdays, if the answer is counted with one."""
        on = None if query.streamed else self._on
        if found := _note_on_closed_days(query.schedule, on, self._options):
            self.notes.append(f"{query.name}: {found}" if self.several else found)

    def _scenario_of(self, agreement: Agreement) -> Scenario:
        """Return the scenario of an agreement, whose time zone can decide today."""
        return structs.replace(self._scenario, today=self._today(agreement.tz))

    def _today(self, zone: str | None) -> date:
        """Return today in the zone of `--tz`, or else in the agreement's `zone`."""
        with prefix_errors("--tz"):
            return clock.today(zone if self._zone is None else self._zone)

    def _ensure_for_all(self) -> None:
        """Raise an error for options that are wrong, or that only one agreement can answer."""
        if self._scenario.assumptions:
            raise click.UsageError("--assume: needs one agreement; found several")
        clocks = clock_names(self._today(None))
        with prefix_errors("--on"):
            on = Expression(self._on)
            if on.name and on.name not in clocks:
                message = f"{quoted(on.text)}: {on.name} needs one agreement; use a date or today"
                raise TimelineError(message)


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format` to a command, which takes `show`, a function from listings to text."""
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

        def show(*listings: Listing, several: bool = False) -> str:
            return render(listings, format_name, terminal, days, several=several)

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


def counting_rules_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the counting rules to a command, which takes `counting`."""

    @wraps(command)
    def with_counting(
        *args: Any,
        start_day: str | None,
        month_end: str | None,
        months_of: str | None,
        roll: str | None,
        roll_fixed: bool | None,
        closed: Sequence[str],
        **options: Any,
    ) -> Any:
        choice = counting_choice(start_day, month_end, months_of, roll, roll_fixed, closed)
        return command(*args, counting=Counting().under(choice), **options)

    return add_options(counting_options("How to count"), with_counting)


def counting_choice(
    start_day: str | None,
    month_end: str | None,
    months_of: str | None,
    roll: str | None,
    roll_fixed: bool | None,
    closed: Sequence[str],
) -> CountingChoice:
    """Return the counting rules that the options choose."""
    return CountingChoice(
        StartDay(start_day) if start_day else None,
        MonthEnd(month_end) if month_end else None,
        Calendar(months_of) if months_of else None,
        Roll(roll) if roll else None,
        roll_fixed,
        _closed_days(closed),
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
