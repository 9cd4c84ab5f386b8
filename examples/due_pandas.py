"""Add the due date of a claim to each incident, in pandas. Usage: python due_pandas.py.

`due` takes a few nanoseconds a row, as a merge does. Merge with a table of one row a day, such as
`timeline days` prints, for what depends on an agreement as well: remaining days, status and levels.
"""

import pandas as pd

from timeline import Counting, MonthEnd
from timeline.columns import due

rules = Counting(month_end=MonthEnd.STICKY)  # 30 June + 6 months is 31 December
incidents = pd.read_csv("incidents.csv", parse_dates=["day"], index_col="place")
days = incidents["day"]
due_days = pd.Series(due(days, "anchor + 6 months", rules), index=days.index, name="due")
print(incidents.join(due_days))
