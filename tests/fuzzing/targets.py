"""What is given bytes, and what has to hold whatever they are."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from timeline.counting import Counting, MonthEnd, StartDay
from timeline.drawdown import drawdown_plan
from timeline.errors import NoLevelsError, TimelineError
from timeline.expressions import Expression
from timeline.loading import load, parse_agreement
from timeline.plain_text import plain
from timeline.schedule import Premises, build_schedule
from timeline.standing import Status, standings
from timeline.streaming import Answers, answer_lines

if TYPE_CHECKING:
    from collections.abc import Callable

_ON = date(2020, 7, 1)
_DOHA = build_schedule(load("doha-2020"), Premises(today=_ON))
_COUNTINGS = [Counting(start, end) for start in StartDay for end in MonthEnd]


def expression(data: bytes) -> None:
    """An expression is read or refused; what is read says itself, and has days in their order."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        found = Expression.parse(text)
    except TimelineError as error:
        _ensure_printable(error)
        return
    assert Expression.parse(str(found)) == found
    for counting in _COUNTINGS:
        try:
            days = found.evaluate(_DOHA.names, counting)
        except TimelineError as error:
            _ensure_printable(error)
        else:
            assert days.earliest <= days.latest
            trace = found.trace(_DOHA.names, counting)[1]
            assert not trace or trace[-1].day == days.deadline


def agreement(data: bytes) -> None:
    """A file is read or refused with its faults; what is read has a schedule and a drawdown."""
    try:
        found = parse_agreement(data, "x.toml")
        schedule = build_schedule(found, Premises(today=_ON))
    except TimelineError as error:
        _ensure_printable(error)
        return
    with suppress(NoLevelsError):
        levels = drawdown_plan(schedule).levels(_ON)
        assert (levels.next is None) == (levels.days_to_next is None)
    stands = standings(schedule, _ON)
    assert len(stands) == len(found.milestones)
    assert all((one.remaining is None) == (one.status is Status.UNDATED) for one in stands)


def stream(data: bytes) -> None:
    """Lines are answered in their order or named by their number, however the bytes are cut."""

    def one(line: str) -> str:
        return str(_DOHA.evaluate(line).deadline)

    def answered(chunks: list[bytes]) -> tuple[bytes, list[str]]:
        wrong: list[str] = []
        return b"".join(answer_lines(chunks, Answers(one), wrong.append)), wrong

    out, wrong = whole = answered([data])
    assert answered([data[at : at + 1] for at in range(len(data))]) == whole
    lines = [line for line in data.split(b"\n") if _text(line)]
    assert out.count(b"\n") + len(wrong) == len(lines)
    numbers = [int(line.removeprefix("line ").partition(":")[0]) for line in wrong]
    assert numbers == sorted(set(numbers))
    assert plain("".join(wrong)) == "".join(wrong)


def _text(line: bytes) -> str:
    """Return a line without the blanks around it, something for what is no text."""
    return line.decode("utf-8", "replace").strip()


def _ensure_printable(error: TimelineError) -> None:
    """Hold that an error is lines of text that a terminal can be given."""
    assert all(line and plain(line) == line for line in str(error).split("\n"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "expression": expression,
    "agreement": agreement,
    "stream": stream,
}
