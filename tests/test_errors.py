"""What an error suggests."""

from __future__ import annotations

import pytest

from timeline.errors import nearest


@pytest.mark.parametrize(
    ("known", "suggested"),
    [
        # the nearest, whatever the case
        (["drawdown", "withdrawal"], "did you mean drawdown?"),
        # all of a few
        (["talks", "bases"], "expected talks, bases"),
        # not many, nor none
        ([f"x{number}" for number in range(21)], "expected one"),
        ([], "expected one"),
        # among very many none is looked for: it would take longer than anybody waits for a hint
        (["drawdown", *(f"x{number}" for number in range(10_000))], "expected one"),
        # names are shortened
        (["x" * 100, "y" * 100], f"expected {'x' * 29}…{'x' * 29}, {'y' * 29}…{'y' * 29}"),
    ],
)
def test_the_nearest_of_few_names_is_suggested(known: list[str], suggested: str) -> None:
    assert nearest("Drawdwn", known, "expected one") == suggested
