"""Closed days: weekdays, dates, intervals and holidays, and the open days between them."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.dates.holiday_calendars import (
    UnknownCalendarError,
    canonical,
    holidays_in,
    version,
)
from timeline.errors import CalendarEndError, ClosedDaysError, ExpressionError, nearest
from timeline.plain_text import plain, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_NAMES = tuple(_WEEKDAYS.values())
_LAST = date.max.toordinal()


class ClosedDays:
    """The days that are not working days; all others are open.

    `entries` are the list as text, and `source` says where it stands. What they mean: `weekdays`,
    where Monday is 0; `intervals` of ordinals, sorted, without a day in two of them; and `calendars`,
    the codes of holiday calendars. Lists with the same entries in the same place are equal.
    """

    # Not a Struct or dataclass: msgspec would expect a table in the file instead of an array.
    __slots__ = ("calendars", "entries", "intervals", "source", "weekdays")

    def __init__(
        self,
        entries: tuple[str, ...],
        source: str,
        weekdays: tuple[int, ...],
        intervals: tuple[tuple[int, int], ...],
        calendars: tuple[str, ...],
    ) -> None:
        self.entries = entries
        self.source = source
        self.weekdays = weekdays
        self.intervals = intervals
        self.calendars = calendars

    @classmethod
    def of(cls, entries: Iterable[object], source: str = "") -> ClosedDays:
        """Return the closed days of a list.

        An entry is a weekday, `mon` to `sun`; a date or an interval, as `DayRange` reads them, or a
        `date`; or the code of a holiday calendar, such as `US`, `US-DC`, `AF` or `ECB`. Case is
        ignored. A calendar closes its holidays, not a weekend: that is named beside it.

        Raises `ClosedDaysError` with each fault, and `MissingLibraryError` for a code without the
        library.

        >>> print(ClosedDays.of(["SAT", "sun", "2023-12-23/2024-01-01", "us-dc"]))
        sat,sun,2023-12-23/2024-01-01,US-DC
        """
        read: list[str | DayRange] = []
        faults: list[tuple[int | None, str]] = []
        for position, entry in enumerate(entries):
            try:
                read.append(_read(entry))
            except _EntryError as fault:
                faults.append((position, str(fault)))
        weekdays = tuple(n for n, name in enumerate(_WEEKDAYS) if name in read)
        if len(weekdays) == len(_WEEKDAYS):
            faults.append((None, "every weekday is closed; leave one open"))
        if faults:
            raise ClosedDaysError(faults)
        return cls(
            entries=tuple(map(str, read)),
            source=source,
            weekdays=weekdays,
            intervals=tuple(_joined(one for one in read if isinstance(one, DayRange))),
            calendars=tuple(one for one in read if isinstance(one, str) and one not in _WEEKDAYS),
        )

    @classmethod
    def parse(cls, text: str, source: str = "") -> ClosedDays:
        """Return the closed days of a list with commas; empty text is an empty list.

        Raises as `of` does.

        >>> ClosedDays.parse("sat, sun").is_closed(date(2024, 6, 1))
        True
        """
        return cls.of(map(str.strip, text.split(",")) if text.strip() else [], source)

    def __str__(self) -> str:
        """Return the list as text that `parse` reads."""
        return ",".join(self.entries)

    def __repr__(self) -> str:
        """Return the class and the list."""
        return f"ClosedDays({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """Compare the entries and where they stand."""
        if not isinstance(other, ClosedDays):
            return NotImplemented
        return (self.entries, self.source) == (other.entries, other.source)

    def __hash__(self) -> int:
        """Return a hash that agrees with `__eq__`."""
        return hash((self.entries, self.source))

    @property
    def origin(self) -> str:
        """Where the list stands, and the library that answers its codes, with its version."""
        return "; ".join(filter(None, [self.source, version() if self.calendars else ""]))

    @property
    def note(self) -> str | None:
        """A note for a list without weekdays, in which weekends are open; else None."""
        if self.weekdays:
            return None
        return "the closed days name no weekday, so that Saturdays and Sundays are open"

    def why(self, day: date) -> str | None:
        """Return why `day` is closed, None if it is open.

        A weekday's name comes first, then `listed`, then the name of a holiday. Raises
        `CalendarEndError` if a calendar would have to decide but does not know the year.

        >>> ClosedDays.of(["sat", "sun", "US-DC"]).why(date(2017, 4, 17))
        'Emancipation Day (observed) (US-DC)'
        """
        if day.weekday() in self.weekdays:
            return _NAMES[day.weekday()]
        ordinal = day.toordinal()
        before = self._intervals_up_to(ordinal)
        if before and ordinal <= self.intervals[before - 1][1]:
            return "listed"
        names = (holidays_in(code, day.year).get(ordinal) for code in self.calendars)
        return next(filter(None, names), None)

    def is_closed(self, day: date) -> bool:
        """Return whether `day` is closed. Raises as `why` does."""
        return self.why(day) is not None

    def next_open(self, day: date) -> date:
        """Return `day` if it is open, else the first open day after it. Raises as `nth_open` does."""
        return self.nth_open(day, 1) if self.is_closed(day) else day

    def previous_open(self, day: date) -> date:
        """Return `day` if it is open, else the last open day before it. Raises as `nth_open` does."""
        return self.nth_open(day, -1) if self.is_closed(day) else day

    def nth_open(self, day: date, number: int) -> date:
        """Return the open day that is `number` open days after `day`, or before it if negative.

        `day` itself does not count, open or closed, and is the answer for 0. The time taken depends
        on the number of intervals and holidays passed, not on the days.

        Raises `CalendarEndError` outside 0001-01-01 to 9999-12-31, and for a year of which a holiday
        calendar does not know the holidays.

        >>> print(ClosedDays.of(["sat", "sun"]).nth_open(date(2024, 5, 31), 1))
        2024-06-03
        """
        if not number:
            return day
        # The count always goes up: when counting back, day n of the calendar has the number -n.
        sign = 1 if number > 0 else -1
        week = sorted(sign * (n + 1) % 7 for n in range(7) if n not in self.weekdays)
        passed = sign * day.toordinal()
        rank = _rank(passed, week) + abs(number)
        for first, last in self._closed_after(passed, sign):
            if _with_rank(rank, week) < first:
                break
            if last > passed:
                # Days with open weekdays that are closed: the count goes on by as many.
                rank += _rank(last, week) - _rank(max(first - 1, passed), week)
                passed = last
        ordinal = sign * _with_rank(rank, week)
        if not 1 <= ordinal <= _LAST:
            raise CalendarEndError
        return date.fromordinal(ordinal)

    def _closed_after(self, passed: int, sign: int) -> Iterator[tuple[int, int]]:
        """Yield the closed intervals that end after `passed`, by their first days; others too."""
        return heapq.merge(self._intervals_after(passed, sign), self._holidays_after(passed, sign))

    def _intervals_after(self, passed: int, sign: int) -> Iterator[tuple[int, int]]:
        """Yield the listed intervals from the one that holds `passed`, or the one before it."""
        before = self._intervals_up_to(sign * passed)
        if sign > 0:
            for n in range(max(before - 1, 0), len(self.intervals)):
                yield self.intervals[n]
        else:
            for n in range(before - 1, -1, -1):
                first, last = self.intervals[n]
                yield -last, -first

    def _holidays_after(self, passed: int, sign: int) -> Iterator[tuple[int, int]]:
        """Yield each holiday of the calendars as an interval.

        After each year comes an interval without days, so that the next year is only looked up where
        the count goes on into it: the calendar may not know it.
        """
        ordinal = sign * (passed + 1)
        if not self.calendars or not 1 <= ordinal <= _LAST:
            return
        year = date.fromordinal(ordinal).year
        while True:  # until the error for a year that a calendar does not know
            for holiday in _holidays(self.calendars, year)[::sign]:
                yield sign * holiday, sign * holiday
            end = sign * date(year, *((12, 31) if sign > 0 else (1, 1))).toordinal()
            yield end + 1, end
            year += sign

    def _intervals_up_to(self, ordinal: int) -> int:
        """Return how many intervals begin on that day or before it."""
        return bisect_right(self.intervals, ordinal, key=lambda one: one[0])


class _EntryError(Exception):
    """An entry that cannot be read; the message is its fault."""


def _read(entry: object) -> str | DayRange:
    """Return a weekday, the code of a calendar, or days. Raises `_EntryError`."""
    if isinstance(entry, date) and not isinstance(entry, datetime):
        return DayRange.of(entry)
    if not isinstance(entry, str):
        # As TOML writes it.
        found = plain(shortened(str(entry).lower() if isinstance(entry, bool) else str(entry)))
        raise _EntryError(f'{found}: needs text, such as "sat", "2024-01-01" or "US"')
    if not entry.strip():
        raise _EntryError(f'{quoted(entry)}: empty; use a weekday, a date or a code, such as "sat"')
    text = entry.lower()
    if text in _WEEKDAYS:
        return text
    try:
        if entry[:1].isdecimal():
            return DayRange.parse(entry)
        # A code has up to 4 letters; none with more than 2 begins like a weekday.
        if entry.isalpha() and (len(entry) > 4 or text[:3] in _WEEKDAYS):
            raise _EntryError(f"{quoted(entry)}: unknown weekday; {nearest(text[:3], _WEEKDAYS)}")
        return canonical(entry)
    except ExpressionError as error:
        raise _EntryError(str(error)) from None
    except UnknownCalendarError as error:
        raise _EntryError(f"{quoted(entry)}: {error}") from None


def _joined(ranges: Iterable[DayRange]) -> Iterator[tuple[int, int]]:
    """Yield the days as intervals of ordinals, sorted; those that overlap are one."""
    current: tuple[int, int] | None = None
    for days in sorted(ranges, key=lambda one: one.earliest):
        first, last = days.earliest.toordinal(), days.latest.toordinal()
        if current and first <= current[1]:
            current = current[0], max(current[1], last)
        else:
            if current:
                yield current
            current = first, last
    if current:
        yield current


@lru_cache(maxsize=4096)
def _holidays(calendars: tuple[str, ...], year: int) -> tuple[int, ...]:
    """Return the holidays of several calendars in a year, sorted."""
    return tuple(sorted({one for code in calendars for one in holidays_in(code, year)}))


def _rank(number: int, week: Sequence[int]) -> int:
    """Return how many days up to that one have open weekdays, from a fixed one on.

    `week` has the remainders that their numbers leave when divided by 7.
    """
    return number // 7 * len(week) + bisect_right(week, number % 7)


def _with_rank(rank: int, week: Sequence[int]) -> int:
    """Return the first day with that rank, which has an open weekday."""
    weeks, place = divmod(rank - 1, len(week))
    return weeks * 7 + week[place]


WEEKEND = ClosedDays.of(["sat", "sun"], "default")
