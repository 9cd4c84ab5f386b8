"""Days: a `date`, or a `datetime` at midnight, as one, and those that a structure holds."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct, structs

from timeline.errors import TimelineError


def as_day(value: object) -> date:
    """Return `value` as a date; a datetime, such as a pandas `Timestamp`, must be at midnight.

    Raises `TimelineError` for another time of day, and `TypeError` for any other type.

    >>> as_day(datetime(2020, 7, 13))
    datetime.date(2020, 7, 13)
    """
    if not isinstance(value, date):
        message = f"expected a date, not {type(value).__name__}"
        raise TypeError(message)
    if not isinstance(value, datetime):
        return value
    if any((value.hour, value.minute, value.second, value.microsecond)):
        message = f"{value}: not at midnight; use a date, such as {value.date()}"
        raise TimelineError(message)
    return value.date()


def days_in(value: object) -> set[date]:
    """Return every date in a structure, except those in expressions."""
    if isinstance(value, date):
        return {value}
    if isinstance(value, Struct):
        return days_in(structs.astuple(value))
    return set[date]().union(*map(days_in, value)) if isinstance(value, tuple) else set()
