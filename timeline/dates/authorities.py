"""Where each counting rule comes from, in a few words: the convention, the regulation, the custom."""

from __future__ import annotations

from timeline.dates.calendars import Calendar
from timeline.dates.counting import MonthEnd, StartDay

_CONVENTION = "European Convention on the Calculation of Time-Limits"
_REGULATION = "Regulation (EEC, Euratom) 1182/71"

RULES: dict[StartDay | MonthEnd | Calendar, tuple[str, str]] = {
    StartDay.EXCLUDED: (
        "the day of the event is day 0",
        f"{_CONVENTION}, Art. 3; {_REGULATION}, Art. 3(1); BGB §187(1)",
    ),
    StartDay.INCLUDED: (
        "the day of the event is day 1",
        "BGB §187(2) with §188(2), for periods that begin with a day",
    ),
    MonthEnd.CLAMP: (
        "the same day of the month, or its last",
        f"{_CONVENTION}, Art. 4(2); {_REGULATION}, Art. 3(2)(c); BGB §188(2) and (3)",
    ),
    MonthEnd.STICKY: (
        "from a month's last day to a month's last day",
        "the end-of-month rule of bond and swap markets",
    ),
    MonthEnd.OVERFLOW: (
        "surplus days run into the next month",
        "the normalisation of C's mktime, which many programs inherit",
    ),
    MonthEnd.REJECT: (
        "no day where the month has none",
        "no convention: a count that refuses to guess",
    ),
    Calendar.GREGORIAN: ("months of the Gregorian calendar", "ISO 8601"),
    Calendar.SOLAR_HIJRI: (
        "months of the solar Hijri calendar",
        "the civil calendar of Afghanistan and Iran",
    ),
    Calendar.HIJRI: (
        "months of the lunar Hijri calendar",
        "the Umm al-Qura calendar; by sighting, a day may differ",
    ),
}

HALF_MONTH = "half a month is 15 days, counted last: BGB §189; DCFR I.-1:110"


def meaning(rule: StartDay | MonthEnd | Calendar) -> str:
    """Return what the rule does, in a few words.

    >>> meaning(MonthEnd.STICKY)
    "from a month's last day to a month's last day"
    """
    return RULES[rule][0]


def authority(rule: StartDay | MonthEnd | Calendar) -> str:
    """Return where the rule comes from, in a few words."""
    return RULES[rule][1]
