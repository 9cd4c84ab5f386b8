"""`-f ics` on a calendar server that people use: Radicale keeps one event for each milestone."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest

from tests.renamed import AFTER, BEFORE, exports
from tests.transcript import clean_environment

_SECONDS_TO_START = 60


class Server(NamedTuple):
    """Radicale with one calendar, on a port of this machine only."""

    port: int

    def answer(self, method: str, path: str = "", body: str = "") -> tuple[int, str]:
        """Return the status and the text with which a request about the calendar is answered."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        login = b64encode(b"desk:").decode()
        headers = {"Authorization": f"Basic {login}", "Content-Type": "text/calendar"}
        try:
            connection.request(method, f"/desk/agreements/{path}", body.encode(), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def put(self, calendar: str) -> None:
        """Store each event as a client does: by its UID."""
        for event in _events(calendar):
            alone = icalendar.Calendar()
            alone.add("prodid", "-//test//test//EN")
            alone.add("version", "2.0")
            alone.add_component(event)
            status, text = self.answer("PUT", f"{event['UID']}.ics", alone.to_ical().decode())
            assert status in {201, 204}, text

    def events(self) -> list[tuple[str, str]]:
        """Return the day and the summary of each event that is stored, in order."""
        status, text = self.answer("GET")
        assert status == 200
        return sorted((str(event.start), str(event["SUMMARY"])) for event in _events(text))


def _events(calendar: str) -> list[icalendar.Event]:
    """Return the events of a calendar."""
    found = icalendar.Calendar.from_ical(calendar)
    assert isinstance(found, icalendar.Calendar)
    return found.events


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Radicale with an empty calendar; skip where it is not installed."""
    if not find_spec("radicale"):
        pytest.skip("Radicale is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = (
        "--config=",
        f"--server-hosts=127.0.0.1:{port}",
        f"--storage-filesystem-folder={tmp_path / 'server'}",
        "--auth-type=none",
    )
    started = subprocess.Popen(
        [sys.executable, "-m", "radicale", *options],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server, end = Server(port), time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                assert server.answer("MKCALENDAR") == (201, "")
                break
            except ConnectionRefusedError:
                assert started.poll() is None, "Radicale ended"
                assert time.monotonic() < end, "Radicale did not start"
                time.sleep(0.1)
        yield server
    finally:
        started.terminate()
        started.wait()


def test_an_export_after_files_were_renamed_moves_events_and_doubles_none(
    server: Server, tmp_path: Path
) -> None:
    first, second = exports(tmp_path)
    server.put(first)
    assert server.events() == BEFORE
    server.put(second)
    assert server.events() == AFTER


def test_a_whole_export_is_taken_as_one_calendar(server: Server, tmp_path: Path) -> None:
    for calendar, events in zip(exports(tmp_path), (BEFORE, AFTER), strict=True):
        assert server.answer("PUT", body=calendar)[0] == 201
        assert server.events() == events
