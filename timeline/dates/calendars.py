"""Convert dates and add months in three calendars: Gregorian, solar Hijri and lunar Hijri.

Agreements on Afghanistan give dates in all three. The lunar calendar is the tabulated Umm al-Qura
calendar; where a month begins when the moon is sighted, dates may differ by a day.
"""

from __future__ import annotations

import calendar as gregorian
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from msgspec import Struct

from timeline.errors import CALENDAR, CalendarEndError, NoSuchDayError


class Calendar(StrEnum):
    """A calendar whose months can be counted."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar-hijri"
    HIJRI = "hijri"


# The names used in Afghanistan; the library has those used in Iran.
_SOLAR_MONTHS = (
    "Hamal", "Sawr", "Jawza", "Saratan", "Asad", "Sonbola",
    "Mizan", "Aqrab", "Qaws", "Jadi", "Dalw", "Hoot",
)  # fmt: skip

# The dates that the libraries support.
_RANGES = {
    Calendar.GREGORIAN: CALENDAR,
    Calendar.SOLAR_HIJRI: "0622-03-22 to 9999-03-19",
    Calendar.HIJRI: "1924-08-01 to 2077-11-16",
}


class CalendarDay(Struct, frozen=True):
    """A date in a calendar, with the name of its month and the month's length in days."""

    year: int
    month: int
    day: int
    month_name: str
    month_length: int

    @property
    def month_in_words(self) -> str:
        """The month with its year, such as `Hoot 1398`."""
        return f"{self.month_name} {self.year}"

    @property
    def in_words(self) -> str:
        """The date with the month's name, such as `10 Hoot 1398`."""
        return f"{self.day} {self.month_in_words}"

    def __str__(self) -> str:
        """Return the date in figures, such as `1398-12-10`."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


# Cached because several rules, one after the other, convert the same days.
@lru_cache(1024)
def in_calendar(day: date, calendar: Calendar) -> CalendarDay:
    """Return `day` in that calendar.

    Raises `CalendarEndError` for a date that the calendar's library does not support.

    >>> in_calendar(date(2020, 2, 29), Calendar.SOLAR_HIJRI).in_words
    '10 Hoot 1398'
    >>> in_calendar(date(2020, 2, 29), Calendar.HIJRI).in_words
    '5 Rajab 1441'
    """
    # Each library is imported where it is used, because most commands need none of them.
    try:
        match calendar:
            case Calendar.GREGORIAN:
                name = gregorian.month_name[day.month]
                length = gregorian.monthrange(day.year, day.month)[1]
                return CalendarDay(day.year, day.month, day.day, name, length)
            case Calendar.SOLAR_HIJRI:
                from persiantools.jdatetime import JalaliDate

                solar = JalaliDate(day)
                length = JalaliDate.days_in_month(solar.month, solar.year)
                name = _SOLAR_MONTHS[solar.month - 1]
                return CalendarDay(solar.year, solar.month, solar.day, name, length)
            case Calendar.HIJRI:  # pragma: no branch - the last calendar
                from hijridate import Gregorian

                lunar = Gregorian.fromdate(day).to_hijri()
                name, length = lunar.month_name(), lunar.month_length()
                return CalendarDay(lunar.year, lunar.month, lunar.day, name, length)
    except (ValueError, OverflowError):
        raise CalendarEndError(_RANGES[calendar]) from None


def from_calendar(year: int, month: int, day: int, calendar: Calendar) -> date:
    """Return the Gregorian date of a date in that calendar.

    Raises `NoSuchDayError` for a day or month that the calendar does not have, and
    `CalendarEndError` for a year that its library does not support.

    >>> print(from_calendar(1400, 2, 10, Calendar.SOLAR_HIJRI))
    2021-04-30
    """
    try:
        match calendar:
            case Calendar.GREGORIAN:
                return date(year, month, day)
            case Calendar.SOLAR_HIJRI:
                from persiantools.jdatetime import MAXYEAR, MINYEAR, JalaliDate

                if not MINYEAR <= year <= MAXYEAR:
                    raise CalendarEndError(_RANGES[calendar])
                return JalaliDate(year, month, day).to_gregorian()
            case Calendar.HIJRI:  # pragma: no branch - the last calendar
                from hijridate import Hijri

                return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
    except OverflowError:
        raise CalendarEndError(_RANGES[calendar]) from None
    except ValueError:
        message = f"not a date in the {calendar} calendar"
        raise NoSuchDayError(message) from None


# Cached because several rules, one after the other, count the same months from the same day.
@lru_cache(1024)
def shift_months(day: date, months: int, calendar: Calendar) -> date:
    """Return the day `months` later: the same day of the calendar's month, or the month's last day.

    Raises `CalendarEndError` for dates that the calendar's library does not support.

    >>> print(shift_months(date(2020, 2, 29), 14, Calendar.HIJRI))
    2021-04-17
    """
    if calendar is Calendar.GREGORIAN:
        try:
            return day + _delta(months)
        except (ValueError, OverflowError):
            raise CalendarEndError(_RANGES[calendar]) from None
    here = in_calendar(day, calendar)
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    first, length = _month(year, month + 1, calendar)
    return first + timedelta(min(here.day, length) - 1)


# Cached because many days lead to the same months.
@lru_cache(4096)
def _month(year: int, month: int, calendar: Calendar) -> tuple[date, int]:
    """Return the first day of a month, and how many days the month has."""
    first = from_calendar(year, month, 1, calendar)
    return first, in_calendar(first, calendar).month_length


# Cached because streams add the same few numbers of months to many days.
@lru_cache(maxsize=128)
def _delta(months: int) -> relativedelta:
    """Return a delta of `months`."""
    return relativedelta(months=months)


def bounds_of_month(day: date, calendar: Calendar = Calendar.GREGORIAN) -> tuple[date, date]:
    """Return the first and the last day of the month that contains `day`.

    Raises `CalendarEndError` for a date that the calendar's library does not support.
    """
    here = in_calendar(day, calendar)
    first = day - timedelta(here.day - 1)
    return first, first + timedelta(here.month_length - 1)
