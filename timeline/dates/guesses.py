"""What text that is not an expression probably means: dates and counts as people write them.

Only messages use these guesses. Each of them is a valid expression.
"""

from __future__ import annotations

import re
from datetime import date

from timeline.errors import ExpressionError

# Longer text is no date or count that someone wrote by hand.
_LONGEST = 100

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY, _YEAR = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?", r"(?P<year>[0-9]{4})"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.? )?"
_IN_WORDS = [
    re.compile(_WEEKDAY + order, re.IGNORECASE | re.ASCII)
    for order in (
        rf"(?:the )?{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH} (?:the )?{_DAY},? {_YEAR}",
        rf"{_YEAR},? {_MONTH} {_DAY}",
    )
]
_YEAR_FIRST = re.compile(
    r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")

_AFTER = re.compile(r"(?:within )?(.+?) (after|following|from|since|before) (.+)", re.IGNORECASE)
_SIGN = re.compile(r"([^ ]+?)( plus | minus | -|- )([0-9].*)", re.IGNORECASE)


def dates_meant(text: str) -> list[str]:
    """Return the days that a date in another form can mean, in ISO form: one, or two, or none.

    Of two numbers before a year, either can be the month.

    >>> dates_meant("29 Feb 2020"), dates_meant("29/02/2020"), dates_meant("02/03/2020")
    (['2020-02-29'], ['2020-02-29'], ['2020-03-02', '2020-02-03'])
    """
    if len(text) > _LONGEST:
        return []
    for form in _IN_WORDS:
        if found := form.fullmatch(text):
            number = 1 + _MONTHS.index(found["month"][:3].lower())
            return _days((found["year"], number, found["day"]))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = filter(None, found.groups())
        return _days((year, month, day))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = found.groups()
        return _days((year, second, first), (year, first, second))
    return []


def count_meant(text: str) -> str | None:
    """Return the expression of a count that is written in words, None for any other text.

    >>> count_meant("14 months after signed"), count_meant("3 days before 29 Feb 2020")
    ('signed + 14 months', '2020-02-29 - 3 days')
    """
    from timeline.dates.expressions import Expression

    if len(text) > _LONGEST:
        return None
    if found := _AFTER.fullmatch(text):
        period, word, anchor = found.groups()
        sign = "-" if word.lower() == "before" else "+"
    elif found := _SIGN.fullmatch(text):
        anchor, word, period = found.groups()
        sign = "+" if word.strip().lower() == "plus" else "-"
    else:
        return None
    days = dates_meant(anchor)
    if len(days) == 1:
        anchor = days[0]
    if " " in anchor:
        return None
    meant = f"{anchor} {sign} {period}"
    try:
        Expression(meant)
    except ExpressionError:
        return None
    return meant


def _days(*parts: tuple[str | int, str | int, str | int]) -> list[str]:
    """Return the days of years, months and days, each day once, without those that do not exist."""
    found: dict[str, None] = {}
    for year, month, day in parts:
        try:
            found[date(int(year), int(month), int(day)).isoformat()] = None
        except ValueError:
            continue
    return list(found)
