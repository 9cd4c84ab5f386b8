"""Evaluate an agreement as of a date. Only this module removes later facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from timeline.dates.days import days_in
from timeline.schedule.agreement import Drawdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.schedule.agreement import Agreement, Milestone, Published, SourceDates

_S = TypeVar("_S", bound=Drawdown)


def as_of(agreement: Agreement, day: date) -> Agreement:
    """Return the agreement without what happened, was observed, was decided or published after `day`.

    Milestones and amendments decided later are removed, and so is a later `void_from`. A record that
    ends later ends on `day`. A published date is known from its `on`, or else from the date of its
    source; without either it is always known. A source is removed if only removed entries refer to it,
    or if nothing refers to it and its own date is later. If nothing is removed, the result is
    `agreement` itself.

    >>> from datetime import date
    >>> from timeline.files.loading import load
    >>> drawdown = as_of(load("doha-2020"), date(2020, 6, 17)).drawdown
    >>> [str(observation.date) for observation in drawdown.observed]
    ['2020-02-29']
    """
    dates = agreement.source_dates
    known = structs.replace(
        agreement,
        recorded_until=agreement.recorded_until and min(agreement.recorded_until, day),
        void_from=_by(agreement.void_from, day),
        milestones=tuple(
            _milestone(each, day, dates)
            for each in agreement.milestones
            if each.decided is None or each.decided <= day
        ),
        drawdown=agreement.drawdown and _series(agreement.drawdown, day),
        named_series=tuple(_series(each, day) for each in agreement.named_series),
    )
    is_late = any(source.date and source.date > day for source in agreement.sources)
    if known == agreement and not is_late:
        return agreement
    used, still_used = set(_used_sources(agreement)), set(_used_sources(known))
    sources = tuple(
        source
        for source in agreement.sources
        if source.id in still_used
        or (source.id not in used and (source.date is None or source.date <= day))
    )
    if known == agreement and sources == agreement.sources:
        return agreement
    return structs.replace(known, sources=sources)


def news(agreement: Agreement) -> tuple[date, ...]:
    """Return the days on which something about the agreement becomes known, in order.

    As of any day between two of them the same is known, and the record goes up to that day at most.
    """
    milestones = [structs.replace(each, recorded_until=None) for each in agreement.milestones]
    agreement = structs.replace(agreement, recorded_until=None, milestones=tuple(milestones))
    found, before = list[date](), as_of(agreement, date.min)
    for day in sorted(days_in(agreement)):
        known = as_of(agreement, day)
        if known != before:
            found.append(day)
            before = known
    return tuple(found)


def _series(series: _S, day: date) -> _S:
    """Return the series without the levels observed later."""
    observed = tuple(level for level in series.observed if level.date <= day)
    return structs.replace(series, observed=observed)


def _milestone(milestone: Milestone, day: date, dates: SourceDates) -> Milestone:
    """Return the milestone without later facts, or `milestone` itself if it has none."""
    if isinstance(milestone.fulfilled, tuple):
        fulfilled = tuple(entry for entry in milestone.fulfilled if entry.date <= day)
        if len(fulfilled) < len(milestone.fulfilled):
            milestone = structs.replace(milestone, fulfilled=fulfilled)
    elif milestone.fulfilled and milestone.fulfilled > day:
        milestone = structs.replace(
            milestone, fulfilled=None, fulfilled_source=None, fulfilled_note=None
        )
    if milestone.void_from != _by(milestone.void_from, day):
        milestone = structs.replace(milestone, void_from=None)
    if milestone.recorded_until and milestone.recorded_until > day:
        milestone = structs.replace(milestone, recorded_until=day)
    amended = tuple(each for each in milestone.amended if each.decided <= day)
    if len(amended) < len(milestone.amended):
        milestone = structs.replace(milestone, amended=amended)
    published = tuple(entry for entry in milestone.published if _is_known(entry, day, dates))
    if len(published) < len(milestone.published):
        milestone = structs.replace(milestone, published=published)
    return milestone


def _by(known_from: date | None, day: date) -> date | None:
    """Return the day from which something is known, None if it is after `day`."""
    return known_from if known_from and known_from <= day else None


def _is_known(published: Published, day: date, dates: SourceDates) -> bool:
    """Return whether the date had been published by `day`."""
    known_from = published.known_from(dates)
    return known_from is None or known_from <= day


def _used_sources(agreement: Agreement) -> Iterator[str | None]:
    """Yield the id of each source that something in the agreement refers to."""
    for milestone in agreement.milestones:
        yield milestone.source
        yield milestone.fulfilled_source
        yield from (entry.source for entry in milestone.fulfilled_by_number.values())
        yield from (amended.source for amended in milestone.amended)
        yield from (published.source for published in milestone.published)
    for series in agreement.series.values():
        yield series.source
        yield from (observed.source for observed in series.observed)
