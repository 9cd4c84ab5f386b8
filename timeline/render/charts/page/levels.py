"""The levels of each series: those on the day shown, and their drawing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from markupsafe import escape
from msgspec import Struct

from timeline.plain_text import plain
from timeline.render import words
from timeline.render.charts.page.parts import Part, number, parts
from timeline.render.charts.page.shapes import Line, Mark, Shape, Shown, shown
from timeline.schedule.drawdown import drawdown_plans
from timeline.schedule.observations import Level  # noqa: TC001 - fields of structures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from timeline.render.charts.page.history import History
    from timeline.schedule.drawdown import DrawdownPlan

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
    """The section about a series: its texts, the lines of the pace, and the drawing.

    `id` is its name in the address, and `link` begins the heading and is a link to it, None for the only
    series. `limit` names the limit: ceiling or floor. `numbers` are the levels at the edge of the drawing, each
    with its height in percent.
    """

    id: str
    link: str | None
    heading: list[Part]
    limit: str
    ceiling: list[Part]
    observed: list[Part]
    pace: list[Pace]
    shapes: list[Shown]
    numbers: list[tuple[float, str]]


def level_parts(history: History, series: Sequence[str], on: date) -> list[LevelsPart]:
    """Return the sections about series with these ids, as first shown on the day `on`."""
    if not series:
        return []
    schedules = {id(span.known): span.known for span in history.spans}
    plans = {key: drawdown_plans(known, date.max) for key, known in schedules.items()}
    return [
        _Series(history, {key: every[name] for key, every in plans.items()}).part(on)
        for name in series
    ]


class _Series:
    """The plans of a series over all days, by the identity of the schedule of a span."""

    def __init__(self, history: History, plans: dict[int, DrawdownPlan]) -> None:
        self._history, self._plans = history, plans
        levels = [
            level.level for plan in self._plans.values() for level in (*plan.steps, *plan.observed)
        ]
        self._highest = max([*levels, 1])
        self._planned = {level.level for plan in self._plans.values() for level in plan.steps}
        # The spans in which the plan is the same, and those in which only the pace changes.
        self._known = history.spans_by(lambda span: self.plan(span.first))
        self._every = list(self._spans())

    def plan(self, day: date) -> DrawdownPlan:
        """Return the plan as of a day."""
        return self._plans[id(self._history.span(day).known)]

    def part(self, on: date) -> LevelsPart:
        """Return the section of the page, as first shown on the day `on`."""
        plan, every = self.plan(on), self._every
        several = len(self._history.recorded.agreement.series) > 1
        link = plan.series if several else None
        rest = escape(plain(words.series(plan, several=several).removeprefix(link or "")))
        return LevelsPart(
            id=f"_levels-{plan.series}" if several else "_levels",
            link=link,
            heading=parts(
                [self._history.days],
                lambda day: (
                    f"{rest}: levels on {words.weekday(day)}"
                    if several
                    else f"Levels on {words.weekday(day)}, in {rest}"
                ),
            ),
            limit=words.limit(plan),
            ceiling=parts(every, lambda day: words.number(self.plan(day).levels(day).limit)),
            observed=parts(every, self._observed),
            pace=list(self._paces(on)),
            shapes=shown(self._drawings()),
            numbers=list(self._numbers()),
        )

    def _observed(self, day: date) -> str:
        """Return the level observed last, its day, and whether it is a breach."""
        levels = self.plan(day).levels(day)
        if not levels.observed:
            return "unknown"
        text = f"{words.number(levels.observed.level)} ({levels.observed.day})"
        return f'<span class="wrong">{text}, in breach</span>' if levels.breached else text

    def _paces(self, on: date) -> Iterator[Pace]:
        """Yield the lines of the pace, as first shown on the day `on`."""
        for line, group in groupby(self._every, lambda span: self._line(span[0])):
            days = list(group)
            first, last = days[0][0], days[-1][1]
            if line:
                day = min(max(first, on), last)
                yield Pace(first, last, *line, words.number(self.plan(day).levels(day).pace))

    def _spans(self) -> Iterator[tuple[date, date]]:
        """Yield the spans in which only the pace changes."""
        for first, last in self._known:
            plan = self.plan(first)
            days = {level.day for level in (*plan.steps, *plan.observed)}
            days |= {day + timedelta(1) for day in days if day < date.max}
            begins = [first, *sorted(day for day in days if first < day <= last)]
            lasts = [*(day - timedelta(1) for day in begins[1:]), last]
            yield from zip(begins, lasts, strict=True)

    def _line(self, day: date) -> tuple[Level, Level | None] | None:
        """Return the levels between which the pace of a day is, None if it has no pace."""
        start, end = self.plan(day).around(day)
        if not start:
            return None
        # Before the day of signing, the pace is the baseline.
        return start, end if start.day <= day else None

    def _drawings(self) -> Iterator[tuple[date, date, list[Shape]]]:
        """Yield what is drawn, each with the days on which it is."""
        for first, last in self._known:
            plan = self.plan(first)
            yield first, last, list(self._planned_shapes(plan))
            for level in plan.observed:
                look = _look("observed", level.day, plan)
                mark = self._mark(look, level, f"observed {words.number(level.level)} on", plan)
                yield max(first, level.day), last, [mark]
            carried = _carried(plan)
            ends = {begin: end for (begin, _), (end, _) in pairwise(carried)}
            for begin, held in carried:
                look, end = _look("carried", begin, plan), ends.get(begin)
                # The line ends on the day shown, until another one follows it.
                until = min(end - timedelta(1), last) if end else last
                yield max(first, begin), until, [self._flat(look, held, begin, None)]
                if end:
                    yield max(first, end), last, [self._flat(look, held, begin, end)]

    def _planned_shapes(self, plan: DrawdownPlan) -> Iterator[Shape]:
        """Yield what is drawn of the planned levels."""
        steps = plan.steps
        for start, end in pairwise(steps):
            yield self._flat("ceiling", start.level, start.day, end.day)
            x = self._x(end.day)
            yield Line("ceiling", x, self._y(start.level), x, self._y(end.level))
            yield Line("pace", self._x(start.day), self._y(start.level), x, self._y(end.level))
        if steps:
            yield self._flat("ceiling", steps[-1].level, steps[-1].day, self._history.last)
        for level in plan.planned:
            what = f"{words.limit(plan)} {words.number(level.level)} from"
            yield self._mark("level", level, what, plan)

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


def _carried(plan: DrawdownPlan) -> list[tuple[date, int]]:
    """Return the observed levels, each from its day, and again from each day on which it begins or ends to be a breach."""
    observed = {level.day: level.level for level in plan.observed}
    # A limit is not broken on its own day.
    after = {level.day + timedelta(1) for level in plan.planned if level.day < date.max}
    found = list[tuple[date, int]]()
    was_breach = False
    for day in sorted({*observed, *after}):
        levels = plan.levels(day)
        is_breach = bool(levels.breached)
        if levels.observed and (day in observed or is_breach != was_breach):
            found.append((day, levels.observed.level))
        was_breach = is_breach
    return found
