"""Every fault of a table of TOML at once, each with the path of its key.

msgspec validates, and stops at the first fault. `read_table` walks the same structures key by key
and goes on, so that a file with ten faults is mended after one run, not ten.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, Meta, Struct

from timeline.dates.expressions import Expression
from timeline.errors import ExpressionError, nearest
from timeline.plain_text import plain, quoted, shortened

S = TypeVar("S", bound=Struct)


class Fault(Struct, frozen=True):
    """One thing wrong: the path of its key, then what was found and what is expected."""

    path: str
    problem: str

    def line(self, file: str) -> str:
        """Return the fault as one line that begins with the file; a very long one is cut in the middle."""
        return f"{plain(file)}: {shortened(self.path, 200)}: {shortened(self.problem, 700)}"


def convert(raw: object, kind: Any) -> Any:
    """Return `raw` as `kind`, as msgspec does it, expressions included.

    Raises `msgspec.ValidationError`, or `ExpressionError` for an expression that cannot be read.
    """
    return msgspec.convert(raw, kind, dec_hook=_decode_expression)


def read_table(raw: dict[str, Any], kind: type[S], faults: list[Fault], path: str = "") -> S:
    """Return what is sound in the table `raw` as a `kind`, and add what is not to `faults`.

    A required key that is missing or unsound is None in the result, against its type: good enough
    to look for further faults in, and for nothing else.
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
            faults.append(Fault(join(path, key), f"missing; expected {_words(field.type)}"))
        if field.required:
            values.setdefault(field.name, None)
    return kind(**values)


def join(path: str, key: str) -> str:
    """Return the path of `key` in the table at `path`, the key quoted where TOML would."""
    shown = key if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", key) else quoted(key)
    return f"{path}.{shown}" if path else shown


def item(path: str, position: int, identity: object) -> str:
    """Return the path of an array's item: by its id if it has a sound one, else by its place from 1."""
    named = isinstance(identity, str) and re.fullmatch(r"[a-z0-9-]{1,60}", identity)
    return f"{path}[{identity if named else f'#{position + 1}'}]"


def _read_value(raw: object, kind: Any, faults: list[Fault], path: str) -> Any:
    """Return `raw` as `kind`, or UNSET with the reason among `faults`."""
    bare = _bare(kind)
    if isinstance(bare, type) and issubclass(bare, Struct):
        if isinstance(raw, dict):
            return read_table(raw, bare, faults, path)
        faults.append(Fault(path, f"{_found(raw)}; expected a table"))
        return UNSET
    if get_origin(bare) is tuple:
        if not isinstance(raw, list):
            faults.append(Fault(path, f"{_found(raw)}; expected an array"))
            return UNSET
        of = get_args(bare)[0]
        items = [
            _read_value(one, of, faults, item(path, position, _identity(one)))
            for position, one in enumerate(raw)
        ]
        return tuple(one for one in items if one is not UNSET)
    try:
        return convert(raw, kind)
    except ExpressionError as error:
        faults.append(Fault(path, f"{quoted(error.text)}: {error.problem}"))
    except msgspec.ValidationError:
        faults.append(Fault(path, f"{_found(raw)}; expected {_words(kind)}"))
    return UNSET


def _identity(raw: object) -> object:
    """Return what the item of an array calls itself."""
    return raw.get("id") if isinstance(raw, dict) else None


def _decode_expression(kind: type, raw: object) -> Expression:
    """Return an expression from its text or from a TOML date."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return Expression(raw.isoformat())
    if not isinstance(raw, str):
        message = f"expected {kind.__name__}"
        raise TypeError(message)
    return Expression(raw)


def _bare(kind: Any) -> Any:
    """Return the type without its notes and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return _bare(get_args(kind)[0])
    return kind


def _words(kind: Any) -> str:
    """Return what is expected of a value of `kind`, in words."""
    if get_origin(kind) is Annotated:
        notes = [note for note in get_args(kind) if isinstance(note, Meta) and note.description]
        return str(notes[0].description)
    if get_origin(kind) in {Union, UnionType}:
        return _words(get_args(kind)[0])
    if kind is Expression:
        return "a day, or an expression such as signed + 135 days"
    return " or ".join(f'"{choice}"' for choice in kind)


def _found(raw: object) -> str:
    """Return the value as its file might hold it, a table or an array by that name alone."""
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
