"""Levels that go the wrong way are refused, and those of a truthful file never are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline

HEAD = """\
title = "T"
signed = 2020-01-01
[drawdown]
unit = "troops"
baseline = 1000
"""


def milestone(name: str, level: int, *keys: str) -> str:
    """Return a milestone that sets a level."""
    lines = ["[[milestone]]", f'id = "{name}"', f'title = "{name}"', f"level = {level}", *keys]
    return "\n".join(lines) + "\n"


FIRST = milestone("first", 300, "due = 2020-06-30")


def faults(tmp_path: Path, text: str) -> list[str]:
    """Return the faults of a file, each without the name of the file."""
    path = tmp_path / "peace.toml"
    path.write_text(text, encoding="utf-8")
    status, out, err = timeline("validate", str(path))
    assert (status, err) == (1 if out else 0, "")
    return [line.removeprefix(f"{path}: ") for line in out.splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        # on the same day, and at the same level
        FIRST + milestone("second", 500, "due = 2020-06-30"),
        FIRST + milestone("second", 300, "due = 2020-12-31"),
        # an earlier deadline, wherever it stands in the file
        FIRST + milestone("second", 500, "due = 2020-03-31"),
        # undated, or dated only by what happened
        FIRST + milestone("second", 500),
        FIRST + milestone("second", 500, "fulfilled = 2020-12-31"),
        FIRST
        + '[[milestone]]\nid = "begin"\ntitle = "B"\nfulfilled = 2020-12-01\n'
        + milestone("second", 500, 'due = "begin + 1 month"'),
        # amended beyond the other, which was first due later
        milestone("first", 500, "due = 2020-03-31", 'amended = [{ decided = 2020-02-01, due = "+ 1 year" }]')
        + milestone("second", 300, "due = 2020-06-30"),
        # more allowed by a later decision, also more than on the day of signing
        FIRST + milestone("second", 2000, "due = 2020-12-31", "decided = 2020-07-01"),
        # either may hold alone
        FIRST + milestone("second", 500, "due = 2020-12-31", 'condition = "if there is peace"'),
        milestone("first", 300, "due = 2020-06-30", 'condition = "if there is peace"')
        + milestone("second", 500, "due = 2020-12-31"),
        milestone("first", 300, "due = 2020-06-30", 'kind = "goal"')
        + milestone("second", 500, "due = 2020-12-31"),
        # perhaps due earlier
        FIRST + milestone("second", 500, 'due = "2020-06/2020-12"'),
        milestone("first", 300, 'due = "2020-06/2020-12"')
        + milestone("second", 500, "due = 2020-10-31"),
        # before the signing there were more
        milestone("first", 1200, "due = 2019-12-31") + milestone("second", 0, "due = 2020-06-30"),
        milestone("first", 1200, "due = signed"),
        # observations may be anything
        'observed = [{ date = 2020-03-01, level = 5000 }, { date = 2020-02-01, level = 3 }]\n' + FIRST,
    ],
)  # fmt: skip
def test_a_truthful_file_is_not_refused(text: str, tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD + text.replace("due = signed", 'due = "signed"')) == []


MEANING = "levels state what remains; if they do not, write rising = true in drawdown"
RISES = "{level}, due {due} as signed, is above the 300 of first, due {first}; " + MEANING


@pytest.mark.parametrize(
    ("text", "level", "due", "first"),
    [
        (FIRST + milestone("second", 301, "due = 2020-07-01"), 301, "2020-07-01", "2020-06-30"),
        # the order in the file does not matter
        (milestone("second", 301, "due = 2020-07-01") + FIRST, 301, "2020-07-01", "2020-06-30"),
        # the lowest level before it, however long before
        (
            FIRST
            + milestone("again", 300, "due = 2020-07-31")
            + milestone("second", 500, "due = 2020-12-31"),
            500,
            "2020-12-31",
            "2020-06-30",
        ),
        # the lowest level of those before it
        (
            milestone("high", 400, "due = 2020-03-31")
            + FIRST
            + milestone("second", 350, "due = 2020-12-31"),
            350,
            "2020-12-31",
            "2020-06-30",
        ),
        # goals among themselves
        (
            milestone("first", 300, "due = 2020-06-30", 'kind = "goal"')
            + milestone("second", 500, "due = 2020-12-31", 'kind = "goal"'),
            500,
            "2020-12-31",
            "2020-06-30",
        ),
        # the first plan, though an amendment changed the order
        (
            FIRST
            + milestone(
                "second",
                500,
                "due = 2020-12-31",
                "amended = [{ decided = 2020-02-01, due = 2020-03-01 }]",
            ),
            500,
            "2020-12-31",
            "2020-06-30",
        ),
        # all days of one before all of the other
        (
            milestone("first", 300, 'due = "2020-06"')
            + milestone("second", 500, 'due = "2020-07/2020-08"'),
            500,
            "2020-08-31",
            "2020-06-30",
        ),
    ],
)
def test_levels_that_rise_are_refused_with_both_milestones(
    text: str, level: int, due: str, first: str, tmp_path: Path
) -> None:
    expected = RISES.format(level=level, due=due, first=first)
    assert faults(tmp_path, HEAD + text) == [f"milestone[second].level: {expected}"]


def test_levels_are_compared_whatever_the_options(tmp_path: Path) -> None:
    """A file is refused or not, also where its dates are counted under other rules."""
    path = tmp_path / "peace.toml"
    path.write_text(HEAD + FIRST + milestone("second", 500, "due = 2020-12-31"), encoding="utf-8")
    expected = f"{path}: milestone[second].level: " + RISES.format(
        level=500, due="2020-12-31", first="2020-06-30"
    )
    for options in ((), ("--assume", "second=2020-01-02"), ("--month-end", "sticky")):
        found = timeline("show", "-a", str(path), *options)
        assert found == Transcript(2, "", f"timeline: {expected}\n")


def test_levels_are_compared_in_the_valid_part_of_a_file(tmp_path: Path) -> None:
    text = HEAD + FIRST + milestone("second", 2000, "due = 2020-12-31", "sauce = 1")
    found = faults(tmp_path, text)
    assert [line.partition(": ")[0] for line in found] == [
        "milestone[second].sauce",
        "milestone[second].level",
        "milestone[second].level",
    ]
    assert found[1].endswith("2000 is above the baseline, 1000; " + MEANING)
