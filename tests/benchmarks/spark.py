"""What a hundred million rows cost in Spark: joined to the day table, and through a function of Python.

`python -m tests.benchmarks spark` measures both on one core and on two. It needs Java.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as sql

from tests.benchmarks.columns import CLAMP, COMMAND, FIRST, LAST
from tests.benchmarks.compare import Cost
from tests.benchmarks.streams import say
from timeline.columns import due

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 100_000_000
CORES = (1, 2)
_DAYS = int((LAST - FIRST).astype(int)) + 1


def with_due(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the id and the due date of each row."""
    for batch in batches:
        found = pa.array(due(batch["day"], CLAMP))
        yield pa.record_batch({"id": batch["id"], "due": found})


def processor_time() -> float:
    """Return the seconds of all processes of this session: Python, Java and the workers."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == os.getsid(0):
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def cost(rows: DataFrame, total: str) -> tuple[Cost, int]:
    """Return what it costs to compute all rows, and the total of a column, so that none is left out."""
    seen = Observation()
    observed = rows.observe(seen, sql.count("id").alias("rows"), sql.expr(total).alias("total"))
    cpu, wall = processor_time(), time.perf_counter()
    observed.write.format("noop").mode("overwrite").save()
    spent = Cost(processor_time() - cpu, time.perf_counter() - wall)
    return spent, int(seen.get["total"])


def measured(cores: int, days: str) -> None:
    """Print what the rows cost on so many cores of this machine."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(days).createOrReplaceTempView("days")

    def plans(number: int) -> Iterator[tuple[str, DataFrame, str]]:
        rows = session.range(0, number, 1, 8).selectExpr(
            "id", f"date_add(DATE '{FIRST}', CAST(pmod(xxhash64(id), {_DAYS}) AS INT)) AS day"
        )
        rows.createOrReplaceTempView("incidents")
        yield "the rows alone", rows, "sum(unix_date(day))"
        joined = session.sql(
            "SELECT /*+ BROADCAST(days) */ id, remaining FROM incidents JOIN days USING (day) "
            "WHERE milestone = 'withdrawal'"
        )
        yield "joined to the day table", joined, "sum(remaining)"
        interval = rows.selectExpr("id", "day + INTERVAL '14' MONTH AS due")
        yield "day + INTERVAL '14' MONTH", interval, "sum(unix_date(due))"
        mapped = rows.mapInArrow(with_due, "id LONG, due DATE")
        yield "mapInArrow(due)", mapped, "sum(unix_date(due))"

    # Compiled, and the workers started, before anything is measured.
    for _, rows, total in plans(ROWS // 100):
        cost(rows, total)
    totals = {}
    for name, rows, total in plans(ROWS):
        spent, totals[name] = cost(rows, total)
        say(
            f"{cores} {'core' if cores == 1 else 'cores'}, {name}: {spent.wall:.1f} s wall, "
            f"{spent.cpu:.1f} s CPU, {spent.cpu / ROWS * 1e9:.0f} ns a row"
        )
    assert totals["mapInArrow(due)"] == totals["day + INTERVAL '14' MONTH"]
    # From each day the days that remain, so both add up to the deadline.
    deadline = (date(2021, 4, 29) - date(1970, 1, 1)).days
    assert totals["joined to the day table"] + totals["the rows alone"] == deadline * ROWS
    session.stop()


def main() -> None:
    """Print the measurements, each number of cores in processes of its own."""
    say(f"{ROWS:,} rows in Spark:")
    with TemporaryDirectory() as folder:
        path = Path(folder, "days.parquet")
        with path.open("wb") as file:
            command = [COMMAND, "days", "--from", str(FIRST), "--until", str(LAST), "-f", "parquet"]
            subprocess.run(command, stdout=file, check=True)
        for cores in CORES:
            command = [sys.executable, "-m", "tests.benchmarks.spark", str(cores), str(path)]
            subprocess.run(command, check=True, start_new_session=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    measured(int(sys.argv[1]), sys.argv[2])
