"""Dates and imprecise dates in EDTF level 0 (ISO 8601-2).

A day is `2020-02-29`, a month `2020-08`, a year `2020`, an interval `2020-08-01/2020-08-27`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from msgspec import Struct

from timeline.dates.calendars import bounds_of_month
from timeline.errors import ExpressionError

FORMATS = "YYYY-MM-DD, YYYY-MM, YYYY, or two of these with a slash between them"

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class DayRange(Struct, frozen=True):
    """All days from `earliest` to `latest`, which are equal for a single day.

    For a milestone due in August, `earliest` is 1 August and the deadline is 31 August.
    """

    earliest: date
    latest: date

    @classmethod
    def of(cls, day: date) -> DayRange:
        """Return the range with only that day."""
        return cls(day, day)

    @classmethod
    def parse(cls, text: str) -> DayRange:
        """Return the days of an EDTF level 0 date or interval.

        Raises `ExpressionError` for any other date format, for a day or month that does not exist,
        and for an interval that ends before it begins.

        >>> DayRange.parse("2020-08")
        DayRange(earliest=datetime.date(2020, 8, 1), latest=datetime.date(2020, 8, 31))
        """
        start, slash, end = text.partition("/")
        days = _parse_date(start, text)
        if not slash:
            return days
        days = cls(days.earliest, _parse_date(end, text).latest)
        if days.latest < days.earliest:
            raise ExpressionError(text, "ends before it begins; put the earlier date first")
        return days

    @property
    def deadline(self) -> date:
        """The due date: the latest day."""
        return self.latest

    @property
    def is_day(self) -> bool:
        """Whether the range is a single day."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        """Return the shortest EDTF text for these days.

        >>> print(DayRange(date(2020, 8, 1), date(2020, 8, 31)))
        2020-08
        """
        first, last = self.earliest.isoformat(), self.latest.isoformat()
        if self.is_day:
            return first
        if (self.earliest, self.latest) == bounds_of_month(self.earliest):
            return first[:7]
        if first[4:] == "-01-01" and last == f"{first[:4]}-12-31":
            return first[:4]
        return f"{first}/{last}"


def iso_day(text: str) -> date | None:
    """Return the date that a text of the form YYYY-MM-DD gives, None for any other text."""
    # `fromisoformat` also accepts 20200713 and 2020-W29-1.
    if len(text) != 10 or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parse_date(text: str, whole: str) -> DayRange:
    """Return the days of the date `text`, which is part of `whole`, the text that errors quote."""
    if exact := iso_day(text):
        return DayRange.of(exact)
    found = _DATE.fullmatch(text)
    if not found:
        # Imported here because only errors need it.
        from timeline.dates.guesses import dates_meant

        meant = " or ".join(dates_meant(whole))
        expected = f"did you mean {meant}?" if meant else f"use {FORMATS}"
        raise ExpressionError(whole, f"unknown date format; {expected}")
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year:
        raise ExpressionError(whole, "there is no year 0000; use 0001 to 9999")
    if month is None:
        return DayRange(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ExpressionError(whole, f"there is no month {month:02}; use 01 to 12")
    length = calendar.monthrange(year, month)[1]
    if day is None:
        return DayRange(date(year, month, 1), date(year, month, length))
    month_name = f"{calendar.month_name[month]} {year}"
    raise ExpressionError(whole, f"{month_name} has {length} days")
