"""Check that the parts of an agreement are consistent with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from timeline.clock import time_zone
from timeline.dates.counting import Counting
from timeline.dates.expressions import ANCHOR_NAMES, RESERVED_NAMES, Expression
from timeline.dates.several import Several
from timeline.errors import (
    CircleError,
    ExpressionError,
    ScheduleError,
    UndatedError,
    UnknownNameError,
    UnknownZoneError,
    nearest,
)
from timeline.files.faults import Fault, item, join
from timeline.files.places import each_milestone, each_series
from timeline.files.series import implausible_levels, series_faults
from timeline.files.stated import impossible_days
from timeline.plain_text import quoted
from timeline.schedule.order import circles
from timeline.schedule.schedule import Scenario, build_schedule

_MOST_SUGGESTIONS = 20

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from timeline.dates.due import NewDue
    from timeline.schedule.agreement import Agreement, Milestone
    from timeline.schedule.schedule import Schedule


def inconsistencies(agreement: Agreement) -> list[Fault]:
    """Return the faults in ids, names, sources, series, dates and the time zone, and circles.

    The agreement may also be the result of `read_table` for an invalid file.
    """
    return [
        *_repeated_ids("milestone", [milestone.id for milestone in agreement.milestones]),
        *_repeated_ids("source", [source.id for source in agreement.sources]),
        *_repeated_ids("series", [series.id for series in agreement.named_series]),
        *_unknown_zone(agreement),
        *_early_decisions(agreement),
        *_amendments(agreement),
        *_empty_choices(agreement),
        *_unknown_anchors(agreement),
        *_unknown_sources(agreement),
        *series_faults(agreement),
        *impossible_days(agreement),
        *_circles(agreement),
    ]


def failed_counts(schedule: Schedule) -> Iterator[Fault]:
    """Yield the values of `due` and `also` whose date cannot be computed.

    An undated milestone is not a fault.
    """
    agreement = schedule.agreement
    paths = {milestone.id: path for path, milestone in each_milestone(agreement)}
    amended = {each.id: each.amended for each in agreement.milestones}
    for failure in {failure.id: failure for failure in schedule.failed.values()}.values():
        moved = (
            f"amended[#{number}].due"
            for number, each in enumerate(amended[failure.id], 1)
            if each.due.text == failure.error.text
        )
        yield Fault(f"{paths[failure.id]}.{next(moved, 'due')}", str(failure.error))
    for path, milestone in each_milestone(agreement):
        counting = Counting().under(agreement.counting, milestone.counting)
        for number, expression in enumerate(milestone.also, 1):
            try:
                schedule.evaluate(expression, counting)
            except (UndatedError, ScheduleError):
                continue  # An undated or failed anchor is not a fault of this expression.
            except ExpressionError as error:
                yield Fault(f"{path}.also[#{number}]", str(error))


def _repeated_ids(table: str, ids: list[str]) -> Iterator[Fault]:
    """Yield the ids that another item has too, and those that are reserved words."""
    first: dict[str, int] = {}
    for position, identity in enumerate(ids):
        path = join(item(table, position, None), "id")
        if identity in first:
            other = item(table, first[identity], None)
            yield Fault(path, f"{quoted(identity)} is already the id of {other}")
        elif identity in RESERVED_NAMES and table == "milestone":
            yield Fault(
                path,
                f"{quoted(identity)} is a reserved word; do not use {', '.join(RESERVED_NAMES)}",
            )
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
    suggested = 0
    for path, milestone in each_milestone(agreement):
        for key, expression, _ in _expressions(milestone):
            for name in expression.names:
                if name in known:
                    continue
                # Finding similar names is slow, so only the first faults get a suggestion.
                candidates = known if suggested < _MOST_SUGGESTIONS else ()
                suggested += 1
                error = UnknownNameError(expression.text, name, candidates)
                yield Fault(f"{path}.{key}", str(error))


def _early_decisions(agreement: Agreement) -> Iterator[Fault]:
    """Yield what was decided before the signing, and what counts from a milestone decided later."""
    days = [("void-from", agreement.void_from)]
    decided = {each.id: each.decided for each in agreement.milestones if each.decided}
    for path, milestone in each_milestone(agreement):
        days += [(f"{path}.decided", milestone.decided), (f"{path}.void-from", milestone.void_from)]
        for key, expression, known in _expressions(milestone):
            later = decided.get(expression.name or "")
            if later and not (known and later <= known):
                yield Fault(
                    f"{path}.{key}",
                    f"{quoted(expression.text)}: {expression.name} was decided later, on {later}; "
                    "count from what was decided by then",
                )
    for key, day in days:
        if day and agreement.signed and day < agreement.signed:
            yield Fault(key, f"{day} is before the day of signing, {agreement.signed}")


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
            if milestone.fulfilled and day > milestone.fulfilled:
                yield Fault(place, f"{day} is after it was fulfilled, on {milestone.fulfilled}")


def _expressions(milestone: Milestone) -> Iterator[tuple[str, Expression, date | None]]:
    """Yield each expression of a milestone, with its key and the day on which it was decided."""
    for key, expression in _dues(milestone.due):
        yield key, expression, milestone.decided
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


def _circles(agreement: Agreement) -> Iterator[Fault]:
    """Yield the circles in which milestones count from one another."""
    positions = {each.id: position for position, each in enumerate(agreement.milestones)}
    counts_from = {each.id: each.names for each in agreement.milestones if each.id}
    for path in circles(counts_from):
        place = join(item("milestone", positions[path[0]], path[0]), "due")
        yield Fault(place, str(CircleError(path)))


def faults_of_dates(agreement: Agreement) -> Iterator[Fault]:
    """Yield the dates that cannot be computed, and implausible levels, of a partly invalid agreement."""
    if not agreement.signed or any(_circles(agreement)):
        return
    # Unknown names are already reported. Evaluating them would look for similar names each time.
    known = {*(each.id for each in agreement.milestones if each.id), *ANCHOR_NAMES}
    # An invalid id is replaced by one that no expression can refer to.
    valid = [
        structs.replace(
            milestone,
            id=milestone.id or f"#{number}",
            due=milestone.due if _is_known(milestone.due, known) else None,
            also=tuple(other for other in milestone.also if _is_known(other, known)),
            amended=tuple(
                each for each in milestone.amended if each.decided and _is_known(each.due, known)
            ),
        )
        for number, milestone in enumerate(agreement.milestones, 1)
    ]
    agreement = structs.replace(agreement, milestones=tuple(valid))
    yield from failed_counts(build_schedule(agreement, Scenario(today=agreement.signed)))
    yield from implausible_levels(agreement)


def _is_known(due: NewDue | None, known: set[str]) -> bool:
    """Return whether there is an expression, and every name that it counts from is known."""
    if due is None or (isinstance(due, Several) and not due.expressions):
        return False
    return known.issuperset(due.names)


def _unknown_sources(agreement: Agreement) -> Iterator[Fault]:
    """Yield the references to sources that are not listed."""
    known = dict.fromkeys(source.id for source in agreement.sources if source.id)
    suggested = 0

    def unlisted(references: Iterable[tuple[str, str | None]]) -> Iterator[Fault]:
        nonlocal suggested
        for path, source in references:
            if source is not None and source not in known:
                candidates = known if suggested < _MOST_SUGGESTIONS else ()
                suggested += 1
                hint = nearest(source, candidates) if known else "add a [[source]] with that id"
                yield Fault(path, f"unknown source {quoted(source)}; {hint}")

    for path, milestone in each_milestone(agreement):
        yield from unlisted(
            [
                (f"{path}.source", milestone.source),
                (f"{path}.fulfilled-source", milestone.fulfilled_source),
                *(
                    (f"{path}.amended[#{n}].source", amended.source)
                    for n, amended in enumerate(milestone.amended, 1)
                ),
                *(
                    (f"{path}.published[#{n}].source", published.source)
                    for n, published in enumerate(milestone.published, 1)
                ),
            ]
        )
    for path, series in each_series(agreement):
        yield from unlisted(
            [
                (f"{path}.source", series.source),
                *(
                    (f"{path}.observed[#{n}].source", observed.source)
                    for n, observed in enumerate(series.observed, 1)
                ),
            ]
        )
