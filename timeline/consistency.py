"""What has to hold between the parts of an agreement, beyond the soundness of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import UnknownNameError, nearest
from timeline.expressions import RESERVED_NAMES
from timeline.faults import Fault, item, join
from timeline.order import circles
from timeline.plain_text import quoted
from timeline.stated import impossible_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.agreement import Agreement, Milestone


def inconsistencies(agreement: Agreement) -> Iterator[Fault]:
    """Yield what does not fit together: ids, names counted from, sources, stated days, circles.

    Takes what `read_table` makes of an unsound file too.
    """
    yield from _repeated_ids("milestone", [milestone.id for milestone in agreement.milestones])
    yield from _repeated_ids("source", [source.id for source in agreement.sources])
    yield from _unknown_anchors(agreement)
    yield from _unknown_sources(agreement)
    yield from impossible_days(agreement)
    positions = {one.id: position for position, one in enumerate(agreement.milestones)}
    counts_from = {
        one.id: one.due.name if one.due else None for one in agreement.milestones if one.id
    }
    for circle in circles(counts_from):
        first = circle.path[0]
        yield Fault(join(item("milestone", positions[first], first), "due"), str(circle))


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


def _unknown_anchors(agreement: Agreement) -> Iterator[Fault]:
    """Yield the expressions that count from a name nobody bears."""
    known = dict.fromkeys([*(one.id for one in agreement.milestones if one.id), *RESERVED_NAMES])
    for path, milestone in _milestones(agreement):
        expressions = [("due", milestone.due)] if milestone.due else []
        expressions += [(f"also[#{n}]", one) for n, one in enumerate(milestone.also, 1)]
        for key, expression in expressions:
            name = expression.name
            if name is not None and name not in known:
                yield Fault(f"{path}.{key}", str(UnknownNameError(expression.text, name, known)))


def _unknown_sources(agreement: Agreement) -> Iterator[Fault]:
    """Yield the sources that are named and not listed."""
    known = dict.fromkeys(source.id for source in agreement.sources if source.id)

    def unlisted(named: Iterable[tuple[str, str | None]]) -> Iterator[Fault]:
        for path, source in named:
            if source is not None and source not in known:
                expected = nearest(source, known) if known else "expected a [[source]] with that id"
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
