"""The other engines by name: each is run on a number of random cases and returns the differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracles.asking import Missing, Result
from tests.oracles.columns import columns
from tests.oracles.conversions import calendar_months, persian, umm_al_qura
from tests.oracles.counts import dateutils, gnu_date, java, javascript, quantlib, temporal
from tests.oracles.rules import clear, included, pandas
from tests.oracles.working_days import numpy, quantlib_days

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ENGINES", "Missing", "Result"]

ENGINES: dict[str, Callable[[int], Result]] = {
    "temporal": temporal,
    "javascript": javascript,
    "gnu-date": gnu_date,
    "java": java,
    "quantlib": quantlib,
    "dateutils": dateutils,
    "numpy": numpy,
    "quantlib-days": quantlib_days,
    "icu": persian,
    "umm-al-qura": umm_al_qura,
    "calendar-months": calendar_months,
    "included": included,
    "clear": clear,
    "pandas": pandas,
    "columns": columns,
}
