"""The later or the earlier of several expressions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import agreement_of, dues, law
from tests.transcript import in_process as timeline
from timeline.dates.counting import CountingChoice
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.dates.rolling import Roll
from timeline.dates.several import Several
from timeline.schedule.schedule import Scenario, build_schedule

PATH = str(Path(__file__).parent.parent / "agreements" / "valid" / "several.toml")


def dated(name: str, on: str, *options: str) -> str:
    """Return the due date of a milestone as of a day, `undated` without one."""
    found = timeline("-a", PATH, "--on", on, "-f", "json", *options)
    (row,) = (one for one in json.loads(found.out)["milestones"] if one["id"] == name)
    return row["due"] or "undated"


def test_it_counts_from_what_happened_if_one_of_its_expressions_does() -> None:
    planned, actual = Expression("talks + 1 day"), Expression("actual talks + 1 day")
    assert Several(later=(planned, actual)).is_actual
    assert not Several(earlier=(planned, planned)).is_actual


@pytest.mark.parametrize(
    ("name", "on", "options", "expected"),
    [
        # 1 January + 6 months; 11 May + 60 days is 10 July; 16 May + 60 days is 15 July
        ("out", "2020-05-15", (), "2020-07-10"),
        ("out", "2020-05-16", (), "2020-07-15"),
        ("out", "2020-05-16", ("--assume", "formed=2020-02-01"), "2020-07-01"),
        # the one that is dated, then the earlier, and the fixed day again
        ("end", "2020-06-01", (), "2021-01-01"),
        ("end", "2020-06-01", ("--assume", "ratified=2020-08-15"), "2020-09-15"),
        ("end", "2020-06-01", ("--assume", "ratified=2021-08-15"), "2021-01-01"),
        # later waits for all
        ("treaty", "2020-06-01", (), "undated"),
        ("treaty", "2020-06-01", ("--assume", "ratified=2020-08-15"), "2020-09-15"),
        ("treaty", "2020-06-01", ("--assume", "ratified=2021-08-15"), "2021-08-22"),
    ],
)
def test_later_waits_for_all_and_earlier_takes_what_is_dated(
    name: str, on: str, options: tuple[str, ...], expected: str
) -> None:
    assert dated(name, on, *options) == expected


some = st.lists(dues(["signed", "2020-08", "a", "nothing"]), min_size=1, max_size=4)


@law
@given(some)
def test_both_are_those_of_the_expressions_one_by_one(texts: list[str]) -> None:
    expressions = tuple(map(Expression, texts))
    agreement = agreement_of({
        "a": "2020-05-09",
        "nothing": None,
        "last": Several(later=expressions),
        "first": Several(earlier=expressions),
        **{f"m{n}": text for n, text in enumerate(texts)},
    })  # fmt: skip
    schedule = build_schedule(agreement)
    each = [schedule[f"m{n}"].due for n in range(len(texts))]
    found = [days for days in each if days]
    ends = [(days.earliest, days.latest) for days in found]
    expected = {
        name: DayRange(*(choose(column) for column in zip(*ends, strict=True))) if ends else None
        for name, choose in (("last", max), ("first", min))
    }
    assert schedule["first"].due == expected["first"]
    assert schedule["last"].due == (expected["last"] if len(found) == len(each) else None)
    missing = {schedule.undated[name] for name in ("first", "last") if not schedule[name].due}
    assert missing <= {"nothing"}


def test_what_is_missing_is_named() -> None:
    found = timeline("date", "treaty + 1 day", "-a", PATH)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith('timeline: "treaty + 1 day": ratified has no date yet; ')


def test_explain_shows_each_and_which_decided() -> None:
    lines = timeline("explain", "out", "-a", PATH, "--on", "2020-05-16").out.splitlines()
    assert lines[1] == "Wed 2020-07-15: later of signed + 6 months; actual formed + 60 days"
    place = lines.index(next(line for line in lines if line.startswith("later of ")))
    rows = [line.split("  ") for line in lines[place + 1 : place + 3]]
    assert [[cell.strip() for cell in row if cell] for row in rows] == [
        ["signed + 6 months", "Wed 2020-07-01"],
        ["actual formed + 60 days", "Wed 2020-07-15", "decides: the later"],
    ]
    end = timeline("explain", "end", "-a", PATH, "--on", "2020-05-16", "-f", "json").out
    document = json.loads(end)
    assert document["which"] == "earlier"
    assert [(one["due"], one["decides"]) for one in document["choices"]] == [
        ("2021-01-01", True),
        (None, False),
    ]
    assert document["expression"] == "earlier of 2021-01-01; ratified + 1 month"


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        # 1 August 2020 is a Saturday: the fixed date stands, the one that is counted rolls
        (["2020-08-01", "2020-07-17 + 14 days"], "2020-08-01"),
        (["2020-07-31", "2020-07-18 + 14 days"], "2020-08-03"),
    ],
)
def test_the_roll_follows_the_expression_that_decided(
    expressions: list[str], expected: str
) -> None:
    several = Several(later=tuple(map(Expression, expressions)))
    rolls = Scenario(choice=CountingChoice(roll=Roll.FOLLOWING))
    dated = build_schedule(agreement_of({"a": several, "b": "a + 0 days"}), rolls)["a"]
    assert str(dated.due) == expected
    assert str(dated.unrolled or dated.due) == "2020-08-01"
