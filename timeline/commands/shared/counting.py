"""The options of the counting rules."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from timeline.commands.shared.options import add_options, counting_options
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, CountingChoice, MonthEnd, StartDay
from timeline.dates.rolling import Roll
from timeline.errors import ClosedDaysError, TimelineError, prefix_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def counting_rules_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the counting rules to a command, which takes `counting`."""

    @wraps(command)
    def with_counting(
        *args: Any,
        start_day: str | None,
        month_end: str | None,
        months_of: str | None,
        roll: str | None,
        roll_fixed: bool | None,
        closed: Sequence[str],
        **options: Any,
    ) -> Any:
        choice = counting_choice(start_day, month_end, months_of, roll, roll_fixed, closed)
        return command(*args, counting=Counting().under(choice), **options)

    return add_options(counting_options("How to count"), with_counting)


def counting_choice(
    start_day: str | None,
    month_end: str | None,
    months_of: str | None,
    roll: str | None,
    roll_fixed: bool | None,
    closed: Sequence[str],
) -> CountingChoice:
    """Return the counting rules that the options choose."""
    return CountingChoice(
        StartDay(start_day) if start_day else None,
        MonthEnd(month_end) if month_end else None,
        Calendar(months_of) if months_of else None,
        Roll(roll) if roll else None,
        roll_fixed,
        _closed_days(closed),
    )


def _closed_days(lists: Sequence[str]) -> ClosedDays | None:
    """Return the lists of `--closed` as one, None without one."""
    if not lists:
        return None
    with prefix_errors("--closed"):
        try:
            return ClosedDays.parse(",".join(lists), "command line")
        except ClosedDaysError as error:
            message = "; ".join(fault for _, fault in error.faults)
            raise TimelineError(message) from None
