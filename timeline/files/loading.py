"""A name or a path becomes an agreement, or every fault of its file at once."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import PurePath
from typing import Any

import msgspec

from timeline.errors import (
    AgreementError,
    ExpressionError,
    UnknownAgreementError,
    UnreadableFileError,
)
from timeline.files.faults import Fault, convert, read_table
from timeline.files.validation import failed_counts, failed_counts_of_unsound, inconsistencies
from timeline.plain_text import plain
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import Scenario, Schedule, build_schedule

# Joined by hand: importlib.resources would take longer to import than the file takes to read.
_BUNDLED = os.path.join(os.path.dirname(__file__), "bundled")  # noqa: PTH118, PTH120
_SUFFIX = ".toml"
STANDARD_INPUT = "-"

# More than a hundred thousand milestones. Read, a file takes thirty times its size in memory.
_LARGEST = 16_000_000
_MOST_PARTS = 20


def bundled_names() -> list[str]:
    """Return the names of the agreements that come along, in alphabetical order."""
    return sorted(
        entry.removesuffix(_SUFFIX)
        for entry in os.listdir(_BUNDLED)  # noqa: PTH208
        if entry.endswith(_SUFFIX)
    )


def is_path(name: str) -> bool:
    """Return whether `name` is a path: it holds a slash or ends in `.toml`."""
    separators = {"/", os.sep, os.altsep} - {None}
    return name.endswith(_SUFFIX) or any(one in name for one in separators if one)


def agreement_id(name: str) -> str:
    """Return what output calls the agreement loaded from `name`: the name, or a file's stem.

    >>> agreement_id("texts/peace.toml")
    'peace'
    """
    if name == STANDARD_INPUT:
        return "stdin"
    return plain(os.path.basename(name).removesuffix(_SUFFIX))  # noqa: PTH119


def load(name: str | PurePath) -> Agreement:
    """Return the bundled agreement called `name`, or the one in the file at that path.

    A text that holds no slash and does not end in `.toml` is a name, and never reads a file of that
    name; a `Path` is always a path. `-` reads standard input. Raises `UnknownAgreementError`,
    `UnreadableFileError`, and `AgreementError` with every fault of the file.

    >>> load("doha-2020").signed
    datetime.date(2020, 2, 29)
    """
    return load_schedule(name).agreement


def load_schedule(name: str | PurePath, scenario: Scenario | None = None) -> Schedule:
    """Return the schedule, under the scenario, of the agreement that `load` returns.

    A date that cannot be counted by the file's own rules is a fault of the file, and raises
    `AgreementError`. Under other rules, or with assumptions, it is one of the schedule's failures.
    Raises what `load` and `build_schedule` raise.
    """
    if isinstance(name, PurePath):
        return parse_schedule(_read(str(name), str(name)), str(name), scenario)
    if name == STANDARD_INPUT:
        return parse_schedule(_read(0, "standard input"), "standard input", scenario)
    if is_path(name):
        return parse_schedule(_read(name, name), name, scenario)
    if name not in bundled_names():
        raise UnknownAgreementError(name, bundled_names())
    path = os.path.join(_BUNDLED, name + _SUFFIX)  # noqa: PTH118
    return parse_schedule(_read(path, path), name, scenario)


def parse_agreement(data: bytes, file: str) -> Agreement:
    """Return the agreement in the TOML text `data`; `file` is what errors call it.

    Raises `AgreementError` with every fault.
    """
    return parse_schedule(data, file).agreement


def parse_schedule(data: bytes, file: str, scenario: Scenario | None = None) -> Schedule:
    """Return the schedule, under the scenario, of the agreement in the TOML text `data`.

    `file` is what errors call it. Raises as `load_schedule`.
    """
    raw = _parse_toml(data, file)
    faults: list[Fault] = []
    try:
        agreement: Agreement = convert(raw, Agreement)
    except (msgspec.ValidationError, ExpressionError):
        agreement = read_table(raw, Agreement, faults)
    faults += inconsistencies(agreement)
    if faults:
        paths = {fault.path for fault in faults}
        faults += [one for one in failed_counts_of_unsound(agreement) if one.path not in paths]
        raise AgreementError(fault.line(file) for fault in faults)
    # What counts from the clock is tried from a day like any other.
    schedule = build_schedule(agreement, scenario or Scenario(today=agreement.signed))
    if schedule.scenario.is_default and (faults := list(failed_counts(schedule))):
        raise AgreementError(fault.line(file) for fault in faults)
    return schedule


def _read(path: str | int, name: str) -> bytes:
    """Return the bytes of a file, a pipe or a descriptor, which stays open; errors call it `name`."""
    try:
        with open(path, "rb", closefd=isinstance(path, str)) as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        # A path with a NUL is a ValueError; everything else comes from the system, with its words.
        why = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise UnreadableFileError(name, why or "cannot be read") from None
    if len(data) > _LARGEST:
        raise UnreadableFileError(name, f"larger than {_LARGEST:,} bytes")
    return data


def _parse_toml(data: bytes, file: str) -> dict[str, Any]:
    """Return the table that the TOML text holds."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable(file, f"line {line}", "not UTF-8 text; expected TOML in UTF-8") from None
    if not text.strip():
        raise _unreadable(file, "line 1", "the file is empty; expected at least title and signed")
    if number := _line_of_long_key(text):
        problem = f"a key of more than {_MOST_PARTS} parts; expected a few"
        raise _unreadable(file, f"line {number}", problem)
    try:
        return tomllib.loads(text, parse_float=_number)
    except RecursionError:
        raise _unreadable(file, "TOML", "nested too deeply; expected a few levels") from None
    except ValueError as error:
        # Not only TOMLDecodeError: a number of thousands of digits fails in int().
        found = re.fullmatch(r"(.*) \(at (.*)\)", str(error), re.DOTALL)
        # What stands after the semicolon is advice for programmers.
        problem, place = found.groups() if found else (str(error).partition(";")[0], "TOML")
        raise _unreadable(file, place, f"{problem}; expected valid TOML") from None


def _number(text: str) -> float:
    """Return a number with a point, an integer if nothing stands behind it: a level may be 8600.0."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _line_of_long_key(text: str) -> int | None:
    """Return the line of a key of so many parts that the library would take time by their square."""
    if all(line.count(".") < _MOST_PARTS for line in text.split("\n")):
        return None
    # Strings and comments give way to as many lines of nothing: their points part no key.
    bare = re.sub(
        r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
        r"|'''(?:[^']|'(?!''))*+(?:''')?"
        r'|"(?:[^"\\\n]|\\[^\n])*+"?'
        r"|'[^'\n]*+'?|#[^\n]*+",
        lambda string: '""' + "\n" * string[0].count("\n"),
        text,
        flags=re.DOTALL,
    )
    part = r'(?:[\w-]++|"")[ \t]*+\.[ \t]*+'
    found = re.search(rf'(?<![\w"-])(?:{part}){{{_MOST_PARTS}}}', bare)
    return bare.count("\n", 0, found.start()) + 1 if found else None


def _unreadable(file: str, place: str, problem: str) -> AgreementError:
    """Return the error for a file in which no table can be read."""
    return AgreementError([Fault(place, problem).line(file)])
