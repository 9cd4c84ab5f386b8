"""A clause as words, and the first word at which the patterns fail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    # The ids that the words of an id or a title mean, by the first of the words.
    Names = Mapping[str, Mapping[tuple[str, ...], tuple[str, ...]]]

# A hyphen before a letter separates words: forty-two, 14-month. Between numerals it stays: 5-6. The
# repetitions are possessive, so that the time is linear.
_WORD = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)(?![0-9])"
    r"|(?P<date>[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4})(?![0-9])"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++(?:\.[0-9]++)?½?|½)"
    r"|(?P<word>[^\W\d_]++(?:['\u2019][^\W\d_]++)*+)"
    r"|(?P<hyphen>[-\u2010\u2011](?=[^\W\d_]))"
    r"|(?P<quote>[\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb])"
    r"|(?P<space>\s++)|(?P<other>.)",
    re.DOTALL,
)
_APOSTROPHE = "\u2019"
_APOSTROPHES = frozenset(f"'\u2018{_APOSTROPHE}")
_SKIPPED = {"hyphen", "quote", "space"}


class Word(Struct, frozen=True):
    """A word, a number or a punctuation mark: in small letters, and its place in the clause."""

    text: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words, numbers and punctuation marks of `text`.

    Quotation marks, and hyphens before a letter, are left out.

    >>> [word.text for word in words_of("Within forty-two (42) days, “at most”.")]
    ['within', 'forty', 'two', '(', '42', ')', 'days', ',', 'at', 'most', '.']
    """
    return tuple(
        Word(found[0].lower().replace(_APOSTROPHE, "'"), *found.span())
        for found in _WORD.finditer(text)
        if found.lastgroup not in _SKIPPED
    )


def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a list of words."""
    return frozenset(text.split())


class Clause:
    """The words of a clause, what its dates and names mean, and how far the patterns get.

    `names` are the milestones, by the words of their ids and titles. `anchor` is the name from which
    a period counts if the clause names none, None for `signed`. `since` is the day of that anchor, from
    which a date without a year is sought; None if it has none.
    """

    def __init__(
        self,
        text: str,
        names: Names,
        anchor: str | None,
        since: date | None,
    ) -> None:
        self.text = text
        self.words = words_of(text)
        self.names = names
        self.anchor = anchor
        self.since = since
        # The place from which patterns are tried; that of the furthest failure, and what it is.
        self.begin = self.failed_from = self.furthest = -1
        self.begins_with_word = True
        self.problem = ""
        self._rank = (False, False, -1)
        self.memory: dict[tuple[str, int], object] = {}

    def __getitem__(self, place: int) -> str:
        """Return the word at that place, and nothing after the last one."""
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def miss(self, place: int, problem: str = "", *, fault: bool = False) -> None:
        """Note that the word at that place is not what a pattern needs.

        Of these, the furthest is reported; before them, the furthest `fault`, which is wrong under
        every pattern. A pattern that fails at its first word says nothing.
        """
        if not fault and place <= self.begin:
            return
        rank = fault, self.begins_with_word, place
        if rank > self._rank:
            self._rank, self.failed_from, self.furthest, self.problem = (
                rank,
                self.begin,
                place,
                problem,
            )
        elif rank == self._rank:
            self.problem = self.problem or problem

    def begin_at(self, place: int, *, with_word: bool) -> None:
        """Note that patterns are tried from this place on, where a word is, or else a number."""
        self.begin, self.begins_with_word = place, with_word

    def is_end(self, place: int) -> bool:
        """Return whether only punctuation follows."""
        return all(word.text in {".", ",", ";", ":"} for word in self.words[place:])

    def is_joined(self, place: int) -> bool:
        """Return whether no space is before the word at that place."""
        return place > 0 and self.words[place - 1].end == self.words[place].start

    def is_after_apostrophe(self, place: int) -> bool:
        """Return whether an apostrophe is directly before the word at that place."""
        return bool(self[place]) and self.text[self.words[place].start - 1] in _APOSTROPHES

    def follows(self, place: int, text: str) -> int | None:
        """Return the place after the words of `text` if they are at `place`, else None."""
        for word in text.split():
            if self[place] != word:
                return None
            place += 1
        return place

    def names_at(self, place: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield the ids of the milestones whose id or title begins at `place`, and the place after it."""
        for name, ids in self.names.get(self[place], {}).items():
            if all(self[place + number] == word for number, word in enumerate(name)):
                yield ids, place + len(name)

    def between(self, start: int, end: int) -> str:
        """Return the text of the words from `start` up to, not including, `end`."""
        if start >= end:
            return ""
        return " ".join(self.text[self.words[start].start : self.words[end - 1].end].split())
