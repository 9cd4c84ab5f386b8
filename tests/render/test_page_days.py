"""The slider of the page: on each day the page says what the command says on that day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import opened
from tests.moved import MOVED
from tests.pages import written
from timeline.files.loading import bundled_names, load_schedule
from timeline.render import words
from timeline.render.formats import csv
from timeline.render.listings import explanation, milestones
from timeline.render.listings.heading import heading
from timeline.schedule.agreement import Kind
from timeline.schedule.dated_milestone import Basis
from timeline.schedule.drawdown import drawdown_plan
from timeline.schedule.explanation import explain
from timeline.schedule.readings import OtherRules
from timeline.schedule.schedule import Scenario
from timeline.schedule.status import MilestoneStatus, Status, statuses

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from timeline.schedule.schedule import Schedule

BUNDLED = bundled_names()
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
      rows: bodies.map((body) => [body.id, ...[0, 2, 3].map((n) => plain(body.rows[0].cells[n]))]),
      struck: bodies.filter((body) => [...body.querySelectorAll("th s")].some(seen)).map((body) => body.id),
      why: bodies.map((body) => [...body.querySelectorAll("details")].filter(seen)
        .map((details) => [...details.children].slice(1).map(plain).join("").replace(/\\s/g, ""))),
      marks: bodies.map((body) => [...body.querySelectorAll("use[aria-label]")].filter(seen)
        .map((mark) => mark.getAttribute("aria-label").match(/.*: (first plan|\\w+)/)[1])),
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


def check_days(source: str, name: str, browser: Browser, path: Path) -> list[date]:
    """Assert that on each day of an agreement its page says what the command says; return the days."""
    schedule = load_schedule(source, lambda _: Scenario())
    happened = [each.happened for each in schedule.agreement.milestones if each.happened]
    dues = [each.due.latest for each in schedule.milestones.values() if each.due]
    end = schedule.agreement.recorded_until
    assert end
    # From the day after the end of the record on, what was not done has other words.
    first, last = schedule.signed, max(*happened, *dues, end + timedelta(1))
    news = {day + timedelta(n) for day in schedule.news for n in (-1, 0)}
    for number, seen in enumerate(read_days(browser, path, first, last)):
        day = first + timedelta(number)
        known, states = schedule.as_of(day), statuses(schedule, day)
        listing = milestones.listing(name, known, day, states)
        assert seen["about"] == " ".join(heading(known, day)[1:]), day
        assert seen["rows"] == [row_of(state) for state in states], day
        assert seen["struck"] == [
            state.dated.milestone.id for state in states if state.status is Status.VOID
        ], day
        assert seen["marks"] == [marks_of(state) for state in states], day
        assert seen["levels"] == levels_on(schedule, day), day
        assert json.loads(seen["json"]) == {
            "schema_version": 2,
            **listing.envelope,
            "milestones": [dict(row.values) for row in listing.rows],
        }, day
        assert seen["csv"] == csv.render([listing]), day
        if day in news:
            others = OtherRules(known)
            for state, why in zip(states, seen["why"], strict=True):
                assert why == reasons_of(known, state, others), (day, state.dated.milestone.id)
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def row_of(state: MilestoneStatus) -> list[str]:
    """Return the id of a milestone, and its cells beside the time axis."""
    milestone, due = state.dated.milestone, "undated"
    if state.dated.due:
        due = f"{words.due(state.dated.due, milestone.at)} {words.rule(state.dated)}"
    if state.dated.amended and state.first_plan:
        due = f"{due} first plan {words.due(state.first_plan, show=str)}"
    status = f"{words.remaining(state)} {state.status}"
    return [milestone.id, f"{milestone.title} {milestone.id}", due, status]


def marks_of(state: MilestoneStatus) -> list[str]:
    """Return how the names of the marks of a milestone begin."""
    dated, due, first = state.dated, state.dated.due, state.first_plan
    found = []
    if due and dated.basis is not Basis.HAPPENED:
        if dated.amended and first and first.deadline != due.deadline:
            found.append("first plan")
        kind = "event" if dated.milestone.kind is Kind.EVENT else "due"
        found.append("void" if state.status is Status.VOID else kind)
    if state.fulfilled or state.reached_by:
        found.append("happened" if state.fulfilled else "reached")
    return found


def reasons_of(known: Schedule, state: MilestoneStatus, others: OtherRules) -> list[str]:
    """Return what explains the date of a milestone without blanks; nothing if it has none."""
    if not state.dated.due:
        return []
    explained = explain(known, state.dated.milestone.id, others)
    found = []
    for section in explanation.parts(known, explained, {}):
        found += [*section.heading[1:], *(column.heading for column in section.columns)]
        found += [cell.text for cells in section.cells for cell in cells]
    return ["".join("".join(found).split())]


@pytest.mark.parametrize("name", BUNDLED)
def test_on_each_day_the_page_says_what_show_says(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    check_days(name, name, browser, written(tmp_path, "-a", name, "--on", "2020-07-01"))


@pytest.mark.parametrize("on", ["2020-01-15", "2021-02-01"])
def test_on_each_day_the_page_knows_the_amendments_decisions_and_voids_of_that_day(
    on: str, browser: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "moved.toml"
    source.write_text(MOVED)
    path = written(tmp_path, "-a", str(source), "--on", on)
    days = check_days(str(source), "moved", browser, path)
    assert (days[0], days[-1]) == (date(2020, 1, 1), date(2021, 1, 1))
