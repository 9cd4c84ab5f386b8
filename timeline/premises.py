"""What a schedule takes as given, beside the agreement."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - fields of structures
from datetime import date  # noqa: TC003 - fields of structures

from msgspec import Struct

from timeline.counting import CountingChoice
from timeline.expressions import Expression  # noqa: TC001 - fields of structures


class Premises(Struct, frozen=True, kw_only=True):
    """What a schedule takes as given, beside the agreement.

    `today` is what the clock says. `assumptions` maps ids, or `signed`, to the dates assumed for
    them. `choice` holds rules that win over the file's. What happened after `known` is not known;
    None stands for the end of time.
    """

    today: date | None = None
    known: date | None = None
    assumptions: Mapping[str, Expression] = {}
    as_happened: bool = False
    choice: CountingChoice = CountingChoice()
