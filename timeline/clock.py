"""The only module that reads the clock. All other code takes the day as an argument."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import TYPE_CHECKING

from timeline.errors import ClockError, UnknownZoneError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def check_clock() -> None:
    """Raise `ClockError` if the machine's clock is past the latest time that Python supports, in 2262.

    Otherwise today would be wrong, and some libraries would fail.
    """
    try:
        time.time()
    except OverflowError:
        raise ClockError from None


def today(zone: str | None = None) -> date:
    """Return today's date in `zone`, a name such as Asia/Kabul, or in the machine's zone for None.

    Raises `UnknownZoneError` if the zone database does not contain the name.
    """
    if zone is None:
        return datetime.now().date()  # noqa: DTZ005 - the machine's own zone is intended
    return datetime.now(time_zone(zone)).date()


def time_zone(name: str) -> ZoneInfo:
    """Return the time zone called `name`.

    Raises `UnknownZoneError` if the zone database does not contain the name.
    """
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownZoneError(name, sorted(available_timezones())) from None
