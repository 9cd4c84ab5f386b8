"""The rows of a chart: one for each milestone, and one for all occurrences of a recurring duty."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - fields of structures
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.render import words
from timeline.render.charts.bars import Bar, Sign, bar
from timeline.schedule.status import TO_COME, MilestoneStatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.schedule.agreement import Agreement
    from timeline.schedule.dated_milestone import DatedMilestone

# Of several marks in one place, that of the last status here is seen.
_SEEN_LAST = (
    *(Status.UNDATED, Status.VOID, Status.PASSED, Status.MET, Status.REACHED, Status.UNRECORDED),
    *(Status.PENDING, Status.OPEN, Status.DUE, Status.LATE, Status.OVERDUE),
)


class Texts(Struct, frozen=True):
    """What is said beside the marks of a row.

    `due` is the date of the milestone, or of an occurrence of a recurring duty: `which` is then that it
    is the next or the last one. `due_brief` is without the weekday. `remaining` is the days remaining, or
    how many occurrences there are of each outcome, with what matters most alone in `remaining_short`;
    `next` is when the next one is due.
    """

    which: str
    due: str
    due_brief: str
    remaining: str
    remaining_short: str
    next: str = ""

    @property
    def due_text(self) -> str:
        """The date, after which one it is."""
        return f"{self.which} {self.due}".lstrip()

    @property
    def due_short(self) -> str:
        """The date without its weekday, after which one it is."""
        return f"{self.which} {self.due_brief}".lstrip()


class Lane(Struct, frozen=True):
    """A row of a chart: a milestone, or a recurring duty if `recurs` is true.

    `bars` are the milestone, or the occurrences of the duty by deadline.
    """

    id: str
    title: str
    recurs: bool
    bars: Sequence[Bar]
    texts: Texts

    @property
    def wrong(self) -> bool:
        """Whether any of it is late, overdue or in breach."""
        return any(bar.wrong for bar in self.bars)

    @property
    def is_void(self) -> bool:
        """Whether all of it is void; its title is then struck out."""
        return all(bar.is_void for bar in self.bars)

    @property
    def signs(self) -> set[Sign]:
        """All its marks."""
        return set[Sign]().union(*(bar.signs for bar in self.bars))

    @property
    def in_order(self) -> Iterator[list[Bar]]:
        """The bars in the order in which they are drawn: those of each status together.

        What is overdue is drawn last, over what is late, to come, and met.
        """

        def order(bar: Bar) -> int:
            return _SEEN_LAST.index(bar.status)

        return (list(group) for _, group in groupby(sorted(self.bars, key=order), order))


def lane_of(dated: DatedMilestone) -> str:
    """Return the id of the row of a milestone: its own, or that of its recurring duty."""
    return dated.occurrence.duty if dated.occurrence else dated.milestone.id


def lanes(states: Iterable[MilestoneStatus], agreement: Agreement) -> list[Lane]:
    """Return the rows of milestones, in the order of the first milestone of each."""
    milestones = {milestone.id: milestone for milestone in agreement.milestones}
    return [
        Lane(
            name,
            milestones[name].title,
            any(state.dated.occurrence for state in each),
            [bar(state) for state in each],
            texts(each),
        )
        for name, each in by_lane(states).items()
    ]


def by_lane(states: Iterable[MilestoneStatus]) -> dict[str, list[MilestoneStatus]]:
    """Return the statuses of each row by its id, in the order of the first milestone of each."""
    found = dict[str, list[MilestoneStatus]]()
    for state in states:
        found.setdefault(lane_of(state.dated), []).append(state)
    return found


def texts(states: Sequence[MilestoneStatus]) -> Texts:
    """Return what is said of a milestone, or of a recurring duty with these occurrences.

    If the number of occurrences is not known, the last status is that of the duty itself.
    """
    occurrences = [state for state in states if state.dated.occurrence]
    if not occurrences:
        (one,) = states
        remaining = words.remaining(one)
        return Texts("", *_dues(one), remaining, remaining)
    outcome = short = words.outcome(occurrences)
    to_come = [state for state in occurrences if state.status in TO_COME]
    overdue = [state for state in occurrences if state.status is Status.OVERDUE]
    if len(occurrences) < len(states):
        outcome = short = f"{outcome}, then {words.remaining(states[-1])}"
    elif to_come:
        short = f"{len(to_come)} of {len(states)} to come"
    if overdue:
        short = words.outcome(overdue)
    near = to_come[0] if to_come else states[-1]
    which = "next" if to_come else "last"
    then = f"next {words.remaining(near)}" if to_come else ""
    return Texts(which if near.dated.due else "", *_dues(near), outcome, short, then)


def _dues(state: MilestoneStatus) -> tuple[str, str]:
    """Return the date of a milestone in words, with and without its weekday."""
    due, at = state.dated.due, state.dated.milestone.at
    return words.due(due, at), words.due(due, at, str)
