"""A milestone with its date, and where that date comes from."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from timeline.agreement import Milestone  # noqa: TC001 - fields of structures
from timeline.counting import Counting  # noqa: TC001 - fields of structures
from timeline.edtf import DayRange  # noqa: TC001 - fields of structures
from timeline.expressions import Expression  # noqa: TC001 - fields of structures


class Basis(StrEnum):
    """Where a milestone's date comes from."""

    RULE = "rule"
    ASSUMED = "assumed"
    HAPPENED = "happened"
    UNDATED = "undated"


class Scheduled(Struct, frozen=True):
    """A milestone with its due date, and the `anchor` that others count from, mostly the same.

    `rule` is the expression that gave the due date: the milestone's own, or one assumed for it.
    """

    milestone: Milestone
    due: DayRange | None
    basis: Basis
    counting: Counting
    anchor: DayRange | None
    rule: Expression | None = None
