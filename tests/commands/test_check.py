"""`timeline check`: what is overdue, what is not recorded, and levels above the ceiling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pages import read, text_of
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names

# Half was observed in time and is exceeded since; the end of the record is before the last deadline.
TEXT = """\
title = "A peace"
signed = 2020-01-01
recorded-until = 2020-09-30

[drawdown]
unit = "troops"
baseline = 1000
observed = [
  { date = 2020-02-01, level = 1200 },
  { date = 2020-03-01, level = 900 },
  { date = 2020-06-01, level = 500 },
  { date = 2020-08-01, level = 640 },
  { date = 2020-09-01, level = 480 },
]

[[milestone]]
id = "half"
title = "Half out"
due = 2020-06-30
level = 500

[[milestone]]
id = "bases"
title = "Bases handed over"
due = 2020-07-31

[[milestone]]
id = "all"
title = "All out"
due = 2020-12-31
level = 0
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The path of the agreement."""
    path = tmp_path / "peace.toml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def check(path: str, on: str, *arguments: str) -> Transcript:
    """Return what `check` answers about the agreement on a day of 2020 or 2021."""
    return timeline("check", "-a", path, "--on", on, *arguments)


@pytest.mark.parametrize(
    ("on", "ids", "offenders"),
    [
        # above the level on the day of signing
        ("2020-02-01", (), ["signed"]),
        ("2020-02-01", ("half",), []),
        ("2020-02-29", (), ["signed"]),
        ("2020-03-01", (), []),
        # observed in time, so not overdue
        ("2020-07-31", (), []),
        # above the ceiling of `half`, until it is under it again
        ("2020-08-01", (), ["half", "bases"]),
        ("2020-08-31", ("half",), ["half"]),
        ("2020-08-31", ("bases",), ["bases"]),
        ("2020-08-31", ("all",), []),
        ("2020-09-01", ("half", "all"), []),
        # after the end of the record
        ("2020-12-31", (), ["bases"]),
        ("2021-01-01", (), ["bases", "all"]),
        ("2021-01-01", ("all",), ["all"]),
    ],
)
def test_check_finds_what_is_overdue_unrecorded_or_in_breach(
    on: str, ids: tuple[str, ...], offenders: list[str], path: str
) -> None:
    found = check(path, on, *ids, "-f", "json")
    assert (found.status, found.err) == (1 if offenders else 0, "")
    assert [row["id"] for row in json.loads(found.out)["milestones"]] == offenders
    assert check(path, on, *ids, "--quiet") == Transcript(found.status, "", "")


def test_a_breach_says_how_far_the_level_is_above_the_ceiling(path: str) -> None:
    (signed,) = json.loads(check(path, "2020-02-01", "-f", "json").out)["milestones"]
    assert (signed["due"], signed["breach"], signed["levels"]) == (
        "2020-01-01",
        200,
        {"drawdown": 1000},
    )
    half, bases = json.loads(check(path, "2020-08-01", "-f", "json").out)["milestones"]
    assert (half["status"], half["breach"], half["fulfilled_basis"]) == ("met", 140, "observed")
    assert (bases["status"], bases["breach"], bases["fulfilled_basis"]) == ("overdue", None, None)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-08-01", {"half": "observed by 2020-06-01, in breach", "bases": "1 day overdue"}),
        ("2021-01-01", {"bases": "not done by 2020-09-30", "all": "not recorded"}),
    ],
)
def test_every_format_says_the_same_words(
    on: str, expected: dict[str, str], path: str, tmp_path: Path
) -> None:
    asked = ("-a", path, "--on", on)
    page, picture = tmp_path / "page.html", tmp_path / "picture.svg"
    for output in (page, picture):
        assert timeline("chart", *asked, "-o", str(output)) == Transcript(0, "", "")
    texts = [
        timeline("show", *asked).out,
        check(path, on).out,
        timeline("show", *asked, "-f", "markdown").out,
        timeline("compare", *asked).out,
        text_of(read(page)),
    ]
    for name, words in expected.items():
        assert all(words in text for text in texts)
        assert f"on {'Sat 2020-08-01' if on == '2020-08-01' else 'Fri 2021-01-01'}: {words}\n" in (
            timeline("explain", name, *asked).out
        )
        assert all(word in picture.read_text(encoding="utf-8") for word in words.split())


def test_a_milestone_is_checked_though_the_date_of_another_cannot_be_counted(
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(
        'title = "T"\nsigned = 2021-01-31\n[[milestone]]\nid = "a"\ntitle = "A"\n'
        'due = "signed + 10 days"\n[[milestone]]\nid = "b"\ntitle = "B"\ndue = "signed + 1 month"\n'
    )
    asked = ("check", "-a", str(other), "--month-end", "reject", "--on", "2021-03-01")
    found = timeline(*asked, "a")
    assert (found.status, found.err) == (1, "")
    assert "19 days overdue" in found.out
    # February 2021 has no day 31.
    assert timeline(*asked).status == timeline(*asked, "b").status == 2


def test_compare_says_by_which_day_it_was_observed(path: str) -> None:
    lines = timeline("compare", "-a", path, "--on", "2021-01-01").out.splitlines()
    rows = lines[lines.index("") + 2 : -3]
    happened = {line.split()[0]: line[line.index("20") + 12 :] for line in rows}
    assert happened["half"].startswith("by Mon 2020-06-01")
    assert happened["bases"].startswith("not happened")
    assert happened["all"].startswith("not recorded")


def test_only_a_breach_of_the_ceiling_is_shown_as_one(path: str) -> None:
    """A level above the pace alone is not."""
    asked = ("drawdown", "-a", path, "--on")
    for on, words in (("2020-08-01", "in breach"), ("2020-09-01", "over")):
        out = timeline(*asked, on, environment={"FORCE_COLOR": "1"}).out
        assert words in out
        assert ("in breach" in out, "\x1b[1;31m" in out) == (on == "2020-08-01",) * 2
    breaches = timeline(*asked, "2020-09-30", "--every", "1 month", "-f", "tsv").out.splitlines()
    rows = [dict(zip(breaches[0].split("\t"), row.split("\t"), strict=True)) for row in breaches]
    assert {row["day"]: row["breach"] for row in rows[1:] if row["breach"]} == {
        "2020-02-01": "200",
        "2020-08-01": "140",
    }


def test_a_stream_of_levels_has_those_of_what_was_fulfilled() -> None:
    days = "1988-08-14\n1988-08-15\n1989-02-14\n1989-02-15\n"
    found = timeline("drawdown", "-a", "geneva-1988", "--on", "-", stdin=days)
    observed = [line.split("\t")[3] for line in found.out.splitlines()]
    assert observed == ["unknown", "50150", "50150", "0"]


def test_no_bundled_agreement_is_overdue_by_days_today() -> None:
    for name in bundled_names():
        assert "overdue by" not in timeline("show", "-a", name).out
        assert "days overdue" not in timeline("show", "-a", name).out
    lines = timeline("show", "--on", "2022-01-01").out.splitlines()[4:]
    assert [line.split()[0] for line in lines if "not done by 2021-12-31" in line] == [
        "un-sanctions",
        "remaining-prisoners",
        "sanctions",
    ]
    assert "579 days overdue" in timeline("show", "--on", "2021-12-29").out
