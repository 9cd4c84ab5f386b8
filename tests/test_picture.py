"""`timeline chart -o FILE`: what is drawn is what the other commands print, and text stays text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from rich.cells import cell_len

from tests.strategies import agreement_of
from tests.transcript import COMMAND, Transcript, clean_environment, in_process, timeline
from timeline.agreement import Agreement, Drawdown, Milestone, Observed
from timeline.drawdown import drawdown_plan
from timeline.expressions import Expression
from timeline.loading import bundled_names, load
from timeline.render.charts.chart import Chart, chart
from timeline.render.charts.picture import figure, render
from timeline.render.charts.themes import DARK, LIGHT
from timeline.schedule import build_schedule

if TYPE_CHECKING:
    from matplotlib.figure import Figure

END = date(2021, 12, 31)
SIGNATURES = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}
SVG = "{http://www.w3.org/2000/svg}"


def chart_of(name: str, on: date) -> Chart:
    """Return the chart of an agreement with all that it has."""
    schedule = build_schedule(load(name)).known_on(on)
    plan = drawdown_plan(schedule) if schedule.agreement.drawdown else None
    return chart(schedule, on, plan)


def elements(svg: bytes) -> ET.Element:
    """Return the root of an SVG document."""
    return ET.fromstring(svg)  # noqa: S314 - what the program wrote, not a stranger


def drawn(figure: Figure) -> dict[str, Any]:
    """Return what is drawn by its name."""
    artists = figure.findobj(lambda artist: bool(artist.get_gid()))
    return {str(artist.get_gid()): artist for artist in artists}


def answer(*arguments: str) -> Any:
    """Return a JSON answer."""
    return json.loads(in_process(*arguments, "-f", "json").out)


# The numbers


@pytest.mark.parametrize("name", bundled_names())
def test_each_mark_stands_where_show_says(name: str) -> None:
    whole = chart_of(name, END)
    found = drawn(figure(whole))
    milestones = answer("show", "-a", name, "--on", str(END))["milestones"]
    assert milestones
    for one in milestones:
        for mark, key in (("due", "due"), ("happened", "fulfilled")):
            artist = found.pop(f"{mark}-{one['id']}", None)
            if one[key] is None:
                assert artist is None
                continue
            days = (date.fromisoformat(one[key]) - whole.first).days
            assert artist.get_xdata()[0] * (whole.last - whole.first).days == pytest.approx(days)
        assert one["due"] in found[f"stands-{one['id']}-0"].get_text()
        assert str(abs(one["slip"] or 0) or "") in found[f"stands-{one['id']}-1"].get_text()


def test_the_lines_of_the_drawdown_pass_through_the_levels_that_it_prints() -> None:
    whole = chart_of("doha-2020", END)
    found = drawn(figure(whole))
    ceilings = dict(zip(*found["ceiling"].get_data(), strict=True))
    paces = dict(zip(*found["pace"].get_data(), strict=True))
    assert ceilings.keys() == paces.keys()
    printed = {
        one["date"]: one
        for one in answer("drawdown", "--every", "1 day", "--on", str(END))["levels"]
    }
    for day in ("2020-02-29", "2020-07-13", "2021-04-29"):
        place = whole.place(date.fromisoformat(day))
        assert ceilings[place] == printed[day]["ceiling"]
        assert paces[place] == printed[day]["pace"]
    observed = {
        one["observed_date"]: one["observed"] for one in printed.values() if one["observed"]
    } | {"2021-08-30": 0}
    points = dict(zip(*found["observed"].get_data(), strict=True))
    assert points == {
        whole.place(date.fromisoformat(day)): level for day, level in observed.items()
    }
    for day, level in observed.items():
        assert found[f"observed-{day}"].get_text() == f"{level:,}"


def test_an_imprecise_date_is_a_window_up_to_its_deadline() -> None:
    agreement = agreement_of({"august": "2020-08", "first": "2020-08-01", "last": "2020-08-31"})
    found = drawn(figure(chart(build_schedule(agreement), date(2020, 7, 1), None)))
    first, last = found["window-august"].get_xdata()
    assert first == found["due-first"].get_xdata()[0]
    assert last == found["due-august"].get_xdata()[0] == found["due-last"].get_xdata()[0]


def test_the_file_holds_the_words_as_text() -> None:
    texts = {
        element.text
        for element in elements(render(chart_of("doha-2020", END), "svg")).iter(f"{SVG}text")
    }
    assert {"Mon 2020-07-13", "met 25 days early", "123 days late", "13,000", "troops"} <= texts
    assert (
        "Deadlines: Agreement for Bringing Peace to Afghanistan (US Department of State)" in texts
    )


# The form


@pytest.mark.parametrize("kind", SIGNATURES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_same_chart_gives_the_same_bytes(kind: str, theme: Any) -> None:
    first, second = (render(chart_of("doha-2020", END), kind, theme) for _ in range(2))
    assert first == second
    assert first.startswith(SIGNATURES[kind])


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        asked = ("chart", "--on", str(END), "-o", name)
        assert timeline(*asked, directory=tmp_path) == Transcript(0, "", "")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_that_is_read_has_enough_contrast(theme: Any) -> None:
    for colour in (theme.ink, theme.quiet, theme.due, theme.met, theme.wrong):
        assert contrast(colour, theme.paper) >= 4.5


@pytest.mark.parametrize("name", bundled_names())
@pytest.mark.parametrize("on", [date(2021, 12, 31), date(2020, 7, 1), date(1988, 6, 1)])
def test_no_words_cover_one_another(name: str, on: date) -> None:
    whole = figure(chart_of(name, on))
    canvas = FigureCanvasAgg(whole)
    canvas.draw()  # type: ignore[no-untyped-call]
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    boxes = [
        (text.get_text(), text.get_window_extent(renderer))
        for text in whole.findobj(Text)
        if isinstance(text, Text) and text.get_text() and text.get_visible()
    ]
    assert len(boxes) > 8
    width, height = whole.get_size_inches() * whole.dpi
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)


# Few, many, none, and the ends of time


@pytest.mark.parametrize(
    "dues",
    [
        {"a": "signed"},
        {"a": None},
        {},
        {"a": "0001-01-01", "b": "9999-12-31"},
        {"a": "1020-01-01", "b": "2020-01-01"},
        {f"m{n}": f"signed + {n} days" for n in range(200)},
    ],
    ids=["one", "none dated", "none", "all of time", "a thousand years", "two hundred"],
)
def test_whatever_there_is_can_be_drawn(dues: dict[str, str | None]) -> None:
    found = drawn(figure(chart(build_schedule(agreement_of(dues)), date(2020, 3, 1), None)))
    assert {name for name in found if name.startswith("due-")} == {
        f"due-{name}" for name, due in dues.items() if due
    }


def test_wide_characters_and_long_words_stay_in_their_column() -> None:
    titles = ("撤军" * 30, "W" * 400, "word " * 100)
    milestones = tuple(
        Milestone(id=f"m{number}", title=title, due=Expression.parse("2020-03-10"))
        for number, title in enumerate(titles)
    )
    agreement = Agreement(title="撤军" * 40, signed=date(2020, 2, 29), milestones=milestones)
    whole = chart(build_schedule(agreement), date(2020, 3, 1), None)
    texts = [text.get_text() for text in figure(whole).findobj(Text) if isinstance(text, Text)]
    lines = [line for text in texts for line in text.splitlines() if set(line) & set("撤Ww")]
    assert len(lines) >= 3 * 4
    # 1.65 inches of 9 points, a character being little more than half as wide as it is high
    assert all(cell_len(line) <= 24 for line in lines if "W" in line or "word" in line)
    # all three, and the agreement's own title
    assert sum(line.endswith("…") for line in lines) == 4


def test_levels_too_near_to_one_another_are_named_once() -> None:
    seen = tuple(Observed(date=date(2020, 3, 1 + n), level=1000 - n) for n in range(3))
    levels = (990, 985, 500)
    agreement = Agreement(
        title="T",
        signed=date(2020, 2, 29),
        milestones=tuple(
            Milestone(
                id=f"m{level}", title="M", due=Expression.parse(f"2020-0{at}-01"), level=level
            )
            for at, level in enumerate(levels, 4)
        ),
        drawdown=Drawdown(unit="troops", baseline=1000, observed=seen),
    )
    schedule = build_schedule(agreement)
    found = drawn(figure(chart(schedule, date(2020, 6, 1), drawdown_plan(schedule))))
    assert [name for name in found if name.startswith("observed-")] == ["observed-2020-03-01"]
    assert len(found["observed"].get_xdata()) == 3
    (ticks,) = {tuple(text.get_text() for text in found["pace"].axes.get_yticklabels())}
    assert ticks == ("1,000", "500")


def test_what_is_too_much_to_draw_is_said() -> None:
    dues: dict[str, str | None] = {f"m{n}": f"signed + {n} days" for n in range(301)}
    whole = chart(build_schedule(agreement_of(dues)), date(2020, 3, 1), None)
    texts = [text.get_text() for text in figure(whole).texts]
    assert "Too many to draw: showing 300 of 301 milestones." in texts


# Text from strangers


@pytest.mark.parametrize(
    "title",
    [
        "$\\frac{1}{0}$",
        "</text></svg><script>alert(1)</script>",
        "<b>&amp;",
        "\x1b[31mred\x00\x9b",
        "abc\u202edef",
        "x" * 5000,
        "خروج نیروها",
        "😀 撤军",
    ],
)
def test_a_title_is_drawn_as_text(title: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    text = '"' + "".join(f"\\U{ord(char):08x}" for char in title) + '"'
    path.write_text(
        f"title = {text}\nsigned = 2020-02-29\n"
        f'[[milestone]]\nid = "a"\ntitle = {text}\ndue = 2020-03-01\n'
        f"[drawdown]\nunit = {text}\nbaseline = 5\n"
        f'[[source]]\nid = "s"\ntitle = {text}\n',
        encoding="utf-8",
    )
    for kind, signature in SIGNATURES.items():
        target = tmp_path / f"own.{kind}"
        asked = ("chart", "-a", str(path), "--on", "2020-03-01", "-o", str(target))
        assert in_process(*asked) == Transcript(0, "", "")
        assert target.read_bytes().startswith(signature)
    root = elements((tmp_path / "own.svg").read_bytes())
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        *(
            "svg",
            "defs",
            "style",
            "g",
            "path",
            "use",
            "text",
            "clipPath",
            "rect",
            "tspan",
            "metadata",
        ),
        *("RDF", "Work", "creator", "Agent", "title", "type", "format", "date"),
    }
    texts = "".join(element.text or "" for element in root.iter(f"{SVG}text"))
    if len(title) < 50 and title.isprintable():
        assert re.sub(r"\s", "", title) in re.sub(r"\s", "", texts)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", texts)


# The file


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("-o", "x.gif"), '--output: "x.gif": not a kind of file that can be drawn; expected a name that ends in .svg, .png, .pdf or .html'),
        (("-o", "svg"), '--output: "svg": not a kind of file that can be drawn; expected a name that ends in .svg, .png, .pdf or .html'),
        (("-o", "missing/x.svg"), "--output: missing/x.svg: No such file or directory; expected a place to write a file"),
        (("-o", "folder.svg"), "--output: folder.svg: not a file; expected a place to write a file"),
        (("--dark",), "--dark: for an image; expected -o FILE.svg, .png, .pdf"),
        (("--dark", "-o", "x.html"), "--dark: for an image; expected -o FILE.svg, .png, .pdf"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_is_one_line(
    arguments: tuple[str, ...], problem: str, tmp_path: Path
) -> None:
    (tmp_path / "folder.svg").mkdir()
    found = timeline("chart", *arguments, directory=tmp_path)
    assert found == Transcript(2, "", f"timeline: {problem}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    target.write_text("before")
    done = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -f 8; exec "{COMMAND}" chart --on 2021-12-31 -o x.png'],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=clean_environment(),
        check=False,
    )
    expected = "timeline: --output: x.png: File too large; expected a place to write a file\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_job_in_the_background_goes_on_ignoring_interrupts(tmp_path: Path) -> None:
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "from timeline.cli import run; status = run(['chart', '-o', 'x.svg']); "
        "assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN; sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=clean_environment({"PYTHONPATH": os.pathsep.join(sys.path)}),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["x.svg"]


def test_a_file_goes_where_a_symbolic_link_leads_and_takes_the_usual_permissions(
    tmp_path: Path,
) -> None:
    (tmp_path / "link.svg").symlink_to("real.svg")
    asked = ("chart", "--on", str(END), "-o", "link.svg")
    assert timeline(*asked, directory=tmp_path) == Transcript(0, "", "")
    assert (tmp_path / "link.svg").is_symlink()
    (tmp_path / "plain").touch()
    usual = (tmp_path / "plain").stat().st_mode
    assert (tmp_path / "real.svg").stat().st_mode == usual


@pytest.mark.parametrize(
    ("library", "kind"), [("matplotlib", "svg"), ("matplotlib", "html"), ("jinja2", "html")]
)
def test_without_the_library_one_line_says_what_to_install(
    library: str, kind: str, tmp_path: Path
) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None; from timeline.cli import run; "
        f"sys.exit(run(['chart', '-o', 'x.{kind}']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=clean_environment({"PYTHONPATH": os.pathsep.join(sys.path)}),
        check=False,
    )
    expected = f"timeline: {library} is not installed; expected it from: pip install 'withdrawal-timeline[plot]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert not list(tmp_path.iterdir())
