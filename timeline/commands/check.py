"""`timeline check`: report what is overdue, not recorded or in breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.one_list import one_list
from timeline.commands.shared.output_format import format_and_alarm_options
from timeline.commands.shared.query import queries_options
from timeline.commands.shared.results import NO, YES, Result
from timeline.commands.shared.suggestions import milestone_ids
from timeline.commands.shared.within import closed_note, days_within, parse_within
from timeline.errors import UnknownNameError
from timeline.schedule.agreement import Kind
from timeline.schedule.status import TO_COME, MilestoneStatus, Status, breach_of_baseline, statuses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from timeline.commands.shared.output_format import Show
    from timeline.commands.shared.queries import Queries, Query


@click.command(cls=Command)
@click.option(
    "--within",
    metavar="PERIOD",
    help="Also report deadlines within PERIOD, its last day included.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; only set the exit status.")
@queries_options
@format_and_alarm_options
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=milestone_ids)
def check(
    queries: Queries,
    show: Show,
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
    period, notes, known = parse_within(within), list[str](), dict[str, None]()

    def offenders(query: Query) -> list[MilestoneStatus]:
        schedule, on = query.schedule, query.on
        names = dict.fromkeys([*schedule, *schedule.duties])
        known.update(names)
        nearest = 0
        if period:
            nearest = days_within(period, query) + 1
            notes.extend(filter(None, [closed_note(period, query)]))
        # Milestones that are not checked may have a date that cannot be counted.
        mine = [name for name in ids if name in names or not queries.several]
        chosen = dict.fromkeys(each for name in mine for each in schedule.ids_of(name))
        states = statuses(schedule, on, chosen if ids else None)
        found = [state for state in states if _offends(state, nearest)]
        if not ids and (breach := breach_of_baseline(schedule, on)):
            found.insert(0, breach)
        place = f"{query.name}: " if queries.several else ""
        notes.extend(f"{place}{note}" for note in _unchecked(states) if ids)
        return found

    found, _ = one_list(queries, offenders)
    if unknown := next((name for name in ids if name not in known), None):
        raise UnknownNameError(unknown, unknown, known)
    status = NO if found.rows else YES
    return Result("" if quiet else show(found), status, () if quiet else tuple(notes))


def _unchecked(states: Sequence[MilestoneStatus]) -> Iterator[str]:
    """Yield a note for each milestone that has no date yet or is never due."""
    for state in states:
        name = state.dated.milestone.id
        if state.status is Status.UNDATED:
            yield f"{name}: has no date yet, not checked"
        if _is_event(state):
            yield f"{name}: an event, which is never due, not checked"


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
