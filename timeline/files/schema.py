"""The JSON Schema of agreement files, generated from the structures in `schedule.agreement`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from timeline.dates.closed_days import ClosedDays
from timeline.dates.due import Due
from timeline.dates.every import Every
from timeline.dates.expressions import RESERVED_NAMES, Expression
from timeline.files.faults import CLOSED_DAYS, EXPRESSION, PERIOD
from timeline.files.key_descriptions import key_descriptions
from timeline.files.recurring import NOT_RECURRING, RECURRENCE
from timeline.schedule.agreement import Agreement

if TYPE_CHECKING:
    from collections.abc import Iterator

# Dates, names and the words before them begin so. A pattern of the whole grammar could not be read.
_BEGINNING = r"^\s*[0-9A-Za-z]"

_EXPRESSION = {
    "type": "string",
    "pattern": _BEGINNING,
    "description": EXPRESSION,
    "examples": ["2020-08-27", "2020-08", "signed + 14 months", "drawdown + 60 days, end of month"],
}

_PERIOD = {
    "type": "string",
    "pattern": r"^\s*(\+|-\s)",
    "description": "a period from the deadline before",
    "examples": ["+ 24 months", "- 10 days"],
}

_EVERY = {
    "type": "string",
    "pattern": r"^\s*[0-9Pp]",
    "description": PERIOD,
    "examples": ["90 days", "3 months", "1 year"],
}

_SEVERAL = {
    "type": "object",
    "properties": {
        which: {
            "type": "array",
            "items": _EXPRESSION,
            "minItems": 1,
            "description": f"the {which} of these expressions counts",
        }
        for which in ("later", "earlier")
    },
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
    "description": "the later or the earlier of several expressions",
}

_CLOSED_DAYS = {
    "type": "array",
    "items": {"type": "string", "pattern": "^[0-9A-Za-z]"},
    "description": CLOSED_DAYS,
    "examples": [["sat", "sun"], ["sat", "sun", "2023-12-23/2024-01-01", "US-DC"]],
}


def _has(key: str) -> dict[str, Any]:
    """Return the schema of a table that has the key, with at least one item if it is an array."""
    return {"required": [key], "properties": {key: {"minItems": 1}}}


# Which keys of a milestone go together.
_TOGETHER = [
    {"not": {"required": ["level", "levels"]}},
    {"not": {"required": ["until", "times"]}},
    {
        "if": {"required": ["every"]},
        "then": {
            "anyOf": [{"required": ["until"]}, {"required": ["times"]}],
            "not": {"anyOf": [_has(key) for key in NOT_RECURRING]},
            "properties": {"fulfilled": {"type": "array"}},
        },
        "else": {
            "not": {"anyOf": [{"required": [key]} for key in RECURRENCE]},
            "properties": {"fulfilled": {"type": "string"}},
        },
    },
]


def agreement_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an agreement file, in which TOML dates are ISO text.

    The schema describes the keys and their types, in the words of the manual. Only `load` checks how
    they depend on each other, such as that a milestone counts from one that exists.
    """
    schema = _without_null(msgspec.json.schema(Agreement, schema_hook=_schema_of))
    tables = schema["$defs"]
    _describe(tables)
    tables["Milestone"]["properties"]["id"]["not"] = {"enum": list(RESERVED_NAMES)}
    tables["Milestone"]["allOf"] = _TOGETHER
    tables["Agreement"]["not"] = {"allOf": [_has("drawdown"), _has("series")]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _schema_of(kind: type) -> dict[str, Any]:
    """Return the schema of expressions, periods or closed days, types that msgspec does not know."""
    if kind is Every:
        return _EVERY
    if kind is ClosedDays:
        return _CLOSED_DAYS
    if kind is Expression:
        return _EXPRESSION
    return {"anyOf": [_EXPRESSION, _SEVERAL] if kind is Due else [_EXPRESSION, _SEVERAL, _PERIOD]}


def _describe(tables: dict[str, dict[str, Any]]) -> None:
    """Describe each key of the tables as the manual does, and each type by its first sentence."""
    manual = key_descriptions()
    # Each of several series has the keys of the only one.
    sections = {"Agreement": ["The keys of the agreement"], "Series": ["drawdown"]}
    for table in tables.values():
        table["description"] = " ".join(table["description"].partition("\n\n")[0].split())
        for key, value in table.get("properties", {}).items():
            for name in _types(value):
                sections.setdefault(name, []).append(key)
    for name, table in tables.items():
        for key, value in table.get("properties", {}).items():
            found = (manual.get(section, {}).get(key) for section in sections[name])
            value.update(description=next(filter(None, found), ""))


def _types(schema: object) -> Iterator[str]:
    """Yield the names of the types that a schema refers to, at any depth."""
    if isinstance(schema, list):
        for part in schema:
            yield from _types(part)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        yield from _types(list(schema.values()))


def _without_null(schema: object) -> Any:  # noqa: ANN401 - as deep as JSON goes
    """Return the schema without null, which TOML does not have, and without the default values."""
    if isinstance(schema, list):
        return [_without_null(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items() if key != "default"}
    choices = [choice for choice in kept.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept
