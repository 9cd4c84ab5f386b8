"""The JSON Schema of agreement files, from the structures that read them."""

from __future__ import annotations

from typing import Any

import msgspec

from timeline.schedule.agreement import Agreement

_EXPRESSION = {
    "type": "string",
    "minLength": 1,
    "description": "a day, or an expression such as signed + 135 days",
    "examples": ["2020-08-27", "2020-08", "signed + 14 months", "drawdown + 1 week"],
}


def agreement_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an agreement file, a TOML date being its ISO text.

    It knows the keys and their types. What holds between them, such as that a milestone counts
    from one that is there, only `load` knows.
    """
    schema = msgspec.json.schema(Agreement, schema_hook=_schema_of)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_without_null(schema)}


def _schema_of(_kind: type) -> dict[str, Any]:
    """Return the schema of the one type of ours that is not a structure: the expression."""
    return _EXPRESSION


def _without_null(schema: object) -> Any:  # noqa: ANN401 - as deep as JSON goes
    """Return the schema without null, which TOML does not have, and without the defaults it stands for."""
    if isinstance(schema, list):
        return [_without_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items() if key != "default"}
    choices = [one for one in kept.pop("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept
