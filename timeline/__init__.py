"""Compute the dates that an agreement sets, and say which counting rule gives them.

>>> import timeline
>>> from datetime import date
>>> schedule = timeline.build_schedule(timeline.load("doha-2020"))
>>> print(schedule["drawdown"].due)
2020-07-13
>>> print(schedule.evaluate("signed + 14 months"))
2021-04-29
>>> for state in timeline.statuses(schedule, date(2020, 6, 18))[4:6]:
...     print(state.dated.milestone.id, state.status, state.remaining)
drawdown met 25
bases pending 25
"""

from importlib import import_module

__version__ = "0.2.0"

# The public names of each module, which is imported when one of them is first used. The command line
# starts faster because importing the package imports nothing else.
_MODULES = {
    "dates.closed_days": ("ClosedDays",),
    "dates.counting": (
        "Counting",
        "CountingChoice",
        "MonthEnd",
        "StartDay",
    ),
    "dates.edtf": ("DayRange",),
    "dates.expressions": ("Expression",),
    "dates.periods": ("Period",),
    "dates.rolling": ("Roll",),
    "errors": (
        "AgreementError",
        "CalendarEndError",
        "CircleError",
        "ClockError",
        "ClosedDaysError",
        "ColumnError",
        "CountingError",
        "ExpressionError",
        "Failure",
        "ImpreciseError",
        "IncompatibleRulesError",
        "MissingLibraryError",
        "NoLevelsError",
        "NoSuchDayError",
        "RecurringDutyError",
        "ScheduleError",
        "SeriesError",
        "TimelineError",
        "UndatedError",
        "UnknownAgreementError",
        "UnknownNameError",
        "UnknownZoneError",
        "UnreadClauseError",
        "UnreadableFileError",
    ),
    "files.loading": (
        "bundled_names",
        "load",
        "parse_agreement",
    ),
    "schedule.agreement": (
        "Agreement",
        "Milestone",
    ),
    "schedule.dated_milestone": (
        "Basis",
        "DatedMilestone",
    ),
    "schedule.day_table": (
        "DayRow",
        "day_table",
    ),
    "schedule.drawdown": (
        "DrawdownPlan",
        "Levels",
        "drawdown_plan",
    ),
    "schedule.explanation": (
        "Explanation",
        "explain",
    ),
    "schedule.schedule": (
        "Scenario",
        "Schedule",
        "build_schedule",
    ),
    "schedule.status": (
        "FulfilledBasis",
        "MilestoneStatus",
        "Status",
        "status_of",
        "statuses",
    ),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}
__all__ = sorted([*_MODULE_OF, "__version__"])  # noqa: PLE0605

# Not imported from typing, which is slow to import: an interrupt before the command's own first line
# makes Python print a traceback.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from timeline.dates.closed_days import ClosedDays as ClosedDays
    from timeline.dates.counting import Counting as Counting
    from timeline.dates.counting import CountingChoice as CountingChoice
    from timeline.dates.counting import MonthEnd as MonthEnd
    from timeline.dates.counting import StartDay as StartDay
    from timeline.dates.edtf import DayRange as DayRange
    from timeline.dates.expressions import Expression as Expression
    from timeline.dates.periods import Period as Period
    from timeline.dates.rolling import Roll as Roll
    from timeline.errors import AgreementError as AgreementError
    from timeline.errors import CalendarEndError as CalendarEndError
    from timeline.errors import CircleError as CircleError
    from timeline.errors import ClockError as ClockError
    from timeline.errors import ClosedDaysError as ClosedDaysError
    from timeline.errors import ColumnError as ColumnError
    from timeline.errors import CountingError as CountingError
    from timeline.errors import ExpressionError as ExpressionError
    from timeline.errors import Failure as Failure
    from timeline.errors import ImpreciseError as ImpreciseError
    from timeline.errors import IncompatibleRulesError as IncompatibleRulesError
    from timeline.errors import MissingLibraryError as MissingLibraryError
    from timeline.errors import NoLevelsError as NoLevelsError
    from timeline.errors import NoSuchDayError as NoSuchDayError
    from timeline.errors import RecurringDutyError as RecurringDutyError
    from timeline.errors import ScheduleError as ScheduleError
    from timeline.errors import SeriesError as SeriesError
    from timeline.errors import TimelineError as TimelineError
    from timeline.errors import UndatedError as UndatedError
    from timeline.errors import UnknownAgreementError as UnknownAgreementError
    from timeline.errors import UnknownNameError as UnknownNameError
    from timeline.errors import UnknownZoneError as UnknownZoneError
    from timeline.errors import UnreadableFileError as UnreadableFileError
    from timeline.errors import UnreadClauseError as UnreadClauseError
    from timeline.files.loading import bundled_names as bundled_names
    from timeline.files.loading import load as load
    from timeline.files.loading import parse_agreement as parse_agreement
    from timeline.schedule.agreement import Agreement as Agreement
    from timeline.schedule.agreement import Milestone as Milestone
    from timeline.schedule.dated_milestone import Basis as Basis
    from timeline.schedule.dated_milestone import DatedMilestone as DatedMilestone
    from timeline.schedule.day_table import DayRow as DayRow
    from timeline.schedule.day_table import day_table as day_table
    from timeline.schedule.drawdown import DrawdownPlan as DrawdownPlan
    from timeline.schedule.drawdown import Levels as Levels
    from timeline.schedule.drawdown import drawdown_plan as drawdown_plan
    from timeline.schedule.explanation import Explanation as Explanation
    from timeline.schedule.explanation import explain as explain
    from timeline.schedule.schedule import Scenario as Scenario
    from timeline.schedule.schedule import Schedule as Schedule
    from timeline.schedule.schedule import build_schedule as build_schedule
    from timeline.schedule.status import FulfilledBasis as FulfilledBasis
    from timeline.schedule.status import MilestoneStatus as MilestoneStatus
    from timeline.schedule.status import Status as Status
    from timeline.schedule.status import status_of as status_of
    from timeline.schedule.status import statuses as statuses


def __getattr__(name: str) -> object:
    """Return the object with one of the names in `__all__`."""
    if name in _MODULE_OF:
        return getattr(import_module(f"timeline.{_MODULE_OF[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Return the public names, including those not imported yet."""
    return __all__
