"""Find the phrases of a clause that the patterns match."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from timeline.reading.anchors import Anchor, anchors, days_of_events, occasions, ordinals
from timeline.reading.calendar_dates import days, is_in_date, months_and_years
from timeline.reading.numbers import is_number
from timeline.reading.patterns import PATTERNS, Pattern
from timeline.reading.periods import periods
from timeline.reading.templates import Filled  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.reading.clause import Clause
    from timeline.reading.templates import Slot


class Phrase(Struct, frozen=True):
    """A match of a pattern: what fills its slots and groups, and the places where it begins and ends."""

    pattern: Pattern
    filled: tuple[Filled, ...]
    start: int
    end: int

    @property
    def values(self) -> Mapping[str, object]:
        """The value of each slot and group."""
        return {one.name: one.value for one in self.filled}

    @property
    def ends_with_anchor(self) -> bool:
        """Whether its last words are an anchor."""
        last = self.filled[-1]
        return isinstance(last.value, Anchor) and last.end == self.end

    @property
    def is_implied(self) -> bool:
        """Whether the day from which it counts is not named."""
        return "IMPLIED" in self.pattern.expression


def phrases(clause: Clause) -> Iterator[list[Phrase]]:
    """Yield the longest matches at each phrase, from left to right."""
    slots = _slots(clause)
    place = 0
    while place < len(clause):
        if is_number(clause[place]) and is_number(clause[place - 1]):
            place += 1  # the middle of a number, or of two
            continue
        clause.begin_at(place, with_word=not is_number(clause[place]))
        first = {clause[place], *_slots_of(clause[place])}
        found = [
            Phrase(pattern, filled, place, end)
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
        "DATED": days_of_events,
        "OCCASION": occasions,
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
