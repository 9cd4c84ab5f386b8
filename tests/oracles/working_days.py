"""Engines that count working days over a list of closed days, and roll from them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tests.oracles.asking import Missing, Result, compared
from tests.oracles.cases import SEED, days
from timeline.dates.closed_days import ClosedDays
from timeline.dates.rolling import Roll, roll

if TYPE_CHECKING:
    from collections.abc import Iterator

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Far enough from the ends of QuantLib, 1901 and 2199, for the longest count.
_FIRST, _LAST = date(1950, 1, 1), date(2149, 12, 31)
# How many lists of closed days there are, among which the questions are shared out.
_LISTS = 30


class Question(NamedTuple):
    """A day, a number of working days, and the closed days: weekdays from Monday, and others."""

    day: date
    number: int
    weekdays: tuple[bool, ...]
    others: tuple[date, ...]

    def __str__(self) -> str:
        """Return the question without the other closed days, of which there may be thousands."""
        closed = ",".join(self.names)
        return (
            f"{self.day} {self.number:+} working days, closed {closed} and {len(self.others)} days"
        )

    @property
    def names(self) -> list[str]:
        """The closed weekdays by name."""
        return [name for name, one in zip(_WEEKDAYS, self.weekdays, strict=True) if one]


def numpy(number: int) -> Result:
    """NumPy's `busday_offset`, with its rolls, and `busday_count`."""
    try:
        import numpy as np
    except ImportError:
        raise Missing("pip install numpy") from None
    result = Result(0, [])
    for questions in _by_list(number):
        weekdays, others = questions[0].weekdays, questions[0].others
        calendar = np.busdaycalendar([not one for one in weekdays], list(others))
        starts = np.array([question.day for question in questions], "datetime64[D]")
        numbers = np.array([question.number for question in questions])
        # After a closed day its first working day forward is the next open one, and so back.
        forward = np.busday_offset(starts, 0, "preceding", busdaycal=calendar)
        back = np.busday_offset(starts, 0, "following", busdaycal=calendar)
        counted = np.busday_offset(
            np.where(numbers > 0, forward, back), numbers, busdaycal=calendar
        )
        closed = _closed(questions[0])
        for theirs, ours in (
            (counted, [closed.nth_open(one.day, one.number) for one in questions]),
            (back, [roll(one.day, Roll.FOLLOWING, 1, closed) for one in questions]),
            (forward, [roll(one.day, Roll.ONWARD, -1, closed) for one in questions]),
        ):
            lines = [str(one) for one in theirs.tolist()]
            result = result.and_also(compared([str(one) for one in ours], lines, questions))
        # From the start to the answer it finds as many open days as were counted; its count leaves
        # out the second of two days, and the first instead where it goes back.
        ends = np.array(
            [closed.nth_open(one.day, one.number) for one in questions], "datetime64[D]"
        )
        day = np.timedelta64(1, "D")
        up = np.busday_count(starts + day, ends + day, busdaycal=calendar)
        down = -np.busday_count(ends, starts, busdaycal=calendar)
        between = np.where(numbers > 0, up, down).tolist()
        wanted = [str(one.number) for one in questions]
        result = result.and_also(compared(wanted, [str(one) for one in between], questions))
    return result


def quantlib_days(number: int) -> Result:
    """QuantLib's BespokeCalendar: `advance` by working days, and its adjustments both ways."""
    try:
        import QuantLib as ql  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: N813
    except ImportError:
        raise Missing("pip install QuantLib") from None

    def converted(one: date) -> ql.Date:
        return ql.Date(one.day, one.month, one.year)

    result = Result(0, [])
    for turn, questions in enumerate(_by_list(number)):
        # Calendars of one name share their holidays.
        calendar = ql.BespokeCalendar(f"list {turn}")
        # Its weekdays are numbered from Sunday, 1.
        for n, is_closed in enumerate(questions[0].weekdays):
            if is_closed:
                calendar.addWeekend((n + 1) % 7 + 1)
        for other in questions[0].others:
            calendar.addHoliday(converted(other))
        closed, ours, theirs, asked = _closed(questions[0]), [], [], []
        for question in questions:
            start = converted(question.day)
            asked += [question] * 3
            ours += [
                closed.nth_open(question.day, question.number),
                roll(question.day, Roll.FOLLOWING, 1, closed),
                roll(question.day, Roll.ONWARD, -1, closed),
            ]
            theirs += [
                calendar.advance(start, question.number, ql.Days),
                calendar.adjust(start, ql.Following),
                calendar.adjust(start, ql.Preceding),
            ]
        lines = [str(one.ISO()) for one in theirs]
        result = result.and_also(compared([str(one) for one in ours], lines, asked))
    return result


def _by_list(number: int) -> Iterator[list[Question]]:
    """Yield random questions, those of each list of closed days together."""
    chance = random.Random(SEED)
    starts = list(days(number, _FIRST, _LAST))
    for turn in range(_LISTS):
        few = chance.sample(range(7), chance.choice([0, 1, 2, 2, 3, 6]))
        weekdays = tuple(n in few for n in range(7))
        mine = starts[turn::_LISTS]
        others = set()
        # Near the days that are counted from: single days, and weeks or years at a stretch.
        for start in chance.sample(mine, min(len(mine), 100)):
            first = start + timedelta(chance.randint(-20, 20))
            length = chance.choice([1, 1, 1, 3, chance.randint(1, 40), 400 * (turn % 5 == 0)])
            others |= {first + timedelta(n) for n in range(length)}
        closed = tuple(sorted(others))
        most = chance.choice([10, 100, 300])
        numbers = (chance.choice([1, -1]) * chance.randint(1, most) for _ in mine)
        yield [Question(day, n, weekdays, closed) for day, n in zip(mine, numbers, strict=True)]


def _closed(question: Question) -> ClosedDays:
    """Return the closed days of the question."""
    return ClosedDays.of([*question.names, *question.others])
