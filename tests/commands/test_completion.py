"""Completion in shells: the scripts that they load, and the completions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcript import COMMAND, Transcript, clean_environment
from tests.transcript import in_process as timeline
from timeline.cli import COMMANDS
from timeline.cli import timeline as group
from timeline.commands.completion import SHELLS, completions
from timeline.commands.help import TOPICS
from timeline.files.loading import bundled_names, load

DOHA = [one.id for one in load("doha-2020").milestones]
GENEVA = [one.id for one in load("geneva-1988").milestones]
BOTH = [*(one.id for one in load("paris-1973").milestones), "begin", "half"]
RIVERS = str(Path(__file__).parent.parent / "agreements" / "valid" / "rivers.toml")
PARIS = [one.id for one in load("paris-1973").milestones]


def arguments(shell: str, *words: str, **environment: str) -> Transcript:
    """Request completions as the shell's script does; the last word is the one to complete."""
    line = {
        "bash": ("\n".join(words), str(len(words) - 1)),
        "zsh": (" ".join(words), str(len(words) - 1)),
        "fish": (" ".join(words), words[-1]),
    }
    joined, current = line[shell]
    request = {
        "_TIMELINE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": joined,
        "COMP_CWORD": current,
    }
    return timeline(environment={**request, **environment})


def items(shell: str, transcript: Transcript) -> list[str]:
    """Return the completions, a request for files being `file:` and the word so far."""
    assert (transcript.status, transcript.err) == (0, "")
    lines = transcript.out.splitlines()
    if shell == "zsh":
        pairs = list(zip(lines[::3], lines[1::3], strict=True))
    else:
        pairs = [(line.split(",")[0], line.split(",")[1].split("\t")[0]) for line in lines]
    return [value if kind == "plain" else f"{kind}:{value}" for kind, value in pairs]


def offered(shell: str, *words: str, **environment: str) -> list[str]:
    return items(shell, arguments(shell, "timeline", *words, **environment))


def executable(shell: str) -> str:
    """Return the path of the shell; skip the test if it is not installed."""
    found = shutil.which(shell)
    if not found:
        pytest.skip(f"{shell} is not installed")
    return found


def in_shell(shell: str, code: str, *options: str) -> Transcript:
    """Run `code` in the shell, with the command on its path."""
    path = f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [executable(shell), *options, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env=clean_environment({"PATH": path}),
        check=False,
    )
    return Transcript(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([""], list(COMMANDS)),
        (["re"], ["remaining", "read"]),
        (["-a", "geneva-1988", "com"], ["compare", "completion"]),
        (["--as-happened", "dat"], ["date"]),
        (["--as-h"], ["--as-happened"]),
        (["compare", "--as"], ["--assume", "--as-happened", "--as-signed"]),
        (["-a", "geneva-1988", "compare", "--on", "1988-06-01", "--as-h"], ["--as-happened"]),
        (["--month-end", ""], ["clamp", "sticky", "overflow", "reject"]),
        (["date", "--month-end", "st"], ["sticky"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["help", ""], list(TOPICS)),
        (["help", "co"], ["counting"]),
        (["-a", "gen"], ["file:gen", "geneva-1988"]),
        (["show", "--agreement", ""], ["file:", *bundled_names()]),
        (["validate", "do"], ["file:do", "doha-2020"]),
        (["date", ""], DOHA),
        (["date", "drawdown", "wi"], ["withdrawal"]),
        (["date", "-a", "geneva-1988", ""], GENEVA),
        (["-a", "geneva-1988", "date", ""], GENEVA),
        (["--agreement", "geneva-1988", "remaining", ""], GENEVA),
        (["-a", "paris-1973", "date", "-a", "geneva-1988", ""], BOTH),
        (["-a", "geneva-1988", "--as-happened", "date", "--month-end", "st"], ["sticky"]),
        (["--on", "2020-07-01", "validate", "do"], ["file:do", "doha-2020"]),
        (["remaining", "dra"], ["drawdown"]),
        (["check", "dra"], ["drawdown"]),
        (["explain", "dra"], ["drawdown"]),
        (["explain", "drawdown", ""], []),
        (["drawdown", "--series", ""], ["drawdown"]),
        (["drawdown", "-a", RIVERS, "--series", ""], ["troops", "land", "posts"]),
        (["drawdown", "-a", RIVERS, "--series", "po"], ["posts"]),
        (["chart", "-a", RIVERS, "--series", "po"], ["posts"]),
        (["drawdown", "-a", "paris-1973", "--series", ""], []),
        (["compare", "--assume", "tal"], ["talks="]),
        (["--assume", "tal"], ["talks="]),
        (["-a", "paris-1973", "--assume", ""], [f"{name}=" for name in PARIS]),
        (["compare", "--assume", "talks=2020"], []),
        (["init", "--from", "pa"], ["paris-1973"]),
        (["init", "my.toml", "--from", ""], bundled_names()),
        (["schema", ""], []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_completions(shell: str, words: list[str], expected: list[str]) -> None:
    assert offered(shell, *words) == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_value_behind_an_equals_sign_keeps_its_option(shell: str) -> None:
    assert "--agreement=geneva-1988" in offered(shell, "date", "--agreement=gen")
    assert offered(shell, "date", "--agreement=geneva-1988", "") == GENEVA


def test_bash_splits_words_at_an_equals_sign() -> None:
    assert "geneva-1988" in offered("bash", "date", "--agreement", "=", "gen")
    assert "geneva-1988" in offered("bash", "date", "--agreement", "=")
    assert offered("bash", "date", "--agreement", "=", "geneva-1988", "") == GENEVA
    assert offered("bash", "date", "--assume", "talks", "=", "2020-09-12", "dra") == ["drawdown"]
    assert offered("bash", "date", "--assume", "talks", "=") == []


def test_the_agreement_comes_from_the_line_then_from_the_environment() -> None:
    assert offered("bash", "date", "", TIMELINE_AGREEMENT="paris-1973") == PARIS
    words = ["date", "-a", "geneva-1988", ""]
    assert offered("bash", *words, TIMELINE_AGREEMENT="paris-1973") == GENEVA
    words = ["-a", "geneva-1988", "date", ""]
    assert offered("bash", *words, TIMELINE_AGREEMENT="paris-1973") == GENEVA


def test_the_agreement_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        'title = "x"\nsigned = 2020-01-01\n'
        '[[milestone]]\nid = "first"\ntitle = "A\\u001b[31m"\ndue = "signed + 1 day"\n',
        encoding="utf-8",
    )
    answer = arguments("zsh", "timeline", "date", "-a", str(file), "")
    assert items("zsh", answer) == ["first"]
    assert "\x1b" not in answer.out


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("content", [None, "", "title = ", "\0", 'title = "x"\nsigned = 1\n'])
def test_a_broken_agreement_offers_nothing(tmp_path: Path, shell: str, content: str | None) -> None:
    file = tmp_path / "broken.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    for words in (["date", ""], ["check", "--assume", ""]):
        assert offered(shell, "-a", str(file), *words) == []
    assert offered(shell, "date", "", TIMELINE_AGREEMENT=str(tmp_path)) == []


@pytest.mark.parametrize("name", ["-", "pipe.toml", "/dev/stdin", "/dev/zero", "./", "none.toml"])
def test_only_bundled_agreements_and_regular_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Reading a pipe may block, and standard input belongs to the command."""
    (tmp_path / "-").touch()
    os.mkfifo(tmp_path / "pipe.toml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("timeline.files.loading.load", None)
    for words in (["-a", name, "date"], ["date", "-a", name]):
        line = "\n".join(["timeline", *words, ""])
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", "4")
        assert completions(group, "bash_complete").text == ""
    assert timeline(environment={**os.environ, "_TIMELINE_COMPLETE": "bash_complete"}) == (
        0,
        "",
        "",
    )


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "words",
    [
        ["--bogus", "date", ""],
        ["-a"],
        ["shw", "--on", ""],
        ["date", "--bogus", "x", "--"],
        ["-n", "x", "next", ""],
        ["--month-end", "never", "date", ""],
        ["--", ""],
        ["date", "'"],
        ["--version", ""],
    ],
    ids=" ".join,
)
def test_an_invalid_line_has_no_completions_and_no_error(shell: str, words: list[str]) -> None:
    answer = arguments(shell, "timeline", *words)
    assert (answer.status, answer.err) == (0, "")


@pytest.mark.parametrize("instruction", ["bash_complete", "bash_nothing", "tcsh_complete", "x"])
def test_an_invalid_request_has_no_completions(instruction: str) -> None:
    assert timeline(environment={"_TIMELINE_COMPLETE": instruction}) == (0, "", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed_even_without_the_shell(shell: str, tmp_path: Path) -> None:
    printed = timeline("completion", shell, environment={"PATH": str(tmp_path)})
    assert (printed.status, printed.err) == (0, "")
    assert f"_TIMELINE_COMPLETE={shell}_complete" in printed.out
    asked_for = {"_TIMELINE_COMPLETE": f"{shell}_source", "PATH": str(tmp_path)}
    assert timeline(environment=asked_for) == printed


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_can_read_its_script(shell: str, tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(timeline("completion", shell).out, encoding="utf-8")
    done = subprocess.run(
        [executable(shell), "-n", str(script)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("timeline rem", ["remaining"]),
        ("timeline -a gen", ["compopt -o default", "geneva-1988"]),
        ("timeline -a geneva-1988 date ''", GENEVA),
        ("timeline --agreement = geneva-1988 date ''", GENEVA),
        ("timeline --assume tal", ["compopt -o nospace", "talks="]),
    ],
)
def test_bash_completes(words: str, expected: list[str]) -> None:
    # compopt fails outside a completion; this one prints its arguments.
    code = f"""
        compopt() {{ local IFS=" "; echo "compopt $*"; }}
        eval "$(timeline completion bash)"
        complete -p timeline >&2
        COMP_WORDS=({words})
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _timeline_completion timeline
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = in_shell("bash", code, "--norc")
    assert done.err == "complete -o nosort -F _timeline_completion timeline\n"
    assert done.out.splitlines() == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("timeline completion z", ["compadd -U -V unsorted -a completions", "zsh"]),
        (
            "timeline --assume tal",
            ["compadd -U -V unsorted -S  -a completions", "talks="],
        ),
        (
            "timeline -a geneva-1988 date h",
            [
                "_describe -V unsorted completions_with_descriptions -U",
                "half:Half of the troops out",
            ],
        ),
    ],
)
def test_zsh_completes(words: str, expected: list[str]) -> None:
    # The completion system works only in a line editor; these functions print their arguments.
    code = f"""
        compdef() {{ }}
        compadd() {{ echo "compadd $*"; print -l -- $completions }}
        _describe() {{ echo "_describe $*"; print -l -- $completions_with_descriptions }}
        eval "$(timeline completion zsh)"
        words=({words})
        CURRENT=$#words
        _timeline_completion
    """
    done = in_shell("zsh", code, "-f")
    assert done.err == ""
    assert done.out.splitlines() == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("timeline rem", ["remaining"]),
        ("timeline -a geneva-1988 date ", GENEVA),
        ("timeline --assume tal", ["talks="]),
        ("timeline date --agreement=gen", ["--agreement=geneva-1988"]),
    ],
)
def test_fish_completes(line: str, expected: list[str]) -> None:
    code = f"timeline completion fish | source; complete --do-complete '{line}'"
    done = in_shell("fish", code, "--no-config")
    assert done.err == ""
    assert [one.split("\t")[0] for one in done.out.splitlines()] == sorted(expected)


def test_other_commands_do_not_load_completion() -> None:
    code = (
        "import sys; from timeline.cli import run; run(['date', 'drawdown']); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(),
        check=True,
    )
    assert "timeline.commands.date" in done.stdout
    assert "click.shell_completion" not in done.stdout
    assert "timeline.commands.completion" not in done.stdout


def test_the_summary_of_a_command_is_whole() -> None:
    lines = arguments("zsh", "timeline", "sho").out.splitlines()
    assert lines == [
        "plain",
        "show",
        "List every milestone with its date, days remaining and status.",
    ]
