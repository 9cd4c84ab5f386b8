"""A chart in words, for people who cannot see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from timeline.plain_text import plain
from timeline.render import words

if TYPE_CHECKING:
    from timeline.render.charts.chart import Chart


def description(chart: Chart) -> str:
    """Return sentences that say what the chart shows: its axis, its milestones and its levels."""
    found = [f"A time axis from {chart.first} to {chart.last}, as of {words.weekday(chart.on)}."]
    if chart.bars:
        statuses = Counter(str(bar.status) for bar in chart.bars)
        parts = [f"{number} {status}" for status, number in statuses.items()]
        found.append(f"{_milestones(len(chart.bars))}: {', '.join(parts)}.")
    if chart.plan:
        levels = chart.plan.levels(chart.on)
        seen = levels.observed
        observed = f"{words.number(seen.level)} observed on {seen.day}" if seen else "none observed"
        limit = f"{words.limit(chart.plan)} {words.number(levels.limit) or 'none'}"
        pace = f"pace {words.number(levels.pace) or 'none'}"
        found.append(f"{plain(chart.plan.unit)}: {limit}, {pace}, {observed}.")
    return " ".join(found)


def _milestones(number: int) -> str:
    """Return how many milestones there are."""
    return f"{number} milestone{'' if number == 1 else 's'}"
