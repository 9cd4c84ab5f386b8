"""What the shared options add up to: an agreement, a day, a format."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from timeline import clock
from timeline.commands.shared.options import ASKING, LISTING, read_once, under
from timeline.dates.calendars import Calendar
from timeline.dates.counting import CountingChoice, MonthEnd, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.periods import Period
from timeline.errors import TimelineError
from timeline.files.loading import agreement_id, load_schedule
from timeline.plain_text import quoted
from timeline.render.formats import WITH_ALARMS, render
from timeline.schedule.schedule import Scenario, Schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from timeline.render.listing import Listing
    from timeline.render.terminal import Terminal


class Query(Struct, frozen=True):
    """An agreement called `name`, its schedule as known on the day `on`, and that day.

    With `streamed` the days are read from standard input: the schedule knows all that is recorded,
    and `on` is today.
    """

    name: str
    schedule: Schedule
    on: date
    streamed: bool = False


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that ask about an agreement; it takes their sum, `query`."""
    return _query_options(command, may_stream=False)


def query_or_stream_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `query_options`, `--on -` among them, which streams."""
    return _query_options(command, may_stream=True)


def _query_options(command: Callable[..., Any], *, may_stream: bool) -> Callable[..., Any]:
    """Return the command under the options that ask about an agreement."""

    @wraps(command)
    def asking(
        *args: Any,
        agreement: str,
        on: str,
        tz: str | None,
        assume: Sequence[str],
        as_happened: bool,
        start_day: str | None,
        month_end: str | None,
        months_of: str | None,
        **options: Any,
    ) -> Any:
        # Before any of it is read. What `date` is to answer may come from there as well.
        read_once(agreement, on, *options.get("expressions", ()))
        choice = CountingChoice(
            StartDay(start_day) if start_day else None,
            MonthEnd(month_end) if month_end else None,
            Calendar(months_of) if months_of else None,
        )
        with naming("--tz"):
            today = clock.today(tz)
        scenario = Scenario(
            today=today,
            assumptions=_assumptions(assume),
            as_happened=as_happened,
            choice=choice,
        )
        schedule = load_schedule(agreement, scenario)
        name = agreement_id(agreement)
        if on == "-" and may_stream:
            return command(*args, query=Query(name, schedule, today, streamed=True), **options)
        with naming("--on"):
            day = schedule.evaluate_day(on)
        query = Query(name, schedule.as_of(day), day)
        return command(*args, query=query, **options)

    return under(ASKING, asking)


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for its format; it takes `show`, which makes text of a listing."""

    @wraps(command)
    def listing(*args: Any, format_name: str, alarm: str | None, **options: Any) -> Any:
        terminal: Terminal = click.get_current_context().obj
        days = _alarm(alarm, format_name)

        def show(listing: Listing) -> str:
            return render(listing, format_name, terminal, days)

        return command(*args, show=show, **options)

    return under(LISTING, listing)


@contextmanager
def naming(place: str) -> Iterator[None]:
    """Put the option that an error of the engine stems from before its words."""
    try:
        yield
    except TimelineError as error:
        message = f"{place}: {error}"
        raise TimelineError(message) from None


def _alarm(text: str | None, format_name: str) -> int | None:
    """Return how many days before an alarm is asked for, if one is."""
    if text is None:
        return None
    if format_name not in WITH_ALARMS:
        raise click.UsageError(
            f"--alarm: {format_name} has no alarms; expected --format {' or '.join(WITH_ALARMS)}"
        )
    with naming("--alarm"):
        period = Period.parse(text)
        if period.months:
            message = f"{quoted(text)}: months differ in length; expected days or weeks"
            raise TimelineError(message)
    return period.days


def _assumptions(given: Sequence[str]) -> dict[str, Expression]:
    """Return what is assumed, by id; of two assumptions for one id the last counts."""
    assumptions = {}
    for one in given:
        name, equals, text = one.partition("=")
        with naming("--assume"):
            if not equals or not name.strip():
                message = f"{quoted(one)}: no date given; expected ID=EXPRESSION"
                raise TimelineError(message)
            assumptions[name.strip()] = Expression(text)
    return assumptions
