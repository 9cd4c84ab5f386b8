"""The content of a chart: the value that the terminal, the image and the page draw."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - fields of structures
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.render import words
from timeline.render.listings.heading import counting_rules, heading
from timeline.schedule.drawdown import DrawdownPlan  # noqa: TC001 - fields of structures
from timeline.schedule.status import MilestoneStatus, Status, statuses

if TYPE_CHECKING:
    from timeline.schedule.schedule import Schedule

# The `--on` day is drawn if it is at most this far outside the span of the chart, in parts of it.
_NEAR = 0.25


class Bar(Struct, frozen=True):
    """A milestone on the chart.

    `due` is None if it has no date, and `happened` if it is not known to have happened. A milestone
    that has happened has a date: the day it happened, if the agreement gives no other. `due_text`
    and `remaining` are the date and time, and the days remaining, in words, and `wrong` is true
    for what is late, overdue or in breach.
    """

    id: str
    title: str
    due: DayRange | None
    happened: date | None
    status: Status
    due_text: str
    remaining: str
    wrong: bool

    @property
    def days(self) -> list[date]:
        """The days on which marks of this milestone are drawn."""
        days = [self.due.earliest, self.due.latest] if self.due else []
        return [*days, self.happened] if self.happened else days


class Chart(Struct, frozen=True):
    """A timeline, and a drawdown below it, from the day `first` to the day `last`.

    `bars` is empty if only the drawdown is drawn, and `plan` is None if no drawdown is drawn.
    `source` names the sources of the deadlines.
    """

    heading: Sequence[str]
    on: date
    first: date
    last: date
    bars: Sequence[Bar]
    plan: DrawdownPlan | None
    source: str

    def __contains__(self, day: date) -> bool:
        """Return whether the day is on the chart's axis."""
        return self.first <= day <= self.last

    def place(self, day: date) -> float:
        """Return the position of the day on the axis: 0 for its first day, 1 for its last."""
        return (day - self.first).days / (self.last - self.first).days


def chart(
    schedule: Schedule, on: date, plan: DrawdownPlan | None, *, with_timeline: bool = True
) -> Chart:
    """Return the chart of a schedule, and of `plan` if it is not None, as of the day `on`."""
    bars = [_bar(state) for state in statuses(schedule, on)] if with_timeline else []
    days = [schedule.signed, *(day for bar in bars for day in bar.days)]
    days += [level.day for level in (*plan.planned, *plan.observed)] if plan else []
    first, last = _span(days, on)
    lines = [*heading(schedule, on), counting_rules(schedule)]
    return Chart(lines, on, first, last, bars, plan, _source(schedule))


def _bar(state: MilestoneStatus) -> Bar:
    """Return a milestone as a bar."""
    dated = state.dated
    return Bar(
        dated.milestone.id,
        dated.milestone.title,
        dated.due,
        state.fulfilled,
        state.status,
        words.due(dated.due, dated.milestone.at),
        words.remaining(state),
        state.breach is not None or state.status in {Status.OVERDUE, Status.LATE},
    )


def _span(days: Sequence[date], on: date) -> tuple[date, date]:
    """Return the first and the last day to show: those of `days`, and `on` if it is near."""
    first, last = min(days), max(days)
    near = timedelta((last - first).days * _NEAR)
    if first - on <= near and on - last <= near:
        first, last = min(first, on), max(last, on)
    if first == last:
        # Make the axis two weeks long, or one week at the first or the last supported day.
        last = min(last, date.max - timedelta(7)) + timedelta(7)
        first = max(first, date.min + timedelta(7)) - timedelta(7)
    return first, last


def _source(schedule: Schedule) -> str:
    """Return a line with the sources that milestones name, or with the title of the agreement."""
    named = {milestone.source for milestone in schedule.agreement.milestones}
    titles = [
        f"{source.title} ({source.publisher})" if source.publisher else source.title
        for source in schedule.agreement.sources
        if source.id in named
    ]
    return f"Deadlines: {'; '.join(titles) or schedule.agreement.title}"
