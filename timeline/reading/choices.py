"""What was chosen in reading a phrase, and the authority for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.adjusters import Adjuster
from timeline.dates.authorities import HALF_MONTH, WORDS, authority, meaning
from timeline.dates.counting import StartDay
from timeline.reading.anchors import Anchor
from timeline.reading.calendar_dates import NamedDays
from timeline.reading.periods import SpelledPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.dates.expressions import Expression
    from timeline.reading.clause import Clause
    from timeline.reading.phrases import Phrase
    from timeline.reading.templates import Filled


class Choice(Struct, frozen=True):
    """Words of the clause, what they were read as, and the authority for that.

    `words` is empty for what the clause leaves open, and `authority` where nothing but the words decides.
    """

    words: str
    meaning: str
    authority: str = ""


def choices_of(
    clause: Clause, phrase: Phrase, expression: Expression, start_day: StartDay | None
) -> Iterator[Choice]:
    """Yield the choices in the order of the words, then what the clause leaves open."""
    for one in phrase.filled:
        words = clause.between(one.start, one.end)
        match one.value:
            case SpelledPeriod() as period:
                yield from _in_period(words, period)
            case Anchor() as anchor:
                yield from _in_anchor(clause, words, anchor)
            case NamedDays() as days:
                if days.choice:
                    yield Choice(words, days.choice)
                if not days.is_day and str(days.days) in expression.text and not expression.before:
                    yield Choice(words, f"{days.days}, due on its last day")
            case _:
                yield from _in_group(words, one, start_day)
    if phrase.is_implied:
        name = clause.anchor or "signed"
        yield Choice("", f"the clause names no day: it counts from {name}")
    for item in expression.items:
        if isinstance(item, Adjuster):
            ends = [one.end if one.name == "monthsafter" else one.start for one in phrase.filled]
            words = clause.between(phrase.start, min(end for end in ends if end > phrase.start + 1))
            yield Choice(words, meaning(item), authority(item))


def _in_group(words: str, found: Filled, start_day: StartDay | None) -> Iterator[Choice]:
    """Yield the choice that the phrase of a group makes."""
    match found.name:
        case "after" | "beginning" if start_day:
            yield Choice(words, _rule(start_day), WORDS)
        case "least":
            yield Choice(words, _rule(StartDay.CLEAR), authority(StartDay.CLEAR))
        case "by" | "until":
            yield Choice(words, "the last day is counted", WORDS)
        case "before" if start_day is not StartDay.CLEAR:
            yield Choice(words, meaning(Adjuster.BEFORE), authority(Adjuster.BEFORE))


def _in_period(words: str, period: SpelledPeriod) -> Iterator[Choice]:
    """Yield the choices in a period."""
    if period.clear:
        yield Choice(words, _rule(StartDay.CLEAR), authority(StartDay.CLEAR))
    if period.half_month:
        text, _, source = HALF_MONTH.partition(": ")
        yield Choice(words, text, source)
    if period.working:
        yield Choice(words, "days that are not in the agreement's list of closed days")


def _in_anchor(clause: Clause, words: str, anchor: Anchor) -> Iterator[Choice]:
    """Yield what the name of an event was read as, and what was chosen in a date."""
    if anchor.event and clause.anchor:
        yield Choice(words, f"{anchor.event}: read as {clause.anchor}, as --anchor says")
    elif anchor.event:
        yield Choice(words, f"{anchor.event}: read as signed; --anchor names another day")
    if anchor.choice:
        yield Choice(words, anchor.choice)


def _rule(rule: StartDay) -> str:
    """Return the name of a rule for the start day and what it means."""
    return f"start-day {rule}: {meaning(rule)}"
