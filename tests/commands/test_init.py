"""`timeline init`: a first file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.commands.shared.results import File
from timeline.commands.shared.saving import save
from timeline.files.loading import bundled_names, bundled_path
from timeline.render.terminal import Terminal

# A key, and whether its value has a comment.
KEY = re.compile("(?:# )?([a-z-]+) *= [^#]*(# .)?")


def test_the_file_is_valid_and_its_commands_work(tmp_path: Path) -> None:
    assert timeline("init", "my.toml", directory=tmp_path) == Transcript(0, "", "")
    assert timeline("validate", "my.toml", directory=tmp_path) == Transcript(0, "", "")
    shown = timeline("-a", "my.toml", "--on", "2026-02-01", directory=tmp_path)
    assert (shown.status, shown.err) == (0, "")
    assert "next: half, in 89 days (Fri 2026-05-01)" in shown.out
    # What is a comment works too, once it is none.
    text = (tmp_path / "my.toml").read_text(encoding="utf-8")
    keys = [line for line in text.splitlines() if line.startswith("# ") and " = " in line]
    assert len(keys) >= 10
    bare = "\n".join(
        line.removeprefix("# ") if line in keys else line for line in text.splitlines()
    )
    (tmp_path / "my.toml").write_text(bare, encoding="utf-8")
    assert timeline("validate", "my.toml", directory=tmp_path) == Transcript(0, "", "")
    assert set(tomllib.loads(bare)) > set(tomllib.loads(text))


def test_each_key_has_its_meaning_beside_it() -> None:
    lines = timeline("init", "-").out.splitlines()
    found = [match for line in lines if (match := KEY.match(line))]
    keys, explained = {one[1] for one in found}, {one[1] for one in found if one[2]}
    assert len(keys) > 20
    assert keys == explained


def test_a_bundled_agreement_is_copied(tmp_path: Path) -> None:
    for name in bundled_names():
        path = tmp_path / f"{name}.toml"
        assert timeline("init", str(path), "--from", name) == Transcript(0, "", "")
        assert path.read_bytes() == Path(bundled_path(name)).read_bytes()
    copied = timeline("init", "-", "--from", "paris-1973")
    assert copied.out == Path(bundled_path("paris-1973")).read_text(encoding="utf-8")


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path, link, folder = (tmp_path / name for name in ("my.toml", "link.toml", "folder.toml"))
    path.write_text("mine")
    link.symlink_to("nowhere.toml")
    folder.mkdir()
    for existing in (path, link, folder):
        line = f"timeline: FILE: cannot write {existing}: File exists\n"
        assert timeline("init", str(existing)) == Transcript(2, "", line)
    assert path.read_text() == "mine"
    assert not (tmp_path / "nowhere.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("my",), 'FILE: "my": use a name that ends in .toml'),
        (("nowhere/my.toml",), "FILE: cannot write nowhere/my.toml: No such file or directory"),
        (("/dev/full",), "FILE: cannot write /dev/full: File exists"),
        ((), "Missing argument 'FILE'; for example: timeline init my.toml"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], line: str
) -> None:
    found = timeline("init", *arguments, directory=tmp_path)
    assert found == Transcript(2, "", f"timeline: {line}\n")
    assert list(tmp_path.iterdir()) == []


def test_in_a_terminal_it_says_what_to_try_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=80))
    status, out, err = timeline("init", "my first.toml", directory=tmp_path)
    assert (status, out) == (0, "")
    assert "timeline -a 'my first.toml'" in err
    assert "timeline validate 'my first.toml'" in err


def test_a_file_that_cannot_be_written_whole_is_removed(tmp_path: Path) -> None:
    unwritable: Any = "text, not bytes"
    with pytest.raises(TypeError):
        save(File(str(tmp_path / "my.toml"), unwritable, option="FILE", replaces=False))
    assert list(tmp_path.iterdir()) == []
