"""`timeline chart -o FILE.html`: a self-contained page, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from msgspec import structs
from playwright.sync_api import sync_playwright

from tests.pages import HOSTILE, hostile_agreement, written
from tests.transcript import in_process as timeline
from timeline.files.loading import load
from timeline.render.charts.picture.themes import DARK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AT_MIDNIGHT = str(Path(__file__).parent.parent / "agreements" / "valid" / "at-midnight.toml")
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
# The browser makes no requests itself, so that each request seen is one of the page.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def doha(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the agreement after its last deadline."""
    return written(tmp_path_factory.mktemp("doha"), "--on", "2021-12-31")


def opened(browser: Browser, path: Path, *, width: int = 1000, scheme: str = "light") -> Page:
    """Return the page, opened; it logs nothing, opens no dialog, and requests only itself."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    events: list[str] = []
    page.on("console", lambda message: events.append(message.text))
    page.on("pageerror", lambda error: events.append(str(error)))
    page.on("dialog", lambda dialog: events.append(dialog.message))
    page.on("request", lambda request: events.append(request.url))
    page.goto(path.as_uri())
    assert events == [path.as_uri()]
    return page


# In a browser


@needs_browser
@pytest.mark.parametrize("name", ["doha-2020", "iraq-2008"])
def test_every_milestone_is_visible_and_opens_to_its_explanation(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, written(tmp_path, "-a", name, "--on", "2021-12-31"))
    agreement = load(name)
    assert page.title() == agreement.title
    assert page.locator("h1").inner_text() == agreement.title
    table = page.locator("table.milestones > tbody")
    for milestone in agreement.milestones:
        row = table.locator("> tr", has=page.locator(f"th .quiet:text-is('{milestone.id}')"))
        assert row.is_visible()
        assert milestone.title in row.inner_text()
        fold = row.locator("xpath=following-sibling::tr[1]").locator("details")
        reason = fold.locator("table").first
        assert not reason.is_visible()
        fold.locator("summary").click()
        assert reason.is_visible()
    fold.locator("summary").click()
    assert not reason.is_visible()
    picture = page.locator("figure svg")
    assert picture.is_visible()
    assert "milestones on it" in (picture.get_attribute("aria-label") or "")
    # the browser shows the same as the table of the terminal
    shown = timeline("show", "-a", name, "--on", "2021-12-31").out
    for when in re.findall(r"[A-Z][a-z]{2} \d{4}-\d\d-\d\d", shown.partition("\n\n")[2]):
        assert when in (page.locator("main").text_content() or "")


@needs_browser
def test_hostile_text_shows_as_text(browser: Browser, tmp_path: Path) -> None:
    hostile = hostile_agreement(tmp_path)
    page = opened(browser, written(tmp_path, "-a", hostile, "--on", "2020-03-04"))
    for summary in page.locator("summary").all():
        summary.click()
    text = page.locator("main").inner_text()
    for one in HOSTILE:
        # its title, condition, clause, source, publisher of the date, and twice in the sources
        assert text.count(one) >= 6
    assert page.locator("script, img, b, iframe, object").count() == 0
    assert page.locator("a").count() == 0
    assert page.title() == HOSTILE[0]


@needs_browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1000)])
def test_an_accessibility_check_finds_nothing(
    scheme: str, width: int, browser: Browser, doha: Path
) -> None:
    page = opened(browser, doha, width=width, scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    # the check saw the page
    assert len(results.response["passes"]) > 15


@needs_browser
def test_the_narrowest_phone_shows_it_without_scrolling_sideways(
    browser: Browser, doha: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    width, hostile = 320, hostile_agreement(tmp_path)
    timed = written(tmp_path_factory.mktemp("timed"), "-a", AT_MIDNIGHT, "--on", "2020-07-01")
    for path in (doha, written(tmp_path, "-a", hostile, "--on", "2020-03-04"), timed):
        page = opened(browser, path, width=width)
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@needs_browser
def test_its_colours_follow_the_reader_and_paper_is_white(browser: Browser, doha: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened(browser, doha).evaluate(ground) == "rgb(255, 255, 255)"
    dark = opened(browser, doha, scheme="dark")
    assert dark.evaluate(ground) == "rgb(22, 24, 28)"
    colours = """[...document.querySelectorAll("figure svg [style]")].flatMap(
      one => [getComputedStyle(one).fill, getComputedStyle(one).stroke])"""
    theme = {_rgb(colour) for colour in structs.astuple(DARK)}
    found = {colour for colour in dark.evaluate(colours) if not colour.startswith("url(")}
    assert theme <= found <= {*theme, "none", "rgb(0, 0, 0)"}
    dark.emulate_media(media="print")
    assert dark.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(
        "document.querySelector('details table').getBoundingClientRect().height > 0"
    )


def _rgb(colour: str) -> str:
    """Return a colour as a browser writes it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
