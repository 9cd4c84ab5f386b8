"""NDJSON, Markdown, Mermaid and iCalendar, each read as programs read it."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from markdown_it import MarkdownIt

from tests.accords import ACCORDS, ON
from tests.transcript import in_process
from timeline.files.loading import bundled_names
from timeline.render.formats.markdown import escaped

LISTING = ["show", "next", "check", "compare", "drawdown", "agreements"]
HOSTILE = (
    "a|b \\| `c` <b>&amp; [d](e) *f* _g_\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT",
    "Section 8: done, %%{init: {}}%% ; click #35; \\N \\n C:\\New",
    "2020-01-01 :crit, x, 2020-01-01, 9d",
    "- \u200c\u202e \\",
)


def run(*arguments: str) -> str:
    """Return the output of a command that succeeds."""
    found = in_process(*arguments)
    assert (found.status, found.err) == (0, "")
    return found.out


def written(directory: Path, *milestones: str, title: str = "A title") -> str:
    """Return the path of an agreement with these tables of milestones."""
    path = directory / "own.toml"
    tables = "".join(f"[[milestone]]\n{one}\n" for one in milestones)
    drawdown = f"[drawdown]\nunit = {json.dumps(title)}\nbaseline = 100\n"
    path.write_text(
        f"title = {json.dumps(title)}\nsigned = 2020-02-29\n{drawdown}{tables}", "utf-8"
    )
    return str(path)


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    """A file with a span, reserved ids, no date, the last supported day, and hostile titles."""
    titles = [json.dumps(title) for title in HOSTILE]
    return written(
        tmp_path,
        f'id = "done"\ntitle = {titles[0]}\ndue = "2020-08"\nfulfilled = 2020-08-03',
        f'id = "crit"\ntitle = {titles[1]}\ndue = 2020-03-01',
        f'id = "later"\ntitle = {titles[2]}',
        f'id = "last"\ntitle = {titles[3]}\ndue = 9999-12-31',
        title=HOSTILE[0],
    )


def summaries(calendar: str) -> list[str]:
    """Return the summaries as RFC 5545 reads them; releases of the library differ on backslashes."""
    unfolded = calendar.replace("\r\n ", "").replace("\r\n", "\n")
    found = re.findall(r"^SUMMARY:(.*)$", unfolded, re.MULTILINE)
    return [re.sub(r"\\([\\;,])", r"\1", text) for text in found]


def events(*arguments: str) -> list[Any]:
    """Return the events of the calendar that the command prints."""
    return list(icalendar.Calendar.from_ical(run(*arguments, "-f", "ics")).walk("VEVENT"))


# NDJSON


def test_each_line_of_ndjson_is_a_row_of_json_under_the_agreement_and_the_day() -> None:
    arguments = ("show", "--on", "2020-07-01", "--calendar", "hijri", "-f")
    document = json.loads(run(*arguments, "json"))
    lines = run(*arguments, "ndjson").splitlines()
    shared = {"agreement": "doha-2020", "on": "2020-07-01"}
    assert [json.loads(line) for line in lines] == [shared | one for one in document["milestones"]]
    assert list(json.loads(lines[0])) == [*shared, *document["milestones"][0]]
    assert all(line.startswith('{"agreement":"doha-2020","on":"2020-07-01",') for line in lines)


def test_ndjson_of_agreements_has_no_day_to_repeat() -> None:
    rows = [json.loads(line) for line in run("agreements", "-f", "ndjson").splitlines()]
    assert rows == json.loads(run("agreements", "-f", "json"))["agreements"]


def test_ndjson_without_rows_is_empty() -> None:
    assert run("check", "--on", "2020-02-29", "-f", "ndjson") == ""


# Markdown


@pytest.mark.parametrize("command", ["show", "compare"])
def test_markdown_is_a_heading_and_a_table_with_as_many_bars_on_every_line(
    command: str, mixed: str
) -> None:
    out = run(command, "-a", mixed, "--on", "2020-07-01", "-f", "markdown")
    heading, table, footing = out.split("\n\n")
    assert (len(heading.splitlines()), len(footing.splitlines())) == (3, 1)
    bars = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table.splitlines()}
    assert len(bars) == 1
    assert len(table.splitlines()) == 6
    html = MarkdownIt("commonmark").enable("table").render(out)
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags == {"p", "table", "thead", "tbody", "tr", "th", "td"}


def test_markdown_of_agreements_has_no_heading() -> None:
    assert run("agreements", "-f", "markdown").startswith("| agreement | signed |")


def test_markdown_without_rows_is_empty() -> None:
    assert run("check", "--on", "2020-02-29", "-f", "markdown") == ""


@pytest.mark.parametrize(
    "title", ["- a", "1. a", "=", "---", "+ a", "# a", "    a", "> a", "12) a"]
)
def test_a_title_is_a_paragraph_however_it_begins(title: str, tmp_path: Path) -> None:
    path = written(tmp_path, 'id = "a"\ntitle = "A"\ndue = 2020-03-01', title=title)
    out = run("show", "-a", path, "--on", "2020-03-01", "-f", "markdown")
    tokens = MarkdownIt("commonmark").enable("table").parse(out)
    assert [token.type for token in tokens[:3]] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    first_line = "".join(child.content for child in children).partition("signed")[0]
    assert first_line == title.strip()


# Texts that GitHub changes after it has read the Markdown, and texts that it does not.
LINKS = {
    "@octocat": "@&#8203;octocat",
    "(@org/team)": "(@&#8203;org/team)",
    "a@example.org": "a@&#8203;example.org",
    "#12": "#&#8203;12",
    "GH-12": "GH&#8203;-12",
    "gh-12": "gh&#8203;-12",
    "owner/repo#12": "owner/repo#&#8203;12",
    "deadbee": "deadbe&#8203;e",
    "0123456789abcdef": "012345&#8203;6789ab&#8203;cdef",
    "https://example.org": "https:&#8203;//example.org",
    ":smile:": ":&#8203;smile:",
    "at 12:30, No # 5 @ 3 p.m.: high-5 by 2020-07-13 of 100000 decade": None,
}


@pytest.mark.parametrize("text", LINKS)
def test_github_links_nothing_in_a_text_and_reads_the_same(text: str) -> None:
    source = escaped(text)
    assert source == (LINKS[text] or text)
    html = MarkdownIt("commonmark").renderInline(source)
    assert html.replace("\u200b", "") == text


@pytest.mark.parametrize("char", list(map(chr, range(33, 127))))
def test_each_character_stays_itself_in_markdown(char: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(f"| x |\n|---|\n| {escaped(char)} |\n")
    shown = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}.get(char, char)
    assert f"<td>{shown}</td>" in html


# Mermaid

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXT = r"(?:[\w .,()/'-]|#[0-9]+;)+"
_LINES = [
    r"gantt",
    rf"    title {_TEXT}",
    r"    dateFormat YYYY-MM-DD",
    r"    inclusiveEndDates",
    r"    todayMarker off",
    r"    tickInterval [0-9]+(?:day|week|month)",
    r"    axisFormat %Y(?:-%m)?",
    r"    weekday monday",
    rf"    {_TEXT} :(?:milestone, )?(?:crit, )?(?:done, )?(?:[a-z0-9-]+, )?{_DAY}, (?:0d|{_DAY})",
    r"    %% no date, left out: [a-z0-9, -]+",
]


def test_mermaid_has_a_task_for_each_row_and_a_comment_for_the_rest(mixed: str) -> None:
    lines = run("show", "-a", mixed, "--on", "2020-09-01", "-f", "mermaid").splitlines()
    assert [line.rpartition(" :")[2] for line in lines[6:]] == [
        "milestone, crit, crit-, 2020-03-01, 0d",
        "done, done-, 2020-08-01, 2020-08-31",
        "done, 2020-08-03, 2020-08-31",
        "milestone, last, 9999-12-31, 0d",
        "    %% no date, left out: later",
    ]


def test_mermaid_draws_slips_and_shows_late_and_met_apart() -> None:
    lines = run("show", "--on", "2020-10-01", "-f", "mermaid").splitlines()[7:]
    # From the deadline to the day on which it happened, or the other way round.
    assert lines[:2] == [
        "    Intra-Afghan negotiations begin :milestone, crit, done, talks, 2020-03-10, 0d",
        "    186 days late :crit, done, 2020-03-10, 2020-09-12",
    ]
    assert "    met 25 days early :done, 2020-06-18, 2020-07-13" in lines
    met = lines.index("    All forces out of five bases :milestone, done, bases, 2020-07-13, 0d")
    assert lines[met + 1].startswith("    US sanctions reviewed :milestone, crit, sanctions,")


@pytest.mark.parametrize("command", LISTING)
def test_every_line_of_mermaid_is_of_a_known_form(command: str, mixed: str) -> None:
    arguments = () if command == "agreements" else ("-a", mixed, "--on", "2020-02-29")
    lines = run(command, *arguments, "-f", "mermaid").splitlines()
    assert all(any(re.fullmatch(form, line) for form in _LINES) for line in lines)
    assert [line for line in lines if line.startswith("gantt")] == lines[:1]


@pytest.mark.parametrize(
    ("days", "axis"),
    [
        (0, ["tickInterval 1day"]),
        (7, ["tickInterval 1day"]),
        (8, ["tickInterval 1week", "weekday monday"]),
        (200, ["tickInterval 1month", "axisFormat %Y-%m"]),
        (425, ["tickInterval 3month", "axisFormat %Y-%m"]),
        (1200, ["tickInterval 6month", "axisFormat %Y-%m"]),
        (2000, ["tickInterval 12month", "axisFormat %Y"]),
        (300_000, ["axisFormat %Y"]),
    ],
)
def test_the_ticks_of_mermaid_follow_the_span(days: int, axis: list[str], tmp_path: Path) -> None:
    """Seven intervals at most: the labels of more would overlap on a page."""
    last = date(2020, 3, 1) + timedelta(days)
    path = written(
        tmp_path,
        'id = "a"\ntitle = "A"\ndue = 2020-03-01',
        f'id = "b"\ntitle = "B"\ndue = {last}',
    )
    lines = run("show", "-a", path, "-f", "mermaid").splitlines()
    assert [line.strip() for line in lines[5:-2]] == axis


@pytest.mark.parametrize("word", ["active", "crit", "done", "milestone", "vert"])
def test_an_id_that_is_a_tag_of_mermaid_is_written_as_another_id(word: str, tmp_path: Path) -> None:
    """https://mermaid.js.org/syntax/gantt.html lists the tags, which go before the id of a task."""
    path = written(tmp_path, f'id = "{word}"\ntitle = "A"\ndue = 2020-03-01')
    lines = run("show", "-a", path, "--on", "2020-02-29", "-f", "mermaid").splitlines()
    assert lines[-1] == f"    A :milestone, {word}-, 2020-03-01, 0d"


def test_mermaid_without_dates_has_no_axis(tmp_path: Path) -> None:
    path = written(tmp_path, 'id = "a"\ntitle = "A"')
    lines = run("show", "-a", path, "-f", "mermaid").splitlines()
    assert lines[4:] == ["    todayMarker off", "    %% no date, left out: a"]


@pytest.mark.parametrize(
    "title", ["Section 3", "title x", "CLICK here", "2020-01-01 x", "gantt", "weekday monday"]
)
def test_no_title_begins_a_statement_of_mermaid(title: str, tmp_path: Path) -> None:
    path = written(tmp_path, f'id = "a"\ntitle = "{title}"\ndue = 2020-03-01')
    task = run("show", "-a", path, "--on", "2020-02-29", "-f", "mermaid").splitlines()[6]
    assert task == f"    #{ord(title[0])};{title[1:]} :milestone, a, 2020-03-01, 0d"


def test_a_chart_without_a_heading_has_the_name_of_its_rows() -> None:
    assert run("agreements", "-f", "mermaid").startswith("gantt\n    title agreements\n")


def test_a_task_is_done_or_critical_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ACCORDS, encoding="utf-8")
    out = run("show", "-a", str(path), "--on", str(ON), "-f", "mermaid")
    tasks = {
        name: tag
        for tag, name in re.findall(
            r" :(?:milestone, )?(?:((?:crit, )?done|crit), )?(?!done|crit)([a-z]+), \d{4}-", out
        )
    }
    assert tasks == {
        "talks": "done",
        "early": "done",
        "tardy": "crit, done",
        "missed": "crit",
        "between": "",
        "last": "",
    }


# iCalendar


def test_an_event_covers_its_day_and_ends_on_the_next() -> None:
    found = {str(one["summary"]): one for one in events("show", "--on", "2020-07-01")}
    drawdown = found["doha-2020: US forces down to 8,600"]
    assert drawdown["dtstart"].dt == date(2020, 7, 13)
    assert drawdown["dtend"].dt == date(2020, 7, 14)
    assert drawdown["dtstart"].params["VALUE"] == drawdown["dtend"].params["VALUE"] == "DATE"
    assert drawdown["dtstamp"].dt == datetime(2020, 7, 1, tzinfo=UTC)
    assert str(drawdown["description"]) == (
        "rule: signed + 135 days; clause: Part One, A.1; "
        "source: Agreement for Bringing Peace to Afghanistan (US Department of State), 2020-02-29"
    )


def test_a_calendar_has_an_event_for_each_row_with_a_date(mixed: str) -> None:
    arguments = ("show", "-a", mixed, "--on", "2020-09-01")
    _, span, last = events(*arguments)
    assert (span["dtstart"].dt, span["dtend"].dt) == (date(2020, 8, 1), date(2020, 9, 1))
    assert (last["dtstart"].dt, last["duration"].dt) == (date.max, timedelta(1))


def test_hostile_text_stays_in_the_summary(mixed: str) -> None:
    arguments = ("show", "-a", mixed, "--on", "2020-09-01")
    out = run(*arguments, "-f", "ics")
    assert out.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))
    assert not {line[:9] for line in out.split("\r\n")} & {"ATTENDEE:", "ATTENDEE;"}
    assert out.count("\r\nEND:VEVENT\r\n") == 3
    assert [one.partition(": ")[2] for one in summaries(out)] == [
        HOSTILE[1],
        HOSTILE[0].replace("\r", "\\r").replace("\n", "\\n"),
        HOSTILE[3].replace("\u202e", "\\u202e"),
    ]
    assert [set(one) for one in events(*arguments)] == [
        {"UID", "DTSTAMP", "DTSTART", end, "SUMMARY", "DESCRIPTION", "TRANSP"}
        for end in ("DTEND", "DTEND", "DURATION")
    ]


@pytest.mark.parametrize("command", LISTING)
def test_equal_queries_give_equal_bytes_and_unique_ids(command: str) -> None:
    arguments = () if command == "agreements" else ("--on", "2020-03-10")
    first, second = (run(command, *arguments, "-f", "ics") for _ in range(2))
    assert first == second
    uids = re.findall("^UID:(.*)$", first.replace("\r\n", "\n"), re.MULTILINE)
    assert len(uids) == len(set(uids))
    assert first.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert "METHOD" not in first


def test_a_calendar_of_another_day_differs_in_its_stamps_only() -> None:
    first, second = (run("show", "--on", day, "-f", "ics") for day in ("2020-03-01", "2021-12-31"))
    assert first != second
    unstamped = [re.sub("DTSTAMP:[0-9TZ]+", "", out) for out in (first, second)]
    assert unstamped[0] == unstamped[1]


def test_a_calendar_has_the_title_of_the_agreement_and_blocks_no_time() -> None:
    for arguments in (("show",), ("check", "--on", "2020-02-29")):
        calendar = icalendar.Calendar.from_ical(run(*arguments, "-f", "ics"))
        title = "Agreement for Bringing Peace to Afghanistan"
        assert [str(calendar[key]) for key in ("name", "x-wr-calname")] == [title, title]
    assert {str(one["transp"]) for one in events("show")} == {"TRANSPARENT"}


def test_an_event_keeps_its_id_on_another_day_and_in_another_command() -> None:
    shown = {str(one["uid"]) for one in events("show", "--on", "2020-07-01")}
    assert {str(one["uid"]) for one in events("compare", "--on", "2021-01-01")} == shown
    assert {str(one["uid"]) for one in events("next", "--on", "2020-03-01")} <= shown


def test_comparisons_show_the_plan_and_agreements_their_signing() -> None:
    planned = events("compare", "--on", "2021-12-31", "--as-happened")
    assert (str(planned[-1]["summary"]), planned[-1]["dtstart"].dt) == (
        "doha-2020: All foreign forces out",
        date(2021, 4, 29),
    )
    signed = {str(one["summary"]): one["dtstart"].dt for one in events("agreements")}
    assert signed["doha-2020: Agreement for Bringing Peace to Afghanistan"] == date(2020, 2, 29)


PEACE = """\
title = "{title}"
signed = {signed}
drawdown = {{ unit = "troops", baseline = 9 }}
[[milestone]]
id = "{id}"
title = "{what}"
due = "{due}"
"""


def ids(path: Path, *arguments: str, **changed: str) -> list[str]:
    """Return the ids of the events of an agreement with some keys changed."""
    written = {"title": "Peace", "signed": "2020-02-01", "id": "out", "what": "All out", "due": "2020-02-15"}  # fmt: skip
    path.parent.mkdir(exist_ok=True)
    path.write_text(PEACE.format(**written | changed), encoding="utf-8")
    return [str(one["uid"]) for one in events(*(arguments or ("show",)), "-a", str(path), "--on", "2020-02-15")]  # fmt: skip


def test_the_id_of_an_event_is_unique(tmp_path: Path) -> None:
    here, there = tmp_path / "x" / "peace.toml", tmp_path / "y" / "peace.toml"
    found = [
        *ids(here),
        *ids(there, title="Another peace"),
        *ids(there, signed="2020-02-02"),
        *ids(there, id="gone"),
        *ids(tmp_path / "x" / "truce.toml"),
        *ids(here, id="levels-2020-02-15"),
        *ids(here, id="2020-02-15-levels"),
        *ids(here, "drawdown"),
        *ids(here, "drawdown", "--every", "1 day"),
        *(str(one["uid"]) for one in events("agreements")),
    ]
    assert len(set(found)) == len(found) == 9 + len(bundled_names())


def test_an_event_keeps_its_id_in_another_folder_and_on_another_date(tmp_path: Path) -> None:
    here, there = tmp_path / "x" / "peace.toml", tmp_path / "y" / "peace.toml"
    kept = ids(here)
    assert ids(there) == kept
    assert ids(here, due="2021-03-01") == kept
    assert ids(here, due="signed + 1 day") == kept
    assert ids(here, what="Everybody out") == kept
    assert ids(here, "show", "--assume", "signed=2020-01-01", "--assume", "out=2020-03-03") == kept
    assert ids(here, "compare", "--assume", "out=2020-03-03") == kept


def test_the_uuid_of_an_event_never_changes() -> None:
    """Another id would duplicate the events of every imported calendar."""
    name = ["milestone", "doha-2020", "Agreement for Bringing Peace to Afghanistan", "2020-02-29", "withdrawal"]  # fmt: skip
    namespace = uuid.UUID("ce31dc92-b4ae-4ded-9526-a788685746e0")
    expected = uuid.uuid5(namespace, json.dumps(name))
    (last,) = events("next", "--on", "2021-04-29")
    assert str(last["uid"]) == str(expected)


def test_an_empty_calendar_has_a_component_that_is_not_an_event() -> None:
    """RFC 5545, 3.6: a calendar must include at least one component."""
    out = run("check", "--on", "2020-02-29", "-f", "ics")
    calendar = icalendar.Calendar.from_ical(out)
    assert [one.name for one in calendar.subcomponents] == ["VTIMEZONE"]
    (zone,) = calendar.subcomponents
    assert zone["tzid"] == "UTC"
    (standard,) = zone.subcomponents
    assert set(standard) == {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}
    assert standard["tzoffsetfrom"].to_ical() == standard["tzoffsetto"].to_ical() == "+0000"
    assert "VTIMEZONE" not in run("show", "-f", "ics")


@pytest.mark.parametrize(
    ("period", "days"), [("7 days", 7), ("2 weeks", 14), ("P1W1D", 8), ("0 days", 0)]
)
def test_an_alarm_shows_the_title_that_long_before(period: str, days: int) -> None:
    (event,) = events("next", "-n", "1", "--on", "2020-07-01", "--alarm", period)
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", -timedelta(days))
    assert alarm["description"] == event["summary"]


def test_only_what_is_still_to_come_has_an_alarm() -> None:
    arguments = ("--on", "2020-12-01", "--alarm", "7 days")
    with_alarm = {str(one["summary"]) for one in events("show", *arguments) if one.walk("VALARM")}
    # What was done, early or late, or has not been done by its day, has none.
    assert with_alarm == {"doha-2020: All foreign forces out"}


def test_an_alarm_is_written_as_days() -> None:
    out = run("next", "--on", "2020-07-01", "--alarm", "7 days", "-f", "ics")
    assert out.count("\r\nTRIGGER:-P7D\r\n") == 3


def test_there_is_no_alarm_without_the_option() -> None:
    assert "VALARM" not in run("show", "-f", "ics")


@pytest.mark.parametrize("command", ["agreements", "drawdown", "explain", "chart"])
def test_what_is_no_list_of_deadlines_has_no_alarms(command: str) -> None:
    found = in_process(command, "--alarm", "7 days")
    assert (found.status, found.out) == (2, "")
    # Releases of click word it differently.
    assert re.match("timeline: No such option:? '?--alarm'?", found.err)


@pytest.mark.parametrize("command", ["show", "next", "check", "compare"])
@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            ("--alarm", "1 month", "-f", "ics"),
            '--alarm: "1 month": months differ in length; use days or weeks',
        ),
        (("--alarm", "7 days"), "--alarm: table has no alarms; use --format ics"),
    ],
)
def test_an_invalid_alarm_is_one_error(command: str, options: tuple[str, ...], error: str) -> None:
    found = in_process(command, *options)
    assert (found.status, found.out, found.err) == (2, "", f"timeline: {error}\n")
