"""Add the due date of a claim to each incident, in Spark, and join incidents to the day table.

Usage: timeline days --format parquet > days.parquet && spark-submit due_spark.py

The join is better wherever it will do: one row a day, sent to each worker once, and no Python on the
cluster. For the function, every worker needs Python with `timeline`, named by PYSPARK_PYTHON.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import broadcast

from timeline import Counting, MonthEnd
from timeline.columns import due

RULES = Counting(month_end=MonthEnd.STICKY)  # 30 June + 6 months is 31 December


def with_due(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the batches with the due date of a claim for each incident."""
    for batch in batches:
        due_days = pa.array(due(batch["day"], "anchor + 6 months", RULES))
        yield batch.append_column("due", due_days)


spark = SparkSession.builder.getOrCreate()
columns = "day DATE, place STRING"
incidents = spark.read.csv("incidents.csv", columns, header=True, mode="FAILFAST")
incidents.mapInArrow(with_due, f"{columns}, due DATE").orderBy("day").show()

incidents.createOrReplaceTempView("incidents")
broadcast(spark.read.parquet("days.parquet")).createOrReplaceTempView("days")
spark.sql(Path("incidents.sql").read_text(encoding="utf-8").rstrip(";\n")).show(100)
spark.stop()
