"""Find all faults of a TOML table, each with the path of its key.

msgspec stops at the first fault. `read_table` checks the same structures key by key and continues,
so that one run reports all faults of a file.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, Meta, Struct

from timeline.dates.closed_days import ClosedDays
from timeline.dates.due import Due, NewDue
from timeline.dates.every import Every
from timeline.dates.expressions import Expression
from timeline.dates.several import Several
from timeline.errors import ClosedDaysError, ExpressionError, MissingLibraryError, nearest
from timeline.plain_text import plain, quoted, shortened

S = TypeVar("S", bound=Struct)

EXPRESSION = "a date or an expression such as signed + 135 days"
PERIOD = "a period such as 90 days or 3 months"
CLOSED_DAYS = 'an array of weekdays, dates and holiday calendars, such as ["sat", "sun", "US"]'


class Fault(Struct, frozen=True):
    """A fault in a file: the path of the key, and what is wrong with its value."""

    path: str
    problem: str

    def line(self, file: str) -> str:
        """Return the fault as one line that begins with the file; long texts are cut in the middle."""
        return f"{plain(file)}: {shortened(self.path, 200)}: {shortened(self.problem, 700)}"


def convert(raw: object, kind: Any) -> Any:
    """Return `raw` converted to `kind` by msgspec, including expressions and closed days.

    Raises `msgspec.ValidationError`, `ExpressionError` for an expression that cannot be parsed, or for
    a list of closed days `ClosedDaysError` or `MissingLibraryError`.
    """
    return msgspec.convert(raw, kind, dec_hook=_decode)


def read_table(raw: dict[str, Any], kind: type[S], faults: list[Fault], path: str = "") -> S:
    """Return the valid part of the table `raw` as a `kind`, and append what is invalid to `faults`.

    A required key that is missing or invalid is None in the result, whatever its type. Such a result
    may only be used to find more faults. Raises `MissingLibraryError`, which names the key.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    faults += [
        Fault(join(path, key), f"unknown key; {nearest(key, fields)}")
        for key in raw
        if key not in fields
    ]
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if key in raw:
            value = _read_value(raw[key], field.type, faults, join(path, key))
            if value is not UNSET:
                values[field.name] = value
        elif field.required:
            faults.append(Fault(join(path, key), f"missing; expected {_expected(field.type)}"))
        if field.required:
            values.setdefault(field.name, None)
    return kind(**values)


def join(path: str, key: str) -> str:
    """Return the path of `key` in the table at `path`; the key is quoted if TOML requires it."""
    shown = key if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", key) else quoted(key)
    return f"{path}.{shown}" if path else shown


def item(path: str, position: int, identity: object) -> str:
    """Return the path of an array's item, with its id if that is valid, else its number from 1."""
    valid = isinstance(identity, str) and re.fullmatch(r"[a-z0-9-]{1,60}", identity)
    return f"{path}[{identity if valid else f'#{position + 1}'}]"


def _read_value(raw: object, kind: Any, faults: list[Fault], path: str) -> Any:
    """Return `raw` as `kind`; if it is invalid, return UNSET and append the fault to `faults`."""
    kind = _array(kind, raw)
    bare = _bare(kind)
    if bare is Due or (bare is NewDue and not isinstance(raw, str)):
        found = len(faults)
        due = _read_value(raw, Several if isinstance(raw, dict) else Expression, faults, path)
        # Of a table in which nothing is valid, what it lacks is not another fault.
        is_empty = isinstance(due, Several) and not due.expressions
        return UNSET if is_empty and len(faults) > found else due
    if isinstance(bare, type) and issubclass(bare, Struct):
        if isinstance(raw, dict):
            return read_table(raw, bare, faults, path)
        faults.append(Fault(path, f"{_found(raw)}; expected a table"))
        return UNSET
    if get_origin(bare) is tuple:
        return _read_array(raw, kind, faults, path)
    if get_origin(bare) is dict and isinstance(raw, dict) and raw:
        _, kind_of_value = get_args(bare)
        table = {key: _read_value(raw[key], kind_of_value, faults, join(path, key)) for key in raw}
        return {key: value for key, value in table.items() if value is not UNSET}
    try:
        return convert(raw, kind)
    except ExpressionError as error:
        faults.append(Fault(path, f"{quoted(error.text)}: {error.problem}"))
    except ClosedDaysError as error:
        faults += [
            Fault(path if position is None else item(path, position, None), line)
            for position, line in error.faults
        ]
    except MissingLibraryError as error:
        raise error.at(path) from None
    except msgspec.ValidationError:
        faults.append(Fault(path, f"{_found(raw)}; expected {_expected(kind)}"))
    return UNSET


def _read_array(raw: object, kind: Any, faults: list[Fault], path: str) -> Any:
    """Return the valid items of `raw`; if it is no array, or empty and must not be, UNSET."""
    if not isinstance(raw, list):
        faults.append(Fault(path, f"{_found(raw)}; expected an array"))
        return UNSET
    if not raw and any(meta.min_length for meta in _metas(kind)):
        faults.append(Fault(path, "found an empty array; expected at least one item"))
        return UNSET
    item_kind = get_args(_bare(kind))[0]
    values = [
        _read_value(value, item_kind, faults, item(path, position, _identity(value)))
        for position, value in enumerate(raw)
    ]
    return tuple(value for value in values if value is not UNSET)


def _identity(raw: object) -> object:
    """Return the id of an array's item, None if it has none."""
    return raw.get("id") if isinstance(raw, dict) else None


def _decode(kind: type, raw: object) -> Due | Every | ClosedDays:
    """Return the expression in a text or a TOML date, several in a table, or an array's closed days."""
    if isinstance(raw, str) and kind is not ClosedDays:
        if kind is Every:
            return Every(raw)
        return Expression.of_new_deadline(raw) if kind is NewDue else Expression(raw)
    if kind in {Due, NewDue}:
        several: Due = convert(raw, Several if isinstance(raw, dict) else Expression)
        return several
    if kind is ClosedDays and isinstance(raw, list):
        return ClosedDays.of(raw, "file")
    if kind is Expression and isinstance(raw, date) and not isinstance(raw, datetime):
        return Expression(raw.isoformat())
    message = f"expected {kind.__name__}"
    raise TypeError(message)


def _array(kind: Any, raw: object) -> Any:
    """Return the type of the arrays that may be given instead of another value, if `raw` is an array."""
    if not isinstance(raw, list) or get_origin(kind) not in {Union, UnionType}:
        return kind
    return next((choice for choice in get_args(kind) if get_origin(choice) is tuple), kind)


def _bare(kind: Any) -> Any:
    """Return the type without annotations and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return _bare(get_args(kind)[0])
    return kind


def _metas(kind: Any) -> list[Meta]:
    """Return what annotates a type."""
    return [meta for meta in get_args(kind) if isinstance(meta, Meta)]


def _expected(kind: Any) -> str:
    """Return a description of the values of `kind`, for an error message."""
    if get_origin(kind) is Annotated:
        return str(next(meta.description for meta in _metas(kind) if meta.description))
    if get_origin(kind) in {Union, UnionType}:
        return _expected(get_args(kind)[0])
    if kind in {Expression, Due, NewDue}:
        return EXPRESSION
    if kind is Every:
        return PERIOD
    if kind is ClosedDays:
        return CLOSED_DAYS
    if kind is bool:
        return "true or false"
    return " or ".join(f'"{choice}"' for choice in kind)


def _found(raw: object) -> str:
    """Return the value as TOML writes it; for a table or an array, only its type."""
    match raw:
        case dict():
            return "found a table"
        case list():
            return "found an array"
        case bool():
            return f"found {str(raw).lower()}"
        case str():
            return f"found {quoted(raw)}"
        case int() if abs(raw) >= 10**20:
            return "found a very large number"
    return f"found {raw}"
