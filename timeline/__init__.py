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

from importlib import import_module

__version__ = "0.1.0"

# Not from typing, which takes a while to import: until the command's own first line, an interrupt is
# Python's to tell, at length.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from timeline.agreement import Agreement, Milestone
    from timeline.counting import Counting, CountingChoice, MonthEnd, StartDay
    from timeline.drawdown import DrawdownPlan, Levels, drawdown_plan
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
    "DrawdownPlan",
    "Expression",
    "Levels",
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
    "__version__",
    "build_schedule",
    "bundled_names",
    "drawdown_plan",
    "load",
    "parse_agreement",
    "stand",
    "standings",
]

# Each name's module, imported when the name is first asked for: the command line starts faster
# when the package brings in nothing by itself.
_MODULES = {
    "agreement": ("Agreement", "Milestone"),
    "counting": ("Counting", "CountingChoice", "MonthEnd", "StartDay"),
    "drawdown": ("DrawdownPlan", "Levels", "drawdown_plan"),
    "edtf": ("DayRange",),
    "errors": ("TimelineError",),
    "expressions": ("Expression",),
    "loading": ("bundled_names", "load", "parse_agreement"),
    "periods": ("Period",),
    "schedule": ("Premises", "Schedule", "Scheduled", "build_schedule"),
    "standing": ("Standing", "Status", "stand", "standings"),
}


def __getattr__(name: str) -> object:
    """Return one of the names in `__all__`."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"timeline.{module}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
