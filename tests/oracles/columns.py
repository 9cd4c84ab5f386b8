"""Columns against single days: the same days, expressions and rules, each counted twice."""

from __future__ import annotations

import random
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from tests.oracles.asking import Missing, Result, compared
from tests.oracles.cases import SEED, days
from timeline.dates.adjusters import AFTER_COMMA
from timeline.dates.anchored import ANCHOR
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.errors import ColumnError, TimelineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The days that are counted under one expression and one set of rules.
_ROWS = 100
_RECENT = date(1930, 1, 1), date(2070, 12, 31)
# Some have no open day for months, or leave only one weekday open.
_CLOSED = [
    ClosedDays.parse(text)
    for text in ("sat,sun", "fri", "", "sat,sun,2020-12-23/2021-03-01", "mon,tue,wed,thu,fri,sat")
]


def columns(number: int) -> Result:
    """Due dates of a column against those of expressions that begin with the day itself."""
    try:
        from timeline.columns import due
    except ImportError:
        raise Missing("pip install numpy") from None
    import numpy as np

    chance = random.Random(SEED)
    result = Result(0, [])
    for anchors in _columns(number):
        text, counting = _expression(chance), _counting(chance)
        column = np.array(anchors, "datetime64[D]")
        refused = set()
        while True:
            try:
                found = due(column, text, counting)
                break
            except ColumnError as error:
                refused.add(error.index[0])
                column[error.index] = "NaT"
        ours = ["none" if row in refused else str(one) for row, one in enumerate(found)]
        theirs = [_single(text.replace(ANCHOR, str(day)), counting) for day in anchors]
        questions = [f"{text} from {day} under {counting}" for day in anchors]
        result = result.and_also(compared(ours, theirs, questions))
    return result


def _columns(number: int) -> Iterator[Sequence[date]]:
    """Yield random days, `_ROWS` at a time, half of them in the years that every calendar has."""
    anywhere, recent = days(number // 2), days(number - number // 2, *_RECENT)
    mixed = [one for pair in zip_longest(anywhere, recent) for one in pair if one]
    for start in range(0, number, _ROWS):
        yield mixed[start : start + _ROWS]


def _expression(chance: random.Random) -> str:
    """Return a random expression that counts from the anchor."""
    items = []
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        sign = chance.choice("+-")
        items.append(
            chance.choice(
                [
                    f" {sign} {chance.randint(0, 50)} months",
                    f" {sign} {chance.randint(0, 9)} years {chance.randint(0, 40)} days",
                    f" {sign} {chance.randint(0, 12)}.5 months",
                    f" {sign} {chance.randint(0, 400)} days",
                    f" {sign} {chance.randint(0, 30)} working days",
                    f", {chance.choice(AFTER_COMMA)}",
                ]
            )
        )
    return f"{chance.choice(['', '', '', 'before '])}{ANCHOR}{''.join(items)}"


def _counting(chance: random.Random) -> Counting:
    """Return random counting rules."""
    return Counting(
        start_day=chance.choice(list(StartDay)),
        month_end=chance.choice(list(MonthEnd)),
        months_of=chance.choice([Calendar.GREGORIAN, Calendar.GREGORIAN, *Calendar]),
        roll=chance.choice(list(Roll)),
        roll_fixed=chance.choice([False, True]),
        closed=chance.choice(_CLOSED),
    )


def _single(text: str, counting: Counting) -> str:
    """Return the due date of one expression, `none` where it has none."""
    expression = Expression(text)
    try:
        days = expression.evaluate({}, counting)
        return str(expression.rolled(days, counting).deadline)
    except TimelineError:
        return "none"
