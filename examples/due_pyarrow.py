"""Add the due date of a claim to each incident, in a table of Arrow. Usage: python due_pyarrow.py.

Join a table of one row a day, such as `timeline days --format parquet` writes, for what depends on an
agreement as well: remaining days, status and levels.
"""

import sys

import pyarrow as pa
from pyarrow import csv

from timeline import Counting, MonthEnd
from timeline.columns import due

rules = Counting(month_end=MonthEnd.STICKY)  # 30 June + 6 months is 31 December
incidents = csv.read_csv("incidents.csv")
due_days = pa.array(due(incidents["day"], "anchor + 6 months", rules))
csv.write_csv(incidents.append_column("due", due_days), sys.stdout.buffer)
