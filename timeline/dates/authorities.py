"""The meaning of each counting rule and adjuster, and the law or custom that it comes from."""

from __future__ import annotations

from timeline.dates.adjusters import Adjuster
from timeline.dates.calendars import Calendar
from timeline.dates.counting import MonthEnd, StartDay
from timeline.dates.rolling import Roll

_CONVENTION = "European Convention on the Calculation of Time-Limits"
_REGULATION = "Regulation (EEC, Euratom) 1182/71"
_WA = "Interpretation Act 1984 (WA)"
_CTH = "Acts Interpretation Act 1901 (Cth)"

# What the words of a clause decide: from, after and before a day, beginning with it, until it.
WORDS = f"{_WA}, s 61; {_CTH}, s 36"

RULES: dict[StartDay | MonthEnd | Calendar | Roll | Adjuster, tuple[str, str]] = {
    StartDay.EXCLUDED: (
        "the trigger day is day 0",
        f"{_CONVENTION}, Art. 3; {_REGULATION}, Art. 3(1); BGB §187(1)",
    ),
    StartDay.INCLUDED: (
        "the trigger day is day 1",
        "BGB §187(2) with §188(2) and (3), for periods that begin with a day",
    ),
    StartDay.CLEAR: (
        "clear days: neither the trigger day nor the last day is counted",
        f"CPR 2.8(3) (England and Wales), for periods that an event ends; {_WA}, s 61",
    ),
    MonthEnd.CLAMP: (
        "the same day of the month, or its last day",
        f"{_CONVENTION}, Art. 4(2); {_REGULATION}, Art. 3(2)(c); BGB §188(2) and (3)",
    ),
    MonthEnd.STICKY: (
        "end-of-month rule: from a month's last day to a month's last day",
        f"Companies Act 2006 (UK), s 443(3); {_CTH}, ss 2G and 36; bond and swap markets",
    ),
    MonthEnd.OVERFLOW: (
        "extra days continue in the next month",
        "C's mktime, and the many programs that use it",
    ),
    MonthEnd.REJECT: (
        "an error if the month has no such day",
        "no law or custom",
    ),
    Calendar.GREGORIAN: ("months of the Gregorian calendar", "ISO 8601"),
    Calendar.SOLAR_HIJRI: (
        "months of the solar Hijri calendar",
        "the civil calendar of Afghanistan and Iran",
    ),
    Calendar.HIJRI: (
        "months of the lunar Hijri calendar",
        "the Umm al-Qura calendar; calendars by sighting may differ by a day",
    ),
    Roll.NONE: ("the day stands, open or closed", "Sabri Güneş v Turkey (ECtHR, 2012)"),
    Roll.FOLLOWING: (
        "a closed day moves to the next open day, but not after a count back",
        f"{_REGULATION}, Art. 3(4); BGB §193 and 26 USC 7503, for fixed dates too",
    ),
    Roll.ONWARD: (
        "a closed day moves to the next open day in the direction of the count",
        "Federal Rules of Civil Procedure (US), 6(a)(5)",
    ),
    Adjuster.FIRST_OF_NEXT_MONTH: (
        "the first day of the month after the day reached",
        "Rome Statute, Art. 126; Mine Ban Convention, Art. 17(1); Istanbul Convention, Art. 75",
    ),
    Adjuster.END_OF_MONTH: ("the last day of the month", "BGB §192"),
    Adjuster.END_OF_QUARTER: ("the last day of the quarter of the year", "the words of the text"),
    Adjuster.END_OF_YEAR: ("the last day of the year", "the words of the text"),
    Adjuster.BEFORE: (
        "the day that is named is not counted",
        WORDS,
    ),
}

HALF_MONTH = "half a month is 15 days, counted last: BGB §189; DCFR I.-1:110"


def meaning(rule: StartDay | MonthEnd | Calendar | Roll | Adjuster) -> str:
    """Return what the rule means, in a few words.

    >>> meaning(MonthEnd.STICKY)
    "end-of-month rule: from a month's last day to a month's last day"
    """
    return RULES[rule][0]


def authority(rule: StartDay | MonthEnd | Calendar | Roll | Adjuster) -> str:
    """Return where the rule comes from, in a few words."""
    return RULES[rule][1]
