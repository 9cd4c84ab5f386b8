"""The words around a phrase: those that could change what it means are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.reading.calendar_dates import MONTHS, WEEKDAYS
from timeline.reading.clause import vocabulary
from timeline.reading.numbers import is_number, is_numeral

if TYPE_CHECKING:
    from collections.abc import Collection

    from timeline.reading.clause import Clause

# Words of time: nowhere in the clause, outside the phrase.
_TIME = vocabulary(
    "day days week weeks month months year years hour hours minute minutes quarter quarters decade "
    "decades century fortnight fortnights date dates deadline deadlines calendar period periods within "
    "before after until till since during prior following thereafter hereafter afterwards subsequently "
    "previously later earlier latest earliest expiry expiration expire expires lapse extended extension "
    "extend prolonged prolongation renewed renewal postponed suspended whichever unless annually annual "
    "monthly weekly daily yearly quarterly biennial every noon midnight today tomorrow yesterday "
    "immediately forthwith promptly soon beginning commencing starting ending anniversary counted "
    "counting calculated reckoned computed running runs tacitly notwithstanding then sooner less least"
) | frozenset(WEEKDAYS)
# These are also a verb and a modal verb.
_MONTH_NAMES = frozenset(MONTHS) - {"may", "march"}
# Where the clause names no day, these can name the one from which its period runs.
_TRIGGERS = vocabulary(
    "if when whenever once upon where provided case event should subject pending failing unless signing "
    "signature announcement entry force deposit ratification accession acceptance approval notification "
    "notice receipt adoption publication commencement conclusion completion start starts started begin "
    "begins began begun end ends ended outbreak arrival departure request effect"
)
# Not directly before a phrase.
_UNSAFE_BEFORE = vocabulary(
    "not only least most than about approximately around roughly some up every each another further "
    "additional nearly almost over under for in with by at on to of or past last previous preceding "
    "exceeding between per except other more less from no never minus plus half circa nor but mid early "
    "late"
)
# Only these, and punctuation, directly after a phrase: others could belong to it.
_SAFE_AFTER = vocabulary(
    "the this these those there each all both any no a an shall will must should may can would it its "
    "such they their he she we and for to in with by at on under which who according his her our"
)
# Of these, not after a phrase that names no day: what follows could name it.
_UNSAFE_AFTER_PERIOD = vocabulary("on at with")
_PUNCTUATION = frozenset(".,;:!?()")
# The first words of phrases that can follow a period.
_AFTER_A_PERIOD = vocabulary("before prior not after")
# Two words that go on from a phrase.
_CONTINUES = {("for", "each"), ("and", "a"), ("and", "an"), ("and", "half"), ("on", "which")}


def unsafe_beside(clause: Clause, start: int, end: int, *, implied: bool) -> int | None:
    """Return the place of a word beside the phrase that may belong to it, None if there is none.

    `implied` says whether the phrase counts from a day that the clause does not name.
    """
    if clause[start - 1] in _UNSAFE_BEFORE:
        return start - 1
    between = is_number(clause[start]) and clause[start - 1] == "and"  # 10 and 14 days
    without_unit = clause[start] in _AFTER_A_PERIOD and is_number(clause[start - 1])
    if between or without_unit:
        return start - 1
    after = clause[end]
    if after and after not in _SAFE_AFTER and after not in _PUNCTUATION:
        return end
    if implied and after in _UNSAFE_AFTER_PERIOD:
        return end
    if after == "and" and is_numeral(clause[end + 1]):
        return end
    recurs = after == "each" and clause.is_end(end + 1)
    return end if recurs or (after, clause[end + 1]) in _CONTINUES else None


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
    if is_numeral(word):
        is_year = len(word) == 4 and word.isdigit() and 1000 <= int(word) < 3000
        return is_year or (len(word) > 5 and not word.replace(",", "").isdigit())
    return word in _TIME or word in _MONTH_NAMES
