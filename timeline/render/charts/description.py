"""A chart in words, for people who cannot see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.bars import Sign
from timeline.schedule.agreement import Kind

if TYPE_CHECKING:
    from timeline.render.charts.bars import Bar
    from timeline.render.charts.chart import Chart
    from timeline.render.charts.lanes import Lane


def description(chart: Chart) -> str:
    """Return sentences that say what the chart shows: its axis, its milestones and its levels."""
    found = [f"A time axis from {chart.first} to {chart.last}, as of {words.weekday(chart.on)}."]
    bars = [bar for lane in chart.lanes if not lane.recurs for bar in lane.bars]
    if bars:
        statuses = Counter(str(bar.status) for bar in bars)
        parts = [f"{number} {status}" for status, number in statuses.items()]
        events = sum(bar.kind is Kind.EVENT for bar in bars)
        of_these = f", of these {_count(events, 'event')}" if events else ""
        found.append(f"{_count(len(bars), 'milestone')}{of_these}: {', '.join(parts)}.")
        found += [_moved(bar) for bar in bars if bar.first_plan]
    found += [_recurring(lane) for lane in chart.lanes if lane.recurs]
    for panel in chart.panels:
        levels = panel.plan.levels(chart.on)
        seen = levels.observed
        observed = f"{words.number(seen.level)} observed on {seen.day}" if seen else "none observed"
        limit = f"{words.limit(panel.plan)} {words.number(levels.limit) or 'none'}"
        pace = f"pace {words.number(levels.pace) or 'none'}"
        found.append(f"{plain(panel.title)}: {limit}, {pace}, {observed}.")
    return " ".join(found)


def _count(number: int, what: str) -> str:
    """Return how many there are of something."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _recurring(lane: Lane) -> str:
    """Return how a recurring duty stands."""
    return f"{plain(lane.title)}, recurring: {lane.texts.remaining}; {lane.texts.due_short}."


def _moved(bar: Bar) -> str:
    """Return the first plan and the deadline of a milestone that was moved."""
    first = words.due(bar.first_plan, show=str)
    return f"{plain(bar.title)}: {Sign.FIRST_PLAN} {first}, now {bar.due_short}."
