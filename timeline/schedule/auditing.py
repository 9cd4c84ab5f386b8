"""Published days held against the counting rules: which rule gives each day."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - fields of structures
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.anchored import from_anchor
from timeline.dates.edtf import DayRange, iso_day
from timeline.dates.expressions import single_day
from timeline.errors import TimelineError
from timeline.schedule.departures import Counts, departures

if TYPE_CHECKING:
    from timeline.dates.counting import Counting

# A full cache is emptied; what is frequent is soon in it again. The findings take 50 MB at most.
_MOST_FINDINGS, _MOST_EXPRESSIONS = 100_000, 500
# Longer cells are not cached.
_LONGEST = 200


class GivenBy(Struct, frozen=True):
    """The departures that give a published day, by their numbers in the order of `departures`.

    `smallest` are those that change the fewest rules, and `every` all of them. If none gives the day,
    `every` is empty, and `smallest` are those that give the nearest day.
    """

    smallest: tuple[int, ...]
    every: frozenset[int]


class Finding(Struct, frozen=True):
    """A published day, and the departures that give it or the day `nearest` to it.

    `due` is the day under the rules in force, None if they give none. `nearest` is the published day if a
    departure gives it; else the nearest day of the rules in force or with one rule changed other than the
    calendar, the earlier of two that are equally near.
    """

    anchor: date
    expression: str
    published: date
    due: date | None
    nearest: date
    given_by: GivenBy

    @property
    def is_explained(self) -> bool:
        """Whether a departure gives the published day."""
        return self.nearest == self.published

    @property
    def difference(self) -> int | None:
        """The days from `due` to the published day, None without `due`."""
        return (self.published - self.due).days if self.due else None

    @property
    def past(self) -> int:
        """The days from the nearest day to the published day, 0 if a departure gives it."""
        return (self.published - self.nearest).days


class Auditor:
    """Finds the rules of published days. Each expression is parsed once, while it is in the cache.

    >>> from timeline.dates.counting import Counting
    >>> auditor = Auditor(Counting())
    >>> found = auditor.finding("2021-06-30", "anchor + 6 months", "2021-12-31")
    >>> print(found.due, [auditor.departures[n].rules for n in found.given_by.smallest])
    2021-12-30 [(<StartDay.CLEAR: 'clear'>,), (<MonthEnd.STICKY: 'sticky'>,)]
    """

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.departures = departures(counting)
        self._small = {n for n, departure in enumerate(self.departures) if departure.is_small}
        self._counts: dict[str, Counts] = {}
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._givers: dict[GivenBy, GivenBy] = {}

    def finding(self, anchor: str, expression: str, published: str) -> Finding:
        """Return which departures give the day `published` of the expression, which counts from `anchor`.

        Raises `TimelineError`, which begins with the column, for a text that is not one day or not an
        expression that counts from `anchor`, and if no departure gives a day.
        """
        key = (anchor, expression, published)
        found = self._findings.get(key)
        if found is None:
            found = self._find(*key)
            if sum(map(len, key)) <= _LONGEST:
                if len(self._findings) >= _MOST_FINDINGS:
                    self._findings.clear()
                self._findings[key] = found
        return found

    def _find(self, anchor_text: str, text: str, published_text: str) -> Finding:
        """Return the finding of texts that are not in the cache."""
        anchor, published = day_in("anchor", anchor_text), day_in("published", published_text)
        try:
            counts = self._counts_of(text)
            deadlines = counts.deadlines(anchor)
        except TimelineError as error:
            raise _in_column("expression", error) from None
        nearest, groups = self._nearest(counts.groups, deadlines, published)
        # The first of a group changes no rule that does not matter.
        fewest = len(self.departures[groups[0][0]].rules)
        smallest = (first for first, *_ in groups if len(self.departures[first].rules) == fewest)
        every = (number for group in groups for number in group if nearest == published)
        given_by = GivenBy(tuple(smallest), frozenset(every))
        # Equal ones are one object, because a set takes much memory.
        given_by = self._givers.setdefault(given_by, given_by)
        return Finding(anchor, counts.expression.text, published, deadlines[0], nearest, given_by)

    def _nearest(
        self, groups: list[list[int]], deadlines: list[date | None], published: date
    ) -> tuple[date, list[list[int]]]:
        """Return the published day, or the nearest that a small departure gives, and the groups that give it."""
        days = [(day, group) for day, group in zip(deadlines, groups, strict=True) if day]
        if published not in deadlines:
            days = [(day, group) for day, group in days if group[0] in self._small] or days
        nearest = min((day for day, _ in days), key=lambda day: (abs((published - day).days), day))
        return nearest, [group for day, group in days if day == nearest]

    def _counts_of(self, text: str) -> Counts:
        """Return the counts of an expression."""
        found = self._counts.get(text)
        if found is None:
            found = Counts(from_anchor(text), self.departures)
            if len(self._counts) >= _MOST_EXPRESSIONS:
                self._counts.clear()
            self._counts[text] = found
        return found


def day_in(column: str, text: str) -> date:
    """Return the day that a cell holds. Raises `TimelineError`, which begins with the column."""
    try:
        return iso_day(text) or single_day(DayRange.parse(text), text)
    except TimelineError as error:
        raise _in_column(column, error) from None


def _in_column(column: str, error: TimelineError) -> TimelineError:
    """Return the error with the column before its text."""
    return TimelineError(f"{column}: {error}")
