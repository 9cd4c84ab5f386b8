"""What clauses in English mean: tables for people, JSON, and milestones in TOML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.dates.authorities import authority, meaning
from timeline.plain_text import plain, shortened
from timeline.render import words
from timeline.render.formats.json import encode, versioned
from timeline.render.listing import Cell, Column, Section
from timeline.render.listings.milestones import envelope, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from timeline.dates.counting import Counting
    from timeline.errors import UnreadClauseError
    from timeline.reading.readings import Reading
    from timeline.render.terminal import Terminal
    from timeline.schedule.clauses import DatedReading
    from timeline.schedule.schedule import Schedule

_LONGEST_TITLE = 80
# In the column of words, for what they leave open.
_NO_WORDS = "(left open)"


class ReadClause(Struct, frozen=True):
    """A clause with its number, and its dated reading or the error."""

    number: int
    text: str
    found: DatedReading | None
    error: UnreadClauseError | None = None


def section(found: DatedReading) -> Section:
    """Return the expression and the day of a clause, with a row for each choice."""
    reading = found.reading
    every = f"every {reading.every}: " if reading.every else ""
    return Section(
        heading=[f"{every}{reading.expression.text}", _day(found)],
        columns=(Column("words"), Column("read as", wraps=True), Column("authority", wraps=True)),
        cells=[(Cell(one[0], "bold"), Cell(one[1]), Cell(one[2])) for one in _choices(found)],
        footing=[f"not read: {part}" for part in reading.aside],
    )


def _day(found: DatedReading) -> str:
    """Return the day of a clause, which for a duty that recurs is the first one."""
    if found.days is None:
        return f"undated: {found.reading.expression.name} has no date yet"
    return f"{'first ' if found.reading.every else ''}{words.due(found.days)}"


def _choices(found: DatedReading) -> Iterator[tuple[str, str, str]]:
    """Yield the words, the meaning and the authority of each choice."""
    for choice in found.reading.choices:
        yield choice.words or _NO_WORDS, choice.meaning, choice.authority
    if found.other and found.other_days:
        rule = found.counting.start_day
        other = f"{found.other} would give {words.due(found.other_days)}"
        yield _NO_WORDS, f"start-day {rule}: {meaning(rule)}; {other}", authority(rule)


def line(found: DatedReading) -> str:
    """Return the expression and the deadline, separated by a tab."""
    day = found.days.deadline if found.days else "undated"
    return f"{found.reading.expression.text}\t{day}"


def json_document(
    name: str,
    schedule: Schedule,
    on: date,
    anchor: str,
    clauses: Sequence[ReadClause],
    terminal: Terminal,
) -> str:
    """Return the clauses as a JSON document; one that could not be read has a problem."""
    rows = [_row(clause, schedule.counting) for clause in clauses]
    return versioned(
        {**envelope(name, schedule, on), "default_anchor": anchor, "clauses": rows}, terminal
    )


def _row(clause: ReadClause, counting: Counting) -> dict[str, object]:
    """Return the values of a clause, which is counted with `counting` if it was not read."""
    found, error = clause.found, clause.error
    reading = found.reading if found else None
    days = found.days if found else None
    return {
        "text": clause.text,
        "expression": reading.expression.text if reading else None,
        "due": str(days.deadline) if days else None,
        "due_earliest": str(days.earliest) if days else None,
        "every": reading.every if reading else None,
        "counting": rules(found.counting if found else counting),
        "chosen": [
            {
                "words": choice.words or None,
                "meaning": choice.meaning,
                "authority": choice.authority or None,
            }
            for choice in (reading.choices if reading else ())
        ],
        "other": (
            {"start_day": found.other, "due": str(found.other_days.deadline)}
            if found and found.other_days
            else None
        ),
        "aside": reading.aside if reading else (),
        "problem": error.problem if error else None,
        "possible": error.readings if error else (),
    }


def toml(clauses: Sequence[ReadClause]) -> str:
    """Return the clauses as milestones of an agreement file; unread ones are comments."""
    return "\n".join("".join(f"{line}\n" for line in _milestone(clause)) for clause in clauses)


def _milestone(clause: ReadClause) -> Iterator[str]:
    """Yield the lines of a milestone, or of comments."""
    if not clause.found:
        yield from (f"# not read: {plain(line)}" for line in str(clause.error).splitlines())
        return
    reading = clause.found.reading
    yield f"# {_day(clause.found)}"
    comment = "# " if reading.every else ""
    if reading.every:
        yield "# A duty that recurs needs until or times: add one, and remove the comment signs."
    for key, value in _keys(clause, reading).items():
        yield f"{comment}{key} = {value}" if value else f"{comment}{key}"


def _keys(clause: ReadClause, reading: Reading) -> dict[str, str]:
    """Return the lines of a milestone: each key with its value, which is empty for the heading."""
    # A JSON string is a TOML string too: what is not printable, of which the escapes could differ, is
    # in no clause.
    title = shortened(" … ".join(reading.aside) or clause.text, _LONGEST_TITLE)
    keys = {"[[milestone]]": "", "id": f'"clause-{clause.number}"', "title": encode(title)}
    if reading.every:
        keys |= {"every": encode(reading.every), "from": encode(str(reading.expression.anchor))}
    else:
        keys["due"] = encode(reading.expression.text)
    if reading.start_day:
        keys["counting"] = f'{{ start-day = "{reading.start_day}" }}'
    return keys | {"clause": encode(clause.text)}
