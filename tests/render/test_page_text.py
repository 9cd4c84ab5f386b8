"""The text of a page: the chart, the explanation of each date, and the sources with their links."""

from __future__ import annotations

import re
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


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    """The page of the Accords on 10 July 2020."""
    return page_of(tmp_path_factory.mktemp("page"), ACCORDS)


def page_of(folder: Path, text: str, *arguments: str) -> ET.Element:
    """Return the page of an agreement."""
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return read(written(folder, "-a", str(folder / "own.toml"), "--on", str(ON), *arguments))


def rows_of(page: ET.Element) -> dict[str, tuple[ET.Element, ET.Element | None]]:
    """Return the row of each milestone, and the row below it with its explanation, if any."""
    found: dict[str, tuple[ET.Element, ET.Element | None]] = {}
    name = ""
    for row in only(page, ".//table[@class='milestones']/tbody"):
        if row.get("class") == "why":
            found[name] = (found[name][0], row)
        else:
            name = text_of(row[0]).split()[-1]
            found[name] = (row, None)
    return found


def test_the_heading_is_that_of_the_terminal(page: ET.Element) -> None:
    assert text_of(only(page, "head/title")) == "The Accords"
    main = only(page, "body/main")
    assert [text_of(one) for one in main[:2]] == [
        "The Accords",
        "signed Wed 2020-01-01 · as of Fri 2020-07-10 · day 191 of 365",
    ]


def test_the_table_has_each_milestone_with_its_date_and_status(page: ET.Element) -> None:
    assert [text_of(one) for one in page.findall(".//table[@class='milestones']/thead/tr/th")] == [
        "What",
        "Due",
        "Status",
    ]
    rows = rows_of(page)
    assert list(rows) == list(ROWS)
    for name, (when, rule, stands) in ROWS.items():
        row, _ = rows[name]
        due = f"{when} {rule}".strip()
        assert [text_of(cell) for cell in row] == [f"{TITLES[name]} {name}", due, stands]
        assert (row[2].get("class") == "wrong") == (name in {"tardy", "missed"})


def test_the_condition_of_a_milestone_is_below_it(page: ET.Element) -> None:
    found = {
        name: text_of(only(why, "td/p"))
        for name, (_, why) in rows_of(page).items()
        if why is not None and why.find("td/p") is not None
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
        assert why is not None
        if name == "someday":
            assert why.find("td/details") is None
            continue
        details = only(why, "td/details")
        assert text_of(details[0]) == f"Why {ROWS[name][0]}"
        explained = in_process("explain", name, "-a", str(path), "--on", str(ON)).out
        title, _, rest = explained.partition("\n")
        assert title == f"{name}: {TITLES[name]}"
        # the status is in the row above
        rest = re.sub(r"^on Fri 2020-07-10: .*\n", "", rest, count=1, flags=re.MULTILINE)
        assert " ".join(text_of(one) for one in details[1:]) == " ".join(rest.split())


def test_the_levels_are_those_of_the_day(page: ET.Element) -> None:
    assert text_of(only(page, ".//h2[@id='levels']")) == "Levels on Fri 2020-07-10, in soldiers"
    cells = page.findall(".//table[@aria-labelledby='levels']/tbody/tr/td")
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
    cells = page.findall(".//table[@aria-labelledby='levels']/tbody/tr/td")
    assert [text_of(one) for one in cells] == ["9,000", "9,000", "unknown"]


def test_each_source_is_listed_with_publisher_date_and_link(page: ET.Element) -> None:
    items = page.findall(".//ul/li")
    assert [text_of(one).replace(" ,", ",") for one in items] == [
        "Accords, A ministry, 2020-01-02",
        "Protocol",
        "A book, urn:isbn:0",
    ]
    links = [(text_of(one), one.get("href"), one.get("rel")) for one in page.findall(".//a")]
    address = "https://example.org/accords?a=1&b=2"
    assert links == [("Accords", address, "noopener noreferrer")]


def test_the_picture_in_the_page_has_no_heading_and_no_sources(page: ET.Element) -> None:
    picture = only(page, ".//figure/svg")
    texts = [text_of(one) for one in picture.iter("text")]
    assert {"Fri 2020-07-10", "Out of the north", "39 days late, in", "soldiers"} <= set(texts)
    assert "The Accords" not in texts
    assert not [one for one in texts if one.startswith(("signed ", "Deadlines"))]
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == (
        "A time axis from 2020-01-01 to 2020-12-31, 6 of 7 milestones on it, "
        "the level of soldiers below it. The table has the same data."
    )


def test_the_picture_has_the_colours_of_the_page_and_its_text_is_unchanged(tmp_path: Path) -> None:
    title = "In the zone #0072b2"
    page = page_of(tmp_path, ACCORDS.replace("Review", title))
    picture = only(page, ".//figure/svg")
    styles = [value for one in picture.iter() for name, value in one.items() if name == "style"]
    assert any("var(--due)" in one for one in styles)
    assert not [one for one in styles if re.search("#[0-9a-f]{6}", one)]
    assert "zone #0072b2" in " ".join(text_of(one) for one in picture.iter("text"))


def test_a_page_of_nothing_dated_and_one_of_levels_alone_are_pages(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, 'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\n'
    )
    row, why = rows_of(page)["a"]
    assert [text_of(cell) for cell in row] == ["A a", "undated", "no date yet undated"]
    assert why is None
    assert page.find(".//h2[@id='levels']") is None
    assert page.find(".//ul") is None
    levels = page_of(tmp_path, ACCORDS, "--what", "drawdown")
    assert levels.find(".//h2[@id='milestones']") is None
    assert levels.find(".//h2[@id='levels']") is not None


def test_it_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    for arguments in (("--on", "2021-12-31"), ("-a", hostile_agreement(tmp_path))):
        path = written(tmp_path, *arguments)
        for element in read(path).iter():
            for name, value in element.items():
                fetches = name in {"src", "srcset", "data", "action", "href", "xlink:href"}
                assert not name.startswith("on")
                assert not fetches or value.startswith("#") or element.tag == "a"
        text = path.read_text(encoding="utf-8")
        assert "url(" not in re.sub(r"url\(#\w+\)", "", text)
        assert "@import" not in text
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
