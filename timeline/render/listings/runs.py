"""Long runs of the occurrences of a recurring duty, shortened for a terminal."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from timeline.render import words
from timeline.render.listing import Cell
from timeline.schedule.status import TO_COME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.schedule.status import MilestoneStatus

# How many of the occurrences still to come are shown.
_NEXT = 2


def abridged(
    states: Sequence[MilestoneStatus], rows: Sequence[Sequence[Cell]]
) -> list[Sequence[Cell]]:
    """Return the rows of a table, without most of the occurrences in long runs.

    Of each recurring duty the last occurrence past and the next two are left, and a row that says how
    many more there are and what became of them, if that is shorter. `rows` are those of the `states`, in order; the first cell
    is the id, and the last one the title.
    """
    runs = defaultdict[str, list[int]](list)
    for place, state in enumerate(states):
        if state.dated.occurrence:
            runs[state.dated.occurrence.duty].append(place)
    hidden, rest = set[int](), dict[int, tuple[Cell, ...]]()
    for duty, places in runs.items():
        first, last = _shown([states[place] for place in places])
        earlier, later = places[:first], places[last + 1 :]
        if len(earlier) + len(later) > 1:
            hidden.update(earlier, later)
            text = _rest([states[place] for place in earlier], [states[place] for place in later])
            blank = [Cell("")] * (len(rows[0]) - 2)
            rest[places[last]] = (Cell(duty, "bold"), *blank, Cell(text))
    found: list[Sequence[Cell]] = []
    for place, row in enumerate(rows):
        found += [row] if place not in hidden else []
        found += [rest[place]] if place in rest else []
    return found


def _shown(run: Sequence[MilestoneStatus]) -> tuple[int, int]:
    """Return the positions of the first and the last occurrence in a run to show."""
    past = [n for n, state in enumerate(run) if state.remaining is not None and state.remaining < 0]
    to_come = [n for n, state in enumerate(run) if state.status in TO_COME]
    first = past[-1] if past else 0
    return first, max([first, *to_come[:_NEXT]])


def _rest(earlier: Sequence[MilestoneStatus], later: Sequence[MilestoneStatus]) -> str:
    """Return how many occurrences are not shown, and what became of those that are not to come."""
    parts = list[str]()
    if earlier:
        parts.append(f"{len(earlier)} earlier ({words.outcome(earlier)})")
    if later:
        last = later[-1].dated.due
        known = words.outcome(state for state in later if state.status not in TO_COME)
        until = f" until {last.deadline}" if last else ""
        parts.append(f"{len(later)} more{until}{f' ({known})' if known else ''}")
    return f"… {', '.join(parts)} (--all shows them)"
