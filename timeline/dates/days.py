"""A day, as callers may pass it: a date, or a datetime at midnight."""

from __future__ import annotations

from datetime import date, datetime

from timeline.errors import TimelineError


def as_day(value: object) -> date:
    """Return the day of a date or of a datetime at midnight, such as a pandas `Timestamp`.

    Raises `TimelineError` for another time of day, `TypeError` for anything else.

    >>> as_day(datetime(2020, 7, 13))
    datetime.date(2020, 7, 13)
    """
    if not isinstance(value, date):
        message = f"a date is needed, not {type(value).__name__}"
        raise TypeError(message)
    if not isinstance(value, datetime):
        return value
    if any((value.hour, value.minute, value.second, value.microsecond)):
        message = f"{value}: not midnight; a day is needed, such as {value.date()}"
        raise TimelineError(message)
    return value.date()
