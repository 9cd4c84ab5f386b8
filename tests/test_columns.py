"""Due dates of columns: each row has the due date of its day, whatever the array, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from numpy.typing import NDArray

import timeline
from tests.strategies import (
    agreement_of,
    calendar_countings,
    expression_of,
    law,
    recent_days,
    short_items,
)
from timeline import (
    ColumnError,
    Counting,
    CountingChoice,
    ExpressionError,
    MonthEnd,
    Roll,
    StartDay,
)
from timeline.columns import due
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.holiday_calendars import holidays_in

DAY = "datetime64[D]"
NAT = np.datetime64("NaT", "D")


def days(*texts: str) -> NDArray[np.datetime64]:
    """Return an array of these days."""
    return np.array(texts, dtype=DAY)


def due_date_of_milestone(anchor: date, text: str, counting: Counting) -> date | None:
    """Return the due date of a milestone of an agreement signed on `anchor`, None if it has none."""
    rules = CountingChoice(**structs.asdict(counting))
    text = text.replace("anchor", "signed")
    try:
        schedule = timeline.build_schedule(
            agreement_of({"one": text}, signed=anchor, rules={"one": rules})
        )
    except timeline.TimelineError:
        return None
    found = schedule["one"].due
    assert found
    return found.deadline


@law
@given(
    st.lists(recent_days, min_size=1, max_size=30),
    st.lists(short_items, min_size=1, max_size=4),
    st.booleans(),
    calendar_countings,
)
def test_each_row_has_the_due_date_of_a_milestone_that_counts_from_its_day(
    anchors: list[date], items: list[Any], before: bool, counting: Counting
) -> None:
    expression = expression_of("anchor", items, before=before)
    expected = [due_date_of_milestone(one, str(expression), counting) for one in anchors]
    column = np.array(anchors, dtype=DAY)
    if None in expected:
        with pytest.raises(ColumnError) as caught:
            due(column, expression, counting)
        assert caught.value.index == (expected.index(None),)
    else:
        assert due(column, expression, counting).tolist() == expected


PUBLISHED = [
    ("2020-02-29", "anchor + 135 days", Counting(), "2020-07-13"),
    ("2021-08-31", "anchor + 3 months", Counting(StartDay.INCLUDED), "2021-11-30"),
    ("2021-06-30", "anchor + 6 months", Counting(month_end=MonthEnd.STICKY), "2021-12-31"),
    ("2017-10-20", "anchor - 3 days", Counting(StartDay.CLEAR), "2017-10-16"),
    ("2003-01-31", "anchor + 60 days, first of next month", Counting(), "2003-05-01"),
    ("2020-02-29", "anchor + 14 months", Counting(months_of=Calendar.HIJRI), "2021-04-17"),
    (
        "2007-08-22",
        "anchor + 10 days",
        Counting(roll=Roll.FOLLOWING, closed=ClosedDays.parse("sat,sun,2007-09-03")),
        "2007-09-04",
    ),
]


@pytest.mark.parametrize(("anchor", "expression", "counting", "published"), PUBLISHED)
def test_published_dates(anchor: str, expression: str, counting: Counting, published: str) -> None:
    assert due(days(anchor, "NaT"), expression, counting).astype(str).tolist() == [published, "NaT"]


def test_the_default_rules_are_those_of_a_single_date() -> None:
    assert due(days("2021-01-31"), "anchor + 1 month").tolist() == [date(2021, 2, 28)]


def test_a_missing_day_has_a_missing_due_date_in_any_place() -> None:
    column = days("NaT", "2020-02-29", "NaT")
    assert np.isnat(due(column, "anchor + 1 day")).tolist() == [True, False, True]
    assert np.isnat(due(days("NaT"), "anchor + 1 day")).all()


@pytest.mark.parametrize("shape", [(), (0,), (6,), (2, 3), (3, 1, 2), (0, 4)])
def test_shapes_are_kept(shape: tuple[int, ...]) -> None:
    size = int(np.prod(shape))
    column = np.arange("2020-02-24", size, dtype=DAY).reshape(shape)
    found = due(column, "anchor + 1 week")
    assert (found.shape, found.dtype) == (shape, np.dtype(DAY))
    assert (found == column + np.timedelta64(7, "D")).all()


def test_the_array_given_is_not_changed() -> None:
    column = days("2020-02-29", "NaT")
    column.flags.writeable = False
    found = due(column, "anchor")
    assert column.astype(str).tolist() == ["2020-02-29", "NaT"]
    assert not np.shares_memory(found, column)


def test_any_layout_in_memory_is_read() -> None:
    column = np.arange("2020-01-01", 40, dtype=DAY).reshape(5, 8)
    expected = column + np.timedelta64(1, "D")
    for one in (column.T, column[::-2], column[:, ::3], column.astype(">M8[D]")):
        assert (due(one, "anchor + 1 day") - one == np.timedelta64(1, "D")).all()
    assert (due(np.asfortranarray(column), "anchor + 1 day") == expected).all()


@pytest.mark.parametrize("unit", ["h", "m", "s", "ms", "us", "ns"])
def test_times_at_midnight_are_days(unit: str) -> None:
    column = days("1969-12-31", "2020-02-29", "NaT").astype(f"datetime64[{unit}]")
    found = due(column, "anchor + 1 day")
    assert found.astype(str).tolist() == ["1970-01-01", "2020-03-01", "NaT"]
    assert found.dtype == DAY


def test_a_column_longer_than_what_is_counted_at_once() -> None:
    """The rows before and after each boundary have their own due dates, and an error its own index."""
    column = np.datetime64("2000-01-01") + (np.arange(200_000) % 1000).astype("timedelta64[D]")
    column[131_072] = NAT
    found = due(column, "anchor + 2 months")
    assert np.isnat(found[131_072])
    for row in (0, 65_535, 65_536, 131_071, 131_073, 199_999):
        single = timeline.Expression(f"{column[row]} + 2 months").evaluate_day({}, Counting())
        assert found[row].item() == single
    column[199_999] = np.datetime64("9999-12-31")
    with pytest.raises(ColumnError, match=r"^anchors\[199999\]: 9999-12-31: ") as caught:
        due(column, "anchor + 2 months")
    assert caught.value.index == (199_999,)


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (np.array(["2020-02-29"]), "<U10"),
        (np.array([18321.0]), "float64"),
        (np.array([18321]), "int64"),
        (np.array([]), "float64"),
        (np.array([date(2020, 2, 29)], dtype=object), "object"),
        ([date(2020, 2, 29)], "object"),
        (np.array(["2020-02"], dtype="datetime64[M]"), r"datetime64\[M\]"),
        (np.array(["2020"], dtype="datetime64[Y]"), r"datetime64\[Y\]"),
        (np.array(["2020-02-27"], dtype="datetime64[W]"), r"datetime64\[W\]"),
        (np.array([3], dtype="timedelta64[D]"), r"timedelta64\[D\]"),
        (np.array([0], dtype="datetime64[25s]"), r"datetime64\[25s\]"),
        (np.array([0], dtype="datetime64[ps]"), r"datetime64\[ps\]"),
        (np.array([0], dtype="datetime64[as]"), r"datetime64\[as\]"),
        (None, "object"),
        ("2020-02-29", "<U10"),
    ],
)
def test_an_array_of_anything_else_is_a_type_error(column: object, found: str) -> None:
    problem = f"^anchors are an array of {found}; use an array of datetime64\\[D\\]$"
    with pytest.raises(TypeError, match=problem):
        due(column, "anchor + 1 day")  # type: ignore[arg-type]


def test_an_extension_array_that_arrow_holds_is_read_from_arrow() -> None:
    """As one of pandas with a type of Arrow: numpy would have its days as objects."""
    arrow = pa.array([date(2020, 2, 29), None], pa.date32())

    class Held:
        dtype = SimpleNamespace(pyarrow_dtype=arrow.type)

        def __arrow_array__(self) -> pa.Array:
            return arrow

        def __array__(self, *_: object, **__: object) -> NDArray[np.object_]:
            return np.array(arrow.to_pylist(), object)

    held = Held()
    for column in (held, SimpleNamespace(dtype=held.dtype, array=held)):
        found = due(column, "anchor + 1 day")
        assert found.tolist() == [date(2020, 3, 1), None]


def test_a_masked_array_is_a_type_error() -> None:
    """Its masked days would be counted like the others."""
    masked = np.ma.masked_array(days("2020-02-29", "2020-03-01"), mask=[False, True])
    for column in (masked, [masked, masked]):
        with pytest.raises(TypeError, match="anchors are a masked array"):
            due(column, "anchor + 1 day")


@pytest.mark.parametrize(
    "counting", [CountingChoice(month_end=MonthEnd.STICKY), MonthEnd.STICKY, "", {}, Counting]
)
def test_rules_that_are_not_a_counting_are_a_type_error(counting: object) -> None:
    problem = f"^counting is a {type(counting).__name__}; use Counting$"
    with pytest.raises(TypeError, match=problem):
        due(days("2020-02-29"), "anchor + 1 day", counting)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "index", "problem"),
    [
        (
            np.array(["2020-02-29", "NaT", "2020-02-29T10:30"], dtype="datetime64[m]"),
            (2,),
            "2020-02-29T10:30: not at midnight; use 2020-02-29",
        ),
        (
            days("2020-02-29", "0001-01-01") - np.timedelta64(1, "D"),
            (1,),
            "0000-12-31: outside the supported range, 0001-01-01 to 9999-12-31",
        ),
        (
            np.array([[1, 2_932_897]]).view(DAY),
            (0, 1),
            "10000-01-01: outside the supported range, 0001-01-01 to 9999-12-31",
        ),
        (
            np.array([-(2**63) + 1]).view("datetime64[ns]"),
            (0,),
            "1677-09-21T00:12:43.145224193: not at midnight; use 1677-09-21",
        ),
        (
            days("9999-12-31", "9999-12-30"),
            (0,),
            '9999-12-31: "anchor + 1 day": outside the supported range, 0001-01-01 to 9999-12-31',
        ),
    ],
)
def test_a_day_that_cannot_be_counted_is_a_value_error_with_its_index(
    column: NDArray[np.datetime64], index: tuple[int, ...], problem: str
) -> None:
    with pytest.raises(ValueError, match="anchors") as caught:
        due(column, "anchor + 1 day")
    assert isinstance(caught.value, ColumnError)
    assert (caught.value.index, caught.value.problem) == (index, problem)
    assert str(caught.value) == f"anchors[{', '.join(map(str, index))}]: {problem}"


def test_the_largest_and_smallest_numbers_of_an_array_are_outside_the_calendar() -> None:
    for number in (2**63 - 1, -(2**63) + 1, 2**62):
        with pytest.raises(ColumnError, match="outside the supported range"):
            due(np.array([number]).view(DAY), "anchor")


def test_days_without_a_result_under_reject_are_named_after_others_were_counted() -> None:
    rules = Counting(month_end=MonthEnd.REJECT)
    good, bad = days("2021-01-28", "2021-03-31"), days("2021-01-28", "2021-01-31", "2021-01-30")
    assert due(good[:1], "anchor + 1 month", rules).tolist() == [date(2021, 2, 28)]
    for _ in range(2):  # what was counted in vain is not remembered as a due date
        with pytest.raises(ColumnError, match=r"^anchors\[1\]: 2021-01-31: .*no day 31"):
            due(bad, "anchor + 1 month", rules)


def test_what_was_counted_under_other_rules_is_not_mixed_up() -> None:
    column = days("2020-02-29")
    expected = {MonthEnd.CLAMP: "2021-04-29", MonthEnd.STICKY: "2021-04-30"}
    for _ in range(2):
        for rule, end in expected.items():
            assert str(due(column, "anchor + 14 months", Counting(month_end=rule))[0]) == end


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("signed + 1 day", "does not count from anchor; write, for example, anchor + 90 days"),
        ("2020-02-29", "does not count from anchor; write, for example, anchor + 90 days"),
        ("actual anchor", "does not count from anchor; write, for example, anchor + 90 days"),
        ("anchor + 14 moths", '"14 moths": unknown unit "moths"; did you mean months?'),
    ],
)
def test_an_expression_that_does_not_count_from_the_row_is_an_error(
    text: str, problem: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        due(days("2020-02-29"), text)
    assert caught.value.problem == problem


RULES = [
    Counting(month_end=MonthEnd.STICKY),
    Counting(months_of=Calendar.HIJRI),
    Counting(roll=Roll.FOLLOWING, closed=ClosedDays.parse("sat,sun,US")),
]


@pytest.mark.parametrize("expressions", [1, 6])
def test_threads_have_the_due_dates_of_one_thread(expressions: int) -> None:
    """Of three tables, and of more than are kept; all threads count the days at the same time.

    What holidays do with the warnings of the whole process is undone.
    """
    column = np.arange("2001-01-01", "2019-01-01", 30, dtype=DAY)
    holidays_in.cache_clear()
    tasks = [
        (f"anchor + {number} days, end of month", rules)
        for number in range(expressions)
        for rules in RULES
    ]
    filters = warnings.filters[:]
    interval = sys.getswitchinterval()
    with ThreadPoolExecutor(8) as threads:
        sys.setswitchinterval(1e-6)
        try:
            found = list(threads.map(lambda task: due(column, *task), tasks * 8))
        finally:
            sys.setswitchinterval(interval)
    assert warnings.filters == filters
    for expected, *others in (
        [due(column, *task), *found[number :: len(tasks)]] for number, task in enumerate(tasks)
    ):
        assert len(others) == 8
        assert all((other == expected).all() for other in others)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20), st.sampled_from(["D", "s", "ns"]))
@settings(deadline=None)
def test_any_numbers_give_days_or_an_error_with_an_index(numbers: list[int], unit: str) -> None:
    column = np.array(numbers, dtype=np.int64).view(f"datetime64[{unit}]")
    try:
        found = due(column, "anchor + 1 week")
    except ColumnError as error:
        (row,) = error.index
        assert not np.isnat(column[row])
        assert (column[:row].astype(DAY) == column[:row])[~np.isnat(column[:row])].all()
    else:
        known = ~np.isnat(column)
        assert (np.isnat(found) == ~known).all()
        assert ((found - column.astype(DAY))[known] == timedelta(7)).all()


def test_numpy_is_needed_by_nothing_else() -> None:
    without = "import sys; sys.modules['numpy'] = None; "
    whole = (
        without
        + "import timeline; print(timeline.build_schedule(timeline.load('doha-2020'))['drawdown'].due)"
    )
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("2020-07-13\n", "")
    column = without + "import timeline.columns"
    done = subprocess.run(
        [sys.executable, "-c", column], capture_output=True, text=True, check=False
    )
    assert done.stderr.endswith(
        "ModuleNotFoundError: timeline.columns needs numpy: pip install numpy\n"
    )
