"""The reading of a phrase: its expression and its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.counting import CountingChoice, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.periods import Term
from timeline.errors import ExpressionError
from timeline.reading.anchors import Anchor
from timeline.reading.calendar_dates import NamedDays
from timeline.reading.choices import Choice, choices_of
from timeline.reading.periods import SpelledPeriod
from timeline.reading.refusals import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.reading.clause import Clause
    from timeline.reading.phrases import Phrase


class Reading(Struct, frozen=True, kw_only=True):
    """A clause as an expression.

    `start_day` is the rule that the words of the clause choose, None if they choose none, and `unless`
    another one that they leave open. `phrase` is what was read of the clause, and `aside` the words
    around it. `every` is the period of a duty that recurs, whose first day the expression is.
    """

    text: str
    expression: Expression
    start_day: StartDay | None
    unless: StartDay | None
    choices: tuple[Choice, ...]
    phrase: str
    aside: tuple[str, ...] = ()
    every: str | None = None

    @property
    def counting(self) -> CountingChoice:
        """The counting rules that the words choose."""
        return CountingChoice(start_day=self.start_day)


def readings(clause: Clause, phrase: Phrase) -> Iterator[Reading]:
    """Yield the readings of one match: one, or two where the pattern has two."""
    for expression in filter(None, (phrase.pattern.expression, phrase.pattern.also)):
        yield _reading(clause, phrase, expression)


def _reading(clause: Clause, phrase: Phrase, template: str) -> Reading:
    """Return the reading of one match, as the expression of the template."""
    pattern, values = phrase.pattern, phrase.values
    period = values.get("PERIOD")
    start_day, unless = pattern.start_day, pattern.unless
    if isinstance(period, SpelledPeriod) and period.clear:
        start_day, unless = StartDay.CLEAR, None
    _ensure_years(clause, phrase)
    parts = _parts(clause, values)
    text = template.format_map(parts)
    try:
        expression = Expression(text)
    except ExpressionError as error:
        raise marked(clause, [], error.problem) from None
    if not any(isinstance(item, Term) for item in expression.items):
        start_day = unless = None
    words = [clause.between(0, phrase.start), clause.between(phrase.end, len(clause))]
    return Reading(
        text=clause.text,
        expression=expression,
        start_day=start_day,
        unless=unless,
        choices=tuple(dict.fromkeys(choices_of(clause, phrase, expression, start_day))),
        phrase=clause.between(phrase.start, phrase.end),
        aside=tuple(one for each in words if (one := each.strip(" .,;:"))),
        every=pattern.every and pattern.every.format_map(parts),
    )


def _ensure_years(clause: Clause, phrase: Phrase) -> None:
    """Raise `UnreadClauseError` if one of two dates has no year: that of the other may be meant."""
    has_year = {
        one: one.value.has_year for one in phrase.filled if isinstance(one.value, NamedDays)
    }
    if len(set(has_year.values())) > 1:
        (without,) = (one for one in has_year if not has_year[one])
        places = range(without.start, without.end)
        raise marked(clause, places, "a year is missing, and the other date has one")


def _parts(clause: Clause, values: Mapping[str, object]) -> dict[str, str]:
    """Return the text of each slot of an expression."""
    parts = {"IMPLIED": clause.anchor or "signed"}
    for name, value in values.items():
        match value:
            case SpelledPeriod() | Anchor():
                parts[name] = value.text
            case NamedDays():
                parts[name] = str(value.days)
                parts["LAST"] = str(value.days.latest)
            case int():
                parts["DAYS"] = f"{value} day{'' if value == 1 else 's'}"
                parts["LATER"] = _months(value)
                parts["MONTHS"] = f" + {_months(value - 1)}" if value > 1 else ""
    if "unit" in values:
        parts["EACH"] = f"1 {values['unit']}"
    return parts


def _months(number: int) -> str:
    """Return a number of months."""
    return f"{number} month{'' if number == 1 else 's'}"
