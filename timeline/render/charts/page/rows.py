"""The rows of the milestones on the page: cells, marks and explanations over all days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.bars import Bar, Sign, is_wrong
from timeline.render.charts.bars import bar as bar_of
from timeline.render.charts.lanes import lane_of, texts
from timeline.render.charts.page.parts import Part, parts
from timeline.render.charts.page.reasons import Reasons, Why
from timeline.render.charts.page.shapes import Line, Mark, Shape, Shown, shown
from timeline.schedule.agreement import Kind
from timeline.schedule.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from timeline.render.charts.page.history import History
    from timeline.schedule.agreement import Milestone
    from timeline.schedule.dated_milestone import DatedMilestone
    from timeline.schedule.status import MilestoneStatus

# The macros of the template, by name.
Macros = Mapping[str, Callable[..., str]]
# How each mark looks: the symbol of the template, and its colour; or a line.
LOOKS = {
    Sign.FIRST_PLAN: "first-plan",
    Sign.DUE: "due",
    Sign.BETWEEN: "window",
    Sign.EVENT: "event",
    Sign.VOID: "void",
    Sign.IN_TIME: "happened met",
    Sign.LATE: "happened late",
    Sign.HAPPENED: "happened",
    Sign.OBSERVED: "reached",
    Sign.UNDONE: "undone",
}
# How far apart in percent marks of each size are at least; on a phone, one percent is three pixels.
_SIZES, _SMALLEST = {"": 4.5, "small": 2}, "tiny"
# The middle of a row, in percent of its height.
_MIDDLE = 50


class Occurrence(Struct, frozen=True):
    """A line about an occurrence of a recurring duty, which is known from the day `first` to `last`."""

    id: str
    first: date
    last: date
    due: list[Part]
    status: list[Part]


class Occurrences(Struct, frozen=True):
    """The lines of a recurring duty, on the days from `first` to `last` on which there are any."""

    first: date
    last: date
    lines: list[Occurrence]


class Row(Struct, frozen=True):
    """A row of the page; `absent` if it is not known when the page is first shown.

    `signs` are its marks on any day, and `size` is the class of their size.
    """

    id: str
    title: list[Part]
    kind: str
    condition: str | None
    absent: bool
    due: list[Part]
    status: list[Part]
    shapes: list[Shown]
    signs: set[Sign]
    why: Why | None
    occurrences: Occurrences | None = None
    size: str = ""


class Rows:
    """Makes the rows of an agreement; `macros` are those of the template."""

    def __init__(self, history: History, macros: Macros) -> None:
        self._history, self._macros = history, macros
        self._reasons = Reasons(history, macros)

    def rows(self, on: date) -> list[Row]:
        """Return the rows in the order of the day `on`; those not known on it are last."""
        lanes = self._history.lanes
        known = [lane_of(self._history.state(name, on).dated) for name in self._history.order(on)]
        places = {name: place for place, name in enumerate(dict.fromkeys(known))}
        return [
            self._duty(name, lanes[name], absent=name not in places)
            if any(dated.occurrence for dated in lanes[name])
            else self._row(lanes[name][0].milestone, absent=name not in places)
            for name in sorted(lanes, key=lambda each: places.get(each, len(places)))
        ]

    def _row(self, milestone: Milestone, *, absent: bool) -> Row:
        """Return the row of a milestone."""
        history, name = self._history, milestone.id
        spans = history.spans_of(name)
        states = [history.state(name, first) for first, _ in spans]
        return Row(
            name,
            parts(spans, lambda day: self._title(history.state(name, day))),
            words.kind(milestone),
            milestone.condition,
            absent,
            due=parts(spans, lambda day: self._due(history.state(name, day))),
            status=parts(spans, lambda day: self._status(history.state(name, day))),
            shapes=shown(self._drawings(spans, states)),
            signs=set[Sign]().union(*(bar_of(state).signs for state in states)),
            why=self._reasons.why(milestone),
        )

    def _duty(self, name: str, lane: Sequence[DatedMilestone], *, absent: bool) -> Row:
        """Return the row of a recurring duty, with a line for each of its occurrences."""
        history = self._history
        duty = next(each for each in history.recorded.agreement.milestones if each.id == name)
        # Any change of an occurrence changes the texts, and all end with one of these spans.
        spans = [days for days in history.all_days if history.lane(name, days[0])]
        begins = {first for first, _ in spans}
        ends = {last for _, last in spans}
        texts_on = {day: self._duty_texts(duty, day) for day in begins | ends}
        drawings, found, signs = [], [], set[Sign]()
        for dated in lane:
            each = dated.milestone.id
            its = history.spans_of(each)
            states = [history.state(each, first) for first, _ in its]
            drawings += self._drawings(its, states)
            signs = signs.union(*(bar_of(state).signs for state in states))
            if dated.occurrence:
                found.append(self._occurrence(each, its))
        return Row(
            name,
            parts(spans, lambda day: texts_on[day][0]),
            words.kind(duty),
            duty.condition,
            absent,
            due=parts(spans, lambda day: texts_on[day][1]),
            status=parts(spans, lambda day: texts_on[day][2]),
            shapes=shown(drawings),
            signs=signs,
            why=None,
            occurrences=Occurrences(
                min(each.first for each in found), max(each.last for each in found), found
            ),
            size=self._size(lane),
        )

    def _duty_texts(self, duty: Milestone, day: date) -> tuple[str, str, str]:
        """Return the title, the due date and the status of a recurring duty on a day."""
        states = self._history.lane(duty.id, day)
        is_void = all(state.status is Status.VOID for state in states)
        title = self._macros["title"](duty.title, is_void)
        if not any(state.dated.occurrence for state in states):
            return title, self._due(states[0]), self._status(states[0])
        found = texts(states)
        look = Status.OVERDUE if any(map(is_wrong, states)) else ""
        due = found.due.removesuffix(f" {duty.at}")
        return (
            title,
            self._macros["due"](due, duty.at, words.recurrence(duty), "", found.which),
            self._macros["status"](found.remaining, found.next, look),
        )

    def _occurrence(self, name: str, spans: Sequence[tuple[date, date]]) -> Occurrence:
        """Return the line about an occurrence."""

        def status(day: date) -> str:
            state = self._history.state(name, day)
            return self._macros["outcome"](words.remaining(state), _look(state))

        def due(day: date) -> str:
            state = self._history.state(name, day)
            return words.due(state.dated.due, state.dated.milestone.at)

        return Occurrence(name, spans[0][0], spans[-1][1], parts(spans, due), parts(spans, status))

    def _size(self, lane: Sequence[DatedMilestone]) -> str:
        """Return the class of marks that are beside each other: smaller ones where they are many."""
        x = self._history.place
        places = sorted({x(dated.due.deadline) for dated in lane if dated.due})
        apart = min((after - before for before, after in pairwise(places)), default=100)
        return next((name for name, least in _SIZES.items() if apart >= least), _SMALLEST)

    def _drawings(
        self, spans: Sequence[tuple[date, date]], states: Sequence[MilestoneStatus]
    ) -> list[tuple[date, date, Iterator[Shape]]]:
        """Return what is drawn of a milestone in each of its spans."""
        return [
            (first, last, self._shapes(state))
            for (first, last), state in zip(spans, states, strict=True)
        ]

    def _title(self, state: MilestoneStatus) -> str:
        """Return the title, struck out if it is void."""
        return self._macros["title"](state.dated.milestone.title, bar_of(state).is_void)

    def _due(self, state: MilestoneStatus) -> str:
        """Return the cell with the due date and the rule that gives it."""
        dated = state.dated
        if dated.due is None:
            return words.due(None)
        return self._macros["due"](
            words.due(dated.due), dated.milestone.at, words.rule(dated), words.first_plan(state)
        )

    def _status(self, state: MilestoneStatus) -> str:
        """Return the cell with the status."""
        return self._macros["status"](words.remaining(state), state.status, _look(state))

    def _shapes(self, state: MilestoneStatus) -> Iterator[Shape]:
        """Yield what is drawn in the row of a milestone with this status."""
        bar, x = bar_of(state), self._history.place
        title = plain(bar.title)
        if bar.deadline:
            last = x(bar.deadline.latest)
            if bar.first_plan:
                planned = x(bar.first_plan.latest)
                yield Line("moved", planned, _MIDDLE, last, _MIDDLE)
                text = f"{title}: {Sign.FIRST_PLAN} {words.due(bar.first_plan)}"
                yield Mark(LOOKS[Sign.FIRST_PLAN], planned, _MIDDLE, text)
            if bar.done:
                yield Line(f"slip {bar.status}", last, _MIDDLE, x(bar.done), _MIDDLE)
            if bar.undone_until:
                # To the day shown while the record reaches it, else to the end of the record.
                end = min(x(state.recorded_until), 100) if state.recorded_until else None
                yield Line(LOOKS[Sign.UNDONE], last, _MIDDLE, end, _MIDDLE)
            if not bar.deadline.is_day:
                first = x(bar.deadline.earliest)
                yield Line(LOOKS[Sign.BETWEEN], first, _MIDDLE, last, _MIDDLE)
            yield Mark(LOOKS[bar.sign], last, _MIDDLE, f"{title}: {_deadline(bar)}")
        if bar.done:
            look, what = LOOKS[bar.done_sign], "happened"
            if bar.done_sign is Sign.OBSERVED:
                look, what = f"{look} {bar.status}", "reached"
            text = f"{title}: {what} {words.happened(state)}"
            how = bar.remaining.removeprefix("happened").lstrip()
            if state.slip is not None and how:
                text = f"{text}, {how}"
            yield Mark(look, x(bar.done), _MIDDLE, text)


def _look(state: MilestoneStatus) -> str:
    """Return the class of a status."""
    return "wrong" if state.breach else state.status


def _deadline(bar: Bar) -> str:
    """Return what a deadline is and when, in words; whether it is void comes first."""
    assert bar.deadline  # noqa: S101 - the caller has one
    first, last = bar.deadline.earliest, bar.deadline.latest
    when = bar.due_text
    if not bar.deadline.is_day:
        when = f"between {words.weekday(first)} and {words.weekday(last)}"
    what = f"{Sign.EVENT if bar.kind is Kind.EVENT else Sign.DUE} {when}"
    return f"{bar.remaining}, {what}" if bar.is_void else what
