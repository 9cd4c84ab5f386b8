"""Date expressions: an anchor and periods added to it or subtracted from it.

An example is `signed + 14 months`. The grammar is:

    expression  = anchor { ("+" | "-") period }        at most 20 periods
    anchor      = a day | today | yesterday | tomorrow | signed | a milestone's id | an imprecise date

`-` needs a space on both sides, because ids and dates contain hyphens; `+` needs none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.dates.counting import Counting, MonthEnd, add_days
from timeline.dates.edtf import DayRange
from timeline.dates.periods import FORMAT as PERIOD_FORMAT
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
# Text that cannot be an id and may be a date, also one of an EDTF level that is not supported.
_DATE_LIKE = re.compile(r"[0-9.][0-9./~?%X-]*")


class Expression:
    """An anchor and the terms counted from it.

    `text` is the expression as written. `anchor` is a range of days, or a name that is looked up when
    the expression is evaluated. Expressions with the same anchor and terms are equal, however they
    are written. Raises `ExpressionError` for text that cannot be parsed.

    >>> Expression("drawdown+9.5 months")
    Expression('drawdown + 9 months 15 days')
    """

    # Not a Struct or dataclass: msgspec would expect a table in the file instead of text.
    __slots__ = ("anchor", "terms", "text")

    anchor: DayRange | str
    terms: tuple[Term, ...]

    def __init__(self, text: str) -> None:
        # Runs of whitespace become one space, which keeps the patterns simple and their time linear.
        line = " ".join(text.split())
        operator = _OPERATOR.search(line)
        end = operator.start() if operator else len(line)
        if not end:
            found = f'nothing before "{operator[1]}"' if operator else "empty expression"
            raise ExpressionError(text, f"{found}; use a date, a milestone's id or signed")
        self.text = text
        try:
            self.anchor, self.terms = _anchor(line[:end]), _terms(line[end:])
        except ExpressionError as error:
            where = "" if error.text.split() == text.split() else f"{quoted(error.text)}: "
            raise ExpressionError(text, f"{where if error.text else ''}{error.problem}") from None

    @classmethod
    def of(cls, expression: Expression | str) -> Expression:
        """Return `expression`, parsed if it is text."""
        return cls(expression) if isinstance(expression, str) else expression

    @property
    def is_fixed_day(self) -> bool:
        """Whether the expression is only a date of one day."""
        return isinstance(self.anchor, DayRange) and self.anchor.is_day and not self.terms

    @property
    def name(self) -> str | None:
        """The name that the expression counts from, None if it counts from a date."""
        return self.anchor if isinstance(self.anchor, str) else None

    def resolve(self, names: Mapping[str, DayRange | None]) -> DayRange:
        """Return the days of the anchor; `names` maps each name to its days, None if undated.

        Raises `UnknownNameError` and `UndatedError`.
        """
        if isinstance(self.anchor, DayRange):
            return self.anchor
        if self.anchor not in names:
            if self.anchor in CLOCK_NAMES:
                raise ExpressionError(self.text, f'"{self.anchor}" needs a current date')
            raise UnknownNameError(self.text, self.anchor, names)
        days = names[self.anchor]
        if days is None:
            raise UndatedError(self.text, self.anchor)
        return days

    def evaluate(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the days that the expression means, counted from `names` under `counting`.

        Only the first and the last day of an imprecise anchor are counted. That is enough: under
        every rule except `overflow`, a later day never gives an earlier result.

        Raises `ExpressionError` if a name is unknown or undated, if the result is outside the
        calendar, if a month has no such day under `reject`, or if months are counted from an
        imprecise anchor under `overflow`.

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
        """Return the day that the expression means. Raises `ImpreciseError` for more than one day."""
        return single_day(self.evaluate(names, counting), self.text)

    def trace(
        self, names: Mapping[str, DayRange | None], counting: Counting
    ) -> tuple[date, list[Step]]:
        """Return the latest day of the anchor, and each step from that day to the deadline.

        Raises what `evaluate` raises.
        """
        self.evaluate(names, counting)
        start = self.resolve(names).latest
        day, taken = start, list[Step]()
        for term in self.terms:
            taken += steps(day, term, counting)
            day = taken[-1].day if taken else day
        return start, taken

    def _countable(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the days of the anchor, after checking that counting from both ends is enough."""
        days = self.resolve(names)
        # Under `overflow` a later day can give an earlier result (31 January and 1 February, each plus
        # 1 month, are 3 March and 1 March), so the ends are not enough. No law counts this way.
        if counting.month_end is MonthEnd.OVERFLOW and not days.is_day:
            for term in self.terms:
                if term.period.months:
                    raise ExpressionError(
                        self.text,
                        f"cannot count months from {days}, more than one day, under month-end overflow; "
                        "use one day or another month-end rule",
                    )
        return days

    def __str__(self) -> str:
        """Return the expression in its normal form, which `Expression` accepts."""
        return " ".join([str(self.anchor), *map(str, self.terms)])

    def __repr__(self) -> str:
        """Return the class and the normal form."""
        return f"Expression({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """Compare the anchors and the terms, not the texts."""
        if not isinstance(other, Expression):
            return NotImplemented
        return (self.anchor, self.terms) == (other.anchor, other.terms)

    def __hash__(self) -> int:
        """Return a hash that agrees with `__eq__`."""
        return hash((self.anchor, self.terms))


def single_day(days: DayRange, text: str) -> date:
    """Return the day of `days`. Raises `ImpreciseError`, which quotes `text`, for more than one."""
    if not days.is_day:
        raise ImpreciseError(text, days.earliest, days.latest)
    return days.earliest


def clock_names(today: date) -> dict[str, DayRange | None]:
    """Return the days of the names that depend on the clock; None for a day outside the calendar."""
    names: dict[str, DayRange | None] = {}
    for name, days in zip(CLOCK_NAMES, (0, -1, 1), strict=True):
        try:
            names[name] = DayRange.of(add_days(today, days))
        except CalendarEndError:
            names[name] = None
    return names


def _anchor(text: str) -> DayRange | str:
    """Return the days of a date, or the name unchanged."""
    if _DATE_LIKE.fullmatch(text):
        return DayRange.parse(text)
    if " " in text:
        raise ExpressionError(
            text,
            'not a date or a milestone\'s id; put " + " or " - " before a period, '
            "as in signed + 14 months",
        )
    return text


# Cached because streams hold many expressions with the same terms. The cache is small because a text
# can be long.
@lru_cache(128)
def _terms(text: str) -> tuple[Term, ...]:
    """Return the terms in a text of operators, each followed by a period."""
    parts = [part for part in _OPERATOR.split(text) if part is not None]
    if (periods := len(parts) // 2) > _MOST_PERIODS:
        problem = f"{periods:,} periods; at most {_MOST_PERIODS} are supported"
        raise ExpressionError("", problem)
    return tuple(map(_term, parts[1::2], parts[2::2]))


def _term(sign: str, text: str) -> Term:
    """Return the term of an operator and the period after it."""
    if not text:
        raise ExpressionError("", f'nothing after "{sign}"; use {PERIOD_FORMAT}')
    return Term(1 if sign == "+" else -1, Period.parse(text))
