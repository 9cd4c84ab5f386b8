"""Messages that suggest what was probably meant. What they suggest is run."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.cli import COMMANDS

EXPRESSION = "not a date or a milestone's id; did you mean"


def suggested(message: str, *, arguments: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the arguments of each command that a message suggests instead of `arguments`."""
    if found := re.search(r": (timeline( .*)?)\n", message):
        return [tuple(shlex.split(found[1])[1:])]
    found = re.search(r'.*"(.*?)": [^"]*did you mean (.*)\?\n', message)
    assert found, message
    return [
        tuple(one.replace(found[1], better) for one in arguments)
        for better in found[2].split(" or ")
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        # in place of a command: a milestone, a day, another expression
        (("withdrawal",), '"withdrawal": unknown command; it is a milestone: timeline explain withdrawal'),
        (
            ("-a", "geneva-1988", "half"),
            '"half": unknown command; it is a milestone: timeline -a geneva-1988 explain half',
        ),
        (("2020-07-01",), '"2020-07-01": unknown command; to choose the day: timeline --on 2020-07-01'),
        (("yesterday",), '"yesterday": unknown command; to choose the day: timeline --on yesterday'),
        (("29 Feb 2020",), '"29 Feb 2020": unknown command; to choose the day: timeline --on 2020-02-29'),
        (("2020-08",), '"2020-08": unknown command; it is an expression: timeline date 2020-08'),
        (
            ("signed + 14 months",),
            "\"signed + 14 months\": unknown command; it is an expression: timeline date 'signed + 14 months'",
        ),
        (("geneva-1988",), '"geneva-1988": unknown command; it is an agreement: timeline -a geneva-1988'),
        (("examples/armistice.toml",), '"examples/armistice.toml": unknown command; it is an agreement: timeline -a examples/armistice.toml'),
        # without quotes
        (("date", "signed", "+", "14", "months"), "\"+\": put an expression in quotes; for example: timeline date 'signed + 14 months'"),
        (("remaining", "2021-04-01", "-", "1", "day"), "\"-\": put an expression in quotes; for example: timeline remaining '2021-04-01 - 1 day'"),
        (
            ("14", "months", "after", "signed"),
            "\"14\": unknown command; it is an expression: timeline date 'signed + 14 months'",
        ),
        (("withdrawal", "--on", "2020"), '"withdrawal": unknown command; it is a milestone: timeline explain withdrawal'),
        # agreements
        (
            ("-a", "doha"),
            '"doha": unknown agreement; a path must contain a slash or end in .toml; did you mean doha-2020?',
        ),
        (
            ("next", "-a", "egypt", "--on", "1980-01-01"),
            '"egypt": unknown agreement; a path must contain a slash or end in .toml; did you mean egypt-israel-1979?',
        ),
        # dates and counts
        (("date", "14 months after signed"), f'"14 months after signed": {EXPRESSION} signed + 14 months?'),
        (("--on", "29 Feb 2020"), f'--on: "29 Feb 2020": {EXPRESSION} 2020-02-29?'),
        (
            ("show", "--assume", "talks=March 10, 2020"),
            f'--assume: "March 10, 2020": {EXPRESSION} 2020-03-10?',
        ),
        (("date", "02/03/2020"), '"02/03/2020": unknown date format; did you mean 2020-03-02 or 2020-02-03?'),
        (
            ("remaining", "29.02.2020 + 14 months", "--on", "2020-07-01"),
            '"29.02.2020 + 14 months": "29.02.2020": unknown date format; did you mean 2020-02-29?',
        ),
        # missing arguments and values
        (("date",), "Missing argument 'EXPRESSION...'; for example: timeline date \"signed + 14 months\""),
        (("explain",), "Missing argument 'ID|EXPRESSION'; for example: timeline explain withdrawal"),
        (("validate",), "Missing argument 'FILE...'; for example: timeline validate doha-2020"),
        (
            ("completion",),
            "Missing argument '{bash|zsh|fish}'. Choose from: bash, zsh, fish; for example: timeline completion bash",
        ),
        (
            ("next", "-n"),
            "Option '-n' requires an argument; for example: timeline next -n 1 --on 2020-07-01 --format json",
        ),
        (("date", "signed", "--on"), "Option '--on' requires an argument; for example: timeline --on 2020-07-01"),
    ],
)  # fmt: skip
def test_a_message_suggests_what_runs(arguments: tuple[str, ...], message: str) -> None:
    found = timeline(*arguments)
    assert found == Transcript(2, "", f"timeline: {message}\n")
    commands = suggested(found.err, arguments=arguments)
    assert commands
    for command in commands:
        assert command != arguments
        answer = timeline(*command)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out or command[0] == "validate"  # which prints faults


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        # a milestone of another agreement
        ("-a", "geneva-1988", "prisoners"),
        # neither reading of the day is likelier
        ("02/03/2020",),
        ("2020-02-30",),
        # an agreement that cannot be read, and one that would be read from standard input
        ("-a", "./nowhere.toml", "withdrawal"),
        ("-a", "-", "withdrawal"),
    ],
)
def test_a_word_that_means_nothing_is_an_unknown_command(arguments: tuple[str, ...]) -> None:
    message = f'timeline: "{arguments[-1]}": unknown command; choose from {", ".join(COMMANDS)}\n'
    assert timeline(*arguments, stdin="") == Transcript(2, "", message)


def test_an_option_without_an_example_has_none() -> None:
    assert timeline("date", "--tz") == Transcript(
        2, "", "timeline: Option '--tz' requires an argument.\n"
    )
