"""Text from strangers comes out as data: every field, command and format, a terminal and a pipe."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import icalendar
import msgspec
import pytest
from markdown_it import MarkdownIt
from msgspec import Struct

from tests.hostile import BLANKS, EVERYTHING, PIECES, STARTS, acting, unspaced, visible
from tests.transcript import COMMAND, Transcript, clean_environment
from tests.transcript import in_process as timeline
from timeline.files.loading import load
from timeline.render.formats import FORMATS
from timeline.schedule.agreement import Agreement, Text

COMMANDS = ["show", "next", "check", "compare"]
TEXTS = ("title", "condition", "clause", "note")
# What GitHub looks for in texts that have been read as Markdown: mentions, issues, commits, addresses,
# and words for emoji. https://docs.github.com/en/get-started/writing-on-github
GITHUB = re.compile(
    r"@[a-z0-9]|#[0-9]|\bgh-[0-9]|\b[0-9a-f]{7,40}\b|[a-z]://|:[a-z0-9+_-]+:", re.IGNORECASE
)
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """A file with everything hostile in every field that takes text."""
    return written(tmp_path / "hostile.toml", EVERYTHING)


def written(path: Path, payload: str) -> str:
    """Write an agreement with the text in every field that takes text, and return its path."""
    text = toml(payload)
    path.write_text(
        f"title = {text}\nsigned = 2020-02-29\nsigned-label = {text}\nparties = [{text}, {text}]\nnote = {text}\n"
        f'[[milestone]]\nid = "a"\ntitle = {text}\ndue = 2020-07-01\ncondition = {text}\n'
        f'clause = {text}\nsource = "s"\nnote = {text}\nfulfilled-note = {text}\n'
        f"amended = [{{ decided = 2020-03-01, due = 2020-07-01, by = {text}, note = {text} }}]\n"
        f'published = [{{ date = 2020-07-02, by = {text}, source = "s" }}]\n'
        f"[drawdown]\nunit = {text}\nbaseline = 1\nnote = {text}\n"
        f"observed = [{{ date = 2020-03-01, level = 1, note = {text} }}]\n"
        f'[[source]]\nid = "s"\ntitle = {text}\npublisher = {text}\nurl = {text}\n',
        encoding="utf-8",
    )
    return str(path)


def toml(payload: str) -> str:
    """Return the text as a string of TOML, which reads the one that JSON writes, but for pairs."""
    characters = json.dumps(payload, ensure_ascii=False).replace("\x7f", "\\u007f")
    return characters.replace("\ufeff", "\\ufeff")


def texts_of(value: object, kind: object) -> list[object]:
    """Return what stands in every field of text of the structure, None for one left out."""
    if isinstance(value, Struct):
        found = [
            texts_of(getattr(value, field.name), field.type)
            for field in msgspec.structs.fields(value)
        ]
        return [text for texts in found for text in texts]
    if isinstance(value, tuple):
        of = getattr(kind, "__args__", (None,))[0]
        return [text for one in value for text in texts_of(one, of)]
    return [value] if kind in (Text, Text | None) else []


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
    texts = {"".join(child.content for child in children) for children in inner}
    assert not any(map(GITHUB.search, texts))
    # What is linked while Markdown is read, so that an escape is enough.
    assert "www." not in source
    return {text.replace("\u200b", "") for text in texts}


def values(calendar: str, name: str) -> list[str]:
    """Return a property's values as RFC 5545 reads them; releases of the library differ on backslashes."""
    unfolded = calendar.replace("\r\n ", "").replace("\r\n", "\n")
    found = re.findall(f"^{name}:(.*)$", unfolded, re.MULTILINE)
    return [re.sub(r"\\([\\;,])", r"\1", text) for text in found]


def summaries(calendar: str) -> list[str]:
    """Return the summaries of a calendar's events."""
    return values(calendar, "SUMMARY")


def ensure_shown_in_table(out: str, payload: str) -> None:
    """Assert that a line of the table holds the text."""
    assert any(visible(payload).rstrip() in line for line in out.splitlines())


def ensure_read_back_from_json(out: str, payload: str) -> None:
    """Assert that JSON holds the very text."""
    document = json.loads(out)
    assert document["agreement"]["title"] == payload
    ensure_read_back(document["milestones"], payload)


def ensure_read_back_from_ndjson(out: str, payload: str) -> None:
    """Assert that the line holds the very text."""
    ensure_read_back([json.loads(line) for line in out.splitlines()], payload)


def ensure_read_back(rows: list[dict[str, object]], payload: str) -> None:
    """Assert that each text of the one row is the very text."""
    (row,) = rows
    assert {row[key] for key in TEXTS if key in row} == {payload}


def ensure_a_sheet_holds_text(out: str, payload: str, delimiter: str = ",") -> None:
    """Assert that cells show the text, and none computes it, when a spreadsheet opens the file."""
    (row,) = csv.DictReader(io.StringIO(out), delimiter=delimiter)
    for key in TEXTS:
        if key in row:
            assert row[key].removeprefix("'") == visible(payload)
            assert not row[key].strip().startswith(FORMULA)
    assert None not in row


def ensure_tsv_holds_text(out: str, payload: str) -> None:
    """Assert the same of TSV, which some read as if it knew quotes and others do not."""
    ensure_a_sheet_holds_text(out, payload, "\t")
    header, row = (line.split("\t") for line in out.splitlines())
    assert row[header.index("title")].removeprefix("'") == visible(payload)


def ensure_markdown_reads_as_text(out: str, payload: str) -> None:
    """Assert that a cell is the text."""
    texts = {text.strip() for text in markdown_texts(out)}
    assert texts & {visible(payload).strip(), f"{visible(payload).strip()}+"}  # it has a condition


def ensure_calendar_holds_text(out: str, payload: str) -> None:
    """Assert that the one event has the text as its summary, and no property more."""
    assert not acting(out.replace("\r\n", ""))
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(out).walk("VEVENT")
    assert set(event) == {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP")
    }
    (summary,) = summaries(out)
    assert summary.partition(": ")[2] == visible(payload)
    assert values(out, "NAME") == values(out, "X-WR-CALNAME") == [visible(payload)]


def ensure_mermaid_draws_text(out: str, payload: str) -> None:
    """Assert that title and task are the text, and hold nothing that is syntax."""
    assert not set(re.sub(r"#[0-9]+;", "", out)) & set('#;%{}[]<>"\\&`')
    read = re.sub(r"#([0-9]+);", lambda entity: chr(int(entity[1])), out)
    assert read.count(visible(payload).strip()) >= 2


ENSURE = {
    "table": ensure_shown_in_table,
    "json": ensure_read_back_from_json,
    "ndjson": ensure_read_back_from_ndjson,
    "csv": ensure_a_sheet_holds_text,
    "tsv": ensure_tsv_holds_text,
    "markdown": ensure_markdown_reads_as_text,
    "ics": ensure_calendar_holds_text,
    "mermaid": ensure_mermaid_draws_text,
}
ALLOWED = {"tsv": "\n\t", "ics": "\r\n"}


def test_the_hostile_file_fills_every_text_field_there_is(hostile: str) -> None:
    found = texts_of(load(hostile), Agreement)
    assert len(found) >= 15
    assert set(found) == {EVERYTHING}


def test_every_format_is_held_to_it() -> None:
    assert list(ENSURE) == list(FORMATS)


# Files


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_acts_and_nothing_is_lost(format_name: str, hostile: str) -> None:
    for command in COMMANDS:
        within = ("--within", "1 day") if command == "check" else ()
        found = timeline(command, "-a", hostile, "--on", "2020-06-30", "-f", format_name, *within)
        assert (found.status, found.err) == (int(command == "check"), "")
        assert not acting(found.out, ALLOWED.get(format_name, "\n"))
        ENSURE[format_name](found.out, EVERYTHING)


@pytest.mark.parametrize("payload", STARTS.values(), ids=STARTS)
def test_nothing_acts_at_the_beginning_of_a_text_either(payload: str, tmp_path: Path) -> None:
    path = written(tmp_path / "x.toml", payload)
    for format_name in FORMATS:
        found = timeline("show", "-a", path, "--on", "2020-06-30", "-f", format_name)
        assert not acting(found.out, ALLOWED.get(format_name, "\n"))
        ENSURE[format_name](found.out, payload)


def test_an_explanation_shows_it_as_data(hostile: str) -> None:
    table = timeline("explain", "a", "-a", hostile)
    assert (table.status, table.err) == (0, "")
    assert not acting(table.out)
    assert table.out.count(visible(EVERYTHING)) >= 4
    out = timeline("explain", "a", "-a", hostile, "-f", "json").out
    assert not acting(out)
    document = json.loads(out)
    (source,) = document["sources"]
    assert {
        *(document["agreement"]["title"], document["title"], document["clause"]),
        *(document["published"][0]["by"], source["title"], source["publisher"], source["url"]),
    } == {EVERYTHING}


def test_a_sound_file_has_no_fault_however_hostile(hostile: str) -> None:
    assert timeline("validate", hostile) == Transcript(0, "", "")


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_very_long_text_is_as_good_as_any(format_name: str, tmp_path: Path) -> None:
    payload = "=<b>x</b> " + "x" * 100_000
    path = written(tmp_path / "x.toml", payload)
    found = timeline("show", "-a", path, "--on", "2020-06-30", "-f", format_name)
    assert (found.status, found.err) == (0, "")
    ENSURE[format_name](found.out, payload)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_blanks_of_a_rule_act_no_more_than_letters(format_name: str, tmp_path: Path) -> None:
    rule = BLANKS.join(["", "signed", "+", "135", "days", ""])
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\n'
        f"due = {toml(rule)}\nalso = [{toml(rule)}]\n",
        encoding="utf-8",
    )
    for command in COMMANDS:
        arguments = (command, "-a", str(path), "--on", "2021-01-01", "--assume", f"a={rule}")
        found = timeline(*arguments, "-f", format_name)
        assert found.status == int(command == "check")
        assert not acting(found.out + found.err, ALLOWED.get(format_name, "\n"))
        if format_name == "json":
            document = json.loads(found.out)
            assert document["assumed"] == {"a": rule}
            assert {row.get("expression", rule) for row in document["milestones"]} <= {rule}
    for more in ((), ("-f", format_name)) if format_name in {"table", "json"} else ():
        found = timeline("explain", "a", "-a", str(path), *more)
        assert (found.status, found.err) == (0, "")
        assert not acting(found.out)
    counts = timeline("remaining", rule, rule, "-a", str(path), "--on", "2020-07-13")
    assert counts == Transcript(0, f"{visible(rule)}\t0\n" * 2, "")


# Faults


def faulty(path: Path, payload: str) -> int:
    """Write a file that has the text wherever it is a fault, and return how many faults that is."""
    text = toml(payload)
    path.write_text(
        f'title = "T"\nsigned = 2020-02-29\n{text} = 1\ncounting = {{ start-day = {text} }}\n'
        f"stated = {{ hijri = {text}, {text} = 1 }}\n"
        f"[[milestone]]\nid = {text}\ntitle = 1\nkind = {text}\nlevel = {text}\n{text} = 1\n"
        f'[[milestone]]\nid = "b"\ntitle = "B"\ndue = {text}\nalso = [{text}]\nsource = {text}\n'
        f"fulfilled-source = {text}\nfulfilled = {text}\n"
        f'published = [{{ date = {text}, by = "B", source = {text} }}]\n'
        f'[drawdown]\nunit = "T"\nbaseline = 1\nsource = {text}\n'
        f"observed = [{{ date = 2020-03-01, level = 1, source = {text} }}]\n"
        f'[[source]]\nid = {text}\ntitle = "S"\ndate = {text}\n',
        encoding="utf-8",
    )
    return 20


@pytest.mark.parametrize("payload", [EVERYTHING, *PIECES])
def test_faults_show_it_as_data_each_on_one_line(payload: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    count = faulty(path, payload)
    found = timeline("validate", str(path))
    assert (found.status, found.err) == (1, "")
    lines = found.out.splitlines()
    assert all(line.startswith(f"{path}: ") for line in lines)
    assert not acting(found.out)
    assert all(len(line) < 1000 for line in lines)
    assert len(lines) == count
    if payload in PIECES:
        assert found.out.count(f'"{visible(payload)}"') >= count - 1  # one fault is a number
    # every other command tells the same on standard error
    refused = timeline("show", "-a", str(path))
    assert refused == Transcript(2, "", "".join(f"timeline: {line}\n" for line in lines))


@pytest.mark.parametrize("command", ["show", "validate"])
def test_keys_given_twice_are_one_short_line(command: str, tmp_path: Path) -> None:
    path, text = tmp_path / "x.toml", toml(EVERYTHING)
    for content in (f"{text} = 1\n{text} = 2\n", f"[{text}]\n[{text}]\n", f"a = {{ {text} = 1, {text} = 2 }}"):  # fmt: skip
        path.write_text(content, encoding="utf-8")
        found = timeline(command, *(["-a"] if command == "show" else []), str(path))
        lines, other = (found.err, found.out) if command == "show" else (found.out, found.err)
        assert (found.status, other, lines.count("\n")) == (2 if command == "show" else 1, "", 1)
        assert not acting(lines)
        assert len(lines) < 1000


# File names


@pytest.fixture(params=PIECES)
def named(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The path of a sound file that has hostile text as its name, as far as files can."""
    name = str(request.param).replace("/", "\u2215").replace("\0", "")
    path = tmp_path / f"{name}.toml"
    path.write_text('title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-03-01\n')  # fmt: skip
    return str(path)


def test_a_hostile_file_name_is_data_too(named: str) -> None:
    name = visible(Path(named).name.removesuffix(".toml"))
    out = {}
    for format_name in FORMATS:
        found = timeline("show", "-a", named, "--on", "2020-02-29", "-f", format_name)
        assert (found.status, found.err) == (0, "")
        assert not acting(found.out, ALLOWED.get(format_name, "\n"))
        out[format_name] = found.out
    assert json.loads(out["json"])["agreement"]["id"] == name
    (uid,) = values(out["ics"], "UID")
    assert re.fullmatch("[0-9a-f-]{36}", uid)
    assert not set(re.sub(r"#[0-9]+;", "", out["mermaid"])) & set('#;%{}[]<>"\\&`')


def test_errors_show_a_hostile_file_name_as_data(named: str) -> None:
    Path(named).write_text("title = 1\n")
    for arguments, status in ((("show", "-a", named), 2), (("validate", named), 1)):
        found = timeline(*arguments)
        assert found.status == status
        assert not acting(found.out + found.err)
        assert (found.out + found.err).count(f"{visible(named)}: ") == 2  # title and signed
    Path(named).unlink()
    expected = f"timeline: {visible(named)}: No such file or directory\n"
    assert timeline("show", "-a", named) == Transcript(2, "", expected)
    assert timeline("validate", named) == Transcript(2, "", expected)


# Arguments

ARGUMENTS = [
    *((("show", option, "{}")) for option in ("--on", "--tz", "--assume", "-a", "-f", "--month-end")),
    ("show", "--assume", "drawdown={}"),
    ("show", "--assume", "{}=2020-01-01"),
    ("show", "-f", "ics", "--alarm", "{}"),
    ("next", "-n", "{}"),
    ("check", "--within", "{}"),
    ("date", "today", "--calendar", "{}"),
    *((command, "{}") for command in ("check", "date", "remaining", "explain", "validate", "completion")),
    ("{}",),
    ("--{}",),
]  # fmt: skip


# What is a path holds a slash; what begins with a hyphen is an option to click.
@pytest.mark.parametrize("payload", [EVERYTHING, STARTS["at"], STARTS["minus"]])
@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_a_hostile_argument_is_one_line_of_error(arguments: tuple[str, ...], payload: str) -> None:
    found = timeline(*(one.replace("{}", payload) for one in arguments))
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert found.err.startswith("timeline: ")
    assert not acting(found.err)


@pytest.mark.parametrize("payload", PIECES)
def test_an_error_shows_every_character_of_an_argument(payload: str) -> None:
    # An assumption is shown by its part behind the equals sign.
    options = ("--on", "--tz") if "=" in payload else ("--on", "--tz", "--assume")
    for option in options:
        assert f'"{visible(payload)}"' in timeline("show", option, payload).err


def test_bytes_that_are_no_text_are_shown_as_escapes() -> None:
    for arguments in (("date", b"\xff\x1b[31m"), ("show", "--tz", b"\xff\x1b[31m")):
        done = subprocess.run(
            [COMMAND, *arguments], capture_output=True, env=clean_environment(), check=False
        )
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
        assert rb'"\udcff\x1b[31m"' in done.stderr


# Terminals


def on_a_terminal(*arguments: str) -> tuple[int, str]:
    """Return the exit status and what a terminal gets, its colours apart, from both streams."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=clean_environment({"TERM": "xterm-256color"}),
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # how a terminal says that the other side has closed it
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return process.wait(), re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())


def test_a_terminal_gets_nothing_to_obey_but_colours(hostile: str) -> None:
    (colour,) = [piece for piece in PIECES if "\x1b" in piece]
    argument = colour.replace("\0", "")
    for arguments, expected, payload in (
        (("show", "-a", hostile, "--on", "2020-06-30"), 0, EVERYTHING),
        (("explain", "a", "-a", hostile), 0, EVERYTHING),
        (("show", "--on", argument), 2, argument),
    ):
        status, shown = on_a_terminal(*arguments)
        assert status == expected
        assert not acting(shown, "\r\n")
        assert unspaced(visible(payload)) in unspaced(shown)
