"""The levels of a series as rows of characters: ceiling or floor, pace and observed levels."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from timeline.render import words
from timeline.render.charts.terminal.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from timeline.render.charts.chart import Chart
    from timeline.render.charts.terminal.marks import Marks
    from timeline.schedule.drawdown import DrawdownPlan

# The number of rows: where the height is unknown, the least and the most.
_USUAL, _LEAST, _MOST = 11, 7, 40


def level_rows(
    chart: Chart, plan: DrawdownPlan, width: int, height: int | None, marks: Marks
) -> list[tuple[str, Strip]]:
    """Return the rows from the highest level to 0, each with the planned level that labels it, if any.

    They take up the height that there is, if it is not None, but see `_number_of_rows`.
    """
    planned = sorted({level.level for level in plan.steps})
    highest = max([1, *planned, *(level.level for level in plan.observed)])
    scale = _Scale(highest, _number_of_rows(planned, highest, height or _USUAL))
    strips = [Strip(width) for _ in range(scale.rows)]
    if chart.on in chart:
        for strip in strips:
            strip.put(strip.column(chart.place(chart.on)), marks.on, "dim")
    every = [plan.levels(_last_day(chart, strips[0], column)) for column in range(width)]
    limits = [None if levels.limit is None else scale.row(levels.limit) for levels in every]
    carried = [scale.row(levels.observed.level) if levels.observed else None for levels in every]
    _pace(strips, [None if each.pace is None else scale.row(each.pace) for each in every], marks)
    _step(strips, carried, (marks.carried, marks.carried_falls, marks.carried_rises), "green")
    _step(strips, limits, (marks.flat, marks.falls, marks.rises), "cyan")
    for column, levels in enumerate(every):
        if levels.breached and levels.observed:
            # The row of the limit only if the level is in it too.
            row, limit = scale.row(levels.observed.level), scale.row(levels.breached.level)
            step = -1 if plan.rising else 1
            for each in range(row, limit, step) or [row]:
                strips[each].put(column, marks.above, "red")
    for observed in plan.observed:
        strip = strips[scale.row(observed.level)]
        strip.put(strip.column(chart.place(observed.day)), marks.observed, "bold green")
    labels = [""] * scale.rows
    for level in planned:
        labels[scale.row(level)] = words.number(level)
    return list(zip(labels, strips, strict=True))


def _last_day(chart: Chart, strip: Strip, column: int) -> date:
    """Return the last day that is drawn in a column, or in one before it if it has none."""
    days, last = (chart.last - chart.first).days, strip.column(1)
    number = min((2 * column + 1) * days // (2 * last), days)
    day = chart.first + timedelta(number)
    return day if strip.column(chart.place(day)) <= column else day - timedelta(1)


class _Scale(NamedTuple):
    """The level of the first row, and the number of rows down to 0."""

    highest: int
    rows: int

    def row(self, level: int) -> int:
        """Return the row of a level."""
        return round((self.highest - level) / self.highest * (self.rows - 1))

    def faults(self, planned: Sequence[int]) -> int:
        """Return how many levels share a row, and how many unequal steps between levels look equal.

        Steps that differ by less than half a row look equal rightly.
        """
        rows = [self.row(level) for level in planned]
        steps = sorted(
            ((high - low) / self.highest * (self.rows - 1), above - below)
            for (low, high), (above, below) in zip(pairwise(planned), pairwise(rows), strict=True)
        )
        return sum(above == below for above, below in pairwise(rows)) + sum(
            more - less >= 0.5 and drawn_more <= drawn_less
            for (less, drawn_less), (more, drawn_more) in pairwise(steps)
        )


def _number_of_rows(planned: Sequence[int], highest: int, height: int) -> int:
    """Return the number of rows for the planned levels, which increase.

    It is the one that has the fewest faults; of these, the largest that the height allows, or the
    smallest.
    """

    def unfitness(rows: int) -> tuple[int, int, int]:
        return _Scale(highest, rows).faults(planned), max(0, rows - height), -rows

    return min(range(_LEAST, _MOST + 1), key=unfitness)


def _pace(strips: Sequence[Strip], rows: Sequence[int | None], marks: Marks) -> None:
    """Draw the pace through the row of each column that has one."""
    before = None
    for column, row in enumerate(rows):
        if row is not None:
            before = row if before is None else before
            # A steep line has no gaps.
            for each in range(min(row, before + 1), max(row, before - 1) + 1):
                strips[each].put(column, marks.pace)
            before = row


def _step(
    strips: Sequence[Strip],
    rows: Sequence[int | None],
    chars: tuple[str, str, str],
    style: str,
) -> None:
    """Draw a line through the row of each column: flat, or as a step from the column before."""
    flat, falls, rises = chars
    before = None
    for column, row in enumerate(rows):
        if row is not None and before is not None and row != before:
            corners = falls if before < row else rises
            top, bottom = sorted((before, row))
            for between in range(top + 1, bottom):
                strips[between].put(column, corners[2], style)
            strips[top].put(column, corners[0], style)
            strips[bottom].put(column, corners[1], style)
        elif row is not None:
            strips[row].put(column, flat, style)
        before = row
