"""Numbers in words, as laws write them."""

from __future__ import annotations

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def in_words(number: int, joint: str = " and ") -> str:
    """Return a number from 1 to 10,000 in words; `joint` comes before the tens and units."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return TENS[tens] + (f"-{SMALL[units]}" if units else "")
    size, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    count, rest = divmod(number, size)
    separator = joint if rest < 100 else " "
    return f"{in_words(count)} {name}" + (f"{separator}{in_words(rest, joint)}" if rest else "")


def ordinal_in_words(number: int, joint: str = " and ") -> str:
    """Return the ordinal of a number in words."""
    words = in_words(number, joint)
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    ordinal = ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return words[:start] + ordinal


def ordinal_numeral(number: int) -> str:
    """Return the ordinal of a number in digits: 1st, 12th, 23rd."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
