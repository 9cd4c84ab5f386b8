"""The help of the commands: examples, options in groups, the meaning of each value of a rule."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.transcript import in_process as timeline
from timeline.cli import COMMAND_GROUPS, COMMANDS
from timeline.dates.calendars import Calendar
from timeline.dates.counting import MonthEnd, StartDay
from timeline.dates.rolling import Roll

EVERY = [(), *((name,) for name in COMMANDS)]
SHARED = ["Which agreement", "Which day", "What if", "How to count, if not as in the agreement"]
COUNTING = ["--start-day", "--month-end", "--months-of", "--roll", "--roll-fixed", "--closed"]
OWN = {
    "next": ["-n", "--within", "--format", "--alarm", "--calendar"],
    "check": ["--within", "--quiet", "--format", "--alarm"],
    "drawdown": ["--series", "--every", "--format"],
    "chart": ["--output", "--what", "--series", "--size", "--dark"],
    "show": ["--format", "--alarm", "--calendar", "--all"],
    "agreements": ["--format"],
    "compare": ["--format", "--alarm", "--all"],
    "date": ["--calendar", "--format"],
    "remaining": ["--format"],
    "explain": ["--format", "--calendar"],
    "read": ["--format", "--anchor"],
}


def text_of(*command: str, width: int = 80) -> str:
    found = timeline(*command, "--help", environment={"COLUMNS": str(width)})
    assert (found.status, found.err) == (0, "")
    return found.out


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines below each heading."""
    parts = re.split(r"^(\S.*):\n", text, flags=re.MULTILINE)
    return {
        heading: body.splitlines() for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def options(lines: list[str]) -> list[str]:
    """Return the long name of each option, or the short one if it has no other."""
    found = (re.match(r"  (-[\w-]+(?:, --[\w-]+)?)", line) for line in lines)
    return [one[1].split(", ")[-1] for one in found if one]


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(command: tuple[str, ...], width: int) -> None:
    text = text_of(*command, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "..." not in text.partition("\n")[2]


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_examples_follow_the_first_sentence(command: tuple[str, ...]) -> None:
    usage, summary, examples = text_of(*command, width=100).split("\n\n")[:3]
    assert usage.startswith("Usage: timeline")
    assert summary.count(".") == 1
    assert examples.startswith("  Examples:\n    timeline")


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_example_runs(command: tuple[str, ...], tmp_path: Path) -> None:
    examples = text_of(*command, width=100).split("\n\n")[2].splitlines()[1:]
    assert examples
    table = "anchor,expression,published\n2020-02-29,anchor + 135 days,2020-07-13\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    folder = tmp_path / "agreements"
    folder.mkdir()
    shutil.copy("examples/armistice.toml", folder)
    for example in examples:
        line, _, file = re.sub(" > .*", "", example).partition(" < ")
        stdin = (table if file == "table.csv" else "2020-07-01\n") if file else None
        found = timeline(*shlex.split(line)[1:], stdin=stdin, directory=tmp_path)
        assert (found.status in {0, 1}, found.err) == (True, ""), example


@pytest.mark.parametrize("command", sorted(OWN))
def test_own_options_come_before_those_of_each_group(command: str) -> None:
    found = sections(text_of(command))
    assert list(found) == ["Options", *SHARED]
    assert options(found["Options"]) == [*OWN[command], "--help"]
    assert [options(found[heading]) for heading in SHARED] == [
        ["--agreement"],
        ["--on", "--tz"],
        ["--assume", "--as-happened", "--as-signed"],
        COUNTING,
    ]


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {*OWN, "audit", "days"}))
def test_a_command_without_shared_options_has_no_groups(command: str) -> None:
    found = sections(text_of(command))
    assert list(found) == ["Options"]
    assert options(found["Options"]) == [*({"init": ["--from"]}.get(command, [])), "--help"]


def test_audit_has_the_counting_rules_alone() -> None:
    found = sections(text_of("audit"))
    assert list(found) == ["Options", "How to count"]
    assert options(found["Options"]) == ["--expression", "--search", "--format", "--help"]
    assert options(found["How to count"]) == COUNTING


def test_days_has_a_span_instead_of_a_day() -> None:
    found = sections(text_of("days"))
    assert list(found) == ["Options", *SHARED]
    assert options(found["Options"]) == ["--series", "--format", "--help"]
    assert options(found["Which day"]) == ["--from", "--until", "--tz"]


@pytest.mark.parametrize("command", sorted(OWN))
def test_every_value_of_a_rule_has_its_meaning_on_one_line(command: str) -> None:
    lines = sections(text_of(command))[SHARED[-1]]
    for value in (*StartDay, *MonthEnd, *Calendar, *Roll):
        at = next(place for place, line in enumerate(lines) if line.split()[0] == value)
        assert len(lines[at].split()) > 1
        # The next line is another value or option, not the rest of this one.
        assert re.match("(  |    )[^ ]", lines[at + 1])


def test_commands_are_listed_in_groups_each_with_its_whole_summary() -> None:
    found = sections(text_of())
    assert list(found) == [*COMMAND_GROUPS, "Options", *SHARED]
    for group, names in COMMAND_GROUPS.items():
        summaries = [" ".join(text_of(name).split("\n\n")[1].split()) for name in names]
        rows = (f"{name} {summary}" for name, summary in zip(names, summaries, strict=True))
        assert " ".join(" ".join(found[group]).split()) == " ".join(rows)
