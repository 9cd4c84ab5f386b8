"""An agreement with deadlines that were moved, events, what is void, and what was agreed later."""

from __future__ import annotations

from datetime import date

ON = date(2020, 7, 10)
# Within the same days as the Accords, so that a row is read in the same way.
MOVED = """\
title = "The Accords, amended"
signed = 2020-01-01
signed-label = "in force"
recorded-until = 2020-12-31
void-from = 2020-12-01

[drawdown]
unit = "soldiers"
baseline = 1000
observed = [{ date = 2020-04-20, level = 790 }]

[[milestone]]
id = "north"
title = "Out of the north"
due = 2020-03-01
level = 800
fulfilled = 2020-04-20

[[milestone.amended]]
decided = 2020-02-10
due = 2020-04-01

[[milestone.amended]]
decided = 2020-03-20
due = "+ 1 month"

[[milestone]]
id = "south"
title = "Out of the south"
due = 2020-12-01

[[milestone.amended]]
decided = 2020-06-01
due = 2020-07-01

[[milestone]]
id = "same"
title = "Moved back"
due = 2020-03-05
fulfilled = 2020-03-05

[[milestone.amended]]
decided = 2020-02-01
due = 2020-03-15

[[milestone.amended]]
decided = 2020-02-20
due = 2020-03-05

[[milestone]]
id = "force"
title = "Treaty 8 in force"
kind = "event"
due = 2020-02-15

[[milestone]]
id = "vote"
title = "Referendum"
kind = "event"
due = 2020-05-15
fulfilled = 2020-05-25

[[milestone]]
id = "held"
title = "Census"
kind = "event"
due = 2020-06-05
fulfilled = 2020-06-05

[[milestone]]
id = "sunset"
title = "The Accords end"
kind = "event"
due = "2020-09"

[[milestone.amended]]
decided = 2020-06-15
due = "2020-11"

[[milestone]]
id = "fund"
title = "Fund of 90 days for the villages paid out"
due = 2020-08-01
level = 100
void-from = 2020-06-20

[[milestone.amended]]
decided = 2020-05-01
due = 2020-10-01

[[milestone]]
id = "treaty"
title = "A treaty"
void-from = 2020-06-20

[[milestone]]
id = "review"
title = "Review"
decided = 2020-06-10
due = 2020-12-31
"""
# On that day: the words beside the marks.
SAID = {
    "force": ("Sat 2020-02-15", "146 days ago"),
    "same": ("Thu 2020-03-05", "met on the day"),
    "north": ("Fri 2020-05-01", "met 11 days early"),
    "vote": ("Fri 2020-05-15", "happened 10 days later"),
    "held": ("Fri 2020-06-05", "happened"),
    "south": ("Wed 2020-07-01", "9 days overdue"),
    "fund": ("Thu 2020-10-01", "void from 2020-06-20"),
    "sunset": ("by Mon 2020-11-30", "in 114 to 143 days"),
    "review": ("Thu 2020-12-31", "in 174 days"),
    "treaty": ("undated", "void from 2020-06-20"),
}
# The deadlines before they were moved; that of `same` is the one in force again.
FIRST = {
    "north": date(2020, 3, 1),
    "south": date(2020, 12, 1),
    "fund": date(2020, 8, 1),
    "sunset": date(2020, 9, 30),
}
