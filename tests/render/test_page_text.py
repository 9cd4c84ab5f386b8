"""The text of a page: the chart, the explanation of each date, and the sources with their links."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.accords import ACCORDS, ON, TITLES
from tests.pages import hostile_agreement, only, read, text_of, written
from tests.transcript import in_process

# The due date, rule and status of each milestone of the Accords on 10 July 2020, in order.
ROWS = {
    "talks": ("Sun 2020-02-02", "as it happened", "happened met"),
    "early": ("Sun 2020-03-01", "fixed date", "met 10 days early met"),
    "tardy": ("Wed 2020-04-01", "fixed date", "39 days late, in breach late"),
    "missed": ("Mon 2020-06-01", "fixed date", "39 days overdue overdue"),
    "between": ("by Wed 2020-09-30", "2020-09", "in 53 to 82 days pending"),
    "last": ("Thu 2020-12-31", "signed + 365 days", "in 174 days pending"),
    "someday": ("undated", "", "no date yet undated"),
}
# The levels observed by then.
OBSERVED_ON = {
    "Wed 2020-01-15": 980,
    "Thu 2020-02-20": 880,
    "Tue 2020-03-10": 870,
    "Sun 2020-05-10": 600,
    "Wed 2020-05-20": 550,
    "Tue 2020-06-30": 700,
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    """The page of the Accords on 10 July 2020."""
    return page_of(tmp_path_factory.mktemp("page"), ACCORDS)


def page_of(folder: Path, text: str, *arguments: str) -> ET.Element:
    """Return the page of an agreement."""
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return read(written(folder, "-a", str(folder / "own.toml"), "--on", str(ON), *arguments))


def shown(element: ET.Element, tag: str) -> list[ET.Element]:
    """Return the elements of this tag that are shown without scripts."""
    found = [element] if element.tag == tag else []
    if element.get("hidden") is None:
        found += [
            one for child in element for one in shown(child, tag) if one.get("hidden") is None
        ]
    return found


def cells_of(row: ET.Element) -> list[str]:
    """Return what the cells of a milestone say: its title, due date and status."""
    return [text_of(row[number]) for number in (0, 2, 3)]


def rows_of(page: ET.Element) -> dict[str, tuple[ET.Element, ET.Element]]:
    """Return the row of each milestone, and the row below it with its explanation."""
    bodies = page.findall(".//table[@class='milestones']/tbody")
    return {
        str(body.get("id")): (body[0], body[1]) for body in bodies if body.get("hidden") is None
    }


def test_the_heading_is_that_of_the_terminal(page: ET.Element) -> None:
    assert text_of(only(page, "head/title")) == "The Accords"
    main = only(page, "body/main")
    assert [text_of(main[0]), text_of(main[1])] == [
        "The Accords",
        (
            "signed Wed 2020-01-01 · as of Fri 2020-07-10 · day 191 of 365 "
            "next: between, in 53 to 82 days (by Wed 2020-09-30); 1 overdue"
        ),
    ]


def test_the_table_has_each_milestone_with_its_date_and_status(page: ET.Element) -> None:
    assert [text_of(one) for one in page.findall(".//table[@class='milestones']/thead/tr/th")] == [
        "What",
        "Time axis 2020-01 2020-07 2021-01",
        "Due",
        "Status",
    ]
    rows = rows_of(page)
    assert list(rows) == list(ROWS)
    for name, (when, rule, stands) in ROWS.items():
        row, _ = rows[name]
        due = f"{when} {rule}".strip()
        assert cells_of(row) == [f"{TITLES[name]} {name}", due, stands]
        look = "wrong" if "in breach" in stands else stands.split()[-1]
        (words,) = (one for one in shown(row[3], "span") if one.get("class") == look)
        assert text_of(words) == stands.rpartition(" ")[0]


def test_the_condition_of_a_milestone_is_below_it(page: ET.Element) -> None:
    found = {
        name: text_of(only(why, "td/p"))
        for name, (_, why) in rows_of(page).items()
        if why.find("td/p") is not None
    }
    assert found == {
        "between": "Condition: Both sides ask for it",
        "last": "Condition: Peace is made",
        "someday": "Condition: A wish",
    }


def test_each_date_has_the_explanation_that_explain_prints(
    page: ET.Element, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ACCORDS, encoding="utf-8")
    for name, (_, why) in rows_of(page).items():
        if name == "someday":
            assert not shown(why, "details")
            continue
        (details,) = shown(why, "details")
        assert text_of(details[0]) == f"Why {ROWS[name][0]}"
        explained = in_process("explain", name, "-a", str(path), "--on", str(ON)).out
        title, _, rest = explained.partition("\n")
        assert title == f"{name}: {TITLES[name]}"
        # the status is in the row above
        rest = re.sub(r"^on Fri 2020-07-10: .*\n", "", rest, count=1, flags=re.MULTILINE)
        said = " ".join(text_of(one) for one in details[1:])
        assert said.split() == rest.split()


def test_the_levels_are_those_of_the_day(page: ET.Element) -> None:
    assert text_of(only(page, ".//h2[@id='_levels']")) == "Levels on Fri 2020-07-10, in soldiers"
    cells = page.findall(".//table[@class='levels']/tbody/tr/td")
    # 100 of the 274 days from 1 April to 31 December have passed
    pace = 600 - round(600 * 100 / 274)
    assert [text_of(one) for one in cells] == [
        "600",
        str(pace),
        "700 (2020-06-30), in breach",
    ]


def test_before_anything_is_observed_the_level_is_unknown(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, 'title = "T"\nsigned = 2020-02-29\n[drawdown]\nunit = "x"\nbaseline = 9000\n'
    )
    cells = page.findall(".//table[@class='levels']/tbody/tr/td")
    assert [text_of(one) for one in cells] == ["9,000", "9,000", "unknown"]


def test_each_source_is_listed_with_publisher_date_and_link(page: ET.Element) -> None:
    items = shown(page.findall(".//ul")[-1], "li")
    assert [text_of(one).replace(" ,", ",") for one in items] == [
        "Accords, A ministry, 2020-01-02",
        "Protocol",
        "A book, urn:isbn:0",
    ]
    links = [(text_of(one), one.get("href"), one.get("rel")) for one in page.findall(".//li//a")]
    address = "https://example.org/accords?a=1&b=2"
    assert links == [("Accords", address, "noopener noreferrer")]


def marks_of(element: ET.Element) -> list[str]:
    """Return the names of the marks that are shown without scripts."""
    return [str(one.get("aria-label")) for one in shown(element, "use") if one.get("aria-label")]


def test_each_mark_is_named_with_its_days(page: ET.Element) -> None:
    marks = {name: marks_of(row) for name, (row, _) in rows_of(page).items()}
    assert marks == {
        "talks": ["Talks: happened Sun 2020-02-02"],
        "early": [
            "Out of the north: due Sun 2020-03-01",
            "Out of the north: happened Thu 2020-02-20, met 10 days early",
        ],
        "tardy": [
            "Out of the south: due Wed 2020-04-01",
            "Out of the south: happened Sun 2020-05-10, 39 days late, in breach",
        ],
        "missed": ["Bases handed over: due Mon 2020-06-01"],
        "between": ["Review: due between Tue 2020-09-01 and Wed 2020-09-30"],
        "last": ["All out: due Thu 2020-12-31"],
        "someday": [],
    }
    assert marks_of(only(page, ".//figure")) == [
        "ceiling 880 from Sun 2020-03-01, in soldiers",
        "ceiling 600 from Wed 2020-04-01, in soldiers",
        "ceiling 0 from Thu 2020-12-31, in soldiers",
        *(f"observed {level} on {day}, in soldiers" for day, level in OBSERVED_ON.items()),
    ]


def test_each_mark_is_on_its_day(page: ET.Element) -> None:
    """The days of marks are in proportion to their places; the axis goes on after the last one."""
    places = {
        str(one.get("aria-label"))[-10:]: float(str(one.get("x")).rstrip("%"))
        for _, (row, _) in rows_of(page).items()
        for one in shown(row, "use")
        if one.get("aria-label") and " due " in str(one.get("aria-label"))
    }
    # 365 days from the signing to the last mark, and 4 % more
    for day, place in places.items():
        days = (date.fromisoformat(day) - date(2020, 1, 1)).days
        assert abs(place - 100 * days / 380) < 0.01
    (asked,) = {one.get("x1") for one in shown(page, "line") if one.get("data-follows") == "x1 x2"}
    assert asked == f"{round(100 * (ON - date(2020, 1, 1)).days / 380, 2)}%"


def lines_of(page: ET.Element, look: str) -> dict[str, list[ET.Element]]:
    """Return the lines of a look in the rows that have one."""
    rows = {name: shown(row, "line") for name, (row, _) in rows_of(page).items()}
    found = {
        name: [one for one in lines if str(one.get("class")).split()[0] == look]
        for name, lines in rows.items()
    }
    return {name: lines for name, lines in found.items() if lines}


def test_a_line_leads_to_what_happened_and_from_what_was_not_done_to_the_day(
    page: ET.Element,
) -> None:
    slips, undone = lines_of(page, "slip"), lines_of(page, "undone")
    assert (list(slips), list(undone)) == (["early", "tardy"], ["missed"])
    assert all(one.get("data-follows") is None for (one,) in slips.values())
    (line,) = undone["missed"]
    assert line.get("data-follows") == "x2"
    row, _ = rows_of(page)["missed"]
    (asked,) = (one for one in shown(row, "line") if one.get("class") == "as-of")
    (arrow,) = (one for one in shown(row, "use") if one.get("class") == "undone")
    assert line.get("x2") == arrow.get("x") == asked.get("x1")
    assert arrow.get("data-follows") == "x"


@pytest.mark.parametrize(("end", "place"), [("2020-06-30", 181 / 380), ("2021-12-31", 191 / 380)])
def test_what_was_not_done_is_drawn_out_to_the_end_of_the_record_at_most(
    end: str, place: float, tmp_path: Path
) -> None:
    page = page_of(tmp_path, ACCORDS.replace("signed =", f"recorded-until = {end}\nsigned ="))
    (line,) = lines_of(page, "undone")["missed"]
    assert float(str(line.get("x2")).rstrip("%")) == pytest.approx(100 * place, abs=0.01)
    assert (line.get("data-follows") is None) == (end < str(ON))


def test_a_page_of_nothing_dated_and_one_of_levels_alone_are_pages(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, 'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\n'
    )
    row, why = rows_of(page)["a"]
    assert cells_of(row) == ["A a", "undated", "no date yet undated"]
    assert text_of(why) == ""
    assert marks_of(row) == []
    assert page.find(".//h2[@id='_levels']") is None
    assert "Sources" not in text_of(page)
    levels = page_of(tmp_path, ACCORDS, "--what", "drawdown")
    assert levels.find(".//h2[@id='_milestones']") is None
    assert levels.find(".//h2[@id='_levels']") is not None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_all_on_the_first_or_the_last_day_of_the_calendar_has_a_page(
    day: str, tmp_path: Path
) -> None:
    page = page_of(
        tmp_path,
        f'title = "T"\nsigned = {day}\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = "signed"\n',
        "--on",
        day,
    )
    row, _ = rows_of(page)["a"]
    assert cells_of(row)[2] == "today due"


@pytest.mark.parametrize("hostile", [False, True])
def test_it_loads_nothing_and_runs_its_own_script_alone(hostile: bool, tmp_path: Path) -> None:
    arguments = ("-a", hostile_agreement(tmp_path)) if hostile else ("--on", "2021-12-31")
    path = written(tmp_path, *arguments)
    page = read(path)
    for element in page.iter():
        for name, value in element.items():
            fetches = name in {"src", "srcset", "data", "action", "href", "xlink:href", "style"}
            assert not name.startswith("on")
            assert not fetches or value.startswith("#") or element.tag == "a"
    text = path.read_text(encoding="utf-8")
    assert "url(" not in text
    assert "@import" not in text
    policy = only(page, "head/meta[@http-equiv='Content-Security-Policy']").get("content")
    hashes = {
        f"{kind}-src 'sha256-{b64encode(sha256(str(found.text).encode()).digest()).decode()}'"
        for kind, found in (
            ("script", page.findall(".//script")[-1]),
            ("style", only(page, "head/style")),
        )
    }
    rest = {"default-src 'none'", "base-uri 'none'", "form-action 'none'"}
    assert set(str(policy).split("; ")) == hashes | rest
    # the other script holds data
    assert [one.get("type") for one in page.findall(".//script")] == ["application/json", None]


def test_on_the_first_day_of_the_axis_what_ends_on_the_day_shown_has_no_length(
    tmp_path: Path,
) -> None:
    page = page_of(
        tmp_path,
        'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "u"\nbaseline = 9\n'
        "observed = [{ date = 2020-01-01, level = 9 }]\n"
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-12-31\nlevel = 0\n',
        "--on",
        "2020-01-01",
    )
    (line,) = (one for one in shown(page, "line") if one.get("data-follows") == "x2")
    assert (line.get("class"), line.get("x1"), line.get("x2")) == ("carried", "0.0%", "0.0%")


def test_goals_are_named_in_the_page(tmp_path: Path) -> None:
    page = read(written(tmp_path, "--on", "2020-07-01"))
    named = {
        row.get("id")
        for row in page.iter("tbody")
        if any(text_of(line).startswith("Goal: an aim") for line in row.iter("p"))
    }
    # As the agreement of 29 February 2020 words them.
    assert named == {"un-sanctions", "remaining-prisoners", "sanctions"}


def test_levels_too_close_to_each_other_have_one_number(tmp_path: Path) -> None:
    text = 'title = "T"\nsigned = 2020-01-01\ndrawdown = { unit = "troops", baseline = 10000 }\n'
    for number, level in enumerate((9990, 5000, 0)):
        text += f'[[milestone]]\nid = "m{number}"\ntitle = "M"\ndue = 2020-0{number + 2}-01\nlevel = {level}\n'
    page = page_of(tmp_path, text)
    numbers = [text_of(one) for one in page.iter("text")] + [
        text_of(one) for one in page.iter("span") if one.get("class") != "room"
    ]
    assert {"10,000", "5,000", "0"} <= set(numbers)
    assert "9,990" not in numbers
