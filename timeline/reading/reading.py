"""Read a clause in English: its expression, and the authority of each choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.reading.clause import Clause, words_of
from timeline.reading.phrases import phrases
from timeline.reading.readings import Reading, readings
from timeline.reading.refusals import ensure_around, ensure_text, refusal, several

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from timeline.reading.clause import Names


def names_of(titles: Iterable[tuple[str, str]]) -> Names:
    """Return the names by which clauses can call milestones; `titles` are their ids and titles.

    A title of spaces gives no name.

    >>> names_of([("drawdown", "US forces down"), ("drawdown", " ")])["us"]
    {('us', 'forces', 'down'): ('drawdown',)}
    """
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for identity, title in titles:
        for words in {tuple(word.text for word in words_of(text)) for text in (identity, title)}:
            if words:
                named = found.setdefault(words[0], {})
                named[words] = (*named.get(words, ()), identity)
    return found


def read(
    text: str,
    *,
    names: Names,
    anchor: str | None = None,
    since: date | None = None,
) -> Reading:
    """Return the reading of a clause.

    `names` are those of milestones, as `names_of` returns them. A period counts from the day that the
    clause names; the events of an agreement, and a period without a day, from `anchor`, or `signed` if
    it is None. A date without a year is the first one on or after `since`.

    Raises `UnreadClauseError` for words that no pattern reads, and for a clause with two readings.

    >>> str(read("within fourteen (14) months following announcement", names={}).expression)
    'signed + 14 months'
    """
    ensure_text(text)
    clause = Clause(text, names, anchor, since)
    found = list(phrases(clause))
    if not found:
        raise refusal(clause)
    if len(found) > 1:
        firsts = [next(readings(clause, matches[0])) for matches in found]
        raise several(text, [(one.phrase, one) for one in firsts])
    (matches,) = found
    ensure_around(clause, matches[0])
    each = {one.expression: one for match in matches for one in readings(clause, match)}
    if len(each) > 1:
        raise several(text, [("", one) for one in each.values()])
    return next(iter(each.values()))
