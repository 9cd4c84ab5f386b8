"""The corpus of the fuzzers, and random bytes of a likely form, leave nothing but the project's own errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing.targets import TARGETS
from tests.strategies import law

CORPUS = sorted((Path(__file__).parent / "fuzzing" / "corpus").glob("*/*"))

# What the readers look for, and what might upset them.
WORDS = st.sampled_from(
    [
        *("2020-02-29", "2020-08", "9999-12-31", "signed", "drawdown", "today", "withdrawal", "/"),
        *(" + ", " - ", "+", "14 months", "9.5 months", "P1Y2M3W4D", "135 days", "0", "9" * 30),
        *("\n", "\r\n", "\r", "\t", "\0", "\x1b[31m", "\u2028", "\u0660", "\ufeff", '"', "=", "[["),
        *("before ", ", end of month", ", first of next month", " + 5 working days", ","),
        *(
            "sat",
            "sun",
            "US-DC",
            "AF",
            "2020-07-01/2020-07-20",
            "closed = [",
            "roll = ",
            "[counting]\n",
        ),
        *(
            "within ",
            "fourteen (14) ",
            "months ",
            "after ",
            "the deposit ",
            "first day of the month ",
        ),
        *(
            "by ",
            "March 10 ",
            "every ",
            "before ",
            "at least ",
            "following ",
            "half ",
            "(15) ",
            "1st ",
        ),
        *("anchor", "anchor,expression,published,by\n", "anchor + 1 month", "\t", ", ", '""'),
        *("[[milestone]]\n", "id = ", "due = ", "title = ", "signed = ", "level = ", "also = ["),
    ]
)
LIKELY = st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=12).map(
    lambda words: "".join(words).encode("utf-8", "surrogatepass")
)


def test_the_corpus_is_found() -> None:
    assert {path.parent.name for path in CORPUS} == set(TARGETS)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@law
@given(st.one_of(LIKELY, st.binary()))
def test_bytes_of_any_form_are_read_or_refused(target: str, data: bytes) -> None:
    TARGETS[target](data)
