"""An explanation as a sequence of tables, for people."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from timeline.dates.adjusters import Adjuster
from timeline.dates.authorities import HALF_MONTH, authority, meaning
from timeline.dates.rolling import Roll
from timeline.render import words
from timeline.render.listing import Cell, Column, Section
from timeline.schedule.readings import field_of
from timeline.schedule.schedule import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.render.terminal import Terminal
    from timeline.schedule.explanation import Explanation
    from timeline.schedule.readings import Match, Rule
    from timeline.schedule.schedule import Schedule

    Further = Mapping[Calendar, CalendarDay | None]


def flags(rule: Rule) -> list[str]:
    """Return the command-line option that chooses the rule, such as `--month-end sticky`."""
    return [f"--{field_of(rule).replace('_', '-')}", rule]


def table(schedule: Schedule, explained: Explanation, further: Further, terminal: Terminal) -> str:
    """Return the explanation as text: a heading and tables."""
    from timeline.render.formats.table import sections

    return sections(parts(schedule, explained, further), terminal)


def parts(schedule: Schedule, explained: Explanation, further: Further) -> list[Section]:
    """Return the heading, then the tables that are not empty."""
    found = [
        Section(heading=_heading(schedule, explained), columns=(), cells=()),
        _steps(explained, further),
        _rules(explained),
        _also(explained),
        _readings(explained),
        _published(explained),
    ]
    return [part for part in found if part.cells or not part.columns]


def _heading(schedule: Schedule, explained: Explanation) -> list[str]:
    """Return what is explained, its date, and its clause and source."""
    milestone, source = explained.milestone, explained.source
    rule = explained.rule.text if explained.rule else ""
    if not milestone:
        return [f"{rule}: {words.due(explained.days)}", schedule.agreement.title]
    at = milestone.at and words.time_of_day(milestone.at, schedule.agreement.tz)
    where = [milestone.clause or "", source.title if source else schedule.agreement.title]
    if source and source.publisher:
        where.append(f"({source.publisher})")
    return [
        f"{milestone.id}: {milestone.title}",
        f"{words.due(explained.days, at)}: {_basis(explained.basis, rule)}",
        " ".join(filter(None, [f"{where[0]}," if where[0] else "", *where[1:]])),
    ]


def _basis(basis: Basis, rule: str) -> str:
    """Return what gives the date."""
    match basis:
        case Basis.ASSUMED:
            return f"assumed, {rule}"
        case Basis.HAPPENED:
            return "the agreement gives no date; this is when it happened"
    return rule


def anchor(explained: Explanation) -> str:
    """Return the name of the day that the count starts from."""
    rule = explained.rule
    if rule is None:
        return "happened"
    return rule.name or "fixed date"


def _steps(explained: Explanation, further: Further) -> Section:
    """Return each step from the anchor to the date, then the date in other calendars."""
    cells = [(Cell(anchor(explained)), Cell(words.weekday(explained.start)), Cell(""))]
    cells += [
        (
            Cell(step.added),
            Cell(words.weekday(step.day)),
            Cell(_named(step.rule)),
        )
        for step in explained.steps
    ]
    cells += [
        (Cell(calendar.replace("-", " ")), Cell(day.in_words if day else "unknown"), Cell(""))
        for calendar, day in further.items()
    ]
    columns = (Column("step"), Column("day"), Column("rule", wraps=True))
    return Section(heading=(), columns=columns, cells=cells)


def _rules(explained: Explanation) -> Section:
    """Return the rules and adjusters that were applied, each with its meaning and its authority."""
    rules = [*explained.rules, *explained.adjusters]
    cells = [(Cell(_named(rule)), Cell(f"{meaning(rule)} ({authority(rule)})")) for rule in rules]
    if explained.closed is not None:
        cells.append((Cell("closed"), Cell(f"{explained.closed} ({explained.closed.origin})")))
    if explained.rule and ".5" in explained.rule.text:
        cells.append((Cell("halves"), Cell(HALF_MONTH)))
    columns = (Column("rule"), Column("meaning and authority", wraps=True))
    return Section(heading=(), columns=columns, cells=cells)


def _also(explained: Explanation) -> Section:
    """Return the other expressions for the same deadline."""
    return Section(
        heading=(),
        columns=(Column("also"), Column("day"), Column("difference", wraps=True)),
        cells=[
            (
                Cell(phrasing.expression.text),
                Cell(words.due(phrasing.days) if phrasing.days else "no day"),
                Cell(phrasing.problem or words.shift(phrasing.difference or 0)),
            )
            for phrasing in explained.also
        ],
    )


def _readings(explained: Explanation) -> Section:
    """Return the dates under other rules, in order."""
    cells = []
    for reading in explained.readings:
        means = "; ".join(meaning(rule) for rule in reading.rules)
        if any(isinstance(rule, Roll) for rule in reading.rules):
            means = f"{means}; closed: {explained.counting.closed}"
        options = ", ".join(shlex.join(flags(rule)) for rule in reading.rules)
        day = words.weekday(reading.deadline) if reading.deadline else "no day"
        shift = "" if reading.difference is None else words.shift(reading.difference)
        cells.append((Cell(day), Cell(shift), Cell(f"{means} ({options})")))
    columns = (Column("other readings"), Column("difference"), Column("by", wraps=True))
    return Section(heading=(), columns=columns, cells=cells)


def _published(explained: Explanation) -> Section:
    """Return the published dates, each with the rules that give it."""
    return Section(
        heading=(),
        columns=(Column("published"), Column("by", wraps=True), Column("reading", wraps=True)),
        cells=[
            (
                Cell(words.weekday(match.published.date)),
                Cell(match.published.by),
                Cell(_matched(match)),
            )
            for match in explained.published
        ],
    )


def _matched(match: Match) -> str:
    """Return the rules that give a published date, or its distance from the nearest reading."""
    reading = ", ".join(map(_named, match.reading.rules)) or "the chosen rules"
    if match.past == 0:
        return reading
    side = "after" if match.past > 0 else "before"
    return f"none; {words.count(abs(match.past))} {side} {reading}"


def _named(rule: Rule | Adjuster) -> str:
    """Return the rule with its name, such as `month end sticky`, or an adjuster's own words."""
    if isinstance(rule, Adjuster):
        return rule
    return f"{field_of(rule).replace('_', ' ')} {rule}"
