"""Dates in words: 29 February 2020, August 27, 2020, the first of May, August."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.edtf import DayRange
from timeline.dates.guesses import dates_meant
from timeline.errors import ExpressionError
from timeline.reading.clause import vocabulary
from timeline.reading.numbers import is_numeral, ordinal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.reading.clause import Clause

# Not `calendar.month_name`, whose names depend on the machine's language.
_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHANGES = vocabulary(
    "reduce reduces reduced reducing reduction cut cuts cutting lower lowers lowered decrease decreases "
    "decreased shrink shrinks drop drops dropped fall falls fell fallen increase increases increased raise "
    "raises raised rise rises rose risen grow grows grew grown exceed exceeds exceeded"
)
_LONGEST_SEARCH = 9  # years from one 29 February to the next, at most


class NamedDays(Struct, frozen=True):
    """Days that a clause names, and what was chosen: nothing, a year, or the order of two numbers.

    `has_year` is false if the year was chosen.
    """

    days: DayRange
    choice: str = ""
    has_year: bool = True

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.days.is_day


def days(clause: Clause, place: int) -> Iterator[tuple[NamedDays, int]]:
    """Yield the day at `place`, and the place after it; two days where two orders can be meant."""
    if found := _in_numbers(clause, place):
        for day in found[0]:
            yield day, found[1]
        return
    if found_in_words := _in_words(clause, place):
        yield found_in_words


def months_and_years(clause: Clause, place: int) -> Iterator[tuple[NamedDays, int]]:
    """Yield the month or the year at `place`, and the place after it."""
    start = place
    place = clause.follows(place, "the month of") or clause.follows(place, "the year") or place
    word = clause[place]
    if len(word) == 7 and word[4] == "-":
        try:
            yield NamedDays(DayRange.parse(word)), place + 1
        except ExpressionError as error:
            clause.miss(place, error.problem, fault=True)
        return
    if year := _year(clause, place):
        if place > start or not _can_be_quantity(clause, place):
            yield NamedDays(DayRange(date(year, 1, 1), date(year, 12, 31))), place + 1
        return
    found = _month(clause, place)
    if not found:
        return
    month, end = found
    after = _to_year(clause, end)
    if year := _year(clause, after):
        yield NamedDays(_month_of(year, month)), after + 1
    elif not is_numeral(clause[end]):
        yield from _without_year(clause, place, end, lambda year: _month_of(year, month))


def is_year(word: str) -> bool:
    """Return whether the word is a number that is probably a year."""
    return len(word) == 4 and word.isdigit() and 1000 <= int(word) < 3000


def is_in_date(word: str) -> bool:
    """Return whether the word is the name of a month or a weekday."""
    return word in MONTHS or word in _SHORT or word in WEEKDAYS


def _in_numbers(clause: Clause, place: int) -> tuple[list[NamedDays], int] | None:
    """Return the days that a date in numbers can mean."""
    word = clause[place]
    if not is_numeral(word) or len(word) < 6 or word.replace(",", "").replace(".", "", 1).isdigit():
        return None
    meant = dates_meant(word)
    if not meant:
        clause.miss(place, "no such day, or not a date", fault=True)
        return None
    choices = ["", ""]
    if len(meant) == 2:
        choices = ["the day comes before the month, as in Europe"]
        choices.append("the month comes before the day, as in America")
    found = [
        NamedDays(DayRange.parse(day), choice) for day, choice in zip(meant, choices, strict=False)
    ]
    return found, place + 1


def _in_words(clause: Clause, place: int) -> tuple[NamedDays, int] | None:
    """Return the day that is written with the name of its month."""
    start, weekday = place, None
    if clause[place] in WEEKDAYS:
        weekday = WEEKDAYS.index(clause[place])
        place += 1
        place += clause[place] == ","
    found = _day_first(clause, place) or _month_first(clause, place)
    if not found:
        return None
    day, month, end = found
    after = _to_year(clause, end)
    if not (year := _year(clause, after)):
        return next(_without_year(clause, place, end, lambda each: _day_of(each, month, day)), None)
    days = _day_of(year, month, day)
    if not days:
        length = calendar.monthrange(year, month)[1]
        clause.miss(after, f"that month has {length} days", fault=True)
        return None
    if weekday not in {None, days.earliest.weekday()}:
        clause.miss(start, f"{days} is a {WEEKDAYS[days.earliest.weekday()].title()}", fault=True)
        return None
    return NamedDays(days), after + 1


def _day_first(clause: Clause, place: int) -> tuple[int, int, int] | None:
    """Return the day and month of "the 27th day of August", and the place after it."""
    place += clause[place] == "the"
    found = _day_number(clause, place)
    if not found:
        return None
    day, end = found
    end = clause.follows(end, "day of") or clause.follows(end, "of") or end
    month = _month(clause, end)
    return (day, *month) if month else None


def _month_first(clause: Clause, place: int) -> tuple[int, int, int] | None:
    """Return the day and month of "August 27th", and the place after it."""
    month = _month(clause, place)
    if not month:
        return None
    end = month[1] + (clause[month[1]] == "the")
    if clause.is_after_apostrophe(end):  # May '20
        clause.miss(end, "not a day; write a year in four digits", fault=True)
        return None
    found = _day_number(clause, end)
    return (found[0], month[0], found[1]) if found else None


def _day_number(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the day of a month, as a numeral or an ordinal, and the place after it."""
    found = ordinal(clause, place)
    if not found and clause[place].isdigit() and len(clause[place]) <= 2:
        found = int(clause[place]), place + 1
    return found if found and 1 <= found[0] <= 31 else None


def _month(clause: Clause, place: int) -> tuple[int, int] | None:
    """Return the number of the month named at `place`, and the place after it."""
    word, end = clause[place], place + 1
    if word in _SHORT and clause[end] == "." and is_numeral(clause[end + 1]):
        end += 1
    number = MONTHS.get(word) or _SHORT.get(word)
    return (number, end) if number else None


def _to_year(clause: Clause, place: int) -> int:
    """Return the place of the year after a month or a day, past a comma."""
    return place + 1 if clause[place] == "," and _year(clause, place + 1) else place


def _year(clause: Clause, place: int) -> int:
    """Return the year of four digits at `place`, 0 if there is none."""
    word = clause[place]
    return int(word) if len(word) == 4 and word.isascii() and word.isdigit() else 0


def _can_be_quantity(clause: Clause, place: int) -> bool:
    """Return whether the year at `place` can be a number of something: reduced by 2000, up to 2000."""
    if is_year(clause[place]) and not clause.follows(place - 2, "up to"):
        before = {word.text for word in clause.words[: place - 1]}
        if clause[place - 1] != "by" or before.isdisjoint(_CHANGES):
            return False
    clause.miss(
        place, f"a year or a quantity; write the year {clause[place]} for a year", fault=True
    )
    return True


def _day_of(year: int, month: int, day: int) -> DayRange | None:
    """Return a day, None if there is no such day."""
    try:
        return DayRange.of(date(year, month, day))
    except ValueError:
        return None


def _month_of(year: int, month: int) -> DayRange:
    """Return the days of a month."""
    return DayRange.parse(f"{year:04}-{month:02}")


def _without_year(
    clause: Clause, place: int, end: int, in_year: Callable[[int], DayRange | None]
) -> Iterator[tuple[NamedDays, int]]:
    """Yield the first such days that end on or after the day of the anchor."""
    since = clause.since
    if since is None:
        clause.miss(
            end, "a year is missing, and the anchor has no date from which to seek it", fault=True
        )
        return
    for year in range(since.year, min(since.year + _LONGEST_SEARCH, date.max.year + 1)):
        found = in_year(year)
        if found and found.latest >= since:
            words = clause.between(place, end)
            yield NamedDays(found, f"the first {words} on or after {since}", has_year=False), end
            return
    clause.miss(end, "no such day on or after the anchor", fault=True)
