"""The properties of the output stream: its size, its colours, its characters."""

from __future__ import annotations

import io

import pytest

from timeline.render.formats.json import encode
from timeline.render.terminal import Terminal


class Stream(io.StringIO):
    """A stream that may be a terminal's, in a given encoding."""

    def __init__(self, *, is_terminal: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._is_terminal = is_terminal
        self._encoding = encoding

    def isatty(self) -> bool:
        return self._is_terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


@pytest.mark.parametrize(
    ("environment", "colour"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "unknown"}, False),
        ({}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        # NO_COLOR takes precedence; an empty value is ignored
        ({"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
    ],
)
def test_a_terminal_has_colour_unless_it_cannot_or_the_user_disables_it(
    environment: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "97")
    monkeypatch.setenv("LINES", "31")
    found = Terminal.of(Stream(is_terminal=True), environment)
    assert found == Terminal(width=97, colour=colour, unicode=True, height=31)


@pytest.mark.parametrize(
    ("encoding", "unicode"),
    [("utf-8", True), ("UTF-16", True), ("ascii", False), ("latin-1", False)],
)
def test_a_pipe_has_no_size_and_colour_only_by_force(encoding: str, unicode: bool) -> None:
    stream = Stream(is_terminal=False, encoding=encoding)
    assert Terminal.of(stream, {"TERM": "xterm"}) == Terminal(unicode=unicode)
    forced = Terminal.of(stream, {"FORCE_COLOR": "1"})
    assert forced == Terminal(colour=True, unicode=unicode)


def test_a_closed_stream_is_treated_as_a_pipe() -> None:
    assert Terminal.of(None, {"FORCE_COLOR": "1"}) == Terminal()


def test_json_escapes_only_active_characters_or_all_outside_ascii() -> None:
    value = {"title": "é\u202e😀"}
    assert encode(value) == '{"title":"é\\u202e😀"}'
    assert encode(value, ascii_only=True) == '{"title":"\\u00e9\\u202e\\ud83d\\ude00"}'
