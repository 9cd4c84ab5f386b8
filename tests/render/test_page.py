"""`timeline chart -o FILE.html`: a self-contained page, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from msgspec import structs

from tests.browser import opened
from tests.moved import MOVED
from tests.pages import HOSTILE, hostile_agreement, written
from tests.transcript import in_process as timeline
from timeline.files.loading import load
from timeline.render.charts.picture.themes import DARK

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AT_MIDNIGHT = str(Path(__file__).parent.parent / "agreements" / "valid" / "at-midnight.toml")


@pytest.fixture(scope="module")
def doha(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the agreement after its last deadline."""
    return written(tmp_path_factory.mktemp("doha"), "--on", "2021-12-31")


@pytest.mark.parametrize("name", ["doha-2020", "iraq-2008"])
def test_every_milestone_is_visible_and_opens_to_its_explanation(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, written(tmp_path, "-a", name, "--on", "2021-12-31"))
    agreement = load(name)
    assert page.title() == agreement.title
    assert page.locator("h1").inner_text() == agreement.title
    for milestone in agreement.milestones:
        row = page.locator(f"table.milestones > tbody#{milestone.id}")
        assert row.is_visible()
        assert milestone.title in row.inner_text()
        fold = row.locator("details:visible")
        reason = fold.locator("table").first
        assert not reason.is_visible()
        fold.locator("summary").click()
        assert reason.is_visible()
    fold.locator("summary").click()
    assert not reason.is_visible()
    # the browser shows the same as the table of the terminal
    shown = timeline("show", "-a", name, "--on", "2021-12-31").out
    for when in re.findall(r"[A-Z][a-z]{2} \d{4}-\d\d-\d\d", shown.partition("\n\n")[2]):
        assert when in (page.locator("main").text_content() or "")


def test_hostile_text_shows_as_text(browser: Browser, tmp_path: Path) -> None:
    hostile = hostile_agreement(tmp_path)
    page = opened(browser, written(tmp_path, "-a", hostile, "--on", "2020-03-04"))
    for summary in page.locator("summary:visible").all():
        summary.click()
    text = page.locator("main").inner_text()
    for one in HOSTILE:
        # its title, condition, clause, source, publisher of the date, and twice in the sources
        assert text.count(one) >= 6
    # its own scripts, and links to its milestones
    assert page.locator("script").count() == 2
    assert page.locator("img, b, iframe, object").count() == 0
    assert page.locator("a:not([href^='#'])").count() == 0
    assert page.title() == HOSTILE[0]


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1000)])
def test_an_accessibility_check_finds_nothing(
    scheme: str, width: int, browser: Browser, doha: Path
) -> None:
    page = opened(browser, doha, width=width, scheme=scheme)
    for summary in page.locator("summary:visible").all():
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    # the check saw the page
    assert len(results.response["passes"]) > 15


def test_an_accessibility_check_finds_nothing_in_what_was_moved_or_is_void(
    browser: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "moved.toml"
    source.write_text(MOVED)
    page = opened(
        browser, written(tmp_path, "-a", str(source), "--on", "2020-07-10"), scheme="dark"
    )
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    # struck out by the browser, in a colour that has enough contrast
    (line,) = {
        one.evaluate("one => getComputedStyle(one).textDecorationLine")
        for one in page.locator("th s:visible").all()
    }
    assert line == "line-through"
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_narrowest_phone_shows_it_without_scrolling_sideways(
    browser: Browser, doha: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    width, hostile = 320, hostile_agreement(tmp_path)
    timed = written(tmp_path_factory.mktemp("timed"), "-a", AT_MIDNIGHT, "--on", "2020-07-01")
    for path in (doha, written(tmp_path, "-a", hostile, "--on", "2020-03-04"), timed):
        page = opened(browser, path, width=width)
        for summary in page.locator("summary:visible").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_its_colours_follow_the_reader_and_paper_is_white(browser: Browser, doha: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened(browser, doha).evaluate(ground) == "rgb(255, 255, 255)"
    dark = opened(browser, doha, scheme="dark")
    assert dark.evaluate(ground) == "rgb(22, 24, 28)"
    colours = """[...document.querySelectorAll("svg *")].flatMap(
      one => [getComputedStyle(one).fill, getComputedStyle(one).stroke])"""
    theme = {_rgb(colour) for colour in structs.astuple(DARK)}
    assert theme <= set(dark.evaluate(colours)) <= {*theme, "none"}
    dark.emulate_media(media="print")
    assert dark.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(
        """[...document.querySelectorAll("details table")].filter((one) => !one.closest("[hidden]"))
          .every((one) => one.getBoundingClientRect().height > 0)"""
    )


def _rgb(colour: str) -> str:
    """Return a colour as a browser writes it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
