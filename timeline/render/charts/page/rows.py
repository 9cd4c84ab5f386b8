"""The rows of the milestones on the page: cells, marks and explanations over all days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.plain_text import plain
from timeline.render import listing, words
from timeline.render.charts.bars import Bar, Sign
from timeline.render.charts.bars import bar as bar_of
from timeline.render.charts.page.parts import Part, parts
from timeline.render.charts.page.shapes import Line, Mark, Shape, Shown, shown
from timeline.render.formats import csv, json
from timeline.render.listings import explanation, milestones
from timeline.schedule.agreement import Kind
from timeline.schedule.explanation import explain
from timeline.schedule.readings import OtherRules
from timeline.schedule.recurrence import duty_of
from timeline.schedule.spans import by_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.render.charts.page.history import History
    from timeline.render.listing import Section
    from timeline.schedule.agreement import Drawdown, Milestone
    from timeline.schedule.dated_milestone import DatedMilestone
    from timeline.schedule.spans import Span
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
# The middle of a row, in percent of its height.
_MIDDLE = 50


class Why(Struct, frozen=True):
    """The explanation of a date, on the days on which there is one: its summary, then its sections."""

    first: date
    last: date
    parts: list[list[Part]]


class Row(Struct, frozen=True):
    """A milestone on the page; `absent` if it is not known when the page is first shown.

    `signs` are its marks on any day. `json` and `csv` are its rows in files of these formats.
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
    json: list[Part]
    csv: list[Part]


class Rows:
    """Makes the rows of an agreement called `name`; `macros` are those of the template."""

    def __init__(self, name: str, history: History, macros: Macros) -> None:
        self._name, self._history, self._macros = name, history, macros
        self._of_duties = dict[str | None, tuple[Sequence[date], Callable[[date], OtherRules]]]()

    def rows(self, on: date) -> list[Row]:
        """Return the rows in the order of the day `on`; those not known on it are last."""
        places = {name: place for place, name in enumerate(self._history.order(on))}
        return [
            self._row(milestone, absent=milestone.id not in places)
            for milestone in sorted(
                self._history.milestones,
                key=lambda each: places.get(each.id, len(places)),
            )
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
            shapes=shown(
                (first, last, self._shapes(state))
                for (first, last), state in zip(spans, states, strict=True)
            ),
            signs=set[Sign]().union(*(bar_of(state).signs for state in states)),
            why=self._why(milestone),
            json=parts(spans, lambda day: json.encode(self._listing(name, day).rows[0].values)),
            csv=parts(
                spans,
                lambda day: csv.render([self._listing(name, day)]).partition("\n")[2].rstrip("\n"),
            ),
        )

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
        look = "wrong" if state.breach else state.status
        return self._macros["status"](words.remaining(state), state.status, look)

    def _listing(self, name: str, day: date) -> listing.Listing:
        """Return the milestone on a day as a listing of one row, for files.

        It has no heading, which would need the status of every milestone.
        """
        state, known = self._history.state(name, day), self._history.known(day)
        event = milestones.event(self._name, known.agreement, state, state.dated.due)
        return listing.Listing(
            envelope=milestones.envelope(self._name, known, day),
            name="milestones",
            title=known.agreement.title,
            keys=milestones.KEYS,
            heading=(),
            columns=(),
            rows=[listing.Row(milestones.values(state, known), (), event)],
        )

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

    def _why(self, milestone: Milestone) -> Why | None:
        """Return the explanation of the date of a milestone, None if it never has one."""
        history, name = self._history, milestone.id
        facts, others = self._other_rules(milestone)

        def same(span: Span) -> tuple[DatedMilestone, list[Drawdown | None], int] | None:
            known = span.known.milestones.get(name)
            if known is None or known.due is None:
                return None
            # With a level, the levels observed are part of the explanation.
            series = span.known.agreement.series
            observed = [series.get(name) for name in milestone.levels]
            return known, observed, bisect_right(facts, span.first)

        spans = history.spans_by(same)
        if not spans:
            return None
        explained = [self._explained(name, first, others(first)) for first, _ in spans]
        # The explanation of the last span has the sections of all in order, but for rare ones.
        keys = dict.fromkeys(key for _, each in reversed(explained) for key in each)
        begins = [first for first, _ in spans]
        summary = parts(spans, lambda day: explained[bisect_right(begins, day) - 1][0])
        return Why(
            begins[0],
            spans[-1][1],
            [
                summary,
                *(self._parts(spans, [each.get(key) for _, each in explained]) for key in keys),
            ],
        )

    def _other_rules(
        self, milestone: Milestone
    ) -> tuple[Sequence[date], Callable[[date], OtherRules]]:
        """Return the facts that the dates of a milestone depend on, and the other rules on each day."""
        recorded = self._history.recorded
        duty = duty_of(milestone.id, recorded.duties)
        if duty in self._of_duties:
            return self._of_duties[duty]
        also = [each.name for each in milestone.also if each.name in recorded]
        # What other rules give changes only with the facts that these dates depend on.
        part = recorded.only([duty or milestone.id, *filter(None, also)])
        found = part.facts, by_span(part, OtherRules)
        if duty:
            # Its occurrences are dated together.
            self._of_duties[duty] = found
        return found

    def _explained(
        self, name: str, day: date, others: OtherRules
    ) -> tuple[str, dict[tuple[str, ...], Section]]:
        """Return the summary of an explanation, and its sections by the headings of their columns."""
        known = self._history.known(day)
        explained = explain(known, name, others)
        sections = explanation.parts(known, explained, {})
        found = {tuple(column.heading for column in each.columns): each for each in sections}
        return f"Why {words.due(explained.days)}", found

    def _parts(
        self, spans: Sequence[tuple[date, date]], sections: Sequence[Section | None]
    ) -> list[Part]:
        """Return a section, given as it is in each span, as HTML.

        Neighbouring spans in which it only gets more rows are one part, in which each row has the days
        on which it is shown, so that many observed levels are not repeated for each of their days.
        """
        found: list[tuple[date, date, Section, list[date]]] = []
        for (first, last), section in zip(spans, sections, strict=True):
            if section is None:
                continue
            start, begins = first, [date.min] * len(section.cells)
            if found and _goes_on(found[-1][2], section) and _follows(found[-1][1], first):
                start, _, _, begins = found.pop()
                begins += [first] * (len(section.cells) - len(begins))
            found.append((start, last, section, begins))
        why = self._macros["why"]
        return [
            Part(start, last, (why(section, [Part(day, date.max, ()) for day in begins]),))
            for start, last, section, begins in found
        ]


def _follows(before: date, day: date) -> bool:
    """Return whether the day is the one after another."""
    return before + timedelta(1) == day


def _goes_on(before: Section, after: Section) -> bool:
    """Return whether a section is the one before it, with or without more rows at its end."""
    return (
        bool(before.cells) == bool(after.cells)
        and list(before.heading) == list(after.heading)
        and list(before.cells) == list(after.cells[: len(before.cells)])
    )


def _deadline(bar: Bar) -> str:
    """Return what a deadline is and when, in words; whether it is void comes first."""
    assert bar.deadline  # noqa: S101 - the caller has one
    first, last = bar.deadline.earliest, bar.deadline.latest
    when = bar.due_text
    if not bar.deadline.is_day:
        when = f"between {words.weekday(first)} and {words.weekday(last)}"
    what = f"{Sign.EVENT if bar.kind is Kind.EVENT else Sign.DUE} {when}"
    return f"{bar.remaining}, {what}" if bar.is_void else what
