"""The slider of the page: on each day the page says what the command says on that day."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

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
from timeline.schedule.drawdown import drawdown_plans
from timeline.schedule.explanation import explain
from timeline.schedule.readings import OtherRules
from timeline.schedule.schedule import Scenario
from timeline.schedule.status import MilestoneStatus, Status, statuses

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from timeline.schedule.drawdown import Levels
    from timeline.schedule.schedule import Schedule

BUNDLED = bundled_names()
RIVERS = Path(__file__).parent.parent / "agreements" / "valid" / "rivers.toml"
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
      occurrences: bodies.flatMap((body) => [...body.querySelectorAll("tr[id]")].filter(seen)
        .map((row) => [...row.cells].map(plain))),
      why: bodies.map((body) => [...body.querySelectorAll("details")].filter(seen)
        .map((details) => [...details.children].slice(1).map(plain).join("").replace(/\\s/g, ""))),
      marks: bodies.map((body) => [...body.querySelectorAll("use[aria-label]")].filter(seen)
        .map((mark) => mark.getAttribute("aria-label").match(/.*: (first plan|\\w+)/)[1])),
      levels: [...document.querySelectorAll(".levels td")].map(plain),
      carried: [...document.querySelectorAll("figure")].map((figure) => [...figure.querySelectorAll("line.carried[data-follows]")]
        .filter(seen).map((line) => line.getAttribute("class"))),
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
    found = []
    for levels in each_on(schedule, day):
        seen = levels.observed
        breach = ", in breach" if levels.breach else ""
        observed = f"{seen.level:,} ({seen.day}){breach}" if seen else "unknown"
        found += [words.number(levels.limit), words.number(levels.pace), observed]
    return found


def each_on(schedule: Schedule, day: date) -> list[Levels]:
    """Return the levels of each series on a day."""
    plans = drawdown_plans(schedule, day).values() if schedule.agreement.series else ()
    return [plan.levels(day) for plan in plans]


def carried_on(schedule: Schedule, day: date) -> list[list[str]]:
    """Return how the line of what was observed last looks on a day, for each series."""
    return [
        [f"carried{' wrong' if levels.breach else ''}"] if levels.observed else []
        for levels in each_on(schedule, day)
    ]


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
        rows = by_row(states)
        assert seen["rows"] == [
            duty_of(schedule, name, each) if each[0].dated.occurrence else row_of(each[0])
            for name, each in rows.items()
        ], day
        assert seen["struck"] == [
            name
            for name, each in rows.items()
            if all(state.status is Status.VOID for state in each)
        ], day
        marks = {
            name: [mark for one in each for mark in marks_of(one)] for name, each in rows.items()
        }
        assert list(map(sorted, seen["marks"])) == list(map(sorted, marks.values())), day
        assert seen["occurrences"] == [
            [
                state.dated.milestone.id,
                words.due(state.dated.due, state.dated.milestone.at),
                words.remaining(state),
            ]
            for each in rows.values()
            for state in each
            if state.dated.occurrence
        ], day
        assert seen["levels"] == levels_on(schedule, day), day
        assert seen["carried"] == carried_on(schedule, day), day
        assert json.loads(seen["json"]) == {
            "schema_version": 2,
            **listing.envelope,
            "milestones": [dict(row.values) for row in listing.rows],
        }, day
        assert seen["csv"] == csv.render([listing]), day
        if day in news:
            others = OtherRules(known)
            for (first_of_row, *_), why in zip(rows.values(), seen["why"], strict=True):
                if not first_of_row.dated.occurrence:
                    assert why == reasons_of(known, first_of_row, others), day
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def by_row(states: list[MilestoneStatus]) -> dict[str, list[MilestoneStatus]]:
    """Return the milestones in each row: one, or the occurrences of a recurring duty."""
    found = dict[str, list[MilestoneStatus]]()
    for state in states:
        occurrence = state.dated.occurrence
        found.setdefault(occurrence.duty if occurrence else state.dated.milestone.id, []).append(
            state
        )
    return found


def duty_of(schedule: Schedule, name: str, states: list[MilestoneStatus]) -> list[str]:
    """Return the id of a recurring duty, and the cells beside its marks."""
    (duty,) = (each for each in schedule.agreement.milestones if each.id == name)
    counts = Counter(str(state.status) for state in states)
    ended = states[0].recorded_until
    to_come = [state for state in states if state.remaining is not None and state.remaining >= 0]
    to_come = [state for state in to_come if state.status in {"pending", "open", "due"}]
    shown = {
        **{status: counts[status] for status in ("met", "late")},
        f"not done by {ended}" if ended else "overdue": counts["overdue"],
        "void": counts["void"],
        "to come": len(to_come),
    }
    status = ", ".join(f"{number} {outcome}" for outcome, number in shown.items() if number)
    which, near = ("next", to_come[0]) if to_come else ("last", states[-1])
    due = f"{which} {words.due(near.dated.due, duty.at)} {words.recurrence(duty)}"
    if to_come:
        status = f"{status} next {words.remaining(near)}"
    return [name, f"{duty.title} {name}", due, status]


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


DUTIES = """\
title = "Reports"
signed = 2020-01-30
recorded-until = 2020-09-30

[[milestone]]
id = "report"
title = "Report to the Council"
every = "1 month"
from = "signed"
times = 6
at = "12:00"
fulfilled = [{ n = 1, date = 2020-02-27 }, { n = 3, date = 2020-05-04 }, { n = 2, date = 2020-04-08 }]

[[milestone]]
id = "inquiry"
title = "Inquiry"
fulfilled = 2020-03-20

[[milestone]]
id = "update"
title = "Update on the inquiry"
every = "40 days"
from = "inquiry"
times = 3
void-from = 2020-07-01

[[milestone]]
id = "open"
title = "Meeting"
every = "1 week"
from = "talks"
times = 2

[[milestone]]
id = "talks"
title = "Talks"
"""


def test_on_each_day_the_row_of_a_recurring_duty_counts_its_occurrences(
    browser: Browser, tmp_path: Path
) -> None:
    """Also on the days before their number was known."""
    source = tmp_path / "duties.toml"
    source.write_text(DUTIES)
    path = written(tmp_path, "-a", str(source), "--on", "2020-05-20")
    days = check_days(str(source), "duties", browser, path)
    assert days[-1] > date(2020, 9, 30)


def test_a_link_to_an_occurrence_opens_its_line(browser: Browser, tmp_path: Path) -> None:
    source = tmp_path / "duties.toml"
    source.write_text(DUTIES)
    path = written(tmp_path, "-a", str(source), "--on", "2020-05-20")
    page = opened(browser, path, address="#report-4&on=2020-05-30")
    assert page.locator(".chosen").get_attribute("id") == "report-4"
    assert page.locator("#report-4").inner_text().split("\t") == [
        "report-4",
        "Sat 2020-05-30 12:00",
        "today",
    ]
    assert not page.locator("#update details[open]").count()
    # an address of what is no milestone changes nothing
    page.evaluate("location.hash = 'constructor'")
    page.wait_for_function("!document.querySelector('.chosen')")


def test_the_occurrences_are_readable_by_everyone_on_the_narrowest_phone(
    browser: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "duties.toml"
    source.write_text(DUTIES)
    path = written(tmp_path, "-a", str(source), "--on", "2020-05-20")
    page = opened(browser, path, width=320, scheme="dark", address="#report-4")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# A deadline of the series without a baseline, which is moved.
_OF_POSTS = """
[[milestone]]
id = "some-posts"
title = "Some posts closed"
due = 2020-05-01
levels = { posts = 30 }
fulfilled = 2020-05-20

[[milestone.amended]]
decided = 2020-04-10
due = 2020-05-10
"""


@pytest.mark.parametrize("on", ["2020-01-15", "2020-08-02", "2021-01-10"])
def test_on_each_day_the_page_has_the_levels_of_each_series(
    on: str, browser: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "rivers.toml"
    text = RIVERS.read_text("utf-8").replace("\n\n", "\nrecorded-until = 2021-01-10\n\n", 1)
    source.write_text(text + _OF_POSTS, "utf-8")
    path = written(tmp_path, "-a", str(source), "--on", on)
    check_days(str(source), "rivers", browser, path)
