"""A table of days answers as a look-up of each line does, or not at all."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import law
from timeline.day_table import DayTable
from timeline.errors import TimelineError
from timeline.streaming import Answers, answer_lines

ANY_DAY = st.dates().map(str)
# Months and days that there are not, digits that are none, hyphens elsewhere.
NO_DAY = st.one_of(
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.text("0123456789-/:a\0\xff", min_size=10, max_size=10),
)


def answered(line: bytes) -> bytes:
    """Return the line of output: here the day's own number, and all of the line."""
    return b"%s\t%d\n" % (line, date.fromisoformat(line[:10].decode()).toordinal())


def ask(lines: list[bytes]) -> list[bytes] | None:
    """Return the line of output for each line, None if one of them begins with no day."""
    try:
        return [answered(line) for line in lines]
    except (ValueError, UnicodeDecodeError):
        return None


def is_day(line: bytes) -> bool:
    """Say whether the line begins with a day as the table knows them."""
    return line[4:5] == line[7:8] == b"-" and ask([line]) is not None


@settings(law, max_examples=300)
@given(
    st.lists(st.lists(st.one_of(ANY_DAY, ANY_DAY, NO_DAY), min_size=1), min_size=1, max_size=4),
    st.sampled_from(["", " + 14 months", " + 1 d"]),
)
def test_a_block_is_answered_line_by_line_or_refused(blocks: list[list[str]], tail: str) -> None:
    table = DayTable(f"2020-02-29{tail}".encode())
    for days in blocks:
        lines = [f"{day}{tail}".encode("latin-1") for day in days]
        found = table.answer(b"\n".join(lines) + b"\n", ask)
        if all(is_day(line) for line in lines):
            assert found == b"".join(answered(line) for line in lines)
        else:
            assert found is None


@pytest.mark.parametrize(
    "block",
    [
        b"2020-07-13 + 1 d\n2020-07-13 - 1 d\n",
        b"2020-07-13 + 1 d\n2020-07-13 + 1 d",
        b"2020-07-13 + 1 d\r\n2020-07-13 + 1 d\n",
        b"2020-07-13 + 10 d\n",
        b"\n",
        b"2020-13-01 + 1 d\n",
        b"2020-07-32 + 1 d\n",
    ],
    ids=["other words", "no line break", "CR LF", "longer", "blank", "month 13", "day 32"],
)
def test_a_line_of_another_form_is_refused(block: bytes) -> None:
    assert DayTable(b"2020-07-13 + 1 d").answer(block, ask) is None


def test_every_day_of_the_calendar_has_a_place_of_its_own() -> None:
    """A thousand days at a time; the table holds fifty thousand."""
    days = [str(date.fromordinal(number)).encode() for number in range(1, date.max.toordinal(), 79)]
    table = DayTable(days[0])
    for start in range(0, len(days), 1000):
        lines = days[start : start + 1000]
        assert table.answer(b"\n".join(lines) + b"\n", ask) == b"".join(map(answered, lines))


def test_more_days_than_there_is_room_for_are_refused_and_the_known_ones_stay() -> None:
    days = [str(date.fromordinal(600_000 + number)).encode() for number in range(50_001)]
    table = DayTable(days[0])
    known = b"".join(day + b"\n" for day in days[:49_000])
    assert table.answer(known, ask) == b"".join(map(answered, days[:49_000]))
    assert table.answer(b"".join(day + b"\n" for day in days), ask) is None
    assert table.answer(known, ask) == b"".join(map(answered, days[:49_000]))


@pytest.mark.parametrize("tail", ["", " + 14 months"])
def test_a_long_stream_is_answered_the_same_with_bad_lines_and_other_forms_in_it(tail: str) -> None:
    rng = random.Random(2021)
    days = [f"{date.fromordinal(700_000 + n)}{tail}" for n in range(3000)]
    lines = rng.choices(days, k=400_000)
    lines[300_000] = "2020-02-30"
    lines[350_000] = f"{days[0]}\r"
    lines[360_000] = ""
    lines[370_000] = f"{days[0]} "

    def one(text: str) -> str:
        try:
            return str(date.fromisoformat(text[:10]).toordinal())
        except ValueError as error:
            raise TimelineError(str(error)) from None

    expected = "".join(
        f"{line.strip()}\t{one(line)}\n" for line in lines if line not in {"2020-02-30", ""}
    )
    data = "".join(f"{line}\n" for line in lines).encode()
    chunks = [data[at : at + 100_000] for at in range(0, len(data), 100_000)]
    wrong: list[str] = []
    found = b"".join(answer_lines(chunks, Answers(one), wrong.append))
    assert found.decode() == expected
    assert wrong == ["line 300001: day is out of range for month"]
