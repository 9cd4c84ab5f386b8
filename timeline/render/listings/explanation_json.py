"""An explanation as a JSON document, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.dates.authorities import authority
from timeline.dates.rolling import Roll
from timeline.render import words
from timeline.render.formats.json import versioned
from timeline.render.listings.explanation import anchor, flags, observed
from timeline.render.listings.milestones import (
    envelope,
    first_plan,
    fulfilment,
    recurrence,
    rules,
    time_of_day,
    written,
)
from timeline.schedule.readings import field_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from timeline.dates.adjusters import Adjuster
    from timeline.dates.closed_days import ClosedDays
    from timeline.render.listings.explanation import Further
    from timeline.render.terminal import Terminal
    from timeline.schedule.agreement import Agreement, Milestone, SourceDates
    from timeline.schedule.explanation import Explanation, Phrasing
    from timeline.schedule.readings import Match, Reading, Rule
    from timeline.schedule.schedule import Schedule
    from timeline.schedule.status import MilestoneStatus


def json_document(
    name: str,
    schedule: Schedule,
    on: date,
    explained: Explanation,
    further: Further,
    state: MilestoneStatus | None,
    terminal: Terminal,
) -> str:
    """Return the explanation as a JSON document, with the status of a milestone."""
    milestone = explained.milestone
    return versioned(
        {
            **envelope(name, schedule, on),
            "counting": rules(explained.counting),
            "id": milestone and milestone.id,
            "title": milestone and milestone.title,
            "kind": milestone and milestone.kind,
            "condition": milestone and milestone.condition,
            "clause": milestone and milestone.clause,
            "source": milestone and milestone.source,
            "note": milestone and milestone.note,
            "fulfilled_source": milestone and milestone.fulfilled_source,
            "fulfilled_note": milestone and milestone.fulfilled_note,
            "observations": _json_observations(milestone, schedule.agreement),
            "expression": written(state.dated) if state else explained.rule and explained.rule.text,
            "basis": explained.basis,
            "due": str(explained.days.deadline),
            "due_earliest": str(explained.days.earliest),
            "due_unrolled": explained.unrolled and str(explained.unrolled),
            "closed_origin": explained.closed and explained.closed.origin,
            **time_of_day(milestone, schedule.agreement),
            **recurrence(state.dated if state else None),
            **_status(state),
            **{key.replace("-", "_"): day and str(day) for key, day in further.items()},
            "steps": _json_steps(explained),
            "rules": _json_rules(explained.rules, explained.closed),
            "amendments": [
                {
                    "decided": str(each.amended.decided),
                    "expression": each.amended.due.text,
                    "due": each.due and str(each.due.deadline),
                    "moved": each.moved,
                    "overdue": each.overdue,
                    "by": each.amended.by,
                    "source": each.amended.source,
                    "note": each.amended.note,
                }
                for each in explained.amendments
            ],
            "which": explained.which,
            "choices": [
                {**_json_phrasing(each), "decides": each.expression == explained.rule}
                for each in explained.choices
            ],
            "also": [_json_phrasing(each) for each in explained.also],
            "readings": [_json_reading(reading) for reading in explained.readings],
            "published": [
                _json_match(match, schedule.agreement.source_dates) for match in explained.published
            ],
            "sources": _json_sources(explained, schedule.agreement),
        },
        terminal,
    )


def _json_phrasing(phrasing: Phrasing) -> dict[str, Any]:
    """Return an expression and how far its date is from the milestone's."""
    return {
        "expression": phrasing.expression.text,
        "due": phrasing.days and str(phrasing.days.deadline),
        "difference": phrasing.difference,
        "problem": phrasing.problem,
    }


def _json_observations(milestone: Milestone | None, agreement: Agreement) -> list[dict[str, Any]]:
    """Return the levels observed of each series in which the milestone sets a level."""
    return [
        {
            "day": str(entry.date),
            "level": entry.level,
            "source": entry.source,
            "note": entry.note,
            "series": series,
        }
        for series, _, entry in observed(milestone, agreement)
    ]


def _status(state: MilestoneStatus | None) -> dict[str, Any]:
    """Return the status of a milestone; all null for an expression."""
    if state is None:
        keys = ["remaining", "status", "fulfilled", "slip", "fulfilled_basis", "reached_by"]
        return dict.fromkeys([*keys, "due_first_plan", "slip_first_plan"])
    return {
        "remaining": state.remaining,
        "status": state.status,
        "fulfilled": state.fulfilled and str(state.fulfilled),
        "slip": state.slip,
        **fulfilment(state),
        **first_plan(state),
    }


def _json_sources(explained: Explanation, agreement: Agreement) -> list[dict[str, Any]]:
    """Return the sources that the explanation names."""
    milestone = explained.milestone
    named = {match.published.source for match in explained.published}
    if milestone:
        named |= {milestone.source, milestone.fulfilled_source}
        named |= {amended.source for amended in milestone.amended}
        named |= {entry.source for _, _, entry in observed(milestone, agreement)}
    return [
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date and str(source.date),
            "url": source.url,
        }
        for source in agreement.sources
        if source.id in named
    ]


def _json_steps(explained: Explanation) -> list[dict[str, Any]]:
    """Return the anchor, then each step."""
    steps: list[tuple[str, date, Rule | Adjuster | None]] = [
        (anchor(explained), explained.start, None)
    ]
    steps += [(step.added, step.day, step.rule) for step in explained.steps]
    return [
        {
            "step": text,
            "day": str(day),
            "weekday": words.weekday(day)[:3],
            "rule": field_of(rule) if rule else None,
            "value": rule,
            "authority": authority(rule) if rule else None,
        }
        for text, day, rule in steps
    ]


def _json_rules(rules: Iterable[Rule], closed: ClosedDays | None = None) -> list[dict[str, Any]]:
    """Return each rule with the command-line options that choose it; a roll with its closed days."""
    return [
        {
            "rule": field_of(rule),
            "value": rule,
            "flags": [
                *flags(rule),
                *(["--closed", str(closed)] if closed and isinstance(rule, Roll) else []),
            ],
        }
        for rule in rules
    ]


def _json_reading(reading: Reading) -> dict[str, Any]:
    """Return a reading. If its rules give no day, `due` is null and `problem` is the reason."""
    return {
        "due": reading.deadline and str(reading.deadline),
        "difference": reading.difference,
        "rules": _json_rules(reading.rules),
        "problem": reading.problem,
    }


def _json_match(match: Match, source_dates: SourceDates) -> dict[str, Any]:
    """Return a published date. The nearest reading has no rules if it is the chosen one or was moved."""
    known = match.published.known_from(source_dates)
    return {
        "due": str(match.published.date),
        "known_from": known and str(known),
        "by": match.published.by,
        "source": match.published.source,
        "nearest": _json_reading(match.reading),
        "past_nearest": match.past,
    }
