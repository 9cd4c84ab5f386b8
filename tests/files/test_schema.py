"""The JSON Schema of agreement files, held against every bundled, valid and broken file."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names

HERE = Path(__file__).parent.parent
BUNDLED = HERE.parent / "timeline" / "files" / "bundled"
SOUND = [*(BUNDLED / f"{name}.toml" for name in bundled_names())]
SOUND += sorted((HERE / "agreements" / "valid").glob("*.toml"))
BROKEN = sorted((HERE / "agreements" / "invalid").glob("*.toml"))

# Faults between the parts of a file, within an expression, or of a type that JSON writes as text.
BEYOND_A_SCHEMA = {
    "also-names-nothing",
    "amendments-out-of-time",
    "also-beyond-the-calendar",
    "beyond-the-calendar",
    "circle",
    "circle-of-one",
    "due-names-nothing",
    "early-decisions",
    "every-weekday-closed",
    "due-with-a-time",
    "impossible-date",
    "levels-of-what-has-left",
    "levels-without-series",
    "rising-levels-that-fall",
    "recurring-ends",
    "recurring-occurrences",
    "rules-no-law-combines",
    "stated-as-a-date",
    "stated-on-an-impossible-day",
    "two-of-one-id",
    "unit-misspelt",
    "unknown-zone",
    "unlisted-source",
    "zone-of-another-planet",
}
# Not TOML at all.
UNREADABLE = {"broken-toml", "repeated-key"}


def as_json(value: Any) -> Any:
    """Return TOML's value as editors hand it to a schema: dates as their ISO text."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def validator() -> Draft202012Validator:
    """Return the schema that the command prints, which is one."""
    transcript = timeline("schema")
    assert (transcript.status, transcript.err) == (0, "")
    schema = json.loads(transcript.out)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def faults(path: Path) -> list[str]:
    """Return what the schema finds wrong with a file."""
    document = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    return [error.message for error in validator().iter_errors(document)]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_files_pass(path: Path) -> None:
    assert faults(path) == []
    assert timeline("validate", str(path)) == Transcript(0, "", "")


@pytest.mark.parametrize(
    "path",
    [path for path in BROKEN if path.stem not in BEYOND_A_SCHEMA | UNREADABLE],
    ids=lambda path: path.stem,
)
def test_broken_files_fail(path: Path) -> None:
    assert faults(path)


@pytest.mark.parametrize("name", sorted(BEYOND_A_SCHEMA))
def test_what_a_schema_cannot_see_is_known(name: str) -> None:
    path = HERE / "agreements" / "invalid" / f"{name}.toml"
    assert faults(path) == []
    assert timeline("validate", str(path)).status == 1


def test_no_table_has_unknown_keys() -> None:
    definitions = json.loads(timeline("schema").out)["$defs"]
    tables = {name: one for name, one in definitions.items() if one.get("type") == "object"}
    assert {"Agreement", "CountingChoice", "Milestone"} <= tables.keys()
    assert [name for name, one in tables.items() if one.get("additionalProperties", True)] == []
