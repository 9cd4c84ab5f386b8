"""What is put into words is read as itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.reading.words import in_words, ordinal_in_words, ordinal_numeral
from tests.strategies import law
from timeline.dates.counting import StartDay
from timeline.dates.expressions import Expression
from timeline.reading.reading import names_of, read

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

NAMES = names_of([("drawdown", "US forces down to 8,600"), ("first-exit", "Bases handed over")])
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
EVENTS = (
    "signature",
    "the signing of this Agreement",
    "the date of entry into force of the present Convention",
    "the announcement of this agreement",
    "the date on which this Treaty enters into force",
    "the deposit of its instrument of ratification, acceptance or approval",
    "the date of deposit of the thirtieth instrument of ratification",
    "ratification by both Parties",
)


class Words(NamedTuple):
    """A text, and what it means."""

    text: str
    meaning: str


@st.composite
def numbers(draw: DrawFn, most: int = 10_000) -> Words:
    """A number in words, in digits, or in both."""
    value = draw(st.integers(1, most))
    words = in_words(value, draw(st.sampled_from([" and ", " "])))
    forms = (words, str(value), f"{value:,}", f"{words} ({value})", f"{value} ({words})")
    return Words(draw(st.sampled_from(forms)), str(value))


@st.composite
def periods(draw: DrawFn) -> Words:
    """A number of years, months, weeks or days; or two, or with a half."""
    unit = draw(st.sampled_from(["year", "month", "week", "day", "working day"]))
    number = draw(numbers(9_998 if unit == "year" else 10_000))
    text, meaning = f"{number.text} {unit}s", f"{number.meaning} {unit}s"
    if unit in {"year", "month"} and number.meaning != "10000" and draw(st.booleans()):
        half = draw(st.sampled_from([" and a half", " and one half"]))
        text, meaning = f"{number.meaning}{half} {unit}s", f"{number.meaning}.5 {unit}s"
    elif unit == "month" and draw(st.booleans()):
        days = draw(numbers(30))
        joint = draw(st.sampled_from([" and ", ", ", ", and "]))
        text, meaning = f"{text}{joint}{days.text} days", f"{meaning} {days.meaning} days"
    return Words(text, meaning)


@st.composite
def days(draw: DrawFn) -> Words:
    """A date in one of its forms."""
    day = draw(st.dates(date(1000, 1, 1)))
    month, year = MONTHS[day.month - 1], f"{day.year:04}"
    weekday = draw(st.sampled_from(["", f"{WEEKDAYS[day.weekday()]}, "]))
    forms = (
        f"{weekday}{day.day} {month} {year}",
        f"{weekday}{month} {day.day}, {year}",
        f"{weekday}the {ordinal_numeral(day.day)} of {month} {year}",
        f"the {ordinal_in_words(day.day)} day of {month}, {year}",
        f"{month[:3]}. {day.day}, {year}",
        day.isoformat(),
    )
    return Words(draw(st.sampled_from(forms)), day.isoformat())


@st.composite
def anchors(draw: DrawFn) -> Words:
    """An event, a milestone or a date."""
    events = st.sampled_from([Words(event, "signed") for event in EVENTS])
    milestones = st.sampled_from(
        [Words("drawdown", "drawdown"), Words("bases handed over", "first-exit")]
    )
    return draw(st.one_of(events, milestones, days()))


def spoken(*templates: str) -> SearchStrategy[str]:
    """Return one of the templates."""
    return st.sampled_from(templates)


@st.composite
def clauses(draw: DrawFn) -> tuple[str, str, StartDay | None]:
    """A clause, its expression, and the start day that its words choose."""
    period, anchor = draw(periods()), draw(anchors())
    kind = draw(st.integers(0, 6))
    if kind == 0:
        after = draw(spoken("after", "following", "from"))
        text = (
            f"{draw(spoken('within ', 'not later than ', ''))}{period.text} {after} {anchor.text}"
        )
        return text, f"{anchor.meaning} + {period.meaning}", StartDay.EXCLUDED
    if kind == 1:
        begin = draw(spoken("beginning on", "beginning with", "commencing on"))
        text = f"for a period of {period.text} {begin} {anchor.text}"
        return text, f"{anchor.meaning} + {period.meaning}", StartDay.INCLUDED
    if kind == 2:
        least = draw(spoken("at least", "not less than"))
        before = draw(spoken("before", "prior to"))
        text = f"{least} {period.text} {before} {anchor.text}"
        return text, f"{anchor.meaning} - {period.meaning}", StartDay.CLEAR
    if kind == 3:
        first = draw(
            spoken("the first day of the month following", "on the first day of the month after")
        )
        expiry = draw(spoken("", "the expiration of a period of ", "the expiry of "))
        text = f"{first} {expiry}{period.text} after {anchor.text}"
        return text, f"{anchor.meaning} + {period.meaning}, first of next month", StartDay.EXCLUDED
    if kind == 4:
        value = draw(st.integers(1, 999))
        number = draw(spoken(ordinal_in_words(value), ordinal_numeral(value)))
        text = f"on the {number} day after {anchor.text}"
        return text, f"{anchor.meaning} + {value} days", StartDay.EXCLUDED
    day = draw(days())
    if kind == 5:
        return f"{draw(spoken('by', 'no later than', 'on', 'until'))} {day.text}", day.meaning, None
    return f"{draw(spoken('before', 'prior to'))} {day.text}", f"before {day.meaning}", None


@law
@given(clauses(), st.sampled_from([str, str.lower, str.upper, str.capitalize]))
def test_a_clause_is_read_as_the_expression_it_was_made_of(
    clause: tuple[str, str, StartDay | None], case: type[str]
) -> None:
    text, expression, start_day = clause
    found = read(case(text), names=NAMES, since=date(2020, 2, 29))
    assert found.expression == Expression(expression)
    assert found.start_day == start_day
    assert found.aside == ()
