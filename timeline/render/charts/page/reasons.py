"""The explanations of dates on the page, over all days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.render import words
from timeline.render.charts.page.parts import Part, parts
from timeline.render.listings import explanation
from timeline.schedule.explanation import explain
from timeline.schedule.readings import OtherRules
from timeline.schedule.spans import by_span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.render.charts.page.history import History
    from timeline.render.charts.page.rows import Macros
    from timeline.render.listing import Section
    from timeline.schedule.agreement import Drawdown, Milestone
    from timeline.schedule.dated_milestone import DatedMilestone
    from timeline.schedule.spans import Span


class Why(Struct, frozen=True):
    """The explanation of a date, on the days on which there is one: its summary, then its sections."""

    first: date
    last: date
    parts: list[list[Part]]


class Reasons:
    """Explains the dates of an agreement; `macros` are those of the template."""

    def __init__(self, history: History, macros: Macros) -> None:
        self._history, self._macros = history, macros

    def why(self, milestone: Milestone) -> Why | None:
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
        also = [each.name for each in milestone.also if each.name in recorded]
        # What other rules give changes only with the facts that these dates depend on.
        part = recorded.only([milestone.id, *filter(None, also)])
        return part.facts, by_span(part, OtherRules)

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
