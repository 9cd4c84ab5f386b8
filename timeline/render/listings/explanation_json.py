"""An explanation as a JSON document, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.dates.authorities import authority
from timeline.dates.rolling import Roll
from timeline.render import words
from timeline.render.formats.json import versioned
from timeline.render.listings.explanation import anchor, flags
from timeline.render.listings.milestones import envelope, rules, time_of_day
from timeline.schedule.readings import field_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from timeline.dates.adjusters import Adjuster
    from timeline.dates.closed_days import ClosedDays
    from timeline.render.listings.explanation import Further
    from timeline.render.terminal import Terminal
    from timeline.schedule.agreement import Source
    from timeline.schedule.explanation import Explanation
    from timeline.schedule.readings import Match, Reading, Rule
    from timeline.schedule.schedule import Schedule


def json_document(
    name: str,
    schedule: Schedule,
    on: date,
    explained: Explanation,
    further: Further,
    terminal: Terminal,
) -> str:
    """Return the explanation as a JSON document."""
    milestone = explained.milestone
    written = milestone.due if milestone else explained.rule
    return versioned(
        {
            **envelope(name, schedule, on),
            "counting": rules(explained.counting),
            "id": milestone and milestone.id,
            "title": milestone and milestone.title,
            "clause": milestone and milestone.clause,
            "source": milestone and milestone.source,
            "expression": written and written.text,
            "basis": explained.basis,
            "due": str(explained.days.deadline),
            "due_earliest": str(explained.days.earliest),
            "due_unrolled": explained.unrolled and str(explained.unrolled),
            "closed_origin": explained.closed and explained.closed.origin,
            **time_of_day(milestone, schedule.agreement),
            **{key.replace("-", "_"): day and str(day) for key, day in further.items()},
            "steps": _json_steps(explained),
            "rules": _json_rules(explained.rules, explained.closed),
            "also": [
                {
                    "expression": phrasing.expression.text,
                    "due": phrasing.days and str(phrasing.days.deadline),
                    "difference": phrasing.difference,
                    "problem": phrasing.problem,
                }
                for phrasing in explained.also
            ],
            "readings": [_json_reading(reading) for reading in explained.readings],
            "published": [_json_match(match) for match in explained.published],
            "sources": _json_sources(explained, schedule.agreement.sources),
        },
        terminal,
    )


def _json_sources(explained: Explanation, sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return the sources that the explanation names."""
    milestone = explained.milestone
    named = {match.published.source for match in explained.published}
    named |= {milestone.source} if milestone else set()
    return [
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date and str(source.date),
            "url": source.url,
        }
        for source in sources
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


def _json_match(match: Match) -> dict[str, Any]:
    """Return a published date. The nearest reading has no rules if it is the chosen one."""
    return {
        "due": str(match.published.date),
        "by": match.published.by,
        "source": match.published.source,
        "nearest": _json_reading(match.reading),
        "past_nearest": match.past,
    }
