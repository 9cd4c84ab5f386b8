"""Date expressions: an anchor and the periods counted from it, as in `signed + 14 months`.

    expression  = anchor { ("+" | "-") period }        at most 20 of them
    anchor      = a day | today | yesterday | tomorrow | signed | a milestone's id | an imprecise date

`+` needs no blanks around it; `-` needs one on both sides, since ids and dates hold hyphens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.dates.counting import Counting, MonthEnd, add_days
from timeline.dates.edtf import DayRange
from timeline.dates.periods import EXPECTED as EXPECTED_PERIOD
from timeline.dates.periods import Period, Step, Term, count, steps
from timeline.errors import (
    CalendarEndError,
    ExpressionError,
    ImpreciseError,
    NoSuchDayError,
    UndatedError,
    UnknownNameError,
)
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

CLOCK_NAMES = ("today", "yesterday", "tomorrow")
RESERVED_NAMES = ("signed", *CLOCK_NAMES)

_MOST_PERIODS = 20
_OPERATOR = re.compile(r" ?(\+) ?| (-)(?: |$)")
# What is no id and may be meant for a date: EDTF has more levels than are read here.
_DATE_LIKE = re.compile(r"[0-9.][0-9./~?%X-]*")


class Expression:
    """An anchor and the terms counted from it. Two are equal when they say the same, however written.

    `text` is the expression as written. `anchor` is a range of days or a name, which is looked up
    when the expression is evaluated. Raises `ExpressionError` with the part that cannot be read.

    >>> Expression("drawdown+9.5 months")
    Expression('drawdown + 9 months 15 days')
    """

    # A plain class: a structure or dataclass would be taken apart as a table when a file is read.
    __slots__ = ("anchor", "terms", "text")

    anchor: DayRange | str
    terms: tuple[Term, ...]

    def __init__(self, text: str) -> None:
        # One blank for any run of them: the patterns stay simple and linear.
        line = " ".join(text.split())
        operator = _OPERATOR.search(line)
        end = operator.start() if operator else len(line)
        if not end:
            found = f'nothing before "{operator[1]}"' if operator else "nothing here"
            raise ExpressionError(text, f"{found}; expected a day, a milestone's id or signed")
        self.text = text
        try:
            self.anchor, self.terms = _anchor(line[:end]), _terms(line[end:])
        except ExpressionError as error:
            where = "" if error.text.split() == text.split() else f"{quoted(error.text)}: "
            raise ExpressionError(text, f"{where if error.text else ''}{error.problem}") from None

    @classmethod
    def of(cls, expression: Expression | str) -> Expression:
        """Return the expression itself, or the one that a text holds."""
        return cls(expression) if isinstance(expression, str) else expression

    @property
    def is_fixed_day(self) -> bool:
        """Whether the expression is a day and nothing else."""
        return isinstance(self.anchor, DayRange) and self.anchor.is_day and not self.terms

    @property
    def name(self) -> str | None:
        """The name the expression counts from, unless that is a date."""
        return self.anchor if isinstance(self.anchor, str) else None

    def resolve(self, names: Mapping[str, DayRange | None]) -> DayRange:
        """Return the days the anchor stands for, `names` holding None for what is undated.

        Raises `UnknownNameError` and `UndatedError`.
        """
        if isinstance(self.anchor, DayRange):
            return self.anchor
        if self.anchor not in names:
            if self.anchor in CLOCK_NAMES:
                raise ExpressionError(self.text, "the day of today was not given; expected a date")
            raise UnknownNameError(self.text, self.anchor, names)
        days = names[self.anchor]
        if days is None:
            raise UndatedError(self.text, self.anchor)
        return days

    def evaluate(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the days the expression stands for, counted from `names` under `counting`.

        Both ends of an imprecise anchor are counted. That is enough: under every rule but
        `overflow` a later day never leads to an earlier one. Raises `ExpressionError` when a name is
        unknown or undated, the count leaves the calendar, `reject` meets a day that is not there, or
        months are counted from an imprecise anchor under `overflow`.

        >>> names = {"signed": DayRange.parse("2020-02-29")}
        >>> print(Expression("signed + 135 days").evaluate(names, Counting()))
        2020-07-13
        """
        anchor = self._countable(names, counting)
        try:
            latest = count(anchor.latest, self.terms, counting)
            if anchor.is_day:
                return DayRange.of(latest)
            return DayRange(count(anchor.earliest, self.terms, counting), latest)
        except (CalendarEndError, NoSuchDayError) as error:
            raise ExpressionError(self.text, str(error)) from None

    def evaluate_day(self, names: Mapping[str, DayRange | None], counting: Counting) -> date:
        """Return the one day the expression stands for. Raises `ImpreciseError` for more than one."""
        return single_day(self.evaluate(names, counting), self.text)

    def trace(
        self, names: Mapping[str, DayRange | None], counting: Counting
    ) -> tuple[date, list[Step]]:
        """Return the latest day of the anchor and each step from there to the deadline.

        Raises as `evaluate`.
        """
        self.evaluate(names, counting)
        start = self.resolve(names).latest
        day, walked = start, list[Step]()
        for term in self.terms:
            walked += steps(day, term, counting)
            day = walked[-1].day if walked else day
        return start, walked

    def _countable(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the days of the anchor, from whose ends the terms can be counted."""
        days = self.resolve(names)
        # The surplus days of a month may pass the first days of the next, so that the ends of the
        # result come from neither end of the anchor. No law counts so.
        if counting.month_end is MonthEnd.OVERFLOW and not days.is_day:
            for term in self.terms:
                if term.period.months:
                    raise ExpressionError(
                        self.text,
                        f"cannot count months from {days}, more than one day, under month-end overflow; "
                        "expected a single day, or another month-end rule",
                    )
        return days

    def __str__(self) -> str:
        """Return the expression in one way of writing, which `Expression` reads back."""
        return " ".join([str(self.anchor), *map(str, self.terms)])

    def __repr__(self) -> str:
        """Return the class and the text."""
        return f"Expression({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """Compare what the expressions say, not how they were written."""
        if not isinstance(other, Expression):
            return NotImplemented
        return (self.anchor, self.terms) == (other.anchor, other.terms)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.anchor, self.terms))


def single_day(days: DayRange, text: str) -> date:
    """Return the one day that `text` stands for. Raises `ImpreciseError` for more than one."""
    if not days.is_day:
        raise ImpreciseError(text, f"{days.earliest} to {days.latest}")
    return days.earliest


def clock_names(today: date) -> dict[str, DayRange | None]:
    """Return the names that depend on the clock. At either end of the calendar one has no day."""
    names: dict[str, DayRange | None] = {}
    for name, days in zip(CLOCK_NAMES, (0, -1, 1), strict=True):
        try:
            names[name] = DayRange.of(add_days(today, days))
        except CalendarEndError:
            names[name] = None
    return names


def _anchor(text: str) -> DayRange | str:
    """Return the days of a date, or the name as it stands."""
    if _DATE_LIKE.fullmatch(text):
        return DayRange.parse(text)
    if " " in text:
        raise ExpressionError(
            text, 'not an anchor; expected "+" or "-" with blanks before a period'
        )
    return text


# Days come by the thousand, and what is counted from them is mostly the same. So few are kept that
# they may be long ones.
@lru_cache(128)
def _terms(text: str) -> tuple[Term, ...]:
    """Return the terms that a text of operators, each with a period after it, makes."""
    parts = [part for part in _OPERATOR.split(text) if part is not None]
    if (periods := len(parts) // 2) > _MOST_PERIODS:
        problem = f"{periods:,} periods; expected {_MOST_PERIODS} at most"
        raise ExpressionError("", problem)
    return tuple(map(_term, parts[1::2], parts[2::2]))


def _term(sign: str, text: str) -> Term:
    """Return the term that an operator and the period after it make."""
    if not text:
        raise ExpressionError("", f'nothing after "{sign}"; expected {EXPECTED_PERIOD}')
    return Term(1 if sign == "+" else -1, Period.parse(text))
