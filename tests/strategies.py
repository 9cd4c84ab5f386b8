"""What the laws are tried on: days, periods, ranges, rules, expressions, agreements, files."""

from __future__ import annotations

import calendar
import json
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec import structs

from timeline.dates.adjusters import AFTER_COMMA, Adjuster
from timeline.dates.calendars import Calendar
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, CountingChoice, MonthEnd, StartDay
from timeline.dates.due import Due
from timeline.dates.edtf import DayRange
from timeline.dates.every import Every
from timeline.dates.expressions import RESERVED_NAMES, Expression
from timeline.dates.periods import Period, Term
from timeline.dates.rolling import Roll
from timeline.dates.several import Several
from timeline.schedule.agreement import Agreement, Amended, Fulfilled, Milestone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import SearchStrategy


# Laws are no races: a slow machine proves them as well.
law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def agreement_of(
    dues: Mapping[str, str | Due | None],
    fulfilled: Mapping[str, date] | None = None,
    signed: date = date(2020, 2, 29),
    rules: Mapping[str, CountingChoice] | None = None,
) -> Agreement:
    """Return an agreement of milestones with these expressions, what has happened, and the rules of some."""
    milestones = tuple(
        Milestone(
            id=name,
            title=name.title(),
            due=Expression(due) if isinstance(due, str) else due,
            fulfilled=(fulfilled or {}).get(name),
            counting=(rules or {}).get(name, CountingChoice()),
        )
        for name, due in dues.items()
    )
    return Agreement(title="A peace", signed=signed, milestones=milestones)


def expression_of(
    anchor: DayRange | str, items: Sequence[Term | Adjuster], *, before: bool = False
) -> Expression:
    """Return the expression of an anchor, terms and adjusters."""
    words = [f", {item}" if isinstance(item, Adjuster) else f" {item}" for item in items]
    return Expression("".join(["before " if before else "", str(anchor), *words]))


def closed_lists(
    near: SearchStrategy[date], codes: Sequence[str] = (), longest: int = 60
) -> SearchStrategy[ClosedDays]:
    """Return lists that leave open days: weekdays, days and intervals that overlap, calendars."""
    lengths = st.integers(0, longest).map(timedelta)
    return st.builds(
        lambda weekdays, days, spans, some: ClosedDays.of([*weekdays, *days, *spans, *some]),
        st.sets(st.sampled_from(["mon", "wed", "fri", "sat", "sun"]), max_size=4),
        st.lists(near.map(str), max_size=12),
        st.lists(st.builds(lambda day, more: f"{day}/{day + more}", near, lengths), max_size=4),
        st.sets(st.sampled_from(codes), max_size=2) if codes else st.just(()),
    )


def _is_combined(counting: Counting) -> bool:
    """Return whether months can be counted under these rules together."""
    included = counting.start_day is StartDay.INCLUDED
    return not (included and counting.month_end in {MonthEnd.STICKY, MonthEnd.OVERFLOW})


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


# Far enough from both ends of the calendar for every period below, and often a month's last day.
plain_days = st.dates(date(1700, 1, 1), date(2300, 12, 31))
days = st.one_of(plain_days, plain_days.map(_month_end))
months_and_days = st.builds(Period, months=st.integers(0, 600), days=st.integers(0, 20_000))
working_days = st.builds(Period, working_days=st.integers(0, 4000))
periods = st.one_of(months_and_days, working_days)
terms = st.builds(Term, sign=st.sampled_from([1, -1]), period=periods)
adjusters = st.sampled_from(AFTER_COMMA)
items = st.one_of(terms, terms, adjusters)
# Without calendars, which know only some years. Long intervals meet some counts over centuries.
_rolls = {
    "roll": st.sampled_from(Roll),
    "roll_fixed": st.booleans(),
    "closed": closed_lists(days, longest=20_000),
}
countings = st.builds(
    Counting, st.sampled_from(StartDay), st.sampled_from(MonthEnd), **_rolls
).filter(_is_combined)
# The rules under which every count gives a day.
yielding_countings = countings.filter(lambda one: one.month_end is not MonthEnd.REJECT)
# Those under which a later day never leads to an earlier one.
monotone_countings = yielding_countings.filter(lambda one: one.month_end is not MonthEnd.OVERFLOW)
# The same in every calendar, and days and terms that stay within what is known of each.
calendar_countings = st.builds(
    Counting,
    st.sampled_from(StartDay),
    st.sampled_from([MonthEnd.CLAMP, MonthEnd.STICKY, MonthEnd.OVERFLOW]),
    st.sampled_from(Calendar),
    **_rolls,
).filter(_is_combined)
recent_days = st.dates(date(1990, 1, 1), date(2010, 12, 31))
short_terms = st.builds(
    Term,
    st.sampled_from([1, -1]),
    st.one_of(
        st.builds(Period, st.integers(0, 30), st.integers(0, 40)),
        st.builds(Period, working_days=st.integers(0, 40)),
    ),
)
short_items = st.one_of(short_terms, short_terms, adjusters)


def ranges(most: int = 70, starts: SearchStrategy[date] = days) -> SearchStrategy[DayRange]:
    """Return ranges of up to `most` days."""
    lengths = st.integers(0, most - 1)
    return st.builds(lambda day, more: DayRange(day, day + timedelta(more)), starts, lengths)


spans = st.one_of(days.map(DayRange.of), ranges(1000))
ids = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda one: one not in RESERVED_NAMES
)
expressions = st.builds(
    expression_of,
    st.one_of(spans, ids, ids.map("actual {}".format)),
    st.lists(items, max_size=4),
    before=st.booleans(),
)

# Text that is nearly an expression: its tokens, in any order, with blanks here and there.
_TOKENS = [
    "2020-02-29", "2020-08", "2020", "/", "0000", "9999-12-31", "signed", "today", "drawdown", "+", "-",
    "9.5", "14", "0", "1.3", "99999999999", "months", "mo", "Days", "week", "y", "P1Y2M", "P", "P0.5D", ",", "before", "actual", "working days", "business", "day", "first of next month", "end of", "quarter", " ", "\t", "é",
]  # fmt: skip
texts = st.one_of(
    st.text(), st.lists(st.sampled_from(_TOKENS)).map("".join), st.lists(st.sampled_from(_TOKENS)).map(" ".join)
)  # fmt: skip


# Drawn from a few lists, since agreements hold many and each takes long to make.
_LISTS = ["", "sat,sun", "fri,AF", "sun,US-DC,2020-03-28/2020-04-06", "mon,wed,2020-08-29,2021-04-29,2021-04"]  # fmt: skip
choices = st.builds(
    CountingChoice,
    start_day=st.sampled_from([None, *StartDay]),
    roll=st.sampled_from([None, *Roll]),
    roll_fixed=st.sampled_from([None, False, True]),
    closed=st.sampled_from([None, *map(ClosedDays.parse, _LISTS)]),
)


def dues(anchors: Sequence[str]) -> SearchStrategy[str]:
    """Return expressions that count from one of the anchors, or from the day before it."""
    periods = ["+ 1 month", "- 10 days", "+ 14 months", "+ 0 days", "+ 5 working days", "- 1 business day", "+ 9.5 months"]  # fmt: skip
    some = st.sampled_from(
        [f" {period}" for period in periods] + [f", {one}" for one in AFTER_COMMA]
    )
    items = st.lists(some, max_size=2).map("".join)
    before = st.sampled_from(["", "", "before "])
    return st.builds("{}{}{}".format, before, st.sampled_from(anchors), items)


SIGNED = date(2020, 2, 29)
# What counts from a deadline before.
SHIFTS = ["+ 1 month", "- 10 days", "+ 3 working days, end of month", "+ 9.5 months", "- 1 month + 1 day"]  # fmt: skip


def rules_of(anchors: Sequence[str]) -> SearchStrategy[str | Several]:
    """Return expressions that count from one of the anchors, and the later or earlier of several."""
    some = st.lists(dues(anchors).map(Expression), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        dues(anchors),
        dues(anchors),
        st.builds(Several, later=some),
        st.builds(Several, earlier=some),
    )


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Return agreements whose milestones count from signing, one another, fixed dates or nothing."""
    names = draw(st.permutations([f"m{n}" for n in range(draw(st.integers(1, 6)))]))
    near = st.dates(date(2020, 1, 1), date(2021, 12, 31))
    expressions = {
        name: draw(
            st.none()
            | rules_of(["signed", "2020-08", "2020-03-10", *_actual_or_not(names[:position])])
        )
        for position, name in enumerate(names)
    }
    fulfilled = draw(st.dictionaries(st.sampled_from(names), near))
    rules = draw(st.dictionaries(st.sampled_from(names), choices, max_size=2))
    agreement = agreement_of(dict(sorted(expressions.items())), fulfilled, rules=rules)
    duties: list[Milestone] = draw(st.lists(recurring_duties(names), max_size=1))
    counted: bool = draw(st.booleans())
    if duties and counted:
        due = Expression(draw(dues(_actual_or_not(["r-1", "r-3", "r-7"]))))
        duties.append(Milestone(id="after", title="After", due=due))
    return structs.replace(agreement, milestones=(*agreement.milestones, *duties))


@st.composite
def recurring_duties(draw: st.DrawFn, anchors: Sequence[str]) -> Milestone:
    """Return recurring duties with the id `r`, which count from signing, fixed dates or the anchors."""
    some = ["signed", "2020-03-10", *_actual_or_not(anchors)]
    until = draw(st.none() | st.sampled_from(["signed + 14 months", "2020-08", *anchors]))
    near = st.dates(date(2020, 1, 1), date(2021, 12, 31))
    numbers = draw(st.sets(st.integers(1, 9), max_size=4))
    return Milestone(
        id="r",
        title="R",
        every=Every(draw(st.sampled_from(["1 month", "40 days", "1.5 months", "20 working days"]))),
        from_=Expression(draw(st.sampled_from(some))),
        until=Expression(until) if until else None,
        times=None if until else draw(st.integers(1, 12)),
        fulfilled=tuple(Fulfilled(n=n, date=draw(near)) for n in numbers),
        counting=draw(choices),
    )


@st.composite
def amended_agreements(draw: st.DrawFn) -> Agreement:
    """Return agreements of which some deadlines were moved, each to what its milestone could count from."""
    agreement = draw(agreements())
    milestones = []
    for milestone in agreement.milestones:
        last = milestone.happened or date(2021, 12, 31)
        some = st.builds(
            Amended,
            decided=st.dates(SIGNED, max(last, SIGNED)),
            due=st.one_of(
                dues(["signed", "2020-10", *milestone.names]).map(Expression),
                st.sampled_from(SHIFTS).map(Expression.of_new_deadline),
            ),
            counting=choices,
        )
        amended = draw(st.lists(some, max_size=3, unique_by=lambda one: one.decided))
        # A recurring duty has no deadline of its own that could be moved.
        moved = last >= SIGNED and not milestone.every
        milestones.append(structs.replace(milestone, amended=tuple(amended) if moved else ()))
    return structs.replace(agreement, milestones=tuple(milestones))


def _actual_or_not(names: Sequence[str]) -> list[str]:
    """Return the names, then each with `actual` before it."""
    return [*names, *(f"actual {name}" for name in names)]


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


_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")
_words = st.text(_characters, min_size=1, max_size=12)
_scalars: SearchStrategy[object] = st.one_of(
    _words, st.booleans(), st.integers(), st.floats(), st.dates(), st.times(), st.datetimes(),
    st.sampled_from(["", "signed", "A", "2020", "a\n", "clip", "2020-02-30", "a + 14 moths", -1]),
)  # fmt: skip
_anything: SearchStrategy[object] = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=4,
)
_now_and_then = st.integers(0, 40).map(lambda chance: chance == 23)


def _table(
    required: dict[str, SearchStrategy[object]], **more: SearchStrategy[object]
) -> SearchStrategy[dict[str, object]]:
    """Return tables with sound values; now and then one is anything, missing, or under no known key."""

    def mostly(right: SearchStrategy[object]) -> SearchStrategy[object]:
        return _now_and_then.flatmap(lambda slip: _anything if slip else right)

    def keys(slip: bool) -> SearchStrategy[dict[str, object]]:
        if slip:
            strange = st.dictionaries(_words | st.just("titel"), _anything, max_size=1)
            some = st.fixed_dictionaries({}, optional={**needed, **others})
            return st.builds(dict[str, object].__or__, strange, some)
        return st.fixed_dictionaries(needed, optional=others)

    needed = {key: mostly(right) for key, right in required.items()}
    others = {key.replace("_", "-"): mostly(right) for key, right in more.items()}
    return _now_and_then.flatmap(keys)


def _id(table: dict[str, object]) -> str:
    return str(table.get("id"))


_ids = st.sampled_from(["a", "b", "c-1", "x" * 61])
_days = st.dates() | st.just("2020-08-27")
_dues = st.dates() | spans.map(str) | st.sampled_from(["signed + P14M", "a + 1.5 mo", "b", "c-1 - 3w", "before a, end of year", "actual b - 1 day", "a + 7 working days", "signed - 3 business days"])  # fmt: skip
_several = st.dictionaries(
    st.sampled_from(["later", "earlier"]), st.lists(_dues, max_size=3), max_size=2
)
_levels = st.integers(0, 2**63 - 1)
_listed = st.just("text")
_closed = ["sat", "SUN", "fri", "us-dc", "AF", "2020-08-30", "2020-12-23/2021-01-01", "2021", date(2020, 8, 27)]  # fmt: skip
_rules = _table(
    {},
    start_day=st.sampled_from(StartDay),
    month_end=st.sampled_from(MonthEnd),
    months_of=st.sampled_from(Calendar),
    roll=st.sampled_from(Roll),
    roll_fixed=st.booleans(),
    closed=st.lists(st.sampled_from(_closed), max_size=4),
)
_milestones = _table(
    {"id": _ids, "title": _words},
    due=_dues | _several,
    decided=_days,
    void_from=_days,
    also=st.lists(_dues, max_size=2),
    kind=st.sampled_from(["goal", "commitment", "event"]),
    level=_levels,
    levels=st.dictionaries(st.sampled_from(["troops", "land"]), _levels, min_size=1),
    source=_listed,
    fulfilled=_days
    | st.lists(_table({"n": st.integers(1, 4), "date": _days}, source=_listed), max_size=3),
    every=st.sampled_from(["1 month", "90 days", "P1Y", "0 days", "2 working days"]),
    **{"from": _dues},
    until=_dues,
    times=st.integers(0, 12),
    recorded_until=_days,
    counting=_rules,
    amended=st.lists(
        _table(
            {
                "decided": _days,
                "due": _dues | _several | st.sampled_from(["+ 1 mo", "- 3 days", "-1 d"]),
            },
            by=_words,
            source=_listed,
            counting=_rules,
        ),
        max_size=2,
    ),
    published=st.lists(_table({"date": _days, "by": _words}, source=_listed), max_size=2),
)
_keys_of_series: dict[str, SearchStrategy[object]] = {
    "baseline": _levels,
    "rising": st.booleans(),
    "observed": st.lists(_table({"date": _days, "level": _levels}), max_size=2),
}
_drawdowns = _table({"unit": _words}, **_keys_of_series)
_series = _table({"id": st.sampled_from(["troops", "land"]), "unit": _words}, **_keys_of_series)
# Agreement files, some of them sound and most of the others nearly so.
documents: SearchStrategy[str] = _table(
    {
        "title": _words,
        "signed": _days,
        "source": st.lists(_table({"id": _listed, "title": _words}), min_size=1, max_size=1),
        "milestone": st.lists(_milestones, min_size=1, max_size=3, unique_by=_id),
    },
    signed_label=_words,
    recorded_until=_days,
    void_from=_days,
    parties=st.lists(_words, max_size=2),
    counting=_rules,
    drawdown=_drawdowns,
    series=st.lists(_series, max_size=2, unique_by=_id),
).map(lambda table: "\n".join(f"{toml(key)} = {toml(value)}" for key, value in table.items()))
