"""Where the parts of an image are: no text covers another, and nothing is outside the image."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from timeline.files.loading import bundled_names, load, parse_agreement
from timeline.render.charts.bars import Sign, legend
from timeline.render.charts.chart import Chart, chart
from timeline.render.charts.picture.drawing import figure, settings_for
from timeline.render.charts.picture.size import WIDE, parse_size
from timeline.schedule.drawdown import drawdown_plans
from timeline.schedule.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

# The tests do not depend on the fonts of the machine.
pytestmark = pytest.mark.filterwarnings("ignore:Glyph .* missing")
FILES = Path(__file__).parent.parent / "agreements" / "valid"
AT_MIDNIGHT, RIVERS = FILES / "at-midnight.toml", FILES / "rivers.toml"
SIGNED = date(2020, 2, 29)
TITLES = {
    "Latin": "All foreign forces out of the northern provinces",
    "wide": "WWWWW MMMMM",
    "CJK": "所有外国军队在十四个月内撤出阿富汗领土并移交基地",
    "Arabic": "خروج نیروهای خارجی از افغانستان در چهارده ماه",
    "Hebrew": "נסיגת הכוחות מהשטח תוך שישים יום",
    "one word": "Truppenabzugsverpflichtungserklärung" * 2,
}

# The names of the marks in an image.
_MARKS = {
    Sign.FIRST_PLAN: "first",
    Sign.DUE: "due",
    Sign.BETWEEN: "window",
    Sign.EVENT: "event",
    Sign.VOID: "void",
    Sign.IN_TIME: "happened",
    Sign.LATE: "happened",
    Sign.HAPPENED: "happened",
    Sign.OBSERVED: "reached",
    Sign.UNDONE: "undone",
}
AMENDED = '[[milestone.amended]]\ndecided = 2020-03-01\ndue = "+ 40 days"\n'
# Further lines of some milestones.
_MORE = ("", AMENDED, 'kind = "event"\n', "void-from = 2020-03-05\n", f"void-from = 2020-03-05\n{AMENDED}")  # fmt: skip


def generated(number: int, title: str, observed: int = 0, *, several: bool = False) -> str:
    """Return an agreement with so many milestones and observations, in it every mark there is.

    With `several` it has three series: a rising one and one without a baseline too.
    """
    levels = [
        f"{{ date = {SIGNED + timedelta(9 * n)}, level = {max(0, 20_000 - 310 * n)} }}"
        for n in range(observed)
    ]
    milestones = [
        f'[[milestone]]\nid = "m{n}"\ntitle = "{title} {n}"\n'
        f'due = "signed + {7 + 3 * n} days"\n{_levels(n, several=several)}\n'
        + (f"fulfilled = {SIGNED + timedelta(7 + 4 * n)}\n" if n % 3 else "")
        + _MORE[n % len(_MORE)]
        for n in range(number)
    ]
    milestones += [
        '[[milestone]]\nid = "month"\ntitle = "Review"\ndue = "2020-09"\n',
        f'[[milestone]]\nid = "undone"\ntitle = "{title}"\ndue = "signed + 1 day"\n',
        f'[[milestone]]\nid = "happened"\ntitle = "{title}"\nfulfilled = 2020-03-02\n',
        f'[[milestone]]\nid = "event"\ntitle = "{title}"\ndue = 2020-03-02\nkind = "event"\n',
        f'[[milestone]]\nid = "void"\ntitle = "{title}"\ndue = "2020-05"\nvoid-from = 2020-03-05\n',
        (
            f'[[milestone]]\nid = "weekly"\ntitle = "{title}"\nevery = "1 week"\ntimes = 40\n'
            + _fulfilled([4, 10, 25, 28])
        ),
        (
            f'[[milestone]]\nid = "daily"\ntitle = "{title}"\nevery = "1 day"\ntimes = 300\n'
            f"void-from = 2020-09-05\n{_fulfilled(range(1, 150, 3))}"
        ),
        (
            f'[[milestone]]\nid = "meeting"\ntitle = "{title}"\nevery = "1 month"\nfrom = "hall"\n'
            f'times = 3\n[[milestone]]\nid = "hall"\ntitle = "{title}"\n'
        ),
        f'[[milestone]]\nid = "moved"\ntitle = "{title}"\ndue = 2020-03-20\n{AMENDED}',
    ]
    keys = f'unit = "{title}"\nbaseline = 20000\nobserved = [{", ".join(levels)}]\n'
    drawdown = f"[drawdown]\n{keys}"
    if several:
        drawdown = (
            f'[[series]]\nid = "troops"\n{keys}'
            f'[[series]]\nid = "land"\nunit = "{title}"\nrising = true\nobserved = ['
            f"{{ date = {SIGNED + timedelta(25)}, level = 7 }}]\n"
            f'[[series]]\nid = "posts"\nunit = "posts"\n'
        )
    return f'title = "{title}"\nsigned = {SIGNED}\n{drawdown}{"".join(milestones)}'


def _fulfilled(days: Iterable[int]) -> str:
    """Return that occurrences were fulfilled, the first on the first of these days, and so on."""
    found = (
        f"{{ n = {n}, date = {SIGNED + timedelta(day)} }}" for n, day in enumerate(days, start=1)
    )
    return f"fulfilled = [{', '.join(found)}]\n"


def _levels(number: int, *, several: bool) -> str:
    """Return the levels of a milestone, of one series or of three."""
    troops = max(0, 20_000 - 99 * number)
    if not several:
        return f"level = {troops}"
    land, posts = 4 * number, max(0, 70 - 9 * number)
    return f"levels = {{ troops = {troops}, land = {land}, posts = {posts} }}"


@cache
def chart_of(text: str, on: date) -> Chart:
    """Return the chart of an agreement."""
    schedule = build_schedule(
        parse_agreement(text.encode(), "own.toml") if "\n" in text else load(text)
    )
    plans = drawdown_plans(schedule, on).values() if schedule.agreement.series else ()
    return chart(schedule, on, plans)


def boxes(drawn: Figure) -> list[tuple[str, Bbox]]:
    """Return the texts of a figure with the boxes around them."""
    drawn.draw_without_rendering()
    return [
        (text.get_text(), text.get_window_extent())
        for text in drawn.findobj(Text)
        if isinstance(text, Text) and text.get_text() and text.get_visible()
    ]


def check(drawn_chart: Chart, size: str) -> None:
    """Assert that no text covers another and that all are within the image."""
    with mpl.rc_context(settings_for(drawn_chart)):
        drawn = figure(drawn_chart, size=parse_size(size))
        found = boxes(drawn)
        check_lines(drawn)
        check_panels(drawn, drawn_chart)
        check_marks(drawn, drawn_chart)
    assert len(found) > 4
    width, height = drawn.get_size_inches() * drawn.dpi
    for text, box in found:
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text
    # Only neighbours can overlap.
    found.sort(key=lambda one: one[1].y0)
    for number, (one, first) in enumerate(found):
        for other, second in found[number + 1 :]:
            if second.y0 >= first.y1:
                break
            assert not first.overlaps(second), (one, other)


def check_lines(drawn: Figure) -> None:
    """Assert that no label in the panel of the levels crosses a line of it."""
    lines = [
        line.get_transform().transform_path(line.get_path())
        for line in drawn.findobj(Line2D)
        if str(line.get_gid()).partition("_")[0] in {"ceiling", "pace", "carried"}
    ]
    labels = [
        text
        for text in drawn.findobj(Text)
        if str(text.get_gid()).startswith(("observed-", "name-"))
    ]
    assert not lines or labels
    for label in labels:
        assert isinstance(label, Text)
        box = label.get_window_extent()
        assert not any(line.intersects_bbox(box, filled=False) for line in lines), label


def check_panels(drawn: Figure, drawn_chart: Chart) -> None:
    """Assert that all panels have the same time axis, and the levels that their series has."""
    *panels, _ = drawn.axes
    assert len({(axes.get_xlim(), axes.bbox.x0, axes.bbox.x1) for axes in panels}) == 1
    levels = panels[bool(drawn_chart.bars) :]
    for axes, panel in zip(levels, drawn_chart.panels, strict=True):
        gid = panel.named("ceiling")
        (line,) = [line for line in axes.get_lines() if line.get_gid() == gid]
        corners = np.array(line.get_xydata()).tolist()
        steps = panel.plan.steps
        assert {level for _, level in corners} == {level.level for level in steps}
        # from the day of signing, or else from the first deadline
        first = [pytest.approx(drawn_chart.place(step.day)) for step in steps[:1]]
        assert [place for place, _ in corners[:1]] == first


def check_marks(drawn: Figure, drawn_chart: Chart) -> None:
    """Assert that every mark is within the panel, and that lines strike out titles and nothing else."""
    lanes, axes = drawn_chart.lanes[:300], drawn.axes[0]
    panel, names = axes.get_window_extent(), set[str]()
    for line in axes.get_lines() if lanes else ():
        name = str(line.get_gid()).partition("-")[0]
        if name in _MARKS.values():
            names.add(name)
            # Several lines that are drawn as one have gaps between them.
            places = np.asarray(line.get_xydata())
            for x, y in line.get_transform().transform(places[~np.isnan(places[:, 0])]):
                assert panel.x0 <= x <= panel.x1, line.get_gid()
                assert panel.y0 < y < panel.y1, line.get_gid()
    assert names == {_MARKS[sign] for sign in legend(lane.signs for lane in lanes)}
    titles = [
        text.get_window_extent() for text in axes.texts if text.get_horizontalalignment() == "right"
    ]
    struck = [
        lines.get_transform().transform(lines.get_segments()[0])
        for lines in axes.collections
        if isinstance(lines, LineCollection) and str(lines.get_gid()).startswith("struck-")
    ]
    assert bool(struck) == any(lane.is_void for lane in lanes)
    for (left, y), (right, _) in struck:
        # through the middle of a line of a title and to its end
        (title,) = [box for box in titles if box.y0 < y < box.y1]
        assert abs(y - (title.y0 + title.y1) / 2) < title.height / 4
        assert right == pytest.approx(title.x1, abs=2)
        assert left == pytest.approx(title.x0, abs=max(4, title.width / 3))
        assert left >= 0


# A figure takes a second, so not every agreement is drawn in every size.
@pytest.mark.parametrize(
    ("name", "on", "size"),
    [
        *((name, date(2021, 12, 31), "tall") for name in (*bundled_names(), str(AT_MIDNIGHT))),
        ("doha-2020", date(2020, 7, 1), WIDE),
        (str(RIVERS), date(2020, 8, 2), "tall"),
        ("geneva-1988", date(1988, 6, 1), "900x1600"),
    ],
)
def test_in_a_bundled_agreement_no_words_cover_one_another(name: str, on: date, size: str) -> None:
    check(chart_of(name, on), size)


@pytest.mark.parametrize(
    ("script", "size"), [*((script, "tall") for script in TITLES), ("wide", WIDE)]
)
def test_in_any_script_no_words_cover_one_another(script: str, size: str) -> None:
    check(chart_of(generated(4, TITLES[script], 4), date(2020, 3, 25)), size)


@pytest.mark.parametrize(
    ("number", "observed", "size"),
    [(1, 60, "tall"), (40, 0, WIDE), (200, 60, "tall")],
)
def test_with_any_number_of_milestones_no_words_cover_one_another(
    number: int, observed: int, size: str
) -> None:
    check(chart_of(generated(number, "Forces out", observed), date(2020, 8, 1)), size)


def corners(axes: Axes, names: set[str]) -> list[tuple[float, float]]:
    """Return the places in pixels of the marks with these names."""
    chosen = [line for line in axes.get_lines() if str(line.get_gid()) in names]
    return [
        (float(x), float(y))
        for line in chosen
        for x, y in line.get_transform().transform(np.asarray(line.get_xydata()))
    ]


def test_the_occurrences_of_a_recurring_duty_are_beside_each_other_in_one_row() -> None:
    drawn_chart = chart_of(generated(0, "Forces out"), date(2020, 8, 1))
    with mpl.rc_context(settings_for(drawn_chart)):
        drawn = figure(drawn_chart)
    axes = drawn.axes[0]
    found = {str(line.get_gid()): line for line in axes.get_lines()}
    marks = {"weekly": 40, "daily": 300}
    for name, number in marks.items():
        places = corners(axes, {f"due-{name}", f"void-{name}"})
        assert len(places) == number
        assert len({y for _, y in places}) == 1
    sizes = {name: found[f"due-{name}"].get_markersize() for name in (*marks, "undone")}
    # As small as they must be to be beside each other, but never too small to see.
    assert sizes["undone"] > sizes["weekly"] > sizes["daily"] > 2
    weekly = sorted(x for x, _ in corners(axes, {"due-weekly"}))
    apart = min(after - before for before, after in pairwise(weekly))
    # A square on its corner.
    wide = sizes["weekly"] * 2**0.5 * drawn.dpi / 72
    assert wide < apart


def test_of_several_marks_what_is_overdue_is_drawn_last() -> None:
    drawn_chart = chart_of(generated(0, "Forces out"), date(2020, 8, 1))
    (lane,) = (lane for lane in drawn_chart.lanes if lane.id == "weekly")
    assert [group[0].status for group in lane.in_order] == [
        *("met", "pending", "due", "late", "overdue"),
    ]
    with mpl.rc_context(settings_for(drawn_chart)):
        axes = figure(drawn_chart).axes[0]
    last = [line for line in axes.get_lines() if str(line.get_gid()).endswith("-weekly")][-1]
    overdue = [bar for bar in lane.bars if bar.status == "overdue"]
    assert list(np.asarray(last.get_xdata())) == pytest.approx(
        [drawn_chart.place(bar.deadline.latest) for bar in overdue if bar.deadline]
    )


@pytest.mark.parametrize(
    ("number", "title", "observed", "size"),
    [
        (5, TITLES["CJK"], 6, "tall"),
        (3, TITLES["wide"], 0, WIDE),
        (60, "Forces out", 40, "900x1600"),
        (0, "Forces out", 0, "tall"),
    ],
)
def test_with_several_series_no_words_cover_one_another(
    number: int, title: str, observed: int, size: str
) -> None:
    check(chart_of(generated(number, title, observed, several=True), date(2020, 4, 1)), size)
