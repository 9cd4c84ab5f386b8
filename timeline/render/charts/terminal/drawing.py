"""Draw the chart in a terminal: its rows, and the drawdown below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.bars import Sign, legend
from timeline.render.charts.picture.ticks import ticks
from timeline.render.charts.terminal.levels import level_rows
from timeline.render.charts.terminal.marks import ASCII, UNICODE, Marks
from timeline.render.charts.terminal.strip import Strip
from timeline.render.console import console_for, line_of, printed
from timeline.render.listings.milestones import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.render.charts.bars import Bar
    from timeline.render.charts.chart import Chart
    from timeline.render.charts.lanes import Lane
    from timeline.render.terminal import Terminal
    from timeline.schedule.drawdown import DrawdownPlan


# The width if standard output is not a terminal.
_PAGE = 80
_NARROWEST = 60
# The axis has at least this many columns, if it can.
_AXIS = 20
_GAP = "  "
# Fewer labels than this are moved to fit at the ends of the axis; otherwise they are left out there.
_FEW = 3


class _Layout:
    """The widths of a chart's columns: names, axis, and the date and the status of each milestone."""

    def __init__(self, chart: Chart, width: int, marks: Marks) -> None:
        self.chart, self.marks = chart, marks
        self.width = max(width, _NARROWEST)
        names = [len(lane.id) for lane in chart.lanes]
        steps = (level for panel in chart.panels for level in panel.plan.steps)
        names += [len(words.number(level.level)) for level in steps]
        self.names = min(max(names, default=0), self.width // 3)
        self.axis, self.ends = self._fitted()

    def _fitted(self) -> tuple[int, list[str]]:
        """Return the width of the axis, and the text at the end of each row.

        Where the width is short, the weekday is left out first, then what matters less of a status, then
        the date, then the status.
        """
        lanes, free = self.chart.lanes, self.width - self.names - len(_GAP)
        choices = [
            [f"{lane.texts.due_text}{_GAP}{lane.texts.remaining}" for lane in lanes],
            [f"{lane.texts.due_short}{_GAP}{lane.texts.remaining}" for lane in lanes],
            [f"{lane.texts.due_short}{_GAP}{lane.texts.remaining_short}" for lane in lanes],
            [lane.texts.remaining_short for lane in lanes],
            [lane.texts.due_short for lane in lanes],
        ]
        for ends in choices if lanes else []:
            axis = free - len(_GAP) - max(map(len, ends))
            if axis >= _AXIS:
                return axis, ends
        return free, [""] * len(lanes)

    def line(self, name: str, strip: Strip) -> Text:
        """Return a line: a name and a strip of the chart."""
        return Text(name.ljust(self.names) + _GAP).append_text(strip.text())


def render(chart: Chart, terminal: Terminal) -> str:
    """Return the chart as lines of the terminal's width, or of 60 columns if that is smaller.

    The panels of levels share the height that the other lines leave.
    """
    layout = _Layout(chart, terminal.width or _PAGE, UNICODE if terminal.unicode else ASCII)
    console = console_for(terminal)
    # To a pipe, the heading is one line each.
    width = layout.width if terminal.width else console.width
    lines = [
        line for text in chart.heading for line in line_of(text, terminal).wrap(console, width)
    ]
    lines.append(Text())
    if chart.lanes:
        lines += _timeline(layout)
    end = [Text(), *_legend(layout)]
    titles = [Text(plain(panel.title), "bold").wrap(console, width) for panel in chart.panels]
    # Beside the levels: the titles, an empty line and an axis of two lines for each, and the line below
    # the chart. No empty line comes before the first title if there are no milestones.
    others = len(lines) + len(end) + sum(len(title) + 3 for title in titles) + bool(chart.lanes)
    free = terminal.height and terminal.height - others
    for number, (panel, title) in enumerate(zip(chart.panels, titles, strict=True)):
        lines += [*([Text()] if chart.lanes or number else []), *title]
        lines += _levels(layout, panel.plan, free and free // len(titles))
    for line in [*lines, *end]:
        console.print(line, soft_wrap=True)
    return printed(console)


def _timeline(layout: _Layout) -> Iterator[Text]:
    """Yield the lines of the rows, below an axis."""
    labels, rule = _axis(layout)
    yield layout.line("", labels)
    yield layout.line("", rule)
    for lane, end in zip(layout.chart.lanes, layout.ends, strict=True):
        yield from _row(layout, lane, end)


def _levels(layout: _Layout, plan: DrawdownPlan, height: int | None) -> Iterator[Text]:
    """Yield the lines of the levels, above an axis."""
    for label, strip in level_rows(layout.chart, plan, layout.axis, height, layout.marks):
        yield layout.line(label.rjust(layout.names), strip)
    labels, rule = _axis(layout)
    yield layout.line("", rule)
    yield layout.line("", labels)


def _axis(layout: _Layout) -> tuple[Strip, Strip]:
    """Return the labels of the axis, and its line with the ticks."""
    chart, marks = layout.chart, layout.marks
    labels, rule = Strip(layout.axis), Strip(layout.axis, marks.axis)
    end = 0
    found = ticks(chart.first, chart.last, layout.axis)
    for tick in found:
        at = rule.column(chart.place(tick.day))
        start = at - len(tick.label) // 2
        if len(found) < _FEW:
            start = min(max(start, 0), layout.axis - len(tick.label))
        if end <= start <= layout.axis - len(tick.label):
            labels.write(start, tick.label, "dim")
            rule.put(at, marks.tick)
            end = start + len(tick.label) + 1
    rule.put(rule.column(chart.place(chart.signed)), marks.signed)
    if chart.on in chart:
        rule.put(rule.column(chart.place(chart.on)), marks.on, "bold cyan")
    return labels, rule


def _row(layout: _Layout, lane: Lane, end: str) -> Iterator[Text]:
    """Yield a row; an id longer than its column is on a line before it."""
    chart, marks = layout.chart, layout.marks
    strip = Strip(layout.axis)
    if chart.on in chart:
        strip.put(strip.column(chart.place(chart.on)), marks.on, "dim")
    bars = [bar for group in lane.in_order for bar in group]
    for bar in bars:
        _lines(layout, bar, strip)
    for bar in bars:
        _marks(layout, bar, strip)
    name, style = lane.id, "strike" if lane.is_void else "bold"
    if len(name) > layout.names:
        yield Text(name, style)
        name = ""
    line = layout.line(name, strip)
    line.stylize(style, 0, len(name))
    yield line.append(_GAP).append(end)


def _lines(layout: _Layout, bar: Bar, strip: Strip) -> None:
    """Draw the lines between the marks of a milestone, and on."""
    chart, marks, style = layout.chart, layout.marks, STYLES.get(bar.status, "")
    if not bar.deadline:
        return
    first = strip.column(chart.place(bar.deadline.earliest))
    last = strip.column(chart.place(bar.deadline.latest))
    if bar.first_plan:
        planned = strip.column(chart.place(bar.first_plan.latest))
        strip.fill(min(planned, last), max(planned, last), marks.moved, "dim")
    if bar.done:
        end = strip.column(chart.place(bar.done))
        strip.fill(min(end, last), max(end, last), marks.slip, style)
    if bar.undone_until:
        until = strip.column(chart.place(chart.nearest(bar.undone_until)))
        strip.fill(last, until, marks.undone, style)
    if first < last:
        strip.fill(first, last, marks.window, style)


def _marks(layout: _Layout, bar: Bar, strip: Strip) -> None:
    """Draw the first plan, the deadline, and the day it happened."""
    chart, marks, style = layout.chart, layout.marks, STYLES.get(bar.status, "")
    end = strip.column(chart.place(bar.done)) if bar.done else None
    last = None
    if bar.deadline:
        first = strip.column(chart.place(bar.deadline.earliest))
        last = strip.column(chart.place(bar.deadline.latest))
        if bar.first_plan:
            strip.put(strip.column(chart.place(bar.first_plan.latest)), marks.first_plan, "dim")
        if bar.undone_until:
            until = strip.column(chart.place(chart.nearest(bar.undone_until)))
            strip.put(until, marks.undone_end, style)
        if first < last:
            strip.put(first, marks.window_first, style)
        is_window = first < last and bar.sign is Sign.DUE
        strip.put(last, marks.window_last if is_window else marks.of(bar.sign), style)
    if end is not None and end != last:
        strip.put(end, marks.of(bar.done_sign), style)
    elif end is not None and bar.sign is Sign.DUE:
        strip.put(end, marks.both, style)


def _legend(layout: _Layout) -> Iterator[Text]:
    """Yield the legend: the meaning of the marks that are used, and the `--on` day."""
    chart, marks = layout.chart, layout.marks
    bars, plans = chart.bars, [panel.plan for panel in chart.panels]
    limits = dict.fromkeys(words.limit(plan) for plan in plans if plan.steps)
    breached = (found.breached for plan in plans for found in chart.levels_observed(plan))
    span = f"{marks.window_first}{marks.window}{marks.window_last}"
    signs = legend(lane.signs for lane in chart.lanes)
    # One character is enough for two marks that are at the same place.
    both = any(bar.done for bar in bars) and Sign.DUE in signs
    found = [
        (True, f"{marks.signed} {chart.signed_label}"),
        (Sign.FIRST_PLAN in signs, f"{marks.first_plan}{marks.moved} {Sign.FIRST_PLAN}"),
        (Sign.DUE in signs, f"{marks.due} {Sign.DUE}"),
        (Sign.BETWEEN in signs, f"{span} {Sign.BETWEEN}"),
        (Sign.EVENT in signs, f"{marks.event} {Sign.EVENT}"),
        (Sign.VOID in signs, f"{marks.void} {Sign.VOID}"),
        (any(bar.happened for bar in bars), f"{marks.happened} {Sign.HAPPENED}"),
        (both, f"{marks.both} both"),
        (Sign.UNDONE in signs, f"{marks.undone}{marks.undone_end} {Sign.UNDONE}"),
        (bool(limits), f"{marks.flat} {' or '.join(limits)}"),
        (bool(limits), f"{marks.pace} pace"),
        (
            any(plan.observed for plan in plans) or Sign.OBSERVED in signs,
            f"{marks.observed} observed",
        ),
        (any(breached), f"{marks.above} in breach"),
        (True, f"{marks.on} {chart.on_in_words}" if chart.on in chart else chart.on_in_words),
    ]
    line = Text()
    for meaning in (meaning for is_drawn, meaning in found if is_drawn):
        if line and line.cell_len + len(_GAP) + cell_len(meaning) > layout.width:
            yield line
            line = Text()
        line.append((_GAP if line else "") + meaning, "dim")
    yield line
