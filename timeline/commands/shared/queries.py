"""What a command line asks: about which agreements, on which day, under which scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct, structs

from timeline import clock
from timeline.commands.shared.progress import ERRORS, tracked
from timeline.dates.expressions import Expression, clock_names
from timeline.errors import TimelineError, prefix_errors
from timeline.files.loading import agreement_id, load_schedule
from timeline.plain_text import plain, quoted
from timeline.schedule.closed_lists import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import TextIO

    from timeline.commands.shared.selection import Selection
    from timeline.schedule.agreement import Agreement
    from timeline.schedule.schedule import Scenario, Schedule

_T = TypeVar("_T")


class Query(Struct, frozen=True):
    """The schedule of the agreement called `name` as of the day `on`, and that of all recorded facts.

    If `streamed` is true, the days are read from standard input: both are then the same, and `on` is
    today.
    """

    name: str
    schedule: Schedule
    recorded: Schedule
    on: date
    streamed: bool = False


class Queries:
    """The queries of a command line, one for each agreement, which is loaded when it is answered.

    `several` is true if it is about any number of agreements. Then what is wrong with one of them is in
    `problems`, and the others are answered. `notes` are those on how the answers were counted.
    """

    def __init__(
        self,
        selected: Selection,
        scenario: Scenario,
        zone: str | None,
        on: str,
        options: Mapping[str, Any],
        *,
        streamed: bool,
    ) -> None:
        self.several = selected.several
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._names = selected.names
        self._scenario = scenario
        self._zone = zone
        self._on = "today" if streamed else on
        span = {"--from": options.get("first"), "--until": options.get("last")}
        # The expressions of the days asked about, by option.
        self._days = {
            "--on": self._on,
            **{one: text for one, text in span.items() if text is not None},
        }
        self._options = options
        self._streamed = streamed
        if self.several:
            self._ensure_for_all()

    def answers(self, answer: Callable[[Query], _T], *, with_progress: bool = True) -> Iterator[_T]:
        """Return what `answer` returns for each query, computed when it is reached."""
        errors = click.get_current_context().find_root().meta.get(ERRORS)
        return self._answers(answer, errors if with_progress else None)

    def _answers(self, answer: Callable[[Query], _T], errors: TextIO | None) -> Iterator[_T]:
        """Yield what `answer` returns for each query, with the progress on the stream `errors`."""
        first = dict[str, str]()
        for name in tracked(self._names, errors):
            place = ""
            try:
                query = self._query(name, first)
                place = f"{query.name}: "
                found = answer(query)
            except TimelineError as error:
                if not self.several:
                    raise
                self.problems += (f"{place}{line}" for line in str(error).splitlines())
            else:
                self._note(query)
                yield found

    def _query(self, name: str, first: dict[str, str]) -> Query:
        """Return the query about the agreement loaded from `name`; `first` has the names by id."""
        schedule = load_schedule(name, self._scenario_of)
        identity = agreement_id(name, schedule.agreement)
        if (other := first.setdefault(identity, name)) != name:
            message = (
                f"{plain(name)}: {quoted(identity)} is already the id of {plain(other)}; "
                "give one of them another id"
            )
            raise TimelineError(message)
        with prefix_errors("--on"):
            day = schedule.evaluate_day(self._on)
        known = schedule if self._streamed else schedule.as_of(day)
        return Query(identity, known, schedule, day, self._streamed)

    def _note(self, query: Query) -> None:
        """Add the note of a list of closed days without weekdays, if the answer is counted with one."""
        days = [Expression(text) for text in self._days.values()]
        if found := _note_on_closed_days(query.schedule, days, self._options):
            self.notes.append(f"{query.name}: {found}" if self.several else found)

    def _scenario_of(self, agreement: Agreement) -> Scenario:
        """Return the scenario of an agreement, whose time zone can decide today."""
        return structs.replace(self._scenario, today=self._today(agreement.tz))

    def _today(self, zone: str | None) -> date:
        """Return today in the zone of `--tz`, or else in the agreement's `zone`."""
        with prefix_errors("--tz"):
            return clock.today(zone if self._zone is None else self._zone)

    def _ensure_for_all(self) -> None:
        """Raise an error for options that are wrong, or that only one agreement can answer."""
        if self._scenario.assumptions:
            raise click.UsageError("--assume: needs one agreement; found several")
        clocks = clock_names(self._today(None))
        for option, text in self._days.items():
            with prefix_errors(option):
                day = Expression(text)
                if day.name and day.name not in clocks:
                    message = (
                        f"{quoted(day.text)}: {day.name} needs one agreement; use a date or today"
                    )
                    raise TimelineError(message)


def _note_on_closed_days(
    schedule: Schedule, days: Sequence[Expression], options: Mapping[str, Any]
) -> str | None:
    """Return the note of a list without weekdays that the answer is counted with, else None.

    `options` has the ids and expressions of the command; without any, it answers for all milestones.
    """
    if texts := options.get("texts"):
        # Only the command knows the expressions that the clauses mean.
        return schedule.counting.closed.note if texts == ("-",) else None
    given = (*options.get("expressions", ()), *options.get("ids", ()), options.get("expression"))
    if "-" in given:
        # The expressions are still to be read, and may count with the agreement's list.
        return schedule.counting.closed.note
    subjects = [Expression(each) for text in given if text for each in schedule.ids_of(text)]
    return note(schedule, subjects, days)
