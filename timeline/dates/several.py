"""The later or the earlier of several expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from timeline.dates.due import Due
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.errors import UndatedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.dates.counting import Counting


class Several(Struct, Due, frozen=True, forbid_unknown_fields=True):
    """The `later` of several expressions, or the `earlier` of them; only one of the two is not empty.

    >>> from timeline.dates.counting import Counting
    >>> names = {"a": DayRange.parse("2020-03-01"), "b": None}
    >>> both = (Expression("a + 1 month"), Expression("2020-03-15"), Expression("b"))
    >>> print(Several(earlier=both).evaluate(names, Counting()))
    2020-03-15
    """

    later: Annotated[tuple[Expression, ...], Meta(min_length=1)] = ()
    earlier: Annotated[tuple[Expression, ...], Meta(min_length=1)] = ()

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions, in the order of the file."""
        return self.later or self.earlier

    @property
    def which(self) -> str:
        """The word for what is meant of them: `later` or `earlier`."""
        return "later" if self.later else "earlier"

    @property
    def text(self) -> str:
        """The expressions as one text, which is not an expression."""
        return f"{self.which} of {'; '.join(each.text for each in self.expressions)}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the expressions count from, each once."""
        return tuple(dict.fromkeys(name for each in self.expressions for name in each.names))

    @property
    def is_fixed_day(self) -> bool:
        """False: several expressions are not one date."""
        return False

    @property
    def is_actual(self) -> bool:
        """Whether one of them counts from the day on which a milestone happened."""
        return any(each.is_actual for each in self.expressions)

    @property
    def has_working_days(self) -> bool:
        """Whether one of them counts working days."""
        return any(each.has_working_days for each in self.expressions)

    def evaluate(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
        """Return the later days, or the earlier ones, end by end if they are not single days.

        `later` needs a date for each expression, `earlier` for one. Raises what
        `Expression.evaluate` raises; of several errors the first.
        """
        found = [days for _, days in self.dated(names, counting)]
        choose = max if self.later else min
        return DayRange(
            choose(days.earliest for days in found), choose(days.latest for days in found)
        )

    def decided(self, names: Mapping[str, DayRange | None], counting: Counting) -> Expression:
        """Return the expression that gives the deadline, the first of those that give it."""
        choose = max if self.later else min
        return choose(self.dated(names, counting), key=lambda each: each[1].deadline)[0]

    def dated(
        self, names: Mapping[str, DayRange | None], counting: Counting
    ) -> list[tuple[Expression, DayRange]]:
        """Return the expressions that have a date, each with its days, before any roll."""
        found, undated = list[tuple[Expression, DayRange]](), list[UndatedError]()
        for each in self.expressions:
            try:
                found.append((each, each.evaluate(names, counting)))
            except UndatedError as error:
                undated.append(error)
        if undated and (self.later or not found):
            raise undated[0]
        return found

    def rolls(self, counting: Counting) -> bool:
        """Return whether the day that one of them gives is rolled if it is closed."""
        return any(each.rolls(counting) for each in self.expressions)
