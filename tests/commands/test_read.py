"""`timeline read`, as transcripts."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import law
from tests.transcript import Transcript, in_process, timeline
from timeline.files.loading import parse_schedule
from timeline.render.formats.json import encode

if TYPE_CHECKING:
    from pathlib import Path

ANNOUNCED = "within fourteen (14) months following announcement of this agreement"
FIRST = "in the first one hundred thirty-five (135) days"
SLEEPS = '"within 135 [sleeps]": not a unit; use years, months, weeks, days or working days\n'
WA_AND_CTH = "Interpretation Act 1984 (WA), s 61; Acts Interpretation Act 1901 (Cth), s 36"


def rows(out: str) -> list[list[str]]:
    """Return the cells of the rows under the heading of a table."""
    lines = out.split("\n\n")[1].splitlines()
    starts = [0, lines[0].index("read as"), lines[0].index("authority")]
    ends = [*starts[1:], None]
    return [[line[a:b].strip() for a, b in zip(starts, ends, strict=True)] for line in lines[1:]]


# What must be shown


def test_a_clause_of_the_agreement_is_read_with_the_authority_of_its_choice() -> None:
    found = timeline("read", ANNOUNCED)
    assert (found.status, found.err) == (0, "")
    assert found.out.splitlines()[:2] == ["signed + 14 months", "Thu 2021-04-29"]
    assert rows(found.out) == [
        ["following", "start-day excluded: the trigger day is day 0", WA_AND_CTH],
        [
            "announcement of this agreement",
            "announcement: read as signed; --anchor names another day",
            "",
        ],
    ]


def test_a_period_without_a_day_tells_the_choice_between_day_0_and_day_1() -> None:
    found = timeline("read", FIRST)
    assert (found.status, found.err) == (0, "")
    assert found.out.splitlines()[:2] == ["signed + 135 days", "Mon 2020-07-13"]
    open_words, meaning, authority = rows(found.out)[-1]
    assert open_words == "(left open)"
    excluded = "start-day excluded: the trigger day is day 0"
    assert meaning == f"{excluded}; included would give Sun 2020-07-12"
    assert authority.startswith("European Convention on the Calculation of Time-Limits, Art. 3")


def test_an_unknown_unit_is_refused_and_marked() -> None:
    assert timeline("read", "within 135 sleeps") == Transcript(1, "", f"timeline: {SLEEPS}")


def test_two_readings_are_two_lines() -> None:
    assert timeline("read", "03/04/2020") == Transcript(
        1,
        "",
        'timeline: "03/04/2020": can be 2020-04-03: the day comes before the month, as in Europe\n'
        'timeline: "03/04/2020": can be 2020-03-04: the month comes before the day, as in America\n',
    )


def test_a_number_and_its_words_must_agree() -> None:
    assert in_process("read", "fourteen (15) days after signature") == Transcript(
        1, "", 'timeline: "fourteen ([15]) days after signature": fourteen is 14, not 15\n'
    )


def test_a_month_is_due_on_its_last_day_and_the_answer_says_which_august() -> None:
    found = in_process("read", "by August")
    assert found.out.splitlines()[:2] == ["2020-08", "by Mon 2020-08-31"]
    assert rows(found.out) == [
        ["by", "the last day is counted", WA_AND_CTH],
        ["August", "the first August on or after 2020-02-29", ""],
        ["August", "2020-08, due on its last day", ""],
    ]


def test_half_a_month_and_the_first_of_a_month_have_their_sources() -> None:
    text = "on the first day of the month following the expiration of nine and a half months after signature"
    found = in_process("read", text)
    assert found.out.splitlines()[:2] == [
        "signed + 9.5 months, first of next month",
        "Fri 2021-01-01",
    ]
    assert rows(found.out)[0][1:] == [
        "half a month is 15 days, counted last",
        "BGB §189; DCFR I.-1:110",
    ]
    assert rows(found.out)[-1] == [
        "on the first day of the month following",
        "the first day of the month after the day reached",
        "Rome Statute, Art. 126; Mine Ban Convention, Art. 17(1); Istanbul Convention, Art. 75",
    ]


# The agreement


def test_the_agreement_gives_the_day_the_milestones_and_the_rules() -> None:
    text = "within nine months from the exchange of the instruments of ratification"
    found = in_process("read", text, "-a", "egypt-israel-1979")
    assert found.out.splitlines()[:2] == ["exchange + 9 months", "Fri 1980-01-25"]
    included = ("--start-day", "included")
    assert "Sun 2020-07-12" in in_process("read", FIRST, *included).out
    assert "excluded would give Mon 2020-07-13" in in_process("read", FIRST, *included).out
    # An option wins over the words, as over a file.
    assert "Wed 2021-04-28" in in_process("read", ANNOUNCED, *included).out
    working = in_process("read", "within 10 working days after signature", "--closed", "thu,fri")
    assert "Sat 2020-03-14" in working.out


def test_a_list_without_weekdays_is_noted_if_the_clause_counts_with_it() -> None:
    listed = ("--closed", "2020-03-10")
    note = "timeline: the closed days name no weekday, so that Saturdays and Sundays are open\n"
    text = "within 10 working days after signature"
    assert timeline("read", text, *listed).err == note
    assert in_process("read", "-", *listed, stdin=f"{text}\n").err == note
    assert in_process("read", "-", "-f", "toml", *listed, stdin=f"{text}\n").err == note
    assert in_process("read", "within 10 days after signature", *listed).err == ""


def test_the_anchor_replaces_the_day_of_signing() -> None:
    found = in_process(
        "read", "within the remaining nine and a half (9.5) months", "--anchor", "drawdown"
    )
    assert found.out.splitlines()[:2] == ["drawdown + 9.5 months", "Wed 2021-04-28"]
    found = in_process("read", "6 months after the deposit", "--anchor", "2020-03-10")
    assert found.out.splitlines()[:2] == ["2020-03-10 + 6 months", "Thu 2020-09-10"]
    assert "deposit: read as 2020-03-10, as --anchor says" in found.out


@pytest.mark.parametrize(
    ("anchor", "problem"),
    [
        (
            "nothing",
            '"nothing": unknown milestone; choose from signed, talks, prisoners, un-sanctions, ',
        ),
        (
            "signed + 1 day",
            '"signed + 1 day": more than an anchor; use a date, a milestone\'s id or signed',
        ),
        ("29/02/2020", '"29/02/2020": unknown date format; did you mean 2020-02-29?'),
    ],
)
def test_an_invalid_anchor_is_an_error(anchor: str, problem: str) -> None:
    found = in_process("read", "within 3 months", "--anchor", anchor)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"timeline: --anchor: {problem}")


def test_a_milestone_without_a_date_is_undated(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(
        'title = "x"\nsigned = 2020-01-01\n[[milestone]]\nid = "exit"\ntitle = "Exit"\n'
    )
    found = in_process("read", "within 3 days of exit", "-a", str(file))
    assert (found.status, found.err) == (0, "")
    assert found.out.splitlines()[:2] == ["exit + 3 days", "undated: exit has no date yet"]
    document = json.loads(
        in_process("read", "within 3 days of exit", "-a", str(file), "-f", "json").out
    )
    assert [(one["expression"], one["due"]) for one in document["clauses"]] == [
        ("exit + 3 days", None)
    ]


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("within 9,999 years", (), "outside the supported range, 0001-01-01 to 9999-12-31"),
        (
            "within 14 months beginning on the date of signature",
            ("--month-end", "sticky"),
            "months are not counted under start-day included with month-end sticky",
        ),
        ("within 1 month after 31 January 2021", ("--month-end", "reject"), "has no day 31"),
    ],
)
def test_a_day_that_cannot_be_computed_is_refused(
    text: str, options: tuple[str, ...], problem: str
) -> None:
    found = in_process("read", text, *options)
    assert (found.status, found.out) == (1, "")
    assert found.err.count("\n") == 1
    assert problem in found.err


# Several clauses, and standard input


def test_each_text_is_a_clause_and_one_bad_one_does_not_stop_the_others() -> None:
    found = in_process("read", "by March 10", "within 135 sleeps", "within 2 weeks")
    assert (found.status, found.err) == (1, f"timeline: {SLEEPS}")
    assert found.out.startswith("2020-03-10\nTue 2020-03-10\n")
    assert "\n\nsigned + 2 weeks\nSat 2020-03-14\n" in found.out


def test_the_words_of_one_clause_need_quotes() -> None:
    found = in_process("read", "within", "14", "months")
    assert found == Transcript(
        2, "", "timeline: put a clause in quotes; for example: timeline read 'within 14 months'\n"
    )


def test_lines_of_standard_input_are_answered_and_a_bad_one_is_numbered() -> None:
    lines = f"by March 10\n\nwithin 135 sleeps\n{FIRST}\n"
    assert timeline("read", "-", stdin=lines) == Transcript(
        1,
        f"by March 10\t2020-03-10\t2020-03-10\n{FIRST}\tsigned + 135 days\t2020-07-13\n",
        f"timeline: line 3: {SLEEPS}",
    )


def test_lines_that_are_all_read_exit_0() -> None:
    assert timeline("read", "-", stdin="by March 10\n").status == 0
    assert timeline("read", "-", "-f", "toml", stdin="by March 10\n").status == 0


@pytest.mark.parametrize("form", ["text", "json", "toml"])
def test_a_line_that_is_not_text_is_refused(form: str, tmp_path: Path) -> None:
    import subprocess

    from tests.transcript import COMMAND, clean_environment

    done = subprocess.run(
        [COMMAND, "read", "-", "-f", form],
        input=b"by March 10\nby \xff\xfe\n",
        capture_output=True,
        env=clean_environment(),
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"timeline: line 2: ")
    assert done.stderr.count(b"\n") == 1
    assert b"2020-03-10" in done.stdout


def test_standard_input_serves_one_option_only() -> None:
    found = in_process("read", "-", "-a", "-", stdin="")
    assert (found.status, found.out) == (2, "")
    assert "standard input can be read only once" in found.err


# JSON


def test_json_has_the_choices_the_other_reading_and_the_problems() -> None:
    found = in_process("read", FIRST, "within 135 sleeps", "03/04/2020", "-f", "json")
    assert found.status == 1
    document = json.loads(found.out)
    assert (document["schema_version"], document["default_anchor"]) == (2, "signed")
    first, second, third = document["clauses"]
    assert (first["expression"], first["due"], first["due_earliest"]) == (
        "signed + 135 days",
        "2020-07-13",
        "2020-07-13",
    )
    assert first["other"] == {"start_day": "included", "due": "2020-07-12"}
    assert (first["counting"]["start_day"], first["problem"], first["possible"]) == (
        "excluded",
        None,
        [],
    )
    assert first["chosen"] == [
        {
            "words": None,
            "meaning": "the clause names no day: it counts from signed",
            "authority": None,
        }
    ]
    assert second["expression"] is None
    assert second["problem"] == "not a unit; use years, months, weeks, days or working days"
    assert third["possible"] == ["2020-04-03", "2020-03-04"]
    assert first.keys() == second.keys() == third.keys()


# TOML


def milestones(toml: str) -> list[dict[str, object]]:
    """Return the milestones of TOML, which must be those of a valid agreement too."""
    text = f'title = "x"\nsigned = 2020-02-29\n\n{toml}'
    parse_schedule(text.encode(), "x.toml")
    found: list[dict[str, object]] = tomllib.loads(text).get("milestone", [])
    return found


def test_toml_is_a_milestone_to_paste_with_the_clause() -> None:
    found = timeline("read", ANNOUNCED, "-f", "toml")
    assert found == Transcript(
        0,
        "# Thu 2021-04-29\n"
        "[[milestone]]\n"
        'id = "clause-1"\n'
        f'title = "{ANNOUNCED}"\n'
        'due = "signed + 14 months"\n'
        'counting = { start-day = "excluded" }\n'
        f'clause = "{ANNOUNCED}"\n',
        "",
    )
    assert milestones(found.out)[0]["due"] == "signed + 14 months"


def test_a_file_of_clauses_becomes_milestones_and_the_unread_are_comments() -> None:
    lines = f"{FIRST}\nwithin 135 sleeps\n03/04/2020\nForces leave by August.\nevery ninety days\n"
    found = timeline("read", "-", "-f", "toml", stdin=lines)
    assert found.status == 1
    assert [line.partition(": ")[0] for line in found.err.splitlines()] == ["timeline"] * 3
    comments = [line for line in found.out.splitlines() if line.startswith("# not read: ")]
    assert len(comments) == 3
    assert f"# not read: {SLEEPS}" in found.out
    read = milestones(found.out)
    assert [(one["id"], one["due"]) for one in read] == [
        ("clause-1", "signed + 135 days"),
        ("clause-4", "2020-08"),
    ]
    assert read[1]["title"] == "Forces leave"
    assert '# every = "90 days"\n# from = "signed"\n' in found.out


def test_a_duty_that_recurs_is_a_milestone_once_it_has_an_end() -> None:
    out = in_process("read", "every ninety days after signature", "-f", "toml").out
    assert milestones(out) == []
    start = out.index("# [[milestone]]")
    text = "".join(line.removeprefix("# ") for line in out[start:].splitlines(keepends=True))
    (found,) = milestones(f"{text}times = 4\n")
    assert (found["every"], found["from"]) == ("90 days", "signed")
    assert out.startswith("# first Fri 2020-05-29\n")


@law
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_around_a_phrase_is_data(text: str) -> None:
    found = in_process("read", "-f", "toml", "--", f"{text} by 1 May 2020.")
    assert found.status in {0, 1}
    for one in milestones(found.out):
        assert one["clause"] == f"{text} by 1 May 2020."


@law
@given(st.text(st.characters(exclude_categories=["C"])))
def test_a_json_string_is_a_toml_string(text: str) -> None:
    assert tomllib.loads(f"x = {encode(text)}") == {"x": text}


# Bad input: one clear line each


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", '"": nothing to read; write a clause, such as within 14 months'),
        ("   ", '"   ": nothing to read; write a clause, such as within 14 months'),
        (
            "within 14 months\x1b[31m",
            '"within 14 months\\x1b[31m": the character \\x1b is not text',
        ),
        ("within\u202e 14 months", '"within\\u202e 14 months": the character \\u202e is not text'),
        ("в течение 14 месяцев", None),
        (
            "خلال ١٤ شهرا",
            '"خلال ١٤ شهرا": no date and no period found; write, for example, within 14 months',
        ),
        ("within 10001 days", '"within [10001] days": numbers above 10,000 are not read'),
        (f"within {'9' * 1000} days", None),
        ("within 14 months. " * 60_000, None),
        ("(" * 1_999, None),
        ("=1+1", None),
        ("[bold]by[/bold] [link=x]1 May[/link]", None),
    ],
)
def test_bad_input_is_one_line(text: str, line: str | None) -> None:
    found = in_process("read", "--", text)
    assert (found.status, found.out) == (1, "")
    assert found.err.count("\n") == 1
    assert len(found.err) < 400
    if line:
        assert found.err == f"timeline: {line}\n"
