"""The expressions that give most rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.render.listing import Cell, Column, Section
from timeline.render.listings.audits import rows_in_words
from timeline.render.listings.heading import rules_of
from timeline.schedule.searching import MOST_DAYS, MOST_MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.dates.counting import Counting
    from timeline.render.listing import Value
    from timeline.schedule.searching import Found

KEYS = ("expression", "row_count")

# So many expressions are listed.
MOST_NAMED = 10


def values(found: Found) -> dict[str, Value]:
    """Return an expression for programs."""
    return {"expression": str(found.expression), "row_count": found.rows}


def section(found: Sequence[Found], count: int, counting: Counting) -> Section:
    """Return the table of the expressions that give most of `count` rows."""
    listed = found[:MOST_NAMED]
    return Section(
        heading=[_outcome(found, count)],
        columns=(Column("expression", wraps=True), Column("rows", right=True)),
        cells=[(Cell(str(each.expression)), Cell(f"{each.rows:,}")) for each in listed],
        footing=[
            f"tried: 0 to {MOST_DAYS:,} days, 1 to {MOST_MONTHS} months, and each with first of next month",
            f"counted with {', '.join(rules_of(counting))}",
        ],
    )


def _outcome(found: Sequence[Found], count: int) -> str:
    """Return which expression gives most rows, or how many do equally well."""
    if not found:
        return f"no expression gives any of {rows_in_words(count)}" if count else "no rows"
    most = found[0].rows
    equal = sum(each.rows == most for each in found)
    which = str(found[0].expression) if equal == 1 else f"{equal} expressions equally well"
    return f"{which}: {most:,} of {rows_in_words(count)}"
