"""What a schedule takes as given, beside the agreement."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - fields of structures
from datetime import date  # noqa: TC003 - fields of structures

from msgspec import Struct, structs

from timeline.counting import CountingChoice
from timeline.days import as_day
from timeline.expressions import Expression  # noqa: TC001 - fields of structures


class Premises(Struct, frozen=True, kw_only=True):
    """What a schedule takes as given, beside the agreement.

    `today` is what the clock says. `assumptions` maps ids, or `signed`, to the dates assumed for
    them. `choice` holds rules that win over the file's.
    """

    today: date | None = None
    assumptions: Mapping[str, Expression | str] = {}
    as_happened: bool = False
    choice: CountingChoice = CountingChoice()

    @property
    def keep_the_rules(self) -> bool:
        """Whether every date is counted as the file says."""
        return not self.assumptions and not self.as_happened and self.choice == CountingChoice()

    def __post_init__(self) -> None:
        """Take a datetime at midnight for a day."""
        if self.today:
            structs.force_setattr(self, "today", as_day(self.today))
