"""Due dates of columns: the counting rules on arrays of days.

Each distinct day of a column is counted once, by the code that counts a single day; every row looks its
due date up. So all rules and calendars work, and a long column costs no more than a look-up for each row.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from timeline.dates.anchored import due_from, from_anchor
from timeline.dates.counting import Counting
from timeline.errors import CalendarEndError, ColumnError, ExpressionError

try:
    import numpy as np
except ModuleNotFoundError as error:
    message = f"timeline.columns needs {error.name}: pip install {error.name}"
    raise ModuleNotFoundError(message, name=error.name) from None

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from timeline.dates.expressions import Expression

__all__ = ["due"]

_EPOCH = date(1970, 1, 1).toordinal()
_LAST = date.max.toordinal()
# How many of each unit of `datetime64` a day has; of longer and shorter units none is accepted.
_A_DAY = {
    "D": 1,
    "h": 24,
    "m": 1440,
    "s": 86_400,
    "ms": 86_400_000,
    "us": 86_400_000_000,
    "ns": 86_400_000_000_000,
}
_USE = "; use an array of datetime64[D]"
# Few enough rows for the processor's cache to hold all that is made of them.
_ROWS_AT_ONCE = 65_536


def due(
    anchors: ArrayLike, expression: Expression | str, counting: Counting | None = None
) -> NDArray[np.datetime64]:
    """Return the due date of each row: the day that `expression` means if its `anchor` is the row's day.

    `anchors` is an array of `datetime64` of any shape, or what numpy makes one of, such as a Series of
    pandas or Polars or an array of Arrow; it is not changed. Times have to be midnight. The result is a
    new array of `datetime64[D]` of that shape. A missing day, `NaT`, has a missing due date.

    `expression` counts from the word `anchor`, and is rolled as the due date of a milestone is. Without
    `counting`, every rule has its default.

    Due dates are kept for the next columns with the same expression and rules. A first column takes about
    5 microseconds for each distinct day and 8 nanoseconds for each row.

    Raises `TypeError` for an array of anything else, such as text, numbers, objects, months or times in a
    zone, and for rules that are not a `Counting`; `ColumnError`, a `ValueError` with the row's `index`,
    for a time of day, a day outside 0001-01-01 to 9999-12-31, and a row without a due date under the
    rules; and `ExpressionError` for an expression that cannot be read, or counts from anything else.

    >>> import numpy as np
    >>> signed = np.array(["2020-02-29", "NaT", "2021-01-31"], dtype="datetime64[D]")
    >>> print(due(signed, "anchor + 1 month"))
    ['2020-03-29'        'NaT' '2021-02-28']
    """
    wanted, rules = from_anchor(expression), _rules(counting)
    column = _column(anchors)
    table = _due_dates(wanted, rules)
    rows = column.reshape(-1)
    found = np.empty(rows.size, "datetime64[D]")
    for start in range(0, rows.size, _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        try:
            found[part] = _looked_up(rows[part], table, wanted, rules)
        except _RowError as error:
            index = tuple(map(int, np.unravel_index(start + error.row, column.shape)))
            message = f"anchors[{', '.join(map(str, index))}]: {error.problem}"
            raise ColumnError(message, index, error.problem) from None
    return found.reshape(column.shape)


class _RowError(Exception):
    """A row, counted from 0 in its part of the column, that has no due date, and why."""

    def __init__(self, row: int, problem: str) -> None:
        self.row = row
        self.problem = problem
        super().__init__(problem)


def _rules(counting: object) -> Counting:
    """Return the counting rules, the default ones for None. Raises `TypeError` for anything else."""
    if counting is None:
        return Counting()
    if not isinstance(counting, Counting):
        message = f"counting is a {type(counting).__name__}; use Counting"
        raise TypeError(message)
    return counting


def _column(anchors: ArrayLike) -> NDArray[np.datetime64]:
    """Return `anchors` as an array of days or times. Raises `TypeError` if it is not one."""
    _refuse_misread(anchors)
    if hasattr(getattr(anchors, "dtype", None), "pyarrow_dtype"):
        # A column of pandas that Arrow holds. Numpy would have its days as objects.
        held: Any = getattr(anchors, "array", anchors)
        return _column(held.__arrow_array__())
    column = np.asarray(anchors)
    if column.dtype.kind != "M" or not _a_day(column.dtype):
        message = f"anchors are an array of {column.dtype}{_USE}"
        raise TypeError(message)
    return column


def _refuse_misread(anchors: object) -> None:
    """Raise `TypeError` for what numpy would read as other days than it has.

    Of times in a zone numpy would have the days of UTC, and of a masked array the masked days too. It
    does not say whether the columns of a table, or values within values, are such times, and reads
    missing values of a dictionary of Arrow as days.
    """
    if isinstance(anchors, (list, tuple)):
        for each in anchors:
            _refuse_misread(each)
        return
    problem = None
    kind = getattr(anchors, "dtype", None) or getattr(anchors, "type", None)
    zone = getattr(kind, "tz", None) or getattr(kind, "time_zone", None)
    is_nested = getattr(kind, "is_nested", None)
    if zone:
        problem = f"times in the zone {zone}{_USE}, with the days there"
    elif np.ma.isMaskedArray(anchors):
        problem = f"a masked array{_USE}, with NaT where a day is missing"
    elif hasattr(anchors, "schema"):
        problem = f"a {type(anchors).__name__}{_USE}, such as one of its columns"
    elif hasattr(kind, "value_type") or (is_nested and is_nested()):
        problem = f"an array of {kind}{_USE}"
    if problem:
        message = f"anchors are {problem}"
        raise TypeError(message)


@lru_cache(maxsize=16)
def _due_dates(expression: Expression, counting: Counting) -> NDArray[np.int32]:  # noqa: ARG001
    """Return the table of due dates under an expression and rules, in which no day has been counted yet.

    The table has the ordinal of a day's due date at the ordinal of the day, and 0 for a day that has not
    been counted. It takes memory only where it has been written to.
    """
    return np.zeros(_LAST + 1, np.int32)


def _looked_up(
    part: NDArray[np.datetime64],
    table: NDArray[np.int32],
    expression: Expression,
    counting: Counting,
) -> NDArray[np.datetime64]:
    """Return the due dates of some rows, after counting those that the table does not have.

    Raises `_RowError` for the first row without a due date.
    """
    ordinals, missing = _ordinals(part)
    found = table[ordinals]
    uncounted = (found == 0) & ~missing
    if uncounted.any():
        # In the order of the rows, so that the first row without a due date is the one reported.
        for ordinal in dict.fromkeys(ordinals[uncounted].tolist()):
            try:
                end = due_from(date.fromordinal(ordinal), expression, counting)
            except ExpressionError as error:
                row = int(np.argmax(ordinals == ordinal))
                problem = f"{date.fromordinal(ordinal)}: {error}"
                raise _RowError(row, problem) from None
            table[ordinal] = end.toordinal()
        found = table[ordinals]
    days = np.subtract(found, _EPOCH, dtype=np.int64).view("datetime64[D]")
    days[missing] = np.datetime64("NaT", "D")
    return days


def _ordinals(part: NDArray[np.datetime64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the ordinal of each row's day, and which rows have no day; their ordinal is 0.

    Raises `_RowError` for the first row with a time of day or a day outside the calendar.
    """
    missing = np.isnat(part)
    numbers, a_day = part.astype(np.int64), _a_day(part.dtype)
    # In whole numbers, because numpy's own days of other units may wrap around.
    days = numbers // a_day
    ordinals = days + _EPOCH
    outside = (ordinals < 1) | (ordinals > _LAST)
    wrong = (outside | (days * a_day != numbers)) & ~missing
    if wrong.any():
        row = int(np.argmax(wrong))
        day = str(part[row]).partition("T")[0]
        problem = str(CalendarEndError()) if outside[row] else f"not at midnight; use {day}"
        raise _RowError(row, f"{part[row]}: {problem}")
    ordinals[missing] = 0
    return ordinals, missing


def _a_day(kind: np.dtype[np.datetime64]) -> int:
    """Return how many units of such an array a day has, 0 if it has no days."""
    unit, number = np.datetime_data(kind)
    return _A_DAY.get(unit, 0) if number == 1 else 0
