"""Holiday calendars of countries, their parts and financial markets, from the library `holidays`.

A calendar gives public holidays, and the days on which they are observed. It says nothing of
weekends, and nothing of weekend days that are worked: the list of closed days names its weekdays.
Sources differ on them. For Afghanistan the library has Friday and Saturday, others Thursday and
Friday, and offices in its provinces work six days a week.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.errors import CalendarEndError, MissingLibraryError, nearest
from timeline.plain_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holidays import HolidayBase

# A country or a market, and perhaps a part of it: US, US-DC, ECB.
_CODE = re.compile(r"([A-Za-z0-9]{2,4})(?:-(.+))?")
# How the names of days say that they are estimated: "Eid (estimated)", "Eid (observed, estimated)".
_ESTIMATED = re.compile(r" \(estimated\)|(?<=\(observed), estimated(?=\))")
# The first year in which the library has all Islamic holidays.
_FIRST_ISLAMIC_YEAR = 1925

# Which warnings are errors is set for the whole process: for one thread at a time.
_WARNINGS = Lock()


class UnknownCalendarError(Exception):
    """A code without a calendar; the message is the problem, without the code."""


class _Calendar(Struct, frozen=True):
    """What is needed to ask the library for a year of a calendar, and the years that it knows."""

    country: str
    part: str | None
    language: str
    options: tuple[str, ...]
    first_year: int
    last_year: int


def version(needed_by: str = "a holiday calendar") -> str:
    """Return the library's name and version, such as `holidays 0.109`.

    Raises `MissingLibraryError` without the library, which names what it is `needed_by`.
    """
    try:
        from holidays.version import __version__
    except ImportError:
        raise MissingLibraryError(needed_by, "holidays") from None
    return f"holidays {__version__}"


def canonical(text: str) -> str:
    """Return the code of a calendar as the library spells it; the case of `text` is ignored.

    Raises `UnknownCalendarError`, and `MissingLibraryError` without the library.

    >>> canonical("us-dc")
    'US-DC'
    """
    version(f"the holiday calendar {quoted(text)}")
    found = _CODE.fullmatch(text)
    if not found:
        raise _unknown(text)
    code, part = found[1].upper(), found[2]
    try:
        country = _known(code)
    except UnknownCalendarError:
        raise _unknown(text) from None
    if part is None:
        return code
    parts = [
        *country.subdivisions,
        *(alias for aliases in country.get_subdivision_aliases().values() for alias in aliases),
    ]
    for one in parts:
        if part.casefold() == one.casefold():
            return f"{code}-{one}"
    hint = nearest(text, [f"{code}-{one}" for one in parts], f"use {code} alone")
    raise UnknownCalendarError(f"{code} has no part {quoted(part)}; {hint}")


# More years than the calendars of a few agreements have.
@lru_cache(maxsize=4096)
def holidays_in(code: str, year: int) -> Mapping[int, str]:
    """Return the holidays of a calendar in a year: the name of each by its day's ordinal, in order.

    A name has the calendar's code, and says where the day is only estimated. Raises
    `CalendarEndError` for a year of which the library does not know the holidays.

    >>> from datetime import date
    >>> holidays_in("US", 2023)[date(2023, 9, 4).toordinal()]
    'Labor Day (US)'
    >>> holidays_in("AF", 2027)[date(2027, 3, 9).toordinal()]
    'Eid al-Fitr (AF, estimated)'
    """
    calendar = _calendar(code)
    if not calendar.first_year <= year <= calendar.last_year:
        years = f"{calendar.first_year} to {calendar.last_year}"
        raise CalendarEndError(f"{years} for the holiday calendar {code} of {version()}")
    with _WARNINGS, warnings.catch_warnings():
        # For some years the library knows a part of the holidays, and warns.
        warnings.simplefilter("error", UserWarning)
        try:
            found = _ask(
                calendar.country,
                years=year,
                subdiv=calendar.part,
                language=calendar.language,
                **dict.fromkeys(calendar.options, True),
            )
        except UserWarning as warning:
            message = f"that of the holiday calendar {code} of {version()}: {warning}"
            raise CalendarEndError(message) from None
    return {day.toordinal(): _named(found.get_list(day), code) for day in sorted(found)}


@lru_cache(maxsize=128)
def _calendar(code: str) -> _Calendar:
    """Return the calendar of a code that `canonical` returned."""
    from holidays.groups.islamic import IslamicHolidays

    country, _, part = code.partition("-")
    found = _known(country)
    # Without a language the library would take that of the environment.
    english = [one for one in found.supported_languages if one.startswith("en")]
    first = found.start_year
    if isinstance(found, IslamicHolidays):
        first = max(first, _FIRST_ISLAMIC_YEAR)
    return _Calendar(
        country=country,
        part=part or None,
        language="en_US" if "en_US" in english else (english or ["en_US"])[0],
        # Some calendars say only on request which days are estimated.
        options=tuple(one for one in found.get_supported_options() if one.endswith("_estimated")),
        first_year=first,
        last_year=found.end_year,
    )


# Cached because many lists name the same few calendars, which take the library long to build.
@lru_cache(maxsize=512)
def _known(country: str) -> HolidayBase:
    """Return the library's calendar without the holidays of any year. Raises as `_ask` does."""
    return _ask(country)


def _ask(country: str, **arguments: object) -> HolidayBase:
    """Return the library's calendar of a country or a market. Raises `UnknownCalendarError`."""
    from holidays import country_holidays, financial_holidays

    for ask in (country_holidays, financial_holidays):
        try:
            return ask(country, **arguments)  # type: ignore[arg-type]
        except (NotImplementedError, TypeError):  # the latter for names of other things in it
            continue
    raise UnknownCalendarError(country)


def _unknown(text: str) -> UnknownCalendarError:
    """Return the error for a code without a calendar, with the most similar code of its length."""
    from holidays import list_supported_countries, list_supported_financial

    calendars = list_supported_countries(include_aliases=False) | list_supported_financial()
    parts = (f"{code}-{part}" for code, parts in calendars.items() for part in parts)
    known = [code for code in (*calendars, *parts) if abs(len(code) - len(text)) <= 1]
    hint = nearest(text, known, "use a code such as US, US-DC or ECB")
    return UnknownCalendarError(f"unknown holiday calendar; {hint}")


def _named(names: Iterable[str], code: str) -> str:
    """Return the names of one day as text; it is estimated only if all of them are."""
    names = list(names)
    plain = [_ESTIMATED.sub("", name) for name in names]
    estimated = all(name != one for name, one in zip(names, plain, strict=True))
    return f"{'; '.join(plain)} ({code}{', estimated' if estimated else ''})"
