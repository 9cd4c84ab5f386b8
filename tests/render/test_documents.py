"""What programs read: one name has one meaning, in the documents of all commands."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.readme import HELP
from tests.transcript import in_process
from timeline.dates.calendars import Calendar
from timeline.dates.counting import MonthEnd, StartDay
from timeline.dates.rolling import Roll
from timeline.schedule.agreement import Kind
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.status import FulfilledBasis, Status

# An agreement with a milestone of each basis, rules of its own, a date of a month, and texts.
OWN = """\
title = "T"
signed = 2020-01-31
tz = "Asia/Kabul"
[drawdown]
unit = "troops"
baseline = 100
observed = [{ date = 2020-02-01, level = 90 }, { date = 2020-05-20, level = 0 }]
[[milestone]]
id = "first"
title = "First"
due = "signed + 1 month"
kind = "goal"
level = 40
counting = { start-day = "clear", month-end = "sticky" }
condition = "if"
clause = "1"
source = "s"
fulfilled = 2020-03-05
fulfilled-source = "s"
fulfilled-note = "F"
note = "N"
also = ["signed + 30 days"]
published = [{ date = 2020-03-02, by = "B", source = "s" }]
[[milestone]]
id = "second"
title = "Second"
due = "first + 10 days"
at = "24:00"
level = 0
[[milestone]]
id = "month"
title = "In a month"
due = { earlier = ["2020-05", "undated + 1 month"] }
[[milestone]]
id = "moved"
title = "Moved"
due = 2020-02-01
[[milestone.amended]]
decided = 2020-02-10
due = "signed + 4 months"
by = "B"
source = "s"
note = "N"
[[milestone]]
id = "happened"
title = "Came about"
decided = 2020-01-31
fulfilled = 2020-03-01
[[milestone]]
id = "undated"
title = "Some day"
void-from = 2020-12-01
[[milestone]]
id = "report"
title = "Report"
every = "2 months"
times = 3
fulfilled = [{ n = 1, date = 2020-04-02, source = "s", note = "F" }]
[[source]]
id = "s"
title = "S"
publisher = "P"
date = 2020-01-30
url = "https://example.org"
"""
EARLIER = "earlier of 2020-05; undated + 1 month"
SHOWN = [
    ("show",),
    ("next",),
    ("check", "--within", "9000 years"),
    ("show", "--calendar", "hijri", "--calendar", "solar-hijri"),
]
ASKED = [
    *SHOWN,
    ("compare",),
    ("drawdown",),
    ("drawdown", "--every", "20 days"),
    ("explain", "first"),
    ("explain", "month", "--calendar", "hijri", "--calendar", "solar-hijri"),
    ("explain", "moved"),
    ("explain", "report-1"),
    ("explain", "2020-01-31 + 1 month"),
    ("date", "first", "month + 1 week", "--calendar", "hijri", "--calendar", "solar-hijri"),
    ("remaining",),
]
PREMISES = [
    (),
    ("--roll", "onward", "--roll-fixed", "--closed", "mon,sun"),
    ("--assume", "first=2020-04-01"),
    ("--as-happened",),
    ("--months-of", "hijri"),
]
EXAMPLES = HELP.parent.parent / "examples"
AUDITS = [
    ("published.csv",),
    ("published.csv", "--month-end", "reject"),
    ("parties.csv", "--expression", "anchor + 6 months"),
    ("parties.csv", "--search"),
]
ONS = ["2020-01-01", "2020-03-05", "2020-05-15", "2021-01-01"]


# What a name stands for, wherever it stands. Unknown values are null, in every kind but those of ALWAYS.


def _day(value: Any) -> bool:
    return isinstance(value, str) and str(date.fromisoformat(value)) == value


def _day_of_another_calendar(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value))


def _count(value: Any) -> bool:
    return type(value) is int


def _text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, float)


def _id(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[a-z0-9-]+", value))


def _one_of(*kinds: Any) -> Any:
    return lambda value: value in [str(one) for kind in kinds for one in kind]


def _rules(value: Any) -> bool:
    return list(value) == ["start_day", "month_end", "months_of", "roll", "roll_fixed", "closed"]


def _by_id(of: Any) -> Any:
    return lambda value: all(_id(key) and of(one) for key, one in value.items())


def _objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


MEANS: dict[str, Any] = {
    # the question
    "schema_version": lambda value: value == 2,
    "agreement": lambda value: list(value) == ["id", "title", "signed"],
    "on": _day,
    "counting": _rules,
    "start_day": _one_of(StartDay),
    "month_end": _one_of(MonthEnd),
    "months_of": _one_of(Calendar),
    "roll": _one_of(Roll),
    "roll_fixed": _flag,
    "closed": _text,
    "assumed": _by_id(_text),
    "as_happened": _flag,
    # what is listed
    "milestones": _objects,
    "milestone": _id,
    "days": _objects,
    "agreements": _objects,
    "dates": _objects,
    # a thing
    "id": _id,
    "title": _text,
    "kind": _one_of(Kind),
    "duty": _id,
    "n": _count,
    "condition": _text,
    "clause": _text,
    "note": _text,
    "source": _id,
    "fulfilled_source": _id,
    "fulfilled_note": _text,
    # its date
    "expression": _text,
    "basis": _one_of(Basis),
    "due": _day,
    "due_earliest": _day,
    "due_unrolled": _day,
    "closed_origin": _text,
    "tz": _text,
    "at": lambda value: re.fullmatch("[0-9]{2}:[0-9]{2}", value) is not None,
    "hijri": _day_of_another_calendar,
    "solar_hijri": _day_of_another_calendar,
    "day": _day,
    "day_number": _count,
    "signed": _day,
    # where it stands
    "remaining": _count,
    "remaining_earliest": _count,
    "status": _one_of(Status),
    "fulfilled": _day,
    "slip": _count,
    "fulfilled_basis": _one_of(FulfilledBasis),
    "reached_by": _day,
    "planned": _day,
    "planned_earliest": _day,
    "planned_remaining": _count,
    "planned_status": _one_of(Status),
    "planned_slip": _count,
    "moved": _count,
    "milestone_count": _count,
    "met": _count,
    "late": _count,
    "unfulfilled": _count,
    "reached": _count,
    "unrecorded": _count,
    "passed": _count,
    "void": _count,
    "to_come": _count,
    "decided": _day,
    "void_from": _day,
    "due_first_plan": _day,
    "slip_first_plan": _count,
    "amended": _day,
    "amendments": _objects,
    "overdue": _count,
    "as_signed": lambda value: isinstance(value, bool),
    # levels
    "levels": _by_id(_count),
    "unit": _text,
    "baseline": _count,
    "ceiling": _count,
    "pace": _count,
    "observed": _count,
    "observed_day": _day,
    "against_pace": _count,
    "breach": _count,
    "breaches": _by_id(_count),
    "floor": _count,
    "series": _id,
    "next": _id,
    "next_due": _day,
    "next_level": _count,
    "next_remaining": _count,
    "rate_needed": _number,
    # an audit
    "rows": _objects,
    "line": _count,
    "anchor": _day,
    "published_day": _day,
    "reading": _text,
    "changes": _count,
    "reading_due": _day,
    "summary": lambda value: list(value)[:2] == ["row_count", "refused"],
    "row_count": _count,
    "refused": _count,
    "unexplained": _count,
    "given": _objects,
    "breaking": _count,
    "breaking_lines": lambda value: isinstance(value, list) and all(map(_count, value)),
    "expressions": _objects,
    # an explanation
    "steps": _objects,
    "step": _text,
    "weekday": _one_of(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
    "rules": _objects,
    "rule": _one_of(["start_day", "month_end", "months_of", "roll"]),
    "value": _one_of(StartDay, MonthEnd, Calendar, Roll),
    "authority": _text,
    "flags": _texts,
    "also": _objects,
    "readings": _objects,
    "difference": _count,
    "problem": _text,
    "which": _one_of(["later", "earlier"]),
    "choices": _objects,
    "decides": lambda value: isinstance(value, bool),
    "published": _objects,
    "by": _text,
    "nearest": lambda value: list(value) == ["due", "difference", "rules", "problem"],
    "past_nearest": _count,
    "known_from": _day,
    "observations": _objects,
    "level": _count,
    "sources": _objects,
    "publisher": _text,
    "date": _day,
    "url": _text,
    # clauses
    "default_anchor": _text,
    "clauses": _objects,
    "text": _text,
    "every": _text,
    "chosen": _objects,
    "words": _text,
    "meaning": _text,
    "other": lambda value: list(value) == ["start_day", "due"],
    "aside": _texts,
    "possible": _texts,
}
# Never unknown, and so never null.
ALWAYS = {
    *("schema_version", "agreement", "on", "counting", "start_day", "month_end", "months_of"),
    *("roll", "roll_fixed", "closed"),
    *("assumed", "as_happened", "as_signed", "milestones", "days", "agreements", "signed", "basis"),
    *("planned_status", "levels", "breaches", "series", "day", "milestone_count", "milestone"),
    *(
        "met",
        "late",
        "unfulfilled",
        "reached",
        "unrecorded",
        "passed",
        "void",
        "to_come",
        "amendments",
        "overdue",
        "steps",
        "step",
        "weekday",
        "rules",
    ),
    *("flags", "also", "readings", "published", "nearest", "past_nearest", "sources"),
    *("rows", "line", "anchor", "published_day", "reading", "reading_due", "row_count"),
    *("summary", "refused", "unexplained", "given", "breaking", "breaking_lines", "expressions"),
    *("observations", "level", "dates", "choices", "decides"),
    *("default_anchor", "clauses", "text", "chosen", "meaning", "aside", "possible"),
}
# Objects whose keys are ids from the file, and no names.
BY_ID = {"assumed", "levels", "breaches"}
RIVERS = str(Path(__file__).parent.parent / "agreements" / "valid" / "rivers.toml")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of the agreement."""
    path = tmp_path_factory.mktemp("documents") / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return str(path)


def printed(command: tuple[str, ...], *options: str) -> str:
    """Return what the command prints; no error is among it."""
    found = in_process(*command, *options)
    assert (found.status, found.err) in {(0, ""), (1, "")} or "no deadline is to come" in found.err
    return found.out


@pytest.fixture(scope="module")
def documents(own: str) -> list[dict[str, Any]]:
    """The documents of all commands, about each agreement, under scenario, on several days."""
    found = [
        json.loads(printed(command, "-a", own, "--on", on, *scenario, "-f", "json"))
        for command in ASKED
        for scenario in PREMISES
        for on in ONS
    ]
    found += [
        json.loads(printed(command, "-a", name, "--on", "1988-10-01", "-f", "json"))
        for name in ("geneva-1988", "egypt-israel-1979")
        for command in (*SHOWN, ("compare",), ("explain", "withdrawal"))
        if (name, command[0]) != ("egypt-israel-1979", "explain")
    ]
    for file, *options in AUDITS:
        command = ("audit", str(EXAMPLES / file), *options)
        found.append(json.loads(printed(command, "-f", "json")))
    # Several series, one of which rises, and one has no baseline.
    found += [
        json.loads(printed(command, "-a", RIVERS, "--on", "2020-08-02", "-f", "json"))
        for command in (*SHOWN, ("drawdown",), ("explain", "half"))
    ]
    # Rows of days, in which the agreement is its id.
    for name in (own, RIVERS):
        rows = printed(("days",), "-a", name, "-f", "ndjson").splitlines()
        begin = {name: found[0][name] for name in ("schema_version", "agreement")}
        found += [begin | {**json.loads(row), **begin} for row in rows]
    # Read and unread clauses; the unread are on standard error too.
    clauses = ("every ninety days", "a sign by 1 May, at last", "within 135 sleeps", "03/04/2020")
    found.append(json.loads(in_process("read", *clauses, "-f", "json").out))
    return [*found, json.loads(printed(("agreements",), "-f", "json"))]


def named(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each name with its value, anywhere in a document."""
    if isinstance(value, list):
        for one in value:
            yield from named(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name, one
            if name not in BY_ID:
                yield from named(one)


def test_a_name_has_one_meaning_in_all_documents(documents: list[dict[str, Any]]) -> None:
    values = defaultdict(list)
    for document in documents:
        for name, value in named(document):
            values[name].append(value)
    assert values.keys() == MEANS.keys()
    for name, found in values.items():
        known = [value for value in found if value is not None]
        assert known, name
        assert (len(known) == len(found)) or name not in ALWAYS, name
        assert all(map(MEANS[name], known)), name


def test_every_document_begins_with_its_version(documents: list[dict[str, Any]]) -> None:
    assert all(next(iter(one)) == "schema_version" for one in documents)


@pytest.mark.parametrize("scenario", PREMISES, ids=" ".join)
@pytest.mark.parametrize("on", ONS)
def test_a_name_has_one_value_for_a_milestone_whichever_command_says_it(
    on: str, scenario: tuple[str, ...], own: str
) -> None:
    asked = ("-a", own, "--on", on, *scenario, "-f", "json")
    shown = {one["id"]: one for one in json.loads(printed(("show",), *asked))["milestones"]}
    assert len(shown) == (8 if on < "2020-01-31" else 9)
    said = [
        row
        for command in (*SHOWN, ("compare",))
        for row in json.loads(printed(command, *asked))["milestones"]
    ]
    said += [json.loads(printed(("explain", name), *asked)) for name in ("first", "month")]
    assert len(said) >= 12
    for one in said:
        # The rules of an explanation's head are the agreement's.
        shared = one.keys() & shown[one["id"]].keys() - ({"counting"} if "steps" in one else set())
        assert len(shared) >= 4
        assert {key: one[key] for key in shared} == {key: shown[one["id"]][key] for key in shared}


@pytest.mark.parametrize("command", [*SHOWN, ("compare",), ("drawdown", "--every", "20 days")])
def test_lines_and_cells_hold_what_the_document_holds(command: tuple[str, ...], own: str) -> None:
    asked = ("-a", own, "--on", "2020-03-05", "-f")
    document = json.loads(printed(command, *asked, "json"))
    (rows,) = (value for value in document.values() if isinstance(value, list))
    assert rows
    expected = [{"agreement": "own", "on": "2020-03-05", **row} for row in rows]
    lines = [json.loads(line) for line in printed(command, *asked, "ndjson").splitlines()]
    assert lines == expected
    assert [list(line) for line in lines] == [list(row) for row in expected]
    for delimiter, name in ((",", "csv"), ("\t", "tsv")):
        text = printed(command, *asked, name)
        cells = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        assert cells == [{key: in_a_cell(one) for key, one in row.items()} for row in expected]
        assert list(cells[0]) == list(expected[0])


def in_a_cell(value: Any) -> str:
    """Return a value of JSON as a cell holds it."""
    if isinstance(value, dict):
        parts = {
            key: str(one).lower() if isinstance(one, bool) else one for key, one in value.items()
        }
        return "; ".join(f"{key}={one}" for key, one in parts.items())
    return "" if value is None else str(value)


def test_a_milestone_has_its_own_rules_and_the_words_of_the_file(own: str) -> None:
    asked = ("-a", own, "--on", "2020-03-05", "-f", "json")
    rows = {one["id"]: one for one in json.loads(printed(("show",), *asked))["milestones"]}
    clear: dict[str, Any] = {"start_day": "clear", "month_end": "sticky", "months_of": "gregorian"}
    clear |= {"roll": "none", "roll_fixed": False, "closed": "sat,sun"}
    assert rows["first"]["counting"] == clear
    assert rows["second"]["counting"] == clear | {"start_day": "excluded", "month_end": "clamp"}
    levels = [rows[name]["levels"] for name in ("first", "second", "month")]
    assert levels == [{"drawdown": 40}, {"drawdown": 0}, {}]
    assert (rows["first"]["note"], rows["first"]["condition"]) == ("N", "if")
    # 4 March is the day before it happened
    before = json.loads(printed(("show",), "-a", own, "--on", "2020-03-04", "-f", "json"))
    sources = [rows["first"]["fulfilled_source"]]
    sources += [one["fulfilled_source"] for one in before["milestones"] if one["id"] == "first"]
    assert sources == ["s", None]


@pytest.mark.parametrize(
    ("scenario", "name", "expression", "basis", "words"),
    [
        ((), "first", "signed + 1 month", "rule", "signed + 1 month"),
        (("--assume", "first=2020-04-01"), "first", "signed + 1 month", "assumed", "assumed, 2020-04-01"),
        (("--assume", "first=2020-04-01"), "second", "first + 10 days", "rule", "first + 10 days"),
        (("--assume", "undated=second"), "undated", None, "assumed", "assumed, second"),
        ((), "undated", None, "undated", "none given"),
        ((), "happened", None, "happened", "as it happened"),
        ((), "month", EARLIER, "rule", EARLIER),
        (("--as-happened",), "first", "signed + 1 month", "rule", "signed + 1 month"),
    ],
)  # fmt: skip
def test_every_format_says_where_a_date_comes_from(
    scenario: tuple[str, ...],
    name: str,
    expression: str | None,
    basis: str,
    words: str,
    own: str,
) -> None:
    asked = ("-a", own, "--on", "2020-03-05", *scenario, "-f")
    (row,) = (
        one
        for one in json.loads(printed(("show",), *asked, "json"))["milestones"]
        if one["id"] == name
    )
    assert (row["expression"], row["basis"]) == (expression, basis)
    (line,) = (
        line
        for line in printed(("show",), *asked, "table").splitlines()
        if line.startswith(f"{name} ")
    )
    assert f"  {words}  " in line
    (line,) = (
        line
        for line in printed(("show",), *asked, "markdown").splitlines()
        if line.startswith(f"| {name} |")
    )
    assert f"| {words} |" in line.replace("\\", "")
    if row["due"]:
        calendar = printed(("show",), *asked, "ics").replace("\r\n ", "").replace("\\", "")
        assert f"\nDESCRIPTION:rule: {words}" in calendar
        explained = json.loads(printed(("explain", name), *asked, "json"))
        assert (explained["expression"], explained["basis"]) == (expression, basis)


def test_the_manual_explains_every_name() -> None:
    page = (HELP / "formats.md").read_text(encoding="utf-8").partition("\n## JSON\n")[2]
    first_cells = "".join(line.split(" | ")[0] for line in page.splitlines() if line[:1] == "|")
    assert sorted(re.findall(r"`([a-z_]+)`", first_cells)) == sorted(MEANS)
