"""Long runs of occurrences, shortened in a terminal and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcript import in_process
from timeline.render.formats import FORMATS
from timeline.render.terminal import Terminal

PATH = str(Path(__file__).parent.parent / "agreements" / "valid" / "reports.toml")
Print = Callable[..., str]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Print:
    """Return a function that returns what a command prints on a terminal of a width."""

    def printed(*arguments: str, on: str = "2019-05-10", width: int | None = 200) -> str:
        monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=width))
        which = () if "-a" in arguments else ("-a", PATH)
        return in_process(*arguments, *which, "--on", on).out

    return printed


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("command", ["show", "compare"])
def test_the_last_past_and_the_next_two_are_shown(command: str, width: int, shown: Print) -> None:
    text = shown(command, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert [n for n in range(1, 25) if f"report-{n} " in text] == [3, 4, 5]


@pytest.mark.parametrize("command", ["show", "compare"])
def test_a_row_says_how_many_more_there_are(command: str, shown: Print) -> None:
    """And what became of the earlier ones, of which one is overdue."""

    def rest(on: str) -> str:
        (line,) = (line for line in shown(command, on=on).splitlines() if "--all" in line)
        return " ".join(line.split())

    more = "19 more until 2021-02-01 (--all shows them)"
    assert rest("2019-05-10") == f"report … 2 earlier (1 met, 1 overdue), {more}"
    assert rest("2019-01-31") == "report … 22 more until 2021-02-01 (--all shows them)"
    assert rest("2022-01-01") == (
        "report … 23 earlier (1 met, 1 late, 21 overdue) (--all shows them)"
    )


def test_what_is_void_is_not_said_to_come(shown: Print, tmp_path: Path) -> None:
    path = tmp_path / "reports.toml"
    ended = (
        Path(PATH).read_text(encoding="utf-8").replace("\n\n", "\nvoid-from = 2019-05-01\n\n", 1)
    )
    path.write_text(ended, encoding="utf-8")
    assert "21 more until 2021-02-01 (21 void) (--all shows them)" in " ".join(
        shown("show", "-a", str(path)).split()
    )


@pytest.mark.parametrize("arguments", [("show", "--all"), ("--all",), ("--all", "compare")])
def test_all_shows_all(arguments: tuple[str, ...], shown: Print) -> None:
    found = shown(*arguments)
    assert all(f"report-{n} " in found for n in range(1, 25))
    assert "more until" not in found


def test_a_row_does_not_stand_for_a_single_one(shown: Print) -> None:
    four = shown("show", "--assume", "mandate=2019-05-31", on="2019-01-31")
    assert "… 2 more until 2019-05-31" in four
    three = shown("show", "--assume", "mandate=2019-04-30", on="2019-01-31")
    assert "report-3 " in three
    assert "more until" not in three


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != "table"])
def test_other_formats_have_all_in_a_terminal(format_name: str, shown: Print) -> None:
    found = shown("show", "-f", format_name)
    assert "(24)" in found.replace("\\", "")
    assert "more until" not in found


@pytest.mark.parametrize("command", ["show", "compare"])
def test_a_pipe_has_all(command: str, shown: Print) -> None:
    found = shown(command, width=None)
    assert "report-24 " in found
    assert found == shown(command, "--all", width=None)
