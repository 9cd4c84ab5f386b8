"""Texts that count days, and the days on which each part of a page is shown."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.render import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A day, with or without its weekday, or a whole number, with or without its unit.
_CHANGING = re.compile(
    r"((?:\b[A-Z][a-z]{2} )?[0-9]{4}-[0-9]{2}-[0-9]{2}|(?<![\w-])-?[0-9]+(?: days?\b)?)"
)
_COUNT = re.compile(r"(-?[0-9]+)( days?)?")
_EPOCH = date(1970, 1, 1).toordinal()


def number(day: date) -> int:
    """Return the number of the day in scripts, which count from 1970-01-01."""
    return day.toordinal() - _EPOCH


class Count(Struct, frozen=True):
    """A count of days, from the day numbered `zero` on or, with `down`, until that day."""

    zero: int
    down: bool
    unit: bool

    def on(self, day: date) -> str:
        """Return the count on a day, with its unit if it has one."""
        count = self.zero - number(day) if self.down else number(day) - self.zero
        return words.count(count) if self.unit else str(count)


class ShownDay(Struct, frozen=True):
    """The day shown, with its weekday or without."""

    weekday: bool

    def on(self, day: date) -> str:
        """Return the day in words."""
        return words.weekday(day) if self.weekday else str(day)


Piece = str | Count | ShownDay


class Part(Struct, frozen=True):
    """A text that is shown from the day `first` to the day `last`; its pieces depend on the day."""

    first: date
    last: date
    pieces: tuple[Piece, ...]

    def __contains__(self, day: date) -> bool:
        """Return whether the part is shown on the day."""
        return self.first <= day <= self.last

    def on(self, day: date) -> str:
        """Return the text on a day."""
        return "".join(one if isinstance(one, str) else one.on(day) for one in self.pieces)


def parts(spans: Iterable[tuple[date, date]], text: Callable[[date], str]) -> list[Part]:
    """Return the parts that show `text` on each day of the spans, which are in order.

    Within a span, `text` may only differ in the day itself and in counts of days from or to a day.

    >>> def left(day: date) -> str:
    ...     return f"in {words.count((date(2020, 7, 13) - day).days)}"
    >>> part, = parts([(date(2020, 7, 1), date(2020, 7, 12))], left)
    >>> part.on(date(2020, 7, 12)), part.pieces
    ('in 1 day', ('in ', Count(zero=18456, down=True, unit=True)))
    """
    found = list[Part]()
    for first, last in spans:
        for part in _parts(first, last, text):
            joined = found and _joined(found[-1], part)
            if joined:
                found[-1] = joined
            else:
                found.append(part)
    return found


def _parts(first: date, last: date, text: Callable[[date], str]) -> Iterator[Part]:
    """Yield the parts of one span: one, unless more than counts differ in it."""
    pieces = _pieces(first, text(first), last, text(last))
    if pieces is not None:
        yield Part(first, last, pieces)
        return
    middle = first + timedelta((last - first).days // 2)
    yield from _parts(first, middle, text)
    yield from _parts(middle + timedelta(1), last, text)


def _joined(before: Part, after: Part) -> Part | None:
    """Return two parts as one, None if they are not neighbours or differ in more than counts."""
    first, last = before.first, after.last
    pieces = _pieces(first, before.on(first), last, after.on(last))
    if pieces is None or before.last + timedelta(1) != after.first:
        return None
    joined = Part(first, last, pieces)
    same = all(
        joined.on(day) == each.on(day)
        for each in (before, after)
        for day in (each.first, each.last)
    )
    return joined if same else None


def _pieces(first: date, before: str, last: date, after: str) -> tuple[Piece, ...] | None:
    """Return the pieces of a text that is `before` on one day and `after` on another, if there are."""
    if before == after:
        return (before,)
    texts = _CHANGING.split(before), _CHANGING.split(after)
    if len(texts[0]) != len(texts[1]):
        return None
    found = list[Piece]()
    for left, right in zip(*texts, strict=True):
        piece = left if left == right else _changing(first, left, last, right)
        if piece is None:
            return None
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def _changing(first: date, before: str, last: date, after: str) -> Piece | None:
    """Return the piece that is `before` on one day and `after` on another, if there is one."""
    for shown in (ShownDay(weekday=True), ShownDay(weekday=False)):
        if (shown.on(first), shown.on(last)) == (before, after):
            return shown
    counts = _COUNT.fullmatch(before), _COUNT.fullmatch(after)
    if not counts[0] or not counts[1] or bool(counts[0][2]) != bool(counts[1][2]):
        return None
    start, end = int(counts[0][1]), int(counts[1][1])
    if abs(end - start) != (last - first).days:
        return None
    down = end < start
    zero = number(first) + start if down else number(first) - start
    return Count(zero, down, unit=bool(counts[0][2]))
