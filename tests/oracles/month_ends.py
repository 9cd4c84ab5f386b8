"""Thirty month ends: what each counting rule gives, and what other engines give.

The answers of the rules were written by hand, from a calendar and the text of the rules in
`timeline help counting`. Those of an engine come from the engine.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from tests.oracles.asking import Missing

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = ("clamp", "sticky", "overflow", "included", "reject")
_REJECTED = "none"

# `reject` gives the day of `clamp`, or none where a month does not have the day; then ! is in the last
# column. `=` is the day of `clamp`.
_TABLE = """
# From the end of a longer month to a shorter one.
2021-01-31 + 1 month            2021-02-28 =          2021-03-03 2021-02-28 !
2020-01-31 + 1 month            2020-02-29 =          2020-03-02 2020-02-29 !
2021-08-31 + 1 month            2021-09-30 =          2021-10-01 2021-09-30 !
2021-08-31 + 3 months           2021-11-30 =          2021-12-01 2021-11-30 !
2021-08-31 + 6 months           2022-02-28 =          2022-03-03 2022-02-28 !
2021-11-30 + 3 months           2022-02-28 =          2022-03-02 2022-02-28 !
# 2100 is a common year.
2099-12-31 + 2 months           2100-02-28 =          2100-03-03 2100-02-28 !

# From the end of a shorter month to a longer one.
2020-02-29 + 1 month            2020-03-29 2020-03-31 =          2020-03-28 =
2021-02-28 + 1 month            2021-03-28 2021-03-31 =          2021-03-27 =
2021-04-30 + 1 month            2021-05-30 2021-05-31 =          2021-05-29 =
2020-02-29 + 14 months          2021-04-29 2021-04-30 =          2021-04-28 =

# From the end of a month to one of the same length.
2021-01-31 + 2 months           2021-03-31 =          =          2021-03-30 =
2021-02-28 + 12 months          2022-02-28 =          =          2022-02-27 =

# Years, whether written as years or as months.
2020-02-29 + 12 months          2021-02-28 =          2021-03-01 2021-02-28 !
2020-02-29 + 1 year             2021-02-28 =          2021-03-01 2021-02-28 !
2020-02-29 + 48 months          2024-02-29 =          =          2024-02-28 =
2023-02-28 + 12 months          2024-02-28 2024-02-29 =          2024-02-27 =
2020-02-28 + 12 months          2021-02-28 =          =          2021-02-27 =

# The ends of quarters.
2021-03-31 + 3 months           2021-06-30 =          2021-07-01 2021-06-30 !
2021-06-30 + 3 months           2021-09-30 =          =          2021-09-29 =
2021-09-30 + 3 months           2021-12-30 2021-12-31 =          2021-12-29 =

# Not from the end of a month.
2021-01-28 + 1 month            2021-02-28 =          =          2021-02-27 =
2021-01-30 + 1 month            2021-02-28 =          2021-03-02 2021-02-28 !
2021-03-01 + 1 month            2021-04-01 =          =          2021-03-31 =
2021-07-15 + 1 month            2021-08-15 =          =          2021-08-14 =

# Back in time.
2021-03-31 - 1 month            2021-02-28 =          2021-03-03 2021-03-01 !
2020-03-30 - 1 month            2020-02-29 =          2020-03-01 2020-03-01 !
2021-02-28 - 1 month            2021-01-28 2021-01-31 =          2021-01-29 =
2020-02-29 - 12 months          2019-02-28 =          2019-03-01 2019-03-01 !

# One month, then one more from the day reached.
2021-01-31 + 1 month + 1 month  2021-03-28 2021-03-31 2021-04-03 2021-03-27 !
"""


class Step(NamedTuple):
    """A number of months or years, negative back in time."""

    number: int
    unit: str

    @property
    def months(self) -> int:
        """The number of months."""
        return self.number * (12 if self.unit == "year" else 1)


class Case(NamedTuple):
    """A day, the steps counted from it one after the other, and the answer of each of `RULES`."""

    text: str
    day: date
    steps: tuple[Step, ...]
    answers: dict[str, str]


def _case(line: str) -> Case:
    """Return the case in a line of the table."""
    text, (clamp, *others) = line[:32].strip(), line[32:].split()
    day, *words = text.split()
    sticky, overflow, included, reject = (clamp if one == "=" else one for one in others)
    answers = (clamp, sticky, overflow, included, _REJECTED if reject == "!" else reject)
    steps = tuple(
        Step(int(f"{sign}{number}"), unit.removesuffix("s"))
        for sign, number, unit in zip(words[::3], words[1::3], words[2::3], strict=True)
    )
    return Case(text, date.fromisoformat(day), steps, dict(zip(RULES, answers, strict=True)))


CASES = [_case(line) for line in _TABLE.splitlines() if line and not line.startswith("#")]


def pandas_date_offset() -> list[str]:
    """Return the answers of `day + DateOffset(months=n)`."""
    pd = _library("pandas")
    return _counted(
        pd.Timestamp, lambda day, step: day + pd.DateOffset(**{f"{step.unit}s": step.number})
    )


def pandas_month_end() -> list[str]:
    """Return the answers of `day + MonthEnd(n)`."""
    pd = _library("pandas")
    return _counted(pd.Timestamp, lambda day, step: day + pd.offsets.MonthEnd(step.months))


def polars_offset_by() -> list[str]:
    """Return the answers of `dt.offset_by("1mo")`."""
    pl = _library("polars")

    def plus(day: date, step: Step) -> date:
        offset = f"{step.number}{'y' if step.unit == 'year' else 'mo'}"
        return cast("date", pl.Series([day]).dt.offset_by(offset).item())

    return _counted(lambda day: day, plus)


def numpy_months() -> list[str]:
    """Return the answers of numpy: the days since the first of the month, after the month reached."""
    np = _library("numpy")

    def plus(day: Any, step: Step) -> Any:
        month = day.astype("datetime64[M]")
        return (month + np.timedelta64(step.months, "M")).astype("datetime64[D]") + (day - month)

    return _counted(np.datetime64, plus)


def duckdb_interval() -> list[str]:
    """Return the answers of `day + INTERVAL n MONTH`."""
    return [str(one.date()) for one in in_duckdb(_columns(_plus_interval))]


def spark_add_months() -> list[str]:
    """Return the answers of `add_months(day, n)`."""
    columns = _columns(lambda day, step: f"add_months({day}, {step.months})")
    return [str(one) for one in in_spark(columns)]


def spark_interval() -> list[str]:
    """Return the answers of `day + INTERVAL n MONTH`."""
    return [str(one) for one in in_spark(_columns(_plus_interval))]


def sqlite_modifier() -> list[str]:
    """Return the answers of `date(day, '+1 months')`."""
    plus = "date({}, '{:+} {}s')".format
    return in_sqlite(_columns(lambda day, step: plus(day, *step), "'{}'"))


# As they are called in the manual.
ENGINES: dict[str, Callable[[], list[str]]] = {
    "Spark `add_months(day, n)`": spark_add_months,
    "Spark `day + INTERVAL n MONTH`": spark_interval,
    "DuckDB `day + INTERVAL n MONTH`": duckdb_interval,
    'Polars `offset_by("1mo")`': polars_offset_by,
    "pandas `DateOffset(months=n)`": pandas_date_offset,
    "pandas `MonthEnd(n)`": pandas_month_end,
    "numpy, month + n, then the days": numpy_months,
    "SQLite `date(day, '+1 months')`": sqlite_modifier,
}


def _library(name: str) -> Any:
    """Return the imported library. Raises `Missing`."""
    try:
        return import_module(name)
    except ImportError:
        raise Missing(f"pip install {name}") from None


def _counted(start: Callable[[date], Any], plus: Callable[[Any, Step], Any]) -> list[str]:
    """Return the day reached in each case, where `plus` adds a step to what `start` makes of a day."""
    answers = []
    for case in CASES:
        day = start(case.day)
        for step in case.steps:
            day = plus(day, step)
        answers.append(str(day)[:10])
    return answers


def _plus_interval(day: str, step: Step) -> str:
    return f"{day} + INTERVAL '{step.number}' {step.unit}"


def _columns(plus: Callable[[str, Step], str], literal: str = "DATE '{}'") -> str:
    """Return a column of SQL for each case; `plus` adds a step to the SQL of a day."""
    columns = []
    for case in CASES:
        column = literal.format(case.day)
        for step in case.steps:
            column = plus(column, step)
        columns.append(column)
    return ", ".join(columns)


def in_duckdb(columns: str) -> list[Any]:
    """Return the row of these columns, computed by DuckDB. Raises `Missing`."""
    return list(_library("duckdb").connect().execute(f"SELECT {columns}").fetchone())


def in_sqlite(columns: str) -> list[Any]:
    """Return the row of these columns, computed by SQLite."""
    with closing(sqlite3.connect(":memory:")) as database:
        return list(database.execute(f"SELECT {columns}").fetchone())


def in_spark(columns: str) -> list[Any]:
    """Return the row of these columns, computed by Spark. Raises `Missing`."""
    sql = _library("pyspark.sql")
    if not shutil.which("java"):
        raise Missing("java on the path")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    return list(session.sql(f"SELECT {columns}").first())
