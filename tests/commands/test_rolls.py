"""Working days, closed days and rolls, from the command line and from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline

NOTE = "timeline: the closed days name no weekday, so that Saturdays and Sundays are open\n"
# 29 February 2020 is a Saturday, and 30 March 2020 a Monday.
FILE = """title = "T"
signed = 2020-02-29
[counting]
roll = "following"
closed = ["sat", "sun", 2020-03-30]
[[milestone]]
id = "first"
title = "First"
due = "signed + 28 days"
[[milestone]]
id = "second"
title = "Second"
due = "first + 10 days"
[[milestone]]
id = "fixed"
title = "Fixed"
due = 2020-03-07
[[milestone]]
id = "strict"
title = "Strict"
due = "signed + 28 days"
counting = { roll = "none" }
[[milestone]]
id = "month"
title = "Month"
due = "2020-04 + 1 month"
[[milestone]]
id = "back"
title = "Back"
due = "2020-03-02 - 1 day"
[[milestone]]
id = "eve"
title = "Before"
due = "before signed + 2 days"
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The path of the agreement."""
    found = tmp_path / "rolls.toml"
    found.write_text(FILE, encoding="utf-8")
    return str(found)


def rows(path: str, *options: str) -> dict[str, dict[str, Any]]:
    """Return the rows of `show`, by id."""
    shown = timeline("show", "-a", path, "--on", "2020-03-01", "-f", "json", *options)
    return {one["id"]: one for one in json.loads(shown.out)["milestones"]}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # FRCP 6(a) with Labor Day, 3 September 2007
        (("2007-08-22 + 10 days", "--roll", "following", "--closed", "sat,sun,2007-09-03"), "2007-09-04"),
        (("2007-09-11 - 10 days", "--roll", "onward", "--closed", "sat,sun,2007-09-03"), "2007-08-31"),
        (("2007-09-11 - 10 days", "--roll", "following", "--closed", "sat,sun,2007-09-03"), "2007-09-01"),
        # 26 USC 7503 and Emancipation Day
        (("2017-04-15", "--roll", "following", "--roll-fixed", "--closed", "sat,sun,US-DC"), "2017-04-18"),
        (("2017-04-15", "--roll", "following", "--closed", "sat,sun,US-DC"), "2017-04-15"),
        (("2022-09-30 + 25 working days", "--closed", "sat,sun,2022-11-01,2022-11-02"), "2022-11-08"),
        # 2024-05-31 is a Friday
        (("2024-05-31 + 1 working day",), "2024-06-03"),
        (("2024-06-03 - 1 business day",), "2024-05-31"),
        (("2024-05-31 + 1 Working Days", "--start-day", "included"), "2024-05-31"),
        (("2024-06-01 + 1 working day", "--start-day", "included"), "2024-06-03"),
        (("2024-05-31 + 1 working day", "--start-day", "clear"), "2024-06-04"),
        (("2024-06-01 + 0 working days",), "2024-06-01"),
        (("2024-04-30 + 1 month + 1 working day",), "2024-05-31"),
        # signed, a Saturday, and the words of the clock never roll
        (("signed", "--roll", "following", "--roll-fixed"), "2020-02-29"),
        (("today", "--on", "2020-02-29", "--roll", "following", "--roll-fixed"), None),
        (("before 2024-06-02", "--roll", "following", "--roll-fixed"), "2024-06-01"),
        # of several days only the last rolls, and only forward: 30 June 2024 is a Sunday
        (("2024-05 + 1 month", "--roll", "onward"), "2024-07-01"),
        (("2024-07 - 1 month", "--roll", "onward"), "2024-06-30"),
        (("2024-06", "--roll", "onward", "--roll-fixed"), "2024-07-01"),
        # an adjuster is no fixed date
        (("2024-06-03, end of month", "--roll", "following"), "2024-07-01"),
    ],
)  # fmt: skip
def test_the_day_that_date_answers(arguments: tuple[str, ...], expected: str | None) -> None:
    expected = expected or timeline("date", "today").out.strip()
    assert timeline("date", *arguments) == Transcript(0, f"{expected}\n", "")


def test_due_dates_roll_and_later_counts_start_from_the_day_before_the_roll(path: str) -> None:
    found = {name: (one["due"], one["due_unrolled"]) for name, one in rows(path).items()}
    assert found == {
        "first": ("2020-03-31", "2020-03-28"),
        "second": ("2020-04-07", None),
        "fixed": ("2020-03-07", None),
        "strict": ("2020-03-28", None),
        "month": ("2020-06-01", "2020-05-30"),
        "back": ("2020-03-01", None),
        "eve": ("2020-03-01", None),
    }
    assert (
        timeline("date", "-a", path, "first", "first + 10 days").out == "2020-03-31\n2020-04-07\n"
    )
    assert timeline("remaining", "-a", path, "first", "--on", "2020-03-28").out == "3\n"
    assert "signed + 28 days; rolled from 2020-03-28" in timeline("show", "-a", path).out


def test_a_table_names_the_closed_days_where_they_can_have_a_say(path: str) -> None:
    def rules(*options: str) -> str:
        return timeline("show", *options).out.splitlines()[-1]

    assert rules("-a", path).endswith(", roll following, closed sat,sun,2020-03-30")
    assert rules("--roll", "onward").endswith(", roll onward, closed sat,sun")
    assert rules("--assume", "talks=signed + 9 working days").endswith(
        ", month end clamp, closed sat,sun"
    )
    assert "closed" not in rules()


def test_the_command_line_overrides_the_rules_of_the_file(path: str) -> None:
    assert rows(path, "--roll", "none")["first"]["due"] == "2020-03-28"
    assert rows(path, "--roll", "following")["strict"]["due"] == "2020-03-31"
    assert rows(path, "--closed", "sat,sun")["first"]["due"] == "2020-03-30"
    assert rows(path, "--roll-fixed")["fixed"]["due"] == "2020-03-09"
    kept = path.replace("rolls", "kept")
    Path(kept).write_text(FILE.replace("[counting]", "[counting]\nroll-fixed = true"))
    assert rows(kept)["fixed"]["due"] == "2020-03-09"
    assert rows(kept, "--no-roll-fixed")["fixed"]["due"] == "2020-03-07"


def test_the_day_of_the_question_and_spans_never_roll(path: str) -> None:
    on = timeline("remaining", "-a", path, "first", "--on", "signed + 14 days", "--roll-fixed")
    assert on.out == "17\n"  # from Saturday, 14 March
    # the last day of the span is Saturday, 28 March, and the deadline is 31 March
    asked = ("check", "first", "-a", path, "--on", "2020-03-21", "-q", "--within")
    assert timeline(*asked, "7 days").status == 0
    assert timeline(*asked, "10 days").status == 1
    # the sixth open day after 21 March, without the Monday that is closed
    assert timeline(*asked, "5 working days").status == 0
    assert timeline(*asked, "6 working days").status == 1


def test_streams_answer_as_arguments_do(path: str) -> None:
    lines = ["2020-03-07", "2020-03-09", "signed + 28 days", "signed + 3 working days", "first"]
    for options in ((), ("--roll-fixed",), ("--roll", "none")):
        alone = timeline("date", "-a", path, *lines, *options).out.split()
        streamed = timeline(
            "date", "-a", path, "-", *options, stdin="".join(f"{one}\n" for one in lines)
        )
        assert [line.split("\t")[1] for line in streamed.out.splitlines()] == alone
    days = timeline("remaining", "-a", path, "first", "--on", "-", stdin="2020-03-28\n2020-03-31\n")
    assert days.out == "2020-03-28\t3\n2020-03-31\t0\n"


def test_repeated_lists_of_closed_days_are_joined() -> None:
    # EU merger case M.10646
    asked = ("date", "2022-09-30 + 25 working days", "--closed", "sat,sun")
    assert timeline(*asked, "--closed", "2022-11-01/2022-11-02") == Transcript(
        0, "2022-11-08\n", ""
    )
    assert (
        timeline("--closed", "2022-11-01", *asked, "--closed", "2022-11-02").out == "2022-11-08\n"
    )


def test_explain_shows_the_day_before_the_roll_the_closed_day_and_the_list(path: str) -> None:
    out = timeline("explain", "first", "-a", path).out
    assert (
        "rolled from 2020-03-28 (Saturday, Sunday, listed)  Tue 2020-03-31  roll following" in out
    )
    assert "closed              sat,sun,2020-03-30 (file)" in out
    document = json.loads(timeline("explain", "first", "-a", path, "-f", "json").out)
    assert (document["due"], document["due_unrolled"]) == ("2020-03-31", "2020-03-28")
    assert document["closed_origin"] == "file"
    assert document["rules"][-1]["flags"] == [
        "--roll",
        "following",
        "--closed",
        "sat,sun,2020-03-30",
    ]
    assert document["steps"][-1]["rule"] == "roll"


def test_explain_names_the_library_that_knows_the_holidays() -> None:
    asked = ("--roll", "following", "--roll-fixed", "--closed", "US-DC")
    out, err = timeline("explain", "2017-04-17", *asked)[1:]
    assert "rolled from 2017-04-17 (Emancipation Day (observed) (US-DC))  Tue 2017-04-18" in out
    assert "US-DC (command line; holidays 0." in out
    assert err == NOTE


def test_explain_names_the_list_of_a_count_of_working_days() -> None:
    out = timeline("explain", "2024-05-31 + 1 working day").out
    assert "+ 1 working day  Mon 2024-06-03  start day excluded" in out
    assert "sat,sun (default)" in out
    assert "(default)" not in timeline("explain", "2024-05-31 + 1 day", "--roll", "none").out


def test_explain_lists_the_roll_from_weekends_where_it_moves_the_day() -> None:
    # 1 June 2024 is a Saturday
    moved = timeline("explain", "2024-05-31 + 1 day").out
    assert "Mon 2024-06-03" in moved
    assert "; closed: sat,sun (--roll following)\n" in moved
    assert "--roll" not in timeline("explain", "2024-05-31 + 3 days").out
    assert "--roll" not in timeline("explain", "2024-06-01").out


def test_the_roll_among_the_other_readings_keeps_the_closed_days(tmp_path: Path) -> None:
    """Thursday, 6 June 2024, + 2 working days without Fridays and Sundays: the list must stay."""
    path = tmp_path / "a.toml"
    path.write_text(
        'title = "T"\nsigned = 2024-06-06\n[counting]\nclosed = ["fri", "sun"]\n'
        '[[milestone]]\nid = "m"\ntitle = "M"\ndue = "signed + 2 working days"\n'
        '[[milestone]]\nid = "n"\ntitle = "N"\ndue = "m + 4 days"\n'
        '[[milestone]]\nid = "o"\ntitle = "O"\ndue = "m + 4 days"\n'
        'counting = { closed = ["sat"] }\n'
    )
    # Sat 8, Mon 10 June: open. Mon 10 + 4 days is Friday 14: closed for n, open for o.
    asked = ("-a", str(path))
    assert timeline("date", "m", "n", "o", *asked).out == "2024-06-10\n2024-06-14\n2024-06-14\n"
    found = {}
    for name in ("m", "n", "o"):
        document = json.loads(timeline("explain", name, *asked, "-f", "json").out)
        found[name] = [
            (one["due"], rule["flags"])
            for one in document["readings"]
            for rule in one["rules"]
            if rule["rule"] == "roll"
        ]
    assert found == {"m": [], "n": [("2024-06-15", ["--roll", "following"])], "o": []}
    assert timeline("date", "n", *asked, "--roll", "following").out == "2024-06-15\n"
    assert "; closed: fri,sun (--roll following)\n" in timeline("explain", "n", *asked).out
    # the command line's list stays too: 14 June is open
    listed = timeline("explain", "n", *asked, "--closed", "sun").out
    assert "--roll" not in listed


def test_a_day_that_is_only_another_milestone_is_a_fixed_date(tmp_path: Path) -> None:
    """It is counted from the day before the other's roll, and itself rolls only with roll-fixed."""
    path = tmp_path / "a.toml"
    path.write_text(
        'title = "T"\nsigned = 2024-05-01\n[counting]\nroll = "following"\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = "signed + 1 month"\n'
        '[[milestone]]\nid = "b"\ntitle = "B"\ndue = "a"\n'
    )
    # 1 June 2024 is a Saturday
    days = {
        option: timeline("date", "a", "b", "-a", str(path), option).out.split()
        for option in ("--no-roll-fixed", "--roll-fixed")
    }
    assert days == {
        "--no-roll-fixed": ["2024-06-03", "2024-06-01"],
        "--roll-fixed": ["2024-06-03", "2024-06-03"],
    }


def test_an_assumed_date_that_rolls_shows_the_day_before_the_roll(path: str) -> None:
    out = timeline("show", "-a", path, "--assume", "first=2020-03-27 + 1 day").out
    assert "assumed, 2020-03-27 + 1 day; rolled from 2020-03-28" in out


def test_the_roll_in_force_is_no_other_reading() -> None:
    readings = timeline("explain", "2024-05-31 + 1 day", "--roll", "following", "-f", "json").out
    flags = [rule["flags"] for one in json.loads(readings)["readings"] for rule in one["rules"]]
    assert ["--start-day", "included"] in flags
    assert not any("--roll" in one for one in flags)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("date", "9999-12-30 + 1 day", "--roll", "following", "--closed", "9999-12-31"),
            '"9999-12-30 + 1 day": outside the supported range, 0001-01-01 to 9999-12-31',
        ),
        (
            ("date", "2101-01-01 + 1 day", "--roll", "following", "--closed", "US"),
            '"2101-01-01 + 1 day": outside the supported range, 1777 to 2100 for the holiday calendar US',
        ),
        (
            ("check", "--on", "2100-12-30", "--within", "5 working days", "--closed", "sat,sun,US"),
            "--within: outside the supported range, 1777 to 2100 for the holiday calendar US",
        ),
    ],
)
def test_no_day_is_guessed_past_the_end_of_a_calendar(
    arguments: tuple[str, ...], error: str
) -> None:
    found = timeline(*arguments)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert found.err.startswith(f"timeline: {error}")
