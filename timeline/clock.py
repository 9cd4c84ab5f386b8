"""The clock, read here and nowhere else. Everything below takes the day as a value."""

from __future__ import annotations

import time
from datetime import date, datetime

from timeline.errors import ClockError, UnknownZoneError


def expect_tellable() -> None:
    """Raise `ClockError` where the machine's clock is past what Python can tell, in the year 2262.

    Python would give its last day for today, and libraries stumble over such a clock.
    """
    try:
        time.time()
    except OverflowError:
        raise ClockError from None


def today(zone: str | None = None) -> date:
    """Return the day it is now in `zone`, a name such as Asia/Kabul, or on this machine for None.

    Raises `UnknownZoneError` for what the zone database does not hold.
    """
    if zone is None:
        return datetime.now().date()  # noqa: DTZ005 - the machine's own zone is what is asked for
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (KeyError, ValueError, OSError):
        raise UnknownZoneError(zone, sorted(available_timezones())) from None
