"""The agreement's own word for the day of signing, where the word is shown."""

from __future__ import annotations

import json
from pathlib import Path

from tests.transcript import in_process as timeline
from timeline.files.loading import load
from timeline.render.formats import render
from timeline.render.listings import agreements
from timeline.render.terminal import Terminal

NOTIFIED = str(Path(__file__).parent.parent / "agreements" / "valid" / "notified.toml")


def test_tables_show_the_word() -> None:
    line = "notified Wed 2017-03-29 · as of Thu 2017-03-30 · day 1 of 730"
    for command in (("show",), ("next",), ("compare",), ("chart",)):
        found = timeline(*command, "-a", NOTIFIED, "--on", "2017-03-30")
        assert found.out.splitlines()[1] == line, command
    before = timeline("-a", NOTIFIED, "--on", "2017-03-28").out.splitlines()[1]
    assert before.endswith(" · 1 day before it was notified")


def test_the_list_of_agreements_shows_the_word_beside_the_day() -> None:
    agreement = load(NOTIFIED)
    shown = render(
        [agreements.listing([agreements.row("brexit", agreement, [])])], "table", Terminal()
    )
    assert "  Wed 2017-03-29, notified  " in shown
    assert ", signed" not in timeline("agreements").out


def test_expressions_and_programs_keep_the_name_signed() -> None:
    explained = timeline("explain", "withdrawal", "-a", NOTIFIED).out
    assert "signed (notified)  Wed 2017-03-29" in explained
    document = json.loads(timeline("explain", "withdrawal", "-a", NOTIFIED, "-f", "json").out)
    assert (document["agreement"]["signed"], document["steps"][0]["step"]) == (
        "2017-03-29",
        "signed",
    )
    assert timeline("date", "signed + 2 years", "-a", NOTIFIED).out == "2019-03-29\n"
    unknown = timeline("date", "notified", "-a", NOTIFIED)
    assert (unknown.status, unknown.out) == (2, "")


def test_without_a_word_it_is_signed() -> None:
    assert "signed Sat 2020-02-29 · " in timeline("--on", "2020-07-01").out
    assert "signed (" not in timeline("explain", "withdrawal", "--on", "2020-07-01").out
