"""Each other engine: what it needs, and the differences between its answers and ours."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.oracles.cases import Case, cases, days
from tests.transcript import COMMAND, clean_environment
from timeline.calendars import Calendar, in_calendar
from timeline.counting import Counting, MonthEnd, add_months

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_HERE = Path(__file__).parent
# The days that each can be asked about.
_DDIFF = date(1601, 1, 1), date(4095, 12, 31)
_QUANTLIB = date(1906, 1, 1), date(2194, 12, 31)
_HIJRI = date(1981, 1, 1), date(2077, 11, 16)
_SOLAR = date(1600, 1, 1), date(9999, 3, 19)


class Missing(Exception):  # noqa: N818 - no error: an engine that is not installed
    """An engine is not there to be asked; the text says what to install."""


class Result(NamedTuple):
    """How many answers were compared, and those that differ, a line each."""

    compared: int
    differences: list[str]


def asked(command: Sequence[str], lines: Iterable[object]) -> list[str]:
    """Return the lines that another program answers, one for each line it is given."""
    given = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def compared(ours: Sequence[str], theirs: Sequence[str], questions: Sequence[object]) -> Result:
    """Return where two lists of answers differ."""
    return Result(
        len(questions),
        [
            f"{question}: {mine}, theirs {other}"
            for question, mine, other in zip(questions, ours, theirs, strict=True)
            if mine != other
        ],
    )


def temporal(number: int) -> Result:
    """JavaScript's Temporal, `constrain` and `reject`, against the command itself."""
    node = _program("node")
    folder = _package("temporal-polyfill")
    questions = list(cases(number))
    result = Result(0, [])
    for rule, overflow in ((MonthEnd.CLAMP, "constrain"), (MonthEnd.REJECT, "reject")):
        theirs = asked([node, str(_HERE / "temporal.mjs"), folder, overflow], questions)
        found = compared(_by_command(questions, rule), theirs, questions)
        result = Result(result.compared + found.compared, result.differences + found.differences)
    return result


def javascript(number: int) -> Result:
    """JavaScript's Date, which lets surplus days run over, against `overflow`."""
    questions = list(cases(number))
    ours = [case.answer(Counting(month_end=MonthEnd.OVERFLOW)) for case in questions]
    theirs = asked([_program("node"), str(_HERE / "date.mjs")], questions)
    return compared(ours, theirs, questions)


def java(number: int) -> Result:
    """Java's LocalDate against `clamp`, and its days between two days against ours."""
    questions = list(cases(number))
    ours = [case.answer(Counting()) for case in questions]
    others = list(days(number))
    others.reverse()
    ours += [str((day - case.day).days) for case, day in zip(questions, others, strict=True)]
    lines: list[object] = [*questions]
    lines += [f"{case.day} {day}" for case, day in zip(questions, others, strict=True)]
    return compared(ours, asked([_program("java"), str(_HERE / "Count.java")], lines), lines)


def quantlib(number: int) -> Result:
    """QuantLib's end-of-month rule against `sticky`."""
    try:
        import QuantLib as ql  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: N813
    except ImportError:
        raise Missing("pip install QuantLib") from None
    calendar, questions, ours, theirs = ql.NullCalendar(), [], [], []
    for case in cases(number, *_QUANTLIB):
        # Months alone: its rule knows no days beside them. Within the years it has.
        months = case.sign * (case.months % 60)
        start = ql.Date(case.day.day, case.day.month, case.day.year)
        end = calendar.advance(start, months, ql.Months, ql.Unadjusted, True)
        questions.append(f"{case.day} {months}")
        ours.append(str(add_months(case.day, months, MonthEnd.STICKY)))
        theirs.append(str(end.ISO()))
    return compared(ours, theirs, questions)


def dateutils(number: int) -> Result:
    """Debian's dateutils: days between, and days added, within the years it has."""
    ddiff, dadd = _program("dateutils.ddiff"), _program("dateutils.dadd")
    questions = list(days(number, *_DDIFF))
    start = date(2020, 7, 13)
    result = compared(
        [str((day - start).days) for day in questions],
        asked([ddiff, str(start)], questions),
        questions,
    )
    for added in (135, -60, 10_000):
        within = [day for day in questions if _DDIFF[0] <= day + timedelta(added) <= _DDIFF[1]]
        sign = 1 if added > 0 else -1
        ours = [Case(day, sign, 0, abs(added)).answer(Counting()) for day in within]
        found = compared(ours, asked([dadd, f"{added:+}d"], within), within)
        result = Result(result.compared + found.compared, result.differences + found.differences)
    return result


def icu(number: int) -> Result:
    """ICU's Persian calendar through JavaScript's Intl, from 1600 on.

    Before, in some years, the two differ by a day at the turn of the year: leap years were not told
    by a rule then, and each extends its own.
    """
    questions = list(days(number, *_SOLAR))
    theirs = asked([_program("node"), str(_HERE / "calendar.mjs"), "persian"], questions)
    ours = [str(in_calendar(day, Calendar.SOLAR_HIJRI)) for day in questions]
    return compared(ours, theirs, questions)


def umm_al_qura(number: int) -> Result:
    """The table of another library for the calendar of Umm al-Qura, from 1981 on.

    For earlier years there are the calendars that were printed, which our library follows, and
    tables computed afterwards by later rules, which lie a day beside them in a third of the months.
    ICU and Java hold such a table, and one that leaves the official one again from 2030 on.
    """
    folder = _package("@umalqura/core")
    questions = list(days(number, *_HIJRI))
    theirs = asked([_program("node"), str(_HERE / "umm-al-qura.mjs"), folder], questions)
    ours = [str(in_calendar(day, Calendar.HIJRI)) for day in questions]
    return compared(ours, theirs, questions)


def calendar_months(number: int) -> Result:
    """Months of the other calendars, each count held against what those say of its ends.

    The end has the number of months between, and the start's day number, or is its month's last day.
    """
    result = Result(0, [])
    for calendar, folder, (first, last) in (
        ("persian", "", _SOLAR),
        ("umm-al-qura", _package("@umalqura/core"), _HIJRI),
    ):
        ours = Calendar.HIJRI if folder else Calendar.SOLAR_HIJRI
        inner = first + timedelta(4000), last - timedelta(4000)
        asked_for = [(case, case.sign * (case.months % 100)) for case in cases(number, *inner)]
        ends = [add_months(case.day, months, MonthEnd.CLAMP, ours) for case, months in asked_for]
        lines = [case.day for case, _ in asked_for] + ends + [end + timedelta(1) for end in ends]
        program = "umm-al-qura.mjs" if folder else "calendar.mjs"
        told = asked([_program("node"), str(_HERE / program), folder or calendar], lines)
        fields = [tuple(map(int, line.split("-"))) for line in told]
        starts, found, after = fields[:number], fields[number : 2 * number], fields[2 * number :]
        wrong = [
            f"{calendar} {case.day} {months:+} months: {end}"
            for (case, months), end, start, told_end, next_day in zip(
                asked_for, ends, starts, found, after, strict=True
            )
            if (told_end[0] - start[0]) * 12 + told_end[1] - start[1] != months
            or not (told_end[2] == start[2] or (told_end[2] < start[2] and next_day[2] == 1))
        ]
        result = Result(result.compared + number, result.differences + wrong)
    return result


ENGINES: dict[str, Callable[[int], Result]] = {
    "temporal": temporal,
    "javascript": javascript,
    "java": java,
    "quantlib": quantlib,
    "dateutils": dateutils,
    "icu": icu,
    "umm-al-qura": umm_al_qura,
    "calendar-months": calendar_months,
}


def _by_command(questions: Sequence[Case], rule: MonthEnd) -> list[str]:
    """Return the answers of the command itself, reading a stream of expressions."""
    lines = [
        f"{case.day} {'+' if case.sign > 0 else '-'} {case.months} months {case.days} days"
        for case in questions
    ]
    done = subprocess.run(
        [COMMAND, "date", "-", "--month-end", rule],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    answers = dict(line.split("\t") for line in done.stdout.splitlines())
    return [answers.get(line, "none") for line in lines]


def _program(name: str) -> str:
    """Return the path of a program. Raises `Missing`."""
    found = shutil.which(name)
    if not found:
        raise Missing(f"{name} on the path")
    return found


def _package(name: str) -> str:
    """Return the folder of a package of npm, fetched once into a cache. Raises `Missing`."""
    folder = Path.home() / ".cache" / "withdrawal-timeline-oracles"
    package = folder / "node_modules" / name
    if not package.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [_program("npm"), "install", "--silent", "--prefix", str(folder), name]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            raise Missing(f"{name} from the npm registry")
    return str(package)
