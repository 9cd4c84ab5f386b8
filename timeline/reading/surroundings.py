"""The words around a phrase: those that could change what it means are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.reading.anchors import another
from timeline.reading.calendar_dates import MONTHS, WEEKDAYS, is_year
from timeline.reading.clause import vocabulary
from timeline.reading.numbers import is_number, is_numeral

if TYPE_CHECKING:
    from collections.abc import Collection

    from timeline.reading.clause import Clause
    from timeline.reading.phrases import Phrase

# Words of time: nowhere in the clause, outside the phrase.
_TIME = vocabulary(
    "day days week weeks month months year years hour hours minute minutes quarter quarters decade "
    "decades century fortnight fortnights date dates deadline deadlines calendar period periods within "
    "before after until till since during prior following thereafter hereafter afterwards subsequently "
    "previously later earlier latest earliest soonest longer shorter minimum maximum min max approx ca "
    "expiry expiration expire expires lapse extended extension extendable extend prolonged prolongation "
    "renewed renewal renewable postponed suspended delayed deferred whichever unless annually annual "
    "monthly weekly daily yearly quarterly biennial every noon midnight today tomorrow yesterday "
    "immediately forthwith promptly soon beginning commencing starting ending anniversary counted "
    "counting calculated reckoned computed running runs tacitly notwithstanding then sooner less least "
    "holiday holidays weekend weekends inclusive exclusive urgent urgency style julian lunar"
) | frozenset(name for day in WEEKDAYS for name in (day, f"{day}s"))
# With one of these a limit can be a prohibition: no forces return within 14 months.
_NEGATIONS = vocabulary("no not never neither nor none nothing cannot without")
# These are also a verb and a modal verb.
_MONTH_NAMES = frozenset(MONTHS) - {"may", "march"}
# Where the clause names no day, these can name the one from which its period runs.
_TRIGGERS = vocabulary(
    "if when whenever once upon where provided case event should subject pending failing unless signing "
    "signature announcement entry force deposit ratification accession acceptance approval notification "
    "notice receipt adoption publication commencement conclusion completion start starts started begin "
    "begins began begun end ends ended outbreak arrival departure request effect absence dispute disputes "
    "reply replies respond appeal objection objections"
)
# Not directly before a phrase.
_UNSAFE_BEFORE = vocabulary(
    "not only least most than about approximately around roughly some up every each another further "
    "additional nearly almost over under for in with by at on to of or past last previous preceding "
    "exceeding between per except other more less from no never minus plus half circa nor but mid early "
    "late the as even just full fully clear well long shortly directly beyond outside near night eve twice "
    "thrice double triple times x"
)
# Only these, and punctuation, directly after a phrase: others could belong to it.
_SAFE_AFTER = vocabulary(
    "the this these those there each all both any no a an shall will must should may can would it its "
    "such they their he she we and for to in with by at on under which who according his her our"
)
# Of these, not after a phrase that names no day: what follows could name it.
_UNSAFE_AFTER_PERIOD = vocabulary("on at with")
# Nor after a phrase that ends with an event: what follows could say which event.
_UNSAFE_AFTER_ANCHOR = vocabulary("by for to with which in on at")
_PUNCTUATION = frozenset(".,;:!?()")
_DASHES = frozenset("-\u2013\u2014\u2022")
# The first words of phrases that can follow a period.
_AFTER_A_PERIOD = vocabulary("before prior not after")
# A number between these is one of another period.
_JOINING = frozenset("(,;") | {"and", "or", "but"}
_QUALIFYING = vocabulary("for in if of at when where from on with under")
# Two words that go on from a phrase.
_CONTINUES = {("for", "each"), ("and", "a"), ("and", "an"), ("and", "half"), ("on", "which")}


def unsafe_beside(clause: Clause, phrase: Phrase) -> int | None:
    """Return the place of a word beside the phrase that may belong to it, None if there is none."""
    if _is_unsafe_before(clause, phrase.start):
        return phrase.start - 1
    return phrase.end if _is_unsafe_after(clause, phrase) else None


def _is_unsafe_before(clause: Clause, start: int) -> bool:
    """Return whether the word before the phrase that begins at `start` may belong to it."""
    before = clause[start - 1]
    if before == "but" and clause[start] in _NEGATIONS:
        return False  # "as soon as possible but not later than 14 months"
    if before in _UNSAFE_BEFORE or (_is_sign(before) and before not in _PUNCTUATION | _DASHES):
        return True
    if is_number(clause[start]):
        # 10 and 14 days; 14, 15 days; -14 days
        listed = before in {",", ";", ":"} and is_number(clause[start - 2])
        return before == "and" or listed or (_is_sign(before) and clause.is_joined(start))
    return clause[start] in _AFTER_A_PERIOD and is_number(before)


def _is_unsafe_after(clause: Clause, phrase: Phrase) -> bool:
    """Return whether the word after the phrase may belong to it."""
    end = phrase.end
    after = clause[end]
    if not after:
        return False
    if after not in _PUNCTUATION and (after not in _SAFE_AFTER or clause.is_end(end + 1)):
        return True
    if phrase.is_implied and after in _UNSAFE_AFTER_PERIOD:
        return True
    if phrase.ends_with_anchor and (after in _UNSAFE_AFTER_ANCHOR or another(clause, end)):
        return True
    if is_numeral(clause[end + 1]) and (
        after == "and" or (after == "," and clause.is_end(end + 2))
    ):
        return True
    return (after, clause[end + 1]) in _CONTINUES


def _is_sign(word: str) -> bool:
    """Return whether a word is a sign, such as a punctuation mark."""
    return len(word) == 1 and not word.isalnum()


def negations(clause: Clause, phrase: Phrase) -> list[int]:
    """Return the places of words outside the phrase that can make a limit a prohibition."""
    return [
        place
        for place in range(len(clause))
        if not phrase.start <= place < phrase.end
        and clause[place] in _NEGATIONS
        and not clause.follows(place + 1, "more than")
    ]


def unread_words(clause: Clause, covered: Collection[int], *, implied: bool) -> list[int]:
    """Return the places of words about time that are not `covered` by a phrase.

    If the phrase counts from a day that the clause does not name, which `implied` says, the words
    that could name that day are among them.
    """
    return [
        place
        for place in range(len(clause))
        if place not in covered
        and (_is_about_time(clause, place) or (implied and clause[place] in _TRIGGERS))
    ]


def _is_about_time(clause: Clause, place: int) -> bool:
    """Return whether a word is one of time, such as a unit, a month, or a year."""
    word = clause[place]
    if word == "following" and clause[place - 1] == "the":
        return False  # "the following measures"; a unit after it is found itself
    if word == "soon" and clause.follows(place + 1, "as possible"):
        return False  # with a limit beside it
    if clause[place - 1] in _JOINING and is_number(word) and clause[place + 1] in _QUALIFYING:
        return True  # "but 30 in other cases"
    if is_numeral(word):
        return is_year(word) or (len(word) > 5 and not word.replace(",", "").isdigit())
    return word in _TIME or word in _MONTH_NAMES
