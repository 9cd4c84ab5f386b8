"""Other engines give the same answers, on a sample. All of them: `python -m tests.oracles`."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oracles.engines import ENGINES, Missing
from timeline.dates.calendars import Calendar, in_calendar

# Each far from the other tests' examples: random, and the same in every run.
SAMPLE = 3000


@pytest.mark.parametrize("name", ENGINES)
def test_another_engine_gives_the_same_answers(name: str) -> None:
    """Where the calendars' sources differ among themselves, and why: `tests/oracles/conversions.py`."""
    try:
        result = ENGINES[name](SAMPLE)
    except Missing as missing:
        pytest.skip(f"{name} is not installed: it needs {missing}")
    assert result.compared >= SAMPLE
    assert result.differences == []


def test_the_hijri_calendar_of_earlier_years_is_the_one_that_was_in_use() -> None:
    """The first day of the year 1400 is known from the news: the Grand Mosque was seized on it."""
    assert str(in_calendar(date(1979, 11, 20), Calendar.HIJRI)) == "1400-01-01"
