"""What phrases mean, and which are refused.

`phrases.tsv` has a phrase, the expression that a lawyer would write, the start day that its words
choose, and its source, on each line; `refused.tsv` a phrase and its source. Agreements on trade are
named as in the collection Texts of Trade Agreements. A phrase without a source is "made up".
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from timeline.dates.counting import StartDay
from timeline.dates.expressions import Expression
from timeline.errors import UnreadClauseError
from timeline.files.loading import load
from timeline.reading.reading import names_of, read
from timeline.reading.readings import Reading

FOLDER = Path(__file__).parent
NAMES = names_of((each.id, each.title) for each in load("doha-2020").milestones)
SIGNED = date(2020, 2, 29)


def lines(name: str) -> list[list[str]]:
    """Return the fields of each line of a table."""
    return [line.split("\t") for line in (FOLDER / name).read_text("utf-8").split("\n")[:-1]]


def reading(text: str, anchor: str | None = None, since: date | None = SIGNED) -> Reading:
    """Return the reading of a clause of the agreement of 29 February 2020."""
    return read(text, names=NAMES, anchor=anchor, since=since)


PHRASES, REFUSED = lines("phrases.tsv"), lines("refused.tsv")


def test_the_tables_are_as_large_as_they_say() -> None:
    assert len({phrase for phrase, *_ in PHRASES}) == len(PHRASES) >= 200
    assert len({phrase for phrase, _ in REFUSED}) == len(REFUSED) >= 200
    sourced = [one for *_, one in PHRASES if one != "made up"]
    assert len(sourced) >= 150


@pytest.mark.parametrize(("phrase", "expression", "start_day", "source"), PHRASES)
def test_a_phrase_is_read(phrase: str, expression: str, start_day: str, source: str) -> None:
    found = reading(phrase)
    assert found.expression.text == expression, source
    assert found.expression == Expression(expression)
    assert found.start_day == (StartDay(start_day) if start_day else None)
    assert found.aside == ()
    assert found.phrase == phrase


@pytest.mark.parametrize(("phrase", "expression", "start_day", "source"), PHRASES)
def test_a_phrase_is_read_within_a_sentence_or_refused(
    phrase: str, expression: str, start_day: str, source: str
) -> None:
    """The words around it never change what it means."""
    sentence = f"The forces of both Parties shall leave {phrase}, in good order."
    try:
        found = reading(sentence)
    except UnreadClauseError:
        return
    assert (found.expression.text, found.start_day or "") == (expression, start_day), source
    assert found.aside == ("The forces of both Parties shall leave", "in good order")


@pytest.mark.parametrize(("phrase", "source"), REFUSED)
def test_a_phrase_is_refused(phrase: str, source: str) -> None:
    with pytest.raises(UnreadClauseError) as refused:
        reading(phrase)
    assert str(refused.value), source


@pytest.mark.parametrize("word", ["sleeps", "hours", "moons", "fortnights", "sleep", "dayz"])
@pytest.mark.parametrize(
    "phrase", ["within 135 {}", "in the first 135 {}", "135 {} after signature"]
)
def test_an_unknown_unit_is_marked(phrase: str, word: str) -> None:
    with pytest.raises(UnreadClauseError) as refused:
        reading(phrase.format(word))
    marked = phrase.format(f"[{word}]")
    problem = "not a unit; use years, months, weeks, days or working days"
    assert str(refused.value) == f'"{marked}": {problem}'


@pytest.mark.parametrize(
    "marked",
    [
        "seventy-five (75) days after the [referral]",
        "within 14 months of the [coup]",
        "14 months after ratification [hearings]",
        "[about] 14 months after signature",
        "within [about] 14 months",
        "within 14 months [unless] extended",
        "within [2.25] months",
        "fourteen ([15]) days after signature",
        "the 21[th] day after signature",
        "by [Sunday] 29 February 2020",
        "by 30 February [2020]",
        "in the [next] 14 months",
        "within three months and 5 working [days]",
        "[no] forces leave within 14 months",
        "[±]14 days after signature",
        "14 days after signature [and] ratification",
        "14 days after signature [for] France",
        "numbers are reduced by [2000]",
        "from [1 May] to 3 June 2021",
        "by May '[20]",
        "within 14 days of signature ([30] for France)",
    ],
)
def test_the_word_that_cannot_be_read_is_marked(marked: str) -> None:
    with pytest.raises(UnreadClauseError) as refused:
        reading(marked.replace("[", "").replace("]", ""))
    assert str(refused.value).startswith(f'"{marked}": ')


# A period counts from what the clause names, from the anchor given, or from the day of signing.


@pytest.mark.parametrize(
    ("text", "anchor", "expression"),
    [
        ("within the remaining nine and a half (9.5) months", "drawdown", "drawdown + 9.5 months"),
        ("over the course of the subsequent three months", "prisoners", "prisoners + 3 months"),
        ("within 3 months after the deposit", "prisoners", "prisoners + 3 months"),
        ("within 3 months after the deposit", "2020-03-10", "2020-03-10 + 3 months"),
        ("within 3 months", "prisoners", "prisoners + 3 months"),
        ("within 3 months of drawdown", "prisoners", "drawdown + 3 months"),
        (
            "within 3 months of US forces down to 8,600, allies in proportion",
            None,
            "drawdown + 3 months",
        ),
        ("within 3 months of 1 May 2020", "prisoners", "2020-05-01 + 3 months"),
    ],
)
def test_what_a_period_counts_from(text: str, anchor: str | None, expression: str) -> None:
    assert reading(text, anchor).expression.text == expression


@pytest.mark.parametrize(
    "event", ["signing", "announcement", "entry into force", "deposit", "ratification"]
)
def test_an_event_is_the_day_of_signing_and_the_reading_says_so(event: str) -> None:
    found = reading(f"within 3 months after the {event} of this Agreement")
    assert found.expression == Expression("signed + 3 months")
    assert f"{event}: read as signed; --anchor names another day" in [
        one.meaning for one in found.choices
    ]


def test_a_title_of_two_milestones_has_two_readings() -> None:
    names = names_of([("first-exit", "Forces out"), ("last-exit", "Forces out")])
    with pytest.raises(UnreadClauseError) as refused:
        read("within 3 days of forces out", names=names)
    assert refused.value.readings == ("first-exit + 3 days", "last-exit + 3 days")


def test_a_milestone_comes_before_an_event_of_the_same_name() -> None:
    names = names_of([("deposit", "Arms deposited")])
    found = read("within 3 days of the deposit of its instrument of ratification", names=names)
    assert found.expression == Expression("deposit + 3 days")


# A date without a year is the first one on or after the anchor.


@pytest.mark.parametrize(
    ("text", "since", "expression"),
    [
        ("by March 10", date(2020, 2, 29), "2020-03-10"),
        ("by March 10", date(2020, 3, 10), "2020-03-10"),
        ("by March 10", date(2020, 3, 11), "2021-03-10"),
        ("by August", date(2020, 8, 31), "2020-08"),
        ("by August", date(2020, 9, 1), "2021-08"),
        ("by 29 February", date(2020, 3, 1), "2024-02-29"),
        ("by 29 February", date(1896, 3, 1), "1904-02-29"),
        ("by the end of August", date(2020, 2, 29), "2020-08-31"),
    ],
)
def test_a_year_that_is_missing(text: str, since: date, expression: str) -> None:
    found = reading(text, since=since)
    assert found.expression.text == expression
    assert any(f"on or after {since}" in one.meaning for one in found.choices)


@pytest.mark.parametrize("since", [None, date(9999, 12, 31)])
def test_without_a_day_to_begin_with_there_is_no_year(since: date | None) -> None:
    with pytest.raises(UnreadClauseError):
        reading("by March 10", since=since)


# Two readings are two lines.


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("03/04/2020", ("2020-04-03", "2020-03-04")),
        ("by 3.4.2020", ("2020-04-03", "2020-03-04")),
        ("before the end of April 2021", ("2021-04-30", "before 2021-04-30")),
        (
            "after the expiry of three months after ratification",
            ("signed + 3 months", "signed + 3 months + 1 day"),
        ),
        ("by 1 May 2020 or within 3 months of signature", ("2020-05-01", "signed + 3 months")),
    ],
)
def test_two_readings_are_refused(text: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(UnreadClauseError) as refused:
        reading(text)
    assert refused.value.readings == readings
    assert len(str(refused.value).splitlines()) == len(readings)


# Sentences


SENTENCES = {
    "The agreement lays out a 14-month timetable for the withdrawal of all military forces.": (
        "signed + 14 months",
        ("The agreement lays out", "for the withdrawal of all military forces"),
    ),
    "An initial drawdown to 8,600 troops would occur within the first 135 days, according to the "
    "agreement.": (
        "signed + 135 days",
        ("An initial drawdown to 8,600 troops would occur", "according to the agreement"),
    ),
    "Denunciation shall take effect one year after the date of receipt of the notification.": (
        "signed + 1 year",
        ("Denunciation shall take effect",),
    ),
    "Troops are reduced to 8,600 within the first 135 days.": (
        "signed + 135 days",
        ("Troops are reduced to 8,600",),
    ),
    "The US has agreed to facilitate the talks and lift sanctions from Taliban members by August, "
    "provided the negotiations commence as planned.": (
        "2020-08",
        (
            "The US has agreed to facilitate the talks and lift sanctions from Taliban members",
            "provided the negotiations commence as planned",
        ),
    ),
    "Also, Washington and Kabul agreed on a prisoner exchange with the Taliban by March 10, vowing to "
    "release up to 5,000 and 1,000 people respectively.": (
        "2020-03-10",
        (
            "Also, Washington and Kabul agreed on a prisoner exchange with the Taliban",
            "vowing to release up to 5,000 and 1,000 people respectively",
        ),
    ),
}


# An event is a day where the words say so, or where it happens once: else "by notification" would be one.
SENTENCES |= {
    "This Agreement enters into force on signature.": (
        "signed",
        ("This Agreement enters into force",),
    ),
    "States become parties by the date of ratification.": ("signed", ("States become parties",)),
    "The truce holds until ratification.": ("signed", ("The truce holds",)),
    "Not more than 8,600 troops remain by 13 July 2020.": (
        "2020-07-13",
        ("Not more than 8,600 troops remain",),
    ),
    "The tribute is reduced by the year 2020.": ("2020", ("The tribute is reduced",)),
    "The truce holds from 1 December to 3 January.": (
        "2020-12-01/2021-01-03",
        ("The truce holds",),
    ),
    "Article 5. \u2013 The forces leave within 14 months.": (
        "signed + 14 months",
        ("Article 5. \u2013 The forces leave",),
    ),
}


# Of the Mine Ban Convention, Articles 4 and 5(1).
SENTENCES |= {
    "each State Party undertakes to destroy all stockpiled anti-personnel mines as soon as possible but "
    "not later than four years after the entry into force of this Convention for that State Party.": (
        "signed + 4 years",
        (
            (
                "each State Party undertakes to destroy all stockpiled anti-personnel mines as soon as "
                "possible but"
            ),
        ),
    ),
}


# Of the Agreement for Bringing Peace to Afghanistan, Part One.
AGREED = {
    "The United States is committed to withdraw from Afghanistan all military forces of the United States, "
    "its allies, and Coalition partners, including all non-diplomatic civilian personnel, private "
    "security contractors, trainers, advisors, and supporting services personnel within fourteen (14) "
    "months following announcement of this agreement, and will take the following measures in this "
    "regard:": (None, "signed + 14 months"),
    "The United States, its allies, and the Coalition will take the following measures in the first one "
    "hundred thirty-five (135) days:": (None, "signed + 135 days"),
    "With the commitment and action on the obligations of the Islamic Emirate of Afghanistan, the United "
    "States, its allies, and the Coalition will complete withdrawal of all remaining forces from "
    "Afghanistan within the remaining nine and a half (9.5) months.": (
        "drawdown",
        "drawdown + 9.5 months",
    ),
    "The relevant sides have the goal of releasing all the remaining prisoners over the course of the "
    "subsequent three months.": ("prisoners", "prisoners + 3 months"),
}


@pytest.mark.parametrize("sentence", AGREED)
def test_the_sentences_of_the_agreement_are_read(sentence: str) -> None:
    anchor, expression = AGREED[sentence]
    found = reading(sentence, anchor)
    assert found.expression.text == expression
    bundled = load("doha-2020").milestones
    dues = [each.due for each in bundled] + [also for each in bundled for also in each.also]
    assert found.expression in dues


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_read_and_its_other_words_are_named(sentence: str) -> None:
    found = reading(sentence)
    assert (found.expression.text, found.aside) == SENTENCES[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The parties meet within 30 days of the report.",
        "The parties meet within 30 days, counted from the report.",
        "The parties meet within 30 days as from the report.",
        "If a panel is asked for, the parties meet within 30 days.",
        "On receipt of the report, the parties meet within 30 days.",
        "The parties meet within 30 days, or later if they agree.",
        "The parties meet within 30 days and 2 sleeps.",
        "The parties meet within 30 days; afterwards the treaty lapses.",
        "The parties meet not only within 30 days.",
        "The parties met in 2019, and meet again within 30 days.",
        "The parties meet within 30 days notice.",
        "The parties meet by 1 May 2020 at noon.",
        "The parties meet not less than 14 clear before the signing.",
        "The parties meet thirty before the signing.",
        "The parties meet for nearly a period of 6 months from 15 June 2005.",
        "The parties meet by August each.",
        "The parties meet within 30 days on delivery of the report.",
        "The parties meet within 30 days with effect from delivery.",
        "Records are kept for five years.",
        "The 60-day period shall not apply.",
    ],
)
def test_a_sentence_whose_other_words_can_change_the_day_is_refused(sentence: str) -> None:
    with pytest.raises(UnreadClauseError):
        reading(sentence)
