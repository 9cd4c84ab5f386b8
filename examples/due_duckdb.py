"""Add the due date of a claim to each incident, in DuckDB, and join incidents to the day table.

Usage: timeline days --format parquet > days.parquet && python due_duckdb.py

The join is better wherever it will do: one row a day, no Python while the query runs, and all
processors at work. A function in Python runs on one of them at a time.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from timeline import Counting, MonthEnd
from timeline.columns import due

RULES = Counting(month_end=MonthEnd.STICKY)  # 30 June + 6 months is 31 December


def claim_due(days: pa.ChunkedArray) -> pa.Array:
    """Return the due date of a claim for an incident on each of the days."""
    return pa.array(due(days, "anchor + 6 months", RULES))


duckdb.create_function("claim_due", claim_due, ["DATE"], "DATE", type="arrow")
duckdb.sql("CREATE VIEW incidents AS FROM 'incidents.csv'")
duckdb.sql("CREATE VIEW days AS FROM 'days.parquet'")
print(duckdb.sql("SELECT day, place, claim_due(day) AS due FROM incidents"))
print(duckdb.sql(Path("incidents.sql").read_text(encoding="utf-8")))
