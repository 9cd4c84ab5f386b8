"""The system clock. Only this module reads it; other modules take the current date as a value."""

from __future__ import annotations

import time
from datetime import date, datetime

from timeline.errors import ClockError, UnknownZoneError


def check_clock() -> None:
    """Raise `ClockError` if the system clock is later than Python can read, in the year 2262.

    With such a clock Python would return its latest date as today, and some libraries fail.
    """
    try:
        time.time()
    except OverflowError:
        raise ClockError from None


def today(zone: str | None = None) -> date:
    """Return the current date in `zone`, a name such as Asia/Kabul, or in the system's zone if None.

    Raises `UnknownZoneError` if the zone is not in the time zone database.
    """
    if zone is None:
        return datetime.now().date()  # noqa: DTZ005 - the system's zone is intended
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (KeyError, ValueError, OSError):
        raise UnknownZoneError(zone, sorted(available_timezones())) from None
