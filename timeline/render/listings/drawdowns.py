"""Levels on days as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.edtf import DayRange
from timeline.render import words
from timeline.render.listing import Cell, Column, Event, Listing, Row, Value
from timeline.render.listings.heading import counting_rules, heading
from timeline.render.listings.milestones import STYLES, envelope, identity
from timeline.schedule.agreement import DRAWDOWN
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
    "floor",
    "series",
    "unit",
    "baseline",
)

# A narrow terminal does without the days of observations, and then the weekdays.
_OBSERVED_ON, _WEEKDAY = 1, 2


def listing(
    name: str,
    schedule: Schedule,
    on: date,
    plans: Sequence[DrawdownPlan],
    levels: Sequence[tuple[DrawdownPlan, Levels]],
) -> Listing:
    """Return the levels of the agreement called `name`, as of the day `on`, as a listing.

    `plans` are those of the series that `levels` are of.
    """
    several, limits = len(plans) > 1, _limits(plans)
    only = None if several else plans[0]
    columns = [
        *([Column("series")] if several else []),
        Column("day", shortened=_WEEKDAY),
        *(Column(limit, right=True) for limit in limits),
        Column("pace", right=True),
        Column("observed", right=True),
        Column("on", left_out=_OBSERVED_ON),
        Column("against pace", wraps=True),
        Column("next", wraps=True),
        Column("still needed", wraps=True),
    ]
    return Listing(
        envelope={
            **envelope(name, schedule, on),
            "unit": only.unit if only else None,
            "baseline": only.baseline.level if only and only.baseline else None,
        },
        name="days",
        title=schedule.agreement.title,
        keys=KEYS,
        heading=[
            *heading(schedule, on),
            *(f"{plan.series}: {_about(plan)}" if several else _about(plan) for plan in plans),
        ],
        columns=columns,
        footing=[counting_rules(schedule)],
        rows=[
            Row(
                _values(plan, day),
                _cells(plan, day, limits, several=several),
                _event(identity(name, schedule.agreement), plan, day),
            )
            for plan, day in levels
        ],
    )


def _limits(plans: Sequence[DrawdownPlan]) -> list[str]:
    """Return the headings of the limits of these series: ceiling, floor, or both."""
    rising = {plan.rising for plan in plans}
    return [name for name, rises in (("ceiling", False), ("floor", True)) if rises in rising]


def _about(plan: DrawdownPlan) -> str:
    """Return the unit of a series, what it counts, and the level on the day of signing."""
    parts = [f"levels in {plan.unit}"]
    if plan.rising:
        parts.append("handed over so far")
    if plan.baseline:
        parts.append(f"{words.number(plan.baseline.level)} on the day of signing")
    unseen = "" if plan.observed else "; no observed levels recorded"
    return f"{', '.join(parts)}{unseen}"


def _values(plan: DrawdownPlan, levels: Levels) -> dict[str, Value]:
    """Return the levels of a series on one day for programs."""
    observed, following = levels.observed, levels.next
    return {
        "day": str(levels.on),
        "day_number": (levels.on - plan.signed).days,
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
        "floor": levels.floor,
        "series": plan.series,
        "unit": plan.unit,
        "baseline": plan.baseline.level if plan.baseline else None,
    }


def _cells(
    plan: DrawdownPlan, levels: Levels, limits: Sequence[str], *, several: bool
) -> tuple[Cell, ...]:
    """Return the cells of the levels of a series on one day for people."""
    emphasis = STYLES.get(_status(levels), "")
    by_name = {"ceiling": levels.ceiling, "floor": levels.floor}
    return (
        *((Cell(plan.series, "bold"),) if several else ()),
        Cell(words.weekday(levels.on), "" if several else "bold", short=str(levels.on)),
        *(Cell(words.number(by_name[limit])) for limit in limits),
        Cell(words.number(levels.pace)),
        Cell(_observed(levels), emphasis),
        Cell(str(levels.observed.day) if levels.observed else ""),
        Cell(_difference(levels), emphasis if levels.breached else ""),
        Cell(_next(levels)),
        Cell(_needed(levels)),
    )


def _event(agreement: tuple[str, ...], plan: DrawdownPlan, levels: Levels) -> Event:
    """Return the levels of a series on one day as an event; `agreement` is the agreement's identity."""
    # The identity of the short form is from before there were several series.
    name = ("levels",) if plan.series == DRAWDOWN else ("levels", plan.series)
    limit = "floor" if plan.rising else "ceiling"
    title = (
        f"{limit} {words.number(levels.limit) or 'none'}, pace {words.number(levels.pace) or 'none'}, "
        f"observed {_observed(levels)} ({plan.unit})"
    )
    return Event(
        id=f"{'-'.join(name)}-{levels.on}",
        agreement=agreement[0],
        identity=(*name, *agreement, str(levels.on)),
        title=title,
        days=DayRange.of(levels.on),
        status=_status(levels),
        details="; ".join(filter(None, (_difference(levels), _next(levels), _needed(levels)))),
    )


def _status(levels: Levels) -> Status:
    """Return whether the observed level keeps to the limit, as a status."""
    if levels.breached:
        return Status.OVERDUE
    return Status.MET if levels.keeps else Status.PENDING


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
