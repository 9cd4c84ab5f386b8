"""The tables of month ends in the manual say what other engines give, which compute them here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.oracles.asking import Missing
from tests.oracles.month_ends import (
    CASES,
    ENGINES,
    RULES,
    Case,
    in_duckdb,
    in_spark,
    in_sqlite,
    pandas_month_end,
)
from tests.readme import HELP
from timeline import ColumnError, Counting, MonthEnd, StartDay
from timeline.columns import due

PAGE = (HELP / "python.md").read_text("utf-8")
COUNTINGS = {
    "clamp": Counting(),
    "sticky": Counting(month_end=MonthEnd.STICKY),
    "overflow": Counting(month_end=MonthEnd.OVERFLOW),
    "included": Counting(StartDay.INCLUDED),
    "reject": Counting(month_end=MonthEnd.REJECT),
}


def answered(ask: Callable[..., Any], *arguments: str) -> Any:
    """Return an engine's answer; skip the test if the engine is not installed."""
    try:
        return ask(*arguments)
    except Missing as missing:
        pytest.skip(f"it needs {missing}")


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table in Markdown."""
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_there_are_thirty_different_cases() -> None:
    assert len({(case.day, case.steps) for case in CASES}) == 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_each_rule_gives_the_answer_written_by_hand(case: Case) -> None:
    expression = case.text.replace(str(case.day), "anchor")
    for rule, counting in COUNTINGS.items():
        try:
            found = str(due(np.array([case.day], "datetime64[D]"), expression, counting)[0])
        except ColumnError:
            found = "none"
        assert (rule, found) == (rule, case.answers[rule])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_manual_counts_how_often_an_engine_agrees_with_each_rule(engine: str) -> None:
    answers = answered(ENGINES[engine])
    assert len(answers) == len(CASES)
    counts = [
        sum(case.answers[rule] == one for case, one in zip(CASES, answers, strict=True))
        for rule in RULES
    ]
    assert f"\n| {engine} | {' | '.join(map(str, counts))} |\n" in PAGE


def test_the_manual_has_the_results_of_some_cases() -> None:
    wanted = {case.text: case for case in CASES}
    rows = [cells(line) for line in PAGE.splitlines() if re.match(r"\| 2[0-9-]+ [+-] ", line)]
    assert f"| count | {' | '.join(RULES)} | `MonthEnd` |\n" in PAGE
    assert len(rows) == 4
    for text, *shown in rows:
        assert shown[:-1] == [wanted[text].answers[rule] for rule in RULES]
    month_ends = dict(zip(wanted, answered(pandas_month_end), strict=True))
    assert [row[-1] for row in rows] == [month_ends[row[0]] for row in rows]


# What the manual says of the engines beside month ends.

_ONE_BY_ONE = "DATE '2021-01-31' + INTERVAL '1' MONTH + INTERVAL '1' MONTH"
_TOGETHER = "DATE '2021-01-31' + (INTERVAL '1' MONTH + INTERVAL '1' MONTH)"
_MISSING = "CAST(NULL AS DATE) + INTERVAL '1' MONTH"
_BEYOND = "DATE '9999-12-31' + INTERVAL '1' MONTH"


def test_duckdb_gives_timestamps_adds_up_intervals_and_has_a_year_10000() -> None:
    found = answered(in_duckdb, f"typeof({_TOGETHER}), typeof(CAST({_TOGETHER} AS DATE))")
    assert found == ["TIMESTAMP", "DATE"]
    found = answered(in_duckdb, f"{_ONE_BY_ONE}, {_TOGETHER}, {_MISSING}, year({_BEYOND})")
    assert [str(one)[:10] for one in found] == ["2021-03-28", "2021-03-31", "None", "10000"]


def test_spark_gives_dates_adds_up_intervals_and_has_a_year_10000() -> None:
    found = answered(
        in_spark, f"typeof({_TOGETHER}), {_ONE_BY_ONE}, {_TOGETHER}, {_MISSING}, year({_BEYOND})"
    )
    assert found == ["date", date(2021, 3, 28), date(2021, 3, 31), None, 10000]


def test_polars_gives_dates_and_has_a_year_10000() -> None:
    pl = pytest.importorskip("polars")
    found = pl.Series([date(9999, 12, 31), date(2021, 1, 31), None]).dt.offset_by("1mo")
    assert found.dtype == pl.Date
    assert found.dt.year().to_list() == [10000, 2021, None]


def test_pandas_has_a_year_10000_except_in_nanoseconds() -> None:
    pd = pytest.importorskip("pandas")
    month, days = pd.DateOffset(months=1), np.array(["9999-12-31", "NaT"], "datetime64[s]")
    found = (pd.Series(days) + month).to_numpy()
    assert found.astype(str).tolist() == ["10000-01-31T00:00:00", "NaT"]
    last = pd.Series(np.array(["2262-03-31"], "datetime64[ns]"))
    with pytest.raises(pd.errors.OutOfBoundsDatetime):
        last + month


def test_numpy_turns_days_into_wrong_nanoseconds_without_an_error_before_its_version_2_5() -> None:
    day = np.array(["1600-02-29"], "datetime64[D]")
    if np.lib.NumpyVersion(np.__version__) < "2.5.0":
        assert day.astype("datetime64[ns]").astype("datetime64[D]") != day
    else:
        with pytest.raises(OverflowError):
            day.astype("datetime64[ns]")


def test_sqlite_has_no_year_10000() -> None:
    assert in_sqlite("date('9999-12-31', '+1 months'), date(NULL, '+1 months')") == [None, None]
