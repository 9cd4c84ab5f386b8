"""`timeline chart -a FOLDER -o FILE.html`: several agreements on one page."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from tests.benchmarks.folders import agreement as generated
from tests.browser import opened
from tests.pages import HOSTILE, hostile_agreement, only, read, text_of, written
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names, bundled_path, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent
DAY = ("--on", "2020-07-01")
# Names of files that would be no ids, or those of something else on the page.
NAMES = (
    *("a b", "a-b", "_due", "_next", "100%", "ä%20#?&", "{{7*7}}", "a\u202eb"),
    *('"><img src=x onerror=alert(1)>', "y" * 200),
)
LEVELS = (
    '[drawdown]\nunit = "troops"\nbaseline = 9\nobserved = [{ date = 2020-01-01, level = 9 }]\n'
)


def agreement(milestone: str = "out", more: str = "") -> str:
    return (
        f'title = "A peace"\nsigned = 2020-01-01\n{more}'
        f'[[milestone]]\nid = "{milestone}"\ntitle = "All out"\ndue = "signed + 1 year"\n'
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundled agreements, and one with a recurring duty."""
    folder = tmp_path_factory.mktemp("agreements")
    for path in map(bundled_path, bundled_names()):
        shutil.copy(path, folder)
    shutil.copy(ROOT / "examples" / "reports.toml", folder)
    return folder


@pytest.fixture(scope="module")
def path(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the folder."""
    return written(tmp_path_factory.mktemp("page"), "-a", str(folder), *DAY)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of agreements with hostile names and text."""
    folder, files = tmp_path_factory.mktemp("page"), tmp_path_factory.mktemp("agreements")
    text = Path(hostile_agreement(folder)).read_text(encoding="utf-8")
    for name in NAMES:
        (files / f"{name}.toml").write_text(text, encoding="utf-8")
    return written(folder, "-a", str(files), "--on", "2020-03-04")


def sections(page: ET.Element) -> dict[str, list[ET.Element]]:
    """Return what follows the heading of each agreement, by its id."""
    found = dict[str, list[ET.Element]]()
    for element in only(page, "body/main"):
        if element.get("class") == "agreement":
            (link,) = element.iter("a")
            found[text_of(link)] = [element]
        elif found:
            found[next(reversed(found))].append(element)
    return found


def shown(element: ET.Element) -> list[ET.Element]:
    """Return an element and what is in it, without what is hidden."""
    if element.get("hidden") is not None:
        return []
    return [element, *(one for child in element for one in shown(child))]


def links(page: ET.Element) -> list[str]:
    """Return the ids that the links on a page lead to."""
    hrefs = [one.get("href", "") for one in page.iter() if one.tag in {"a", "use"}]
    return [unquote(href[1:]) for href in hrefs if href.startswith("#")]


def ids(page: ET.Element) -> list[str]:
    return [one.get("id", "") for one in page.iter() if one.get("id") is not None]


def unfold(page: Page) -> None:
    """Open each explanation."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def listed(page: ET.Element, name: str) -> list[list[ET.Element]]:
    """Return the cells of the list under a heading."""
    (table,) = (one for one in page.iter("table") if one.get("aria-labelledby") == name)
    return [list(row) for row in only(table, "tbody")]


def test_what_is_due_next_is_the_list_of_next(folder: Path, path: Path) -> None:
    found = [[text_of(cell) for cell in cells] for cells in listed(read(path), "_next")]
    lines = timeline("next", "-n", "10", "-a", str(folder), *DAY).out.splitlines()
    heading, _, columns, *rows = lines
    assert [" ".join(cells) for cells in found] == [" ".join(row.split()) for row in rows]
    # As the agreements of 2020 and 2024 say it.
    assert found[0][:2] == ["doha-2020", "bases"]
    assert found[-1][:2] == ["lebanon-2024", "withdrawal"]
    page = read(path)
    assert text_of(only(page, "head/title")) == text_of(only(page, "body/main/p")) == heading
    (table,) = (one for one in page.iter("table") if one.get("aria-labelledby") == "_next")
    assert text_of(only(table, "thead")).lower().split() == columns.split()


def test_the_overview_is_the_list_of_agreements(folder: Path, path: Path) -> None:
    found = [" ".join(map(text_of, cells)).split() for cells in listed(read(path), "_agreements")]
    _, *rows = timeline("agreements", "-a", str(folder), *DAY).out.splitlines()
    assert found == [row.split() for row in rows]


def test_lists_link_to_the_sections(path: Path) -> None:
    page = read(path)
    known = {name: {one.get("id") for each in found for one in each.iter()} for name, found in sections(page).items()}  # fmt: skip
    for agreement, milestone, *_ in listed(page, "_next"):
        name = text_of(agreement)
        assert only(agreement, "a").get("href") == f"#{name}"
        assert only(milestone, "a").get("href") == f"#{name}-{text_of(milestone)}"
        assert {name, f"{name}-{text_of(milestone)}"} <= known[name]
    for agreement, *_ in listed(page, "_agreements"):
        assert only(agreement, "a").get("href") == f"#{text_of(agreement)}"
    assert set(links(page)) <= set(ids(page))


@pytest.mark.parametrize("day", ["1989-01-01", "2020-07-01", "2030-01-01"])
def test_each_section_is_the_page_of_the_agreement(day: str, folder: Path, tmp_path: Path) -> None:
    """The time axis of one agreement has room for what comes later; the rest is the same."""
    page = read(written(tmp_path, "-a", str(folder), "--on", day))
    found = sections(page)
    assert list(found) == sorted(one.stem for one in folder.iterdir())
    for name, (heading, *section) in found.items():
        one = read(written(tmp_path, "-a", str(folder / f"{name}.toml"), "--on", day))
        title, about, _, *rest = only(one, "body/main")
        alone = [*about, *(each for each in rest if each.get("id") != "_save")]
        assert text_of(heading) == f"{text_of(title)} {name}"
        for axis in (each for part in (*alone, *section) for each in part.iter("svg")):
            if axis.get("class") == "axis":
                axis.clear()
        # The legend of one agreement also explains the marks of other days.
        several, single = (
            [each for each in whole if each.get("aria-label") != "Marks"]
            for whole in (section, alone)
        )
        assert [text_of(each) for each in several] == [
            text for each in single if (text := text_of(each))
        ]
        marks = [
            [each.get("aria-label") for part in whole for each in shown(part) if each.tag == "use"]
            for whole in (several, single)
        ]
        assert marks[0] == marks[1]
        assert any(marks[0])


def test_it_holds_nothing_that_became_known_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    doha = load("doha-2020")
    later = [one.fulfilled_note for one in doha.milestones if one.fulfilled_note]
    assert later
    assert not any(note in text for note in later)
    hidden = {one.get("class") for one in read(path).iter("line") if one.get("hidden") is not None}
    # The line of a day that is not on the axis.
    assert hidden == {"as-of"}
    assert "data-from" not in text
    assert "data-until" not in text


def test_headings_are_in_order_and_ids_are_unique(path: Path, hostile: Path) -> None:
    for page in map(read, (path, hostile)):
        levels = [int(one.tag[1]) for one in page.iter() if re.fullmatch("h[1-6]", one.tag)]
        assert levels[:4] == [1, 2, 2, 2]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        found = ids(page)
        assert len(found) == len(set(found)) > 50
        assert not [one for one in found if re.search(r"\s", one)]
        named = {one.get("aria-labelledby") for one in page.iter()} - {None}
        assert named <= set(found)


def test_names_and_texts_of_files_are_data(browser: Browser, hostile: Path) -> None:
    page = opened(browser, hostile)
    assert page.locator("h2.agreement").count() == len(NAMES)
    unfold(page)
    text = page.locator("main").inner_text()
    assert text.count('"><img src=x onerror=alert(1)>') > len(NAMES)
    assert text.count("{{7*7}}") >= 3
    for one in HOSTILE:
        assert text.count(one) >= 6 * len(NAMES)
    assert page.locator("script").count() == 1
    assert page.locator("img, b, iframe, object").count() == 0
    assert page.locator("a:not([href^='#'])").count() == 0
    # Each link leads to its own heading.
    for number in range(len(NAMES)):
        page.locator("h2.agreement a").nth(number).click()
        target = page.locator("h2.agreement:target")
        assert target.count() == 1
        assert target.evaluate("one => [...document.querySelectorAll('h2.agreement')].indexOf(one)") == number  # fmt: skip


def test_an_id_that_two_things_want_is_that_of_the_agreement(tmp_path: Path) -> None:
    names = ("oslo", "oslo-x", "oslo-x-out")
    for name, milestone in zip(names, ("x-out", "out", "out"), strict=True):
        (tmp_path / f"{name}.toml").write_text(agreement(milestone))
    files = (word for name in names for word in ("-a", str(tmp_path / f"{name}.toml")))
    page = read(written(tmp_path, *files, *DAY))
    headings = [one.get("id") for one in page.iter("h2") if one.get("class") == "agreement"]
    assert tuple(headings) == names
    bodies = [one.get("id") for one in page.iter("tbody") if one.get("id")]
    assert bodies == ["oslo-x-out_2", "oslo-x-out_3", "oslo-x-out-out"]


def test_a_broken_file_is_named_and_the_others_have_sections(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(agreement())
    (tmp_path / "b.toml").write_text("title = 3")
    (tmp_path / "c.toml").write_text(agreement(more=LEVELS))
    output = tmp_path / "page.html"
    arguments = ("chart", "-a", str(tmp_path), *DAY, "-o", str(output))
    done = timeline(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert [line.partition("b.toml")[2] for line in done.err.splitlines()] == [
        ": title: found 3; expected text",
        ": signed: missing; expected a date, YYYY-MM-DD",
    ]
    assert list(sections(read(output))) == ["a", "c"]
    # Without levels there is nothing to draw.
    done = timeline(*arguments, "--what", "drawdown")
    assert done.status == 2
    assert (
        "timeline: a: no [drawdown] table; add one with a unit and a baseline"
        in done.err.splitlines()
    )
    page = read(output)
    assert list(sections(page)) == ["c"]
    assert not [one for one in page.iter("table") if one.get("aria-labelledby") == "_next"]
    # A page of none of them would replace a good one.
    for name in ("a", "c"):
        (tmp_path / f"{name}.toml").write_text("title = 3")
    before = output.read_bytes()
    done = timeline(*arguments)
    assert done.status == 2
    assert all(line.startswith(f"timeline: {tmp_path}") for line in done.err.splitlines())
    assert output.read_bytes() == before


def test_each_agreement_has_its_own_day(tmp_path: Path) -> None:
    """Between these two zones are 25 hours."""
    for name, zone in (("east", "Pacific/Kiritimati"), ("west", "Pacific/Pago_Pago")):
        (tmp_path / f"{name}.toml").write_text(agreement(more=f'tz = "{zone}"\n'))
    page = read(written(tmp_path, "-a", str(tmp_path), "--on", "today"))
    days = {
        name: re.findall("as of ([A-Z].{13})", " ".join(map(text_of, section)))
        for name, section in sections(page).items()
    }
    (east,), (west,) = days["east"], days["west"]
    assert east != west
    heading = text_of(only(page, "head/title"))
    assert heading in {f"2 agreements · as of {west} or {east}", f"2 agreements · as of {east} or {west}"}  # fmt: skip


def test_a_folder_of_one_agreement_is_a_page_of_several(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(agreement())
    page = read(written(tmp_path, "-a", str(tmp_path), *DAY))
    assert text_of(only(page, "head/title")) == "1 agreement · as of Wed 2020-07-01"
    assert list(sections(page)) == ["a"]
    # An agreement with nothing to come has no list of what is next.
    page = read(written(tmp_path, "-a", str(tmp_path), "--on", "2022-01-01"))
    assert "_next" not in ids(page)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--agreement: chart needs one agreement; found several; add -o FILE.html for a page of all"),
        (("-o", "x.svg"), "--agreement: chart needs one agreement; found several; add -o FILE.html for a page of all"),
        (("-o", "x.html", "--series", "troops"), "--series: needs one agreement; found several"),
        (("-o", "x.html", "--dark"), "--dark: only for an image; add -o FILE.svg, .png, .pdf"),
    ],
)  # fmt: skip
def test_what_only_one_agreement_has_is_refused(
    arguments: tuple[str, ...], message: str, folder: Path, tmp_path: Path
) -> None:
    given = [str(tmp_path / word) if word.startswith("x.") else word for word in arguments]
    done = timeline("chart", "-a", str(folder), *given)
    expected = f"timeline: {message}\n"
    assert (done.status, done.out, done.err) == (2, "", expected)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_an_accessibility_check_finds_nothing(
    scheme: str, width: int, browser: Browser, folder: Path, tmp_path: Path
) -> None:
    # The check is slow: these have levels, amendments and a recurring duty.
    few = (str(folder / f"{name}.toml") for name in ("doha-2020", "brexit-2017", "reports"))
    path = written(tmp_path, *(word for name in few for word in ("-a", name)), *DAY)
    page = opened(browser, path, width=width, scheme=scheme)
    unfold(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 15


def test_the_narrowest_phone_shows_it_without_scrolling_sideways(
    browser: Browser, path: Path, hostile: Path
) -> None:
    for one in (path, hostile):
        page = opened(browser, one, width=320)
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        row = page.locator("table.listed tbody tr").first
        # What the narrow table leaves out, its column of the status word.
        assert row.locator("td:visible").count() == 6
        assert "Remaining" in row.evaluate("row => [...row.cells].map(one => one.dataset.label)")


def test_it_is_used_with_the_keyboard_alone(browser: Browser, path: Path) -> None:
    page = opened(browser, path)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#doha-2020-bases'")
    assert page.locator(":target").is_visible()
    # The focus goes on from there.
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.get_by_role("tooltip").inner_text() == "All forces out of five bases: due Mon 2020-07-13"  # fmt: skip
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#doha-2020-bases details").get_attribute("open") is not None


def test_a_link_to_an_occurrence_opens_its_list(browser: Browser, path: Path) -> None:
    page = opened(browser, path, address="#reports-report-3")
    assert page.locator("#reports-report-3").is_visible()


def test_without_scripts_and_on_paper_it_is_complete(browser: Browser, path: Path) -> None:
    page = opened(browser, path, scripts=False)
    assert "in 12 days" in page.locator("#doha-2020-bases").inner_text()
    with_scripts = opened(browser, path, scheme="dark")
    with_scripts.emulate_media(media="print")
    assert with_scripts.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"  # fmt: skip
    assert with_scripts.evaluate(
        """[...document.querySelectorAll("details table")].every((one) => one.getBoundingClientRect().height > 0)"""
    )


def test_a_page_of_thirty_agreements_is_small(tmp_path: Path) -> None:
    chance = random.Random(1)
    for number in range(30):
        (tmp_path / f"a{number:02}.toml").write_text(generated(number, chance))
    path = written(tmp_path, "-a", str(tmp_path), "--on", "2026-01-01")
    assert path.stat().st_size < 1_500_000
    rows = list(csv.DictReader(io.StringIO(timeline("show", "-a", str(tmp_path), "--on", "2026-01-01", "-f", "csv").out)))  # fmt: skip
    page = read(path)
    lines = timeline("next", "-n", "10", "-a", str(tmp_path), "--on", "2026-01-01").out.splitlines()
    found = [" ".join(map(text_of, cells)) for cells in listed(page, "_next")]
    assert found == [" ".join(line.split()) for line in lines[3:]]
    assert len(found) == 10
    wanted = {f"{row['agreement']}-{row['id']}" for row in rows}
    assert len(wanted) == 300
    assert wanted <= set(ids(page))


def test_repeated_agreements_are_in_the_order_given(tmp_path: Path) -> None:
    names = ("iraq-2008", "doha-2020")
    path = written(tmp_path, *(word for name in names for word in ("-a", name)), *DAY)
    assert tuple(sections(read(path))) == names
    again = tmp_path / "again.html"
    arguments = [word for name in names for word in ("-a", name)]
    assert timeline("chart", *arguments, *DAY, "-o", str(again)) == Transcript(0, "", "")
    assert again.read_bytes() == path.read_bytes()
