"""The errors for clauses that are not read: which words, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import UnreadClauseError
from timeline.plain_text import plain, quoted
from timeline.reading.numbers import is_number
from timeline.reading.surroundings import negations, unread_words, unsafe_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.reading.clause import Clause
    from timeline.reading.phrases import Phrase
    from timeline.reading.readings import Reading

_LONGEST = 2_000
# So many characters of a clause are shown before and after a word that is marked.
_AROUND = 40
_UNREAD = "could not be read"


def ensure_text(text: str) -> None:
    """Raise `UnreadClauseError` unless the text is a line of at most `_LONGEST` characters."""
    problem = ""
    if not text.strip():
        problem = "nothing to read; write a clause, such as within 14 months"
    elif len(text) > _LONGEST:
        problem = f"{len(text):,} characters; a clause has at most {_LONGEST:,}"
    elif odd := next(
        (char for char in text if not char.isprintable() and not char.isspace()), None
    ):
        problem = f"the character {plain(odd)} is not text"
    if problem:
        raise UnreadClauseError([f"{quoted(text)}: {problem}"], problem)


def ensure_around(clause: Clause, phrase: Phrase) -> None:
    """Raise `UnreadClauseError` if words around the phrase could change what it means."""
    if phrase.pattern.contextual and clause.anchor is None:
        places = [one.start for one in phrase.filled if one.name == "next"]
        raise marked(
            clause, places, "counts from a day that is not named here; name it with --anchor"
        )
    beside = unsafe_beside(clause, phrase)
    if beside is not None:
        if clause.failed_from <= phrase.start < phrase.end <= beside <= clause.furthest:
            raise refusal(clause)
        raise marked(clause, [beside], "may belong to the phrase beside it")
    if places := unread_words(clause, range(phrase.start, phrase.end), implied=phrase.is_implied):
        raise marked(clause, places, _UNREAD)
    if places := negations(clause, phrase):
        raise marked(clause, places, "can make the limit a prohibition; read the limit alone")


def refusal(clause: Clause) -> UnreadClauseError:
    """Return the error for the word at which the patterns fail, if that was in words about time."""
    places = unread_words(clause, (), implied=False)
    tried = range(max(0, clause.failed_from), clause.furthest)
    near = any(place in places or is_number(clause[place]) for place in tried)
    if near and clause.is_end(clause.furthest):
        last = quoted(clause[min(clause.furthest, len(clause)) - 1])
        return marked(clause, [], f"something is missing after {last}")
    if (near or clause.problem) and clause.furthest < len(clause):
        return marked(clause, [clause.furthest], clause.problem or _UNREAD)
    if places:
        return marked(clause, places, _UNREAD)
    return marked(clause, [], "no date and no period found; write, for example, within 14 months")


def marked(clause: Clause, places: Sequence[int], problem: str) -> UnreadClauseError:
    """Return the error for words of the clause, which are shown in square brackets."""
    text = clause.text
    if not places:
        return UnreadClauseError([f"{quoted(text)}: {problem}"], problem)
    at = max(0, clause.words[places[0]].start - _AROUND)
    shown = ["…" if at else ""]
    for first, last in _runs(places):
        start, end = clause.words[first].start, clause.words[last].end
        shown += [text[at:start], f"[{text[start:end]}]"]
        at = end
    rest = text[at:]
    shown.append(rest if len(rest) <= _AROUND else f"{rest[:_AROUND]}…")
    line = " ".join("".join(shown).split())
    return UnreadClauseError([f"{quoted(line, 4 * _AROUND)}: {problem}"], problem)


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and the last place of each run of places."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def several(text: str, found: list[tuple[str, Reading]]) -> UnreadClauseError:
    """Return the error for a clause with several readings; each has the words that it comes from."""
    lines = []
    for phrase, one in found:
        why = "; ".join(choice.meaning for choice in one.choices if " as in " in choice.meaning)
        words = f"{quoted(phrase)} is" if phrase else "can be"
        lines.append(
            f"{quoted(text)}: {words} {one.expression.text}{f': {why}' if why and not phrase else ''}"
        )
    readings = list(dict.fromkeys(one.expression.text for _, one in found))
    return UnreadClauseError(lines, "several readings", readings)
