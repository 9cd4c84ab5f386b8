"""Check that the parts of an agreement are consistent with each other."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from timeline.clock import time_zone
from timeline.dates.expressions import ANCHOR_NAMES, RESERVED_NAMES, Expression
from timeline.dates.several import Several
from timeline.errors import (
    CircleError,
    RecurringDutyError,
    UnknownNameError,
    UnknownZoneError,
    nearest,
)
from timeline.files.faults import Fault, item, join
from timeline.files.places import each_milestone, each_series
from timeline.files.recurring import recurring_faults
from timeline.files.series import series_faults
from timeline.files.stated import impossible_days
from timeline.plain_text import quoted
from timeline.schedule.agreement import Milestone
from timeline.schedule.order import circles
from timeline.schedule.recurrence import duty_of

_MOST_SUGGESTIONS = 20

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from timeline.dates.due import NewDue
    from timeline.schedule.agreement import (
        Agreement,
        Amended,
        Drawdown,
        Fulfilled,
        Observed,
        Published,
    )


def inconsistencies(agreement: Agreement, found: Iterable[Fault] = ()) -> list[Fault]:
    """Return the faults in ids, names, sources, series, dates and the time zone.

    The agreement may also be the result of `read_table` for an invalid file, with the faults `found`.
    """
    return [
        *_repeated_ids("milestone", [milestone.id for milestone in agreement.milestones]),
        *_repeated_ids("source", [source.id for source in agreement.sources]),
        *_repeated_ids("series", [series.id for series in agreement.named_series]),
        *_unknown_zone(agreement),
        *_early_decisions(agreement),
        *_amendments(agreement),
        *recurring_faults(agreement, {fault.path for fault in found}),
        *_empty_choices(agreement),
        *_unknown_anchors(agreement),
        *_unknown_sources(agreement),
        *series_faults(agreement),
        *impossible_days(agreement),
    ]


def _repeated_ids(table: str, ids: list[str]) -> Iterator[Fault]:
    """Yield the ids that another item has too, and those that are reserved words."""
    first: dict[str, int] = {}
    for position, identity in enumerate(ids):
        problem = None
        if identity in first:
            other = item(table, first[identity], None)
            problem = f"{quoted(identity)} is already the id of {other}"
        elif identity in RESERVED_NAMES and table == "milestone":
            words = ", ".join(RESERVED_NAMES)
            problem = f"{quoted(identity)} is a reserved word; do not use {words}"
        if problem:
            yield Fault(join(item(table, position, None), "id"), problem)
        if identity:
            first.setdefault(identity, position)


def _unknown_zone(agreement: Agreement) -> Iterator[Fault]:
    """Yield the time zone if the zone database does not contain it."""
    if agreement.tz is not None:
        try:
            time_zone(agreement.tz)
        except UnknownZoneError as error:
            yield Fault("tz", str(error))


def _unknown_anchors(agreement: Agreement) -> Iterator[Fault]:
    """Yield the expressions that count from an unknown name."""
    known = dict.fromkeys([*(each.id for each in agreement.milestones if each.id), *ANCHOR_NAMES])
    duties = duties_of(agreement)
    suggested = 0
    for path, milestone in each_milestone(agreement):
        for key, expression, _ in expressions_of(milestone):
            for name in expression.names:
                if name in duties:
                    one = RecurringDutyError(expression.text, name)
                    yield Fault(f"{path}.{key}", str(one))
                if name in known or duty_of(name, duties):
                    continue
                # Finding similar names is slow, so only the first faults get a suggestion.
                candidates = known if suggested < _MOST_SUGGESTIONS else ()
                suggested += 1
                error = UnknownNameError(expression.text, name, candidates)
                yield Fault(f"{path}.{key}", str(error))


def _early_decisions(agreement: Agreement) -> Iterator[Fault]:
    """Yield what was decided before the signing, and what counts from a milestone decided later."""
    signed = agreement.signed
    if agreement.void_from and signed and agreement.void_from < signed:
        yield Fault("void-from", _before_signing(agreement.void_from, signed))
    decided = {each.id: each.decided for each in agreement.milestones if each.decided}
    duties = duties_of(agreement)
    for path, milestone in each_milestone(agreement):
        for key, day in (("decided", milestone.decided), ("void-from", milestone.void_from)):
            if day and signed and day < signed:
                yield Fault(f"{path}.{key}", _before_signing(day, signed))
        for key, expression, known in expressions_of(milestone) if decided else ():
            name = expression.name or ""
            later = decided.get(duty_of(name, duties) or name)
            if later and not (known and later <= known):
                yield Fault(
                    f"{path}.{key}",
                    f"{quoted(expression.text)}: {expression.name} was decided later, on {later}; "
                    "count from what was decided by then",
                )


def _before_signing(day: date, signed: date) -> str:
    """Return that a day is before the day of signing."""
    return f"{day} is before the day of signing, {signed}"


def _amendments(agreement: Agreement) -> Iterator[Fault]:
    """Yield the amendments that nothing could have moved on their day."""
    for path, milestone in each_milestone(agreement):
        first: dict[date, int] = {}
        begin, event = agreement.signed, "the day of signing"
        if milestone.decided and begin and milestone.decided > begin:
            begin, event = milestone.decided, "the day on which the milestone was decided"
        for number, amended in enumerate(milestone.amended, 1):
            day, place = amended.decided, f"{path}.amended[#{number}].decided"
            if not day:
                continue
            if begin and day < begin:
                yield Fault(place, f"{day} is before {event}, {begin}")
            if first.setdefault(day, number) != number:
                other = f"amended[#{first[day]}]"
                yield Fault(place, f"{day} is already the day of {other}; use one amendment a day")
            if milestone.happened and day > milestone.happened:
                yield Fault(place, f"{day} is after it was fulfilled, on {milestone.happened}")


def expressions_of(milestone: Milestone) -> Iterator[tuple[str, Expression, date | None]]:
    """Yield each expression of a milestone, with its key and the day on which it was decided."""
    for key, expression in _dues(milestone.due):
        yield key, expression, milestone.decided
    for key, other in (("from", milestone.from_), ("until", milestone.until)):
        if other:
            yield key, other, milestone.decided
    for number, expression in enumerate(milestone.also, 1):
        yield f"also[#{number}]", expression, milestone.decided
    for number, amended in enumerate(milestone.amended, 1):
        for key, expression in _dues(amended.due):
            yield f"amended[#{number}].{key}", expression, amended.decided


def _dues(due: NewDue | None) -> list[tuple[str, Expression]]:
    """Return the expressions of a value of `due`, each with its key."""
    if isinstance(due, Several):
        return [
            (f"due.{which}[#{number}]", each)
            for which, expressions in (("later", due.later), ("earlier", due.earlier))
            for number, each in enumerate(expressions, 1)
        ]
    return [("due", due)] if isinstance(due, Expression) else []


def _empty_choices(agreement: Agreement) -> Iterator[Fault]:
    """Yield each `due` table that does not have exactly one of its two keys, or an empty array."""
    for path, milestone in each_milestone(agreement):
        dues: list[tuple[str, NewDue | None]] = [("due", milestone.due)]
        dues += [(f"amended[#{n}].due", each.due) for n, each in enumerate(milestone.amended, 1)]
        for key, due in dues:
            if isinstance(due, Several) and bool(due.later) == bool(due.earlier):
                found = "found both keys" if due.later else "found no expression"
                expected = "expected later or earlier, an array of expressions"
                yield Fault(f"{path}.{key}", f"{found}; {expected}")


def circular_references(agreement: Agreement) -> Iterator[Fault]:
    """Yield the circles in which milestones count from one another.

    The agreement may also be the result of `read_table` for an invalid file.
    """
    positions = {each.id: position for position, each in enumerate(agreement.milestones)}
    duties = duties_of(agreement)
    counts_from = {
        # Of an occurrence the duty alone, so that the path has ids only.
        each.id: [duty_of(name, duties) or name for name in each.names]
        for each in agreement.milestones
        if each.id
    }
    for path in circles(counts_from):
        milestone = agreement.milestones[positions[path[0]]]
        start = [duty_of(name, duties) or name for name in milestone.counted_from.names]
        key = "due" if not milestone.every else "from" if path[1] in start else "until"
        place = join(item("milestone", positions[path[0]], path[0]), key)
        yield Fault(place, str(CircleError(path)))


def _unknown_sources(agreement: Agreement) -> Iterator[Fault]:
    """Yield the references to sources that are not listed."""
    known = dict.fromkeys(source.id for source in agreement.sources if source.id)
    suggested = 0

    tables: Iterable[tuple[object, Milestone | Drawdown]] = chain(
        each_milestone(agreement), each_series(agreement)
    )
    for path, table in tables:
        for key, source in _sources_of(table):
            if source is None or source in known:
                continue
            # Finding similar names is slow, so only the first faults get a suggestion.
            candidates = known if suggested < _MOST_SUGGESTIONS else ()
            suggested += 1
            hint = nearest(source, candidates) if known else "add a [[source]] with that id"
            yield Fault(f"{path}.{key}", f"unknown source {quoted(source)}; {hint}")


def _sources_of(table: Milestone | Drawdown) -> Iterator[tuple[str, str | None]]:
    """Yield each key of a milestone or a series that names a source, with the source."""
    yield "source", table.source
    arrays: dict[str, Sequence[Amended | Fulfilled | Observed | Published]] = {}
    if isinstance(table, Milestone):
        yield "fulfilled-source", table.fulfilled_source
        arrays = {"amended": table.amended, "published": table.published}
        if isinstance(table.fulfilled, tuple):
            arrays["fulfilled"] = table.fulfilled
    else:
        arrays = {"observed": table.observed}
    for key, entries in arrays.items():
        for number, entry in enumerate(entries, 1):
            yield f"{key}[#{number}].source", entry.source


def duties_of(agreement: Agreement) -> set[str]:
    """Return the ids of the recurring duties."""
    return {each.id for each in agreement.milestones if each.every and each.id}
