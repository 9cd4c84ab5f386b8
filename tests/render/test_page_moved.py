"""Deadlines that were moved, events and what is void, on the page on its first day."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.moved import FIRST, MOVED, SAID
from tests.pages import only, text_of
from tests.render.test_page_text import cells_of, lines_of, marks_of, page_of, rows_of, shown

EVENT = "Event: it comes by itself or is no party's duty, and is never overdue"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    """The page of the amended Accords on 10 July 2020."""
    return page_of(tmp_path_factory.mktemp("page"), MOVED)


def test_the_first_plan_is_said_beside_the_date(page: ET.Element) -> None:
    dues = {name: text_of(row[2]) for name, (row, _) in rows_of(page).items()}
    assert {name: due.partition(" first plan ")[2] for name, due in dues.items()} == {
        **dict.fromkeys(SAID, ""),
        **{name: str(day) for name, day in FIRST.items()},
        "sunset": "by 2020-09-30",
        # the deadline in force is the first plan again
        "same": "2020-03-05",
    }
    assert dues["north"] == "Fri 2020-05-01 amended 2020-03-20, + 1 month first plan 2020-03-01"


def test_the_title_of_what_is_void_is_struck_out_and_its_status_says_so(page: ET.Element) -> None:
    rows = {name: row for name, (row, _) in rows_of(page).items()}
    struck = {name: text_of(one) for name, row in rows.items() for one in shown(row, "s")}
    assert struck == {"fund": "Fund of 90 days for the villages paid out", "treaty": "A treaty"}
    for name, words in struck.items():
        title, _, status = cells_of(rows[name])
        assert title == f"{words} {name}"
        assert status == "void from 2020-06-20 void"


def test_each_mark_is_named(page: ET.Element) -> None:
    marks = {name: marks_of(row) for name, (row, _) in rows_of(page).items()}
    assert marks == {
        "force": ["Treaty 8 in force: event Sat 2020-02-15"],
        "same": [
            "Moved back: due Thu 2020-03-05",
            "Moved back: happened Thu 2020-03-05, met on the day",
        ],
        "north": [
            "Out of the north: first plan Sun 2020-03-01",
            "Out of the north: due Fri 2020-05-01",
            "Out of the north: happened Mon 2020-04-20, met 11 days early",
        ],
        "vote": [
            "Referendum: event Fri 2020-05-15",
            "Referendum: happened Mon 2020-05-25, 10 days later",
        ],
        "held": ["Census: event Fri 2020-06-05", "Census: happened Fri 2020-06-05"],
        "south": [
            "Out of the south: first plan Tue 2020-12-01",
            "Out of the south: due Wed 2020-07-01",
        ],
        "fund": [
            "Fund of 90 days for the villages paid out: first plan Sat 2020-08-01",
            "Fund of 90 days for the villages paid out: void from 2020-06-20, due Thu 2020-10-01",
        ],
        "sunset": [
            "The Accords end: first plan by Wed 2020-09-30",
            "The Accords end: event between Sun 2020-11-01 and Mon 2020-11-30",
        ],
        "review": ["Review: due Thu 2020-12-31"],
        "treaty": [],
    }


def test_each_mark_has_the_symbol_of_its_meaning(page: ET.Element) -> None:
    symbols = {
        "first plan": "_first-plan",
        "due": "_due",
        "event": "_event",
        "void": "_void",
        "happened": "_happened",
    }
    found = dict[str, str]()
    for row, _ in rows_of(page).values():
        for mark in shown(row, "use"):
            label = str(mark.get("aria-label")).partition(": ")[2]
            for words, symbol in symbols.items():
                if label.startswith(words):
                    assert mark.get("href") == f"#{symbol}"
                    found[words] = symbol
    assert found == symbols
    ids = [str(one.get("id")) for one in only(page, "body/svg").iter() if one.get("id")]
    assert set(symbols.values()) <= set(ids)


def test_a_line_leads_from_the_first_plan_to_the_deadline(page: ET.Element) -> None:
    moved = lines_of(page, "moved")
    assert set(moved) == set(FIRST)
    rows = rows_of(page)
    for name, (line,) in moved.items():
        named = [one for one in shown(rows[name][0], "use") if one.get("aria-label")]
        first, due = named[:2]
        assert (line.get("x1"), line.get("x2")) == (first.get("x"), due.get("x"))
        # what is drawn later covers it
        every = [one for one in rows[name][0].iter() if one.tag in {"line", "use"}]
        assert every.index(line) < every.index(first) < every.index(due)
    # an event that has passed and what is void are not late
    assert set(lines_of(page, "undone")) == {"south"}
    assert set(lines_of(page, "slip")) == {"same", "north", "vote", "held"}


def test_the_legend_has_the_marks_of_all_days(page: ET.Element) -> None:
    (marks,) = (one for one in page.iter("ul") if one.get("aria-label") == "Marks")
    assert [text_of(one) for one in marks] == [
        *("in force", "first plan", "due", "between", "event", "void"),
        # on no day is anything late that happened
        *("happened in time", "happened", "not done", "as of"),
    ]
    for entry in marks:
        used = [str(one.get("href")) for one in entry.iter("use")]
        assert used or entry.find(".//line") is not None
        assert all(page.find(f".//*[@id='{href.removeprefix('#')}']") is not None for href in used)


def test_events_are_named_below_their_rows(page: ET.Element) -> None:
    named = {name for name, (_, why) in rows_of(page).items() if EVENT in text_of(why)}
    assert named == {"force", "vote", "held", "sunset"}


def test_a_page_as_signed_has_no_first_plan(tmp_path: Path) -> None:
    found = page_of(tmp_path, MOVED, "--as-signed")
    assert "first plan" not in text_of(found)
    assert not [
        one for one in found.iter("use") if str(one.get("aria-label")).find("first plan") > 0
    ]


def test_a_first_plan_that_was_never_in_force_is_on_the_axis(tmp_path: Path) -> None:
    """What it counts from was brought forward before it was agreed; without that, it is a month later."""
    text = (
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\n'
        "due = 2022-06-01\n"
        "[[milestone.amended]]\ndecided = 2020-02-01\ndue = 2020-03-01\n"
        '[[milestone]]\nid = "b"\ntitle = "B"\ndue = "a + 1 month"\ndecided = 2020-02-10\n'
        '[[milestone.amended]]\ndecided = 2020-02-20\ndue = "+ 1 month"\n'
    )
    row, _ = rows_of(page_of(tmp_path, text))["b"]
    first, *_ = (one for one in shown(row, "use") if one.get("aria-label"))
    assert str(first.get("aria-label")) == "B: first plan Fri 2022-07-01"
    assert 90 < float(str(first.get("x")).rstrip("%")) <= 100
