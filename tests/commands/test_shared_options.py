"""The options that commands share: before the command, after it, and without one."""

from __future__ import annotations

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.cli import timeline as group

OPTIONS_OF_SHOW = [
    ("-a", "geneva-1988"),
    ("--tz", "Asia/Kabul"),
    ("--assume", "talks=2020-09-12", "--assume", "prisoners=2020-09-03"),
    ("--as-happened",),
    ("--start-day", "included"),
    ("--month-end", "sticky"),
    ("--months-of", "hijri"),
    ("--roll", "following", "--closed", "mon,sun"),
    ("--roll", "following", "--roll-fixed", "--closed", "tue,sat,sun"),
    ("-f", "csv"),
    ("--format", "ics", "--alarm", "7 days"),
    ("--calendar", "hijri", "--calendar", "solar-hijri"),
]


@pytest.mark.parametrize("options", OPTIONS_OF_SHOW, ids=" ".join)
def test_an_option_means_the_same_before_the_command_after_it_and_without_one(
    options: tuple[str, ...],
) -> None:
    day = ("--on", "2020-07-01")
    after = timeline("show", *day, *options)
    assert (after.status, after.err) == (0, "")
    assert after != timeline("show", *day) or "--tz" in options
    assert timeline(*options, *day, "show") == after
    assert timeline(*day, *options) == after
    assert timeline(*options, "show", *day) == after


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # given twice, the one after the command is used, and of two in one place the last
        (("--on", "2020-07-01"), ("--on", "2020-07-03"), "10\n"),
        (("--on", "2020-07-01", "--on", "2020-07-02"), (), "11\n"),
        (("--start-day", "included"), ("--start-day", "excluded", "--on", "2020-07-01"), "12\n"),
        # assumptions about different ids are combined; for the same id the one after the command is used
        (("--assume", "drawdown=2020-07-10"), ("--assume", "talks=2020-01-01", "--on", "2020-07-01"), "9\n"),
        (("--assume", "drawdown=2020-07-10"), ("--assume", "drawdown=2020-07-05", "--on", "2020-07-01"), "4\n"),
    ],
)  # fmt: skip
def test_an_option_after_the_command_wins_over_one_before_it(
    before: tuple[str, ...], after: tuple[str, ...], expected: str
) -> None:
    assert timeline(*before, "remaining", "drawdown", *after) == Transcript(0, expected, "")


def test_calendars_before_and_after_the_command_add_up() -> None:
    both = timeline("date", "signed", "--calendar", "hijri", "--calendar", "solar-hijri")
    split = timeline("--calendar", "hijri", "date", "signed", "--calendar", "solar-hijri")
    assert split == both == Transcript(0, "2020-02-29\t5 Rajab 1441\t10 Hoot 1398\n", "")


def test_repeated_options_before_the_command_are_passed_on_once() -> None:
    arguments = ["--assume", "talks=2020-01-01", "--assume", "bases=2020-02-02"]
    context = group.make_context("timeline", [*arguments, "show"])
    name, command, rest = group.resolve_command(context, ["show"])
    assert command
    assert command.make_context(name, rest, parent=context).params["assume"] == tuple(
        arguments[1::2]
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--on", "2020-07-02", "remaining", "drawdown"),
        ("remaining", "drawdown", "--on", "2020-07-02"),
        ("--on", "2020-07-04", "remaining", "drawdown", "--on", "2020-07-02"),
    ],
)
def test_an_option_in_any_place_wins_over_the_environment(arguments: tuple[str, ...]) -> None:
    chosen = {"TIMELINE_ON": "2020-07-01"}
    assert timeline(*arguments, environment=chosen) == Transcript(0, "11\n", "")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--on", "2020-01-01", "validate", "doha-2020"), "--on: not an option of validate"),
 (("-a", "doha-2020", "validate", "x.toml"), "--agreement: not an option of validate"),
        (("-f", "csv", "date", "signed"), "Invalid value for '-f' / '--format': 'csv' is not one of 'text', 'json'."),
            (("-f", "csv", "validate", "doha-2020"), "--format: not an option of validate"),
        (("--alarm", "7 days", "remaining"), "--alarm: not an option of remaining"),
        (("--calendar", "hijri", "compare"), "--calendar: not an option of compare"),
        (("--as-happened", "schema"), "--as-happened: not an option of schema"),
        # of the same name, yet with fewer choices
        (
            ("-f", "csv", "explain", "signed"),
            "Invalid value for '-f' / '--format': 'csv' is not one of 'table', 'json', 'markdown'.",
        ),
        (("-f", "csv", "drawdown", "--on", "-"), '--format cannot be used with "--on -"'),
        (("--on", "", "show"), '--on: "": empty expression; use a date, a milestone\'s id or signed'),
    ],
)  # fmt: skip
def test_an_option_that_the_command_does_not_have_is_an_error_before_it_too(
    arguments: tuple[str, ...], line: str
) -> None:
    assert timeline(*arguments) == Transcript(2, "", f"timeline: {line}\n")


def test_a_variable_without_an_option_of_the_command_is_ignored() -> None:
    chosen = {"TIMELINE_AGREEMENT": "nowhere", "TIMELINE_ON": "2020-07-01"}
    assert timeline("validate", "doha-2020", environment=chosen) == Transcript(0, "", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "-a", "-", "--on", "-"),
        ("-a", "-", "next", "-a", "-"),
        ("-a", "-", "remaining", "--on", "-"),
        ("-a", "-", "drawdown", "--on", "-"),
        ("remaining", "drawdown", "-a", "-", "--on", "-"),
        ("date", "-", "-a", "-"),
        ("validate", "-", "-"),
    ],
    ids=" ".join,
)
def test_standard_input_serves_one_option_only(arguments: tuple[str, ...]) -> None:
    line = "timeline: -: given more than once; standard input can be read only once\n"
    assert timeline(*arguments) == Transcript(2, "", line)
