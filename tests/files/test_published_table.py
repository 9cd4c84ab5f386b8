"""Tables of published days are read line by line, and what is no row is named by its line."""

from __future__ import annotations

import csv
import io
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import law
from timeline.errors import TimelineError
from timeline.files.published_table import PublishedRow, rows
from timeline.files.records import BadLine, Record, Records

HEADER = "anchor,expression,published,by\n"
ROW = "2020-02-29,anchor + 135 days,2020-07-13,DoD\n"
READ = PublishedRow(2, "2020-02-29", "anchor + 135 days", "2020-07-13", "DoD")


def read(
    data: str | bytes, name: str = "x.csv", expression: str | None = None
) -> list[PublishedRow | BadLine]:
    """Return all rows of a table that comes in one chunk."""
    chunk = data.encode() if isinstance(data, str) else data
    return [row for batch in rows([chunk], name, expression) for row in batch]


def refused(data: str, name: str = "x.csv", expression: str | None = None) -> str:
    """Return the error of a table that cannot be read at all."""
    with pytest.raises(TimelineError) as error:
        read(data, name, expression)
    return str(error.value)


@pytest.mark.parametrize(
    "data",
    [
        HEADER + ROW,
        (HEADER + ROW).rstrip(),
        "\ufeff" + HEADER + ROW,
        (HEADER + ROW).replace("\n", "\r\n"),
        (HEADER + ROW).replace(",", "\t"),
        HEADER.upper() + ROW,
        HEADER.replace(",", " , ") + ROW.replace(",", " , "),
        HEADER + '"2020-02-29","anchor + 135 days",2020-07-13,"DoD"\n',
    ],
    ids=["plain", "no last line end", "mark", "CRLF", "tabs", "capitals", "blanks", "quotes"],
)
def test_one_row_is_read_in_every_form_of_the_file(data: str) -> None:
    assert read(data) == [READ]


def test_columns_may_come_in_any_order_among_others() -> None:
    data = (
        "no,published,by,note,anchor,expression\n1,2020-07-13,DoD,x,2020-02-29,anchor + 135 days\n"
    )
    assert read(data) == [READ]


def test_blank_lines_are_skipped_and_counted() -> None:
    assert read(f"\n{HEADER}\n\r\n{ROW}") == [READ._replace(line=5)]


def test_a_quoted_value_may_have_commas_quotes_and_line_breaks() -> None:
    by = 'A "B", C\nD'
    data = HEADER + '2020-02-29,anchor,2020-02-29,"A ""B"", C\nD"\n' + ROW
    assert read(data) == [
        PublishedRow(2, "2020-02-29", "anchor", "2020-02-29", by),
        READ._replace(line=4),
    ]


@pytest.mark.parametrize(("separator", "name"), [("\t", "tab"), (";", "semicolon"), (",", "comma")])
def test_what_is_most_frequent_in_the_first_line_separates_the_columns(
    separator: str, name: str
) -> None:
    other = "; " if separator == "," else ", "
    expression = f"anchor{other}end of month"
    lines = [
        ["anchor", "expression", "published", f"which{other}if any"],
        ["2020-02-29", expression, "2020-02-29", ""],
        ["2020-02-29", expression, "2020-02-29", "", "x"],
    ]
    data = "\n".join(separator.join(line) for line in lines)
    assert read(data) == [
        PublishedRow(2, "2020-02-29", expression, "2020-02-29", None),
        BadLine(3, f"5 values for 4 columns; put a value with a {name} in quotes"),
    ]
    assert "no column anchor in" in refused("published\n2020-02-29\n", expression="anchor")


def test_with_one_expression_its_column_is_not_needed_and_not_used() -> None:
    given = "anchor + 1 day"
    assert read("anchor,published\n2020-01-01,2020-01-02\n", expression=given) == [
        PublishedRow(2, "2020-01-01", given, "2020-01-02", None)
    ]
    assert read(HEADER + ROW, expression=given) == [READ._replace(expression=given)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("deposit,in force", 'x.csv: line 1: no column anchor, expression and published in "deposit, in force"; the columns are anchor, expression and published'),
        ("anchor|expression|published", 'x.csv: line 1: no column anchor, expression and published in "anchor|expression|published"; the columns are anchor, expression and published'),
        ("anchor,published", 'x.csv: line 1: no column expression in "anchor, published"; the columns are anchor, expression and published; or give --expression'),
        ("anchor,expression,published,anchor", "x.csv: line 1: the column anchor is named twice"),
        ("", "x.csv: no line that names the columns, anchor, expression and published"),
        ("\n\r\n", "x.csv: no line that names the columns, anchor, expression and published"),
        ("\x1b[31m", 'x.csv: line 1: no column anchor, expression and published in "\\x1b[31m"; the columns are anchor, expression and published'),
    ],
)  # fmt: skip
def test_a_table_without_its_columns_is_refused(header: str, expected: str) -> None:
    assert refused(header) == expected


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2020-02-29,anchor + 1 day", "published: no value"),
        ("2020-02-29", "expression: no value"),
        (" ,anchor + 1 day,2020-03-01", "anchor: no value"),
        ("2020-02-29,,2020-03-01", "expression: no value"),
        ("2020-02-29,anchor + 1 day,,DoD", "published: no value"),
        ("2020-02-29,anchor + 60 days, first of next month,2020-05-01,A", "5 values for 4 columns; put a value with a comma in quotes"),
        ('2020-02-29,"anchor" + 1 day,2020-03-01,A', "not CSV: ',' expected after '\"'"),
        ("2020-02-29,anchor,\r2020-02-29,A", "not CSV: a carriage return in the line"),
        ("2020-02-29,anchor,2020-02-29," + "A" * 70_000, "longer than 65,536 bytes"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_others_are_read(line: str, problem: str) -> None:
    assert read(f"{HEADER}{line}\n{ROW}") == [BadLine(2, problem), READ._replace(line=3)]


def test_a_line_that_is_not_utf_8_is_named_and_the_others_are_read() -> None:
    data = HEADER.encode() + b"\xff\n" + ROW.encode()
    assert read(data) == [BadLine(2, "not UTF-8 text"), READ._replace(line=3)]


def test_values_missing_at_the_end_of_a_row_are_none_if_they_are_not_needed() -> None:
    assert read(HEADER + "2020-02-29,anchor,2020-02-29\n") == [
        PublishedRow(2, "2020-02-29", "anchor", "2020-02-29", None)
    ]
    extra = HEADER + ROW.rstrip() + ",, \n"
    assert read(extra) == [READ]
    # without the column, too
    assert read("anchor,published\n2020-01-01,2020-01-02,,\n", expression="anchor") == [
        PublishedRow(2, "2020-01-01", "anchor", "2020-01-02", None)
    ]


def test_a_quote_that_is_not_closed_gives_up_a_limited_part_of_the_file() -> None:
    lost = "x,y,z,w\n" * 10_000
    tail = ROW * 3
    chunks = [(HEADER + '"' + lost).encode(), *(tail.encode().splitlines(keepends=True))]
    found = [row for batch in rows(chunks, "x.csv") for row in batch]
    problem = "a quote is not closed in the 10,000 lines from here, which are skipped"
    assert found == [BadLine(2, problem), *(READ._replace(line=10_002 + n) for n in range(3))]
    assert read(f'{HEADER}{ROW}"2020') == [READ, BadLine(3, "a quote is not closed")]


def test_a_bad_line_within_an_open_quote_is_named_after_the_quote() -> None:
    data = HEADER.encode() + b'2020-01-01,"\n\xff\nx'
    expected = [BadLine(2, "a quote is not closed"), BadLine(3, "not UTF-8 text")]
    assert read(data) == expected
    chunks = [data[at : at + 1] for at in range(len(data))]
    assert [row for batch in rows(chunks, "x.csv") for row in batch] == expected


CELLS = st.text(st.sampled_from('a,"\n\t 1é'), max_size=4)


@law
@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=8), st.data())
def test_what_the_library_writes_is_read_back_however_the_bytes_are_cut(
    table: list[list[str]], data: st.DataObject
) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    text = out.getvalue().encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    chunks = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    found = [one for batch in Records(",").of_chunks(chunks) for one in batch]
    assert [one.cells for one in found if isinstance(one, Record)] == table
    # Each begins on the line after the line breaks of those before it.
    lines, line = [], 1
    for cells in table:
        lines.append(line)
        line += 1 + sum(cell.count("\n") for cell in cells)
    assert [one.line for one in found] == lines


@law
@given(
    st.lists(st.sampled_from(["a", ",", '"', "\n", "\r", "\xff", "\t", "é"]), max_size=30),
    st.randoms(),
)
def test_the_answer_does_not_depend_on_how_the_bytes_are_cut(
    parts: list[str], sizes: random.Random
) -> None:
    text = "".join(parts).encode("latin-1")
    cuts = sorted(sizes.randint(0, len(text)) for _ in range(4))
    chunks = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    whole = [one for batch in Records().of_chunks([text]) for one in batch]
    assert [one for batch in Records().of_chunks(chunks) for one in batch] == whole
