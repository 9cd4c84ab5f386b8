"""Date expressions: an anchor, periods added to it or subtracted from it, and adjusters.

An example is `signed + 14 months`. The grammar is:

    expression  = ["before"] anchor { ("+" | "-") period | "," adjuster }     at most 20 of these
    anchor      = a day | today | yesterday | tomorrow | signed | an imprecise date
                | ["actual"] a milestone's id
    adjuster    = first of next month | end of month | end of quarter | end of year

`-` needs a space on both sides, because ids and dates contain hyphens; `+` and `,` need none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.dates.adjusters import Adjuster, adjust, parse_adjuster
from timeline.dates.counting import Counting, MonthEnd, add_days
from timeline.dates.days import as_day
from timeline.dates.due import Due
from timeline.dates.edtf import DayRange
from timeline.dates.periods import FORMAT as PERIOD_FORMAT
from timeline.dates.periods import Period, Term, count
from timeline.dates.rolling import Roll, roll
from timeline.errors import (
    CalendarEndError,
    CountingError,
    ExpressionError,
    ImpreciseError,
    UndatedError,
    UnknownNameError,
)
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

CLOCK_NAMES = ("today", "yesterday", "tomorrow")
# The names that an expression may count from in every agreement.
ANCHOR_NAMES = ("signed", *CLOCK_NAMES)
# The word before an id that means the day on which the milestone happened.
ACTUAL = "actual"
# The words that no milestone may have as its id.
RESERVED_NAMES = (*ANCHOR_NAMES, Adjuster.BEFORE.value, ACTUAL)

_MOST_ITEMS = 20
# No adjuster begins with a digit, so the comma in "9,5 months" belongs to the number, and that in
# "February 29, 2020" to the date. The spaces around an operator are not in the pattern: without them
# it is found three times faster.
_OPERATOR = re.compile(r"\+|,(?! ?[0-9])| -(?: |$)")
_BEFORE = re.compile(r"before(?: |$)", re.IGNORECASE)
_ACTUAL_PREFIX = f"{ACTUAL} "
_ACTUAL = re.compile(rf"{ACTUAL}(?: |$)", re.IGNORECASE)
# Text that cannot be an id and may be a date, also one of an EDTF level that is not supported.
_DATE_LIKE = re.compile(r"[0-9.][0-9./~?%X-]*")


class Expression(Due):
    """An anchor, the items applied to it, and whether the day before the result is meant.

    `text` is the expression as written. `anchor` is a range of days, or a name that is looked up when
    the expression is evaluated: an id, or `actual` and an id. `items` are the terms and adjusters in
    order. Expressions with the same meaning are equal, however they are written. Raises
    `ExpressionError` for text that cannot be parsed.

    >>> Expression("drawdown+9.5 months,end of month")
    Expression('drawdown + 9 months 15 days, end of month')
    """

    __slots__ = ("anchor", "before", "items", "text")

    text: str
    anchor: DayRange | str
    before: bool
    items: tuple[Term | Adjuster, ...]

    def __init__(self, text: str) -> None:
        # Runs of whitespace become one space, which keeps the patterns simple and their time linear.
        line = " ".join(str.split(text))
        operator = _OPERATOR.search(line)
        end = operator.start() if operator else len(line)
        if not end:
            found = f'nothing before "{operator[0].strip()}"' if operator else "empty expression"
            raise ExpressionError(text, f"{found}; use a date, a milestone's id or signed")
        self.text = text
        try:
            self.before, anchor = _without_before(line[:end].rstrip())
            self.anchor = _anchor(anchor)
            self.items = _items(line[end:])
        except ExpressionError as error:
            where = "" if error.text.split() == text.split() else f"{quoted(error.text)}: "
            raise ExpressionError(text, f"{where if error.text else ''}{error.problem}") from None

    @classmethod
    def of(cls, value: Expression | date | str) -> Expression:
        """Return the expression that `value` is or means. Raises `TypeError` for another type."""
        if isinstance(value, Expression):
            return value
        return cls(value if isinstance(value, str) else as_day(value).isoformat())

    @classmethod
    def of_new_deadline(cls, value: Expression | date | str) -> Expression:
        """Return the expression that `value` is or means, as the new date of something that has one.

        Text that begins with `+` or `-`, such as `+ 24 months`, counts from the name `""`, the deadline
        before, of which `names` must have the days.
        """
        if isinstance(value, str) and value.lstrip().startswith(("+", "-")):
            return cls._after_deadline(value)
        return cls.of(value)

    @classmethod
    def _after_deadline(cls, text: str) -> Expression:
        """Return the expression of periods alone, which counts from the deadline before."""
        line = " ".join(str.split(text))
        found = cls.__new__(cls)
        found.text, found.before, found.anchor = text, False, ""
        try:
            # An operator has a space before it.
            found.items = _items(f" {line}")
        except ExpressionError as error:
            where = f"{quoted(error.text)}: " if error.text else ""
            raise ExpressionError(text, f"{where}{error.problem}") from None
        if not found.items or not _OPERATOR.match(f" {line}"[line[0] == "+" :]):
            raise ExpressionError(text, f'a space is missing after "-"; write - {line[1:]}')
        return found

    def plus(self, period: Period) -> Expression:
        """Return the expression with the period added after its items."""
        found, term = Expression.__new__(Expression), Term(1, period)
        found.text, found.before, found.anchor = f"{self.text} {term}", self.before, self.anchor
        found.items = (*self.items, term)
        return found

    @property
    def is_fixed_day(self) -> bool:
        """Whether the expression is only a date of one day."""
        return isinstance(self.anchor, DayRange) and self.anchor.is_day and self.is_anchor

    @property
    def is_anchor(self) -> bool:
        """Whether the expression is only an anchor: nothing is applied to it."""
        return not self.items and not self.before

    @property
    def moves_deadline(self) -> bool:
        """Whether the expression counts from the deadline before."""
        return self.anchor == ""

    @property
    def name(self) -> str | None:
        """The name that the expression counts from, None if it counts from a date."""
        return self.anchor.removeprefix(_ACTUAL_PREFIX) if isinstance(self.anchor, str) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The name that the expression counts from, if any."""
        return (self.name,) if self.name else ()

    def decided(self, names: Mapping[str, DayRange | None], counting: Counting) -> Expression:  # noqa: ARG002
        """Return the expression itself."""
        return self

    @property
    def is_actual(self) -> bool:
        """Whether the expression counts from the day on which a milestone happened."""
        return isinstance(self.anchor, str) and self.anchor.startswith(_ACTUAL_PREFIX)

    def resolve(self, names: Mapping[str, DayRange | None]) -> DayRange:
        """Return the days of the anchor; `names` maps each name to its days, None if undated.

        The name `actual X` is in `names` if X is known to have happened; else the days are those of X.
        Raises `UnknownNameError` and `UndatedError`.
        """
        if isinstance(self.anchor, DayRange):
            return self.anchor
        name = self.anchor
        if name not in names:
            name = name.removeprefix(_ACTUAL_PREFIX)
        if name not in names:
            if name in CLOCK_NAMES:
                raise ExpressionError(self.text, f'"{name}" needs a current date')
            raise UnknownNameError(
                self.text, name, [each for each in names if each and " " not in each]
            )
        days = names[name]
        if days is None:
            raise UndatedError(self.text, name)
        return days

    def evaluate(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the days that the expression means, counted from `names` under `counting`.

        Only the first and the last day of an imprecise anchor are counted. That is enough: under
        every rule except `overflow`, a later day never gives an earlier result. With `before`, the
        result is the day before the earliest one.

        Raises `ExpressionError` if a name is unknown or undated, if the result is outside the
        calendar, if a month has no such day under `reject`, if months are counted with the start day
        included under `sticky` or `overflow`, or if they are counted from an imprecise anchor under
        `overflow`.

        >>> names = {"signed": DayRange.parse("2020-02-29")}
        >>> print(Expression("signed + 135 days").evaluate(names, Counting()))
        2020-07-13
        """
        anchor = self._countable(names, counting)
        try:
            if self.before:
                return DayRange.of(self.counted_from(anchor.earliest, counting))
            latest = self.counted_from(anchor.latest, counting)
            if anchor.is_day:
                return DayRange.of(latest)
            return DayRange(self.counted_from(anchor.earliest, counting), latest)
        except CountingError as error:
            raise ExpressionError(self.text, str(error)) from None

    def counted_from(self, day: date, counting: Counting) -> date:
        """Return the day that the expression means if its anchor is `day`, before any roll.

        Raises `CountingError`.
        """
        end = count(day, self.items, counting)
        return adjust(end, Adjuster.BEFORE) if self.before else end

    def rolled(self, days: DayRange, counting: Counting) -> DayRange:
        """Return `days`, which this expression means, with the deadline rolled under `counting`.

        Neither `signed`, the words of the clock, `actual X` nor an expression with `before` is rolled;
        a fixed date, to which nothing is applied, only under `roll_fixed`. The last period gives the
        direction, forward if there is none. The deadline of several days is only rolled forward.

        Raises `ExpressionError` outside the calendar.
        """
        if not self.rolls(counting) or (self._direction < 0 and not days.is_day):
            return days
        try:
            deadline = roll(days.deadline, counting.roll, self._direction, counting.closed)
        except CountingError as error:
            raise ExpressionError(self.text, str(error)) from None
        return DayRange.of(deadline) if days.is_day else DayRange(days.earliest, deadline)

    def rolls(self, counting: Counting) -> bool:
        """Return whether the day that the expression means is rolled if it is closed."""
        if counting.roll is Roll.NONE or self.before:
            return False
        if self.is_anchor and (
            self.is_actual or self.name in ANCHOR_NAMES or not counting.roll_fixed
        ):
            return False
        return counting.roll is Roll.ONWARD or self._direction > 0

    @property
    def has_working_days(self) -> bool:
        """Whether the expression counts working days."""
        return any(isinstance(item, Term) and item.period.working_days for item in self.items)

    @property
    def _direction(self) -> int:
        """The sign of the last period, 1 if there is none."""
        signs = [item.sign for item in self.items if isinstance(item, Term)]
        return signs[-1] if signs else 1

    def evaluate_day(self, names: Mapping[str, DayRange | None], counting: Counting) -> date:
        """Return the day that the expression means. Raises `ImpreciseError` for more than one day."""
        return single_day(self.evaluate(names, counting), self.text)

    def _countable(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the days of the anchor, after checking that counting from both ends is enough."""
        days = self.resolve(names)
        # Under `overflow` a later day can give an earlier result (31 January and 1 February, each plus
        # 1 month, are 3 March and 1 March), so the ends are not enough. No law counts this way.
        if counting.month_end is MonthEnd.OVERFLOW and not days.is_day:
            for item in self.items:
                if isinstance(item, Term) and item.period.months:
                    raise ExpressionError(
                        self.text,
                        f"cannot count months from {days}, more than one day, under month-end overflow; "
                        "use one day or another month-end rule",
                    )
        return days

    def __str__(self) -> str:
        """Return the expression in its normal form, which `Expression` accepts."""
        before = f"{Adjuster.BEFORE} " if self.before else ""
        items = [f", {item}" if isinstance(item, Adjuster) else f" {item}" for item in self.items]
        return "".join([before, str(self.anchor), *items]).strip()

    def __repr__(self) -> str:
        """Return the class and the normal form."""
        return f"Expression({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """Compare what the expressions mean, not their texts."""
        if not isinstance(other, Expression):
            return NotImplemented
        return self._meaning == other._meaning

    def __hash__(self) -> int:
        """Return a hash that agrees with `__eq__`."""
        return hash(self._meaning)

    @property
    def _meaning(self) -> tuple[bool, DayRange | str, tuple[Term | Adjuster, ...]]:
        """What makes two expressions equal."""
        return self.before, self.anchor, self.items


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


def _without_before(text: str) -> tuple[bool, str]:
    """Return whether `text` begins with `before`, and the anchor in it."""
    found = _BEFORE.match(text)
    if not found:
        return False, text
    anchor = text[found.end() :]
    if not anchor:
        raise ExpressionError("", 'nothing after "before"; use a date, a milestone\'s id or signed')
    if _BEFORE.match(anchor):
        raise ExpressionError("", '"before" is repeated; use it once')
    return True, anchor


def _anchor(text: str) -> DayRange | str:
    """Return the days of a date, or the name unchanged; before it `actual` in small letters."""
    if _DATE_LIKE.fullmatch(text):
        return DayRange.parse(text)
    if _ACTUAL.match(text):
        return _actual(text[len(_ACTUAL_PREFIX) :])
    if " " in text:
        # Imported here because only errors need it.
        from timeline.dates.guesses import count_meant, dates_meant

        meant = count_meant(text) or " or ".join(dates_meant(text))
        raise ExpressionError(
            text,
            f"not a date or a milestone's id; did you mean {meant}?"
            if meant
            else "not a date or a milestone's id; write a date as 2020-02-29 and a count as "
            "signed + 14 months",
        )
    return text


def _actual(name: str) -> str:
    """Return the name for the day on which the milestone with the id `name` happened."""
    if not name:
        raise ExpressionError("", f'nothing after "{ACTUAL}"; use a milestone\'s id')
    if name in RESERVED_NAMES or " " in name or _DATE_LIKE.fullmatch(name):
        problem = f'{quoted(name)} is not a milestone; "{ACTUAL}" needs a milestone\'s id'
        raise ExpressionError("", problem)
    return _ACTUAL_PREFIX + name


# Cached because streams hold many expressions with the same items. The cache is small because a text
# can be long.
@lru_cache(128)
def _items(text: str) -> tuple[Term | Adjuster, ...]:
    """Return the items in a text of operators, each followed by a period or an adjuster."""
    operators, parts = _OPERATOR.findall(text), _OPERATOR.split(text)[1:]
    if len(operators) > _MOST_ITEMS:
        problem = f"{len(operators):,} periods and adjusters; at most {_MOST_ITEMS} are supported"
        raise ExpressionError("", problem)
    return tuple(map(_item, map(str.strip, operators), map(str.strip, parts)))


def _item(operator: str, text: str) -> Term | Adjuster:
    """Return the adjuster after a comma, or the term of a sign and the period after it."""
    if operator == ",":
        return parse_adjuster(text)
    if not text:
        raise ExpressionError("", f'nothing after "{operator}"; use {PERIOD_FORMAT}')
    return Term(1 if operator == "+" else -1, Period.parse(text))
