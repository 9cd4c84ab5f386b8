"""`timeline chart -o FILE.html`: a page that stands alone, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import sync_playwright

from tests.transcript import Transcript, in_process, timeline
from timeline.loading import bundled_names, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
# Nothing of its own to say to anybody, so that each request seen is the page's.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</svg></text></title></style><b>bold</b>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(QUIET))
        yield browser
        browser.close()


def written(directory: Path, *arguments: str) -> Path:
    """Return the page that the command writes."""
    path = directory / "page.html"
    assert in_process("chart", *arguments, "-o", str(path)) == Transcript(0, "", "")
    return path


def opened(browser: Browser, path: Path, *, width: int = 1000, scheme: str = "light") -> Page:
    """Return the page opened; it says nothing, opens nothing, and asks for nothing but itself."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: said.append(request.url))
    page.goto(path.as_uri())
    assert said == [path.as_uri()]
    return page


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """The path of an agreement with hostile text in every place that the page shows."""
    texts = [f"'{text}'" for text in HOSTILE]
    tables = "".join(
        f'[[milestone]]\nid = "m{number}"\ntitle = {text}\ndue = 2020-03-{number + 1:02}\nlevel = {number}\n'
        f'condition = {text}\nclause = {text}\nsource = "s{number}"\n'
        f"published = [{{ date = 2020-03-09, by = {text} }}]\n"
        f'[[source]]\nid = "s{number}"\ntitle = {text}\npublisher = {text}\nurl = {text}\n'
        for number, text in enumerate(texts)
    )
    path = tmp_path / "own.toml"
    path.write_text(
        f"title = {texts[0]}\nsigned = 2020-02-29\nparties = [{texts[1]}]\n"
        f"[drawdown]\nunit = {texts[2]}\nbaseline = 9\n{tables}",
        encoding="utf-8",
    )
    return str(path)


# In a browser


@needs_browser
@pytest.mark.parametrize("name", bundled_names())
def test_every_milestone_is_visible_and_folds_open_to_its_reason(
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
    # what the browser shows is what the table of the terminal says
    shown = timeline("show", "-a", name, "--on", "2021-12-31").out
    for when in re.findall(r"[A-Z][a-z]{2} \d{4}-\d\d-\d\d", shown.partition("\n\n")[2]):
        assert when in page.locator("main").inner_text()


@needs_browser
def test_hostile_text_shows_as_text(hostile: str, browser: Browser, tmp_path: Path) -> None:
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
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_an_accessibility_check_finds_nothing(
    scheme: str, width: int, browser: Browser, tmp_path: Path
) -> None:
    path = written(tmp_path, "--on", "2021-12-31")
    page = opened(browser, path, width=width, scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    # the check saw the page
    assert len(results.response["passes"]) > 15


@needs_browser
@pytest.mark.parametrize("width", [320, 360, 768])
def test_a_phone_shows_it_without_scrolling_sideways(
    width: int, browser: Browser, hostile: str, tmp_path: Path
) -> None:
    for asked in (("--on", "2021-12-31"), ("-a", hostile, "--on", "2020-03-04")):
        page = opened(browser, written(tmp_path, *asked), width=width)
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@needs_browser
def test_its_colours_follow_the_reader_and_paper_is_white(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, "--on", "2021-12-31")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened(browser, path).evaluate(ground) == "rgb(255, 255, 255)"
    dark = opened(browser, path, scheme="dark")
    assert dark.evaluate(ground) == "rgb(22, 24, 28)"
    due = "getComputedStyle(document.querySelector('#ceiling path')).stroke"
    assert dark.evaluate(due) == "rgb(86, 180, 233)"
    dark.emulate_media(media="print")
    assert dark.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(
        "document.querySelector('details table').getBoundingClientRect().height > 0"
    )


# As a file


class Elements(HTMLParser):
    """Gathers what a page asks for, links aside."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each attribute that makes a browser fetch or run something."""
        for name, value in attrs:
            within = (value or "").startswith("#")
            fetches = name in {"src", "srcset", "data", "action", "href", "xlink:href"}
            if name.startswith("on") or (fetches and not within and tag != "a"):
                self.asked.append(f"{tag} {name}={value}")


def test_it_asks_for_nothing_and_runs_nothing(tmp_path: Path, hostile: str) -> None:
    for asked in (("--on", "2021-12-31"), ("-a", hostile, "--on", "2020-03-04")):
        text = written(tmp_path, *asked).read_text(encoding="utf-8")
        elements = Elements()
        elements.feed(text)
        assert elements.asked == []
        assert "url(" not in re.sub(r"url\(#\w+\)", "", text)
        assert "@import" not in text


def test_only_web_addresses_are_links(tmp_path: Path) -> None:
    text = written(tmp_path, "--on", "2021-12-31").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]*)"', text) == [
        source.url for source in load("doha-2020").sources if source.url
    ]


def test_no_colour_of_the_picture_escapes_the_style_of_the_page(tmp_path: Path) -> None:
    text = written(tmp_path, "--on", "2021-12-31").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-f]{6}", text.partition("<svg")[2].partition("</svg>")[0])


def test_the_same_question_gives_the_same_page(tmp_path: Path) -> None:
    first, second = (written(tmp_path, "--on", "2021-12-31").read_bytes() for _ in range(2))
    assert first == second


def test_a_page_of_nothing_dated_and_one_of_levels_alone_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\n')
    assert "undated" in written(tmp_path, "-a", str(path)).read_text(encoding="utf-8")
    levels = written(tmp_path, "--what", "drawdown", "--on", "2020-12-01")
    text = re.sub(r"\s+", " ", levels.read_text(encoding="utf-8"))
    assert "<td>8,600</td><td>4,419</td> <td>4,500 (2020-11-17)</td>" in text
    assert "Milestones" not in text
