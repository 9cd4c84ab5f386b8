"""Milestones as a listing, their deadlines in further calendars beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.commands.calendar_option import convert
from timeline.render import milestones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.calendars import Calendar
    from timeline.commands.options import Inquiry
    from timeline.render.listing import Listing
    from timeline.standing import Standing


def milestones_in(
    inquiry: Inquiry, stands: Sequence[Standing], calendars: Sequence[Calendar]
) -> tuple[Listing, tuple[str, ...]]:
    """Return the listing of milestones with their deadlines in each calendar, and the notes."""
    dues = [one.scheduled.due for one in stands]
    days, notes = convert([due.deadline if due else None for due in dues], calendars)
    return milestones.listing(inquiry.name, inquiry.schedule, inquiry.on, stands, days), notes
