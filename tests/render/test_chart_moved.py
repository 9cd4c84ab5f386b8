"""Deadlines that were moved, events and what is void, in the terminal and in images."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.accords import ACCORDS, drawing_of
from tests.drawing import SVG, Drawing
from tests.moved import FIRST, MOVED, ON, SAID
from tests.render.test_chart_marks import ACROSS, column, strip
from tests.render.test_picture_frame import look_of
from tests.strategies import agreements, law
from timeline.dates.expressions import Expression
from timeline.files.loading import parse_agreement
from timeline.render.charts.bars import Bar, Sign, bar, legend
from timeline.render.charts.chart import chart
from timeline.render.charts.description import description
from timeline.render.charts.picture.themes import LIGHT
from timeline.render.charts.terminal.drawing import render
from timeline.render.charts.terminal.marks import ASCII, UNICODE
from timeline.render.terminal import Terminal
from timeline.schedule.agreement import Agreement, Amended, Kind
from timeline.schedule.schedule import Scenario, build_schedule
from timeline.schedule.status import statuses

WIDE = 6 + 2 + ACROSS + 2 + len("Fri 2020-05-15  happened 10 days later")


def lines_of(
    terminal: Terminal, text: str = MOVED, on: date = ON, *, as_signed: bool = False
) -> list[str]:
    """Return the lines of the chart of the milestones."""
    agreement = parse_agreement(text.encode(), "own.toml")
    schedule = build_schedule(agreement, Scenario(as_signed=as_signed))
    return render(chart(schedule, on, ()), terminal).splitlines()


def row_of(name: str, lines: list[str]) -> str:
    """Return the row of a milestone."""
    (row,) = [line for line in lines if line.startswith(f"{name} ")]
    return row


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    """The amended Accords on 10 July 2020."""
    return drawing_of(tmp_path_factory.mktemp("moved"), text=MOVED, on=ON)


# The terminal


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("force", [("02-15", "02-15", "▲")]),
        # the deadline is the first plan again
        ("same", [("03-05", "03-05", "◉")]),
        (
            "north",
            [
                ("03-01", "03-01", "◇"),
                ("03-02", "04-19", "┈"),
                ("04-20", "04-20", "●"),
                ("04-21", "04-30", "┄"),
                ("05-01", "05-01", "◆"),
            ],
        ),
        ("vote", [("05-15", "05-15", "▲"), ("05-16", "05-24", "┄"), ("05-25", "05-25", "●")]),
        # what happened on the day of the event
        ("held", [("06-05", "06-05", "▲")]),
        (
            "south",
            [
                ("07-01", "07-01", "◆"),
                ("07-02", "07-09", "╌"),
                ("07-10", "07-10", "▷"),
                ("07-11", "11-30", "┈"),
                ("12-01", "12-01", "◇"),
            ],
        ),
        ("fund", [("08-01", "08-01", "◇"), ("08-02", "09-30", "┈"), ("10-01", "10-01", "×")]),
        (
            "sunset",
            [
                ("09-30", "09-30", "◇"),
                ("10-01", "10-31", "┈"),
                ("11-01", "11-01", "├"),
                ("11-02", "11-29", "─"),
                ("11-30", "11-30", "▲"),
            ],
        ),
        ("review", [("12-31", "12-31", "◆")]),
        ("treaty", []),
    ],
)
def test_a_row_has_the_first_plan_and_the_mark_of_its_kind(
    name: str, marks: list[tuple[str, str, str]]
) -> None:
    row = row_of(name, lines_of(Terminal(WIDE)))
    assert row == f"{name:6}  {strip(('07-10', '07-10', '│'), *marks)}  {'  '.join(SAID[name])}"


def test_without_amendments_no_first_plan_is_drawn() -> None:
    lines = lines_of(Terminal(WIDE), as_signed=True)
    assert not set("\n".join(lines)) & set("◇┈")
    assert row_of("north", lines)[8:].index("◆") == column("03-01")


def test_the_legend_explains_each_mark() -> None:
    assert lines_of(Terminal(WIDE))[-1] == "  ".join(
        [
            *("△ in force", "◇┈ first plan", "◆ due", "├─┤ between", "▲ event", "× void"),
            *("● happened", "◉ both", "╌▷ not done", "│ Fri 2020-07-10"),
        ]
    )
    assert lines_of(Terminal(WIDE, unicode=False))[-1] == "  ".join(
        [
            *("S in force", "&: first plan", "# due", "[=] between", "^ event", "x void"),
            *("o happened", "@ both", "~> not done", "| Fri 2020-07-10"),
        ]
    )


def test_the_id_of_what_is_void_is_struck_out() -> None:
    lines = lines_of(Terminal(WIDE, colour=True))
    struck = [line for line in lines if "\x1b[9m" in line]
    assert [line.partition("\x1b[9m")[2].partition("\x1b")[0] for line in struck] == [
        "fund",
        "treaty",
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("unicode", [True, False], ids=["Unicode", "ASCII"])
def test_at_any_width_it_fits_and_says_what_is_void(width: int, unicode: bool) -> None:
    lines = lines_of(Terminal(width, unicode=unicode))
    assert max(map(len, lines)) <= width
    assert ("×" if unicode else "x") in row_of("fund", lines)[6:]


def test_a_long_word_for_the_day_of_signing_does_not_widen_the_legend() -> None:
    label = "外国軍の兵士" * 20
    lines = lines_of(Terminal(60), MOVED.replace("in force", label, 1))
    (line,) = [line for line in lines if "△ " in line]
    assert line.startswith("△ 外国軍")
    assert "…" in line
    assert len(line.encode("gbk", "replace")) <= 60  # two cells a character


# Images


def test_a_first_plan_is_a_narrow_diamond_with_a_line_to_the_deadline(drawing: Drawing) -> None:
    for name, day in FIRST.items():
        (mark,) = drawing.marks(f"first-plan-{name}")
        assert (mark.day, mark.style["fill"], mark.style["stroke"]) == (
            day,
            LIGHT.paper,
            LIGHT.quiet,
        )
        corners, look = drawing.line(f"moved-{name}")
        due = date.fromisoformat(SAID[name][0][-10:])
        assert [drawing.day(x) for x, _ in corners] == [day, due]
        assert {y for _, y in corners} == {mark.y}
        assert "stroke-dasharray" in look
        names = list(drawing.groups)
        assert names.index(f"first-plan-{name}") < names.index(_deadline(name, drawing))
    assert {name for name in drawing.groups if name.startswith("first-plan-")} == {
        f"first-plan-{name}" for name in FIRST
    }


def _deadline(name: str, drawing: Drawing) -> str:
    """Return the name of the mark of a deadline."""
    (found,) = {f"{sign}-{name}" for sign in ("due", "event", "void")} & set(drawing.groups)
    return found


def test_an_event_is_a_triangle_and_what_is_void_a_cross(drawing: Drawing) -> None:
    for name in ("force", "vote", "held", "sunset"):
        (mark,) = drawing.marks(f"event-{name}")
        assert mark.day == date.fromisoformat(SAID[name][0][-10:])
        assert mark.shape.count("L") == 2  # three corners
        assert (mark.style["fill"], mark.style["stroke"]) == (LIGHT.paper, LIGHT.due)
    (mark,) = drawing.marks("void-fund")
    assert mark.day == date(2020, 10, 1)
    assert mark.shape.count("M") == 2  # two strokes
    assert {name for name in drawing.groups if name.startswith(("event-", "void-"))} == {
        *("event-force", "event-vote", "event-held", "event-sunset", "void-fund")
    }


def test_what_happened_to_an_event_is_neither_in_time_nor_late(drawing: Drawing) -> None:
    (mark,) = drawing.marks("happened-vote")
    assert (mark.day, mark.style["fill"]) == (date(2020, 5, 25), LIGHT.quiet)
    assert drawing.line("slip-vote")[1]["stroke"] == LIGHT.quiet


def test_a_line_is_through_the_title_of_what_is_void(drawing: Drawing) -> None:
    struck = {name for name in drawing.groups if name.startswith("struck-")}
    # the title of the fund has two lines
    assert struck == {"struck-fund-0", "struck-fund-1", "struck-treaty-0"}
    for name, title in (("struck-treaty-0", "A treaty"), ("struck-fund-1", "villages paid out")):
        corners, look = drawing.line(name)
        words = drawing.find(title)
        (left, y), (right, other) = corners
        assert y == other
        assert right == pytest.approx(words.x, abs=0.1)
        # through small letters, whose middle is about a quarter of the size above the line
        size = float(words.style["font-size"].removesuffix("px"))
        assert 0.1 * size < words.y - y < 0.5 * size
        assert 0.4 < (right - left) / (len(title) * size) < 0.7
        assert look["stroke"] == words.style["fill"] == LIGHT.quiet


def test_the_legend_of_an_image_has_each_mark(drawing: Drawing) -> None:
    assert drawing.legend() == {
        "in force": look_of(drawing, "signed"),
        "first plan": look_of(drawing, "first-plan-north"),
        "due": look_of(drawing, "due-north"),
        "between": ("", drawing.line("window-sunset")[1]),
        "event": look_of(drawing, "event-vote"),
        "void": look_of(drawing, "void-fund"),
        "happened in time": look_of(drawing, "happened-north"),
        "happened": look_of(drawing, "happened-vote"),
        "not done": look_of(drawing, "undone-south"),
    }
    shapes = [shape for shape, _ in drawing.legend().values() if shape]
    # Those of the three circles, by their colours only beside the marks of deadlines.
    assert len(set(shapes)) == len(shapes) - 1


def test_the_description_says_what_was_moved(drawing: Drawing) -> None:
    found = drawing.root.find(f"{SVG}desc")
    assert found is not None
    assert str(found.text).partition(". ")[2] == (
        "10 milestones, of these 4 events: 3 passed, 2 met, 1 overdue, 2 void, 2 pending. "
        "Out of the north: first plan 2020-03-01, now 2020-05-01. "
        "Out of the south: first plan 2020-12-01, now 2020-07-01. "
        "Fund of 90 days for the villages paid out: first plan 2020-08-01, now 2020-10-01. "
        "The Accords end: first plan by 2020-09-30, now by 2020-11-30. "
        "soldiers: ceiling 800, pace 800, 790 observed on 2020-04-20."
    )


@pytest.mark.parametrize(
    ("on", "first", "due"),
    [
        ("2020-02-09", [], "2020-03-01"),
        ("2020-02-10", ["2020-03-01"], "2020-04-01"),
        ("2020-03-19", ["2020-03-01"], "2020-04-01"),
        ("2020-03-20", ["2020-03-01"], "2020-05-01"),
    ],
)
def test_a_deadline_is_where_it_was_known_to_be_on_the_day(
    on: str, first: list[str], due: str, tmp_path: Path
) -> None:
    found = drawing_of(tmp_path, "--what", "timeline", text=MOVED, on=date.fromisoformat(on))
    assert [str(mark.day) for mark in found.marks("first-plan-north")] == first
    assert [str(mark.day) for mark in found.marks("due-north")] == [due]


def test_an_image_as_signed_has_no_first_plan(tmp_path: Path) -> None:
    found = drawing_of(tmp_path, "--as-signed", text=MOVED, on=ON)
    assert not [name for name in found.groups if name.startswith(("first-plan-", "moved-"))]
    assert "first plan" not in found.legend()
    assert [mark.day for mark in found.marks("due-north")] == [FIRST["north"]]


@pytest.mark.parametrize("label", ["_hidden", "$\\frac{1}{0}$", "</text>", "\x1b[31mred"])
def test_any_word_for_the_day_of_signing_is_in_the_legend(label: str, tmp_path: Path) -> None:
    escaped = '"' + "".join(f"\\U{ord(char):08x}" for char in label) + '"'
    text = ACCORDS.replace("signed =", f"signed-label = {escaped}\nsigned =", 1)
    shown = label.replace("\x1b", "\\x1b")
    assert next(iter(drawing_of(tmp_path, text=text).legend())) == shown


# All charts


def bars_of(agreement: Agreement, on: date) -> list[Bar]:
    """Return the bars of an agreement."""
    return [bar(state) for state in statuses(build_schedule(agreement), on)]


@law
@given(
    agreements(),
    st.dates(date(2020, 1, 1), date(2021, 12, 31)),
    st.none() | st.dates(date(2020, 1, 1), date(2021, 12, 31)),
    st.data(),
)
def test_a_bar_has_one_mark_for_its_deadline_and_one_for_what_is_done(
    agreement: Agreement, on: date, void_from: date | None, data: st.DataObject
) -> None:
    days = st.dates(date(2020, 1, 1), date(2021, 12, 31))
    amended = st.lists(
        st.builds(Amended, decided=days, due=days.map(str).map(Expression)), max_size=2
    )
    agreement = structs.replace(
        agreement,
        void_from=void_from,
        milestones=tuple(
            structs.replace(
                each, kind=data.draw(st.sampled_from(Kind)), amended=tuple(data.draw(amended))
            )
            for each in agreement.milestones
        ),
    )
    bars = bars_of(agreement, on)
    for one in bars:
        deadlines = one.signs & {Sign.DUE, Sign.EVENT, Sign.VOID}
        assert len(deadlines) == (one.deadline is not None)
        assert (Sign.VOID in deadlines) == (one.deadline is not None and one.status == "void")
        done = {Sign.IN_TIME, Sign.LATE, Sign.HAPPENED, Sign.OBSERVED}
        assert len(one.signs & done) == (one.done is not None)
        # An event is never late and never undone.
        assert one.kind is not Kind.EVENT or not one.signs & {Sign.LATE, Sign.UNDONE, Sign.DUE}
        assert one.first_plan is None or one.first_plan != one.deadline
        assert set(legend([one.signs])) == one.signs
    drawn = chart(build_schedule(agreement), on, ())
    assert all(day in drawn for one in drawn.bars for day in one.days)
    alone = [one for lane in drawn.lanes if not lane.recurs for one in lane.bars]
    assert description(drawn).count("first plan") == sum(bool(one.first_plan) for one in alone)
    render(drawn, Terminal(80))


def test_what_counts_from_a_moved_deadline_has_no_first_plan_of_its_own() -> None:
    text = MOVED + '[[milestone]]\nid = "after"\ntitle = "After"\ndue = "north + 1 month"\n'
    bars = {one.id: one for one in bars_of(parse_agreement(text.encode(), "own.toml"), ON)}
    assert bars["after"].first_plan is None
    assert str(bars["after"].due) == "2020-06-01"
    assert str(bars["north"].first_plan) == "2020-03-01"


def test_the_charts_have_the_same_marks() -> None:
    bars = bars_of(parse_agreement(MOVED.encode(), "own.toml"), ON)
    found = legend(one.signs for one in bars)
    assert [str(sign) for sign in found] == [
        *("first plan", "due", "between", "event", "void"),
        *("happened in time", "happened", "not done"),
    ]


def test_the_manual_has_the_characters_of_each_mark() -> None:
    page = (Path(__file__).parents[2] / "timeline" / "help" / "formats.md").read_text("utf-8")
    table = page.partition("| mark | terminal | ASCII |")[2].partition("\n\n")[0]
    rows = [[cell.strip(" `") for cell in row.split("|")[1:4]] for row in table.splitlines()[2:]]
    found = {name.partition(":")[0]: characters for name, *characters in rows}
    for number, marks in enumerate((UNICODE, ASCII)):
        span = marks.window_first + marks.window + marks.window_last
        assert {name: characters[number] for name, characters in found.items()} == {
            "first plan": marks.first_plan + marks.moved,
            "due": marks.due,
            "between": span,
            "event": marks.event,
            "void": marks.void,
            "happened": marks.happened,
            "both": marks.both,
            "observed by": marks.observed,
            "not done": marks.undone + marks.undone_end,
        }
