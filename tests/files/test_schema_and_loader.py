"""The JSON Schema and the loader agree on generated files, except on what a schema cannot say."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.files.test_schema import BROKEN, SOUND, UNREADABLE, as_json, validator
from tests.readme import HELP, blocks
from tests.strategies import law, toml
from timeline.errors import AgreementError
from timeline.files.loading import parse_agreement
from timeline.files.schema import agreement_schema

# What only the loader finds, as its lines say it, and why the schema cannot. Of any other line the
# schema has to complain too.
BEYOND = {
    r'^f: [^ "]+: ".*": ': "what a text means: the grammar of an expression, a milestone's name, a day that "
    "has to be computed, a day of another calendar, a time zone",
    r": unknown (source|series) ": "a key names a source or a series that is elsewhere in the file",
    r": of which series\? ": "a milestone depends on the series of the agreement",
    r" is (above|below) the ": "a level depends on another one",
    r": circular reference: ": "milestones name each other",
    r" is more than times, ": "a number depends on another one",
    r" is an occurrence of ": "an id depends on other ids",
    r" is already the (id|date|day|number) of ": "two items of an array have one value of a key",
    r": [0-9-]{10} is (before|after) ": "two days are in the wrong order",
    r": every weekday is closed; ": "seven items of an array are too many together",
}


@cache
def tables() -> dict[str, Any]:
    """Return the types of the schema, by name."""
    found: dict[str, Any] = agreement_schema()["$defs"]
    return found


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the type that a schema refers to, or the schema itself."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return tables()[name] if name else schema


_WORDS = st.sampled_from(["a", "b", "signed", "A word", "2020-02-29", "Asia/Kabul"])
_NAMES = st.sampled_from(["a", "b"])
_DAYS = st.sampled_from(["2020-02-29", "2020-03-01", "2021-12-31", "1999-01-01"])


def later(schema: dict[str, Any]) -> SearchStrategy[Any]:
    """Return the values of a schema that is read when they are drawn."""
    return st.deferred(lambda: sound(schema))


def table(schema: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    """Return tables with few of their keys at a time, since each may have its own fault beyond the schema."""
    if "properties" not in schema:
        return st.dictionaries(_NAMES, later(schema["additionalProperties"]), max_size=2)
    keys = {key: later(value) for key, value in schema["properties"].items()}
    required = {key: keys.pop(key) for key in schema.get("required", ())}
    if not keys:
        return st.fixed_dictionaries(required)
    least, most = schema.get("minProperties", 0), schema.get("maxProperties", 4)
    names = st.sets(st.sampled_from(sorted(keys)), min_size=least, max_size=min(most, len(keys)))
    return names.flatmap(
        lambda some: st.fixed_dictionaries({**required, **{name: keys[name] for name in some}})
    )


def sound(schema: dict[str, Any]) -> SearchStrategy[Any]:
    """Return values that the schema allows, without the relations between them."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return st.one_of([later(one) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "object":
            return table(schema)
        case "array":
            return st.lists(later(schema["items"]), min_size=schema.get("minItems", 0), max_size=2)
        case "integer":
            return st.integers(schema.get("minimum", -5), min(schema.get("maximum", 99), 10**15))
        case "boolean":
            return st.booleans()
    if schema.get("format") == "date":
        return _DAYS
    if "examples" in schema:
        return st.sampled_from([*schema["examples"], "2020-08", "signed + 1 month"])
    if "pattern" in schema:
        return _WORDS.filter(lambda word: re.search(schema["pattern"], word) is not None) | (
            st.from_regex(
                schema["pattern"], alphabet=st.characters(codec="ascii", categories=["L", "N", "P"])
            )
        )
    return _WORDS


def places(document: Any) -> list[tuple[Any, Any]]:
    """Return each table or array of a document with each of its keys or positions."""
    keys = document if isinstance(document, dict) else range(len(document))
    found = [(document, key) for key in keys]
    for _, key in list(found):
        if isinstance(document[key], dict | list):
            found += places(document[key])
    return found


@cache
def bases() -> list[dict[str, Any]]:
    """Return the sound files, and those of the manual, which have every key."""
    texts = [path.read_text(encoding="utf-8") for path in SOUND]
    texts += blocks(HELP / "files.md", "toml")
    return [as_json(tomllib.loads(text)) for text in texts]


def every_key() -> list[str]:
    """Return the keys of all tables."""
    return sorted({key for table in tables().values() for key in table.get("properties", ())})


STRANGE: SearchStrategy[Any] = st.sampled_from(
    [
        *("", " ", "x", "-1", "+ 1 month", "- 1 day", "-1 day", "24:00", "25:00", "a\n", "A", "x" * 70),
        *("2020-02-30", "2020-2-3", "20200229", "0000-00-00", "signed", "actual a", "sat", "é"),
        *(0, -1, 1, 2.5, 8600.0, 10**15, 10**15 + 1, 2**63, True, False),
        *([], {}, [[]], [{}], [""], ["sat"], [1], {"later": ["signed"]}, {"later": []}),
        *({"later": ["signed"], "earlier": ["signed"]}, {"later": [], "earlier": ["signed"]}),
        *({"id": "a", "title": "A"}, {"date": "2020-02-29"}, {"start-day": "clear"}, {"x": 1}),
    ]
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, documents: SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """Return documents of which up to two places are changed: a key removed, renamed or added, a value replaced."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(0, 2))):
        table, key = draw(st.sampled_from(places(document))) if document else (document, "title")
        keys = st.sampled_from([*every_key(), "titel", "x y"])
        match draw(st.sampled_from(["remove", "rename", "add", "replace", "replace"])):
            case "remove" if document:
                del table[key]
            case "rename" if isinstance(table, dict) and table:
                table[draw(keys)] = table.pop(key)
            case "add" if isinstance(table, dict):
                table[draw(keys)] = copy.deepcopy(draw(STRANGE))
            case "add" if isinstance(table, list):
                table.append(copy.deepcopy(draw(STRANGE)))
            case _ if document:
                table[key] = copy.deepcopy(draw(STRANGE))
    return document


def written(document: dict[str, Any]) -> str:
    """Return the document as TOML, in which dates are text."""
    return "\n".join(f"{toml(key)} = {toml(value)}" for key, value in document.items()) + "\n"


def lines_of(text: str) -> list[str]:
    """Return the faults that the loader finds."""
    try:
        parse_agreement(text.encode(), "f")
    except AgreementError as error:
        return str(error).splitlines()
    return []


def is_beyond(line: str) -> bool:
    """Return whether a schema cannot find the fault."""
    return any(re.search(pattern, line, re.DOTALL) for pattern in BEYOND)


def agree(document: dict[str, Any]) -> None:
    """Assert that the schema finds a fault in the document if the loader finds one that it can find."""
    found = [error.message for error in validator().iter_errors(document)]
    lines = lines_of(written(document)) if document else ["title: missing"]
    if found:
        assert lines, found
    else:
        assert [line for line in lines if not is_beyond(line)] == []


@law
@given(changed(st.sampled_from(bases())))
def test_both_agree_on_sound_files_that_were_changed(document: dict[str, Any]) -> None:
    agree(document)


@law
@given(changed(sound(tables()["Agreement"])))
def test_both_agree_on_files_made_from_the_schema(document: dict[str, Any]) -> None:
    agree(document)


VALUES: list[Any] = [
    *("", "x", 1, -1, 2.5, True, [], {}, ["x"], [1], [[]], [{}], {"x": 1}),
    *({"later": []}, {"later": [], "earlier": ["signed"]}),
]


@pytest.mark.parametrize("key", every_key())
def test_both_agree_on_each_key_with_a_value_of_each_type(key: str) -> None:
    documents = copy.deepcopy(bases())
    found = [(one, table) for one in documents for table, name in places(one) if name == key]
    assert found, "the files of the manual have every key"
    for document, table in found[-2:]:
        right = table.pop(key)
        agree(document)
        for value in VALUES:
            table[key] = value
            agree(document)
        table[key] = right


@pytest.mark.parametrize(
    ("table", "valid", "invalid"),
    [
        ("milestone", {"due": " before a"}, [{"due": text} for text in ("", " ", "+ 1 month", ", end of year")]),
        ("milestone", {"id": "c"}, [{"id": text} for text in ("signed", "before", "C", "-c", "1", "c\n")]),
        ("amended", {"due": " + 1 month"}, [{"due": text} for text in ("", "-1 month", ", end of year")]),
        ("counting", {"closed": ["US-DC"]}, [{"closed": [text]} for text in ("", " sat", "é")]),
    ],
)  # fmt: skip
def test_the_beginning_of_a_text_is_in_the_schema(
    table: str, valid: dict[str, Any], invalid: list[dict[str, Any]]
) -> None:
    def document(change: dict[str, Any]) -> dict[str, Any]:
        amended = {"decided": "2020-03-01", "due": "2020-06-01"}
        counting = dict[str, Any]()
        first: dict[str, Any] = {
            "id": "a",
            "title": "A",
            "amended": [amended],
            "counting": counting,
        }
        second = {"id": "b", "title": "B"}
        {"milestone": second, "amended": amended, "counting": counting}[table].update(change)
        return {"title": "T", "signed": "2020-01-01", "milestone": [first, second]}

    assert validator().is_valid(document(valid))
    assert lines_of(written(document(valid))) == []
    for change in invalid:
        assert not validator().is_valid(document(change)), change
        agree(document(change))


@pytest.mark.parametrize("pattern", BEYOND)
def test_each_fault_beyond_a_schema_is_one_of_a_file(pattern: str) -> None:
    readable = [path for path in BROKEN if path.stem not in UNREADABLE]
    lines = [line for path in readable for line in lines_of(path.read_text(encoding="utf-8"))]
    assert any(re.search(pattern, line, re.DOTALL) for line in lines)


def test_every_key_has_a_description() -> None:
    described = json.dumps(tables())
    assert '"description": "text"' in described  # of the items of an array
    for name, table in tables().items():
        for key, value in table.get("properties", {}).items():
            assert value.get("description") not in {None, "", "text"}, f"{name}.{key}"
