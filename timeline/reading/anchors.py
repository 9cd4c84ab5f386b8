"""The days from which periods count: an event of the agreement, a milestone, or a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.reading.calendar_dates import days
from timeline.reading.clause import vocabulary
from timeline.reading.numbers import ordinal
from timeline.reading.templates import Template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.reading.clause import Clause
    from timeline.reading.templates import Slot

# These happen once.
_OCCASIONS = (
    "signing | signature | entry into force | entering into force | coming into force"
    " | exchange of ratifications | exchange of instruments of ratification"
    " | exchange of the instruments of ratification"
)
_GROUPS = {
    # Before a noun, and before a sentence.
    "lead": "the date of | date of | the day of | the time of | the moment of",
    "when": (
        "the date on which | the date when | the date upon which | the date that | the day on which"
        " | the day when | the day upon which | the time when"
    ),
    # The events that are the day of signing, unless another anchor is given.
    "event": (
        f"{_OCCASIONS} | announcement | deposit | commencement | effective date | ratification"
        " | accession | acceptance | approval | notification | notice | receipt | request | adoption"
        " | publication | conclusion"
    ),
    "done": (
        "signed | announced | deposited | ratified | notified | received | adopted | published"
        " | accepted | approved | concluded"
    ),
    "is": "is | are | was | were | has been | have been | had been | shall have been | is being",
    "enters": (
        "enters | entered | comes | came | has entered | have entered | has come | shall enter"
    ),
    "the": "the | this | the present | the said | its | their | such | said | an | that",
    "thing": (
        "agreement | convention | treaty | protocol | accord | accords | statute | covenant | charter"
        " | constitution | act | law | ordinance | contract | lease | annex | pact | arrangement"
        " | memorandum | memorandum of understanding | declaration | resolution | decision | regulation"
        " | directive | amendment | framework agreement | peace agreement | withdrawal agreement"
        " | notification | written notification | notice | request | reservation | ratification"
        " | accession | acceptance | approval | signature | denunciation"
    ),
    "kind": (
        "ratification | acceptance | approval | accession | formal confirmation | adherence | adhesion"
        " | denunciation | conclusion | succession | definitive signature"
    ),
    "each": "the | both | both the | all | all the | each | such | that | a | the last | any",
    "party": (
        "party | parties | contracting party | contracting parties | high contracting party"
        " | high contracting parties | party concerned | two parties | state | states | state party"
        " | states parties | state concerned | contracting state | contracting states | member state"
        " | member states | members | member | side | sides | two sides | government | governments"
        " | two governments | signatory | signatories"
    ),
    "depositary": (
        "secretary general | secretary general of the united nations"
        " | secretary general of the council of europe | director general | depositary"
        " | depositary government | depositary governments | united nations | council"
        " | european council | government of the united states of america"
    ),
}
_KIND_LIST = (
    "{kind} [[,] [or|and] {kind}] [[,] [or|and] {kind}] [[,] [or|and] {kind}] [[,] [or|and] {kind}]"
)
_INSTRUMENT = (
    f"[{{the}}] [own] [ORDINAL|last|final] [such] (instrument|instruments) [of {_KIND_LIST}]"
)
_SUBJECT = f"({_INSTRUMENT}|[{{the}}] [ORDINAL|last|final] {{thing}}|it)"


def _template(text: str) -> Template:
    return Template(text, _GROUPS)


# What an anchor begins with, and what may follow it: its object, and by or with whom.
_LEAD = _template("[{lead}]")
_WHEN = _template("[{when}]")
_DATED = _template("({lead}|{when})")
_ARTICLES = _template("[{the}]")
_NOUN = _template("[{the}] {event}")
_VERB = _template(f"{_SUBJECT} ({{is}} {{done}}|{{enters}} into force)")
_DATE_OF = _template("(the date (hereof|of {the} {thing})|the date of signature)")
_TAILS = (
    _template(f"of {_SUBJECT}"),
    _template("thereof"),
    _template("hereof"),
    _template("of the {kind}"),
    _template("by {each} {party}"),
    _template("by the {depositary}"),
    _template("(with|to) the {depositary}"),
    _template("to {each} [other] {party}"),
    _template("for {each} {party}"),
)
_ONCE = frozenset(_OCCASIONS.split(" | "))
_DONE = vocabulary(_GROUPS["done"])
_MOST_TAILS = 4
_NAMES_OF_EVENTS = {"event", "done", "enters"}


class Anchor(Struct, frozen=True):
    """The text of an anchor in an expression, and what it is.

    `event` is the name of the event that was read as the day of signing or as the anchor given, and
    `choice` is what was chosen in a date; both can be empty.
    """

    text: str
    event: str = ""
    choice: str = ""


def ordinals(clause: Clause, place: int) -> Iterator[tuple[int, int]]:
    """Yield the number of the ordinal at `place`, if there is one, and the place after it."""
    if found := ordinal(clause, place):
        yield found


_SLOTS: dict[str, Slot] = {"ORDINAL": ordinals}


def anchors(clause: Clause, place: int) -> Iterator[tuple[Anchor, int]]:
    """Yield each anchor at `place`, and the place after it, the longest first.

    >>> from timeline.reading.clause import Clause
    >>> clause = Clause("the date of deposit of its instrument of ratification", {}, None, None)
    >>> next(anchors(clause, 0))
    (Anchor(text='signed', event='deposit', choice=''), 9)
    """
    found = list(_milestones(clause, place))
    named = {end for _, end in found}
    # A milestone of the same name is meant, not the event.
    found += [one for one in _events(clause, place) if one[1] not in named]
    for _, start in _LEAD.match(clause, place, _SLOTS):
        found += [
            (Anchor(str(day.days), choice=day.choice), end) for day, end in days(clause, start)
        ]
    if not found:
        clause.miss(place, "not an event, a milestone or a date")
    yield from sorted(dict.fromkeys(found), key=lambda one: -one[1])


def days_of_events(clause: Clause, place: int) -> Iterator[tuple[Anchor, int]]:
    """Yield the anchors at `place` whose words say that they are days, such as the date of signature."""
    if any(_DATED.match(clause, place, _SLOTS)):
        yield from anchors(clause, place)


def occasions(clause: Clause, place: int) -> Iterator[tuple[Anchor, int]]:
    """Yield those anchors, and the events that happen once, such as signature."""
    dated = any(_DATED.match(clause, place, _SLOTS))
    for anchor, end in anchors(clause, place):
        if dated or anchor.event in _ONCE:
            yield anchor, end


def another(clause: Clause, place: int) -> bool:
    """Return whether a second anchor is at `place`, joined by "and" or in a list, which may count too."""
    start = place + (clause[place] == ",")
    joined = clause[start] == "and"
    start += joined
    if start == place:
        return False
    ends = [end for _, end in anchors(clause, start)]
    return (joined and clause[start] in _DONE) or any(
        joined or clause[end] in {",", "and", "or"} for end in ends
    )


def _milestones(clause: Clause, place: int) -> Iterator[tuple[Anchor, int]]:
    """Yield the milestones whose id or title is at `place`, and the place after it."""
    for _, start in _LEAD.match(clause, place, _SLOTS):
        for _, name in _ARTICLES.match(clause, start, _SLOTS):
            for ids, end in clause.names_at(name):
                for after in _with_tails(clause, end):
                    yield from ((Anchor(identity), after) for identity in ids)


def _events(clause: Clause, place: int) -> Iterator[tuple[Anchor, int]]:
    """Yield the events at `place`, and the place after what follows them, such as "by both Parties"."""
    signed = clause.anchor or "signed"
    for lead, template in ((_LEAD, _NOUN), (_WHEN, _VERB)):
        for _, start in lead.match(clause, place, _SLOTS):
            for filled, end in template.match(clause, start, _SLOTS):
                event = next(one for one in reversed(filled) if one.name in _NAMES_OF_EVENTS)
                name = "entry into force" if event.name == "enters" else str(event.value)
                yield from ((Anchor(signed, name), after) for after in _with_tails(clause, end))
    for _, end in _DATE_OF.match(clause, place, _SLOTS):
        yield Anchor(signed, "date"), end


def _with_tails(clause: Clause, place: int) -> list[int]:
    """Return the places after the anchor and after each of the phrases that follow it."""
    ends: list[int] = []
    after = [place]
    while after and len(ends) <= _MOST_TAILS:
        ends.append(max(after))
        after = [end for tail in _TAILS for _, end in tail.match(clause, ends[-1], _SLOTS)]
    return ends
