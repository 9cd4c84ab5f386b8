"""Periods in words: fourteen (14) months, a year and a half, 10 working days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.reading.numbers import MOST, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.reading.clause import Clause

UNITS = ("year", "month", "week", "day")
_WORDS = {f"{unit}{s}": unit for unit in UNITS for s in ("", "s")}
# "Calendar" months are the months of the calendar, and "consecutive" or "full" days are days.
_SILENT = {"calendar", "consecutive", "full"}
_WORKING = {"working", "business"}
_EXPECTED = "not a unit; use years, months, weeks, days or working days"
# The words after a unit that show that a period is meant.
_COUNTED = {"after", "following", "before", "prior"}
_HALVES = {"year", "month"}


class SpelledPeriod(Struct, frozen=True):
    """A period as expressions write it, whether it is of clear days, and whether it has a half month."""

    text: str
    clear: bool = False
    half_month: bool = False
    working: bool = False


def periods(clause: Clause, place: int) -> Iterator[tuple[SpelledPeriod, int]]:
    """Yield the period at `place`, if there is one, and the place after it.

    >>> from timeline.reading.clause import Clause
    >>> next(periods(Clause("one year and six (6) months after", {}, None, None), 0))[0].text
    '1 year 6 months'
    """
    parts: list[SpelledPeriod] = []
    units: list[int] = []
    end = place
    while found := _part(clause, _joined(clause, end) if parts else end):
        part, unit, after = found
        if units and UNITS.index(unit) <= units[-1]:
            clause.miss(after - 1, "the units of a period go from years to days", fault=True)
            return
        parts.append(part)
        units.append(UNITS.index(unit))
        end = after
    if not parts:
        return
    if len(parts) > 1 and any(part.clear or part.working for part in parts):
        clause.miss(
            end - 1, "clear days and working days cannot be joined with other units", fault=True
        )
        return
    yield (
        SpelledPeriod(
            " ".join(part.text for part in parts),
            clear=parts[0].clear,
            half_month=any(part.half_month for part in parts),
            working=parts[0].working,
        ),
        end,
    )


def _joined(clause: Clause, place: int) -> int:
    """Return the place after the comma or "and" between two parts, -1 if there is none."""
    end = place + (clause[place] == ",")
    end += clause[end] == "and"
    return end if end > place else -1


def _part(clause: Clause, place: int) -> tuple[SpelledPeriod, str, int] | None:
    """Return one number with its unit, the unit, and the place after them."""
    if place < 0:
        return None
    found = _half_of_one(clause, place) or number(clause, place)
    if not found and clause[place] in {"a", "an"}:
        found = (1, place + 1) if clause[place + 1] in UNITS else None
    if not found:
        clause.miss(place)
        return None
    value, end = found
    clear = clause[end] == "clear"
    working = clause[end] in _WORKING
    end += clear or working or clause[end] in _SILENT
    unit = _WORDS.get(clause[end])
    if unit is None or ((clear or working) and unit != "day"):
        counted = clause[end].isalpha() and clause[end + 1] in _COUNTED
        clause.miss(end, _EXPECTED, fault=counted)
        return None
    end += 1
    if value == int(value) and clause.follows(end, "and a half"):
        value, end = value + 0.5, end + 3
    if value != int(value) and (unit not in _HALVES or clear or working):
        clause.miss(
            end - 1, f"half a {unit} is not read; only half years and half months are", fault=True
        )
        return None
    if value > MOST:
        clause.miss(place, f"numbers above {MOST:,} are not read", fault=True)
        return None
    words = f"{'working ' if working else ''}{unit}{'' if value == 1 else 's'}"
    half = value != int(value) and unit == "month"
    return SpelledPeriod(f"{value:g} {words}", clear, half, working), unit, end


def _half_of_one(clause: Clause, place: int) -> tuple[float, int] | None:
    """Return the half of "half a year", and the place of its unit."""
    end = clause.follows(place, "half a") or clause.follows(place, "one half")
    return (0.5, end) if end else None
