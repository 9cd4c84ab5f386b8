"""Load an agreement by name or path, or raise an error with all faults of its file."""

from __future__ import annotations

import os
import re
from itertools import repeat
from typing import TYPE_CHECKING, Any

import msgspec
import tomli

from timeline.errors import (
    AgreementError,
    CircleError,
    ClosedDaysError,
    ExpressionError,
    MissingLibraryError,
    UnknownAgreementError,
    UnreadableFileError,
)
from timeline.files.failed_dates import failed_counts, faults_of_dates
from timeline.files.faults import Fault, convert, read_table
from timeline.files.series import implausible_levels
from timeline.files.toml_guesses import value_meant
from timeline.files.validation import circular_references, inconsistencies
from timeline.plain_text import plain
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import Scenario, Schedule, build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

# Not importlib.resources, which takes longer to import than the file takes to read.
_BUNDLED = os.path.join(os.path.dirname(__file__), "bundled")  # noqa: PTH118, PTH120
SUFFIX = ".toml"
STANDARD_INPUT = "-"

# Enough for more than 100,000 milestones. A loaded file uses thirty times its size in memory.
_LARGEST = 16_000_000
# Most files are smaller. Python sets aside as much memory as it is to read, which takes time.
_USUAL = 65_536
_MOST_PARTS = 20


def bundled_names() -> list[str]:
    """Return the names of the bundled agreements, in alphabetical order."""
    return sorted(
        entry.removesuffix(SUFFIX)
        for entry in os.listdir(_BUNDLED)  # noqa: PTH208
        if entry.endswith(SUFFIX)
    )


def bundled_path(name: str) -> str:
    """Return the path of the file of a bundled agreement."""
    return os.path.join(_BUNDLED, name + SUFFIX)  # noqa: PTH118


def is_path(name: str) -> bool:
    """Return whether `name` is a path: whether it contains a slash or ends in `.toml`."""
    separators = {"/", os.sep, os.altsep} - {None}
    return name.endswith(SUFFIX) or any(separator in name for separator in separators if separator)


def agreement_id(name: str, agreement: Agreement) -> str:
    """Return the id of the agreement loaded from `name`: its own, or the stem of the file's name.

    >>> from datetime import date
    >>> agreement_id("texts/peace.toml", Agreement(title="Peace", signed=date(2020, 2, 29)))
    'peace'
    """
    if agreement.id:
        return agreement.id
    if name == STANDARD_INPUT:
        return "stdin"
    return plain(os.path.basename(name).removesuffix(SUFFIX))  # noqa: PTH119


def load(name: str | os.PathLike[str]) -> Agreement:
    """Return the bundled agreement called `name`, or the agreement in the file at that path.

    Text is a path if it contains a slash or ends in `.toml`; a `Path` is always a path. `-` reads
    standard input. Raises `UnknownAgreementError` for an unknown name, `UnreadableFileError` for a
    file that cannot be read, `AgreementError` with all faults of the file, and `MissingLibraryError`
    if it names a holiday calendar and the library is not installed.

    >>> load("doha-2020").signed
    datetime.date(2020, 2, 29)
    """
    return load_schedule(name).agreement


def load_schedule(
    name: str | os.PathLike[str], scenario: Callable[[Agreement], Scenario] | None = None
) -> Schedule:
    """Return the schedule of the agreement that `load` returns, under the scenario of `scenario`.

    `scenario` is called with the agreement, because the agreement's time zone can decide today.
    A date that cannot be computed by the file's own rules is a fault of the file and raises
    `AgreementError`. Under other rules or with assumptions, it becomes one of the schedule's
    failures. Raises what `load` and `build_schedule` raise.
    """
    text = os.fspath(name)
    if isinstance(name, os.PathLike) or is_path(text):
        return parse_schedule(_read(text, text), text, scenario)
    if text == STANDARD_INPUT:
        return parse_schedule(_read(0, "standard input"), "standard input", scenario)
    if text not in bundled_names():
        raise UnknownAgreementError(text, bundled_names())
    path = bundled_path(text)
    return parse_schedule(_read(path, path), text, scenario)


def parse_agreement(data: bytes, file: str) -> Agreement:
    """Return the agreement in the TOML text `data`; `file` is its name in error messages.

    Raises `AgreementError` with all faults.
    """
    return parse_schedule(data, file).agreement


def parse_schedule(
    data: bytes, file: str, scenario: Callable[[Agreement], Scenario] | None = None
) -> Schedule:
    """Return the schedule of the agreement in the TOML text `data`.

    `file` is its name in error messages. `scenario` and errors are as in `load_schedule`.
    """
    raw = _parse_toml(data, file)
    faults: list[Fault] = []
    try:
        agreement: Agreement = convert(raw, Agreement)
    except (msgspec.ValidationError, ExpressionError, ClosedDaysError, MissingLibraryError):
        try:
            agreement = read_table(raw, Agreement, faults)
        except MissingLibraryError as error:
            raise error.at(plain(file)) from None
    faults += inconsistencies(agreement, faults)
    if faults:
        faults += circular_references(agreement)
        paths = {fault.path for fault in faults}
        faults += [fault for fault in faults_of_dates(agreement, paths) if fault.path not in paths]
        raise AgreementError(fault.line(file) for fault in faults)
    # Expressions that count from today are checked with the day of signing as today.
    chosen = scenario(agreement) if scenario else Scenario(today=agreement.signed)
    try:
        schedule = build_schedule(agreement, chosen)
    except CircleError:
        if faults := list(circular_references(agreement)):
            raise AgreementError(fault.line(file) for fault in faults) from None
        raise  # by an assumption
    faults += implausible_levels(agreement)
    if chosen.is_default:
        faults += failed_counts(schedule)
    if faults:
        raise AgreementError(fault.line(file) for fault in faults)
    return schedule


def _read(path: str | int, name: str) -> bytes:
    """Return the bytes of a file, a pipe or a descriptor, which is not closed; errors call it `name`."""
    try:
        with open(path, "rb", closefd=isinstance(path, str)) as file:
            data = file.read(_USUAL)
            if len(data) == _USUAL:
                data += file.read(_LARGEST + 1 - _USUAL)
    except (OSError, ValueError) as error:
        raise UnreadableFileError.of(name, error) from None
    if len(data) > _LARGEST:
        raise UnreadableFileError(name, f"larger than {_LARGEST:,} bytes")
    return data


def _parse_toml(data: bytes, file: str) -> dict[str, Any]:
    """Return the table in the TOML text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable(file, f"line {line}", "not UTF-8 text") from None
    if not text.strip():
        raise _unreadable(file, "line 1", "the file is empty; it needs at least title and signed")
    if number := _line_of_long_key(text):
        problem = f"a key with more than {_MOST_PARTS} parts"
        raise _unreadable(file, f"line {number}", problem)
    try:
        return tomli.loads(text, parse_float=_number)
    except RecursionError:
        raise _unreadable(file, "TOML", "nested too deeply") from None
    except ValueError as error:
        # Not only TOMLDecodeError: int() raises ValueError for a number with thousands of digits.
        found = re.fullmatch(r"(.*) \(at (.*)\)", str(error), re.DOTALL)
        # int() adds advice for programmers after a semicolon.
        problem, place = found.groups() if found else (str(error).partition(";")[0], "TOML")
        hint = value_meant(text, place)
        raise _unreadable(file, place, f"invalid TOML: {problem}{hint}") from None


def _number(text: str) -> float:
    """Return a number with a decimal point; an integer if it is whole, since a level may be 8600.0."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _line_of_long_key(text: str) -> int | None:
    """Return the line of a key with too many parts, for which tomli takes quadratic time."""
    if max(map(str.count, text.split("\n"), repeat("."))) < _MOST_PARTS:
        return None
    # Points in strings and comments do not separate parts of a key: replace both by empty strings
    # with the same number of lines.
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
    """Return the error for a file that is not valid TOML."""
    return AgreementError([Fault(place, problem).line(file)])
