"""Every example runs, and prints what the agreement file records."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import PICTURES
from tests.readme import ROOT
from tests.transcript import COMMAND, Transcript, clean_environment, timeline

EXAMPLES = ROOT / "examples"
RUN = {
    "armistice.toml",
    "parties.csv",
    "published.csv",
    "reports.toml",
    "overdue.sh",
    "week-ahead.sh",
    "Makefile",
    "read-json.sh",
    "read_json.py",
    # Run in tests/test_engines.py.
    "due_pandas.py",
    "due_polars.py",
    "due_pyarrow.py",
    "due_duckdb.py",
    "due_spark.py",
    "incidents.sql",
}


def run(*command: str, directory: Path = EXAMPLES) -> Transcript:
    """Run a command with `timeline` on the path."""
    path = f"{Path(COMMAND).parent}:{clean_environment()['PATH']}"
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env=clean_environment({"PATH": path}),
        cwd=directory,
        check=False,
    )
    return Transcript(done.returncode, done.stdout, done.stderr)


def needs(program: str) -> None:
    """Skip the test, with the reason, if a program is not installed."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")


def test_every_example_is_run_here_and_is_in_the_readme() -> None:
    files = {path.name for path in EXAMPLES.iterdir()} - {"README.md", "incidents.csv"}
    files -= set(PICTURES)  # tested with the README that shows them
    assert files == RUN
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` | " in table for name in files)


def test_the_tables_are_audited() -> None:
    """One of the parties has a wrong date; the dates of laws and treaties all follow some rule."""
    found = timeline(
        "audit", "parties.csv", "--expression", "anchor + 6 months", directory=EXAMPLES
    )
    assert (found.status, found.err) == (1, "")
    assert found.out.startswith("22 of 23 rows: as counted; 1 breaks it\n")
    assert timeline("audit", "published.csv", directory=EXAMPLES).status == 0


def test_overdue_lists_what_is_overdue_in_every_agreement() -> None:
    expected = "doha-2020: talks, due 2020-03-10\ndoha-2020: prisoners, due 2020-03-10\n"
    found = run("./overdue.sh", "2020-07-01")
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith(expected)
    assert "iraq-2008: withdrawal" not in found.out


def test_week_ahead_prints_only_within_a_week_of_a_deadline() -> None:
    assert run("./week-ahead.sh", "2020-03-02") == Transcript(0, "", "")
    ahead = run("./week-ahead.sh", "2020-03-03")
    assert (ahead.status, ahead.err) == (0, "")
    assert "in 7 days" in ahead.out


def test_week_ahead_fails_on_invalid_usage() -> None:
    assert run("./week-ahead.sh", "someday").status == 1


def test_the_makefile_stops_while_the_drawdown_or_the_withdrawal_is_overdue() -> None:
    needs("make")
    assert run("make", "-s", "publish", "ON=2020-07-01") == Transcript(
        0, "drawdown and withdrawal not overdue on 2020-07-01\n", ""
    )
    stopped = run("make", "-s", "publish", "ON=2021-05-01")
    assert stopped.status == 2
    assert "2 days overdue" in stopped.out


def test_the_json_is_read_with_jq() -> None:
    needs("jq")
    expected = "bases 12\nsanctions 57\nwithdrawal 302\n"
    assert run("./read-json.sh", "2020-07-01") == Transcript(0, expected, "")


def test_the_json_is_read_with_python() -> None:
    expected = "talks: +186 days\nprisoners: +177 days\ndrawdown: -25 days\nbases: +0 days\n"
    assert run(sys.executable, "read_json.py", "2020-12-31") == Transcript(0, expected, "")


def test_an_agreement_of_your_own_takes_twenty_lines() -> None:
    path = EXAMPLES / "armistice.toml"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 20
    arguments = ("date", "exchange", "half", "-a", "armistice.toml")
    assert run("timeline", *arguments) == Transcript(0, "2021-02-28\n2021-03-14\n", "")


def test_a_missed_report_is_found_by_the_id_of_its_duty() -> None:
    found = run(
        "timeline", "check", "report", "-a", "reports.toml", "--on", "2019-08-15", "-f", "tsv"
    )
    (row,) = found.out.splitlines()[1:]
    assert (found.status, row.split("\t")[2], found.err) == (1, "report-2", "")
