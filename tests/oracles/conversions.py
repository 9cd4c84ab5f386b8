"""Engines that know the other calendars: what they call a day, and how they count their months.

Where the sources themselves differ, differences up to a bound are explained; elsewhere none is.

- The lunar calendar before 1420 (April 1999). Ours holds the calendars as they were printed. ICU, and
  Java, which has the same table, hold one computed afterwards by later rules, up to two days beside
  it. The other library's table differs from both before December 1980.
- The lunar calendar from 4/1451 (August 2029) on, for which none is printed yet. Ours and the other
  library's keep the rule in force since 1423 (in Mecca the conjunction comes before sunset, and the
  moon sets after the sun). In the table of ICU and Java every third month begins a day later.
- The solar calendar before 947 (March 1568). Ours tells leap years by the equinox, ICU by a cycle of
  33 years extended backwards, which runs a day ahead in some years.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracles.asking import HERE, Result, compared, icu, output_lines, package, program
from tests.oracles.cases import cases, days
from timeline.dates.calendars import Calendar, in_calendar
from timeline.dates.counting import Counting

# All that our calendars reach, and within that the days of which no difference is explained.
_HIJRI = date(1924, 8, 1), date(2077, 11, 16)
_HIJRI_OF_ICU = date(1999, 4, 17), date(2029, 8, 10)
_HIJRI_OF_PACKAGE = date(1980, 12, 8), _HIJRI[1]
_SOLAR = date(622, 3, 22), date(9999, 3, 19)
_SOLAR_OF_ICU = date(1568, 3, 21), _SOLAR[1]


def persian(number: int) -> Result:
    """ICU's Persian calendar, through JavaScript's Intl: a day ahead in some years before 1568."""
    return _converted(number, Calendar.SOLAR_HIJRI, _by_icu("persian"), _SOLAR, _SOLAR_OF_ICU, 1)


def umm_al_qura(number: int) -> Result:
    """The calendar of Umm al-Qura, as ICU has it and as another library does."""
    by_icu = _by_icu("islamic-umalqura")
    result = _converted(number, Calendar.HIJRI, by_icu, _HIJRI, _HIJRI_OF_ICU, 2)
    return result.and_also(
        _converted(number, Calendar.HIJRI, _by_package(), _HIJRI, _HIJRI_OF_PACKAGE, 2)
    )


def calendar_months(number: int) -> Result:
    """Months of the other calendars, each count held against what those say of its ends.

    The end has the number of months between, and the start's day number, or is its month's last day.
    """
    solar = _counted(number, Calendar.SOLAR_HIJRI, _by_icu("persian"), _SOLAR_OF_ICU)
    return solar.and_also(_counted(number, Calendar.HIJRI, _by_package(), _HIJRI_OF_PACKAGE))


def _by_icu(calendar: str) -> list[str]:
    """Return the command that asks ICU what it calls days."""
    return [icu(), str(HERE / "calendar.mjs"), calendar]


def _by_package() -> list[str]:
    """Return the command that asks a library for the calendar of Umm al-Qura."""
    return [program("node"), str(HERE / "umm-al-qura.mjs"), package("@umalqura/core")]


def _converted(
    number: int,
    calendar: Calendar,
    command: list[str],
    reach: tuple[date, date],
    agreed: tuple[date, date],
    apart: int,
) -> Result:
    """Return where random days of all our reach are called otherwise.

    Outside the days `agreed`, up to `apart` days are explained.
    """

    def is_explained(day: object, mine: str, other: str) -> bool:
        in_dispute = not agreed[0] <= date.fromisoformat(str(day)) <= agreed[1]
        # Months taken to have 30 days are wrong by one, once.
        return in_dispute and abs(_reckoned(mine) - _reckoned(other)) <= apart + 1

    questions = list(days(number, *reach))
    ours = [str(in_calendar(day, calendar)) for day in questions]
    return compared(ours, output_lines(command, questions), questions, is_explained)


def _reckoned(text: str) -> int:
    """Return a number for a day, near the number of any near it."""
    year, month, day = map(int, text.split("-"))
    return (year * 12 + month) * 30 + day


def _counted(
    number: int, calendar: Calendar, command: list[str], agreed: tuple[date, date]
) -> Result:
    """Return where random counts of months do not end on the day that they should."""
    # Months enough to matter, and none that leave the days that all agree on.
    inner = agreed[0] + timedelta(4000), agreed[1] - timedelta(4000)
    questions = [
        case._replace(years=0, months=case.months % 130, weeks=0, days=0)
        for case in cases(number, *inner)
    ]
    ends = [date.fromisoformat(case.answer(Counting(months_of=calendar))) for case in questions]
    lines = [case.day for case in questions] + ends + [end + timedelta(1) for end in ends]
    output = [tuple(map(int, line.split("-"))) for line in output_lines(command, lines)]
    starts, found, after = output[:number], output[number : 2 * number], output[2 * number :]
    wrong = [
        f"{case}, months of the {calendar} calendar: {end}"
        for case, end, start, there, next_day in zip(
            questions, ends, starts, found, after, strict=True
        )
        if (there[0] - start[0]) * 12 + there[1] - start[1] != case.sign * case.months
        or not (there[2] == start[2] or (there[2] < start[2] and next_day[2] == 1))
    ]
    return Result(number, wrong)
