"""The content of a chart: the value that the terminal, the image and the page draw."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - fields of structures
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.plain_text import plain, shortened
from timeline.render import words
from timeline.render.charts.lanes import Lane, lanes
from timeline.render.listings.heading import counting_rules, heading
from timeline.schedule.drawdown import DrawdownPlan, Levels  # noqa: TC001 - fields of structures
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.render.charts.bars import Bar
    from timeline.schedule.schedule import Schedule

# The `--on` day and the end of the record are drawn if they are at most this far outside the span of the
# chart, in parts of it.
_NEAR = 0.25
# The word for the day of signing is cut at this many characters in a legend.
_LABEL = 24


class Panel(Struct, frozen=True):
    """The panel of a series; `suffix` makes names in it unique in the chart: the id, if there are several."""

    title: str
    suffix: str
    plan: DrawdownPlan

    def named(self, name: str) -> str:
        """Return a name for a part of the panel that no other part of the chart has."""
        return f"{name}{self.suffix}"


class Chart(Struct, frozen=True):
    """A timeline, and the panels of series below it, from the day `first` to the day `last`.

    `lanes` is empty if only levels are drawn, and `panels` is empty if none are. `signed_label` is the
    word for the day of signing, and `source` names the sources of the deadlines.
    """

    heading: Sequence[str]
    signed: date
    signed_label: str
    on: date
    first: date
    last: date
    lanes: Sequence[Lane]
    panels: Sequence[Panel]
    source: str

    def __contains__(self, day: date) -> bool:
        """Return whether the day is on the chart's axis."""
        return self.first <= day <= self.last

    @property
    def bars(self) -> list[Bar]:
        """The milestones of all rows."""
        return [bar for lane in self.lanes for bar in lane.bars]

    def place(self, day: date) -> float:
        """Return the position of the day on the axis: 0 for its first day, 1 for its last."""
        return (day - self.first).days / (self.last - self.first).days

    def nearest(self, day: date) -> date:
        """Return the day of the axis that is nearest to the day: itself if it is on the axis."""
        return min(max(day, self.first), self.last)

    def levels_observed(self, plan: DrawdownPlan) -> list[Levels]:
        """Return the levels of a series from its first observation to the `--on` day.

        They are those of the days that change one. The observed level of a day is the last one observed
        by then. The last item is of the `--on` day, or of the last day of the axis.
        """
        if not plan.observed:
            return []
        first, last = plan.observed[0].day, self.nearest(plan.known)
        deadlines = {level.day for level in plan.planned}
        # On the day after a deadline, a level that breaks it is a breach.
        changes = {level.day for level in plan.observed} | deadlines
        changes |= {day + timedelta(1) for day in deadlines if day < last}
        days = sorted({day for day in changes if first <= day <= last} | {last})
        return [plan.levels(day) for day in days]

    @property
    def on_in_words(self) -> str:
        """The `--on` day, and how far outside the axis it is."""
        if self.on in self:
            return words.weekday(self.on)
        side = "after" if self.on > self.last else "before"
        days = abs((self.on - self.nearest(self.on)).days)
        return f"{words.weekday(self.on)} is {words.count(days)} {side} the chart"


def chart(
    schedule: Schedule, on: date, plans: Iterable[DrawdownPlan], *, with_timeline: bool = True
) -> Chart:
    """Return the chart of a schedule and of the plans of its series, as of the day `on`."""
    several = len(schedule.agreement.series) > 1
    panels = [
        Panel(words.series(plan, several=several), f"_{plan.series}" if several else "", plan)
        for plan in plans
    ]
    rows = lanes(statuses(schedule, on), schedule.agreement) if with_timeline else []
    bars = [bar for row in rows for bar in row.bars]
    days = [schedule.signed, *(day for each in bars for day in each.days)]
    days += [level.day for each in panels for level in (*each.plan.planned, *each.plan.observed)]
    # The end of the record, where it is before the `--on` day.
    first, last = _span(days, [on, *(each.undone_until for each in bars if each.undone_until)])
    lines = [*heading(schedule, on), counting_rules(schedule)]
    label = shortened(plain(schedule.agreement.signed_label), _LABEL)
    return Chart(lines, schedule.signed, label, on, first, last, rows, panels, _source(schedule))


def _span(days: Sequence[date], others: Sequence[date]) -> tuple[date, date]:
    """Return the first and the last day to show: those of `days`, and the others that are near."""
    first, last = min(days), max(days)
    near = timedelta((last - first).days * _NEAR)
    shown = [day for day in others if first - day <= near and day - last <= near]
    first, last = min([first, *shown]), max([last, *shown])
    if first == last:
        # Make the axis two weeks long, or one week at the first or the last supported day.
        last = min(last, date.max - timedelta(7)) + timedelta(7)
        first = max(first, date.min + timedelta(7)) - timedelta(7)
    return first, last


def _source(schedule: Schedule) -> str:
    """Return a line with the sources that milestones name, or with the title of the agreement."""
    named = {milestone.source for milestone in schedule.agreement.milestones}
    titles = [
        words.source_title(source) for source in schedule.agreement.sources if source.id in named
    ]
    return f"Deadlines: {'; '.join(titles) or schedule.agreement.title}"
