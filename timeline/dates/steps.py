"""The steps of a count, which explain its result."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.adjusters import Adjuster, adjust
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.periods import Period, Term, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.dates.closed_days import ClosedDays
    from timeline.dates.edtf import DayRange
    from timeline.dates.expressions import Expression
    from timeline.dates.rolling import Roll


# The closed days that a roll passes are named up to this many.
_MOST_PASSED = 7


class Step(Struct, frozen=True):
    """One step of a count: what was added, as text, the resulting day, and the rule applied."""

    added: str
    day: date
    rule: StartDay | MonthEnd | Adjuster | Roll


def trace(
    expression: Expression, names: Mapping[str, DayRange | None], counting: Counting
) -> tuple[date, list[Step]]:
    """Return the day of the anchor that gives the deadline, and each step from it to the deadline.

    That is the latest day of the anchor, or with `before` the earliest. If the deadline is rolled,
    the roll is the last step. Raises `ExpressionError`, as `Expression.evaluate` and
    `Expression.rolled` do.

    >>> from timeline.dates.expressions import Expression
    >>> start, steps = trace(Expression("2020-02-29 + 14 months + 1 day"), {}, Counting())
    >>> print(start, *(f"{step.added}: {step.day}" for step in steps), sep="; ")
    2020-02-29; + 14 months: 2021-04-29; + 1 day: 2021-04-30
    """
    counted = expression.evaluate(names, counting)
    rolled = expression.rolled(counted, counting)
    anchor = expression.resolve(names)
    day = start = anchor.earliest if expression.before else anchor.latest
    taken = list[Step]()
    for item in (*expression.items, *[Adjuster.BEFORE] * expression.before):
        taken += steps_of(day, item, counting)
        day = count(day, [item], counting)
    if rolled != counted:
        why = f"rolled from {day} ({_passed(day, rolled.deadline, counting.closed)})"
        taken.append(Step(why, rolled.deadline, counting.roll))
    return start, taken


def _passed(day: date, rolled: date, closed: ClosedDays) -> str:
    """Return why `day` and each day from it to `rolled` is closed; of many days, the first and a count.

    Weekdays are named without their dates.
    """
    step = timedelta(1 if rolled > day else -1)
    number = abs((rolled - day).days)
    days = [day + n * step for n in range(min(number, _MOST_PASSED))]
    reasons = [str(closed.why(each)) for each in days]
    if number > _MOST_PASSED:
        reasons.append(f"and {number - _MOST_PASSED} more closed days")
    return ", ".join(reasons)


def steps_of(day: date, item: Term | Adjuster, counting: Counting) -> Iterator[Step]:
    """Yield the steps of one item of an expression, which lead from `day` to the result of `count`.

    Raises `CountingError`, as `count` does.
    """
    if isinstance(item, Adjuster):
        yield Step(item, adjust(day, item), item)
        return
    sign, period, rule = item.sign, item.period, counting.start_day
    end = count(day, [item], counting)
    if period.working_days:
        yield Step(str(item), end, rule)
        return
    excluded = structs.replace(counting, start_day=StartDay.EXCLUDED)
    if period.months:
        months = Term(sign, Period(period.months))
        corresponding = count(day, [months], excluded)
        yield Step(str(months), corresponding, counting.month_end)
        if rule is StartDay.INCLUDED:
            ended = count(day, [months], counting)
            if ended != corresponding:
                yield Step("the trigger day is day 1", ended, rule)
    if period.days:
        added = count(day, [item], excluded) if rule is StartDay.CLEAR else end
        yield Step(str(Term(sign, Period(0, period.days))), added, rule)
    if rule is StartDay.CLEAR and period != Period():
        yield Step("the last day is not counted", end, rule)
