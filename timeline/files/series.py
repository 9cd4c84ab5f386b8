"""Check that levels belong to a series, and that those of a series go one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from timeline.errors import nearest
from timeline.files.faults import Fault, join
from timeline.files.places import each_milestone, each_series
from timeline.plain_text import quoted, shortened
from timeline.schedule.agreement import DRAWDOWN, Kind
from timeline.schedule.observations import excess
from timeline.schedule.schedule import Scenario, build_schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from timeline.dates.edtf import DayRange
    from timeline.schedule.agreement import Agreement, Drawdown

_MOST_SUGGESTIONS = 20


def series_faults(agreement: Agreement) -> Iterator[Fault]:
    """Yield the faults in the series of an agreement and in the levels that name them.

    The agreement may also be the valid part of a file.
    """
    if agreement.drawdown and agreement.named_series:
        yield Fault("drawdown", "found beside [[series]]; write it as a [[series]] with an id")
    for path, series in each_series(agreement):
        first: dict[date, int] = {}
        for number, observed in enumerate(series.observed, 1):
            day = observed.date
            if day and first.setdefault(day, number) != number:
                problem = f"is already the date of observed[#{first[day]}]"
                place = f"{path}.observed[#{number}].date"
                yield Fault(place, f"{day} {problem}; use one observation a day")
    yield from _levels_without_series(agreement)


def _levels_without_series(agreement: Agreement) -> Iterator[Fault]:
    """Yield the levels of milestones that do not say of which series they are, or of an unknown one."""
    known = dict.fromkeys(name for name in agreement.series if name)
    suggested = 0
    for path, milestone in each_milestone(agreement):
        if milestone.level is not None and milestone.named_levels is not None:
            yield Fault(f"{path}.level", "found beside levels; use levels alone")
        elif milestone.level is not None and agreement.named_series and not agreement.drawdown:
            choice = f"; choose from {shortened(', '.join(known), 200)}" if len(known) > 1 else ""
            example = f"{{ {next(iter(known), 'ID')} = {milestone.level} }}"
            yield Fault(f"{path}.level", f"of which series? write levels = {example}{choice}")
        for name in milestone.named_levels or ():
            if name not in known:
                # Finding similar names is slow, so only the first faults get a suggestion.
                candidates = known if suggested < _MOST_SUGGESTIONS else ()
                suggested += 1
                hint = nearest(name, candidates) if known else "add a [[series]] with that id"
                yield Fault(join(f"{path}.levels", name), f"unknown series {quoted(name)}; {hint}")


class _Step(NamedTuple):
    """A level that a milestone sets, with the path of its key and its due date as signed."""

    path: str
    id: str
    level: int
    due: DayRange | None


def implausible_levels(agreement: Agreement) -> Iterator[Fault]:
    """Yield the levels that go the wrong way: up, or down in a series that is rising.

    Each is beyond the baseline, or beyond the level of an earlier deadline; of the latter, the first
    of a series is enough. What counts is what was agreed on the day of signing: the deadlines without
    what was decided or happened later, because a later decision may well allow more. A milestone with
    a condition is not compared, and goals are compared with goals only, because one may hold where
    another does not. Imprecise dates are compared if all days of one are before all of the other.

    The agreement may also be the valid part of a file.
    """
    groups = _steps(agreement)
    for path, series in each_series(agreement):
        name = getattr(series, "id", DRAWDOWN)
        for steps in groups.get(name, {}).values():
            yield from _beyond_baseline(series, steps, path, agreement.signed)
            yield from _wrong_way(series, steps, path)


def _steps(agreement: Agreement) -> dict[str, dict[Kind, list[_Step]]]:
    """Return the levels that are compared, by series and by kind."""
    # Without what was observed, which does not matter here, and may have no date in an invalid file.
    bare = structs.replace(agreement, drawdown=None, named_series=())
    found: dict[str, dict[Kind, list[_Step]]] = {}
    if not any(milestone.levels for milestone in agreement.milestones):
        return found
    signed = build_schedule(bare, Scenario(today=agreement.signed), agreement.signed)
    known = {milestone.id for milestone in signed.agreement.milestones}
    for path, milestone in each_milestone(agreement):
        if milestone.condition or milestone.id not in known:
            continue
        dated = signed.milestones.get(milestone.id)
        due = dated.due if dated else None
        for name, level in milestone.levels.items():
            key = join(f"{path}.levels", name) if milestone.named_levels else f"{path}.level"
            groups = found.setdefault(name, {})
            step = _Step(key, milestone.id, level, due)
            groups.setdefault(milestone.kind or Kind.COMMITMENT, []).append(step)
    return found


def _beyond_baseline(
    series: Drawdown, steps: Iterable[_Step], path: str, signed: date
) -> Iterator[Fault]:
    """Yield the levels beyond the baseline, except those that were due by the day of signing."""
    for step in steps:
        if series.baseline is None or (step.due and step.due.latest <= signed):
            continue
        if excess(step.level, series.baseline, rising=series.rising) > 0:
            problem = f"{step.level} is {_side(series)} the baseline, {series.baseline}"
            yield Fault(step.path, f"{problem}; {_meaning(series, path)}")


def _wrong_way(series: Drawdown, steps: Sequence[_Step], path: str) -> Iterator[Fault]:
    """Yield the first level that is beyond one due earlier, in order of deadlines."""
    dated = [(step.due, step) for step in steps if step.due]
    by_latest = iter(sorted(dated, key=lambda each: each[0].latest))
    earlier = next(by_latest, None)
    strictest: tuple[DayRange, _Step] | None = None
    for due, step in sorted(dated, key=lambda each: each[0].earliest):
        while earlier and earlier[0].latest < due.earliest:
            if not strictest or (
                excess(earlier[1].level, strictest[1].level, rising=series.rising) < 0
            ):
                strictest = earlier
            earlier = next(by_latest, None)
        if strictest and excess(step.level, strictest[1].level, rising=series.rising) > 0:
            before, other = strictest
            yield Fault(
                step.path,
                f"{step.level}, due {due.latest} as signed, is {_side(series)} the {other.level} of "
                f"{other.id}, due {before.latest}; {_meaning(series, path)}",
            )
            return


def _side(series: Drawdown) -> str:
    """Return on which side of another a level must not be."""
    return "below" if series.rising else "above"


def _meaning(series: Drawdown, path: str) -> str:
    """Return what the levels of the series at `path` state, and what to write if they do not."""
    stated = "has been handed over so far" if series.rising else "remains"
    change = "remove" if series.rising else "write"
    return f"levels state what {stated}; if they do not, {change} rising = true in {path}"
