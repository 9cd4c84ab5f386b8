"""Levels on days as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row, Value
from timeline.render.listings.heading import counting_rules, heading
from timeline.render.listings.milestones import STYLES, envelope, identity
from timeline.schedule.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from timeline.schedule.drawdown import DrawdownPlan, Levels
    from timeline.schedule.schedule import Schedule

KEYS = (
    "day",
    "day_number",
    "ceiling",
    "pace",
    "observed",
    "observed_day",
    "against_pace",
    "next",
    "next_due",
    "next_level",
    "next_remaining",
    "rate_needed",
    "breach",
)

_COLUMNS = (
    Column("day"),
    Column("ceiling", right=True),
    Column("pace", right=True),
    Column("observed", right=True),
    Column("on", left_out=1),
    Column("against pace", wraps=True),
    Column("next", wraps=True),
    Column("still needed", wraps=True),
)


def listing(
    name: str, schedule: Schedule, on: date, plan: DrawdownPlan, levels: Sequence[Levels]
) -> Listing:
    """Return the levels of the agreement called `name`, as of the day `on`, as a listing."""
    baseline = plan.baseline.level
    unit = f"levels in {plan.unit}, {words.number(baseline)} on the day of signing"
    unseen = "" if plan.observed else "; no observed levels recorded"
    return Listing(
        envelope={
            **envelope(name, schedule, on),
            "unit": plan.unit,
            "baseline": baseline,
        },
        name="days",
        title=schedule.agreement.title,
        keys=KEYS,
        heading=[*heading(schedule, on), unit + unseen],
        columns=_COLUMNS,
        footing=[counting_rules(schedule)],
        rows=[
            Row(
                _values(day, schedule.signed),
                _cells(day),
                _event(identity(name, schedule.agreement), plan.unit, day),
            )
            for day in levels
        ],
    )


def _values(levels: Levels, signed: date) -> dict[str, Value]:
    """Return the levels on one day for programs."""
    observed, following = levels.observed, levels.next
    return {
        "day": str(levels.on),
        "day_number": (levels.on - signed).days,
        "ceiling": levels.ceiling,
        "pace": levels.pace,
        "observed": observed.level if observed else None,
        "observed_day": str(observed.day) if observed else None,
        "against_pace": levels.difference,
        "next": following.id if following else None,
        "next_due": str(following.day) if following else None,
        "next_level": following.level if following else None,
        "next_remaining": levels.days_to_next,
        "rate_needed": _tenths(levels),
        "breach": levels.breach,
    }


def _cells(levels: Levels) -> tuple[Cell, ...]:
    """Return the cells of the levels on one day for people."""
    emphasis = STYLES.get(_status(levels), "")
    return (
        Cell(words.weekday(levels.on), "bold"),
        Cell(words.number(levels.ceiling)),
        Cell(words.number(levels.pace)),
        Cell(_observed(levels), emphasis),
        Cell(str(levels.observed.day) if levels.observed else ""),
        Cell(_difference(levels), emphasis if levels.breached else ""),
        Cell(_next(levels)),
        Cell(_needed(levels)),
    )


def _event(agreement: tuple[str, ...], unit: str, levels: Levels) -> Event:
    """Return the levels on one day as an event; `agreement` is the agreement's identity."""
    title = (
        f"ceiling {words.number(levels.ceiling)}, pace {words.number(levels.pace)}, "
        f"observed {_observed(levels)} ({unit})"
    )
    return Event(
        id=f"levels-{levels.on}",
        agreement=agreement[0],
        identity=("levels", *agreement, str(levels.on)),
        title=title,
        days=DayRange.of(levels.on),
        status=_status(levels),
        details="; ".join(filter(None, (_difference(levels), _next(levels), _needed(levels)))),
    )


def _status(levels: Levels) -> Status:
    """Return whether the observed level keeps to the ceiling, as a status."""
    if levels.breached:
        return Status.OVERDUE
    kept = levels.observed and levels.observed.level <= levels.ceiling
    return Status.MET if kept else Status.PENDING


def _observed(levels: Levels) -> str:
    """Return the observed level in words."""
    return words.number(levels.observed.level) if levels.observed else "unknown"


def _difference(levels: Levels) -> str:
    """Return the distance of the observed level from the pace in words, and whether it is a breach."""
    breach = ", in breach" if levels.breached else ""
    match levels.difference:
        case None:
            return ""
        case 0:
            return f"on pace{breach}"
        case over if over > 0:
            return f"{words.number(over)} over{breach}"
        case under:
            return f"{words.number(-under)} under{breach}"


def _next(levels: Levels) -> str:
    """Return the next level and the days until it is due in words."""
    if not levels.next or not levels.days_to_next:
        return "none to come"
    level, days = words.number(levels.next.level), words.count(levels.days_to_next)
    return f"{level} in {days} ({levels.next.id})"


def _needed(levels: Levels) -> str:
    """Return the rate still needed in words."""
    tenths = _tenths(levels)
    if tenths is None:
        return ""
    return f"{tenths:,} a day" if tenths else "nothing more"


def _tenths(levels: Levels) -> float | None:
    """Return the rate needed, rounded half up to tenths, but at least 0.1 if it is above 0."""
    rate = levels.rate_needed
    if rate is None:
        return None
    tenths = (20 * rate.numerator + rate.denominator) // (2 * rate.denominator)
    return max(tenths, 1 if rate else 0) / 10
