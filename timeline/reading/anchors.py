"""The days from which periods count: an event of the agreement, a milestone, or a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from timeline.reading.calendar_dates import days
from timeline.reading.numbers import ordinal
from timeline.reading.templates import Template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.reading.clause import Clause
    from timeline.reading.templates import Slot

_LEADS = (
    *(
        f"the {unit} {word}"
        for unit in ("date", "day", "time")
        for word in ("of", "on which", "when")
    ),
    *("the date upon which", "the day upon which", "the date that", "the moment of", "date of"),
)
# The events that are the day of signing, unless another anchor is given.
EVENTS = (
    *("signing", "signature", "announcement", "entry into force", "coming into force", "deposit"),
    *("entering into force", "commencement", "effective date", "ratification", "notification"),
    *("exchange of ratifications", "exchange of instruments of ratification", "accession"),
    *(
        "exchange of the instruments of ratification",
        "notice",
        "receipt",
        "adoption",
        "publication",
    ),
    *("acceptance", "approval", "conclusion"),
)
_PARTICIPLES = (
    *("signed", "announced", "deposited", "ratified", "notified", "received", "adopted"),
    *("published", "accepted", "approved", "concluded"),
)
_DETERMINERS = (
    "the",
    "this",
    "the present",
    "the said",
    "its",
    "their",
    "such",
    "said",
    "an",
    "that",
)
_THINGS = (
    *("agreement", "convention", "treaty", "protocol", "accord", "accords", "statute", "covenant"),
    *("charter", "constitution", "act", "contract", "memorandum", "memorandum of understanding"),
    *("arrangement", "declaration", "resolution", "decision", "regulation", "directive", "pact"),
    *("amendment", "framework agreement", "peace agreement", "law", "lease", "annex", "ordinance"),
    *(
        "notification",
        "notice",
        "request",
        "ratification",
        "accession",
        "denunciation",
        "act of ratification",
    ),
    *(
        "acceptance",
        "approval",
        "signature",
        "withdrawal agreement",
        "written notification",
        "reservation",
    ),
)
_KINDS = (
    *("ratification", "acceptance", "approval", "accession", "formal confirmation", "adherence"),
    *("denunciation", "adhesion", "conclusion", "succession", "definitive signature"),
)
_PARTIES = (
    *(
        "party",
        "parties",
        "state",
        "states",
        "side",
        "sides",
        "government",
        "governments",
        "member",
    ),
    *("contracting party", "contracting parties", "contracting state", "contracting states"),
    *("high contracting party", "high contracting parties", "state party", "states parties"),
    *("signatory", "signatories", "two parties", "two sides", "state concerned", "party concerned"),
    *("two governments", "member state", "member states", "members"),
)
_DEPOSITARIES = (
    *(
        "secretary general",
        "secretary general of the united nations",
        "depositary",
        "director general",
    ),
    *(
        "secretary general of the council of europe",
        "depositary government",
        "depositary governments",
    ),
    *(
        "united nations",
        "council",
        "european council",
        "government of the united states of america",
    ),
)
_GROUPS = {
    "lead": _LEADS,
    "event": EVENTS,
    "done": _PARTICIPLES,
    "the": _DETERMINERS,
    "thing": _THINGS,
    "kind": _KINDS,
    "party": _PARTIES,
    "depositary": _DEPOSITARIES,
    "each": (
        "the",
        "both",
        "both the",
        "all",
        "all the",
        "each",
        "such",
        "that",
        "a",
        "the last",
        "any",
    ),
    "is": (
        "is",
        "are",
        "was",
        "were",
        "has been",
        "have been",
        "had been",
        "shall have been",
        "is being",
    ),
    "enters": (
        "enters",
        "entered",
        "comes",
        "came",
        "has entered",
        "shall enter",
        "has come",
        "have entered",
    ),
}
_KIND_LIST = (
    "{kind} [[,] [or|and] {kind}] [[,] [or|and] {kind}] [[,] [or|and] {kind}] [[,] [or|and] {kind}]"
)
_INSTRUMENT = f"[{{the}}] [ORDINAL|last|final] [such] (instrument|instruments) [of {_KIND_LIST}]"
_SUBJECT = f"({_INSTRUMENT}|[{{the}}] [ORDINAL|last|final] {{thing}}|it)"


def _template(text: str) -> Template:
    return Template(text, _GROUPS)


# What an anchor begins with, and what may follow it: its object, and by or with whom.
_LEAD = _template("[{lead}]")
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
_MOST_TAILS = 4


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
    (Anchor(text='signed', event='deposit', choice=''), 8)
    """
    found: dict[tuple[Anchor, int], None] = {}
    for _, start in _LEAD.match(clause, place, _SLOTS):
        for _, name in _ARTICLES.match(clause, start, _SLOTS):
            for ids, end in clause.names_at(name):
                for identity in ids:
                    for after in _with_tails(clause, end):
                        found[Anchor(identity), after] = None
        for day, end in days(clause, start):
            found[Anchor(str(day.days), choice=day.choice), end] = None
        for template in (_NOUN, _VERB):
            for filled, end in template.match(clause, start, _SLOTS):
                event = next(
                    one for one in reversed(filled) if one.name in {"event", "done", "enters"}
                )
                name_of = "entry into force" if event.name == "enters" else str(event.value)
                for after in _with_tails(clause, end):
                    found[Anchor(clause.anchor or "signed", name_of), after] = None
    for _, end in _DATE_OF.match(clause, place, _SLOTS):
        found[Anchor(clause.anchor or "signed", "date"), end] = None
    if not found:
        clause.miss(place, "not an event, a milestone or a date")
    yield from sorted(found, key=lambda one: -one[1])


def _with_tails(clause: Clause, place: int) -> list[int]:
    """Return the places after the anchor and after each of the phrases that follow it."""
    ends = [place]
    for _ in range(_MOST_TAILS):
        after = [end for tail in _TAILS for _, end in tail.match(clause, ends[-1], _SLOTS)]
        if not after:
            break
        ends.append(max(after))
    return ends
