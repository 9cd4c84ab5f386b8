"""The counting rules that a published day may have been counted with, the nearest to those in force first."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from timeline.dates.anchored import due_from
from timeline.dates.counting import Counting, MonthEnd
from timeline.dates.edtf import DayRange
from timeline.dates.periods import Period, Term
from timeline.dates.rolling import Roll
from timeline.errors import CountingError, ExpressionError, IncompatibleRulesError
from timeline.schedule.readings import Rule, alternatives, field_of

if TYPE_CHECKING:
    from timeline.dates.expressions import Expression

_ANY_DAY = date(2000, 1, 1)
# With more rules changed at once, some combination would give nearly any day.
_MOST_CHANGED = 2
# Months of another calendar end so far from the others' that together with another rule they would too.
_ALONE = "months_of"


class Departure(Struct, frozen=True):
    """The rules in force with `rules` in the place of some of them; none for the rules in force."""

    rules: tuple[Rule, ...]
    counting: Counting

    @property
    def is_small(self) -> bool:
        """Whether it changes at most one rule, which is not the calendar: that would be near by chance."""
        return len(self.rules) < 2 and _ALONE not in map(field_of, self.rules)


def departures(counting: Counting) -> list[Departure]:
    """Return the departures from the rules in force, `counting`, which come first.

    The others change one rule, then two rules, of which none is `months of`. Those that change as many
    are in the order of the rules: start day, month end, months of, roll; and of one rule in the order of
    its values.

    The rules are those that `explain` tries: every start day, month end and calendar, and of the rolls
    only `following`, which moves from the closed days of `counting`. `reject` is left out, because it
    gives the day that `clamp` gives, or none.

    >>> for departure in departures(Counting())[:4]:
    ...     print(*departure.rules)
    <BLANKLINE>
    included
    clear
    sticky
    """
    others = [rule for rule in alternatives(counting) if rule is not MonthEnd.REJECT]
    found = []
    for number in range(_MOST_CHANGED + 1):
        for rules in combinations(others, number):
            changes = {field_of(rule): rule for rule in rules}
            if len(changes) == number and (number == 1 or _ALONE not in changes):
                found.append(Departure(rules, structs.replace(counting, **changes)))
    return found


class Counts:
    """The days that one expression gives under each departure, counted once where rules do not matter.

    `groups` has the numbers of the departures that give the same day from every anchor, the smallest
    departure first in each group and the groups in the order of their first.
    """

    def __init__(self, expression: Expression, every: list[Departure]) -> None:
        self.expression = expression
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, departure in enumerate(every):
            groups.setdefault(_that_matter(expression, departure.counting), []).append(number)
        self.groups = list(groups.values())
        self._in_force = every[0].counting
        # A roll goes on from the day of the same rules without it.
        unrolled: dict[Counting, list[tuple[int, Counting | None]]] = {}
        for place, numbers in enumerate(self.groups):
            counting = every[numbers[0]].counting
            if not _is_refused(expression, counting):
                without = structs.replace(counting, roll=Roll.NONE)
                rolled = counting if expression.rolls(counting) else None
                unrolled.setdefault(without, []).append((place, rolled))
        self._unrolled = list(unrolled.items())

    def deadlines(self, anchor: date) -> list[date | None]:
        """Return the day of each group, None if its rules give none.

        Raises `ExpressionError`, that of the rules in force, if no group has a day.
        """
        expression = self.expression
        found: list[date | None] = [None] * len(self.groups)
        for without, rolled in self._unrolled:
            with suppress(CountingError, ExpressionError):
                day = expression.counted_from(anchor, without)
                for place, counting in rolled:
                    if counting:
                        found[place] = expression.rolled(DayRange.of(day), counting).deadline
                    else:
                        found[place] = day
        if not any(found):
            due_from(anchor, expression, self._in_force)
        return found


def _is_refused(expression: Expression, counting: Counting) -> bool:
    """Return whether the rules are refused from every day, because no law combines them."""
    try:
        expression.counted_from(_ANY_DAY, counting)
    except CountingError as error:
        return isinstance(error, IncompatibleRulesError)
    return False


def _that_matter(expression: Expression, counting: Counting) -> tuple[object, ...]:
    """Return the values of the rules that the day of the expression depends on."""
    terms = [item for item in expression.items if isinstance(item, Term)]
    months = any(term.period.months for term in terms)
    return (
        counting.start_day if any(term.period != Period() for term in terms) else None,
        counting.month_end if months else None,
        counting.months_of if months else None,
        counting.roll if expression.rolls(counting) else Roll.NONE,
    )
