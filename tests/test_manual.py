"""The manual page has the text of the help, is up to date, and is installed where man finds it."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import tomllib

import click
import pytest

from tests import manual
from tests.readme import ROOT
from timeline.cli import COMMANDS, timeline
from timeline.commands.help import TOPICS

PAGE = ROOT / "timeline" / "timeline.1"
_ESCAPES = {"\\-": "-", "\\(aq": "'", "\\(ga": "`", "\\(ha": "^", "\\(ti": "~", "\\(rs": "\\"}


def reading() -> str:
    """Return the words of the page, without requests and escapes, separated by single spaces."""
    text = re.sub(r"\\f[BR]|\\&", "", manual.manual_page())
    text = re.sub(r"^\.(nf|fi|PP|TP|br|SH|SS|B)\b", "", text, flags=re.MULTILINE)
    for escape, character in _ESCAPES.items():
        text = text.replace(escape, character)
    return " ".join(text.split())


def test_the_page_is_up_to_date() -> None:
    write = "python -c 'from tests.manual import *; print(manual_page(), end=\"\")'"
    assert PAGE.read_text(encoding="utf-8") == manual.manual_page(), (
        f"out of date; {write} > timeline/timeline.1"
    )


def test_the_wheel_installs_it_where_man_finds_it() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    placed = wheel["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert placed == {"timeline/timeline.1": "share/man/man1/timeline.1"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_and_every_option_is_in_it(name: str) -> None:
    page = reading()
    root = click.Context(timeline, info_name="timeline", **timeline.context_settings)
    command = timeline.get_command(root, name)
    assert command
    section = page[page.index(f"timeline {name} ", page.index(" COMMANDS ")) :]
    following = list(COMMANDS)[list(COMMANDS).index(name) + 1 :]
    if following:
        section = section[: section.index(f" timeline {following[0]} [OPTIONS]")]
    assert " ".join(inspect.cleandoc(command.help or "").replace("\b", "").split()) in section
    context = click.Context(command, root, info_name=name)
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    assert options
    for option in options:
        record = option.get_help_record(context)
        assert record
        assert " ".join(" ".join(record).split()) in section


def test_every_section_is_there() -> None:
    assert re.findall(r"^\.SH (.*)$", manual.manual_page(), re.MULTILINE) == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "COMMANDS",
        "EXIT STATUS",
        "ENVIRONMENT",
        "MANUAL",
    ]


def test_every_page_of_the_manual_is_named() -> None:
    section = reading().partition(" MANUAL ")[2]
    for topic, sentence in TOPICS.items():
        assert f"timeline help {topic} {sentence}" in section


@pytest.mark.parametrize("line", [".SH", "'br", "a\\fBb", "--on", "it's `x`", "caf\u00e9"])
def test_text_is_never_a_request(line: str) -> None:
    escaped = manual._text(line)  # noqa: SLF001
    assert escaped.isascii()
    assert not escaped.startswith((".", "'"))
    assert not re.search(r"(?<!\\)-", escaped)


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_it_renders_without_a_warning() -> None:
    done = subprocess.run(
        [str(shutil.which("groff")), "-man", "-Tutf8", "-ww", "-P-cbou", str(PAGE)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    assert '\n       timeline date "signed + 14 months" --month-end sticky\n' in re.sub(
        r"^ {9}", " " * 7, done.stdout, flags=re.MULTILINE
    )
