"""An audit: its rows for programs, and what is true of the whole table as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.render import words
from timeline.render.listing import Cell, Column, Section
from timeline.render.listings.explanation import flags
from timeline.render.listings.heading import rules_of
from timeline.schedule.readings import field_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from timeline.dates.counting import Counting
    from timeline.render.listing import Value
    from timeline.schedule.audit_summary import AuditedRow, Summary
    from timeline.schedule.auditing import Finding
    from timeline.schedule.departures import Departure

KEYS = (
    "line",
    "by",
    "anchor",
    "expression",
    "published_day",
    "due",
    "difference",
    "reading",
    "changes",
    "reading_due",
    "past_nearest",
)

_AS_COUNTED = "as counted"


class Names:
    """The names of departures, and of those that give the days of a finding."""

    def __init__(self, departures: Sequence[Departure]) -> None:
        self._departures = departures
        self._names: dict[tuple[int, ...], str] = {}

    def of(self, numbers: tuple[int, ...]) -> str:
        """Return the departures with these numbers in words, such as `start day clear or month end sticky`."""
        if numbers not in self._names:
            some = (self._departures[number] for number in numbers)
            self._names[numbers] = " or ".join(map(_name, some))
        return self._names[numbers]

    def rules(self, number: int) -> list[dict[str, Any]]:
        """Return the rules that a departure changes, each with the options that choose it."""
        return [
            {"rule": field_of(rule), "value": rule, "flags": flags(rule)}
            for rule in self._departures[number].rules
        ]

    def changes(self, finding: Finding) -> int | None:
        """Return how many rules are changed to give the published day, None if none gives it."""
        first = self._departures[finding.given_by.smallest[0]]
        return len(first.rules) if finding.is_explained else None


def _name(departure: Departure) -> str:
    """Return the rules that a departure changes, in words."""
    named = (f"{field_of(rule).replace('_', ' ')} {rule}" for rule in departure.rules)
    return " and ".join(named) or _AS_COUNTED


def values(row: AuditedRow, names: Names) -> dict[str, Value]:
    """Return a row for programs."""
    finding = row.finding
    return {
        "line": row.line,
        "by": row.by,
        "anchor": str(finding.anchor),
        "expression": finding.expression,
        "published_day": str(finding.published),
        "due": str(finding.due) if finding.due else None,
        "difference": finding.difference,
        "reading": names.of(finding.given_by.smallest),
        "changes": names.changes(finding),
        "reading_due": str(finding.nearest),
        "past_nearest": finding.past,
    }


def after(summary: Summary, refused: int, names: Names) -> dict[str, object]:
    """Return what a JSON document has after the rows; `refused` is how many lines were no rows."""
    return {
        "summary": {
            "row_count": summary.count,
            "refused": refused,
            "unexplained": summary.unexplained,
            "given": [
                {"reading": names.of((number,)), "rules": names.rules(number), "row_count": count}
                for number, count in summary.given
            ],
            "breaking": summary.breaking_count,
            "breaking_lines": [row.line for row in summary.breaking],
        }
    }


def outcome(summary: Summary, names: Names) -> str:
    """Return which rule gives most rows, how many it gives, and how many break it."""
    if not summary.given:
        return (
            f"no rule gives any of {rows_in_words(summary.count)}" if summary.count else "no rows"
        )
    number, given = summary.given[0]
    line = f"{given:,} of {rows_in_words(summary.count)}: {names.of((number,))}"
    breaking = summary.breaking_count
    return f"{line}; {breaking:,} {'breaks' if breaking == 1 else 'break'} it" if breaking else line


def lines_that_break(summary: Summary) -> str:
    """Return the lines of the first rows that break the rule that gives most, and how many more do."""
    if not summary.breaking:
        return ""
    lines = ", ".join(str(row.line) for row in summary.breaking)
    more = summary.breaking_count - len(summary.breaking)
    return f": line{'s' if summary.breaking[1:] else ''} {lines}{f' and {more:,} more' if more else ''}"


def sections(
    summary: Summary, names: Names, expression: str | None, counting: Counting
) -> list[Section]:
    """Return the table of rows, then that of the rules, with how many rows each explains.

    All rows are listed if they are few, else those that break the rule that gives most. `expression` is
    the one of all rows, None if each has its own.
    """
    listed = summary.rows or summary.breaking
    hidden = summary.count - len(listed)
    heading = [outcome(summary, names), *([f"expression: {expression}"] if expression else [])]
    rules = [(names.of(numbers), count) for numbers, count in summary.explained]
    rules += [("none", summary.unexplained)] if summary.unexplained else []
    found = [
        _table(listed, names, heading, has_expression=expression is None),
        Section(
            heading=(),
            columns=(Column("which rule gives it", wraps=True), Column("rows", right=True)),
            cells=[(Cell(name), Cell(f"{count:,}")) for name, count in rules],
            footing=[
                *(
                    [f"{rows_in_words(hidden)} not listed; --format csv lists all"]
                    if hidden
                    else []
                ),
                f"counted with {', '.join(rules_of(counting))}",
            ],
        ),
    ]
    return found if summary.count else found[:1]


def _table(
    listed: Sequence[AuditedRow], names: Names, heading: Sequence[str], *, has_expression: bool
) -> Section:
    """Return the table of rows, without the columns that would say nothing."""
    columns = {
        "line": Column("line", right=True),
        "by": Column("by", wraps=True),
        "anchor": Column("anchor"),
        "expression": Column("expression", wraps=True),
        "published": Column("published", shortened=1),
        "due": Column("due", shortened=1),
        "rule": Column("which rule gives it", wraps=True),
    }
    if not any(row.by for row in listed):
        del columns["by"]
    if not has_expression:
        del columns["expression"]
    cells = [_cells(row, names) for row in listed]
    return Section(
        heading=heading,
        columns=list(columns.values()),
        cells=[[row[column] for column in columns] for row in cells],
    )


def _cells(row: AuditedRow, names: Names) -> dict[str, Cell]:
    """Return the cells of a row, by column."""
    finding = row.finding
    rule = names.of(finding.given_by.smallest)
    if not finding.is_explained:
        where = f"{finding.nearest}, {words.shift(-finding.past)}"
        rule = f"none; the nearest date is {where} ({rule})"
    return {
        "line": Cell(str(row.line)),
        "by": Cell(row.by or "", "bold"),
        "anchor": Cell(str(finding.anchor)),
        "expression": Cell(finding.expression),
        "published": _day(finding.published),
        "due": _day(finding.due) if finding.due else Cell("no day"),
        "rule": Cell(rule, "" if finding.is_explained else "red"),
    }


def _day(day: date) -> Cell:
    """Return the cell of a day, on a narrow terminal without its weekday."""
    return Cell(words.weekday(day), short=str(day))


def rows_in_words(count: int) -> str:
    """Return a number of rows in words."""
    return f"{count:,} row{'' if count == 1 else 's'}"
