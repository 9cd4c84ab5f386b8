"""The order in which milestones are dated, and circular references."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import agreement_of, ids, law
from timeline.errors import AgreementError, CircleError
from timeline.files.loading import parse_agreement
from timeline.schedule.order import circles, dating_order
from timeline.schedule.schedule import build_schedule

LONG = 10_000


def ring(length: int) -> dict[str, str | None]:
    """Return names of which each counts from the next, and the last from the first."""
    return {f"m{n}": f"m{(n + 1) % length}" for n in range(length)}


def several(counts_from: dict[str, str | None]) -> dict[str, list[str]]:
    """Return the anchors as lists, of one or none."""
    return {name: [anchor] if anchor else [] for name, anchor in counts_from.items()}


def reached(start: str, counts_from: dict[str, list[str]]) -> set[str]:
    """Return the names that `start` counts from, directly or not."""
    found, open_ends = set[str](), list(counts_from[start])
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends += counts_from.get(name, [])
    return found


def is_in_circle(name: str, counts_from: dict[str, str | None]) -> bool:
    """Return whether following the anchors from `name` leads back to it."""
    seen, anchor = 0, counts_from[name]
    while anchor is not None and anchor != name and seen <= len(counts_from):
        seen, anchor = seen + 1, counts_from.get(anchor)
    return anchor == name


@law
@given(st.dictionaries(ids, st.one_of(st.none(), ids)))
def test_each_is_dated_after_what_it_counts_from_unless_there_is_a_circle(
    counts_from: dict[str, str | None],
) -> None:
    in_circles = {name for name in counts_from if is_in_circle(name, counts_from)}
    try:
        order = dating_order(several(counts_from))
    except CircleError as error:
        path = set(error.path)
        assert path <= in_circles
    else:
        assert not in_circles
        assert sorted(order) == sorted(counts_from)
        for name, anchor in counts_from.items():
            assert anchor not in counts_from or order.index(anchor) < order.index(name)


@law
@given(st.dictionaries(ids, ids))
def test_the_circles_found_hold_all_that_is_in_one_and_nothing_else(
    anchors: dict[str, str],
) -> None:
    counts_from: dict[str, str | None] = {**anchors}
    found = list(circles(several(counts_from)))
    in_circles = {name for name in counts_from if is_in_circle(name, counts_from)}
    assert set().union(*found) == in_circles
    # each name once, but for the first of each circle, which is named again at its end
    assert sum(len(path) - 1 for path in found) == len(in_circles)
    assert all(path[0] == path[-1] for path in found)
    assert all(counts_from[one] == other for path in found for one, other in pairwise(path))


@law
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghi"), max_size=4))
)
def test_circles_of_names_with_several_anchors_are_disjoint_and_reached_from_each_in_one(
    counts_from: dict[str, list[str]],
) -> None:
    below = {name: reached(name, counts_from) for name in counts_from}
    in_circles = {name for name in counts_from if name in below[name]}
    found = [path[:-1] for path in circles(counts_from)]
    for path in circles(counts_from):
        assert path[0] == path[-1]
        assert all(other in counts_from[one] for one, other in pairwise(path))
    assert sum(map(len, found)) == len(set().union(*found))
    # in the same knot: each reaches the other
    for name in in_circles:
        knot = {other for other in below[name] if name in below.get(other, ())}
        assert any(knot >= set(path) for path in found)
    try:
        dating_order(counts_from)
    except CircleError as error:
        path = list(error.path)
        assert set(path) <= in_circles
    else:
        assert not in_circles


@pytest.mark.parametrize("length", [1, 2, 3, 7, LONG])
def test_the_path_of_a_circle_leads_from_each_to_what_it_counts_from(length: int) -> None:
    counts_from = {"late": "m0", **ring(length), "fixed": None}
    with pytest.raises(CircleError) as caught:
        dating_order(several(counts_from))
    path = caught.value.path
    assert path[0] == path[-1]
    assert len(path) == length + 1
    assert all(counts_from[one] == other for one, other in pairwise(path))


def test_a_short_circle_is_named_in_full() -> None:
    with pytest.raises(CircleError, match=r"^circular reference: a -> a$") as caught:
        dating_order({"a": ["a"]})
    assert caught.value.path == ("a", "a")
    named = str(CircleError(["a", "b", "c", "d", "e", "f", "a"]))
    assert "a -> b -> c -> d -> e -> f -> a" in named


def test_a_long_circle_is_named_by_its_ends_and_the_number_between() -> None:
    (path,) = circles(several(ring(LONG)))
    text = str(CircleError(path))
    # 10,001 in the path, the first named again at its end; six are shown
    assert f"{path[0]} -> {path[1]} -> {path[2]} -> … 9995 more … -> {path[-3]}" in text
    assert text.endswith(f" -> {path[-2]} -> {path[-1]}")
    assert text.count(" -> ") == 6


def test_every_circle_is_found() -> None:
    alone: dict[str, str | None] = {f"m{n}": f"m{n}" for n in range(30)}
    assert list(circles(several(alone))) == [[name, name] for name in alone]
    assert list(circles({"a": [], "b": ["a"], "c": ["elsewhere"]})) == []
    # one circle, though its last milestone leads back twice
    assert list(circles({"a": ["b"], "b": ["a", "a"]})) == [["a", "b", "a"]]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_chain_of_ten_thousand_is_dated_to_its_end(*, backwards: bool) -> None:
    dues: dict[str, str | None] = {"m0": "signed + 1 day"}
    dues |= {f"m{n}": f"m{n - 1} + 1 day" for n in range(1, LONG)}
    chain = agreement_of(dict(reversed(dues.items())) if backwards else dues)
    schedule = build_schedule(chain)
    for n in (0, 1, LONG // 2, LONG - 1):
        assert schedule.evaluate_day(f"m{n}") == chain.signed + timedelta(n + 1)
    assert list(schedule.milestones) == [one.id for one in chain.milestones]


def file_of(*dues: tuple[str, str]) -> bytes:
    """Return an agreement file of milestones with these ids and due dates."""
    tables = [f'[[milestone]]\nid = "{one}"\ntitle = "T"\ndue = "{due}"\n' for one, due in dues]
    return ('title = "T"\nsigned = 2020-02-29\n' + "".join(tables)).encode()


def test_every_circle_of_a_file_is_reported() -> None:
    data = file_of(("a", "b + 1 day"), ("b", "a + 1 day"), ("c", "a"), ("d", "d - 1 week"))
    with pytest.raises(AgreementError) as caught:
        parse_agreement(data, "x.toml")
    first, second = sorted(caught.value.lines)
    assert first.startswith(("x.toml: milestone[a].due: ", "x.toml: milestone[b].due: "))
    assert "circular reference: a -> b -> a" in first or "circular reference: b -> a -> b" in first
    assert second.startswith("x.toml: milestone[d].due: circular reference: d -> d")


@pytest.mark.parametrize("name", ["loop", "l" * 61], ids=["short id", "long id"])
def test_a_circle_is_reported_with_the_path_of_a_milestone(name: str) -> None:
    """By its id where that is short enough to show, else by its place among the milestones."""
    data = file_of(("a", "signed"), (name, f"{name} + 1 day"))
    with pytest.raises(AgreementError) as caught:
        parse_agreement(data, "x.toml")
    (line,) = caught.value.lines
    assert line.startswith((f"x.toml: milestone[{name}].due: ", "x.toml: milestone[#2].due: "))
