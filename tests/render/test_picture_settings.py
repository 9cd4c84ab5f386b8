"""An image depends only on the agreement and the options: not on settings, not on the clock."""

from __future__ import annotations

import logging
import os
from datetime import date
from pathlib import Path

import matplotlib as mpl
import pytest

from tests.transcript import Transcript, in_process, timeline
from timeline.files.loading import load
from timeline.render.charts.chart import chart
from timeline.render.charts.picture.drawing import render
from timeline.schedule.schedule import build_schedule

ASKED = ("chart", "--on", "2021-12-31", "-o")
# A setting that changes an image, an unknown setting, and one that fails when it is used.
SETTINGS = """\
font.size: 30
lines.linewidth: 20
savefig.bbox: tight
svg.fonttype: path
nonsense: 1
axes.formatter.use_locale: True
"""
NO_TEXT = b"\xff\xfe"


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The image without any settings of the user."""
    target = tmp_path_factory.mktemp("plain") / "x.svg"
    assert in_process(*ASKED, str(target)) == Transcript(0, "", "")
    return target.read_bytes()


@pytest.mark.parametrize("settings", [SETTINGS.encode(), NO_TEXT], ids=["settings", "no text"])
def test_settings_in_the_current_folder_do_not_matter(
    settings: bytes, expected: bytes, tmp_path: Path
) -> None:
    (tmp_path / "matplotlibrc").write_bytes(settings)
    environment = {"MPLBACKEND": "nonsense", "LC_ALL": "xx_XX"}
    found = timeline(*ASKED, "x.svg", directory=tmp_path, environment=environment)
    assert found == Transcript(0, "", "")
    assert (tmp_path / "x.svg").read_bytes() == expected


def test_settings_that_variables_name_do_not_matter(expected: bytes, tmp_path: Path) -> None:
    (tmp_path / "stylelib").mkdir()
    for name in ("own", "matplotlibrc", "stylelib/own.mplstyle"):
        (tmp_path / name).write_bytes(NO_TEXT)
    environment = {"MATPLOTLIBRC": str(tmp_path / "own"), "MPLCONFIGDIR": str(tmp_path)}
    target = tmp_path / "x.svg"
    assert timeline(*ASKED, str(target), environment=environment) == Transcript(0, "", "")
    assert target.read_bytes() == expected


def test_where_nothing_can_be_kept_nothing_is_left(expected: bytes, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = {"MPLCONFIGDIR": "/dev/null/none", "TMPDIR": str(tmp_path / "temporary")}
    target = tmp_path / "x.svg"
    assert timeline(*ASKED, str(target), environment=environment) == Transcript(0, "", "")
    assert target.read_bytes() == expected
    assert not list((tmp_path / "temporary").iterdir())


def test_settings_of_the_program_around_it_do_not_matter_and_stay() -> None:
    drawn = chart(build_schedule(load("iraq-2008")), date(2009, 1, 1), ())
    plain = render(drawn, "svg")
    with mpl.rc_context({"font.size": 30, "savefig.bbox": "tight", "svg.fonttype": "path"}):
        assert render(drawn, "svg") == plain
        assert mpl.rcParams["svg.fonttype"] == "path"


def test_the_settings_of_others_are_theirs_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.setenv("MATPLOTLIBRC", "own")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "matplotlibrc").touch()
    environment, logger = dict(os.environ), logging.getLogger("matplotlib")
    monkeypatch.setattr(logger, "level", logging.INFO)
    assert in_process(*ASKED, "x.svg") == Transcript(0, "", "")
    assert dict(os.environ) == environment
    assert logger.level == logging.INFO
    assert Path.cwd() == tmp_path
    assert (tmp_path / "x.svg").exists()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("svg", b"dc:date"), ("png", b"Software"), ("pdf", b"CreationDate"), ("pdf", b"Producer")],
)
def test_a_file_says_neither_when_nor_by_what_it_was_made(kind: str, words: bytes) -> None:
    drawn = chart(build_schedule(load("iraq-2008")), date(2009, 1, 1), ())
    assert words not in render(drawn, kind)
