"""`timeline check`: report what is overdue, not recorded or in breach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.query import (
    Query,
    format_and_alarm_options,
    prefix_errors,
    query_options,
)
from timeline.commands.shared.results import NO, YES, Result
from timeline.commands.shared.suggestions import milestone_ids
from timeline.dates.counting import Counting
from timeline.dates.periods import Period, Term, count
from timeline.errors import CalendarEndError
from timeline.render.listings import milestones
from timeline.schedule.agreement import Kind
from timeline.schedule.status import TO_COME, MilestoneStatus, Status, breach_of_baseline, statuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.dates.closed_days import ClosedDays
    from timeline.render.listing import Listing


@click.command(cls=Command)
@click.option(
    "--within",
    metavar="PERIOD",
    help="Also report deadlines within PERIOD, its last day included.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; only set the exit status.")
@query_options
@format_and_alarm_options
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=milestone_ids)
def check(
    query: Query,
    show: Callable[[Listing], str],
    ids: tuple[str, ...],
    within: str | None,
    quiet: bool,
) -> Result:
    """List what is overdue, not recorded or in breach; exit with status 1 if there is any.

    \b
    Examples:
      timeline check prisoners --on 2020-03-11
      timeline check drawdown --within "30 days" --quiet

    The exit status is 0 if there is none. A milestone is not overdue on the day of its deadline. It is
    in breach if the last observed level is above the ceiling that it sets. An event is never due. Without
    IDs, all milestones are checked, and the level on the day of signing.
    """
    schedule, on = query.schedule, query.on
    nearest, notes = 0, list[str]()
    if within is not None:
        with prefix_errors("--within"):
            period, closed = Period.parse(within), schedule.counting.closed
            nearest = (_last_day(on, period, closed) - on).days + 1
        if period.working_days and closed.note:
            notes.append(closed.note)
    # Milestones that are not checked may have a date that cannot be counted.
    chosen = dict.fromkeys(each for name in ids for each in schedule.ids_of(name))
    states = statuses(schedule, on, chosen if ids else None)
    offenders = [state for state in states if _offends(state, nearest)]
    if not ids and (breach := breach_of_baseline(schedule, on)):
        offenders.insert(0, breach)
    undated = [state.dated.milestone.id for state in states if state.status is Status.UNDATED]
    notes += [f"{name}: has no date yet, not checked" for name in undated if name in chosen]
    events = [state.dated.milestone.id for state in states if _is_event(state)]
    notes += [
        f"{name}: an event, which is never due, not checked" for name in events if name in chosen
    ]
    text = "" if quiet else show(milestones.listing(query.name, schedule, on, offenders))
    return Result(text, NO if offenders else YES, () if quiet else tuple(notes))


def _last_day(on: date, period: Period, closed: ClosedDays) -> date:
    """Return the day a period after `on`, at most the last day of the calendar.

    Raises `CalendarEndError` for a year of which a holiday calendar does not know the holidays.
    """
    try:
        return count(on, [Term(1, period)], Counting(closed=closed))
    except CalendarEndError:
        if period.working_days and closed.calendars:
            raise
        return date.max


def _offends(state: MilestoneStatus, nearest: int) -> bool:
    """Return whether a milestone is overdue, unrecorded or in breach, or due in under `nearest` days."""
    if state.breach or state.status in {Status.OVERDUE, Status.UNRECORDED}:
        return True
    if _is_event(state):
        return False
    return state.status in TO_COME and state.remaining is not None and state.remaining < nearest


def _is_event(state: MilestoneStatus) -> bool:
    """Return whether a milestone is an event, which is never due."""
    return state.dated.milestone.kind is Kind.EVENT
