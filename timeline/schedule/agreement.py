"""The frozen structures of an agreement file. What each key means stands beside it; no I/O here.

The descriptions serve twice: as what an error says was expected, and in the JSON Schema.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from timeline.dates.counting import CountingChoice
from timeline.dates.expressions import Expression

Text = Annotated[str, Meta(min_length=1, description="text")]
Day = Annotated[date, Meta(description="a day, YYYY-MM-DD")]
StatedDay = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)",
        description='a day of that calendar in quotes, "YYYY-MM-DD"',
    ),
]
# As large as any program that reads the JSON can hold exactly.
Level = Annotated[
    int, Meta(ge=0, le=10**15, description="a whole number, from 0 to 1,000,000,000,000,000")
]
SourceId = Annotated[str, Meta(min_length=1, description="the id of a source")]
Id = Annotated[
    str,
    Meta(
        # `$` alone would let a line break pass at the end.
        pattern="^(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$(?!\\n)",
        description="lower-case letters, digits and hyphens, with a letter among them",
    ),
]


class Kind(StrEnum):
    """How binding a milestone is."""

    COMMITMENT = "commitment"
    GOAL = "goal"


class Table(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A table of the file: hyphens in its keys, and no key that is not known."""


class Published(Table, frozen=True):
    """A date that somebody printed for a milestone, known from the day `on` or its source's date."""

    date: Day
    by: Text
    source: SourceId | None = None
    on: Day | None = None


class Stated(Table, frozen=True):
    """The text's own date in its other calendars, as YYYY-MM-DD of that calendar."""

    hijri: StatedDay | None = None
    solar_hijri: StatedDay | None = None


class Milestone(Table, frozen=True):
    """One thing that the agreement says will be done, and by when."""

    id: Id
    title: Text
    due: Expression | None = None
    also: tuple[Expression, ...] = ()
    kind: Kind | None = None
    level: Level | None = None
    condition: Text | None = None
    clause: Text | None = None
    source: SourceId | None = None
    fulfilled: Day | None = None
    fulfilled_source: SourceId | None = None
    fulfilled_note: Text | None = None
    counting: CountingChoice = CountingChoice()
    published: tuple[Published, ...] = ()
    stated: Stated | None = None
    note: Text | None = None


class Observed(Table, frozen=True):
    """A level that somebody counted on a day."""

    date: Day
    level: Level
    source: SourceId | None = None
    note: Text | None = None


class Drawdown(Table, frozen=True):
    """What is drawn down: its unit, the level on the day of signing, the levels seen since."""

    unit: Text
    baseline: Level
    source: SourceId | None = None
    observed: tuple[Observed, ...] = ()
    note: Text | None = None


class Source(Table, frozen=True):
    """Where a figure or a date was read."""

    id: Id
    title: Text
    publisher: Text | None = None
    date: Day | None = None
    url: Text | None = None


class Agreement(Table, frozen=True):
    """An agreement: when it was signed, how its days are counted, and its milestones."""

    title: Text
    signed: Day
    parties: tuple[Text, ...] = ()
    note: Text | None = None
    stated: Stated | None = None
    counting: CountingChoice = CountingChoice()
    milestones: tuple[Milestone, ...] = field(default=(), name="milestone")
    drawdown: Drawdown | None = None
    sources: tuple[Source, ...] = field(default=(), name="source")
