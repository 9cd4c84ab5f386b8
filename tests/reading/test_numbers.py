"""Numbers in words and numerals, and ordinals."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest

from tests.reading.words import in_words, ordinal_in_words, ordinal_numeral
from timeline.reading.clause import Clause
from timeline.reading.numbers import number, ordinal


def clause(text: str) -> Clause:
    """Return a clause without names."""
    return Clause(text, {}, None, None)


def whole(text: str) -> float | None:
    """Return the number that the text is, None if it is more or less than one."""
    found = number(clause(text), 0)
    return found[0] if found and found[1] == len(clause(text)) else None


def whole_ordinal(text: str) -> int | None:
    """Return the number of the ordinal that the text is, None if it is more or less than one."""
    found = ordinal(clause(text), 0)
    return found[0] if found and found[1] == len(clause(text)) else None


@pytest.mark.parametrize("joint", [" and ", " "])
def test_every_number_in_words_is_read(joint: str) -> None:
    for value in range(1, 10_001):
        words = in_words(value, joint)
        assert whole(words) == value, words
        assert whole(words.replace("-", " ")) == value, words
        assert whole(f"{words} ({value})") == value, words
        assert whole(f"{value:,} ({words})") == value, words
        assert whole(f"{words} ({value + 1})") is None, words
        assert whole(f"{words} and a half") == value + 0.5, words


@pytest.mark.parametrize("joint", [" and ", " "])
def test_every_ordinal_is_read(joint: str) -> None:
    for value in range(1, 1_000):
        words = ordinal_in_words(value, joint)
        assert whole_ordinal(words) == value, words
        assert whole_ordinal(ordinal_numeral(value)) == value
        assert whole_ordinal(f"{words} ({ordinal_numeral(value)})") == value
        assert whole_ordinal(f"{words} ({value + 1})") is None


@pytest.mark.skipif(not find_spec("num2words"), reason="num2words is not installed")
def test_the_words_are_those_of_num2words() -> None:
    num2words: Any = __import__("num2words").num2words
    for value in range(1, 10_001):
        assert num2words(value).replace(",", "") == in_words(value)
        if value < 1_000:
            assert num2words(value, to="ordinal") == ordinal_in_words(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nine and a half", 9.5),
        ("nine and one-half", 9.5),
        ("nine and a half (9.5)", 9.5),
        ("nine (9) and a half", 9.5),
        ("9½", 9.5),
        ("9.5", 9.5),
        ("½", 0.5),
        ("8,600", 8600),
        ("a hundred and eighty", 180),
        ("a thousand", 1000),
        ("007", 7),
    ],
)
def test_other_forms_of_numbers(text: str, value: float) -> None:
    assert whole(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("two two", "forty-two thirty", "hundred", "nineteen forty", "one and", "twenty eleven"),
        *("two hundred thousand", "eleven hundred", "point five", "9.25", "9.50", "nine and half"),
        *("zero", "dozen", "score", "million", "fiveteen", "forteen", "fourty", "١٤", "xiv", "-5"),
        *("one hundred and", "fifty-", "8,60", "1,0000", "fourteen (fifteen)", "fourteen (14"),
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert whole(text) is None


@pytest.mark.parametrize(
    "text", ["1th", "2st", "11st", "12nd", "13rd", "0th", "oneth", "twentyth", "one"]
)
def test_what_is_no_ordinal(text: str) -> None:
    assert whole_ordinal(text) is None
