"""Read a clause in English: its expression, and the authority of each choice."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from timeline.dates.adjusters import Adjuster
from timeline.dates.authorities import HALF_MONTH, WORDS, authority, meaning
from timeline.dates.counting import CountingChoice, StartDay
from timeline.dates.expressions import Expression
from timeline.errors import ExpressionError, UnreadClauseError
from timeline.plain_text import plain, quoted
from timeline.reading.anchors import Anchor, anchors, ordinals
from timeline.reading.calendar_dates import NamedDays, days, is_in_date, months_and_years
from timeline.reading.clause import Clause, words_of
from timeline.reading.numbers import is_number
from timeline.reading.patterns import PATTERNS, Pattern
from timeline.reading.periods import SpelledPeriod, periods
from timeline.reading.surroundings import unread_words, unsafe_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from timeline.reading.templates import Filled, Slot

LONGEST = 2_000
# So many characters of a clause are shown before and after a word that is marked.
_AROUND = 40


class Choice(Struct, frozen=True):
    """Words of the clause, what they were read as, and the authority for that."""

    words: str
    meaning: str
    authority: str = ""


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


class _Found(Struct, frozen=True):
    """A match of a pattern, and the places where it begins and ends."""

    pattern: Pattern
    filled: tuple[Filled, ...]
    start: int
    end: int

    @property
    def values(self) -> Mapping[str, object]:
        return {one.name: one.value for one in self.filled}


def names_of(titles: Iterable[tuple[str, str]]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return the ids that each id or title means, as words; `titles` are ids with their titles.

    >>> names_of([("drawdown", "US forces down")])[("us", "forces", "down")]
    ('drawdown',)
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for identity, title in titles:
        for text in dict.fromkeys((identity, title)):
            if words := tuple(word.text for word in words_of(text)):
                ids = found.get(words, ())
                found[words] = ids if identity in ids else (*ids, identity)
    return found


def read(
    text: str,
    *,
    names: Mapping[tuple[str, ...], tuple[str, ...]],
    anchor: str | None = None,
    since: date | None = None,
) -> Reading:
    """Return the reading of a clause.

    `names` are those of milestones, as `names_of` returns them. A period counts from the day that the
    clause names; the events of an agreement, and a period without a day, from `anchor`, or `signed` if
    it is None. A date without a year is the first one on or after `since`.

    Raises `UnreadClauseError` for words that no pattern reads, and for a clause with two readings.

    >>> str(read("within fourteen (14) months following announcement", names={}).expression)
    'signed + 14 months'
    """
    _ensure_text(text)
    clause = Clause(text, names, anchor, since)
    phrases = list(_phrases(clause))
    if not phrases:
        raise _refusal(clause)
    covered = {place for found in phrases for place in range(found[0].start, found[0].end)}
    if len(phrases) > 1:
        readings = [_reading(clause, found[0]) for found in phrases]
        raise _several(text, [(one.phrase, one) for one in readings])
    (matches,) = phrases
    _ensure_around(clause, matches[0], covered)
    readings = list(
        {one.expression: one for found in matches for one in _readings(clause, found)}.values()
    )
    if len(readings) > 1:
        raise _several(text, [("", one) for one in readings])
    return readings[0]


def _ensure_text(text: str) -> None:
    """Raise `UnreadClauseError` unless the text is a line of at most `LONGEST` characters."""
    problem = ""
    if not text.strip():
        problem = "nothing to read; write a clause, such as within 14 months"
    elif len(text) > LONGEST:
        problem = f"{len(text):,} characters; a clause has at most {LONGEST:,}"
    elif odd := next(
        (char for char in text if not char.isprintable() and not char.isspace()), None
    ):
        problem = f"the character {plain(odd)} is not text"
    if problem:
        raise UnreadClauseError([f"{quoted(text)}: {problem}"], problem)


def _phrases(clause: Clause) -> Iterator[list[_Found]]:
    """Yield the matches of each phrase that a pattern reads, from left to right, the longest ones."""
    slots = _slots(clause)
    place = 0
    while place < len(clause):
        clause.begin_at(place, with_word=not is_number(clause[place]))
        first = {clause[place], *_slots_of(clause[place])}
        found = [
            _Found(pattern, filled, place, end)
            for pattern in PATTERNS
            if first & pattern.template.first
            for filled, end in pattern.template.match(clause, place, slots)
            if not pattern.whole or (place == 0 and clause.is_end(end))
        ]
        end = max((one.end for one in found), default=place)
        if found:
            yield [one for one in found if one.end == end]
        place = max(end, place + 1)


def _slots_of(word: str) -> Iterator[str]:
    """Yield the slots that can begin with the word, of those with which a pattern can begin."""
    is_a_number = is_number(word)
    if is_a_number or word in {"a", "an", "half"}:
        yield "PERIOD"
    if is_a_number or word == "the" or is_in_date(word):
        yield from ("DAY", "MONTH")


def _slots(clause: Clause) -> dict[str, Slot]:
    """Return what fills the slots of the patterns, each with a memory of the places tried."""
    functions: dict[str, Slot] = {
        "PERIOD": periods,
        "ANCHOR": anchors,
        "ORDINAL": ordinals,
        "DAY": days,
        "UNTIL": days,
        "MONTH": months_and_years,
    }

    def remembering(name: str, function: Slot) -> Slot:
        def remembered(_clause: Clause, place: int) -> Iterator[tuple[object, int]]:
            key = name, place
            if key not in clause.memory:
                clause.memory[key] = list(function(clause, place))
            yield from cast("list[tuple[object, int]]", clause.memory[key])

        return remembered

    return {name: remembering(name, function) for name, function in functions.items()}


def _ensure_around(clause: Clause, found: _Found, covered: set[int]) -> None:
    """Raise `UnreadClauseError` if words around the phrase could change what it means."""
    implied = "ANCHOR" not in found.values and "IMPLIED" in found.pattern.expression
    if found.pattern.named and clause.anchor is None:
        places = [one.start for one in found.filled if one.name == "next"]
        raise _marked(
            clause, places, "counts from a day that is not named here; name it with --anchor"
        )
    beside = unsafe_beside(clause, found.start, found.end)
    if beside is not None:
        if found.end <= beside <= clause.furthest:
            raise _refusal(clause)
        raise _marked(clause, [beside], "may belong to the phrase beside it")
    if places := unread_words(clause, covered, implied=implied):
        raise _marked(clause, places, "could not be read")


def _refusal(clause: Clause) -> UnreadClauseError:
    """Return the error for the word at which the patterns fail, if that was in words about time."""
    places = unread_words(clause, (), implied=False)
    tried = range(max(0, clause.failed_from), clause.furthest)
    told = any(place in places or is_number(clause[place]) for place in tried)
    if told and clause.furthest >= len(clause):
        return _marked(clause, [], f"something is missing after {quoted(clause[len(clause) - 1])}")
    if (told or clause.problem) and clause.furthest < len(clause):
        return _marked(clause, [clause.furthest], clause.problem or "could not be read")
    if places:
        return _marked(clause, places, "could not be read")
    return _marked(clause, [], "no date and no period found; write, for example, within 14 months")


def _marked(clause: Clause, places: list[int], problem: str) -> UnreadClauseError:
    """Return the error for words of the clause, which are shown in square brackets."""
    text, shown, at = clause.text, [], 0
    if places:
        at = max(0, clause.words[places[0]].start - _AROUND)
        shown.append("…" if at else "")
    for first, last in _runs(places):
        start, end = clause.words[first].start, clause.words[last].end
        shown += [text[at:start], f"[{text[start:end]}]"]
        at = end
    rest = text[at:]
    shown.append(rest if len(rest) <= _AROUND else f"{rest[:_AROUND]}…")
    line = " ".join("".join(shown).split())
    return UnreadClauseError([f"{quoted(line, 4 * _AROUND)}: {problem}"], problem)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each run of places."""
    first = last = None
    for place in places:
        if last is not None and place == last + 1:
            last = place
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = place
    if first is not None and last is not None:
        yield first, last


def _several(text: str, found: list[tuple[str, Reading]]) -> UnreadClauseError:
    """Return the error for a clause with several readings; each has the words that it comes from."""
    lines = []
    for phrase, one in found:
        why = "; ".join(choice.meaning for choice in one.choices if " as in " in choice.meaning)
        words = f"{quoted(phrase)} is" if phrase else "can be"
        lines.append(
            f"{quoted(text)}: {words} {one.expression.text}{f': {why}' if why and not phrase else ''}"
        )
    readings = list(dict.fromkeys(one.expression.text for _, one in found))
    return UnreadClauseError(lines, "several readings", readings)


def _readings(clause: Clause, found: _Found) -> Iterator[Reading]:
    """Yield the readings of one match: one, or two where the pattern has two."""
    for expression in filter(None, (found.pattern.expression, found.pattern.also)):
        yield _reading(clause, found, expression)


def _reading(clause: Clause, found: _Found, template: str | None = None) -> Reading:
    """Return the reading of one match, as the expression that the pattern, or `template`, gives."""
    pattern, values = found.pattern, found.values
    period = values.get("PERIOD")
    start_day, unless = pattern.start_day, pattern.unless
    if isinstance(period, SpelledPeriod) and period.clear:
        start_day, unless = StartDay.CLEAR, None
    parts = _parts(clause, values)
    text = (template or pattern.expression).format_map(parts)
    try:
        expression = Expression(text)
    except ExpressionError as error:
        raise _marked(clause, [], error.problem) from None
    words = [clause.between(0, found.start), clause.between(found.end, len(clause))]
    return Reading(
        text=clause.text,
        expression=expression,
        start_day=start_day,
        unless=unless,
        choices=tuple(_choices(clause, found, expression, start_day)),
        phrase=clause.between(found.start, found.end),
        aside=tuple(one for each in words if (one := each.strip(" .,;:"))),
        every=pattern.every and pattern.every.format_map(parts),
    )


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


def _choices(
    clause: Clause, found: _Found, expression: Expression, start_day: StartDay | None
) -> Iterator[Choice]:
    """Yield the choices of a reading, in the order of the words."""
    for one in found.filled:
        words = clause.between(one.start, one.end)
        match one.name, one.value:
            case "after" | "beginning", _:
                rule = start_day or StartDay.EXCLUDED
                yield Choice(words, f"start-day {rule}: {meaning(rule)}", WORDS)
            case "least", _:
                yield Choice(
                    words,
                    f"start-day {StartDay.CLEAR}: {meaning(StartDay.CLEAR)}",
                    authority(StartDay.CLEAR),
                )
            case "by", _:
                yield Choice(words, "the last day is counted", WORDS)
            case "before", _:
                yield Choice(words, meaning(Adjuster.BEFORE), authority(Adjuster.BEFORE))
            case "PERIOD", SpelledPeriod() as period:
                yield from _choices_of_period(words, period)
            case "ANCHOR", Anchor() as named:
                if named.event:
                    yield Choice(words, _event(clause, named))
                if named.choice:
                    yield Choice(words, named.choice)
            case "DAY" | "UNTIL" | "MONTH", NamedDays() as named_days:
                if named_days.choice:
                    yield Choice(words, named_days.choice)
                if (
                    not named_days.is_day
                    and not expression.before
                    and "LAST" not in found.pattern.expression
                ):
                    yield Choice(words, f"{named_days.days}, of which the last day is the deadline")
    if "IMPLIED" in found.pattern.expression:
        name = clause.anchor or "signed"
        yield Choice("", f"the clause names no day: it counts from {name}")
    for item in expression.items:
        if isinstance(item, Adjuster):
            yield Choice(str(item), meaning(item), authority(item))


def _choices_of_period(words: str, period: SpelledPeriod) -> Iterator[Choice]:
    """Yield the choices in a period."""
    if period.clear:
        yield Choice(
            words,
            f"start-day {StartDay.CLEAR}: {meaning(StartDay.CLEAR)}",
            authority(StartDay.CLEAR),
        )
    if period.half_month:
        text, _, source = HALF_MONTH.partition(": ")
        yield Choice(words, text, source)
    if period.working:
        yield Choice(words, "days that are not in the agreement's list of closed days")


def _event(clause: Clause, named: Anchor) -> str:
    """Return what the name of an event was read as."""
    if clause.anchor:
        return f"{named.event}: read as {clause.anchor}, as --anchor says"
    return f"{named.event}: read as signed; --anchor names another day"
