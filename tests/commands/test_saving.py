"""`timeline chart -o FILE`: the file is written completely, or the old one stays."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment, in_process
from timeline.commands.shared.results import File
from timeline.commands.shared.saving import save
from timeline.errors import TimelineError

NOBODY = 65534


def permissions(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may write to, used by a user other than root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


def refused_to_nobody(path: Path) -> str:
    """Return the error of a user other than root who writes a file."""
    if was_root := os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(TimelineError) as refused:
            save(File(str(path), b"after"))
    finally:
        if was_root:
            os.seteuid(0)
    return str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("-o", "x.gif"), '--output: "x.gif": unknown file type; use a name that ends in .svg, .png, .pdf or .html'),
        (("-o", "svg"), '--output: "svg": unknown file type; use a name that ends in .svg, .png, .pdf or .html'),
        (("-o", "missing/x.svg"), "--output: cannot write missing/x.svg: No such file or directory"),
        (("-o", "folder.svg"), "--output: cannot write folder.svg: not a file"),
        (("-o", "loop.svg"), "--output: cannot write loop.svg: Too many levels of symbolic links"),
        (("-o", "full.svg"), "--output: cannot write full.svg: not a file"),
        (("-o", "pipe.svg"), "--output: cannot write pipe.svg: not a file"),
        (("-o", "x" * 300 + ".svg"), f"--output: cannot write {'x' * 300}.svg: File name too long"),
        (("--dark",), "--dark: only for an image; add -o FILE.svg, .png, .pdf"),
        (("--dark", "-o", "x.html"), "--dark: only for an image; add -o FILE.svg, .png, .pdf"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_written_is_one_line(
    arguments: tuple[str, ...], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.svg").mkdir()
    (tmp_path / "loop.svg").symlink_to("loop.svg")
    (tmp_path / "full.svg").symlink_to("/dev/full")
    os.mkfifo(tmp_path / "pipe.svg")
    before = sorted(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    assert in_process("chart", *arguments) == Transcript(2, "", f"timeline: {problem}\n")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "loop.svg").is_symlink()


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    target.write_text("before")
    done = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -f 8; exec "{COMMAND}" chart --on 2021-12-31 -o x.png'],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        # The limit would cut off files of bytecode too, which other tests read.
        env=clean_environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        check=False,
    )
    expected = "timeline: --output: cannot write x.png: File too large\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_unfinished_files_of_other_runs_are_kept(tmp_path: Path) -> None:
    others = [tmp_path / f".{os.getpid()}.part", tmp_path / "x.svg.part"]
    for path in others:
        path.write_bytes(b"theirs")
    save(File(str(tmp_path / "x.svg"), b"ours"))
    assert (tmp_path / "x.svg").read_bytes() == b"ours"
    assert {path.read_bytes() for path in others} == {b"theirs"}
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_of_the_same_name_as_the_unfinished_one_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    theirs = tmp_path / f".{bytes(8).hex()}.part"
    theirs.write_bytes(b"theirs")
    with pytest.raises(TimelineError, match="File exists"):
        save(File(str(tmp_path / "x.svg"), b"ours"))
    assert theirs.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [theirs]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_a_replaced_file_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    target.write_bytes(b"before")
    target.chmod(mode)
    save(File(str(target), b"after"))
    assert target.read_bytes() == b"after"
    assert permissions(target) == mode


def test_a_new_file_has_the_permissions_of_all_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save(File(str(tmp_path / "x.svg"), b"new"))
    finally:
        os.umask(before)
    assert permissions(tmp_path / "x.svg") == 0o640


@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
def test_a_symbolic_link_is_followed(there: bool, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "real.svg"
    if there:
        target.write_bytes(b"before")
        target.chmod(0o600)
    (tmp_path / "second.svg").symlink_to("folder/real.svg")
    (tmp_path / "first.svg").symlink_to("second.svg")
    save(File(str(tmp_path / "first.svg"), b"after"))
    assert target.read_bytes() == b"after"
    assert (tmp_path / "first.svg").is_symlink()
    assert (tmp_path / "second.svg").is_symlink()
    assert not there or permissions(target) == 0o600


def test_a_file_that_may_not_be_written_is_not_replaced(shared: Path) -> None:
    target = shared / "x.svg"
    target.write_bytes(b"before")
    target.chmod(0o444)
    assert refused_to_nobody(target) == (f"--output: cannot write {target}: Permission denied")
    assert target.read_bytes() == b"before"
    assert list(shared.iterdir()) == [target]


def test_nothing_is_written_in_a_folder_that_may_not_be_written(shared: Path) -> None:
    shared.chmod(0o555)
    assert refused_to_nobody(shared / "x.svg") == (
        f"--output: cannot write {shared / 'x.svg'}: Permission denied"
    )
    assert not list(shared.iterdir())


def test_a_background_job_goes_on_ignoring_interrupts(tmp_path: Path) -> None:
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "from timeline.cli import run; status = run(['chart', '-o', 'x.svg']); "
        "assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN; sys.exit(status)"
    )
    assert python(code, tmp_path) == Transcript(0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["x.svg"]


@pytest.mark.parametrize(
    ("library", "name", "kind"), [("matplotlib", "matplotlib", "svg"), ("jinja2", "Jinja2", "html")]
)
def test_without_a_library_one_line_names_what_to_install(
    library: str, name: str, kind: str, tmp_path: Path
) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None; from timeline.cli import run; "
        f"sys.exit(run(['chart', '-o', 'x.{kind}']))"
    )
    needed = f"chart -o needs {name}: pip install {name}"
    assert python(code, tmp_path) == Transcript(2, "", f"timeline: {needed}\n")
    assert not list(tmp_path.iterdir())


def python(code: str, directory: Path) -> Transcript:
    """Run a program of Python in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=directory,
        env=clean_environment({"PYTHONPATH": os.pathsep.join(sys.path)}),
        check=False,
    )
    return Transcript(done.returncode, done.stdout, done.stderr)


def test_what_cannot_be_renamed_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(TimelineError, match="No space left on device"):
        save(File(str(tmp_path / "x.svg"), b"ours"))
    assert list(tmp_path.iterdir()) == []
