"""Expressions that count from the word `anchor`, the day of a row in a table or a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.errors import CountingError, ExpressionError

if TYPE_CHECKING:
    from datetime import date

    from timeline.dates.counting import Counting

ANCHOR = "anchor"


def from_anchor(value: Expression | str) -> Expression:
    """Return the expression, which counts from `anchor`.

    Raises `ExpressionError` for text that cannot be parsed, and for an expression that counts from
    anything else.
    """
    text = str(value)
    found = Expression.of(value) if ANCHOR in text else None
    if not found or found.anchor != ANCHOR:
        problem = f"does not count from {ANCHOR}; write, for example, {ANCHOR} + 90 days"
        raise ExpressionError(text, problem)
    return found


def due_from(day: date, expression: Expression, counting: Counting) -> date:
    """Return the day that the expression means if its anchor is `day`, rolled if the rules say so.

    Raises `ExpressionError`.

    >>> from datetime import date
    >>> from timeline.dates.counting import Counting
    >>> print(due_from(date(2020, 2, 29), from_anchor("anchor + 135 days"), Counting()))
    2020-07-13
    """
    try:
        end = expression.counted_from(day, counting)
    except CountingError as error:
        raise ExpressionError(expression.text, str(error)) from None
    return expression.rolled(DayRange.of(end), counting).deadline
