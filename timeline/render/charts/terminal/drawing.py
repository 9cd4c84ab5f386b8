"""Draw the chart in a terminal: a row for each milestone, and the drawdown below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.picture.ticks import ticks
from timeline.render.charts.terminal.levels import level_rows
from timeline.render.charts.terminal.marks import ASCII, UNICODE, Marks
from timeline.render.charts.terminal.strip import Strip
from timeline.render.console import console_for, line_of, printed
from timeline.render.listings.milestones import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.render.charts.chart import Bar, Chart
    from timeline.render.terminal import Terminal

# The width if standard output is not a terminal.
_PAGE = 80
_NARROWEST = 60
# Terminals of at least this width also show the days remaining.
_WIDE = 100
_GAP = "  "
# Fewer labels than this are moved to fit at the ends of the axis; otherwise they are left out there.
_FEW = 3


class _Layout:
    """The widths of a chart's columns: names, axis, and the date of each milestone."""

    def __init__(self, chart: Chart, width: int, marks: Marks) -> None:
        self.chart, self.marks = chart, marks
        width = max(width, _NARROWEST)
        names = [len(bar.id) for bar in chart.bars]
        if chart.plan:
            names += [len(words.number(planned.level)) for planned in chart.plan.planned]
            names.append(len(words.number(chart.plan.baseline.level)))
        self.names = min(max(names, default=0), width // 3)
        ends = [self.end(bar, width) for bar in chart.bars]
        self.width = width
        self.axis = width - self.names - len(_GAP)
        if ends:
            self.axis -= len(_GAP) + max(map(len, ends))

    def end(self, bar: Bar, width: int) -> str:
        """Return the text at the end of a milestone's row."""
        return f"{bar.due_text}{_GAP}{bar.remaining}" if width >= _WIDE else bar.due_text

    def line(self, name: str, strip: Strip) -> Text:
        """Return a line: a name and a strip of the chart."""
        return Text(name.ljust(self.names) + _GAP).append_text(strip.text())


def render(chart: Chart, terminal: Terminal) -> str:
    """Return the chart as lines of the terminal's width, or of 60 columns if that is smaller."""
    layout = _Layout(chart, terminal.width or _PAGE, UNICODE if terminal.unicode else ASCII)
    console = console_for(terminal)
    for text in chart.heading:
        line = line_of(text, terminal)
        wrapped = line.wrap(console, layout.width) if terminal.width else [line]
        console.print(*wrapped, sep="\n", soft_wrap=True)
    for line in _lines(layout):
        console.print(line, soft_wrap=True)
    return printed(console)


def _lines(layout: _Layout) -> Iterator[Text]:
    """Yield the lines below the heading."""
    chart = layout.chart
    yield Text()
    if chart.bars:
        labels, rule = _axis(layout)
        yield layout.line("", labels)
        yield layout.line("", rule)
        for bar in chart.bars:
            yield from _bar(layout, bar)
    if chart.plan:
        if chart.bars:
            yield Text()
        yield Text(plain(chart.plan.unit), "bold")
        for label, strip in level_rows(chart, chart.plan, layout.axis, layout.marks):
            yield layout.line(label.rjust(layout.names), strip)
        labels, rule = _axis(layout)
        yield layout.line("", rule)
        yield layout.line("", labels)
    yield Text()
    yield from _legend(layout)


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
    if chart.on in chart:
        rule.put(rule.column(chart.place(chart.on)), marks.on, "bold cyan")
    return labels, rule


def _bar(layout: _Layout, bar: Bar) -> Iterator[Text]:
    """Yield the row of a milestone; an id longer than its column is on a line before it."""
    chart, marks = layout.chart, layout.marks
    strip = Strip(layout.axis)
    style = STYLES.get(bar.status, "")
    if chart.on in chart:
        strip.put(strip.column(chart.place(chart.on)), marks.on, "dim")
    happened = strip.column(chart.place(bar.happened)) if bar.happened else None
    if bar.due:
        first, last = (strip.column(chart.place(day)) for day in (bar.due.earliest, bar.due.latest))
        if happened is not None:
            strip.fill(min(happened, last), max(happened, last), marks.slip, style)
        if first < last:
            strip.fill(first, last, marks.window, style)
            strip.put(first, marks.window_first, style)
            strip.put(last, marks.window_last, style)
        else:
            strip.put(last, marks.due, style)
        if happened is not None:
            strip.put(happened, marks.both if happened == last else marks.happened, style)
    name = bar.id
    if len(name) > layout.names:
        yield Text(name, "bold")
        name = ""
    line = layout.line(name, strip)
    line.stylize("bold", 0, len(name))
    yield line.append(_GAP).append(layout.end(bar, layout.width))


def _legend(layout: _Layout) -> Iterator[Text]:
    """Yield the legend: the meaning of the marks that are used, and the `--on` day."""
    chart, marks = layout.chart, layout.marks
    meanings = []
    if any(bar.due for bar in chart.bars):
        meanings.append(f"{marks.due} due")
    if any(bar.due and not bar.due.is_day for bar in chart.bars):
        span = f"{marks.window_first}{marks.window}{marks.window_last}"
        meanings.append(f"{span} due between")
    if any(bar.happened for bar in chart.bars):
        meanings += [f"{marks.happened} happened", f"{marks.both} both"]
    if chart.plan:
        meanings += [f"{marks.flat} ceiling", f"{marks.pace} pace"]
        if chart.plan.observed:
            meanings.append(f"{marks.observed} observed")
    if chart.on in chart:
        meanings.append(f"{marks.on} {words.weekday(chart.on)}")
    else:
        apart = chart.on - chart.last if chart.on > chart.last else chart.on - chart.first
        side = "after" if chart.on > chart.last else "before"
        days = words.count(abs(apart.days))
        meanings.append(f"{words.weekday(chart.on)} is {days} {side} the chart")
    line = Text()
    for meaning in meanings:
        if line and len(line) + len(_GAP) + len(meaning) > layout.width:
            yield line
            line = Text()
        line.append((_GAP if line else "") + meaning, "dim")
    yield line
