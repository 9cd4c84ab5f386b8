"""The levels of a drawdown: those on the day shown, and their drawing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import escape
from msgspec import Struct

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.chart import drawn_plan
from timeline.render.charts.page.parts import Part, number, parts
from timeline.render.charts.page.shapes import Line, Mark, Shape, Shown, shown
from timeline.schedule.observations import Level  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.render.charts.page.history import History
    from timeline.schedule.drawdown import DrawdownPlan
    from timeline.schedule.spans import Span

# The highest level and zero are so far from the edges of the drawing, in percent of its height.
_MARGIN = 6
# Numbers closer than this, in percent of the height, would overlap.
_APART = 9


class Pace(Struct, frozen=True):
    """The pace from the day `first` to the day `last`: on a line, or `start` if it has no end.

    `number` is the pace as first shown.
    """

    first: date
    last: date
    start: Level
    end: Level | None
    number: str

    @property
    def line(self) -> str:
        """The numbers of the two days and the two levels, empty without an end."""
        start, end = self.start, self.end
        if end is None:
            return ""
        return f"{number(start.day)} {start.level} {number(end.day)} {end.level}"


class LevelsPart(Struct, frozen=True):
    """The section about levels: its texts, the lines of the pace, and the drawing.

    `limit` names the limit: ceiling or floor. `numbers` are the levels at the edge of the drawing, each with its height in percent.
    """

    heading: list[Part]
    limit: str
    ceiling: list[Part]
    observed: list[Part]
    pace: list[Pace]
    shapes: list[Shown]
    numbers: list[tuple[float, str]]


class Drawdown:
    """The plans of the series that is drawn, over all days. Raises `NoLevelsError` without one."""

    def __init__(self, history: History) -> None:
        self._history = history
        schedules = {id(span.known): span.known for span in history.spans}
        self._plans = {key: drawn_plan(known, date.max) for key, known in schedules.items()}
        levels = [
            level.level for plan in self._plans.values() for level in (*plan.steps, *plan.observed)
        ]
        self._highest = max([*levels, 1])
        self._planned = {level.level for plan in self._plans.values() for level in plan.steps}

    def plan(self, day: date) -> DrawdownPlan:
        """Return the plan as of a day."""
        return self._plans[id(self._history.span(day).known)]

    def part(self, on: date) -> LevelsPart:
        """Return the section of the page, as first shown on the day `on`."""
        spans = self._history.spans
        every = [(span.first, span.last) for span in spans]
        unit = escape(plain(self.plan(date.min).unit))
        return LevelsPart(
            heading=parts(every, lambda day: f"Levels on {words.weekday(day)}, in {unit}"),
            limit=words.limit(self.plan(date.min)),
            ceiling=parts(every, lambda day: words.number(self.plan(day).levels(day).limit)),
            observed=parts(every, self._observed),
            pace=[
                Pace(first, last, *line, self._pace(min(max(first, on), last)))
                for first, last in self._history.spans_by(lambda span: self._line(span.first))
                if (line := self._line(first))
            ],
            shapes=shown((span.first, span.last, self._shapes(span)) for span in spans),
            numbers=list(self._numbers()),
        )

    def _observed(self, day: date) -> str:
        """Return the level observed last, its day, and whether it is above the ceiling."""
        levels = self.plan(day).levels(day)
        if not levels.observed:
            return "unknown"
        text = f"{words.number(levels.observed.level)} ({levels.observed.day})"
        return f'<span class="wrong">{text}, in breach</span>' if levels.breached else text

    def _pace(self, day: date) -> str:
        """Return the pace on a day."""
        return words.number(self.plan(day).levels(day).pace)

    def _line(self, day: date) -> tuple[Level, Level | None] | None:
        """Return the levels between which the pace of a day is, None if it has no pace."""
        start, end = self.plan(day).around(day)
        if not start:
            return None
        # Before the day of signing, the pace is the baseline.
        return start, end if start.day <= day else None

    def _shapes(self, span: Span) -> Iterator[Shape]:
        """Yield what is drawn on the days of a span."""
        plan, day = self.plan(span.first), span.first
        steps = plan.steps
        for start, end in pairwise(steps):
            yield self._flat("ceiling", start.level, start.day, end.day)
            x = self._x(end.day)
            yield Line("ceiling", x, self._y(start.level), x, self._y(end.level))
            yield Line("pace", self._x(start.day), self._y(start.level), x, self._y(end.level))
        if steps:
            yield self._flat("ceiling", steps[-1].level, steps[-1].day, self._history.last)
        observed = [level for level in plan.observed if level.day <= day]
        for level, following in pairwise([*observed, None]):
            assert level  # noqa: S101 - only the last one is None
            yield from self._carried(level, following.day if following else None, plan, day)
        for level in plan.planned:
            yield self._mark(
                "level", level, f"{words.limit(plan)} {words.number(level.level)} from", plan
            )
        for level in observed:
            look = _look("observed", level.day, plan)
            yield self._mark(look, level, f"observed {words.number(level.level)} on", plan)

    def _carried(
        self, level: Level, until: date | None, plan: DrawdownPlan, day: date
    ) -> Iterator[Line]:
        """Yield an observed level that holds until a day, or the one shown, by the ceilings over it."""
        last = until or day
        # A ceiling is not broken on its own day.
        changes = (step.day + timedelta(1) for step in plan.planned if level.day <= step.day < last)
        begins = [level.day, *(each for each in changes if each < last)]
        for first, end in pairwise([*begins, until]):
            assert first  # noqa: S101 - only the last one is None
            yield self._flat(_look("carried", first, plan), level.level, first, end)

    def _flat(self, look: str, level: int, first: date, last: date | None) -> Line:
        """Return a line at one level."""
        y = self._y(level)
        return Line(look, self._x(first), y, self._x(last) if last else None, y)

    def _mark(self, look: str, level: Level, what: str, plan: DrawdownPlan) -> Mark:
        """Return the mark of a level."""
        label = f"{what} {words.weekday(level.day)}, in {plain(plan.unit)}"
        return Mark(look, self._x(level.day), self._y(level.level), label)

    def _numbers(self) -> Iterator[tuple[float, str]]:
        """Yield the numbers at the edge: the planned levels, without those too close to a higher one."""
        before = float(-_APART)
        for level in sorted(self._planned, reverse=True):
            y = self._y(level)
            if y - before >= _APART:
                yield y, words.number(level)
                before = y

    def _x(self, day: date) -> float:
        return self._history.place(day)

    def _y(self, level: int) -> float:
        return round(100 - _MARGIN - (100 - 2 * _MARGIN) * level / self._highest, 2)


def _look(look: str, day: date, plan: DrawdownPlan) -> str:
    """Return the look of the level observed last on a day, which differs if it is a breach."""
    return f"{look} wrong" if plan.levels(day).breached else look
