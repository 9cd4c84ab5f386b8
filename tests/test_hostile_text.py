"""Text from strangers' files comes out as data, in every command and format."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import icalendar
import pytest
from markdown_it import MarkdownIt

from tests.transcript import in_process as timeline
from timeline.render import FORMATS

PAYLOADS = {
    "markup": "[red]x[/red] [b]",
    "closing markup": "[/EUR]",
    "escape sequence": "\x1b[31mred\x1b[0m",
    "link": "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
    "C1 control": "\x9b31mred",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "bidirectional override": "abc\u202edef\u2066ghi",
    "line breaks": "one\ntwo\rthree\u2028four\x85five",
    "tab": "one\ttwo",
    "formula": "=HYPERLINK(1)",
    "formula after a blank": " @SUM(1)",
    "emoji code": ":smile:",
    "quotes": "say \"it\", 'so'",
    "persian": "خروج نیروها می\u200cشود",
    "long": "x" * 10_000,
}
COMMANDS = ["show", "next", "check", "compare"]
ACTING = set(map(chr, [*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F)]))
ACTING |= set(map(chr, [*range(0x2066, 0x206A), 0x2028, 0x2029]))


@pytest.fixture(params=list(PAYLOADS.values()), ids=list(PAYLOADS))
def payload(request: pytest.FixtureRequest) -> str:
    """One hostile text."""
    return str(request.param)


@pytest.fixture
def hostile(payload: str, tmp_path: Path) -> str:
    """A file with that text in every field that takes text."""
    text = json.dumps(payload)  # which TOML reads as well
    path = tmp_path / "hostile.toml"
    path.write_text(
        f"title = {text}\nsigned = 2020-02-29\nparties = [{text}]\nnote = {text}\n"
        f'[[milestone]]\nid = "a"\ntitle = {text}\ndue = 2020-07-01\ncondition = {text}\n'
        f'clause = {text}\nsource = "s"\nnote = {text}\n'
        f'published = [{{ date = 2020-07-02, by = {text}, source = "s" }}]\n'
        f"[drawdown]\nunit = {text}\nbaseline = 1\n"
        f'[[source]]\nid = "s"\ntitle = {text}\npublisher = {text}\nurl = {text}\n',
        encoding="utf-8",
    )
    return str(path)


def visible(payload: str) -> str:
    """Return the payload as a line of text shows it: what would act is escaped."""
    return "".join(
        char.encode("unicode_escape").decode() if char in ACTING | {"\n"} else char
        for char in payload
    )


def markdown_texts(source: str) -> set[str]:
    """Return the texts of a Markdown document in which nothing but a table is markup."""
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} == {
        *("paragraph", "inline", "table", "thead", "tbody", "tr", "th", "td")
    }
    inner = [token.children or [] for token in tokens if token.type == "inline"]
    assert {child.type for children in inner for child in children} <= {
        *("text", "text_special", "softbreak")
    }
    return {"".join(child.content for child in children) for children in inner}


def summaries(calendar: str) -> list[str]:
    """Return the summaries as RFC 5545 reads them; releases of the library differ on backslashes."""
    unfolded = calendar.replace("\r\n ", "").replace("\r\n", "\n")
    found = re.findall(r"^SUMMARY:(.*)$", unfolded, re.MULTILINE)
    return [re.sub(r"\\([\\;,])", r"\1", text) for text in found]


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_acts_and_nothing_is_lost(command: str, hostile: str, payload: str) -> None:
    for format_name in FORMATS:
        options = ("-a", hostile, "--on", "2020-06-30", "-f", format_name)
        within = ("--within", "1 day") if command == "check" else ()
        found = timeline(command, *options, *within)
        assert (found.status, found.err) == (int(command == "check"), "")
        allowed = {"\t"} if format_name == "tsv" else set()
        out = found.out.replace("\r\n", "\n") if format_name == "ics" else found.out
        assert not set(out) & (ACTING - allowed)
        if format_name == "json":
            document = json.loads(found.out)
            assert document["agreement"]["title"] == payload
            assert document["milestones"][0]["title"] == payload
        elif format_name == "csv":
            (row,) = csv.DictReader(io.StringIO(found.out))
            assert row["title"].removeprefix("'") == visible(payload)
            assert not row["title"].lstrip().startswith(("=", "+", "-", "@"))
        elif format_name in {"tsv", "table"}:
            assert visible(payload) in found.out
        elif format_name == "ndjson":
            (line,) = found.out.splitlines()
            assert json.loads(line)["title"] == payload
        elif format_name == "markdown":
            assert visible(payload).strip() in markdown_texts(found.out)
        elif format_name == "mermaid":
            assert not set(re.sub(r"#[0-9]+;", "", found.out)) & set('#;%{}[]<>"\\&`')
            read = re.sub(r"#([0-9]+);", lambda entity: chr(int(entity[1])), found.out)
            assert read.count(visible(payload).strip()) >= 2
        elif format_name == "ics":
            (event,) = icalendar.Calendar.from_ical(found.out).walk("VEVENT")
            assert summaries(found.out) == [visible(payload)]
            assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"}


def test_an_explanation_shows_it_as_data(hostile: str, payload: str) -> None:
    table = timeline("explain", "a", "-a", hostile)
    assert (table.status, table.err) == (0, "")
    assert not set(table.out) & ACTING
    assert table.out.count(visible(payload)) >= 4
    document = json.loads(timeline("explain", "a", "-a", hostile, "-f", "json").out)
    assert document["published"][0]["by"] == document["source"]["title"] == payload
