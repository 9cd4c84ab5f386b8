"""The note of a list of closed days that names no weekday: once, where something counts with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcript import in_process as timeline

NOTE = "timeline: the closed days name no weekday, so that Saturdays and Sundays are open\n"
FILE = """title = "T"
signed = 2024-05-01
counting = { closed = [2024-05-20] }
[[milestone]]
id = "working"
title = "Working"
due = "signed + 5 working days"
[[milestone]]
id = "after"
title = "After"
due = "working + 1 day"
[[milestone]]
id = "plain"
title = "Plain"
due = "signed + 10 days"
[[milestone]]
id = "weekend"
title = "Weekend"
due = "signed + 5 working days"
counting = { closed = ["sat", "sun"] }
[[milestone]]
id = "own"
title = "Own"
due = "plain + 1 day"
counting = { closed = ["sat", "sun"] }
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The path of the agreement."""
    found = tmp_path / "a.toml"
    found.write_text(FILE, encoding="utf-8")
    return str(found)


LISTED = ("--closed", "2024-01-01")
ROLLED = (*LISTED, "--roll", "following")
DAYS = ("--on", "2024-01-01")


@pytest.mark.parametrize(
    "arguments",
    [
        ("date", "2024-05-31 + 1 working day", *LISTED),
        ("date", "2024-05-31 + 1 working day", "2024-05-31 + 2 working days", *LISTED),
        ("date", "2024-05-31 + 1 working day", "--closed", ""),
        ("date", "signed + 1 day", *ROLLED),
        ("date", "drawdown", *ROLLED),
        ("date", "talks", *ROLLED, "--roll-fixed"),
        ("date", "today", "--on", "2024-05-31 + 1 working day", *LISTED),
        ("date", "signed", "--assume", "signed=2024-05-31 + 1 working day", *LISTED),
        ("date", "-", *LISTED),
        ("remaining", "drawdown", *ROLLED, "--on", "-"),
        ("remaining", *DAYS, *ROLLED),
        ("explain", "2024-05-31 + 1 day", *ROLLED),
        ("show", *DAYS, *ROLLED),
        ("next", *DAYS, *ROLLED),
        ("compare", *DAYS, *ROLLED),
        ("check", *DAYS, *ROLLED),
        ("check", "drawdown", *DAYS, "--within", "2 working days", *LISTED),
        ("check", "drawdown", *DAYS, "--within", "2 working days", *ROLLED),
    ],
)
def test_it_is_printed_once(arguments: tuple[str, ...]) -> None:
    lines = "2024-05-31\nsigned + 1 day\n2024-05-31\n"
    assert timeline(*arguments, stdin=lines).err.count(NOTE) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("date", "2024-05-31 + 1 day", *LISTED),
        ("date", "2024-05-31", "signed", "before 2024-05-31", *ROLLED),
        ("date", "signed", "today", *ROLLED, "--roll-fixed"),
        ("date", "2024-05-31 - 1 day", *ROLLED),  # following leaves counts back alone
        ("date", "2024-05-31 + 1 working day", "--closed", "sun,2024-01-01"),
        ("date", "talks", *ROLLED),
        ("show", *DAYS, *LISTED),
        ("check", *DAYS, *ROLLED, "--quiet"),
        ("check", "talks", *DAYS, "--within", "2 days", *ROLLED),
    ],
)
def test_it_is_not_printed_where_nothing_counts_with_the_list(arguments: tuple[str, ...]) -> None:
    assert timeline(*arguments).err == ""


def test_the_list_of_a_file_is_noted_for_what_counts_with_it(path: str) -> None:
    asked = ("-a", path, *DAYS)
    for names in ([], ["working"], ["after"], ["after + 1 day"], ["plain", "working"]):
        assert timeline("remaining", *names, *asked).err == NOTE, names
    for names in (["plain"], ["weekend"], ["weekend + 1 day"], ["signed + 1 month"]):
        assert timeline("remaining", *names, *asked).err == "", names
    assert timeline("remaining", "working", *asked, "--closed", "sat").err == ""
    assert timeline("check", "plain", *asked).err == ""
    assert timeline("check", "working", *asked).err == NOTE


def test_the_roll_of_what_a_date_counts_from_has_no_say(path: str) -> None:
    """A count goes on from the day before the roll."""
    asked = ("-a", path, *DAYS, "--roll", "following", "--roll-fixed")
    for names in (["plain"], ["plain + 1 day"], ["plain", "own"]):
        assert timeline("remaining", *names, *asked).err == NOTE, names
    assert timeline("remaining", "own", *asked).err == ""


def test_the_later_of_several_expressions_counts_with_the_list_if_one_of_them_does(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        'title = "T"\nsigned = 2024-05-01\ncounting = { closed = [2024-05-20] }\n[[milestone]]\n'
        'id = "m"\ntitle = "M"\ndue = { later = ["signed + 10 days", "2024-05-01"] }\n'
    )
    asked = ("date", "m", "-a", str(path), "--on", "2024-05-02")
    assert timeline(*asked).err == ""
    assert timeline(*asked, "--roll", "following").err == NOTE
