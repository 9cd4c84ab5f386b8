"""Engines for tables count with the same rules, and show the same errors: each is started for real."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from tests.readme import EXAMPLES, HELP, blocks
from tests.test_examples import needs, run
from tests.transcript import COMMAND, Transcript
from timeline import ColumnError, ExpressionError
from timeline.columns import due

# Six months after the day: the same number, but the last day of a month after a last day (30 June), and
# the last of February where it has no such day.
DUE = {
    "Lashkar Gah": ("2020-03-05", "2020-09-05"),
    "Kunduz": ("2020-03-20", "2020-09-20"),
    "Kabul": ("2020-06-02", "2020-12-02"),
    "Herat": ("2020-06-30", "2020-12-31"),
    "Farah": ("", ""),
    "Jalalabad": ("2020-08-01", "2021-02-01"),
    "Ghazni": ("2020-08-30", "2021-02-28"),
}
# The milestones whose deadline was before the day, by the days since: 10 March, 29 May, 10 June and 27
# August 2020. None of them was known to be done on that day; the drawdown of 13 July was.
OVERDUE = [
    ("Lashkar Gah", "", ""),
    ("Kunduz", "prisoners", "10"),
    ("Kunduz", "talks", "10"),
    ("Kabul", "prisoners", "84"),
    ("Kabul", "talks", "84"),
    ("Kabul", "un-sanctions", "4"),
    ("Herat", "prisoners", "112"),
    ("Herat", "talks", "112"),
    ("Herat", "un-sanctions", "32"),
    ("Herat", "remaining-prisoners", "20"),
    ("Jalalabad", "prisoners", "144"),
    ("Jalalabad", "talks", "144"),
    ("Jalalabad", "un-sanctions", "64"),
    ("Jalalabad", "remaining-prisoners", "52"),
    ("Ghazni", "prisoners", "173"),
    ("Ghazni", "talks", "173"),
    ("Ghazni", "un-sanctions", "93"),
    ("Ghazni", "remaining-prisoners", "81"),
    ("Ghazni", "sanctions", "3"),
    ("Farah", "", ""),
]
SPARK_CLUSTER = "local-cluster[2,1,1024]"
SPARK_LOCAL = "local[1]"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the examples read."""
    made = tmp_path_factory.mktemp("inputs")
    for name in ("incidents.csv", "incidents.sql"):
        shutil.copy(EXAMPLES / name, made)
    days = run("sh", "-c", "timeline days --format parquet > days.parquet", directory=made)
    assert days == Transcript(0, "", "")
    return made


@pytest.fixture
def folder(inputs: Path, tmp_path: Path) -> Path:
    """Return a folder of the test's own with what the examples read."""
    return shutil.copytree(inputs, tmp_path, dirs_exist_ok=True)


def example(engine: str, folder: Path) -> Transcript:
    """Run the example of an engine in the folder."""
    if engine == "spark":
        return spark(folder, SPARK_LOCAL)
    pytest.importorskip(engine)
    return run(sys.executable, str(EXAMPLES / f"due_{engine}.py"), directory=folder)


def spark(folder: Path, master: str, **settings: str) -> Transcript:
    """Run the example of Spark in the folder, with the processors and settings given.

    Both standard outputs of the example are in `out`: `spark-submit` joins them.
    """
    home = Path(pytest.importorskip("pyspark").__file__).parent
    needs("java")
    # The workers write in a folder of Spark's own.
    (folder / "spark").mkdir()
    for path in home.iterdir():
        (folder / "spark" / path.name).symlink_to(path)
    environment = {
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore::FutureWarning",  # of pandas that are newer than Spark
        "SPARK_HOME": str(folder / "spark"),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # starts faster
    settings = {
        "spark.driver.extraJavaOptions": java,
        "spark.executor.extraJavaOptions": java,
        "spark.task.maxFailures": "1",
        "spark.ui.enabled": "false",
        **settings,
    }
    return run(
        "env",
        *(f"{name}={value}" for name, value in environment.items()),
        str(Path(COMMAND).with_name("spark-submit")),
        f"--master={master}",
        *(f"--conf={name}={value}" for name, value in settings.items()),
        str(EXAMPLES / "due_spark.py"),
        directory=folder,
    )


def rows(out: str) -> list[list[str]]:
    """Return the words of each line that names a place."""
    named = (line for line in out.splitlines() if any(place in line for place in DUE))
    return [re.findall(r"-?\w+(?:-\w+)*", line) for line in named]


def with_due(*columns: str, missing: str) -> list[list[str]]:
    """Return the words of each line of a table of incidents with their due dates."""
    lines = []
    for place, (day, due_day) in DUE.items():
        cells = {"place": place, "day": day or missing, "due": due_day or missing}
        lines.append(" ".join(cells[column] for column in columns).split())
    return lines


def overdue() -> list[list[str]]:
    """Return the words of each line of the join with the day table."""
    return [
        " ".join(cell or "NULL" for cell in (DUE[place][0], place, milestone, days)).split()
        for place, milestone, days in OVERDUE
    ]


def test_pandas_counts_a_series_and_keeps_its_index(folder: Path) -> None:
    found = example("pandas", folder)
    assert (found.status, found.err) == (0, "")
    assert rows(found.out) == with_due("place", "day", "due", missing="NaT")


def test_polars_counts_in_an_expression(folder: Path) -> None:
    found = example("polars", folder)
    assert (found.status, found.err) == (0, "")
    assert rows(found.out) == with_due("day", "place", "due", missing="null")
    assert found.out.splitlines()[4].split()[1::2] == ["date", "str", "date"]


def test_pyarrow_counts_a_column_of_a_table(folder: Path) -> None:
    found = example("pyarrow", folder)
    assert (found.status, found.err) == (0, "")
    assert rows(found.out) == with_due("day", "place", "due", missing="")


def test_duckdb_counts_in_a_function_and_joins_the_day_table(folder: Path) -> None:
    found = example("duckdb", folder)
    assert (found.status, found.err) == (0, "")
    assert rows(found.out) == with_due("day", "place", "due", missing="NULL") + overdue()


def test_the_manual_has_the_query_of_the_join() -> None:
    (query,) = blocks(HELP / "scripting.md", "sql")
    assert query in (EXAMPLES / "incidents.sql").read_text(encoding="utf-8")


def test_spark_counts_on_two_workers_and_joins_the_day_table(folder: Path) -> None:
    found = spark(
        folder,
        SPARK_CLUSTER,
        **{
            "spark.scheduler.minRegisteredResourcesRatio": "1",  # start with both workers
            "spark.sql.files.openCostInBytes": "1",  # a part of the small file for each
        },
    )
    assert found.status == 0, found
    in_order = with_due("day", "place", "due", missing="NULL")
    missing_first = sorted(in_order, key=lambda row: row[0] != "NULL")
    assert rows(found.out) == missing_first + overdue()
    assert "ShuffleMapStage" not in found.err  # no incident was sent to another worker
    started = re.findall(r"Starting task \d\.0 in stage 0\.0 .*executor (\d)", found.err)
    assert sorted(started) == ["0", "1"]


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb", "spark"])
def test_a_day_without_a_due_date_is_named_in_the_error(engine: str, folder: Path) -> None:
    incidents = "day,place\n2020-03-05,Kunduz\n9999-12-31,Kabul\n"
    (folder / "incidents.csv").write_text(incidents, encoding="utf-8")
    found = example(engine, folder)
    assert found.status == 1
    problem = '"anchor + 6 months": outside the supported range, 0001-01-01 to 9999-12-31'
    assert f"ColumnError: anchors[1]: 9999-12-31: {problem}" in found.out + found.err


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
def test_a_time_of_day_is_named_in_the_error(engine: str, folder: Path) -> None:
    incidents = "day,place\n2020-03-05T00:00,Kunduz\n2020-03-06T10:30,Kabul\n"
    (folder / "incidents.csv").write_text(incidents, encoding="utf-8")
    found = example(engine, folder)
    assert found.status == 1
    assert "ColumnError: anchors[1]: 2020-03-06T10:30:00" in found.err
    assert "not at midnight; use 2020-03-06" in found.err


def test_duckdb_itself_refuses_a_time_of_day() -> None:
    connection = duckdb.connect()
    connection.create_function("due", lambda day: day, ["DATE"], "DATE")
    for kind in ("TIMESTAMP", "TIMESTAMPTZ"):
        with pytest.raises(duckdb.BinderException, match=r"due\(TIMESTAMP"):
            connection.sql(f"SELECT due({kind} '2020-03-05 00:00:00')")


@pytest.mark.parametrize("engine", ["pandas", "pandas of Arrow", "polars", "pyarrow"])
def test_times_in_a_zone_are_a_type_error(engine: str) -> None:
    """As numpy's, they would be counted from the day of UTC, one day early in Kabul."""
    kabul = pa.array([datetime(2020, 2, 28, 19, 30)], pa.timestamp("us", "Asia/Kabul"))  # noqa: DTZ001
    column = kabul
    if engine == "polars":
        column = pytest.importorskip("polars").from_arrow(kabul)
    elif engine != "pyarrow":
        pd = pytest.importorskip("pandas")
        column = pd.Series(kabul.to_pandas())
        if engine == "pandas of Arrow":
            column = pd.Series(pd.arrays.ArrowExtensionArray(kabul))
    with pytest.raises(
        TypeError, match=r"^anchors are times in the zone Asia/Kabul; use an array "
    ):
        due(column, "anchor + 1 day")


@pytest.mark.parametrize("kind", ["date32", "date64", "timestamp[us]"])
def test_arrays_of_arrow_are_read_whole_and_in_chunks(kind: str) -> None:
    array = pa.array([date(2020, 2, 29), None], pa.date32()).cast(kind)
    wanted = [date(2020, 3, 1), None]
    assert due(array, "anchor + 1 day").tolist() == wanted
    chunks = pa.chunked_array([array, array])
    assert pa.array(due(chunks, "anchor + 1 day")) == pa.array([*wanted, *wanted], pa.date32())
    assert due(pa.array([], kind), "anchor + 1 day").size == 0


def test_pandas_without_days_is_a_type_error() -> None:
    pd = pytest.importorskip("pandas")
    for days in ([date(2020, 2, 29), None], ["2020-02-29", None]):
        with pytest.raises(TypeError, match=r"^anchors are an array of object; use an array of"):
            due(pd.Series(days, dtype=object), "anchor + 1 day")
        column = pd.to_datetime(pd.Series(days))
        assert due(column, "anchor + 1 day").tolist() == [date(2020, 3, 1), None]


def test_polars_shows_the_text_of_an_error() -> None:
    """It raises an error again with words of its own, from nothing but the text."""
    pl = pytest.importorskip("polars")
    days = pl.Series("day", [date(2020, 2, 29), date(9999, 12, 31)])
    for text, kind, problem in (
        ("anchor + 1 day", ColumnError, r"anchors\[1\]: 9999-12-31: "),
        ("anchor + 1 moth", ExpressionError, 'unknown unit "moth"; did you mean month'),
    ):
        due_day = pl.col("day").map_batches(lambda days, text=text: due(days, text), pl.Date)
        # Its first versions had an error of their own for all errors of a function.
        with pytest.raises((kind, pl.exceptions.ComputeError), match=problem):
            days.to_frame().select(due_day)
