"""Results as of a day: the same as from a file without the later facts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import timeline
from tests.pages import only, read, text_of
from tests.strategies import dues, law, toml
from tests.transcript import Transcript, in_process
from timeline.render.formats import FORMATS
from timeline.schedule.as_of import as_of

Document = dict[str, Any]

BUNDLED = Path(timeline.__file__).parent / "files" / "bundled"
IDS = ("a", "b", "c")
LISTING = ("show", "next", "check", "compare", "drawdown")


def without_later(document: Document, day: date) -> Document:
    """Return the file's tables without what happened, was observed or published after the day.

    A record that ends later ends on the day.
    """
    dates = {one["id"]: one.get("date") for one in document.get("source", [])}

    def is_known(published: Document) -> bool:
        known_from = published.get("on") or dates.get(published.get("source"))
        return not known_from or bool(known_from <= day)

    kept = dict(document)
    until_the_day(kept, day)
    kept["milestone"] = []
    for milestone in document.get("milestone", []):
        if milestone.get("decided", date.min) > day:
            continue
        fulfilled = milestone.get("fulfilled", date.min)
        numbered = isinstance(fulfilled, list)
        later = not numbered and fulfilled > day
        one = {
            key: value
            for key, value in milestone.items()
            if not (later and key.startswith("fulfilled"))
        }
        if numbered:
            one["fulfilled"] = [each for each in fulfilled if each["date"] <= day]
        until_the_day(one, day)
        if "amended" in one:
            one["amended"] = [each for each in one["amended"] if each["decided"] <= day]
        if "published" in one:
            one["published"] = [each for each in one["published"] if is_known(each)]
        kept["milestone"].append(one)
    if "drawdown" in document:
        kept["drawdown"] = seen_by(document["drawdown"], day)
    if "series" in document:
        kept["series"] = [seen_by(one, day) for one in document["series"]]
    before, after = set(sources_in(document)), set(sources_in(kept))
    kept["source"] = [
        one
        for one in document.get("source", [])
        if one["id"] in after
        or (one["id"] not in before and (not one.get("date") or one["date"] <= day))
    ]
    return kept


def seen_by(series: Document, day: date) -> Document:
    """Return a series without what was observed after the day."""
    observed = series.get("observed", [])
    return series | {"observed": [one for one in observed if one["date"] <= day]}


def until_the_day(table: Document, day: date) -> None:
    """Shorten the record of a table that ends after the day, and leave out a later end of its force."""
    if table.get("void-from", date.min) > day:
        del table["void-from"]
    if "recorded-until" in table:
        table["recorded-until"] = min(table["recorded-until"], day)


def sources_in(value: object) -> Iterator[str]:
    """Yield the source that each table names."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            for key, inner in one.items():
                if key in {"source", "fulfilled-source"} and isinstance(inner, str):
                    yield inner
                yield from sources_in(inner)


def write(folder: Path, document: Document) -> str:
    """Write the tables as a file of one name in the folder, and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / "peace.toml"
    lines = (f"{key} = {toml(value)}\n" for key, value in document.items())
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def answers(
    path: str, ids: list[str], day: date, *options: str
) -> Iterator[tuple[tuple[str, ...], Transcript]]:
    """Yield what each command answers for the day in each format, with its arguments."""
    questions: list[tuple[str, ...]]
    questions = [(command, "-f", name) for command in LISTING for name in FORMATS]
    questions += [("drawdown", "--series", "land", "-f", "json")]
    questions += [("explain", name, "-f", kind) for name in ids for kind in ("table", "json")]
    questions += [("date", name) for name in ids]
    questions += [("remaining",), ("chart",), ("drawdown", "--every", "1 month")]
    for question in questions:
        yield question, in_process(*question, "-a", path, "--on", str(day), *options)


near = st.dates(date(2020, 1, 1), date(2021, 6, 30))
after = st.dates(date(2020, 2, 29), date(2021, 6, 30))
some_rules = st.fixed_dictionaries(
    {"roll": st.sampled_from(["following", "onward"])},
    optional={
        "roll-fixed": st.booleans(),
        "closed": st.sampled_from([["sat", "sun"], ["fri", "AF"]]),
    },
)
some_sources = st.sampled_from(["early", "late", "undated"])


def amendments(
    first: date, last: date, anchors: Sequence[str]
) -> st.SearchStrategy[list[Document]]:
    """Return amendments decided from the first day to the last."""
    one = st.fixed_dictionaries(
        {
            "decided": st.dates(first, last),
            "due": dues(["signed", "2020-12", *anchors])
            | st.sampled_from(["+ 1 month", "- 10 days"]),
        },
        optional={"counting": some_rules, "source": some_sources, "by": st.just("X")},
    )
    return st.lists(one, max_size=3, unique_by=lambda each: each["decided"])


def some_dues(anchors: list[str]) -> st.SearchStrategy[object]:
    """Return an expression, or the later or earlier of two."""
    two = st.lists(dues(anchors), min_size=2, max_size=2)
    which = st.sampled_from(["later", "earlier"])
    return dues(anchors) | st.builds(lambda key, some: {key: some}, which, two)


# A later milestone sets no level beyond that of an earlier one, nor beyond the baseline.
some_levels = st.sampled_from([{"troops": 9}, {"land": 9}, {"troops": 9, "land": 9}])


@st.composite
def some_series(draw: st.DrawFn, name: str) -> Document:
    """Return a series with observed levels; one in two rises."""
    observed = st.fixed_dictionaries({"date": near, "level": st.integers(0, 18)})
    series: Document = {
        "id": name,
        "unit": name,
        "observed": draw(st.lists(observed, max_size=3, unique_by=lambda one: one["date"])),
    }
    if draw(st.booleans()):
        series["rising"] = True
    if draw(st.booleans()):
        series["baseline"] = 8 if "rising" in series else 10
    return series


@st.composite
def recurring(draw: st.DrawFn, decided: date | None) -> list[Document]:
    """Return a recurring duty, and a milestone that counts from an occurrence."""
    start = draw(st.sampled_from(["signed", *IDS, "actual a"]))
    entry = st.fixed_dictionaries(
        {"n": st.integers(1, 3), "date": near},
        optional={"source": some_sources, "note": st.just("N")},
    )
    ends: list[Document] = [{"times": 3}, {"until": f"{start} + 6 months"}]
    duty: Document = {
        "id": "r",
        "title": "R",
        "every": draw(st.sampled_from(["1 month", "40 days"])),
        "from": start,
        **draw(st.sampled_from(ends)),
        "fulfilled": draw(st.lists(entry, max_size=3, unique_by=lambda one: one["n"])),
        "levels": draw(some_levels),
    }
    due = draw(st.sampled_from(["r-2 + 1 month", "actual r-1 + 10 days", "r-3"]))
    both = [duty, {"id": "d", "title": "D", "due": due}]
    return [{**one, "decided": decided} if decided else one for one in both]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return the tables of an agreement in which much has happened, was observed and published."""
    milestones: list[Document] = []
    decided: date | None = None
    for position, name in enumerate(IDS):
        published = st.fixed_dictionaries(
            {"date": near, "by": st.just("X")}, optional={"source": some_sources, "on": near}
        )
        table = st.fixed_dictionaries(
            {"id": st.just(name), "title": st.just(name.upper())},
            optional={
                "due": some_dues(
                    ["signed", "2020-08", *IDS[:position], "actual a"][: 2 + 2 * position]
                ),
                "kind": st.sampled_from(["commitment", "event"]),
                "fulfilled": near,
                "recorded-until": near,
                "void-from": after,
                "levels": some_levels,
                "source": some_sources,
                "published": st.lists(published, max_size=2),
            },
        )
        milestone: Document = draw(table)
        if "fulfilled" in milestone:
            milestone |= {"fulfilled-source": draw(some_sources), "fulfilled-note": "N"}
        # Each counts only from those before it, which are decided before it.
        if decided or draw(st.booleans()):
            decided = max([decided or date.min, draw(after)])
            milestone["decided"] = decided
        last: date = milestone.get("fulfilled", date(2021, 6, 30))
        if (first := decided or date(2020, 2, 29)) <= last:
            milestone["amended"] = draw(amendments(first, last, IDS[:position]))
        milestones.append(milestone)
    milestones += draw(st.just([]) | recurring(decided))
    series = [draw(some_series(name)) for name in ("troops", "land")]
    forms: Document = {"series": series}
    if draw(st.booleans()):
        forms = {"drawdown": {key: value for key, value in series[0].items() if key != "id"}}
        for milestone in milestones:
            levels = milestone.pop("levels", {})
            if "troops" in levels:
                milestone["level"] = levels["troops"]
    optional = {"recorded-until": near, "void-from": after}
    recorded = draw(st.fixed_dictionaries({}, optional=optional))
    return {
        "title": "A peace",
        "signed": date(2020, 2, 29),
        "counting": draw(st.just({}) | some_rules),
        **recorded,
        "milestone": milestones,
        **forms,
        "source": [
            {"id": "early", "title": "E", "date": date(2020, 3, 1)},
            {"id": "late", "title": "L", "date": date(2021, 3, 1)},
            {"id": "undated", "title": "U"},
        ],
    }


@settings(
    law,
    max_examples=law.max_examples // 6,
    phases=[Phase.reuse, Phase.generate],  # to shrink a failure takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(documents(), near, st.booleans())
def test_every_answer_is_that_of_a_file_without_the_later_facts(
    tmp_path: Path, document: Document, day: date, as_happened: bool
) -> None:
    options = ("--as-happened",) if as_happened else ()
    whole = write(tmp_path / "whole", document)
    cut = write(tmp_path / "cut", without_later(document, day))
    assert as_of(timeline.load(whole), day) == timeline.load(cut)
    ids = [*IDS, "r", "r-2", "d"]
    both = (answers(path, ids, day, *options) for path in (whole, cut))
    pairs = zip(*both, strict=True)
    for (question, found), (_, expected) in pairs:
        assert found == expected, question


def shown_text(page: Path) -> bytes:
    """Return what a page says without scripts, apart from its axis, which is that of all days."""
    main = only(read(page), "body/main")
    for parent in list(main.iter()):
        for child in list(parent):
            if child.tag == "svg":
                parent.remove(child)
    return text_of(main).encode()


# In 2020 the drawdown alone was done; on the day before the last, all but the withdrawal.
@pytest.mark.parametrize("day", [date(2020, 3, 1), date(2020, 7, 1), date(2021, 8, 29)])
@pytest.mark.parametrize("kind", ["html", "svg"])
def test_pictures_and_pages_leave_out_later_facts_too(kind: str, day: date, tmp_path: Path) -> None:
    document = tomllib.loads((BUNDLED / "doha-2020.toml").read_text(encoding="utf-8"))
    drawn = []
    for name, one in (("whole", document), ("cut", without_later(document, day))):
        path = write(tmp_path / name, one)
        output = tmp_path / f"{name}.{kind}"
        assert in_process("chart", "-a", path, "--on", str(day), "-o", str(output)).status == 0
        drawn.append(shown_text(output) if kind == "html" else output.read_bytes())
    assert drawn[0] == drawn[1]
    assert (b"crs-r46879" in drawn[0], b"Remarks on the way forward" in drawn[0]) == (
        False,
        kind == "html" and day.year == 2021,
    )


def test_the_python_functions_leave_out_later_facts_too() -> None:
    """`status_of` agrees with `statuses`, and nothing is fulfilled before the day it happened."""
    schedule = timeline.build_schedule(timeline.load("iraq-2008"))
    done = date(2009, 6, 30)
    for day in (done - timedelta(1), done):
        (listed,) = timeline.statuses(schedule, day, ["cities"])
        assert listed == timeline.status_of(schedule, "cities", day)
        assert listed in timeline.statuses(schedule, day)
        assert listed.fulfilled == (done if day == done else None)


def test_nothing_is_removed_on_the_last_day() -> None:
    for name in timeline.bundled_names():
        agreement = timeline.load(name)
        assert as_of(agreement, date.max) is agreement
        assert as_of(agreement, date.min) is not agreement


def test_statements_of_a_year_later_are_not_explained() -> None:
    found = in_process("explain", "withdrawal", "--on", "2020-03-01").out
    assert "Biden" not in found
    assert "Biden" in in_process("explain", "withdrawal", "--on", "2021-04-14").out


def test_what_is_observed_only_later_is_not_observed(tmp_path: Path) -> None:
    document = {
        "title": "A peace",
        "signed": date(2020, 2, 29),
        "milestone": [{"id": "a", "title": "A", "due": "signed + 1 year", "level": 0}],
        "drawdown": {
            "unit": "troops",
            "baseline": 10,
            "observed": [{"date": date(2020, 6, 1), "level": 8}],
        },
    }
    path = write(tmp_path, document)
    for day, expected in (("2020-05-31", True), ("2020-06-01", False)):
        found = in_process("drawdown", "-a", path, "--on", day).out
        assert ("no observed levels recorded" in found) == expected
