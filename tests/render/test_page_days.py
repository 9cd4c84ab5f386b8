"""The slider of the page: on each day the page says what the command says on that day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import opened
from tests.pages import written
from timeline.files.loading import load_schedule
from timeline.render import words
from timeline.render.formats import csv
from timeline.render.listings import milestones
from timeline.render.listings.heading import heading
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.schedule import Scenario
from timeline.schedule.status import statuses

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from timeline.schedule.schedule import Schedule

BUNDLED = ("doha-2020", "egypt-israel-1979", "geneva-1988", "iraq-2008", "paris-1973")
# Moves the slider to each day, and returns what a reader then sees and can save.
READ = """([first, last]) => {
  const text = (node) => node.nodeType === Node.TEXT_NODE ? node.data
    : node.hidden || node.hasAttribute?.("hidden") ? ""
    : [...node.childNodes].map(text).join(node.tagName === "BR" ? " " : "").replace(/^$/, node.tagName === "BR" ? " " : "");
  const plain = (node) => text(node).replace(/\\s+/g, " ").trim();
  const seen = (node) => !node.closest("[hidden]");
  const slider = document.getElementById("_slider");
  const days = [];
  for (let day = first; day <= last; day++) {
    slider.value = day;
    slider.dispatchEvent(new Event("input"));
    const bodies = [...document.querySelectorAll(".milestones > tbody")].filter(seen);
    days.push({
      about: plain(document.querySelector("[role=status]")),
      rows: bodies.map((body) => [body.id, ...[2, 3].map((n) => plain(body.rows[0].cells[n]))]),
      marks: bodies.map((body) => [...body.querySelectorAll("use[aria-label]")].filter(seen)
        .map((mark) => mark.getAttribute("aria-label"))),
      levels: [...document.querySelectorAll(".levels td")].map(plain),
      asked: document.querySelector(".milestones tbody:not([hidden]) .as-of")?.getAttribute("x1"),
      json: fileOf("json"),
      csv: fileOf("csv"),
    });
  }
  return days;
}"""
EPOCH = date(1970, 1, 1)


def read_days(browser: Browser, path: Path, first: date, last: date) -> list[dict[str, Any]]:
    page = opened(browser, path)
    bounds = page.evaluate("[slider.min, slider.max].map(Number)")
    # The slider reaches every day that is asked for.
    numbers = [(day - EPOCH).days for day in (first, last)]
    assert bounds[0] <= numbers[0]
    assert numbers[1] <= bounds[1]
    found: list[dict[str, Any]] = page.evaluate(READ, numbers)
    assert len(found) == (last - first).days + 1
    return found


def levels_on(schedule: Schedule, day: date) -> list[str]:
    if not schedule.agreement.drawdown:
        return []
    levels = drawdown_plan(schedule, day).levels(day)
    seen = levels.observed
    breach = ", in breach" if levels.breach else ""
    observed = f"{seen.level:,} ({seen.day}){breach}" if seen else "unknown"
    return [f"{levels.ceiling:,}", f"{levels.pace:,}", observed]


@pytest.mark.parametrize("name", BUNDLED)
def test_on_each_day_the_page_says_what_show_says(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    schedule = load_schedule(name, lambda _: Scenario())
    path = written(tmp_path, "-a", name, "--on", "2020-07-01")
    happened = [each.fulfilled for each in schedule.agreement.milestones if each.fulfilled]
    dues = [each.due.latest for each in schedule.milestones.values() if each.due]
    end = schedule.agreement.recorded_until
    assert end
    # From the day after the end of the record on, what was not done has other words.
    first, last = schedule.signed, max(*happened, *dues, end + timedelta(1))
    for number, seen in enumerate(read_days(browser, path, first, last)):
        day = first + timedelta(number)
        known, states = schedule.as_of(day), statuses(schedule, day)
        listing = milestones.listing(name, known, day, states)
        assert seen["about"] == " ".join(heading(known, day)[1:]), day
        assert seen["rows"] == [
            [
                state.dated.milestone.id,
                f"{words.due(state.dated.due, state.dated.milestone.at)} {words.rule(state.dated)}"
                if state.dated.due
                else "undated",
                f"{words.remaining(state)} {state.status}",
            ]
            for state in states
        ], day
        assert seen["levels"] == levels_on(schedule, day), day
        assert json.loads(seen["json"]) == {
            "schema_version": 2,
            **listing.envelope,
            "milestones": [dict(row.values) for row in listing.rows],
        }, day
        assert seen["csv"] == csv.render([listing]), day
        for state, marks in zip(states, seen["marks"], strict=True):
            assert len([one for one in marks if ": happened" in one]) == bool(state.fulfilled)
