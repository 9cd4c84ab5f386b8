"""What can give a due date: the types of the key `due` of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.dates.counting import Counting
    from timeline.dates.edtf import DayRange
    from timeline.dates.expressions import Expression


class NewDue:
    """What gives a deadline, or moves one: a `Due`, or a period from the deadline before.

    Not a Struct or dataclass: msgspec would expect a table in the file instead of text.
    """

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def text(self) -> str:
            """The text that people read."""

        @property
        def names(self) -> tuple[str, ...]:
            """The names that it counts from."""

        @property
        def is_fixed_day(self) -> bool:
            """Whether it is only a date of one day."""

        @property
        def is_actual(self) -> bool:
            """Whether it counts from the day on which a milestone happened."""

        @property
        def has_working_days(self) -> bool:
            """Whether it counts working days."""

        def evaluate(self, names: Mapping[str, DayRange | None], counting: Counting) -> DayRange:
            """Return the days that are meant, before any roll."""

        def decided(self, names: Mapping[str, DayRange | None], counting: Counting) -> Expression:
            """Return the expression that gives the deadline."""

        def rolls(self, counting: Counting) -> bool:
            """Return whether the deadline is rolled if it is closed."""


class Due(NewDue):
    """What gives a due date: an expression, or several of which the later or the earlier counts."""

    __slots__ = ()
