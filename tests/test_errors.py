"""The hints in error messages."""

from __future__ import annotations

import pytest

from timeline.errors import nearest


@pytest.mark.parametrize(
    ("known", "suggested"),
    [
        # the most similar name, ignoring case
        (["drawdown", "withdrawal"], "did you mean drawdown?"),
        # else the only name that it begins
        (
            ["drawdwn-of-the-united-states-and-its-allies"],
            "did you mean drawdwn-of-the-united-states-and-its-allies?",
        ),
        # all names if there are few
        (["talks", "bases"], "choose from talks, bases"),
        # neither many names nor none
        ([f"x{number}" for number in range(21)], "otherwise"),
        ([], "otherwise"),
        # no suggestion from very many names, because finding it takes too long
        (["drawdown", *(f"x{number}" for number in range(10_000))], "otherwise"),
        # long names are shortened
        (["x" * 100, "y" * 100], f"choose from {'x' * 29}…{'x' * 29}, {'y' * 29}…{'y' * 29}"),
    ],
)
def test_the_most_similar_name_or_a_short_list_is_suggested(
    known: list[str], suggested: str
) -> None:
    assert nearest("Drawdwn", known, "otherwise") == suggested
