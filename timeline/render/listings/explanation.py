"""An explanation as a sequence of tables, for people."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from timeline.dates.adjusters import Adjuster
from timeline.dates.authorities import HALF_MONTH, authority, meaning
from timeline.dates.rolling import Roll
from timeline.render import words
from timeline.render.listing import Cell, Column, Section
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.readings import field_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.dates.calendars import Calendar, CalendarDay
    from timeline.schedule.agreement import Agreement, Milestone, Observed
    from timeline.schedule.explanation import Explanation
    from timeline.schedule.readings import Match, Rule
    from timeline.schedule.schedule import Schedule
    from timeline.schedule.status import MilestoneStatus

    Further = Mapping[Calendar, CalendarDay | None]


def flags(rule: Rule) -> list[str]:
    """Return the command-line option that chooses the rule, such as `--month-end sticky`."""
    return [f"--{field_of(rule).replace('_', '-')}", rule]


def parts(
    schedule: Schedule,
    explained: Explanation,
    further: Further,
    state: MilestoneStatus | None = None,
) -> list[Section]:
    """Return the heading, with the milestone's status if given, then the tables that are not empty."""
    status = [f"on {words.weekday(state.on)}: {words.remaining(state)}"] if state else []
    found = [
        Section(heading=[*_heading(schedule, explained), *status], columns=(), cells=()),
        _amendments(schedule.agreement, explained),
        _choices(explained),
        _steps(schedule, explained, further),
        _facts(schedule, explained),
        _rules(explained),
        _also(explained),
        _readings(explained),
        _published(schedule.agreement, explained),
    ]
    return [part for part in found if part.cells or not part.columns]


def _heading(schedule: Schedule, explained: Explanation) -> list[str]:
    """Return what is explained and its date."""
    milestone, expression = explained.milestone, explained.rule
    if not milestone:
        assert expression  # noqa: S101 - what is no milestone is an expression
        of = [schedule.agreement.title] if expression.name else []
        return [f"{expression.text}: {words.due(explained.days)}", *of]
    dated = schedule[milestone.id]
    rule = dated.rule.text if dated.rule else ""
    if dated.amended:
        rule = f"amended {dated.amended.decided}, {rule}"
    at = milestone.at and words.time_of_day(milestone.at, schedule.agreement.tz)
    return [
        f"{milestone.id}: {milestone.title}",
        f"{words.due(explained.days, at)}: {_basis(explained.basis, rule)}",
    ]


def _facts(schedule: Schedule, explained: Explanation) -> Section:
    """Return what the file says about the milestone, without its published dates: text, then sources."""
    agreement, milestone = schedule.agreement, explained.milestone
    rows: list[tuple[str, str]] = []
    if milestone:
        sources = {source.id: words.source(source) for source in agreement.sources}
        rows = [
            ("recurs", _recurrence(schedule, milestone.id)),
            ("clause", milestone.clause or ""),
            ("source", sources.get(milestone.source or "", "") or agreement.title),
            ("kind", words.kind(milestone)),
            ("decided", words.weekday(milestone.decided) if milestone.decided else ""),
            ("condition", milestone.condition or ""),
            ("note", milestone.note or ""),
        ]
        if milestone.happened:
            happened = words.weekday(milestone.happened)
            source = sources.get(milestone.fulfilled_source or "")
            rows.append(("happened", _joined(happened, milestone.fulfilled_note, source)))
        for series, unit, entry in observed(milestone, agreement):
            level = f"{words.number(entry.level)} {unit} on {words.weekday(entry.date)}"
            source = sources.get(entry.source or "")
            text = _joined(level, entry.note, source)
            several = len(agreement.series) > 1
            rows.append(("observed", f"{series}: {text}" if several else text))
    return Section(
        heading=(),
        columns=(Column("detail"), Column("in the file", wraps=True)),
        cells=[(Cell(name, "bold"), Cell(text)) for name, text in rows if text],
    )


def observed(
    milestone: Milestone | None, agreement: Agreement
) -> Iterator[tuple[str, str, Observed]]:
    """Yield the levels in the file of each series in which the milestone sets one.

    Each comes with the id of the series and its unit.
    """
    series = agreement.series
    for name in milestone.levels if milestone else ():
        if name in series:
            yield from ((name, series[name].unit, entry) for entry in series[name].observed)


def _recurrence(schedule: Schedule, name: str) -> str:
    """Return which occurrence of a recurring duty a milestone is, nothing if it is none."""
    found = schedule[name].occurrence
    if not found:
        return ""
    (duty,) = (each for each in schedule.agreement.milestones if each.id == found.duty)
    return f"number {found.number} of {duty.id}: {words.recurrence(duty)}"


def _joined(fact: str, note: str | None, source: str | None) -> str:
    """Return a fact with its note and its source."""
    parts = [fact, note and note.removesuffix("."), source and f"source: {source}"]
    return "; ".join(filter(None, parts))


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
    if rule.moves_deadline:
        return "the deadline before"
    return str(rule.anchor) if rule.name else "fixed date"


def _steps(schedule: Schedule, explained: Explanation, further: Further) -> Section:
    """Return each step from the anchor to the date, then the date in other calendars."""
    start, label = anchor(explained), schedule.agreement.signed_label
    if start == "signed" != label:
        start = f"{start} ({label})"
    elif explained.rule and explained.rule.is_actual:
        known = "happened" if start in schedule.names else "not known to have happened"
        start = f"{start} ({known})"
    cells = [(Cell(start), Cell(words.weekday(explained.start)), Cell(""))]
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


def _amendments(agreement: Agreement, explained: Explanation) -> Section:
    """Return the first plan and each amendment, with how far it moved the deadline and who decided it."""
    sources = {source.id: words.source(source) for source in agreement.sources}
    written = explained.milestone and explained.milestone.due
    first = words.due(explained.first_plan)
    cells = [tuple(map(Cell, ("first plan", first, written.text if written else "", "", "")))]
    for each in explained.amendments:
        amended = each.amended
        moved = "" if each.moved is None else words.shift(each.moved)
        if each.overdue:
            moved = f"{moved}, moved when {words.count(each.overdue)} overdue".lstrip(", ")
        source = sources.get(amended.source or "")
        cells.append(
            (
                Cell(words.weekday(amended.decided)),
                Cell(words.due(each.due)),
                Cell(amended.due.text),
                Cell(moved),
                Cell(_joined(amended.by or "", amended.note, source)),
            )
        )
    columns = (
        Column("amended"),
        Column("deadline"),
        Column("rule", wraps=True),
        Column("moved", wraps=True),
        Column("by", wraps=True),
    )
    return Section(heading=(), columns=columns, cells=cells if explained.amendments else ())


def _choices(explained: Explanation) -> Section:
    """Return the expressions of which the later or the earlier counts, each with its day."""
    decides = f"decides: the {explained.which}"
    cells = [
        (
            Cell(each.expression.text),
            Cell(words.due(each.days) if each.days else "no day"),
            Cell(each.problem or (decides if each.expression == explained.rule else "")),
        )
        for each in explained.choices
    ]
    columns = (Column(f"{explained.which} of"), Column("day"), Column("which decides", wraps=True))
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


def _by(rule: Rule, explained: Explanation) -> str:
    """Return what a rule of a reading means and its option; of a roll, the closed days too."""
    closed = f"; closed: {explained.counting.closed}" if isinstance(rule, Roll) else ""
    return f"{meaning(rule)}{closed} ({shlex.join(flags(rule))})"


def _readings(explained: Explanation) -> Section:
    """Return the dates under other rules, in order."""
    cells = []
    for reading in explained.readings:
        by = " or ".join(_by(rule, explained) for rule in reading.rules)
        by = f"{by}: {reading.problem}" if reading.problem else by
        day = words.weekday(reading.deadline) if reading.deadline else "no day"
        shift = "" if reading.difference is None else words.shift(reading.difference)
        cells.append((Cell(day), Cell(shift), Cell(by)))
    columns = (Column("other readings"), Column("difference"), Column("by", wraps=True))
    return Section(heading=(), columns=columns, cells=cells)


def _published(agreement: Agreement, explained: Explanation) -> Section:
    """Return the published dates, each with the day it became known and the rules that give it."""
    dates = agreement.source_dates
    known = [match.published.known_from(dates) for match in explained.published]
    return Section(
        heading=(),
        columns=(
            Column("published"),
            Column("known from"),
            Column("by", wraps=True),
            Column("which rule gives it", wraps=True),
        ),
        cells=[
            (
                Cell(words.weekday(match.published.date)),
                Cell(str(day) if day else "unknown"),
                Cell(match.published.by),
                Cell(_matched(match)),
            )
            for match, day in zip(explained.published, known, strict=True)
        ],
    )


def _matched(match: Match) -> str:
    """Return the rules that give a published date, or the nearest date that a rule gives."""
    if match.past == 0:
        moved = "the deadline before it was moved" if match.reading.difference else ""
        return " or ".join(map(_named, match.reading.rules)) or moved or "the rules above"
    return f"none; the nearest date is {match.reading.deadline}, {words.shift(-match.past)}"


def _named(rule: Rule | Adjuster) -> str:
    """Return the rule with its name, such as `month end sticky`, or an adjuster's own words."""
    if isinstance(rule, Adjuster):
        return rule
    return f"{field_of(rule).replace('_', ' ')} {rule}"
