"""A stream computes its dates once for each span of days in which nothing new became known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.transcript import in_process as timeline
from timeline.files import loading
from timeline.schedule import schedule

SIGNED = date(2020, 1, 1)
AMENDMENTS = 20
APART = 30
# Enough days to go through all spans, and some before and after them.
DAYS = [SIGNED + timedelta(n) for n in range(-10, (AMENDMENTS + 2) * APART)]


def amended_file(folder: Path, amendments: int = AMENDMENTS) -> str:
    """Return the path of an agreement whose last deadline is moved by two months every 30 days."""
    path = folder / f"amended-{amendments}.toml"
    moved = "".join(
        f'[[milestone.amended]]\ndecided = {SIGNED + timedelta(n * APART)}\ndue = "+ 2 months"\n'
        for n in range(1, amendments + 1)
    )
    path.write_text(
        f'title = "T"\nsigned = {SIGNED}\n[drawdown]\nunit = "troops"\nbaseline = 1000\n'
        '[[milestone]]\nid = "out"\ntitle = "Out"\nlevel = 0\ndue = "signed + 6 months"\n'
        f'{moved}[[milestone]]\nid = "after"\ntitle = "After"\ndue = "out + 1 month"\n'
        '[[milestone]]\nid = "half"\ntitle = "Half"\nlevel = 500\ndue = "signed + 1 month"\n'
    )
    return str(path)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """A function from a command and its input to the number of schedules that it computes."""

    def count(*arguments: str, days: list[date] | None = None) -> int:
        calls = 0
        build = schedule.build_schedule

        def counted(*given: Any, **options: Any) -> schedule.Schedule:
            nonlocal calls
            calls += 1
            return build(*given, **options)

        with monkeypatch.context() as patch:
            patch.setattr(schedule, "build_schedule", counted)
            # It compares the levels as signed, once for each file.
            patch.setattr(loading, "implausible_levels", lambda _schedule: [])
            stdin = "".join(f"{day}\n" for day in days or ())
            found = timeline(*arguments, stdin=stdin)
        assert (found.status, found.err, found.out.count("\n") >= len(days or ())) == (0, "", True)
        return calls

    return count


@pytest.mark.parametrize("command", [("remaining", "out"), ("remaining", "after"), ("drawdown",)])
def test_a_stream_builds_once_for_each_span(
    command: tuple[str, ...], builds: Callable[..., int], tmp_path: Path
) -> None:
    asked = (*command, "-a", amended_file(tmp_path), "--on", "-")
    # One with all amendments, which is that of the last span, and one for each span before.
    assert builds(*asked, days=DAYS[-20:]) == 1
    assert builds(*asked, days=DAYS[:20]) == 2
    assert builds(*asked, days=DAYS) == 1 + AMENDMENTS
    # In any order, and each day again after all others.
    assert builds(*asked, days=[*DAYS[::-1], *DAYS]) == 1 + AMENDMENTS
    zigzag = list(chain.from_iterable(zip(DAYS, DAYS[::-1], strict=True)))
    assert builds(*asked, days=zigzag) == 1 + AMENDMENTS


def test_what_is_not_in_question_has_no_spans(builds: Callable[..., int], tmp_path: Path) -> None:
    asked = ("remaining", "half", "-a", amended_file(tmp_path), "--on", "-")
    assert builds(*asked, days=DAYS) == builds(*asked, days=DAYS[:1])


@pytest.mark.parametrize("every", ["1 day", "1 month"])
def test_levels_at_an_interval_are_built_once(
    every: str, builds: Callable[..., int], tmp_path: Path
) -> None:
    """The levels of all days are those known on the `--on` day."""
    for amendments in (0, 1, AMENDMENTS):
        asked = ("drawdown", "-a", amended_file(tmp_path, amendments), "--on", "2030-01-01")
        assert builds(*asked, "--every", every) == builds(*asked) <= 1


def test_a_day_without_news_costs_the_day_table_nothing(
    builds: Callable[..., int], tmp_path: Path
) -> None:
    asked = ("days", "-a", amended_file(tmp_path), "--from", str(SIGNED), "--until")
    last = "out + 1 month"
    few = builds(*asked, f"{last} + 1 week")
    assert AMENDMENTS < few == builds(*asked, f"{last} + 100 years")


def test_a_stream_answers_as_one_question_does(tmp_path: Path) -> None:
    path = amended_file(tmp_path)
    days = DAYS[:: APART // 2]
    streamed = timeline("remaining", "out", "-a", path, "--on", "-", stdin="".join(f"{day}\n" for day in days))  # fmt: skip
    asked = [timeline("remaining", "out", "-a", path, "--on", str(day)).out for day in days]
    assert streamed.out == "".join(
        f"{day}\t{answer}" for day, answer in zip(days, asked, strict=True)
    )
