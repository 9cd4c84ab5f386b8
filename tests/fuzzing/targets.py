"""What is given bytes, and what has to hold whatever they are."""

from __future__ import annotations

import json
import random
import sys
from codecs import BOM_UTF8
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.pages import read
from tests.transcript import in_process
from timeline.cli import result_of
from timeline.commands.shared.results import StreamResult
from timeline.commands.shared.streaming import answer_lines
from timeline.dates.closed_days import ClosedDays
from timeline.dates.counting import Counting, MonthEnd, StartDay
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.dates.steps import trace
from timeline.errors import NoLevelsError, TimelineError, UnreadClauseError
from timeline.files.loading import load, parse_agreement
from timeline.plain_text import plain
from timeline.schedule.clauses import reader
from timeline.schedule.drawdown import drawdown_plans
from timeline.schedule.schedule import Scenario, build_schedule
from timeline.schedule.status import Status, statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ON = date(2020, 7, 1)
_DOHA = build_schedule(load("doha-2020"), Scenario(today=_ON))
# The last of them closes the deadline of the drawdown.
_CLOSED = "sat,sun,US-DC,2020-03-28/2020-04-06,2020-07-13"
_READ = reader(_DOHA)
# A file with the milestones that a clause can name.
_NAMED = 'title = "x"\nsigned = 2020-02-29\n' + "".join(
    f'[[milestone]]\nid = "{name}"\ntitle = "x"\n' for name in _DOHA.milestones
)
# The command takes far longer than its engine; of what is refused, it is run for so many.
_OFTEN = 0.01
_COUNTINGS = [
    Counting(start, end, roll=roll, roll_fixed=True, closed=ClosedDays.parse(_CLOSED))
    for start in StartDay
    for end in MonthEnd
    for roll in Roll
]
_ROLLED = ("--roll", "onward", "--roll-fixed", "--closed", _CLOSED)


def expression(data: bytes) -> None:
    """An expression is read or refused; what is read says itself, and has days in their order, rolled once."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        found = Expression(text)
    except TimelineError as error:
        _ensure_printable(error)
        return
    assert Expression(str(found)) == found
    for counting in _COUNTINGS:
        try:
            days = found.evaluate(_DOHA.names, counting)
            rolled = found.rolled(days, counting)
            taken = trace(found, _DOHA.names, counting)[1]
        except TimelineError as error:
            _ensure_printable(error)
        else:
            assert days.earliest <= days.latest
            assert rolled.earliest <= rolled.latest
            assert found.rolled(rolled, counting) == rolled
            assert not taken or taken[-1].day == rolled.deadline


def closed_days(data: bytes) -> None:
    """A list is read or refused; what is read says itself, and the open days are those not closed."""
    text = data.decode("utf-8", "surrogateescape")
    _answered("date", "2020-02-29 + 3 working days", "--roll", "onward", f"--closed={text}")
    try:
        found = ClosedDays.parse(text)
        day = found.next_open(_ON)
        assert found.nth_open(_ON - timedelta(1), 1) == found.previous_open(day) == day
        passed = (_ON + timedelta(n) for n in range(min((day - _ON).days, 99)))
        assert all(map(found.is_closed, passed))
        assert not found.is_closed(day)
    except TimelineError as error:
        _ensure_printable(error)
    else:
        assert ClosedDays.parse(str(found)) == found


def agreement(data: bytes) -> None:
    """A file is read or refused with its faults; what is read has a schedule and plans."""
    try:
        found = parse_agreement(data, "x.toml")
        schedule = build_schedule(found, Scenario(today=_ON))
    except TimelineError as error:
        _ensure_printable(error)
        return
    with suppress(NoLevelsError):
        for plan in drawdown_plans(schedule, date.max).values():
            levels = plan.levels(_ON)
            assert (levels.next is None) == (levels.days_to_next is None)
            assert levels.ceiling is None or levels.floor is None
    states = statuses(schedule, _ON)
    assert len(states) == len(schedule.milestones)
    assert all((one.remaining is None) == (one.status is Status.UNDATED) for one in states)


def stream(data: bytes) -> None:
    """Lines are answered as each is alone, or named by their number, however the bytes are cut."""
    sizes = random.Random(data)
    cuts = sorted(sizes.randint(0, len(data)) for _ in range(sizes.randint(0, 9)))
    chunks = [data[start:end] for start, end in pairwise([0, *cuts, len(data)])]
    for command, answer in _answers().items():
        whole = _joined(answer_lines([data], answer))
        assert _joined(answer_lines(chunks, answer)) == whole
        assert (
            _joined(answer_lines((data[at : at + 1] for at in range(len(data))), answer)) == whole
        )
        out, problems = b"", []
        for number, line in enumerate(data.removeprefix(BOM_UTF8).split(b"\n"), 1):
            # On a second line, where a byte order mark is not ignored.
            alone, wrong = _joined(answer_lines([b"\n", line], answer))
            out += alone
            problems += [problem.replace("line 2:", f"line {number}:", 1) for problem in wrong]
        assert (out, problems) == whole
        assert _streamed(command, chunks) == whole
        for text in (*out.decode().split("\n"), *problems):
            assert plain(text.replace("\t", " ")) == text.replace("\t", " ")


def explanation(data: bytes) -> None:
    """An expression is explained to readers and to programs, or refused."""
    text = data.decode("utf-8", "surrogateescape")
    for form in ("table", "json"):
        found = _answered("explain", "-f", form, "--on", str(_ON), *_ROLLED, "--", text)
        assert form == "table" or not found or json.loads(found)["due"]


def table(data: bytes) -> None:
    """A table is audited or refused, with the same answer in every format and however its bytes are cut."""
    if b"published" not in data:
        data = b"anchor,expression,published,by\n" + data
    sizes = random.Random(data)
    cuts = sorted(sizes.randint(0, len(data)) for _ in range(sizes.randint(0, 9)))
    chunks = [data[start:end] for start, end in pairwise([0, *cuts, len(data)])]
    for options in ([], ["--expression", "anchor + 1 month"], ["--search"], ["--closed", _CLOSED]):
        command = ["audit", "-", *options]
        document = _audited([*command, "-f", "json"], [data])
        assert _audited([*command, "-f", "json"], chunks) == document
        status, out, _ = document
        lines = _audited([*command, "-f", "ndjson"], [data])[1].splitlines()
        if not out:
            assert (status, lines) == (2, [])
            continue
        read = json.loads(out)
        rows = read.get("rows", read.get("expressions"))
        assert [json.loads(line) for line in lines] == rows
        for row in read.get("rows", ()):
            past = date.fromisoformat(row["published_day"]) - date.fromisoformat(row["reading_due"])
            assert row["past_nearest"] == past.days
            assert (row["changes"] is None) == bool(past)
        form = sizes.choice(["table", "csv", "tsv", "markdown"])
        assert (
            _audited([*command, "-f", form], [data[at : at + 1] for at in range(len(data))])[0]
            == status
        )


def _audited(command: list[str], chunks: Iterable[bytes]) -> tuple[int, str, str]:
    """Return what the command itself answers to a table on standard input, in lines of text."""
    with patch.object(sys, "stdin", _Cut(chunks)):
        found = in_process(*command)
    assert found.status in {0, 1, 2}
    assert "unexpected error" not in found.err
    for line in (found.out + found.err).split("\n"):
        assert plain(line.replace("\t", " ")) == line.replace("\t", " ")
    return found


def page(data: bytes) -> None:
    """A file's page is well-formed and runs only its own script, and each of its milestones is explained, or it is refused."""
    with TemporaryDirectory() as folder:
        path, target = Path(folder, "x.toml"), Path(folder, "x.html")
        path.write_bytes(data)
        _answered("chart", "-a", str(path), "--on", str(_ON), "-o", str(target))
        if target.exists():
            # its data and its own script
            assert len(list(read(target).iter("script"))) == 2
            for one in load(str(path)).milestones:
                _answered("explain", one.id, "-a", str(path), "--on", str(_ON))


def read_clause(data: bytes) -> None:
    """A clause is read, and its milestone is one of a valid agreement, or it is refused in lines of text."""
    text = data.decode("utf-8", "surrogateescape")
    expression, problem = None, ""
    try:
        expression = _READ(text).reading.expression.text
    except UnreadClauseError as error:
        _ensure_printable(error)
        problem = str(error)
    assert len(problem) < 2_000
    if problem and random.Random(data).random() > _OFTEN:
        return
    status, out, err = in_process("read", "-f", "json", "--on", str(_ON), "--", text)
    (clause,) = json.loads(out)["clauses"]
    assert clause["expression"] == expression
    assert (expression is None) == (status == 1) == bool(clause["problem"]) == bool(err)
    for line in (out + err).splitlines():
        assert plain(line) == line
    if status == 0:
        form = in_process("read", "-f", "toml", "--on", str(_ON), "--", text).out
        found = parse_agreement(f"{_NAMED}{form}".encode(), "x.toml")
        for milestone in found.milestones[len(_DOHA.milestones) :]:
            assert milestone.clause == text
            assert milestone.due == Expression(clause["expression"])


def _answered(*arguments: str) -> str:
    """Return what the command prints once it has ended well, or has refused in lines of text."""
    status, out, err = in_process(*arguments)
    assert "unexpected error" not in err
    assert err.endswith("\n") or not err
    assert status == 0 or (status == 2 and err and not out)
    for line in (out + err).splitlines():
        assert plain(line) == line
    return out


class _Cut:
    """A standard input that comes in these chunks."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.buffer = self
        self._chunks = filter(None, chunks)

    def isatty(self) -> bool:
        return False

    def read1(self, _size: int) -> bytes:
        return next(self._chunks, b"")


def _streamed(command: str, chunks: Iterable[bytes]) -> tuple[bytes, list[str]]:
    """Return what the command itself answers to the chunks, and what it says is wrong."""
    with patch.object(sys, "stdin", _Cut(chunks)):
        status, out, err = in_process(*command.split())
    assert status == (2 if err else 0)
    return out.encode(), [line.removeprefix("timeline: ") for line in err.split("\n")[:-1]]


@cache
def _answers() -> dict[str, Callable[[str], str]]:
    """Return each command that streams, with what answers a line in it."""
    commands = (
        "date -",
        f"remaining drawdown --on - {' '.join(_ROLLED)}",
        "remaining remaining-prisoners --as-happened --on -",
        "drawdown --on -",
        f"date - {' '.join(_ROLLED)}",
    )
    streams = {command: result_of(command.split()) for command in commands}
    return {name: one.answer for name, one in streams.items() if isinstance(one, StreamResult)}


def _joined(parts: Iterable[tuple[bytes, list[str]]]) -> tuple[bytes, list[str]]:
    """Return all that was answered, and all that was wrong."""
    answers, problems = list[bytes](), list[str]()
    for out, wrong in parts:
        answers.append(out)
        problems += wrong
    return b"".join(answers), problems


def _ensure_printable(error: TimelineError) -> None:
    """Hold that an error is lines of text that a terminal can be given."""
    assert all(line and plain(line) == line for line in str(error).split("\n"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "expression": expression,
    "closed_days": closed_days,
    "agreement": agreement,
    "stream": stream,
    "explanation": explanation,
    "page": page,
    "read_clause": read_clause,
    "table": table,
}
