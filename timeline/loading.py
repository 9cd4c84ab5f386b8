"""A name or a path becomes an agreement, or every fault of its file at once."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from typing import Any

import msgspec

from timeline.agreement import Agreement
from timeline.consistency import inconsistencies
from timeline.errors import (
    AgreementError,
    ExpressionError,
    UnknownAgreementError,
    UnreadableFileError,
)
from timeline.faults import Fault, convert, read_table
from timeline.plain_text import plain

# Joined by hand: importlib.resources would take longer to import than the file takes to read.
_BUNDLED = os.path.join(os.path.dirname(__file__), "agreements")  # noqa: PTH118, PTH120
_SUFFIX = ".toml"

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
    return plain(os.path.basename(name).removesuffix(_SUFFIX))  # noqa: PTH119


def load(name: str) -> Agreement:
    """Return the agreement that comes along under `name`, or the one in the file at that path.

    A name never reads a file of that name; a path always does. Raises `UnknownAgreementError`,
    `UnreadableFileError`, and `AgreementError` with every fault of the file.

    >>> load("doha-2020").signed
    datetime.date(2020, 2, 29)
    """
    if is_path(name):
        return parse_agreement(_read(name), name)
    if name not in bundled_names():
        raise UnknownAgreementError(name, bundled_names())
    path = os.path.join(_BUNDLED, name + _SUFFIX)  # noqa: PTH118
    return parse_agreement(_read(path), name)


def parse_agreement(data: bytes, file: str) -> Agreement:
    """Return the agreement in the TOML text `data`; `file` is what errors call it.

    Raises `AgreementError` with every fault.
    """
    raw = _parse_toml(data, file)
    faults: list[Fault] = []
    try:
        agreement: Agreement = convert(raw, Agreement)
    except (msgspec.ValidationError, ExpressionError):
        agreement = read_table(raw, Agreement, faults)
    faults += inconsistencies(agreement)
    if faults:
        raise AgreementError(fault.line(file) for fault in faults)
    return agreement


def _read(path: str) -> bytes:
    """Return the bytes of the file: a real one, which ends, and which nobody has to write to first."""
    try:
        # Without waiting for whoever would write into a pipe.
        with open(path, "rb", opener=_open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableFileError(path, "not a regular file")
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        # A path with a NUL is a ValueError; everything else comes from the system, with its words.
        why = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise UnreadableFileError(path, why or "cannot be read") from None
    if len(data) > _LARGEST:
        raise UnreadableFileError(path, f"larger than {_LARGEST:,} bytes")
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open a file so that a pipe without a writer does not hold it up."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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
        return tomllib.loads(text)
    except RecursionError:
        raise _unreadable(file, "TOML", "nested too deeply; expected a few levels") from None
    except ValueError as error:
        # Not only TOMLDecodeError: a number of thousands of digits fails in int().
        found = re.fullmatch(r"(.*) \(at (.*)\)", str(error), re.DOTALL)
        # What stands after the semicolon is advice for programmers.
        problem, place = found.groups() if found else (str(error).partition(";")[0], "TOML")
        raise _unreadable(file, place, f"{problem}; expected valid TOML") from None


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
