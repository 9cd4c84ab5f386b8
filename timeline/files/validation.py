"""What has to hold between the parts of an agreement, beyond the soundness of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from timeline.dates.counting import Counting
from timeline.dates.expressions import RESERVED_NAMES
from timeline.errors import (
    CircleError,
    ExpressionError,
    ScheduleError,
    UndatedError,
    UnknownNameError,
    nearest,
)
from timeline.files.faults import Fault, item, join
from timeline.files.stated import impossible_days
from timeline.plain_text import quoted
from timeline.schedule.order import circles
from timeline.schedule.schedule import Scenario, build_schedule

_MOST_SUGGESTIONS = 20

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from timeline.schedule.agreement import Agreement, Milestone
    from timeline.schedule.schedule import Schedule


def inconsistencies(agreement: Agreement) -> list[Fault]:
    """Return what does not fit together: ids, names, sources, stated days, circles.

    Takes what `read_table` makes of an unsound file too.
    """
    return [
        *_repeated_ids("milestone", [milestone.id for milestone in agreement.milestones]),
        *_repeated_ids("source", [source.id for source in agreement.sources]),
        *_unknown_anchors(agreement),
        *_unknown_sources(agreement),
        *_repeated_observations(agreement),
        *impossible_days(agreement),
        *_circles(agreement),
    ]


def failed_counts(schedule: Schedule) -> Iterator[Fault]:
    """Yield the rules and other phrasings of a schedule whose count fails.

    What has no date is no fault.
    """
    agreement = schedule.agreement
    paths = {milestone.id: path for path, milestone in _milestones(agreement)}
    for failure in {one.id: one for one in schedule.failed.values()}.values():
        yield Fault(join(paths[failure.id], "due"), str(failure.error))
    for path, milestone in _milestones(agreement):
        counting = Counting().under(agreement.counting, milestone.counting)
        for number, expression in enumerate(milestone.also, 1):
            try:
                schedule.evaluate(expression, counting)
            except (UndatedError, ScheduleError):
                continue  # A count that fails is reported where it stands.
            except ExpressionError as error:
                yield Fault(f"{path}.also[#{number}]", str(error))


def _repeated_ids(table: str, ids: list[str]) -> Iterator[Fault]:
    """Yield the ids that are taken: by another item, or by the grammar of expressions."""
    first: dict[str, int] = {}
    for position, identity in enumerate(ids):
        path = join(item(table, position, None), "id")
        if identity in first:
            taken = f"the id of {item(table, first[identity], None)} already"
            yield Fault(path, f"{quoted(identity)} is {taken}; expected one of its own")
        elif identity in RESERVED_NAMES and table == "milestone":
            yield Fault(
                path,
                f"{quoted(identity)} is a reserved word; expected none of {', '.join(RESERVED_NAMES)}",
            )
        if identity:
            first.setdefault(identity, position)


def _repeated_observations(agreement: Agreement) -> Iterator[Fault]:
    """Yield the observations on a day that has one already."""
    first: dict[date, int] = {}
    for number, one in enumerate(agreement.drawdown.observed if agreement.drawdown else (), 1):
        if one.date and first.setdefault(one.date, number) != number:
            taken = f"the day of observed[#{first[one.date]}] already"
            yield Fault(
                f"drawdown.observed[#{number}].date",
                f"{one.date} is {taken}; expected one observation a day",
            )


def _unknown_anchors(agreement: Agreement) -> Iterator[Fault]:
    """Yield the expressions that count from a name nobody bears."""
    known = dict.fromkeys([*(one.id for one in agreement.milestones if one.id), *RESERVED_NAMES])
    suggested = 0
    for path, milestone in _milestones(agreement):
        expressions = [("due", milestone.due)] if milestone.due else []
        expressions += [(f"also[#{n}]", one) for n, one in enumerate(milestone.also, 1)]
        for key, expression in expressions:
            name = expression.name
            if name is not None and name not in known:
                # Finding the nearest of many names takes long, and a file may hold many faults.
                candidates = known if suggested < _MOST_SUGGESTIONS else ()
                suggested += 1
                error = UnknownNameError(expression.text, name, candidates)
                yield Fault(f"{path}.{key}", str(error))


def _circles(agreement: Agreement) -> Iterator[Fault]:
    """Yield the circles in which milestones count from one another."""
    positions = {one.id: position for position, one in enumerate(agreement.milestones)}
    counts_from = {
        one.id: one.due.name if one.due else None for one in agreement.milestones if one.id
    }
    for path in circles(counts_from):
        place = join(item("milestone", positions[path[0]], path[0]), "due")
        yield Fault(place, str(CircleError(path)))


def failed_counts_of_unsound(agreement: Agreement) -> Iterator[Fault]:
    """Yield the counts that fail in an agreement that has other faults, as far as it can be dated."""
    if not agreement.signed or any(_circles(agreement)):
        return
    # What counts from a name that nobody bears is reported already. Trying it would look for the
    # nearest name, each time among all.
    known = {*(one.id for one in agreement.milestones if one.id), *RESERVED_NAMES, None}
    # An unsound id gives way to one that nothing can count from.
    named = [
        structs.replace(
            one,
            id=one.id or f"#{number}",
            due=one.due if one.due and one.due.name in known else None,
            also=tuple(other for other in one.also if other.name in known),
        )
        for number, one in enumerate(agreement.milestones, 1)
    ]
    sound = structs.replace(agreement, milestones=tuple(named))
    yield from failed_counts(build_schedule(sound, Scenario(today=agreement.signed)))


def _unknown_sources(agreement: Agreement) -> Iterator[Fault]:
    """Yield the sources that are named and not listed."""
    known = dict.fromkeys(source.id for source in agreement.sources if source.id)
    suggested = 0

    def unlisted(named: Iterable[tuple[str, str | None]]) -> Iterator[Fault]:
        nonlocal suggested
        for path, source in named:
            if source is not None and source not in known:
                candidates = known if suggested < _MOST_SUGGESTIONS else ()
                suggested += 1
                expected = (
                    nearest(source, candidates) if known else "expected a [[source]] with that id"
                )
                yield Fault(path, f"no source is called {quoted(source)}; {expected}")

    for path, milestone in _milestones(agreement):
        yield from unlisted(
            [
                (f"{path}.source", milestone.source),
                (f"{path}.fulfilled-source", milestone.fulfilled_source),
                *(
                    (f"{path}.published[#{n}].source", one.source)
                    for n, one in enumerate(milestone.published, 1)
                ),
            ]
        )
    if agreement.drawdown:
        yield from unlisted(
            [
                ("drawdown.source", agreement.drawdown.source),
                *(
                    (f"drawdown.observed[#{n}].source", one.source)
                    for n, one in enumerate(agreement.drawdown.observed, 1)
                ),
            ]
        )


def _milestones(agreement: Agreement) -> Iterator[tuple[str, Milestone]]:
    """Yield each milestone with its path."""
    for position, milestone in enumerate(agreement.milestones):
        yield item("milestone", position, milestone.id), milestone
