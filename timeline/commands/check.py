"""`timeline check`: is anything overdue?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.shared.query import Query, format_options, naming, query_options
from timeline.commands.shared.results import NO, YES, Result
from timeline.commands.shared.suggestions import milestone_ids
from timeline.dates.counting import Counting
from timeline.dates.periods import Period, Term, count
from timeline.errors import CalendarEndError
from timeline.render.listings import milestones
from timeline.schedule.status import MilestoneStatus, Status, statuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing

_FULFILLED = {Status.MET, Status.LATE}


@click.command
@query_options
@format_options
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=milestone_ids)
@click.option(
    "--within",
    metavar="PERIOD",
    help="Deadlines this near count too, that of the last day included.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit status answers.")
def check(
    query: Query,
    show: Callable[[Listing], str],
    ids: tuple[str, ...],
    within: str | None,
    quiet: bool,
) -> Result:
    """Exit 1 if anything asked about is overdue, and print it.

    Exit 0 otherwise. A deadline is not overdue on its own day. Without ids, all milestones are
    asked about.

    \b
    Examples:
      timeline check prisoners --on 2020-03-11
      timeline check --within "30 days" drawdown --on 2020-06-15 --quiet
    """
    schedule, on = query.schedule, query.on
    nearest = 0
    if within is not None:
        with naming("--within"):
            nearest = (_last_day(on, Period.parse(within)) - on).days + 1
    # Only what is asked about has to have a date that can be counted.
    states = statuses(schedule, on, dict.fromkeys(ids) or None)
    offenders = [one for one in states if _offends(one, nearest)]
    undated = [one.dated.milestone.id for one in states if one.status is Status.UNDATED]
    notes = tuple(f"{name}: has no date yet, not checked" for name in undated if name in ids)
    text = "" if quiet else show(milestones.listing(query.name, schedule, on, offenders))
    return Result(text, NO if offenders else YES, () if quiet else notes)


def _last_day(on: date, period: Period) -> date:
    """Return the day a period after `on`, or the last of the calendar."""
    try:
        return count(on, [Term(1, period)], Counting())
    except CalendarEndError:
        return date.max


def _offends(state: MilestoneStatus, nearest: int) -> bool:
    """Return whether something unfulfilled has fewer than `nearest` days left; 0 asks for overdue."""
    left = state.remaining
    return left is not None and state.status not in _FULFILLED and left < nearest
