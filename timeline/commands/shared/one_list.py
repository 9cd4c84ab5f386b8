"""The milestones of all agreements asked about, as one list by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.commands.shared.calendars import deadlines_in
from timeline.render.listings import milestones, register

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from timeline.commands.shared.queries import Queries, Query
    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.render.listing import Listing
    from timeline.schedule.status import MilestoneStatus


def one_list(
    queries: Queries,
    choose: Callable[[Query], Sequence[MilestoneStatus]],
    calendars: Sequence[Calendar] = (),
    most: int | None = None,
) -> tuple[Listing, tuple[str, ...]]:
    """Return the milestones that `choose` returns for each query, by date, at most `most` of them.

    The second value has a note for each deadline outside one of the calendars.
    """
    notes = dict[str, None]()

    def chosen(
        query: Query,
    ) -> tuple[Sequence[MilestoneStatus], Mapping[Calendar, Sequence[CalendarDay | None]]]:
        states = choose(query)[:most]
        days, outside = deadlines_in(states, calendars)
        notes.update(dict.fromkeys(outside))
        return states, days

    def listing(query: Query) -> Listing:
        return milestones.listing(query.name, query.schedule, query.on, *chosen(query))

    def part(query: Query) -> register.Part:
        return register.Part(query.name, query.schedule, query.on, *chosen(query))

    if queries.several:
        found = register.listing(queries.answers(part), calendars, most)
    else:
        (found,) = queries.answers(listing)
    return found, tuple(notes)
