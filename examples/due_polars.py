"""Add the due date of a claim to each incident, in Polars. Usage: python due_polars.py.

A join with a table of one row a day is better if the same dates are needed in more than one place: it
runs in parallel, and another program can read the table. `timeline days` prints one for an agreement.
"""

import polars as pl

from timeline import Counting, MonthEnd
from timeline.columns import due

rules = Counting(month_end=MonthEnd.STICKY)  # 30 June + 6 months is 31 December
due_day = pl.col("day").map_batches(
    lambda days: due(days, "anchor + 6 months", rules), return_dtype=pl.Date, is_elementwise=True
)
incidents = pl.scan_csv("incidents.csv", try_parse_dates=True)
print(incidents.with_columns(due=due_day).collect())
