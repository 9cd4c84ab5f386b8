"""Numbers in words and numerals, up to ten thousand, and ordinals.

No library is used: those for number words ignore what they cannot read, or refuse ordinals and halves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.reading.clause import Clause

MOST = 10_000

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(_UNITS.split(), 1)}
_LARGE = {word: number for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
_IRREGULAR = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
}
_SMALL_ORDINALS = _IRREGULAR | {
    f"{word}th": number for word, number in _SMALL.items() if number not in _IRREGULAR.values()
}
_LARGE_ORDINALS = {f"{word[:-1]}ieth": number for word, number in _LARGE.items()}
_SCALES = (("thousand", 1000), ("hundred", 100))
_VOCABULARY = (
    *(_SMALL, _LARGE, _SMALL_ORDINALS, _LARGE_ORDINALS),
    ("hundred", "hundredth", "thousand", "thousandth"),
)
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}

_NUMERAL = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(\.5|½)?|½")
_ANY_NUMERAL = re.compile(r"[0-9½].*", re.DOTALL)


def number(clause: Clause, place: int) -> tuple[float, int] | None:
    """Return the number at `place` and the place after it, None if there is none.

    A numeral in brackets after words, or words in brackets after a numeral, must be the same number.
    Numbers are whole, or end in a half. A numeral can be larger than `MOST`.

    >>> from timeline.reading.clause import Clause
    >>> number(Clause("nine and a half (9.5) months", {}, None, None), 0)
    (9.5, 7)
    """
    found = _words(clause, place)
    in_words = found is not None
    found = found or _numeral(clause, place)
    if not found:
        return None
    value, end = found
    if clause[end] == "(" and (again := (_numeral if in_words else _words)(clause, end + 1)):
        second, after = again
        if clause[after] == ")":
            if second != value:
                words = clause.between(place, end)
                clause.miss(
                    end + 1, f"{words} is {_written(value)}, not {_written(second)}", fault=True
                )
                return None
            end = after + 1
            if value == int(value) and (half := _half(clause, end)):
                value, end = value + 0.5, half
    return value, end


def ordinal(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the number of the ordinal at `place` and the place after it, None if there is none.

    >>> from timeline.reading.clause import Clause
    >>> ordinal(Clause("one hundred and eightieth (180th) day", {}, None, None), 0)
    (180, 8)
    """
    found = _ordinal_words(clause, place) or _ordinal_numeral(clause, place)
    if not found:
        return None
    value, end = found
    if clause[end] == "(":
        again = _ordinal_numeral(clause, end + 1) or _numeral(clause, end + 1)
        if again and clause[again[1]] == ")":
            if again[0] != value:
                words = clause.between(place, end)
                clause.miss(end + 1, f"{words} is {value}, not {_written(again[0])}", fault=True)
                return None
            end = again[1] + 1
    return value, end


def is_numeral(word: str) -> bool:
    """Return whether the word is written in digits."""
    return _ANY_NUMERAL.fullmatch(word) is not None


def is_number(word: str) -> bool:
    """Return whether the word is, or can be part of, a number or an ordinal."""
    return is_numeral(word) or any(word in words for words in _VOCABULARY)


def _numeral(clause: Clause, place: int) -> tuple[float, int] | None:
    """Return the number of a numeral, which may end in a half: 8,600, 9.5, 9½."""
    word = clause[place]
    if not is_numeral(word):
        return None
    found = _NUMERAL.fullmatch(word)
    if not found:
        clause.miss(place, "not a whole number or a half")
        return None
    digits = word.removesuffix("½").removesuffix(".5").replace(",", "").lstrip("0")
    value = int(digits[:6] or "0") + (0.5 if found[1] or word == "½" else 0)
    end = place + 1
    half = _half(clause, end) if value == int(value) else None
    return (value + 0.5, half) if half else (value, end)


def _words(clause: Clause, place: int) -> tuple[float, int] | None:
    """Return the number that is written in words."""
    found = _whole(clause, place)
    if not found:
        return None
    half = _half(clause, found[1])
    return (found[0] + 0.5, half) if half else found


def _half(clause: Clause, place: int) -> int | None:
    """Return the place after "and a half", None if it is not there."""
    return clause.follows(place, "and a half") or clause.follows(place, "and one half")


def _whole(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the whole number in words, such as one thousand two hundred and thirty-five."""
    total, end, found = 0, place, False
    for scale, size in _SCALES:
        head = _below_hundred(clause, end)
        if not head and not found and clause[end] == "a" and clause[end + 1] == scale:
            head = 1, end + 1
        if head and clause[head[1]] == scale and (size == 1000 or head[0] < 10):
            total, end, found = total + head[0] * size, head[1] + 1, True
            end = _after_and(clause, end)
    if rest := _below_hundred(clause, end):
        return total + rest[0], rest[1]
    return (total, end) if found else None


def _after_and(clause: Clause, place: int) -> int:
    """Return the place after an "and" that joins two parts of a number."""
    return place + 1 if clause[place] == "and" and _below_hundred(clause, place + 1) else place


def _below_hundred(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the number in words from 1 to 99."""
    word = clause[place]
    if word in _SMALL:
        return _SMALL[word], place + 1
    if word not in _LARGE:
        return None
    unit = _SMALL.get(clause[place + 1], 10)
    return (_LARGE[word] + unit, place + 2) if unit < 10 else (_LARGE[word], place + 1)


def _ordinal_words(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the number of an ordinal in words, such as one hundred and eightieth."""
    total, end = 0, place
    head = _below_hundred(clause, end)
    if head and clause[head[1]] in {"hundred", "hundredth"} and head[0] < 10:
        total, end = head[0] * 100, head[1] + 1
        if clause[end - 1] == "hundredth":
            return total, end
        end += clause[end] == "and"
    word = clause[end]
    if word in _SMALL_ORDINALS:
        return total + _SMALL_ORDINALS[word], end + 1
    if word in _LARGE_ORDINALS:
        return total + _LARGE_ORDINALS[word], end + 1
    if word in _LARGE and _SMALL_ORDINALS.get(clause[end + 1], 10) < 10:
        return total + _LARGE[word] + _SMALL_ORDINALS[clause[end + 1]], end + 2
    return None


def _ordinal_numeral(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the number of an ordinal such as 30th, whose letters must be right."""
    word = clause[place]
    if not is_numeral(word) or not word.isdigit() or len(word) > 4:
        return None
    value = int(word)
    tens = value % 100 in {11, 12, 13}
    suffix = "th" if tens else _SUFFIXES.get(value % 10, "th")
    if clause[place + 1] not in {suffix, *_SUFFIXES.values(), "th"}:
        return None
    if clause[place + 1] != suffix or not value:
        clause.miss(place + 1, f"not an ordinal; write {value}{suffix}", fault=True)
        return None
    return value, place + 2


def _written(value: float) -> str:
    """Return the number without a point if it is whole."""
    return f"{value:g}"
