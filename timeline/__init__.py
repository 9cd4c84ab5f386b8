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

__version__ = "0.2.0"

# Each name's module, imported when the name is first asked for: the command line starts faster
# when the package brings in nothing by itself.
_MODULES = {
    "agreement": ("Agreement", "Milestone"),
    "counting": ("Counting", "CountingChoice", "MonthEnd", "StartDay"),
    "drawdown": ("DrawdownPlan", "Levels", "drawdown_plan"),
    "edtf": ("DayRange",),
    "errors": (
        "AgreementError",
        "CalendarEndError",
        "CircleError",
        "ExpressionError",
        "ImpreciseError",
        "NoLevelsError",
        "NoSuchDayError",
        "ScheduleError",
        "TimelineError",
        "UndatedError",
        "UnknownAgreementError",
        "UnknownNameError",
        "UnreadableFileError",
    ),
    "explanation": ("Explanation", "explain"),
    "expressions": ("Expression",),
    "loading": ("bundled_names", "load", "parse_agreement"),
    "periods": ("Period",),
    "schedule": ("Premises", "Schedule", "Scheduled", "build_schedule"),
    "standing": ("Standing", "Status", "stand", "standings"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}
__all__ = sorted([*_MODULE_OF, "__version__"])  # noqa: PLE0605

# Not from typing, which takes a while to import: until the command's own first line, an interrupt is
# Python's to report, at length.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from timeline.agreement import Agreement as Agreement
    from timeline.agreement import Milestone as Milestone
    from timeline.counting import (
        Counting as Counting,
    )
    from timeline.counting import (
        CountingChoice as CountingChoice,
    )
    from timeline.counting import (
        MonthEnd as MonthEnd,
    )
    from timeline.counting import (
        StartDay as StartDay,
    )
    from timeline.drawdown import (
        DrawdownPlan as DrawdownPlan,
    )
    from timeline.drawdown import (
        Levels as Levels,
    )
    from timeline.drawdown import (
        drawdown_plan as drawdown_plan,
    )
    from timeline.edtf import DayRange as DayRange
    from timeline.errors import (
        AgreementError as AgreementError,
    )
    from timeline.errors import (
        CalendarEndError as CalendarEndError,
    )
    from timeline.errors import (
        CircleError as CircleError,
    )
    from timeline.errors import (
        ExpressionError as ExpressionError,
    )
    from timeline.errors import (
        ImpreciseError as ImpreciseError,
    )
    from timeline.errors import (
        NoLevelsError as NoLevelsError,
    )
    from timeline.errors import (
        NoSuchDayError as NoSuchDayError,
    )
    from timeline.errors import (
        ScheduleError as ScheduleError,
    )
    from timeline.errors import (
        TimelineError as TimelineError,
    )
    from timeline.errors import (
        UndatedError as UndatedError,
    )
    from timeline.errors import (
        UnknownAgreementError as UnknownAgreementError,
    )
    from timeline.errors import (
        UnknownNameError as UnknownNameError,
    )
    from timeline.errors import (
        UnreadableFileError as UnreadableFileError,
    )
    from timeline.explanation import Explanation as Explanation
    from timeline.explanation import explain as explain
    from timeline.expressions import Expression as Expression
    from timeline.loading import (
        bundled_names as bundled_names,
    )
    from timeline.loading import (
        load as load,
    )
    from timeline.loading import (
        parse_agreement as parse_agreement,
    )
    from timeline.periods import Period as Period
    from timeline.schedule import (
        Premises as Premises,
    )
    from timeline.schedule import (
        Schedule as Schedule,
    )
    from timeline.schedule import (
        Scheduled as Scheduled,
    )
    from timeline.schedule import (
        build_schedule as build_schedule,
    )
    from timeline.standing import (
        Standing as Standing,
    )
    from timeline.standing import (
        Status as Status,
    )
    from timeline.standing import (
        stand as stand,
    )
    from timeline.standing import (
        standings as standings,
    )


def __getattr__(name: str) -> object:
    """Return one of the names in `__all__`."""
    if name in _MODULE_OF:
        return getattr(import_module(f"timeline.{_MODULE_OF[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Return the public names, those that are not imported yet included."""
    return __all__
