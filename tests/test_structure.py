"""The structure of the package: the direction of imports, what is loaded when, the use of the clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from msgspec import Struct

import timeline
from tests.transcript import in_process as run
from timeline.cli import COMMANDS
from timeline.render.formats import FORMATS

PACKAGE = Path(timeline.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each package imports from itself and from those before it.
ORDER = (
    "plain_text",
    "errors",
    "unexpected",
    "clock",
    "dates",
    "columns",
    "reading",
    "schedule",
    "files",
    "render",
    "commands",
    "cli",
    "__main__",
)
ENGINE = ORDER[: ORDER.index("render")]


def package(path: Path) -> str:
    """Return the package below `timeline` that a module is in, or the module's own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the modules that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def loaded(code: str) -> set[str]:
    """Return the modules loaded by a fresh interpreter after running `code`."""
    code += "\nimport sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_to_what_comes_before(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return  # It imports the public names of the others when they are used.
    before = ORDER[: ORDER.index(package(path)) + 1]
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "timeline" and parts[1:] and parts[1] != "__version__":
            assert parts[1] in before, f"{path.name} imports {name}"


def test_the_engine_imports_neither_click_nor_rich() -> None:
    engine = [path for path in MODULES if package(path) in ENGINE]
    assert len(engine) > 20
    for path in engine:
        assert not {one.split(".")[0] for one in imported(path)} & {"click", "rich"}


def test_renderers_do_not_import_click() -> None:
    renderers = [path for path in MODULES if package(path) == "render"]
    assert renderers
    for path in renderers:
        assert "click" not in {one.split(".")[0] for one in imported(path)}


def test_later_facts_are_dropped_in_one_place() -> None:
    """Other code that compared days with events would decide separately what is known on a day."""
    users = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if "timeline.schedule.as_of" in imported(path)
    }
    assert users == {"schedule/schedule.py"}


def test_the_clock_is_read_in_one_place() -> None:
    readers = {
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "clock")
    }
    assert readers == {"clock.py"}


def test_only_the_command_line_chooses_a_stream_or_an_exit_status() -> None:
    users = {
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr)
        in {("sys", "stdout"), ("sys", "stderr"), ("sys", "exit"), ("os", "_exit")}
    }
    assert users == {"cli.py", "unexpected.py", "__main__.py"}


def test_importing_the_package_loads_neither_click_nor_rich() -> None:
    modules = loaded("import timeline")
    assert "timeline" in modules
    assert not modules & {"click", "rich"}


def test_using_the_engine_loads_neither_click_nor_rich() -> None:
    modules = loaded("import timeline; timeline.build_schedule(timeline.load('doha-2020'))")
    assert "timeline.schedule.schedule" in modules
    assert not modules & {"click", "rich"}


@pytest.mark.parametrize("command", ["date drawdown", "remaining drawdown", "show -f json"])
def test_answers_without_a_table_do_not_load_rich(command: str) -> None:
    modules = loaded(f"from timeline.cli import run; run({command.split()!r})")
    assert "click" in modules
    assert "rich" not in modules


@pytest.mark.parametrize("format_name", FORMATS)
def test_only_its_own_format_loads_the_calendar_library(format_name: str) -> None:
    modules = loaded(f"from timeline.cli import run; run(['show', '-f', {format_name!r}])")
    assert f"timeline.render.formats.{format_name}" in modules
    assert ("icalendar" in modules) == (format_name == "ics")


@pytest.mark.parametrize(
    "command", ["show", "date drawdown", "remaining drawdown", "drawdown", "chart", "check"]
)
def test_a_short_answer_loads_none_of_the_large_libraries(command: str) -> None:
    modules = loaded(f"from timeline.cli import run; run({command.split()!r})")
    assert "click" in modules
    assert not modules & {"matplotlib", "jinja2", "icalendar"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_registry_has_help(command: str) -> None:
    transcript = run(command, "--help")
    assert (transcript.status, transcript.err) == (0, "")
    assert transcript.out.startswith(f"Usage: timeline {command}")


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_of_the_registry_renders(format_name: str) -> None:
    transcript = run("show", "--on", "2020-07-01", "--format", format_name)
    assert (transcript.status, transcript.err) == (0, "")
    assert "US forces down to 8" in transcript.out


def test_no_value_can_be_changed_once_it_is_made() -> None:
    for path in MODULES:
        name = ".".join(("timeline", *path.relative_to(PACKAGE).with_suffix("").parts))
        import_module(name.removesuffix(".__init__"))

    def below(kind: type[Struct]) -> Iterator[type[Struct]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    ours = [one for one in below(Struct) if one.__module__.startswith("timeline.")]
    assert len(ours) > 20
    assert [one for one in ours if not one.__struct_config__.frozen] == []


def test_every_name_that_a_module_lists_is_in_it() -> None:
    for path in MODULES:
        name = ".".join(("timeline", *path.relative_to(PACKAGE).with_suffix("").parts))
        module = import_module(name.removesuffix(".__init__"))
        assert all(hasattr(module, one) for one in getattr(module, "__all__", ())), name


def test_every_public_name_is_there() -> None:
    listed = [name for names in timeline._MODULES.values() for name in names]  # noqa: SLF001
    assert sorted([*listed, "__version__"]) == timeline.__all__
    for name in listed:
        assert getattr(timeline, name).__module__.startswith("timeline.")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        timeline.nothing  # noqa: B018
