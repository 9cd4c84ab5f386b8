"""Using the page: the slider, the date field, the address, names of marks, and saving."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.browser import opened
from tests.hostile import EVERYTHING, visible
from tests.pages import written
from tests.render.test_hostile_text import written as hostile_file
from tests.transcript import in_process

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# A milestone that is undated, and of which nothing is known, until another one happened.
CHAIN = """\
title = "T"
signed = 2020-01-01
tz = "Pacific/Kiritimati"
[[milestone]]
id = "later"
title = "Later"
due = "first + 1 month"
[[milestone]]
id = "first"
title = "First"
fulfilled = 2020-03-01
[[milestone]]
id = "end"
title = "End"
due = 2020-02-01
"""


@pytest.fixture(scope="module")
def doha(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the agreement of 2020 in its first summer."""
    return written(tmp_path_factory.mktemp("doha"), "--on", "2020-07-01")


def status(page: Page, name: str) -> str:
    return page.locator(f"tbody#{name} .milestone > td").last.inner_text().replace("\n", " ")


def day_of(page: Page) -> str:
    (day,) = re.findall(
        r"as of [A-Z][a-z]{2} ([0-9-]{10})", page.locator("[role=status]").inner_text()
    )
    return str(day)


def test_the_keys_of_the_slider_move_the_day(browser: Browser, doha: Path) -> None:
    page = opened(browser, doha)
    assert status(page, "bases") == "in 12 days pending"
    slider = page.get_by_role("slider", name="As of")
    slider.press("ArrowRight")
    assert status(page, "bases") == "in 11 days pending"
    assert slider.get_attribute("aria-valuetext") == "Thu 2020-07-02"
    assert page.get_by_label("As of").first.input_value() == "2020-07-02"
    assert page.url.endswith("#on=2020-07-02")
    for _ in range(11):
        slider.press("ArrowRight")
    # it happened on the day it was due
    assert status(page, "bases") == "met on the day met"


def test_the_date_field_takes_any_day(browser: Browser, doha: Path) -> None:
    page = opened(browser, doha)
    for day, said in (("2020-07-12", "in 1 day pending"), ("2031-01-01", "met on the day met")):
        page.locator("#_day").fill(day)
        assert status(page, "bases") == said
        assert day_of(page) == day
    # beyond the axis there is no line of the day
    assert page.locator("line.as-of[data-follows]:visible").count() == 0


def test_the_address_opens_a_day_and_a_milestone(browser: Browser, doha: Path) -> None:
    page = opened(browser, doha, address="#on=2020-07-12")
    assert status(page, "bases") == "in 1 day pending"
    page = opened(browser, doha, address="#withdrawal&on=2020-07-12")
    assert status(page, "bases") == "in 1 day pending"
    assert page.locator("tbody.chosen").get_attribute("id") == "withdrawal"
    # a link to another milestone keeps the day
    page.get_by_role("link", name="bases").click()
    page.wait_for_function("location.hash === '#bases&on=2020-07-12'")
    assert page.locator("tbody.chosen").get_attribute("id") == "bases"
    page.evaluate("location.hash = 'on=2020-07-11'")
    page.wait_for_function("document.querySelector('#_day').value === '2020-07-11'")


@pytest.mark.parametrize(
    "address", ["#on=2020-02-30", "#on=", "#on=x&on=y", "#%3Cb%3E", "#nothing"]
)
def test_an_address_of_no_day_changes_nothing(address: str, browser: Browser, doha: Path) -> None:
    page = opened(browser, doha, address=address)
    assert status(page, "bases") == "in 12 days pending"


def test_today_is_that_of_the_agreement(browser: Browser, tmp_path: Path) -> None:
    """The browser is in New York, the agreement on Kiritimati: a day or more ahead for most hours."""
    file = tmp_path / "own.toml"
    file.write_text(CHAIN)
    page = opened(browser, written(tmp_path, "-a", str(file), "--on", "2020-01-15"))
    zone = ZoneInfo("Pacific/Kiritimati")
    before = datetime.now(zone).date()
    page.get_by_role("button", name="Today").click()
    assert str(before) <= day_of(page) <= str(datetime.now(zone).date())


def test_only_days_on_which_each_date_can_be_computed_are_shown(
    browser: Browser, tmp_path: Path
) -> None:
    """What happened on 31 January 2021 has no corresponding day in the month after it."""
    file = tmp_path / "own.toml"
    file.write_text(CHAIN.replace("fulfilled = 2020-03-01", "fulfilled = 2021-01-31"))
    path = written(tmp_path, "-a", str(file), "--on", "2020-01-15", "--month-end", "reject")
    for address in ("#on=2021-01-31", "#on=2030-01-01"):
        assert day_of(opened(browser, path, address=address)) == "2020-01-15"
    page = opened(browser, path, address="#on=2021-01-30")
    assert day_of(page) == "2021-01-30"
    page.locator("#_day").fill("2021-01-31")
    page.locator("#_slider").press("End")
    assert day_of(page) <= "2021-01-30"
    assert page.get_by_role("button", name="Today").is_disabled()


def test_rows_move_where_their_date_becomes_known(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(CHAIN)
    page = opened(browser, written(tmp_path, "-a", str(file), "--on", "2020-01-15"))
    ids = "[...document.querySelectorAll('.milestones > tbody')].map((one) => one.id)"
    for day, order in (
        ("2020-01-16", ["end", "later", "first"]),
        ("2020-03-01", ["end", "first", "later"]),
        ("2020-01-16", ["end", "later", "first"]),
    ):
        page.locator("#_day").fill(day)
        assert page.evaluate(ids) == order
        assert page.locator("#later details:visible").count() == (day == "2020-03-01")


def test_an_explanation_stays_open_when_the_day_moves(browser: Browser, doha: Path) -> None:
    page = opened(browser, doha)
    page.locator("#withdrawal summary").click()
    page.locator("#_day").fill("2021-05-01")
    assert "President Biden" in page.locator("#withdrawal details").inner_text()


def test_observed_levels_are_in_an_explanation_once_and_from_their_days(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    levels = "".join(f"{{ date = 2020-03-{n:02}, level = {100 - n} }}, " for n in range(1, 31))
    file.write_text(
        f'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "u"\nbaseline = 100\n'
        f'observed = [{levels}]\n[[milestone]]\nid = "half"\ntitle = "Half"\n'
        f'due = 2020-03-15\nlevel = 50\nfulfilled = 2020-03-20\nfulfilled-note = "In part"\n'
    )
    path = written(tmp_path, "-a", str(file), "--on", "2020-03-10")
    assert (
        path.read_text().count(">99 u on Sun 2020-03-01<") <= 2
    )  # before and after it was fulfilled
    page = opened(browser, path)
    details = page.locator("#half details")
    details.locator("summary").click()
    for day in ("2020-02-01", "2020-03-01", "2020-03-19", "2020-03-20", "2020-03-31"):
        page.locator("#_day").fill(day)
        explained = in_process("explain", "half", "-a", str(file), "--on", day).out
        _, due, _, rest = explained.split("\n", 3)
        assert details.inner_text().split() == f"Why Sun 2020-03-15 {due} {rest}".split()


def test_pointing_at_a_mark_names_it_and_its_days(browser: Browser, doha: Path) -> None:
    page = opened(browser, doha)
    tip = page.get_by_role("tooltip")
    assert not tip.is_visible()
    page.locator("#drawdown use.happened").hover()
    said = "US forces down to 8,600: happened Thu 2020-06-18, met 25 days early"
    assert tip.inner_text() == said
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.locator("#bases use.due").focus()
    assert tip.inner_text() == "All forces out of five bases: due Mon 2020-07-13"
    # it is reached with the keyboard alone, and left
    page.keyboard.press("Tab")
    assert not tip.is_visible()
    for width in (390, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("#withdrawal use.due").hover()
        box = tip.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("format_name", ["json", "csv"])
def test_it_saves_what_show_prints_for_the_day(
    format_name: str, browser: Browser, doha: Path, tmp_path: Path
) -> None:
    page = opened(browser, doha, address="#on=2020-09-03")
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as {format_name.upper()}").click()
    assert download.value.suggested_filename == f"doha-2020-2020-09-03.{format_name}"
    download.value.save_as(tmp_path / "saved")
    saved = (tmp_path / "saved").read_text(encoding="utf-8")
    shown = in_process("show", "--on", "2020-09-03", "-f", format_name).out
    if format_name == "json":
        assert json.loads(saved) == json.loads(shown)
    else:
        assert saved == shown


def test_hostile_text_is_data_in_the_saved_files_too(browser: Browser, tmp_path: Path) -> None:
    payload = f"</script><script>alert(1)</script><!--<script> {EVERYTHING}"
    file = hostile_file(tmp_path / "x.toml", payload)
    path = written(tmp_path, "-a", file, "--on", "2020-03-05")
    source = path.read_text(encoding="utf-8")
    # one script of data and one that runs
    assert source.count("<script") == source.count("</script") == 2
    assert "<!--" not in source
    page = opened(browser, path)
    assert page.locator("script").count() == 2
    assert visible(payload) in page.title()
    page.locator("#_day").fill("2020-07-05")
    arguments = ("show", "-a", file, "--on", "2020-07-05", "-f")
    assert json.loads(page.evaluate("fileOf('json')")) == json.loads(
        in_process(*arguments, "json").out
    )
    assert page.evaluate("fileOf('csv')") == in_process(*arguments, "csv").out


def test_without_scripts_it_is_the_page_of_its_day(browser: Browser, doha: Path) -> None:
    page = opened(browser, doha, scripts=False)
    assert status(page, "bases") == "in 12 days pending"
    assert day_of(page) == "2020-07-01"
    for name in ("#_as-of", "#_save", "#_tip"):
        assert not page.locator(name).is_visible()


def test_the_page_of_the_agreement_of_2020_is_small(doha: Path) -> None:
    assert doha.stat().st_size < 150_000


@pytest.mark.parametrize("day", ["2020-07-01", "2021-12-31"])
def test_it_is_printed_on_three_pages(day: str, browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, written(tmp_path, "--on", day))
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
