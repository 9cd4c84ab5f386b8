"""What a chart shows: the one value that terminal, picture and page draw."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - fields of structures
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.render import words
from timeline.render.listings.milestones import heading
from timeline.schedule.drawdown import DrawdownPlan  # noqa: TC001 - fields of structures
from timeline.schedule.status import MilestoneStatus, Status, statuses

if TYPE_CHECKING:
    from timeline.schedule.schedule import Schedule

# The day asked about is drawn when it lies this near, in parts of the span of all the rest.
_NEAR = 0.25


class Bar(Struct, frozen=True):
    """A milestone on the chart. `due` is None without a date, `happened` until it is known to have.

    What has happened has a date: the day it happened, if the text gives no other.
    """

    id: str
    title: str
    due: DayRange | None
    happened: date | None
    status: Status
    when: str
    where: str

    @property
    def days(self) -> list[date]:
        """The days on which something of it is drawn."""
        days = [self.due.earliest, self.due.latest] if self.due else []
        return [*days, self.happened] if self.happened else days


class Chart(Struct, frozen=True):
    """A timeline, and a drawdown under it, from the day `first` to the day `last`.

    `bars` is empty when only the drawdown is asked for, `plan` None when it is not or when there is
    none. `source` says where it comes from.
    """

    heading: Sequence[str]
    on: date
    first: date
    last: date
    bars: Sequence[Bar]
    plan: DrawdownPlan | None
    source: str

    def __contains__(self, day: date) -> bool:
        """Say whether the day is on the chart's axis."""
        return self.first <= day <= self.last

    def place(self, day: date) -> float:
        """Return where the day stands on the axis: 0 at its first day, 1 at its last."""
        return (day - self.first).days / (self.last - self.first).days


def chart(
    schedule: Schedule, on: date, plan: DrawdownPlan | None, *, with_timeline: bool = True
) -> Chart:
    """Return the chart of a schedule, and of `plan` if there is one, both as known on `on`."""
    bars = [_bar(one) for one in statuses(schedule, on)] if with_timeline else []
    days = [schedule.signed, *(day for bar in bars for day in bar.days)]
    days += [one.day for one in (*plan.planned, *plan.observed)] if plan else []
    first, last = _span(days, on)
    return Chart(heading(schedule, on), on, first, last, bars, plan, _source(schedule))


def _bar(state: MilestoneStatus) -> Bar:
    """Return a milestone as the chart shows it."""
    dated = state.dated
    return Bar(
        dated.milestone.id,
        dated.milestone.title,
        dated.due,
        state.fulfilled,
        state.status,
        words.due(dated.due),
        words.remaining(state),
    )


def _span(days: Sequence[date], on: date) -> tuple[date, date]:
    """Return the first and the last day to show: all `days`, and `on` when it is near."""
    first, last = min(days), max(days)
    near = timedelta((last - first).days * _NEAR)
    if first - on <= near and on - last <= near:
        first, last = min(first, on), max(last, on)
    if first == last:
        # An axis has a length; the calendar ends on one side at most.
        last = min(last, date.max - timedelta(7)) + timedelta(7)
        first = max(first, date.min + timedelta(7)) - timedelta(7)
    return first, last


def _source(schedule: Schedule) -> str:
    """Return where the deadlines come from: the sources that milestones name, or the agreement."""
    named = {one.source for one in schedule.agreement.milestones}
    titles = [
        f"{source.title} ({source.publisher})" if source.publisher else source.title
        for source in schedule.agreement.sources
        if source.id in named
    ]
    return f"Deadlines: {'; '.join(titles) or schedule.agreement.title}"
