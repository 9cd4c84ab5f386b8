"""`timeline check`: is anything overdue?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from timeline.commands.answer import NO, YES, Answer
from timeline.commands.options import Inquiry, asks, lists, naming
from timeline.commands.suggestions import milestone_ids
from timeline.counting import Counting
from timeline.errors import CalendarEndError
from timeline.periods import Period, Term, count
from timeline.render import milestones
from timeline.standing import Standing, Status, standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.render.listing import Listing

_FULFILLED = {Status.MET, Status.LATE}


@click.command
@asks
@lists
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=milestone_ids)
@click.option(
    "--within",
    metavar="PERIOD",
    help="Deadlines this near count too, that of the last day included.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit status answers.")
def check(
    inquiry: Inquiry,
    show: Callable[[Listing], str],
    ids: tuple[str, ...],
    within: str | None,
    quiet: bool,
) -> Answer:
    """Exit 1 if anything asked about is overdue, and print it.

    Exit 0 otherwise. A deadline is not overdue on its own day. Without ids, all milestones are
    asked about.

    \b
    Examples:
      timeline check prisoners --on 2020-03-11
      timeline check --within "30 days" drawdown --on 2020-06-15 --quiet
    """
    schedule, on = inquiry.schedule, inquiry.on
    nearest = 0
    if within is not None:
        with naming("--within"):
            nearest = (_last_day(on, Period.parse(within)) - on).days + 1
    # Only what is asked about has to have a date that can be counted.
    stands = standings(schedule, on, dict.fromkeys(ids) or None)
    offenders = [one for one in stands if _offends(one, nearest)]
    undated = [one.scheduled.milestone.id for one in stands if one.status is Status.UNDATED]
    notes = tuple(f"{name}: has no date yet, not checked" for name in undated if name in ids)
    text = "" if quiet else show(milestones.listing(inquiry.name, schedule, on, offenders))
    return Answer(text, NO if offenders else YES, () if quiet else notes)


def _last_day(on: date, period: Period) -> date:
    """Return the day a period after `on`, or the last of the calendar."""
    try:
        return count(on, [Term(1, period)], Counting())
    except CalendarEndError:
        return date.max


def _offends(standing: Standing, nearest: int) -> bool:
    """Return whether something unfulfilled has fewer than `nearest` days left; 0 asks for overdue."""
    left = standing.remaining
    return left is not None and standing.status not in _FULFILLED and left < nearest
