"""Adjusters, which move a day to a boundary of its month, quarter or year, and `before`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from timeline.dates.calendars import bounds_of_month
from timeline.dates.counting import add_days
from timeline.errors import ExpressionError, nearest
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from datetime import date


class Adjuster(StrEnum):
    """What moves a day without counting; `adjust` explains each.

    In an expression `before` is the first word, and each of the others follows a comma.
    """

    FIRST_OF_NEXT_MONTH = "first of next month"
    END_OF_MONTH = "end of month"
    END_OF_QUARTER = "end of quarter"
    END_OF_YEAR = "end of year"
    BEFORE = "before"


AFTER_COMMA = tuple(adjuster for adjuster in Adjuster if adjuster is not Adjuster.BEFORE)


def parse_adjuster(text: str) -> Adjuster:
    """Return the adjuster that `text`, which follows a comma, names. Case is ignored.

    Raises `ExpressionError` for any other text.

    >>> parse_adjuster("End of month")
    <Adjuster.END_OF_MONTH: 'end of month'>
    """
    for adjuster in AFTER_COMMA:
        if text.lower() == adjuster:
            return adjuster
    problem = f"unknown adjuster {quoted(text)}" if text else 'nothing after ","'
    raise ExpressionError("", f"{problem}; {nearest(text, AFTER_COMMA)}")


def adjust(day: date, adjuster: Adjuster) -> date:
    """Return the day to which `adjuster` moves `day`.

    - `first of next month`: the first day of the month after the one that contains `day`, also if
      `day` is itself a first day.
    - `end of month`, `end of quarter`, `end of year`: the last day of the one that contains `day`.
    - `before`: the day before `day`.

    Months are Gregorian, and quarters begin in January, April, July and October. A later day never
    moves to an earlier one. Raises `CalendarEndError`.

    >>> from datetime import date
    >>> print(adjust(date(2003, 4, 1), Adjuster.FIRST_OF_NEXT_MONTH))
    2003-05-01
    """
    match adjuster:
        case Adjuster.FIRST_OF_NEXT_MONTH:
            return add_days(bounds_of_month(day)[1], 1)
        case Adjuster.END_OF_MONTH:
            return bounds_of_month(day)[1]
        case Adjuster.END_OF_QUARTER:
            last_month = (day.month + 2) // 3 * 3
            return bounds_of_month(day.replace(month=last_month, day=1))[1]
        case Adjuster.END_OF_YEAR:
            return day.replace(month=12, day=31)
        case Adjuster.BEFORE:  # pragma: no branch - the last adjuster
            return add_days(day, -1)
