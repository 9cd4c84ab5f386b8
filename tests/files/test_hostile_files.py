"""Invalid and very large files are refused in one line, in little time and memory."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, shell
from tests.transcript import in_process as timeline
from timeline.files.loading import load

HEAD = 'title = "T"\nsigned = 2020-02-29\n'
MILESTONE = '[[milestone]]\nid = "{id}"\ntitle = "A"\n'
# Enough for any result. A command that needs more fails with an error that no test expects.
MEMORY = "ulimit -v 1500000"
PARTS = 40_000


def within_memory(*arguments: str, stdin: str = "") -> Transcript:
    """Run the command with a limit on its memory and time."""
    return shell(f'{MEMORY}; exec "$@"', *arguments, stdin=stdin)


def ensure_refused(
    path: str | Path, problem: str, fault: bool = True, memory: bool = False
) -> None:
    """Assert that every command refuses the file in that one line; `fault` is one of its content.

    With `memory`, check that little memory is used too.

    `validate` prints faults on standard output, because they are its result.
    """
    line = f"{path}: {problem}\n"
    for run in (timeline, within_memory) if memory else (timeline,):
        assert run("show", "-a", str(path)) == Transcript(2, "", f"timeline: {line}")
    expected = Transcript(1, line, "") if fault else Transcript(2, "", f"timeline: {line}")
    assert timeline("validate", str(path)) == expected


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path for a hostile file."""
    return tmp_path / "x.toml"


# Not files


def test_a_circle_of_symbolic_links_is_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.symlink_to(other)
    other.symlink_to(one)
    ensure_refused(one, "Too many levels of symbolic links", fault=False)


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "nothing")
    ensure_refused(link, "No such file or directory", fault=False)


def test_a_link_to_a_file_is_that_file(path: Path, tmp_path: Path) -> None:
    path.write_text(HEAD)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    assert timeline("date", "signed", "-a", str(link)) == Transcript(0, "2020-02-29\n", "")


def test_a_folder_without_agreements_is_refused_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "d.toml"
    folder.mkdir()
    for name in (str(folder), f"{folder}/", f"{folder}/.."):
        ensure_refused(name, "no file in this folder ends in .toml", fault=False)


def test_a_file_used_as_a_directory_is_refused(path: Path) -> None:
    path.write_text(HEAD)
    ensure_refused(f"{path}/y", "Not a directory", fault=False)


def test_names_too_long_for_a_file_are_refused() -> None:
    ensure_refused(f"./{'x' * 300}.toml", "File name too long", fault=False)


@pytest.mark.parametrize("device", ["zero", "full"])
def test_a_device_without_an_end_is_read_only_up_to_the_limit(device: str) -> None:
    ensure_refused(f"/dev/{device}", "larger than 16,000,000 bytes", fault=False)


# Pipes and standard input


def test_standard_input_is_read_under_each_of_its_names() -> None:
    for name in ("-", "/dev/stdin", "/dev/fd/0"):
        found = within_memory("date", "signed + 1 day", "-a", name, stdin=HEAD)
        assert found == Transcript(0, "2020-03-01\n", "")


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    slowly = f"(echo {shlex.quote(HEAD.splitlines()[0])}; echo 'signed = 2020-02-29') > {pipe}"
    both = f"{slowly} & {COMMAND} date signed -a {pipe}"
    done = subprocess.run(["/bin/sh", "-c", both], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2020-02-29\n", "")


def test_faults_in_standard_input_name_standard_input() -> None:
    found = within_memory("show", "-a", "-", stdin="title = 1\n")
    assert (found.status, found.out) == (2, "")
    assert found.err.splitlines() == [
        "timeline: standard input: title: found 1; expected text",
        "timeline: standard input: signed: missing; expected a date, YYYY-MM-DD",
    ]


def test_more_standard_input_than_an_agreement_may_have_is_refused() -> None:
    found = within_memory("show", "-a", "-", stdin="#" * 16_000_001)
    problem = "standard input: larger than 16,000,000 bytes"
    assert found == Transcript(2, "", f"timeline: {problem}\n")


def test_an_agreement_from_standard_input_is_called_so_in_answers() -> None:
    found = within_memory("show", "-a", "-", "-f", "json", stdin=HEAD)
    assert '"id": "stdin"' in found.out


def test_a_level_such_as_8600_0_is_a_whole_number(path: Path) -> None:
    path.write_text(f"{HEAD}{MILESTONE.format(id='a')}level = 8600.0\n")
    assert load(path).milestones[0].level == 8600
    assert within_memory("validate", str(path)) == Transcript(0, "", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_refused(path: Path) -> None:
    path.write_text(HEAD)
    path.chmod(0)
    ensure_refused(path, "Permission denied", fault=False)


# Too much


@pytest.fixture
def huge(path: Path) -> Iterator[Path]:
    """Yield the path of a file of 100 MB that is a valid agreement except for its size."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for _ in range(100):
            file.write(f"# {'x' * 999_997}\n")
    yield path
    path.unlink()


def test_a_file_of_a_hundred_megabytes_is_refused_for_its_size(huge: Path) -> None:
    line = f"timeline: {huge}: larger than 16,000,000 bytes\n"
    assert within_memory("show", "-a", str(huge)) == Transcript(2, "", line)


@pytest.mark.parametrize(
    "line",
    [
        f"{'.'.join('a' * PARTS)} = 1",
        f"[{'.'.join('a' * PARTS)}]",
        f"[[{' . '.join('a' * PARTS)}]]",
        '"a b".' * PARTS + "'c' = 1",
        f"x = {{ {'.'.join('a' * PARTS)} = 1 }}",
        "\n".join(f"b{n}.{'.'.join('a' * 900)} = 1" for n in range(500)),
    ],
    ids=["key", "table", "array of tables", "quoted", "inline", "many lines"],
)
def test_a_key_of_very_many_parts_is_refused_in_one_line(line: str, path: Path) -> None:
    """tomllib would use memory quadratic in their number."""
    path.write_text(f"{HEAD}{line}\n")
    status, out, err = within_memory("show", "-a", str(path))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert re.fullmatch(r"timeline: .*: line \d+: a key with more than 20 parts\n", err)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (20, "a: unknown key; "),
        (21, "line 3: a key with more than 20 parts"),
    ],
)
def test_a_key_may_have_twenty_parts(parts: int, problem: str, path: Path) -> None:
    path.write_text(f"{HEAD}{'.'.join('a' * parts)} = 1\n")
    status, out, err = timeline("show", "-a", str(path))
    assert (status, out) == (2, "")
    assert err.startswith(f"timeline: {path}: {problem}")


@pytest.mark.parametrize(
    "line",
    [
        f'note = "{". " * 5_000}"',
        f"note = '{'a.b.c.' * 5_000}'",
        f'note = """\n{"." * 5_000}\n1.1.1.1\n"""',
        f"# {'. ' * 5_000}",
        f'note = "{". " * 2_000}" # {"it" + chr(39) + "s . " * 2_000}',
    ],
    ids=["text", "literal", "lines", "comment", "text and comment"],
)
def test_points_outside_keys_are_not_counted(line: str, path: Path) -> None:
    path.write_text(f"{HEAD}{line}\n")
    assert within_memory("date", "signed", "-a", str(path)) == Transcript(0, "2020-02-29\n", "")


@pytest.mark.parametrize("depth", [300, 400, 100_000])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ("{a=", "}"), ("[{a=", "}]")])
def test_deep_nesting_is_one_line(start: str, end: str, depth: int, path: Path) -> None:
    path.write_text(f"{HEAD}note = {start * depth}1{end * depth}\n")
    status, out, err = within_memory("show", "-a", str(path))
    assert (status, out) == (2, "")
    found = "an array" if start.startswith("[") else "a table"
    assert err in {
        f"timeline: {path}: TOML: nested too deeply\n",
        f"timeline: {path}: note: found {found}; expected text\n",
    }


LEVEL = "expected a whole number from 0 to 1,000,000,000,000,000"


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("9" * 4_000, "a very large number"),
        ("-" + "9" * 4_000, "a very large number"),
        ("0x" + "f" * 100_000, "a very large number"),
        ("0b" + "1" * 100_000, "a very large number"),
        ("1000000000000001", "1000000000000001"),
        ("1e999", "inf"),
        ("1" + "0" * 10_000 + ".0", "inf"),
        ("nan", "nan"),
        ("8600.5", "8600.5"),
    ],
    ids=["decimal", "negative", "hexadecimal", "binary", "just too large", "exponent", "float", "nan", "fraction"],
)  # fmt: skip
def test_a_very_large_number_is_one_short_line(number: str, found: str, path: Path) -> None:
    path.write_text(f"{HEAD}{MILESTONE.format(id='a')}level = {number}\n")
    ensure_refused(path, f"milestone[a].level: found {found}; {LEVEL}", memory=True)


def test_a_number_too_long_to_be_read_is_one_short_line(path: Path) -> None:
    path.write_text(f"{HEAD}{MILESTONE.format(id='a')}level = {'9' * 100_000}\n")
    status, out, err = within_memory("show", "-a", str(path))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"timeline: {path}: ")
    assert "digits" in err
    assert "sys." not in err  # advice for programmers, of no use to who wrote the file


@pytest.mark.parametrize(
    "content",
    [
        f"[{'k' * 100_000}]\n[{'k' * 100_000}]\n",
        f"x = {{ {'k' * 100_000} = 1, {'k' * 100_000} = 2 }}\n",
        f"{'k' * 100_000} = 1\n",
        MILESTONE.format(id="a" * 100_000) + f'due = "{"a" * 100_000}"\n',
        MILESTONE.format(id="a" * 100_000) + MILESTONE.format(id="b") + 'due = "x"\n',
        MILESTONE.format(id="A" * 100_000),
        f'[[source]]\nid = "{"a" * 100_000}"\ntitle = "S"\n{MILESTONE.format(id="b")}source = "x"\n',
    ],
    ids=["table twice", "key twice", "unknown", "circle", "names known", "id", "sources known"],
)  # fmt: skip
def test_names_of_any_length_make_short_lines(content: str, path: Path) -> None:
    path.write_text(HEAD + content)
    status, out, err = within_memory("show", "-a", str(path))
    assert (status, out) == (2, "")
    assert err
    assert all(len(line) < 1000 for line in err.splitlines())


def test_a_thousand_unknown_names_are_each_reported_once(path: Path) -> None:
    count = 1_000
    path.write_text(
        HEAD
        + "".join(f'[[source]]\nid = "s{n}"\ntitle = "S"\n' for n in range(count))
        + "".join(
            f'{MILESTONE.format(id=f"m{n}")}due = "y{n} + 1 day"\nalso = ["z{n}"]\nsource = "x{n}"\n'
            for n in range(count)
        )
    )
    status, out, err = within_memory("validate", str(path))
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert len(set(lines)) == len(lines) == 3 * count
    for name in ("y7", "z7", "x7", "y999", "z999", "x999"):
        assert sum(f'"{name}"' in line for line in lines) == 1


def test_a_chain_of_ten_thousand_links_works(path: Path) -> None:
    links = "".join(
        f'{MILESTONE.format(id=f"m{n}")}due = "m{n + 1} + 1 day"\n' for n in range(9_999)
    )
    path.write_text(HEAD + links + MILESTONE.format(id="m9999") + "due = 2020-01-01\n")
    assert within_memory("date", "m0", "-a", str(path)) == Transcript(0, "2047-05-18\n", "")


# Not text, or not quite


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (HEAD.encode() + b'note = "\xe9"\n', "line 3: not UTF-8 text"),
        (HEAD.encode() + b'note = "\xed\xa0\x80"\n', "line 3: not UTF-8 text"),
        (HEAD.encode() + b'note = "\xc0\xaf"\n', "line 3: not UTF-8 text"),
        (HEAD.encode("utf-16-le"), "line 1, column 2: invalid TOML: Expected '=' after a key in a key/value pair"),
        (HEAD.encode("utf-32"), "line 1: not UTF-8 text"),
        (b"\xef\xbb\xbf", "line 1: the file is empty; it needs at least title and signed"),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD.encode(), "line 1, column 1: invalid TOML: Invalid statement"),
        (HEAD.encode() + b'note = "a\0b"\n', "line 3, column 10: invalid TOML: Illegal character '\\x00'"),
        (HEAD.encode() + b"\0", "line 3, column 1: invalid TOML: Invalid statement"),
        (HEAD.encode() + b"\x1b[31m", "line 3, column 1: invalid TOML: Invalid statement"),
        (HEAD.encode() + b'note = "\x1b[31m"\n', "line 3, column 9: invalid TOML: Illegal character '\\x1b'"),
        (HEAD.encode() + rb'note = "\ud800"', "line 3, column 15: invalid TOML: Escaped character is not a Unicode scalar value"),
        (HEAD.encode() + rb'note = "\UFFFFFFFF"', "line 3, column 19: invalid TOML: Escaped character is not a Unicode scalar value"),
        (HEAD.encode() + rb'note = "\q"', "line 3, column 11: invalid TOML: Unescaped '\\' in a string"),
        (HEAD.encode() + b'note = "no end', "end of document: invalid TOML: Unterminated string"),
        (b"\x7fELF" + bytes(100), "line 1, column 1: invalid TOML: Invalid statement"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "line 2: not UTF-8 text"),
    ],
    ids=["latin-1", "surrogate", "overlong", "utf-16", "utf-32", "mark alone", "two marks", "NUL in text", "NUL", "escape", "escape in text",
         "escaped surrogate", "beyond Unicode", "unknown escape", "no end", "program", "PDF"],
)  # fmt: skip
def test_invalid_text_is_reported_with_its_line(data: bytes, problem: str, path: Path) -> None:
    path.write_bytes(data)
    ensure_refused(path, problem)


def test_a_byte_order_mark_and_windows_line_ends_are_text(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert timeline("date", "signed", "-a", str(path)) == Transcript(0, "2020-02-29\n", "")
    assert timeline("validate", str(path)) == Transcript(0, "", "")
