"""The README tells the truth: its examples are replayed, its files and sessions are real."""

from __future__ import annotations

import doctest
import re
from datetime import date

import pytest

from tests.oracles.engines import ENGINES
from tests.pictures import PICTURES
from tests.readme import README, ROOT, Example, examples, replay

TEXT = README.read_text(encoding="utf-8")


def test_the_examples_are_found() -> None:
    assert len(examples()) >= 14
    assert all(example.output for example in examples())


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.command)
def test_an_example_prints_what_it_says(example: Example) -> None:
    assert replay(example.command) == example.output


def test_the_first_thirty_lines_hold_a_command_and_its_output() -> None:
    first = "\n".join(TEXT.splitlines()[:30])
    assert f"$ {examples()[0].command}\n{examples()[0].output}" in first


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_the_program_draws_today(name: str) -> None:
    """Its words and their order; the lines around them differ between releases of the libraries."""
    assert f"](examples/{name})" in TEXT
    kept = (ROOT / "examples" / name).read_text("utf-8")
    words = re.compile(r">([^<>]*)</text>")
    assert words.findall(PICTURES[name]()) == words.findall(kept) != []


def test_the_python_session_runs() -> None:
    result = doctest.testfile(str(README), module_relative=False)
    assert result.attempted >= 6
    assert result.failed == 0


def test_the_agreement_shown_is_the_example_file() -> None:
    assert (
        f"```toml\n{(ROOT / 'examples' / 'armistice.toml').read_text(encoding='utf-8')}```" in TEXT
    )


def test_every_test_that_it_points_to_is_there() -> None:
    named = re.findall(r"`(tests/\w+\.py)::(\w+)`", TEXT)
    assert len(named) >= 11
    for path, name in named:
        assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8"), (path, name)


def test_every_engine_that_is_asked_has_its_row() -> None:
    section = TEXT.partition("## Why trust it")[2].partition("\n\n| elsewhere")[0]
    rows = re.findall(r"^\| .* \| ([0-9,]+) \| 0 \|$", section, re.MULTILINE)
    assert len(rows) == len(ENGINES)
    assert all(int(compared.replace(",", "")) >= 98_000 for compared in rows)


def test_the_five_answers_are_given_by_their_commands() -> None:
    rows = re.findall(r"^\| (\d+ \w+ \d{4}) \|.*\| `(timeline .*)` \|$", TEXT, re.MULTILINE)
    assert [day for day, _ in rows] == [
        "24 April 2021",
        "28 April 2021",
        "29 April 2021",
        "30 April 2021",
        "1 May 2021",
    ]
    for day, command in rows:
        printed = date.fromisoformat(replay(command).strip())
        assert f"{printed.day} {printed:%B %Y}" == day
