"""Templates: what a pattern matches, written as words, alternatives, optional parts and slots.

    within [a period of] PERIOD {after} ANCHOR
    the (day|date) of

`[…]` may be left out, `(…|…)` is one of several, `{name}` is one of a group of phrases, and a word in
capitals is a slot, which a function fills. Nothing repeats, so the work on a clause is limited by the
length of the templates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timeline.reading.clause import Clause

    # A slot yields each value at a place with the place after it.
    Slot = Callable[[Clause, int], Iterator[tuple[object, int]]]

_TOKEN = re.compile(r"[\[\]()|]|\{[a-z]+\}|[^\s\[\]()|{}]+")


class Filled(Struct, frozen=True):
    """A slot or a group that was found: its name, its value, and the places where it begins and ends."""

    name: str
    value: object
    start: int
    end: int


class _Text(Struct, frozen=True):
    word: str


class _Name(Struct, frozen=True):
    """A slot or a group."""

    name: str


class _Either(Struct, frozen=True):
    """One of several sequences, of which the last may be empty."""

    sequences: tuple[tuple[_Text | _Name | _Either, ...], ...]


class Template:
    """A template, ready to match. `groups` maps names to phrases, with `|` between them."""

    def __init__(self, text: str, groups: Mapping[str, str]) -> None:
        self.text = text
        tokens = _TOKEN.findall(text)
        self._parts = _sequence(tokens[::-1], set(groups))
        self._groups = {
            name: [phrase.split() for phrase in phrases.split("|")]
            for name, phrases in groups.items()
        }
        self.first = _first(self._parts, self._groups)

    def match(
        self, clause: Clause, place: int, slots: Mapping[str, Slot]
    ) -> Iterator[tuple[tuple[Filled, ...], int]]:
        """Yield what fills the slots and groups, and the place after the last word, of each match."""
        yield from self._match(self._parts, clause, place, slots)

    def _match(
        self,
        parts: tuple[_Text | _Name | _Either, ...],
        clause: Clause,
        place: int,
        slots: Mapping[str, Slot],
    ) -> Iterator[tuple[tuple[Filled, ...], int]]:
        """Yield the matches of a sequence."""
        if not parts:
            yield (), place
            return
        part, rest = parts[0], parts[1:]
        for filled, after in self._one(part, clause, place, slots):
            for others, end in self._match(rest, clause, after, slots):
                yield (*filled, *others), end

    def _one(
        self,
        part: _Text | _Name | _Either,
        clause: Clause,
        place: int,
        slots: Mapping[str, Slot],
    ) -> Iterator[tuple[tuple[Filled, ...], int]]:
        """Yield the matches of one part."""
        match part:
            case _Text(word):
                if clause[place] == word:
                    yield (), place + 1
                else:
                    clause.miss(place)
            case _Either(sequences):
                for sequence in sequences:
                    yield from self._match(sequence, clause, place, slots)
            case _Name(name) if name in slots:
                for value, end in slots[name](clause, place):
                    yield (Filled(name, value, place, end),), end
            case _Name(name):  # pragma: no branch - the last kind of part
                for phrase in self._groups[name]:
                    if after := _after(phrase, clause, place):
                        yield (Filled(name, " ".join(phrase), place, after),), after


def _after(phrase: list[str], clause: Clause, place: int) -> int | None:
    """Return the place after the phrase, None if it is not there."""
    for end, word in enumerate(phrase, place):
        if clause[end] != word:
            clause.miss(end)
            return None
    return place + len(phrase)


def _sequence(
    tokens: list[str], groups: set[str], until: str = ""
) -> tuple[_Text | _Name | _Either, ...]:
    """Return the parts up to a each of `until`; `tokens` are in reverse order, and are taken off."""
    parts: list[_Text | _Name | _Either] = []
    while tokens and tokens[-1] not in (until or "\0"):
        each = tokens.pop()
        if each in "[(":
            sequences = [_sequence(tokens, groups, "|)]")]
            while tokens.pop() == "|":
                sequences.append(_sequence(tokens, groups, "|)]"))
            parts.append(_Either((*sequences, ()) if each == "[" else tuple(sequences)))
        elif each[0] == "{":
            assert each[1:-1] in groups, each  # noqa: S101 - the templates are in this package
            parts.append(_Name(each[1:-1]))
        elif each.isupper():
            parts.append(_Name(each))
        else:
            parts.append(_Text(each))
    return tuple(parts)


def _first(
    parts: tuple[_Text | _Name | _Either, ...], groups: Mapping[str, list[list[str]]]
) -> frozenset[str]:
    """Return the words and the slots with which a match can begin."""
    found = set[str]()
    for part in parts:
        match part:
            case _Text(word):
                return frozenset({*found, word})
            case _Name(name):
                return frozenset(
                    {*found, *([phrase[0] for phrase in groups.get(name, ())] or [name])}
                )
            case _Either(sequences):  # pragma: no branch - the last kind of part
                found.update(*(_first(sequence, groups) for sequence in sequences))
                if all(sequences):
                    return frozenset(found)
    return frozenset(found)
