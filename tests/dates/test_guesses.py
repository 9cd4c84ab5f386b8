"""What text that is not an expression probably means."""

from __future__ import annotations

import pytest

from timeline.dates.expressions import Expression
from timeline.dates.guesses import count_meant, dates_meant

MONTHS = ["January", "Feb", "March", "April", "May", "June", "July", "August"]
MONTHS += ["September", "Oct", "November", "Dec"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # the month in words, in each order
        ("29 Feb 2020", ["2020-02-29"]),
        ("29 february 2020", ["2020-02-29"]),
        ("the 29th of February, 2020", ["2020-02-29"]),
        ("Sat 29 Feb. 2020", ["2020-02-29"]),
        ("Saturday 29. February 2020", ["2020-02-29"]),
        ("February 29, 2020", ["2020-02-29"]),
        ("Feb 29 2020", ["2020-02-29"]),
        ("2020 Feb 29", ["2020-02-29"]),
        ("1 Sept 2020", ["2020-09-01"]),
        *[
            (f"3 {name} 2021", [f"2021-{number:02}-03"])
            for number, name in enumerate(MONTHS, start=1)
        ],
        # numbers: the year first
        ("20200229", ["2020-02-29"]),
        ("2020/02/29", ["2020-02-29"]),
        ("2020.2.9", ["2020-02-09"]),
        # the year last: a number over 12 is the day, of two others either is
        ("29.02.2020", ["2020-02-29"]),
        ("02/29/2020", ["2020-02-29"]),
        ("02/03/2020", ["2020-03-02", "2020-02-03"]),
        ("3-3-2020", ["2020-03-03"]),
        # no such day, no year, two digits of one, or something else
        ("30 Feb 2020", []),
        ("31/04/2021", []),
        ("29 Feb", []),
        ("29/02/20", []),
        ("2020229", []),
        ("202002", []),
        ("29 Febtober 2020", []),
        ("29 Feb 2020 or later", []),
        ("0 Feb 0000", []),
        ("x" * 100_000, []),
        ("٢٩ Feb ٢٠٢٠", []),
    ],
)
def test_a_date_in_another_form_means_the_days_that_it_can_mean(text: str, days: list[str]) -> None:
    assert dates_meant(text) == days
    assert all(Expression(day).is_fixed_day for day in days)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14 months after signed", "signed + 14 months"),
        ("within 135 days of signed", None),
        ("within 135 days from signed", "signed + 135 days"),
        ("1 year 2 months following drawdown", "drawdown + 1 year 2 months"),
        ("3 working days before talks", "talks - 3 working days"),
        ("P1M After 2020-08", "2020-08 + P1M"),
        ("2 weeks since 29 Feb 2020", "2020-02-29 + 2 weeks"),
        ("signed plus 14 months", "signed + 14 months"),
        ("signed minus 14 months", "signed - 14 months"),
        ("2020-02-29 -14 months", "2020-02-29 - 14 months"),
        ("signed- 14 months", "signed - 14 months"),
        # the anchor or the period is not one
        ("14 moths after signed", None),
        ("soon after signed", None),
        ("14 months after the talks begin", None),
        ("14 months after 02/03/2020", None),
        ("14 months after 2020-02-30", None),
        ("14 months after", None),
        ("signed 14 months", None),
        ("after " * 10_000, None),
    ],
)
def test_a_count_in_words_means_an_expression_if_its_parts_do(text: str, meant: str | None) -> None:
    assert count_meant(text) == meant
    assert meant is None or str(Expression(meant).text) == meant
