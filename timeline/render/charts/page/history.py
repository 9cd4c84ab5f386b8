"""What is known of an agreement on each day, and the time axis on which all of it has a place."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import structs

from timeline.render.charts.bars import bar
from timeline.render.charts.lanes import lane_of
from timeline.render.listings.heading import heading
from timeline.schedule.dated_milestone import DatedMilestone
from timeline.schedule.schedule import Schedule
from timeline.schedule.status import MilestoneStatus, statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from timeline.schedule.agreement import Source
    from timeline.schedule.spans import Span

# The axis goes on after the last day with a mark, by this part of its length.
_AFTER = 0.04
# The end of the record is on the axis if it is at most this far after that, in parts of the length.
_NEAR = 0.25


class History:
    """An agreement on all days of some spans; `first` and `last` are the ends of its time axis.

    `days` are the first and the last day that can be chosen. The slider goes from `slider_start` to
    `slider_end`, which is after the end of the record.
    """

    def __init__(self, recorded: Schedule, spans: Sequence[Span]) -> None:
        self.recorded = recorded
        self.spans = spans
        self.days = (self.spans[0].first, self.spans[-1].last)
        self._begins = [span.first for span in self.spans]
        self._known = dict[date, Schedule]()
        self._states = dict[date, dict[str, MilestoneStatus]]()
        self._spans_of = dict[str, list[tuple[date, date]]]()
        days = set(self._days())
        # At the last supported day the axis is a week long.
        self.first = min(*days, date.max - timedelta(7))
        end = recorded.agreement.recorded_until
        length = max((max(days) - self.first).days, 7)
        if end and length < (end - self.first).days <= length * (1 + _NEAR):
            length = (end - self.first).days
        # At the last supported day the axis ends there.
        after = min(round(length * (1 + _AFTER)), (date.max - self.first).days)
        self.last = self.first + timedelta(after)
        # What was not done is said in other words after the end of the record.
        after_record = end + timedelta(1) if end and end < date.max else self.last
        ends = (self.first, max(self.last, after_record))
        self.slider_start, self.slider_end = (
            min(max(end, self.days[0]), self.days[1]) for end in ends
        )

    def place(self, day: date) -> float:
        """Return the place of a day on the axis in percent."""
        return round(100 * (day - self.first).days / (self.last - self.first).days, 2)

    def known(self, day: date) -> Schedule:
        """Return the schedule as of a day."""
        if day not in self._known:
            self._known[day] = self.span(day).known.as_of(day)
        return self._known[day]

    def state(self, name: str, day: date) -> MilestoneStatus:
        """Return the status of a milestone on a day."""
        return self._states_on(day)[name]

    def heading(self, day: date) -> list[str]:
        """Return the lines above the table on a day, without the title."""
        known, states = self.known(day), self._states_on(day)
        return heading(known, day, [states[name] for name in known])[1:]

    def order(self, day: date) -> list[str]:
        """Return the ids of the milestones known on a day, in the order of the table."""
        return list(self._states_on(day))

    @property
    def lanes(self) -> dict[str, list[DatedMilestone]]:
        """The milestones that are known on any day, by the id of their row."""
        found = dict(self.recorded.milestones)
        for span in self.spans:
            for name, dated in span.known.milestones.items():
                found.setdefault(name, dated)
        lanes = dict[str, list[DatedMilestone]]()
        for dated in found.values():
            lanes.setdefault(lane_of(dated), []).append(dated)
        return lanes

    def lane(self, name: str, day: date) -> list[MilestoneStatus]:
        """Return the statuses of the milestones in a row on a day, none if it is not known."""
        return [state for state in self._states_on(day).values() if lane_of(state.dated) == name]

    @property
    def orders(self) -> list[tuple[date, list[str]]]:
        """The ids of the milestones in the order of the table, and the day from which it is theirs."""
        orders = ((day, self.order(day)) for day in self._begins)
        return [next(group) for _, group in groupby(orders, lambda each: each[1])]

    @property
    def all_days(self) -> list[tuple[date, date]]:
        """The spans in which only counts of days change."""
        return [(span.first, span.last) for span in self.spans]

    def spans_of(self, name: str) -> list[tuple[date, date]]:
        """Return the spans in which only counts of days change in the status of a milestone."""

        def constant(span: Span) -> MilestoneStatus | None:
            state = self._states_on(span.first).get(name)
            return state and structs.replace(
                state, on=date.min, remaining=None, remaining_earliest=None
            )

        if name not in self._spans_of:
            self._spans_of[name] = self.spans_by(constant)
        return self._spans_of[name]

    def spans_of_source(self, source: Source) -> list[tuple[date, date]]:
        """Return the spans in which a source is known."""
        return self.spans_by(lambda span: source in span.known.agreement.sources or None)

    def spans_by(self, value: Callable[[Span], object]) -> list[tuple[date, date]]:
        """Return the spans in which a value is the same, without those in which it is None."""
        groups = [(key, list(group)) for key, group in groupby(self.spans, value)]
        return [(group[0].first, group[-1].last) for key, group in groups if key is not None]

    def span(self, day: date) -> Span:
        """Return the span that holds a day."""
        return self.spans[bisect_right(self._begins, day) - 1]

    def _states_on(self, day: date) -> dict[str, MilestoneStatus]:
        """Return the statuses on a day, in the order of the table."""
        if day not in self._states:
            found = statuses(self.known(day), day)
            self._states[day] = {each.dated.milestone.id: each for each in found}
        return self._states[day]

    def _days(self) -> Iterator[date]:
        """Yield the days that must be on the axis."""
        before = None
        for span in self.spans:
            known = span.known
            if known is before:
                continue
            before = known
            yield known.signed
            for state in self._states_on(span.first).values():
                yield from bar(state).days
            for series in known.agreement.series.values():
                yield from (observed.date for observed in series.observed)
