"""Date the milestones of an agreement, each after those that it counts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.counting import Counting, CountingChoice
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import ACTUAL, CLOCK_NAMES, Expression, clock_names
from timeline.errors import (
    ExpressionError,
    Failure,
    RecurringDutyError,
    ScheduleError,
    UnknownNameError,
)
from timeline.schedule.dated_milestone import DatedMilestone, after, date_milestone
from timeline.schedule.order import dating_order
from timeline.schedule.recurrence import (
    MOST_TOGETHER,
    date_occurrence,
    date_occurrences,
    duty_of,
    with_duties,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from timeline.schedule.agreement import Agreement, Milestone


class Dating:
    """The dates of an agreement's milestones.

    `signed`, `duties`, `names`, `undated` and `failed` are those of a schedule; `dated` are its
    milestones in the order in which they were dated.

    Raises `UnknownNameError` for an assumption about an unknown milestone, `RecurringDutyError` for one
    about a recurring duty, `ScheduleError` if the assumed day of signing cannot be computed, and
    `CircleError` if assumptions make a circle.
    """

    def __init__(
        self,
        agreement: Agreement,
        assumed: Mapping[str, Expression],
        choice: CountingChoice,
        today: date | None,
        *,
        as_happened: bool,
    ) -> None:
        self._rules = (agreement.counting, choice)
        self._assumed, self._as_happened = assumed, as_happened
        self._milestones = {each.id: each for each in agreement.milestones}
        self._most = MOST_TOGETHER
        self.duties: dict[str, list[str]] = {
            each.id: [] for each in agreement.milestones if each.every
        }
        self._ensure_known()
        self.counting = Counting().under(*self._rules)
        self.signed = agreement.signed
        # In the order in which error messages list the names; the loop below fills in the dates.
        self.names: dict[str, DayRange | None] = {
            "signed": DayRange.of(self.signed),
            **dict.fromkeys(self._milestones),
            **(clock_names(today) if today else {}),
        }
        self.undated = {
            name: name for name in CLOCK_NAMES if name in self.names and self.names[name] is None
        }
        self.dated: dict[str, DatedMilestone] = {}
        self.failed: dict[str, Failure] = {}
        self._counts_from = counts_from(agreement, assumed)
        for name in dating_order(self._counts_from):
            if name == "signed":
                self._date_signing()
            else:
                self._date(name)

    def in_order(self) -> Iterator[tuple[str, DatedMilestone]]:
        """Yield the id and the date of each milestone, occurrences in place of their duty."""
        for name in self._milestones:
            for each in self.duties.get(name, [name]):
                if each in self.dated:
                    yield each, self.dated[each]

    def _ensure_known(self) -> None:
        """Raise an error if there is an assumption about something else than a milestone."""
        for name, expression in self._assumed.items():
            text = f"{name}={expression.text}"
            if name in self.duties:
                raise RecurringDutyError(text, name)
            is_known = name == "signed" or name in self._milestones
            if not is_known and not duty_of(name, self.duties):
                raise UnknownNameError(text, name, ["signed", *self._milestones])

    def _date_signing(self) -> None:
        """Date the signing by its assumption, if there is one."""
        if "signed" in self._assumed:
            try:
                names = after(DayRange.of(self.signed), self.names)
                self.signed = self._assumed["signed"].evaluate_day(names, self.counting)
            except ExpressionError as error:
                raise ScheduleError([Failure("signed", error, assumed=True)]) from None
        self.names["signed"] = DayRange.of(self.signed)

    def _date(self, name: str) -> None:
        """Date a milestone, the occurrences of a recurring duty, or an occurrence that is assumed."""
        anchors = self._counts_from[name]
        if failure := next((self.failed[each] for each in anchors if each in self.failed), None):
            self.failed[name] = failure
            return
        for each in anchors:
            # An occurrence that its duty does not have, or of which that is not known.
            if each not in self.names and (duty := duty_of(each, self.duties)):
                self.names[each], self.undated[each] = None, self.undated.get(duty, each)
        missing = next((self.undated[each] for each in anchors if each in self.undated), name)
        try:
            found = self._dates_of(name, missing)
        except ExpressionError as error:
            by_assumption = name in self._assumed and error.text == self._assumed[name].text
            self.failed[name] = Failure(name, error, assumed=by_assumption)
            return
        for dated in found:
            identity = dated.milestone.id
            self.dated[identity] = dated
            self.names[identity] = dated.anchor
            if dated.actual:
                self.names[f"{ACTUAL} {identity}"] = dated.actual
            if dated.due is None:
                self.undated[identity] = missing

    def _dates_of(self, name: str, missing: str) -> list[DatedMilestone]:
        """Return the milestone with the id `name`, dated; of a recurring duty, its occurrences.

        `missing` is the name whose date is missing if there is none.
        """
        milestone = self._milestones.get(name)
        if milestone and not milestone.every:
            return [self._dated(milestone, self._assumed.get(name), missing)]

        def by_rule(milestone: Milestone) -> DatedMilestone:
            return self._dated(milestone, None, missing)

        def as_assumed(milestone: Milestone) -> DatedMilestone:
            return self._dated(milestone, self._assumed.get(milestone.id), missing)

        if milestone:
            found = date_occurrences(milestone, by_rule, self.names, self._most)
            self.duties[name] = [each.milestone.id for each in found]
            self._most -= len(found)
            del self.names[name]  # The duty itself has no date.
            return found
        duty_id = duty_of(name, self.duties) or ""
        if name not in self.duties[duty_id]:
            if duty_id not in self.dated:
                text = self._assumed[name].text
                raise RecurringDutyError(text, duty_id, self.duties[duty_id])
            # The duty itself is last, since the number of its occurrences is not known.
            self.duties[duty_id].insert(-1, name)
        return [date_occurrence(self._milestones[duty_id], name, as_assumed)]

    def _dated(
        self, milestone: Milestone, assumed: Expression | None, missing: str
    ) -> DatedMilestone:
        """Return the milestone with its date: the one `assumed`, or that of its rule."""
        return date_milestone(
            milestone,
            assumed,
            self._rules,
            self.names,
            as_happened=self._as_happened,
            missing=missing,
        )


def counts_from(
    agreement: Agreement, assumed: Mapping[str, Expression]
) -> dict[str, tuple[str, ...]]:
    """Return the names that each name counts from; assumptions other than shifts replace rules.

    An occurrence, and what counts from one, counts from the recurring duty too.
    """
    duties = {each.id for each in agreement.milestones if each.every}
    found: dict[str, tuple[str, ...]] = {"signed": ()}
    for each in agreement.milestones:
        found[each.id] = with_duties(each.names, duties)
    for name, expression in assumed.items():
        duty = duty_of(name, duties)
        if duty or not expression.moves_deadline:
            found[name] = (*with_duties(expression.names, duties), *([duty] if duty else []))
    return found
