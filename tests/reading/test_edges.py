"""`timeline read` at its edges: input that cannot be read, numbers too large, anchors without a date."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.commands import read


class Broken(io.BytesIO):
    def read1(self, _size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def refused(line: str) -> Transcript:
    return Transcript(2, "", f"timeline: {line}\n")


def test_standard_input_that_cannot_be_read_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    toml = ("read", "-", "-f", "toml")
    monkeypatch.setattr(read, "_LARGEST", 10)
    assert timeline(*toml, stdin="x" * 11) == refused("standard input: larger than 10 bytes")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Broken()))
    assert timeline(*toml) == refused("cannot read standard input: Input/output error")
    monkeypatch.setattr(sys, "stdin", None)
    assert timeline(*toml) == refused("cannot read standard input: it is closed")


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("by 2020-13", '"by [2020-13]": no such day, or not a date'),
        ("within ten thousand years", "outside the supported range, 0001-01-01 to 9999-12-31"),
        ("on the thirtieth (business) day after signing", "could not be read"),
    ],
)
def test_what_is_no_date_is_refused(clause: str, line: str) -> None:
    status, out, err = timeline("read", clause)
    assert (status, out) == (1, "")
    assert line in err


def test_a_month_in_iso_form_is_read() -> None:
    assert timeline("read", "by 2020-08").out.startswith("2020-08\nby Mon 2020-08-31\n")


def test_a_short_month_may_end_with_a_full_stop() -> None:
    assert timeline("read", "by Aug. 5, 2020").out.startswith("2020-08-05\n")


def test_a_day_without_a_year_needs_the_day_of_the_anchor(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-31\n[[milestone]]\nid = "talks"\ntitle = "Talks"\n'
    )
    found = timeline("read", "by March 10", "--anchor", "talks", "-a", str(path))
    assert (found.status, found.out) == (1, "")


def test_a_rule_that_gives_no_day_is_not_offered() -> None:
    """Months from a day that is counted itself have no end-of-month rule."""
    offered = timeline("read", "within 14 months").out
    assert "included would give" in offered
    assert (
        "included would give"
        not in timeline("read", "within 14 months", "--month-end", "sticky").out
    )
