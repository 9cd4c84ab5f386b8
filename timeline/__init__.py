"""The withdrawal timeline calculator: what an agreement says, turned into days, with the rule.

>>> import timeline
>>> from datetime import date
>>> schedule = timeline.build_schedule(timeline.load("doha-2020"))
>>> print(schedule["drawdown"].due)
2020-07-13
>>> print(schedule.evaluate("signed + 14 months"))
2021-04-29
>>> for standing in timeline.standings(schedule, date(2020, 6, 18))[4:6]:
...     print(standing.scheduled.milestone.id, standing.status, standing.remaining)
drawdown met 25
bases pending 25
"""

from timeline.agreement import Agreement, Milestone
from timeline.counting import Counting, CountingChoice, MonthEnd, StartDay
from timeline.edtf import DayRange
from timeline.errors import TimelineError
from timeline.expressions import Expression
from timeline.loading import bundled_names, load, parse_agreement
from timeline.periods import Period
from timeline.schedule import Premises, Schedule, Scheduled, build_schedule
from timeline.standing import Standing, Status, stand, standings

__all__ = [
    "Agreement",
    "Counting",
    "CountingChoice",
    "DayRange",
    "Expression",
    "Milestone",
    "MonthEnd",
    "Period",
    "Premises",
    "Schedule",
    "Scheduled",
    "Standing",
    "StartDay",
    "Status",
    "TimelineError",
    "build_schedule",
    "bundled_names",
    "load",
    "parse_agreement",
    "stand",
    "standings",
]
