"""What due dates of columns cost, beside the months of Polars, DuckDB and numpy, on one thread each.

`python -m tests.benchmarks columns` measures it. It needs polars and pyarrow, and 2 GB of memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

# Read by Polars when it is imported.
os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from tests.benchmarks.compare import Cost
from tests.benchmarks.streams import judged, say
from timeline import ClosedDays, Counting, MonthEnd, StartDay
from timeline.columns import _due_dates, due

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

RUNS = 7
ROWS = 10_000_000
COMMAND = str(Path(sys.executable).with_name("timeline"))

# The days of a hundred years.
FIRST, LAST = np.datetime64("1950-01-01"), np.datetime64("2049-12-31")
CLAMP = "anchor + 14 months"
_CLOSED = ClosedDays.parse("sat,sun,2019-12-23/2020-01-01,2020-05-01,2020-12-24/2021-01-03")


class Rule(NamedTuple):
    """What is counted, and how."""

    expression: str
    counting: Counting = Counting()


RULES = {
    "sticky": Rule(CLAMP, Counting(month_end=MonthEnd.STICKY)),
    "included": Rule(CLAMP, Counting(StartDay.INCLUDED)),
    "first of next month": Rule("anchor, first of next month"),
    "10 working days": Rule("anchor + 10 working days", Counting(closed=_CLOSED)),
}

# A process of its own, which prints the processor time of a first call and the least of others, and the
# peak memory in KiB.
_ALONE = """
import sys, time
import numpy as np
from timeline.columns import due
first, last, rows = (int(text) for text in sys.argv[1:])
column = np.random.default_rng(17).integers(first, last, rows, endpoint=True).view("datetime64[D]")
times = []
for _ in range(max(4, min(1000, 1_000_000 // rows))):
    start = time.process_time()
    due(column, "anchor + 14 months")
    times.append(time.process_time() - start)
# The peak of this program alone; getrusage counts that of the process that started it as well.
with open("/proc/self/status") as status:
    peak = next(line for line in status if line.startswith("VmHWM")).split()[1]
print(times[0], min(times[1:]), peak)
"""
SIZES = (1, 1_000, 100_000, 10_000_000, 100_000_000)


def least(calls: Mapping[str, Callable[[], object]], runs: int = RUNS) -> dict[str, Cost]:
    """Return the least processor and wall time of each call; the calls take turns."""
    costs = dict.fromkeys(calls, Cost(float("inf"), float("inf")))
    for _ in range(runs):
        for name, call in calls.items():
            cpu, wall = time.process_time(), time.perf_counter()
            call()
            cost = Cost(time.process_time() - cpu, time.perf_counter() - wall)
            costs[name] = Cost(*map(min, costs[name], cost))
    return costs


def in_words(cost: Cost) -> str:
    """Return the cost in milliseconds."""
    return f"{cost.cpu * 1000:,.0f} ms CPU, {cost.wall * 1000:,.0f} ms wall"


def random_days() -> NDArray[np.datetime64]:
    """Return days of a hundred years, the same ones every time."""
    numbers = np.random.default_rng(17).integers(0, (LAST - FIRST).astype(int), ROWS, endpoint=True)
    return FIRST + numbers


def first_call(column: NDArray[np.datetime64], rule: Rule) -> None:
    """Count the column as if none had been counted before."""
    _due_dates.cache_clear()
    due(column, *rule)


def months_of_numpy(column: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Return the days 14 months later, where months are too short the last ones: `clamp`, in numpy."""
    month = column.astype("datetime64[M]")
    first, following = (
        (month + np.timedelta64(number, "M")).astype("datetime64[D]") for number in (14, 15)
    )
    found: NDArray[np.datetime64] = np.minimum(
        first + (column - month), following - np.timedelta64(1, "D")
    )
    return found


def side_by_side(column: NDArray[np.datetime64], database: duckdb.DuckDBPyConnection) -> None:
    """Print what 14 months cost, in each engine from its own column to its own column."""
    series = pl.Series(column)
    sql = "SELECT day + INTERVAL '14 months' AS due FROM incidents"
    wanted = due(column, CLAMP)
    assert (series.dt.offset_by("14mo").to_numpy() == wanted).all()
    assert (database.sql(sql).fetchnumpy()["due"] == wanted).all()
    assert (months_of_numpy(column) == wanted).all()
    costs = least(
        {
            "due, first call": lambda: first_call(column, Rule(CLAMP)),
            "due, again": lambda: due(column, CLAMP),
            "due of a Polars Series, as a Series": lambda: pl.Series(due(series, CLAMP)),
            "Polars offset_by": lambda: series.dt.offset_by("14mo"),
            # A new table, and a table of Arrow: what costs DuckDB less is held against us.
            "DuckDB INTERVAL, a table": lambda: database.execute(
                f"CREATE OR REPLACE TABLE later AS {sql}"
            ),
            "DuckDB INTERVAL, Arrow": lambda: database.sql(sql).to_arrow_table(),
            "numpy, clamped by hand": lambda: months_of_numpy(column),
        }
    )
    say(f"{len(column):,} days + 14 months, clamp:")
    for name, cost in costs.items():
        say(f"  {name}: {in_words(cost)}")
    polars = costs["Polars offset_by"]
    interval = Cost(*map(min, costs["DuckDB INTERVAL, a table"], costs["DuckDB INTERVAL, Arrow"]))
    for name in ("due, first call", "due, again"):
        cost = costs[name]
        say(
            f"  {name}: {cost.cpu / polars.cpu:.2f} x Polars ({judged(cost.cpu / polars.cpu, 1.0)}), "
            f"{cost.cpu / interval.cpu:.2f} x DuckDB ({judged(cost.cpu / interval.cpu, 1.5)}), of CPU"
        )


def rules(column: NDArray[np.datetime64]) -> None:
    """Print what other rules cost against clamp."""
    for call, count in (("first call", first_call), ("again", lambda one, rule: due(one, *rule))):
        costs = least(
            {
                name: lambda rule=rule, count=count: count(column, rule)  # type: ignore[misc]
                for name, rule in {"clamp": Rule(CLAMP), **RULES}.items()
            }
        )
        for name in RULES:
            ratio = costs[name].cpu / costs["clamp"].cpu
            say(
                f"  {name}, {call}: {in_words(costs[name])}, {ratio:.2f} x clamp ({judged(ratio, 3.0)})"
            )


def joins(database: duckdb.DuckDBPyConnection) -> None:
    """Print what a join with the day table of one milestone costs against one with a bare table of days."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "days.parquet")
        with path.open("wb") as file:
            subprocess.run(
                [COMMAND, "days", "--from", str(FIRST), "--until", str(LAST), "-f", "parquet"],
                stdout=file,
                check=True,
            )
        table = database.read_parquet(str(path)).filter("milestone = 'withdrawal'")
        table.to_table("days")
    database.execute("CREATE TABLE bare AS SELECT day, row_number() OVER () AS n FROM days")
    # Neither is paid for the columns that it adds up or writes: each reads one number of the table.
    costs = least(
        {
            "the day table": lambda: _total(database, "sum(remaining) FROM incidents JOIN days"),
            "a bare table of days": lambda: _total(database, "sum(n) FROM incidents JOIN bare"),
            "the day table, rows written": lambda: _written(database, "remaining", "days"),
            "a bare table, rows written": lambda: _written(database, "n", "bare"),
            "the day table, rows with status and ceiling written": lambda: _written(
                database, "remaining, status, ceiling", "days"
            ),
        }
    )
    say(f"{ROWS:,} incidents joined in DuckDB:")
    for name, cost in costs.items():
        say(f"  {name}: {in_words(cost)}")
    for ours, theirs in (
        ("the day table", "a bare table of days"),
        ("the day table, rows written", "a bare table, rows written"),
    ):
        ratio = costs[ours].cpu / costs[theirs].cpu
        say(f"  {ours}: {ratio:.2f} x {theirs} ({judged(ratio, 1.2)})")


def _total(database: duckdb.DuckDBPyConnection, rest: str) -> None:
    database.execute(f"SELECT count(*), {rest} USING (day)").fetchall()


def _written(database: duckdb.DuckDBPyConnection, columns: str, table: str) -> None:
    joined = database.table("incidents").join(database.table(table), "day")
    joined.select(f"day, {columns}").to_table("joined")
    database.execute("DROP TABLE joined")


def alone() -> None:
    """Print the time of a row and the peak memory by the number of rows, each in a process of its own."""
    say(
        "A row by the number of rows, and the peak memory of the process, Python and numpy included:"
    )
    bounds = [str(day.astype(int)) for day in (FIRST, LAST)]
    for rows in SIZES:
        command = [sys.executable, "-c", _ALONE, *bounds, str(rows)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        first, again, peak = map(float, done.stdout.split())
        times = peak * 1024 / (rows * 8)
        memory = f", {times:.1f} x the input ({judged(times, 4.0)})" if rows > 1_000_000 else ""
        say(
            f"  {rows:>11,}: first {first / rows * 1e9:,.1f} ns, again {again / rows * 1e9:,.1f} ns, "
            f"{peak / 1024:,.0f} MB{memory}"
        )


def whole_calendar() -> None:
    """Print the worst case: every day of the calendar, each once."""
    column = np.arange("0001-01-01", "9998-11-01", dtype="datetime64[D]")
    series = pl.Series(column)
    costs = least(
        {
            "due, first call": lambda: first_call(column, Rule(CLAMP)),
            "due, again": lambda: due(column, CLAMP),
            "Polars offset_by": lambda: series.dt.offset_by("14mo"),
        },
        2,
    )
    say(f"Each of {len(column):,} days of the calendar once:")
    for name, cost in costs.items():
        say(f"  {name}: {in_words(cost)}")


def main() -> None:
    """Print all measurements."""
    column = random_days()
    database = duckdb.connect()
    database.execute("SET threads = 1")
    database.register("given", pa.table({"day": pa.array(column)}))
    database.execute("CREATE TABLE incidents AS SELECT day FROM given")
    side_by_side(column, database)
    rules(column)
    joins(database)
    del column
    database.close()
    alone()
    whole_calendar()
