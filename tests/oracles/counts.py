"""Engines that count in the Gregorian calendar: months, days, and the days between two days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import cycle
from subprocess import CalledProcessError

from tests.oracles.asking import (
    HERE,
    Missing,
    Result,
    by_command,
    compared,
    output_lines,
    package,
    program,
    remaining_by_command,
)
from tests.oracles.cases import Case, cases, days
from timeline.dates.counting import Counting, MonthEnd
from timeline.dates.periods import Period, Term, count

# The dates that each engine supports.
_DATEUTILS = date(1601, 1, 1), date(4095, 12, 31)
_QUANTLIB = date(1901, 1, 1), date(2199, 12, 31)


def temporal(number: int) -> Result:
    """JavaScript's Temporal, `constrain` and `reject`, against the command itself."""
    node, folder = program("node"), package("temporal-polyfill")
    questions = list(cases(number))
    result = Result(0, [])
    # The periods are written in both ways that the command reads.
    for rule, overflow, expressions in (
        (MonthEnd.CLAMP, "constrain", [case.in_words for case in questions]),
        (MonthEnd.REJECT, "reject", [case.in_iso for case in questions]),
    ):
        ours = by_command(expressions, "--month-end", rule)
        theirs = output_lines([node, str(HERE / "temporal.mjs"), folder, overflow], questions)
        result = result.and_also(compared(ours, theirs, expressions))
    return result


def javascript(number: int) -> Result:
    """JavaScript's Date, which lets surplus days run over, against `overflow`."""
    questions = list(cases(number))
    ours = [case.answer(Counting(month_end=MonthEnd.OVERFLOW)) for case in questions]
    theirs = output_lines([program("node"), str(HERE / "date.mjs")], questions)
    return compared(ours, theirs, questions)


def gnu_date(number: int) -> Result:
    """GNU date, which lets surplus days run over too."""
    command = program("date")
    try:
        output_lines([command, "--version"], [])  # that of BSD has no such option
    except CalledProcessError:
        raise Missing("the date of GNU coreutils") from None
    questions = list(cases(number))
    units = ("year", "month", "week", "day")
    lines = [
        " ".join(
            [
                str(case.day),
                *(f"{case.sign * n:+} {unit}" for n, unit in zip(case[2:], units, strict=True)),
            ]
        )
        for case in questions
    ]
    ours = [case.answer(Counting(month_end=MonthEnd.OVERFLOW)) for case in questions]
    output = output_lines([command, "-u", "-f", "-", "+%Y-%m-%d"], lines)
    # Beyond our calendar a year has a sign, five digits, or none but zeros.
    within = re.compile(r"(?!0000)[0-9]{4}-")
    return compared(ours, [day if within.match(day) else "none" for day in output], lines)


def java(number: int) -> Result:
    """Java's LocalDate against `clamp`; and the days it finds between two days lead to the other."""
    questions = list(cases(number))
    starts = [case.day for case in questions]
    ends = starts[::-1]
    pairs = [f"{start} {end}" for start, end in zip(starts, ends, strict=True)]
    output = output_lines([program("java"), str(HERE / "Count.java")], [*questions, *pairs])
    ours = [case.answer(Counting()) for case in questions]
    for start, between in zip(starts, map(int, output[number:]), strict=True):
        term = Term(1 if between > 0 else -1, Period(days=abs(between)))
        ours.append(str(count(start, [term], Counting())))
    return compared(ours, [*output[:number], *map(str, ends)], [*questions, *pairs])


def quantlib(number: int) -> Result:
    """QuantLib's end-of-month rule against `sticky`, in months: it has no rule for more."""
    try:
        import QuantLib as ql  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: N813
    except ImportError:
        raise Missing("pip install QuantLib") from None
    calendar, questions, ours, theirs = ql.NullCalendar(), [], [], []
    for case in cases(number, *_QUANTLIB):
        # One way or the other, half of its years can be counted.
        months = (case.years * 12 + case.months) % (149 * 12)
        year = case.day.year + case.sign * (months // 12 + 1)
        sign = case.sign if _QUANTLIB[0].year <= year <= _QUANTLIB[1].year else -case.sign
        start = ql.Date(case.day.day, case.day.month, case.day.year)
        end = calendar.advance(start, sign * months, ql.Months, ql.Unadjusted, True)
        question = Case(case.day, sign, 0, months, 0, 0)
        questions.append(question)
        ours.append(question.answer(Counting(month_end=MonthEnd.STICKY)))
        theirs.append(str(end.ISO()))
    return compared(ours, theirs, questions)


def dateutils(number: int) -> Result:
    """Debian's dateutils: days between, against the command itself, and days added."""
    ddiff, dadd = program("dateutils.ddiff"), program("dateutils.dadd")
    first, last = _DATEUTILS
    result = Result(0, [])
    questions = list(days(number, first, last))
    anchors = [first, date(2020, 2, 29), date(2020, 7, 13), last]
    for turn, anchor in enumerate(anchors):
        some_days = questions[turn :: len(anchors)]
        ours = remaining_by_command(anchor, some_days)
        theirs = [str(-int(between)) for between in output_lines([ddiff, str(anchor)], some_days)]
        result = result.and_also(compared(ours, theirs, some_days))
    by_amount: dict[int, list[date]] = {}
    for day, amount in zip(questions, cycle([135, -60, 10_000, -10_000, 365, -1]), strict=False):
        # The other way where its calendar would end.
        within = first <= day + timedelta(amount) <= last
        by_amount.setdefault(amount if within else -amount, []).append(day)
    for amount, starts in by_amount.items():
        sign = 1 if amount > 0 else -1
        ours = [Case(day, sign, 0, 0, 0, abs(amount)).answer(Counting()) for day in starts]
        result = result.and_also(
            compared(ours, output_lines([dadd, f"{amount:+}d"], starts), starts)
        )
    return result
