"""What the laws are tried on: days, periods, ranges, rules, expressions, agreements, files."""

from __future__ import annotations

import calendar
import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from timeline.agreement import Agreement, Milestone
from timeline.counting import Counting, MonthEnd, StartDay
from timeline.edtf import DayRange
from timeline.expressions import Expression
from timeline.periods import Period, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy


def agreement_of(
    dues: Mapping[str, str | None],
    fulfilled: Mapping[str, date] | None = None,
    signed: date = date(2020, 2, 29),
) -> Agreement:
    """Return an agreement of milestones with these expressions, and what has happened."""
    milestones = tuple(
        Milestone(
            id=name,
            title=name.title(),
            due=Expression.parse(due) if due else None,
            fulfilled=(fulfilled or {}).get(name),
        )
        for name, due in dues.items()
    )
    return Agreement(title="A peace", signed=signed, milestones=milestones)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


# Far enough from both ends of the calendar for every period below, and often a month's last day.
plain_days = st.dates(date(1700, 1, 1), date(2300, 12, 31))
days = st.one_of(plain_days, plain_days.map(_month_end))
periods = st.builds(Period, months=st.integers(0, 600), days=st.integers(0, 20_000))
terms = st.builds(Term, sign=st.sampled_from([1, -1]), period=periods)
countings = st.builds(Counting, st.sampled_from(StartDay), st.sampled_from(MonthEnd))
# The rules under which every count gives a day.
yielding_countings = countings.filter(lambda one: one.month_end is not MonthEnd.REJECT)


def ranges(most: int = 70) -> SearchStrategy[DayRange]:
    """Return ranges of up to `most` days."""
    lengths = st.integers(0, most - 1)
    return st.builds(lambda day, more: DayRange(day, day + timedelta(more)), days, lengths)


spans = st.one_of(days.map(DayRange.of), ranges(1000))
ids = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
expressions = st.builds(
    Expression, st.one_of(spans, ids), st.lists(terms, max_size=4).map(tuple)
)

# Text that is nearly an expression: its tokens, in any order, with blanks here and there.
_TOKENS = [
    "2020-02-29", "2020-08", "2020", "/", "0000", "9999-12-31", "signed", "today", "drawdown", "+", "-",
    "9.5", "14", "0", "1.3", "99999999999", "months", "mo", "Days", "week", "y", "P1Y2M", "P", "P0.5D", " ", "\t", "é",
]  # fmt: skip
texts = st.one_of(
    st.text(), st.lists(st.sampled_from(_TOKENS)).map("".join), st.lists(st.sampled_from(_TOKENS)).map(" ".join)
)  # fmt: skip


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Return agreements whose milestones count from signing, one another, fixed dates or nothing."""
    names = draw(st.permutations([f"m{n}" for n in range(draw(st.integers(1, 6)))]))
    near = st.dates(date(2020, 1, 1), date(2021, 12, 31))
    dues: dict[str, str | None] = {}
    for position, name in enumerate(names):
        anchors = ["signed", "2020-08", "2020-03-10", *names[:position]]
        periods = st.sampled_from(["", " + 1 month", " - 10 days", " + 14 months", " + 0 days"])
        counted = st.builds(str.__add__, st.sampled_from(anchors), periods)
        dues[name] = draw(st.one_of(st.none(), counted))
    fulfilled = draw(st.dictionaries(st.sampled_from(names), near))
    return agreement_of(dict(sorted(dues.items())), fulfilled)


def toml(value: object) -> str:
    """Return a value as TOML writes it, tables and arrays in one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dict():
            return f"{{{', '.join(f'{toml(key)} = {toml(one)}' for key, one in value.items())}}}"
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case date() | time():
            return value.isoformat()
    return repr(value)


_characters = st.characters(exclude_categories=("Cs",), exclude_characters="\x7f")
_words = st.text(_characters, max_size=12)
_scalars: SearchStrategy[object] = st.one_of(
    _words,
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.times(),
    st.datetimes(),
)
_anything: SearchStrategy[object] = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_words, inner, max_size=3)
    ),
    max_leaves=4,
)


def _mostly(right: SearchStrategy[object]) -> SearchStrategy[object]:
    """Return what is right, and now and then anything at all."""
    return st.integers(0, 9).flatmap(lambda chance: right if chance < 9 else _anything)


def _table(**right: SearchStrategy[object]) -> SearchStrategy[dict[str, object]]:
    """Return tables with those keys or some of them, and now and then a key unknown."""
    known = {key.replace("_", "-"): _mostly(one) for key, one in right.items()}
    strange = st.dictionaries(st.one_of(_words, st.just("titel")), _anything, max_size=1)
    whole = st.fixed_dictionaries(known)
    some = st.one_of(whole, st.fixed_dictionaries({}, optional=known))
    return st.builds(lambda odd, table: {**odd, **table}, _rarely(strange), some)


def _rarely(
    strange: SearchStrategy[dict[str, object]],
) -> SearchStrategy[dict[str, object]]:
    return st.integers(0, 4).flatmap(lambda chance: st.just({}) if chance < 4 else strange)


_ids = st.sampled_from(["a", "b", "c-1", "drawdown", "signed", "A", "2020", "a\n", "x" * 61])
_day_values = st.one_of(st.dates(), st.just("2020-08-27"), st.datetimes())
_dues = st.one_of(st.dates(), expressions.map(str), texts, st.sampled_from(["a + 1 day", "b", "c"]))
_rules = _table(
    start_day=st.sampled_from(["included", "excluded", "both"]),
    month_end=st.sampled_from(["clamp", "sticky", "overflow", "reject", "clip"]),
)
_milestones = _table(
    id=_ids,
    title=_words,
    due=_dues,
    also=st.lists(_dues, max_size=2),
    kind=st.sampled_from(["goal", "commitment", "wish"]),
    level=st.integers(),
    source=_ids,
    fulfilled=_day_values,
    counting=_rules,
    published=st.lists(_table(date=_day_values, by=_words, source=_ids), max_size=2),
    stated=_table(hijri=_words, solar_hijri=_words),
)
_drawdowns = _table(
    unit=_words,
    baseline=st.integers(),
    observed=st.lists(_table(date=_day_values, level=st.integers()), max_size=2),
)
# Documents of agreement files: every key, in most places with a sound value.
documents: SearchStrategy[str] = _table(
    title=_words,
    signed=_day_values,
    parties=st.lists(_words, max_size=2),
    counting=_rules,
    milestone=st.lists(_milestones, max_size=3),
    drawdown=_drawdowns,
    source=st.lists(_table(id=_ids, title=_words, date=_day_values), max_size=2),
).map(lambda table: "\n".join(f"{toml(key)} = {toml(value)}" for key, value in table.items()))

__all__ = ["datetime"]
