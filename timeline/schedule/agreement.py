"""The structures of an agreement file: its tables and their keys.

The descriptions of the types appear in error messages and in the JSON Schema.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from timeline.dates.counting import CountingChoice
from timeline.dates.due import Due, NewDue
from timeline.dates.every import Every
from timeline.dates.expressions import Expression

Text = Annotated[str, Meta(min_length=1, description="text")]
Day = Annotated[date, Meta(description="a date, YYYY-MM-DD")]
StatedDay = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)",
        description='a quoted date in that calendar, "YYYY-MM-DD"',
    ),
]
TimeOfDay = Annotated[
    str,
    Meta(
        pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$(?!\n)",
        description='a quoted time of day, "00:00" to "24:00"',
    ),
]
Zone = Annotated[
    str, Meta(min_length=1, description='the name of a time zone, such as "Asia/Kabul"')
]
# The maximum is below 2**53, up to which every program that reads JSON is exact.
LevelNumber = Annotated[
    int, Meta(ge=0, le=10**15, description="a whole number from 0 to 1,000,000,000,000,000")
]
Levels = Annotated[
    dict[str, LevelNumber],
    Meta(
        min_length=1,
        description="a table with at least one level by series, such as { troops = 8600 }",
    ),
]
Rising = Annotated[
    bool,
    Meta(
        description="true or false: true if levels state what has been handed over so far, "
        "false if they state what remains"
    ),
]
Times = Annotated[int, Meta(ge=1, le=1_000, description="a whole number from 1 to 1,000")]
SourceId = Annotated[str, Meta(min_length=1, description="the id of a source")]
Id = Annotated[
    str,
    Meta(
        # `$` alone would also match before a line break at the end.
        pattern="^(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$(?!\\n)",
        description="lower-case letters, digits and hyphens, with at least one letter",
    ),
]


# The id of the series of an agreement with the table [drawdown], whose milestones have `level`.
DRAWDOWN = "drawdown"

# The dates of the sources, by id; None for a source without one.
SourceDates = Mapping[str, Day | None]


class Kind(StrEnum):
    """How binding a milestone is. An event comes by itself or is no party's duty."""

    COMMITMENT = "commitment"
    GOAL = "goal"
    EVENT = "event"


_SIGNED = Expression("signed")


class Table(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """The base class of tables: keys are written with hyphens, and unknown keys are refused."""


class Published(Table, frozen=True):
    """A published date of a milestone, known from the day `on`, or else from its source's date."""

    date: Day
    by: Text
    source: SourceId | None = None
    on: Day | None = None

    def known_from(self, source_dates: SourceDates) -> Day | None:
        """Return the day from which the date is known, None if it always was.

        `source_dates` maps the ids of sources to their dates.
        """
        return self.on or source_dates.get(self.source or "")


class Stated(Table, frozen=True):
    """The date that the agreement's text gives in other calendars, as YYYY-MM-DD in each."""

    hijri: StatedDay | None = None
    solar_hijri: StatedDay | None = None


class Amended(Table, frozen=True):
    """A deadline that was moved, known from the day `decided` on."""

    decided: Day
    due: NewDue
    counting: CountingChoice = CountingChoice()
    by: Text | None = None
    source: SourceId | None = None
    note: Text | None = None


class Fulfilled(Table, frozen=True):
    """An occurrence of a recurring duty that was fulfilled: its number `n`, and the day."""

    n: Times
    date: Day
    source: SourceId | None = None
    note: Text | None = None


class Milestone(Table, frozen=True):
    """Something that the agreement says will be done, and when it is due.

    With `every` it is a recurring duty, and its occurrences are due: the nth n periods after `from_`.
    """

    id: Id
    title: Text
    due: Due | None = None
    every: Every | None = None
    from_: Expression | None = field(default=None, name="from")
    until: Expression | None = None
    times: Times | None = None
    decided: Day | None = None
    void_from: Day | None = None
    at: TimeOfDay | None = None
    also: tuple[Expression, ...] = ()
    kind: Kind | None = None
    level: LevelNumber | None = None
    named_levels: Levels | None = field(default=None, name="levels")
    condition: Text | None = None
    clause: Text | None = None
    source: SourceId | None = None
    fulfilled: Day | tuple[Fulfilled, ...] | None = None
    fulfilled_source: SourceId | None = None
    fulfilled_note: Text | None = None
    recorded_until: Day | None = None
    counting: CountingChoice = CountingChoice()
    amended: tuple[Amended, ...] = ()
    published: tuple[Published, ...] = ()
    stated: Stated | None = None
    note: Text | None = None

    @property
    def levels(self) -> Mapping[str, int]:
        """The levels that it sets, by the ids of their series; `level` is that of `[drawdown]`."""
        if self.named_levels is not None:
            return self.named_levels
        return {} if self.level is None else {DRAWDOWN: self.level}

    @property
    def names(self) -> tuple[str, ...]:
        """The names that its due date, amendments and occurrences count from."""
        dues = [self.due, *[amended.due for amended in self.amended]]
        if self.every:
            dues += [self.counted_from, self.until]
        return tuple([name for due in dues if due for name in due.names])

    @property
    def counted_from(self) -> Expression:
        """The expression from which the periods of a recurring duty are counted."""
        return self.from_ or _SIGNED

    @property
    def happened(self) -> date | None:
        """The day on which it was fulfilled; None if that is not known, and for a recurring duty."""
        return self.fulfilled if isinstance(self.fulfilled, date) else None

    @property
    def fulfilled_by_number(self) -> dict[int, Fulfilled]:
        """The fulfilled occurrences of a recurring duty by number."""
        entries = self.fulfilled if isinstance(self.fulfilled, tuple) else ()
        return {entry.n: entry for entry in entries}

    @property
    def days_fulfilled(self) -> dict[str, date]:
        """The day on which it was fulfilled, or on which each occurrence was, by id."""
        occurrences = self.fulfilled_by_number.values()
        days = {f"{self.id}-{entry.n}": entry.date for entry in occurrences}
        return {self.id: self.happened} if self.happened else days

    @property
    def amendments(self) -> list[Amended]:
        """The amendments in the order in which they were decided."""
        return sorted(self.amended, key=lambda amended: amended.decided)


class Observed(Table, frozen=True):
    """A level observed on a day."""

    date: Day
    level: LevelNumber
    source: SourceId | None = None
    note: Text | None = None


class Drawdown(Table, frozen=True):
    """A series of levels: its unit, the level on the day of signing, and the levels observed.

    Levels state what remains, or, if it is `rising`, what has been handed over so far.
    """

    unit: Text
    baseline: LevelNumber | None = None
    rising: Rising = False
    source: SourceId | None = None
    observed: tuple[Observed, ...] = ()
    note: Text | None = None


class Series(Drawdown, frozen=True, kw_only=True):
    """One of several series of levels."""

    id: Id


class Source(Table, frozen=True):
    """A document that a figure or a date comes from."""

    id: Id
    title: Text
    publisher: Text | None = None
    date: Day | None = None
    url: Text | None = None


class Agreement(Table, frozen=True):
    """An agreement: its signing, counting rules, milestones, series of levels and sources."""

    title: Text
    signed: Day
    id: Id | None = None
    signed_label: Text = "signed"
    recorded_until: Day | None = None
    void_from: Day | None = None
    tz: Zone | None = None
    parties: tuple[Text, ...] = ()
    note: Text | None = None
    stated: Stated | None = None
    counting: CountingChoice = CountingChoice()
    milestones: tuple[Milestone, ...] = field(default=(), name="milestone")
    drawdown: Drawdown | None = None
    named_series: tuple[Series, ...] = field(default=(), name="series")
    sources: tuple[Source, ...] = field(default=(), name="source")

    @property
    def series(self) -> Mapping[str, Drawdown]:
        """The series of levels by id, in the order of the file; that of `[drawdown]` is `drawdown`."""
        short = {DRAWDOWN: self.drawdown} if self.drawdown else {}
        return short | {series.id: series for series in self.named_series}

    @property
    def rising(self) -> frozenset[str]:
        """The ids of the series whose levels state what has been handed over so far."""
        return frozenset(name for name, series in self.series.items() if series.rising)

    @property
    def source_dates(self) -> SourceDates:
        """The ids of the sources with their dates, None for a source without one."""
        return {source.id: source.date for source in self.sources}

    def void_day(self, milestone: Milestone) -> date | None:
        """Return the day from which a milestone is void if it is still to come, None for never."""
        days = [day for day in (milestone.void_from, self.void_from) if day]
        return min(days, default=None)

    def record_end(self, milestone: Milestone) -> date | None:
        """Return the day up to which what happened to a milestone is recorded, None for no end."""
        return milestone.recorded_until or self.recorded_until
