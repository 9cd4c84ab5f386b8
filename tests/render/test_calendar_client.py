"""`-f ics` in a calendar client that people use: khal shows the days, and keeps what it is given."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.renamed import AFTER, BEFORE, exports
from tests.transcript import clean_environment
from tests.transcript import in_process as timeline

VALID = Path(__file__).parent.parent / "agreements" / "valid"
BY_AUGUST = VALID / "by-august.toml"
AT_MIDNIGHT = VALID / "at-midnight.toml"

# The days of the agreement of 29 February 2020, and of its counting.
DOHA = {
    "2020-03-10": {
        "doha-2020: Intra-Afghan negotiations begin",
        "doha-2020: Up to 6,000 prisoners released",
    },
    "2020-05-29": {"doha-2020: UN sanctions on Taliban lifted"},
    "2020-06-10": {"doha-2020: All remaining prisoners released"},
    "2020-07-13": {"doha-2020: US forces down to 8,600", "doha-2020: All forces out of five bases"},
    "2020-08-27": {"doha-2020: US sanctions reviewed"},
    "2021-04-29": {"doha-2020: All foreign forces out"},
}

_CONFIGURATION = """\
[calendars]
[[agreements]]
path = {events}
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


class Client(NamedTuple):
    """khal with one calendar of its own; `events` holds a file for each event."""

    command: str
    folder: Path
    events: Path

    def run(self, *arguments: str) -> str:
        """Return what khal prints, once it has found nothing to complain of."""
        home = {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}
        done = subprocess.run(
            [self.command, "--config", str(self.folder / "config"), "--no-color", *arguments],
            capture_output=True,
            encoding="utf-8",
            env=clean_environment(dict.fromkeys(home, str(self.folder))),
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def take(self, *arguments: str) -> None:
        """Import what `timeline show -f ics` prints."""
        printed = timeline("show", *arguments, "-f", "ics")
        assert (printed.status, printed.err) == (0, "")
        self.take_all(printed.out)

    def take_all(self, calendar: str) -> None:
        """Import the calendar."""
        file = self.folder / "timeline.ics"
        file.write_text(calendar, encoding="utf-8", newline="")
        self.run("import", "--batch", str(file))

    def days(
        self, shown: str = "{title}", first: str = "2020-03-01", last: str = "2021-12-31"
    ) -> dict[str, Sequence[str]]:
        """Return what is listed on each day that has anything."""
        days = defaultdict(list)
        day = ""
        formats = ("--day-format", "day {date-long}", "--format", f"event {shown}")
        for line in self.run("list", *formats, first, last).splitlines():
            kind, _, text = line.partition(" ")
            if kind == "day":
                day = text
            else:
                assert kind == "event"
                days[day].append(text)
        return dict(days)

    def stored(self) -> list[str]:
        """Return the text of each event's file."""
        return [file.read_text(encoding="utf-8") for file in self.events.glob("*.ics")]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    """khal with an empty calendar; skip where it is not installed."""
    beside = str(Path(sys.executable).parent)
    command = shutil.which("khal", path=os.pathsep.join([beside, os.environ.get("PATH", "")]))
    if not command:
        pytest.skip("khal is not installed")
    events = tmp_path / "events"
    events.mkdir()
    configuration = _CONFIGURATION.format(events=events, folder=tmp_path)
    (tmp_path / "config").write_text(configuration, encoding="utf-8")
    return Client(command, tmp_path, events)


def as_sets(days: dict[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return the days' events without their order, having made sure that none is there twice."""
    assert all(len(set(events)) == len(events) for events in days.values())
    return {day: set(events) for day, events in days.items()}


def test_each_milestone_is_shown_on_its_day_with_its_title(client: Client) -> None:
    client.take("--on", "2020-07-01")
    assert as_sets(client.days()) == DOHA


def test_a_second_import_moves_events_and_doubles_none(client: Client) -> None:
    client.take("--on", "2020-07-01")
    client.take("--on", "2020-12-01", "--assume", "drawdown=2020-07-20")
    moved = {
        "2020-07-13": {"doha-2020: All forces out of five bases"},
        "2020-07-20": {"doha-2020: US forces down to 8,600"},
    }
    assert as_sets(client.days()) == DOHA | moved
    assert len(client.stored()) == sum(map(len, DOHA.values()))


def test_an_export_after_files_were_renamed_moves_events_and_doubles_none(client: Client) -> None:
    for calendar, events in zip(exports(client.folder), (BEFORE, AFTER), strict=True):
        client.take_all(calendar)
        days = client.days(first="1988-08-01", last="1988-12-31").items()
        assert [(day, title) for day, titles in days for title in titles] == events
        assert len(client.stored()) == len(events)


def test_the_description_says_what_gives_the_day_and_stays_true(client: Client) -> None:
    client.take("--on", "2020-07-01")
    before = client.days("{title}: {description}")
    client.take("--on", "2020-12-01")
    assert client.days("{title}: {description}") == before
    (withdrawal,) = before["2021-04-29"]
    assert withdrawal == (
        "doha-2020: All foreign forces out: rule: signed + 14 months; clause: Part One, opening and B; "
        "source: Agreement for Bringing Peace to Afghanistan (US Department of State), 2020-02-29"
    )


def test_a_reminder_is_kept_with_each_event(client: Client) -> None:
    client.take("--on", "2020-07-01", "--alarm", "7 days")
    stored = client.stored()
    assert len(stored) == sum(map(len, DOHA.values()))
    for event in stored:
        alarm = event.partition("BEGIN:VALARM")[2].partition("END:VALARM")[0].splitlines()
        (day,) = re.findall("^DTSTART;VALUE=DATE:([0-9]{8})$", event, re.MULTILINE)
        # Met on 18 June, before its day; what is not done by its day gets no reminder after it.
        to_come = day >= "20200701" and "US forces down" not in event
        assert bool(alarm) == to_come
        assert not to_come or {"ACTION:DISPLAY", "TRIGGER:-P7D"} <= set(alarm)


def test_a_calendar_of_nothing_is_taken_and_shows_nothing(client: Client) -> None:
    client.take("-a", str(BY_AUGUST), "--on", "2020-07-01")
    before = client.days()
    client.take_all(timeline("check", "--on", "2020-02-29", "-f", "ics").out)
    assert client.days() == before


def test_a_month_is_shown_on_all_its_days_and_no_other(client: Client) -> None:
    client.take("-a", str(BY_AUGUST), "--on", "2020-07-01")
    august = [str(date(2020, 8, 1) + timedelta(number)) for number in range(31)]
    assert client.days() == {day: ["by-august: Something done by August"] for day in august}
    assert len(client.stored()) == 1


def test_a_milestone_with_a_time_is_shown_at_that_time_of_the_readers_zone(client: Client) -> None:
    """The client is in UTC, 4:30 hours behind Kabul, where the milestone is at midnight."""
    client.take("-a", str(AT_MIDNIGHT), "--on", "2020-07-01")
    shown = client.days("{start-time} {title}")
    assert shown.pop("2020-07-13") == ["19:30 at-midnight: All out"]
    august = [str(date(2020, 8, 1) + timedelta(number)) for number in range(31)]
    assert shown == {day: [" at-midnight: Review"] for day in august}


# No backslash: khal's library unescapes one twice, some of its releases more than others.
TITLES = (
    "One; two, three: four",
    "BEGIN:VEVENT",
    'say "it"',
    "خروج نیروها 🕊",
    ("long " * 60).strip(),
)


def test_a_title_is_shown_as_written(client: Client) -> None:
    path = client.folder / "agreement.toml"
    path.write_text(
        'title = "A"\nsigned = 2020-02-29\n'
        + "".join(
            f'[[milestone]]\nid = "m{day}"\ntitle = {json.dumps(title, ensure_ascii=False)}\n'
            f"due = 2020-03-0{day}\n"
            for day, title in enumerate(TITLES, 1)
        ),
        encoding="utf-8",
    )
    client.take("-a", str(path), "--on", "2020-02-29")
    assert client.days() == {
        f"2020-03-0{day}": [f"agreement: {title}"] for day, title in enumerate(TITLES, 1)
    }
