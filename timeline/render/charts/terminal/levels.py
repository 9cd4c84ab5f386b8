"""The levels of a drawdown as rows of characters: ceiling, pace and observed levels."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from timeline.render import words
from timeline.render.charts.terminal.strip import Strip

if TYPE_CHECKING:
    from timeline.render.charts.chart import Chart
    from timeline.render.charts.terminal.marks import Marks
    from timeline.schedule.drawdown import DrawdownPlan

_ROWS = 11


def level_rows(
    chart: Chart, plan: DrawdownPlan, width: int, marks: Marks
) -> list[tuple[str, Strip]]:
    """Return the rows from the highest level to 0, each with the planned level that labels it, if any."""
    planned = [plan.baseline.level, *(level.level for level in plan.planned)]
    highest = max(*planned, *(level.level for level in plan.observed), 1)

    def row_of(level: int) -> int:
        return round((highest - level) / highest * (_ROWS - 1))

    strips = [Strip(width) for _ in range(_ROWS)]
    if chart.on in chart:
        for strip in strips:
            strip.put(strip.column(chart.place(chart.on)), marks.on, "dim")
    days = (chart.last - chart.first).days
    before = None
    for column in range(width):
        levels = plan.levels(chart.first + timedelta(round(column * days / (width - 1))))
        ceiling, pace = row_of(levels.ceiling), row_of(levels.pace)
        strips[pace].put(column, marks.pace)
        _ceiling(strips, column, before, ceiling, marks)
        before = ceiling
    for observed in plan.observed:
        strip = strips[row_of(observed.level)]
        strip.put(strip.column(chart.place(observed.day)), marks.observed, "bold green")
    labels = [""] * _ROWS
    for level in sorted(set(planned)):
        labels[row_of(level)] = words.number(level)
    return list(zip(labels, strips, strict=True))


def _ceiling(
    strips: list[Strip], column: int, before: int | None, ceiling: int, marks: Marks
) -> None:
    """Draw the ceiling in a column: flat, or as a step from the row of the column before."""
    style = "cyan"
    if before is None or before == ceiling:
        strips[ceiling].put(column, marks.flat, style)
        return
    corners = marks.falls if before < ceiling else marks.rises
    top, bottom = sorted((before, ceiling))
    for row in range(top + 1, bottom):
        strips[row].put(column, corners[2], style)
    strips[top].put(column, corners[0], style)
    strips[bottom].put(column, corners[1], style)
