"""The table: its texts, and how it fits a terminal."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.accords import ACCORDS, ON
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.files.loading import load, parse_agreement
from timeline.render import words
from timeline.render.formats import render
from timeline.render.formats import table as table_
from timeline.render.listing import Cell, Column, Section
from timeline.render.listings import milestones
from timeline.render.terminal import Terminal
from timeline.schedule.agreement import Agreement, Milestone
from timeline.schedule.schedule import build_schedule
from timeline.schedule.status import status_of, statuses

DOHA = build_schedule(load("doha-2020"))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def table(on: date, terminal: Terminal) -> list[str]:
    """Return the lines of the table for the agreement of 29 February 2020."""
    listing = milestones.listing("doha-2020", DOHA, on, statuses(DOHA, on))
    return render([listing], "table", terminal).splitlines()


def standing_words(due: str, fulfilled: str | None, on: str) -> str:
    """Return the words for a milestone with that due date, when it was fulfilled, on a day."""
    done = date.fromisoformat(fulfilled) if fulfilled else None
    milestone = Milestone(id="a", title="A", due=Expression(due), fulfilled=done)
    agreement = Agreement(title="A peace", signed=date(2020, 2, 29), milestones=(milestone,))
    return words.remaining(status_of(build_schedule(agreement), "a", date.fromisoformat(on)))


@pytest.mark.parametrize(
    ("due", "fulfilled", "on", "expected"),
    [
        # unmet
        ("2020-07-13", None, "2020-07-01", "in 12 days"),
        ("2020-07-13", None, "2020-07-12", "in 1 day"),
        ("2020-07-13", None, "2020-07-13", "today"),
        ("2020-07-13", None, "2020-07-14", "1 day overdue"),
        ("2020-03-10", None, "2020-07-01", "113 days overdue"),
        # met and late
        ("2020-07-13", "2020-06-18", "2020-06-18", "met 25 days early"),
        ("2020-07-13", "2020-07-12", "2020-08-01", "met 1 day early"),
        ("2020-07-13", "2020-07-13", "2020-08-01", "met on the day"),
        ("2021-04-30", "2021-08-30", "2021-12-31", "122 days late"),
        # imprecise: before, within, on the last day, after
        ("2020-08", None, "2020-07-01", "in 31 to 61 days"),
        ("2020-08", None, "2020-08-15", "16 days left"),
        ("2020-08", None, "2020-08-31", "today"),
        ("2020-08", None, "2020-09-02", "2 days overdue"),
    ],
)
def test_the_days_remaining_are_in_words(
    due: str, fulfilled: str | None, on: str, expected: str
) -> None:
    assert standing_words(due, fulfilled, on) == expected


def test_dates_carry_their_weekday() -> None:
    assert words.due(DayRange.parse("2020-02-29")) == "Sat 2020-02-29"
    assert words.due(DayRange.parse("2020-08")) == "by Mon 2020-08-31"
    assert words.due(None) == "undated"


def test_80_columns_hold_every_word() -> None:
    lines = table(date(2020, 7, 1), Terminal(width=80))
    assert max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    for word in ["remaining-prisoners", "2021-04-29", "113 days overdue", "met 25 days early"]:
        assert word in text
    assert "…" not in text


def test_wide_terminals_show_the_titles() -> None:
    lines = table(date(2020, 7, 1), Terminal(width=120))
    assert max(map(len, lines)) <= 120
    assert any(line.endswith("US forces down to 8,600") for line in lines)


def test_a_pipe_gets_one_line_for_each_milestone_of_any_length() -> None:
    title = "x" * 10_000
    data = f'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "{title}"\n'
    schedule = build_schedule(parse_agreement(data.encode(), "x.toml"))
    on = date(2020, 7, 1)
    listing = milestones.listing("x", schedule, on, statuses(schedule, on))
    lines = render([listing], "table", Terminal()).splitlines()
    (row,) = (line for line in lines if line.startswith("a "))
    assert row.endswith(title)


def test_colour_adds_nothing_but_colour() -> None:
    for width in (None, 80, 120):
        plain = table(date(2020, 7, 1), Terminal(width=width))
        coloured = table(date(2020, 7, 1), Terminal(width=width, colour=True))
        assert coloured != plain
        assert [ANSI.sub("", line).rstrip() for line in coloured] == plain


def test_markup_and_escapes_in_a_title_are_shown() -> None:
    title = r"[red]x[/red] [/EUR] :smile: \u001b[31m \u202e <b>"
    data = f'title = "{title}"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "{title}"\n'
    schedule = build_schedule(parse_agreement(data.encode(), "x.toml"))
    on = date(2020, 7, 1)
    listing = milestones.listing("x", schedule, on, statuses(schedule, on))
    text = render([listing], "table", Terminal())
    shown = r"[red]x[/red] [/EUR] :smile: \x1b[31m \u202e <b>"
    assert text.count(shown) == 2
    assert "\x1b" not in text


def test_without_a_terminal_there_is_no_colour() -> None:
    assert "\x1b" not in timeline("--on", "2020-07-01").out
    forced = timeline("--on", "2020-07-01", environment={"FORCE_COLOR": "1"}).out
    assert "\x1b[" in forced
    both = timeline("--on", "2020-07-01", environment={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert "\x1b" not in both
    assert "\x1b" not in timeline("-f", "json", environment={"FORCE_COLOR": "1"}).out
    # a terminal that cannot show colour has no say in what another place gets
    dumb = {"FORCE_COLOR": "1", "TERM": "dumb"}
    assert timeline("--on", "2020-07-01", environment=dumb).out == forced


# As ECMA-48 numbers them: 1 bold, 2 faint, 31 red, 32 green, 35 magenta, 36 cyan.
COLOURED = re.compile(r"\x1b\[([0-9;]+)m *([^\x1b]*?) *\x1b\[0m")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("show",),
            {
                ("32", "met 10 days early"),
                ("32", "met"),
                ("1;31", "39 days late, in breach"),
                ("1;31", "39 days overdue"),
                ("2", "no date yet"),
            },
        ),
        (("show", "--on", "2020-06-01"), {("1;35", "today"), ("31", "39 days late")}),
        (("next", "--on", "2020-09-02"), {("36", "28 days left"), ("1", "last")}),
        (("compare",), {("32", "met 10 days early"), ("1;31", "39 days overdue")}),
        # 600 are allowed, 550 there; at last 700
        (("drawdown", "--on", "2020-06-20"), {("32", "550"), ("1", "Sat 2020-06-20")}),
        (("drawdown",), {("1;31", "700"), ("1", "Fri 2020-07-10")}),
        # as many as are allowed
        (("drawdown", "-a", "doha-2020", "--on", "2020-07-13"), {("32", "8,600")}),
    ],
)
def test_colours_show_the_status(
    arguments: tuple[str, ...], expected: set[tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "accords.toml"
    path.write_text(ACCORDS, encoding="utf-8")
    which = () if "-a" in arguments else ("-a", str(path))
    out = timeline(*which, "--on", str(ON), *arguments, environment={"FORCE_COLOR": "1"}).out
    assert expected <= set(COLOURED.findall(out))


def test_a_terminal_too_narrow_for_two_lines_gets_records() -> None:
    lines = table(date(2020, 7, 1), Terminal(width=40))
    assert max(map(len, lines)) <= 40
    text = " ".join(" ".join(lines).split())
    for words_ in ["milestone remaining-prisoners", "due Wed 2020-06-10", "21 days overdue"]:
        assert words_ in text


def test_a_narrow_terminal_gets_two_lines_a_row() -> None:
    lines = table(date(2020, 7, 1), Terminal(width=59))
    start = next(n for n, line in enumerate(lines) if line.startswith("milestone "))
    rows = lines[start + 1 : lines.index("", start)]
    assert len(rows) == 2 * len(list(DOHA))
    assert rows[:2] == [
        "talks               2020-03-10 113 days overdue",
        "  Intra-Afghan negotiations begin",
    ]


@pytest.mark.parametrize("command", ["show", "next", "compare", "check"])
def test_a_title_is_shown_at_every_width(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in range(40, 200, 5):
        monkeypatch.setattr(Terminal, "of", lambda _stream, width=width: Terminal(width=width))
        lines = timeline(command, "--on", "2020-03-01" if command == "next" else "2021-12-01").out
        assert max(map(len, lines.splitlines())) <= width
        words_ = ["Intra-Afghan", "negotiations", "begin"]
        if command == "check":
            words_ = ["US", "sanctions", "reviewed*+"]
        assert all(word in lines for word in words_), width


def test_a_narrower_table_loses_the_status_then_the_weekday_then_the_rule() -> None:
    lost: list[str] = []
    for width in range(200, 59, -3):
        lines = table(date(2020, 10, 1), Terminal(width=width))
        (head,) = (line.split() for line in lines if line.startswith("milestone "))
        (row,) = (line for line in lines if line.startswith("withdrawal "))
        has = {"status": "status" in head, "weekday": "Thu 2021" in row, "rule": "rule" in head}
        lost += [name for name, is_shown in has.items() if not is_shown and name not in lost]
        assert not any(has[name] for name in lost)
    assert lost == ["status", "weekday", "rule"]


def test_what_happened_is_a_column_where_anything_has() -> None:
    before = table(date(2020, 3, 1), Terminal())
    assert not any(line.startswith("milestone ") and "happened" in line for line in before)
    lines = table(date(2020, 6, 18), Terminal())
    (head,) = (line for line in lines if line.startswith("milestone "))
    (drawdown,) = (line for line in lines if line.startswith("drawdown "))
    (talks,) = (line for line in lines if line.startswith("talks "))
    place = slice(head.index("happened"), head.index("remaining"))
    assert drawdown[place].strip() == "Thu 2020-06-18"
    assert talks[place].strip() == ""


def test_goals_and_conditions_have_marks_that_are_explained_below() -> None:
    lines = table(date(2020, 7, 1), Terminal())
    marked = {line.split()[0] for line in lines if line.endswith("*")}
    both = {line.split()[0] for line in lines if line.endswith("*+")}
    # As the agreement of 29 February 2020 words them.
    assert (marked, both) == ({"remaining-prisoners"}, {"un-sanctions", "sanctions"})
    assert lines[-2:] == [
        "* a goal, not a commitment; + depends on a condition: see timeline explain",
        "counted with start day excluded, month end clamp",
    ]
    ended = table(date(2022, 1, 1), Terminal())
    assert ended[-2] == "what happened is recorded until 2021-12-31"
    listed = timeline("next", "-n", "1", "--on", "2020-07-01").out.splitlines()
    assert listed[-2:] == ["", "counted with start day excluded, month end clamp"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-02-01", ["28 days before it was signed", "next: prisoners and talks, in 38 days (Tue 2020-03-10)"]),
        ("2020-07-01", ["day 123 of 425", "next: bases, in 12 days (Mon 2020-07-13); 4 overdue"]),
        ("2020-08-27", ["day 180 of 425", "next: sanctions, today (Thu 2020-08-27); 4 overdue"]),
        ("2021-04-30", [
            "day 426, the last deadline was day 425",
            "every deadline has passed: 2 met, 2 late, 4 overdue",
        ]),
        ("2022-01-01", [
            "day 672, the last deadline was day 425",
            "every deadline has passed: 2 met, 3 late, 3 not done by 2021-12-31",
        ]),
    ],
)  # fmt: skip
def test_the_heading_says_what_is_next_or_what_became_of_all(on: str, expected: list[str]) -> None:
    day = date.fromisoformat(on)
    lines = table(day, Terminal())
    assert lines[0] == "Agreement for Bringing Peace to Afghanistan"
    assert lines[1].split(" · ") == [
        "signed Sat 2020-02-29",
        f"as of {words.weekday(day)}",
        expected[0],
    ]
    assert lines[2].replace("talks and prisoners", "prisoners and talks") == expected[1]


def test_many_deadlines_on_one_day_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-02-29\n'
        + "".join(f'[[milestone]]\nid = "m{n}"\ntitle = "M"\ndue = 2020-03-10\n' for n in range(5))
    )
    out = timeline("-a", str(path), "--on", "2020-03-01").out
    assert "\nnext: m0, m1 and 3 more, in 9 days (Tue 2020-03-10)\n" in out


def test_what_happened_without_a_deadline_is_not_the_last_deadline(tmp_path: Path) -> None:
    """The deadline is 31 days after the signing; the other milestone happened later and has none."""
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-02-01\n'
        '[[milestone]]\nid = "b"\ntitle = "B"\nfulfilled = 2020-05-01\n'
    )
    out = timeline("-a", str(path), "--on", "2020-07-01").out
    assert out.splitlines()[1].endswith(" · day 182, the last deadline was day 31")


def test_an_agreement_without_milestones_says_so(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('title = "T"\nsigned = 2020-01-01\n')
    given = ("-a", str(path), "--on", "2020-07-01")
    assert timeline("show", *given) == Transcript(0, "", "timeline: no milestones\n")
    assert timeline("next", *given) == Transcript(
        0, "", "timeline: no deadline is to come after 2020-07-01: no milestones\n"
    )
    assert "\nno milestones\n" in timeline("chart", *given).out


def test_a_last_deadline_before_signing_has_no_negative_number(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2019-12-30\n'
    )
    out = timeline("-a", str(path), "--on", "2020-01-02").out
    assert out.splitlines()[1].endswith(
        " · day 1, the last deadline was 2 days before it was signed"
    )


def test_where_only_ascii_can_be_shown_the_heading_is_ascii() -> None:
    lines = table(date(2020, 7, 1), Terminal(unicode=False))
    assert lines[1] == "signed Sat 2020-02-29, as of Wed 2020-07-01, day 123 of 425"


@pytest.mark.parametrize("width", [40, 60, 120])
def test_a_word_longer_than_the_terminal_is_folded_and_not_cut(width: int) -> None:
    name = "w" * 130
    data = f'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "{name}"\ntitle = "A"\n'
    schedule = build_schedule(parse_agreement(data.encode(), "x.toml"))
    on = date(2020, 7, 1)
    listing = milestones.listing("x", schedule, on, statuses(schedule, on))
    lines = render([listing], "table", Terminal(width=width)).splitlines()
    assert max(map(len, lines)) <= width
    assert name in "".join("".join(lines).split())


DAY = ("--on", "2020-07-01")


# The narrowest widths at which each table is a table.
@pytest.mark.parametrize(
    ("arguments", "width", "headings"),
    [
        (("show", *DAY), 69, ["milestone due remaining what"]),
        (("compare", *DAY), 74, ["milestone planned happened slip what"]),
        (
            ("compare", "--assume", "talks=2020-09-12", *DAY),
            96,
            ["milestone planned happened slip becomes moved what"],
        ),
        (
            ("drawdown", *DAY),
            75,
            ["day ceiling pace observed against pace next still needed"],
        ),
        (
            ("drawdown", *DAY),
            120,
            ["day ceiling pace observed on against pace next still needed"],
        ),
        (("agreements",), 61, ["agreement signed outcome title"]),
        (("agreements",), 110, ["agreement signed milestones outcome title"]),
        (
            ("explain", "withdrawal", "--on", "2021-12-31"),
            60,
            [
                *(
                    "step day rule",
                    "detail in the file",
                    "rule meaning and authority",
                    "also day difference",
                ),
                *("other readings difference by",),
            ],
        ),
    ],
)
def test_a_table_breaks_lines_where_it_may_before_it_becomes_records(
    arguments: tuple[str, ...], width: int, headings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=width))
    lines = timeline(*arguments).out.splitlines()
    assert max(map(len, lines)) <= width
    assert [
        line for line in (" ".join(line.split()) for line in lines) if line in headings
    ] == headings


def test_ids_days_and_what_remains_stay_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=100))
    lines = timeline("show", *DAY).out.splitlines()
    (row,) = [line for line in lines if line.startswith("remaining-prisoners 2020-06-10 ")]
    assert " 21 days overdue " in row


@pytest.mark.parametrize("command", ["show", "compare"])
def test_a_long_title_breaks_lines_as_well(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        f'title = "T"\nsigned = 2020-02-29\n[[milestone]]\nid = "a"\ntitle = "{"word " * 40}"\n'
    )
    monkeypatch.setattr(Terminal, "of", lambda _stream: Terminal(width=110))
    lines = timeline(command, "-a", str(path)).out.splitlines()
    (head,) = (line for line in lines if line.startswith("milestone "))
    assert head.endswith(" what")
    assert " ".join(lines).count("word") == 40


def test_numbers_stand_under_one_another() -> None:
    heading, *rows = (
        timeline("drawdown", "--every", "4 months", *DAY).out.split("\n\n")[1].splitlines()
    )
    # of four, five and one digit
    assert len(rows) >= 4
    for name in ("ceiling", "pace", "observed"):
        end = heading.index(name) + len(name)
        assert all(row[:end][-1].isalnum() and row[end] == " " for row in rows)


def test_no_letter_is_lost_at_any_width() -> None:
    cells = (Cell("vvvvvvvvvv vvvvvvvvvv vvvvvvvvvv"), Cell("wwwwwwwwwwwwwwwwwwww"))
    columns = (Column("one", wraps=True), Column("other", wraps=True))
    part = Section(heading=(), columns=columns, cells=(cells,))
    for width in range(10, 70):
        out = table_.sections([part], Terminal(width=width))
        assert (out.count("v"), out.count("w")) == (30, 20), width


def test_assumptions_are_above_the_table() -> None:
    out = timeline("--on", "2020-07-01", "--assume", "signed=2020-03-01", "--as-happened").out
    assert "assumed: signed = 2020-03-01; counted from the day of fulfilment where known\n" in out
    assert "assumed" not in timeline("--on", "2020-07-01").out
