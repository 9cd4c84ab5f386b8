"""An agreement as it could be known on a day. Later facts are dropped here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from timeline.schedule.agreement import Agreement, Milestone, Published

    SourceDates = Mapping[str, date | None]


def as_of(agreement: Agreement, day: date) -> Agreement:
    """Return the agreement without what happened, was observed or was published after `day`.

    A published date is known from its `on`, else from the date of its source; without either it is
    always known. A source goes when only what was dropped names it, or when nothing names it and
    its own date is later. The agreement itself is returned when nothing is dropped.

    >>> from datetime import date
    >>> from timeline.files.loading import load
    >>> drawdown = as_of(load("doha-2020"), date(2020, 6, 17)).drawdown
    >>> [str(one.date) for one in drawdown.observed]
    ['2020-02-29']
    """
    dates = {source.id: source.date for source in agreement.sources}
    drawdown = agreement.drawdown
    if drawdown:
        observed = tuple(one for one in drawdown.observed if one.date <= day)
        drawdown = structs.replace(drawdown, observed=observed)
    known = structs.replace(
        agreement,
        milestones=tuple(_milestone(one, day, dates) for one in agreement.milestones),
        drawdown=drawdown,
    )
    if known == agreement and all(one is None or one <= day for one in dates.values()):
        return agreement
    named, still_named = set(_named_sources(agreement)), set(_named_sources(known))
    sources = tuple(
        source
        for source in agreement.sources
        if source.id in still_named
        or (source.id not in named and (source.date is None or source.date <= day))
    )
    return structs.replace(known, sources=sources)


def _milestone(milestone: Milestone, day: date, dates: SourceDates) -> Milestone:
    """Return the milestone without the later facts: itself when there are none."""
    if milestone.fulfilled and milestone.fulfilled > day:
        milestone = structs.replace(
            milestone, fulfilled=None, fulfilled_source=None, fulfilled_note=None
        )
    published = tuple(one for one in milestone.published if _is_known(one, day, dates))
    if len(published) < len(milestone.published):
        milestone = structs.replace(milestone, published=published)
    return milestone


def _is_known(published: Published, day: date, dates: SourceDates) -> bool:
    """Return whether it was known on `day` that the date was published."""
    known_from = published.on or dates.get(published.source or "")
    return known_from is None or known_from <= day


def _named_sources(agreement: Agreement) -> Iterator[str | None]:
    """Yield the id of each source that something in the agreement names."""
    for milestone in agreement.milestones:
        yield milestone.source
        yield milestone.fulfilled_source
        yield from (one.source for one in milestone.published)
    if agreement.drawdown:
        yield agreement.drawdown.source
        yield from (one.source for one in agreement.drawdown.observed)
