"""Counts of working days, and the roll from a closed day to an open one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from timeline.dates.closed_days import ClosedDays
    from timeline.dates.counting import StartDay


class Roll(StrEnum):
    """Where a count that ends on a closed day goes on to; `roll` explains each rule."""

    NONE = "none"
    FOLLOWING = "following"
    ONWARD = "onward"


def add_working_days(day: date, number: int, start_day: StartDay, closed: ClosedDays) -> date:
    """Return the day `number` working days after `day`, or before it if `number` is negative.

    Under `excluded` it is the open day with that number after `day`. Under `included` an open
    trigger day is the first, and a closed one is skipped. Under `clear` the count goes one open day
    further. 0 working days never change the day.

    Raises `CalendarEndError` outside 0001-01-01 to 9999-12-31, and for a year of which a holiday
    calendar does not know the holidays.

    >>> from datetime import date
    >>> from timeline.dates.closed_days import ClosedDays
    >>> from timeline.dates.counting import StartDay
    >>> closed = ClosedDays.of(["sat", "sun", "2022-11-01", "2022-11-02"])
    >>> print(add_working_days(date(2022, 9, 30), 25, StartDay.EXCLUDED, closed))
    2022-11-08
    """
    if not number:
        return day
    further = {"excluded": 0, "included": 0 if closed.is_closed(day) else -1, "clear": 1}
    sign = 1 if number > 0 else -1
    return closed.nth_open(day, number + sign * further[start_day])


def roll(day: date, rule: Roll, direction: int, closed: ClosedDays) -> date:
    """Return the day to which the rule moves `day`, `day` itself if it is open.

    `direction` is 1 where the last period was added and for a fixed date, -1 where it was subtracted.

    - `none`: `day`, open or closed.
    - `following`: the next open day; after a count back, `day` (Regulation 1182/71, Article 3(4)).
    - `onward`: the next open day in that direction (Federal Rules of Civil Procedure, 6(a)(5)).

    Raises `CalendarEndError` as `add_working_days` does.

    >>> from datetime import date
    >>> from timeline.dates.closed_days import ClosedDays
    >>> closed = ClosedDays.of(["sat", "sun", "2007-09-03"])
    >>> for rule in Roll:
    ...     print(roll(date(2007, 9, 1), rule, -1, closed))
    2007-09-01
    2007-09-01
    2007-08-31
    """
    if rule is Roll.NONE or (rule is Roll.FOLLOWING and direction < 0):
        return day
    return closed.next_open(day) if direction > 0 else closed.previous_open(day)
