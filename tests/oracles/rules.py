"""Rules that no other program has, each computed a second time in another way, and pandas' offsets.

The second ways use no function of the engine: months are numbers, and the standard library says how
long each is.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from tests.oracles.asking import Missing, Result, by_command, compared
from tests.oracles.cases import Case, cases, days
from timeline.dates.adjusters import AFTER_COMMA

if TYPE_CHECKING:
    from collections.abc import Callable


def included(number: int) -> Result:
    """The day before, no later than the month's last; from the 1st, the last of the month before."""
    return _asked(number, _included, "included")


def clear(number: int) -> Result:
    """The day after the one that is counted without the trigger day; the day before it back in time."""
    return _asked(number, _clear, "clear")


def pandas(number: int) -> Result:
    """The offsets of pandas against the adjusters."""
    try:
        import numpy as np
        import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        raise Missing("pip install pandas") from None
    # Each offset leaves a day alone that is at an end, and `MonthBegin` goes on from a first day.
    offsets = {
        "first of next month": pd.offsets.MonthBegin(1),
        "end of month": pd.offsets.MonthEnd(0),
        "end of quarter": pd.offsets.QuarterEnd(0, startingMonth=12),
        "end of year": pd.offsets.YearEnd(0),
    }
    # pandas would go on to the year 10000.
    questions = list(days(number, last=date(9999, 11, 30)))
    result = Result(0, [])
    for turn, adjuster in enumerate(AFTER_COMMA):
        some = questions[turn :: len(AFTER_COMMA)]
        index = pd.DatetimeIndex(np.array([str(day) for day in some], dtype="datetime64[s]"))
        theirs = [str(day)[:10] for day in (index + offsets[adjuster]).to_numpy()]
        expressions = [f"{day}, {adjuster}" for day in some]
        result = result.and_also(compared(by_command(expressions), theirs, expressions))
    return result


def _asked(number: int, answer: Callable[[Case], date], start_day: str) -> Result:
    """Return where the command's answers under a start-day rule differ from those of `answer`."""
    # Half of them without days, where the months alone decide.
    questions = [
        case._replace(weeks=0, days=0) if bare else case
        for case, bare in zip(cases(number), cycle([True, False]), strict=False)
    ]
    theirs = []
    for case in questions:
        try:
            theirs.append(str(answer(case)))
        except (OverflowError, ValueError):
            theirs.append("none")
    expressions = [case.in_words for case in questions]
    return compared(by_command(expressions, "--start-day", start_day), theirs, expressions)


def _included(case: Case) -> date:
    months, span = case.years * 12 + case.months, case.weeks * 7 + case.days
    day = case.day
    if not months:
        return day + case.sign * timedelta(max(span - 1, 0))
    year, month, last = _month(day, case.sign * months)
    if case.sign < 0:
        end = date(year, month, 1) + timedelta(min(day.day, last))
    elif day.day > 1:
        end = date(year, month, min(day.day - 1, last))
    else:
        end = date(year, month, 1) - timedelta(1)
    return end + case.sign * timedelta(span)


def _clear(case: Case) -> date:
    year, month, last = _month(case.day, case.sign * (case.years * 12 + case.months))
    span = case.weeks * 7 + case.days
    end = date(year, month, min(case.day.day, last))
    return end + case.sign * timedelta(span + 1 if any(case[2:]) else 0)


def _month(day: date, months: int) -> tuple[int, int, int]:
    """Return the year and the number of the month so many later, and the number of its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # The corresponding day must be within the calendar, even where the count ends before it.
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return year, month + 1, calendar.monthrange(year, month + 1)[1]
