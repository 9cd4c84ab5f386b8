"""`actual X`: the day on which X happened, until then its date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import agreement_of, agreements, law
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.errors import ScheduleError, TimelineError, UndatedError
from timeline.schedule.agreement import Agreement
from timeline.schedule.schedule import Scenario, Schedule, build_schedule

FORMED = date(2020, 5, 16)  # a Saturday


def chain(**scenario: object) -> Schedule:
    """Return the schedule of a duty that counts from an event, which was five days late."""
    agreement = agreement_of(
        {"formed": "2020-05-11", "report": "actual formed + 36 months"}, {"formed": FORMED}
    )
    return build_schedule(agreement, Scenario(**scenario))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2020-05-15", "2023-05-11"), ("2020-05-16", "2023-05-16"), ("2030-01-01", "2023-05-16")],
)
def test_a_deadline_keeps_its_forecast_until_the_event_happens(on: str, expected: str) -> None:
    known = chain().as_of(date.fromisoformat(on))
    assert str(known["report"].due) == expected
    assert str(known.evaluate("before actual formed + 36 months")) < expected


def test_an_assumed_date_replaces_the_day_it_happened() -> None:
    assert str(chain(assumptions={"formed": "2020-06-01"})["report"].due) == "2023-06-01"


def test_alone_it_is_the_day_it_happened_or_the_due_date() -> None:
    schedule = chain()
    assert schedule.evaluate_day("actual formed") == FORMED
    assert str(schedule.evaluate("actual report")) == str(schedule["report"].due)


def test_the_day_it_happened_never_rolls_alone(tmp_path: Path) -> None:
    path = tmp_path / "peace.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "formed"\ntitle = "F"\n'
        "due = 2020-05-16\nfulfilled = 2020-05-23\n"
    )
    rolls = ("-a", str(path), "--roll", "following", "--roll-fixed")
    dates = ("date", "actual formed", "actual formed + 0 days", *rolls)
    assert timeline(*dates, "--on", "2020-05-22").out == "2020-05-18\n2020-05-18\n"
    assert timeline(*dates, "--on", "2020-05-23").out == "2020-05-23\n2020-05-25\n"
    explained = timeline("explain", "actual formed", *rolls, "--on", "2020-05-23").out
    assert explained.startswith("actual formed: Sat 2020-05-23\n")
    assert "rolled" not in explained


@law
@given(
    agreements(),
    st.dates(date(2019, 12, 1), date(2022, 1, 31)),
    st.sampled_from(["+ 1 month", "- 10 days", ", end of month", "+ 5 working days"]),
)
def test_it_is_the_recorded_day_written_out_or_else_the_milestone(
    agreement: Agreement, day: date, items: str
) -> None:
    known = build_schedule(agreement).as_of(day)

    def result(text: str) -> object:
        try:
            return known.evaluate(text)
        except UndatedError as error:
            return error.name
        except ScheduleError as error:
            return str(error)
        except TimelineError as error:
            return type(error)

    for one in agreement.milestones:
        happened = one.happened if one.happened and one.happened <= day else None
        found = result(f"actual {one.id} {items}")
        if one.id in known.failed:
            assert found == result(one.id)
        else:
            assert found == result(f"{happened or one.id} {items}")


def test_a_stream_of_days_follows_the_facts(tmp_path: Path) -> None:
    path = tmp_path / "peace.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "formed"\ntitle = "F"\n'
        f'due = 2020-05-11\nfulfilled = {FORMED}\n[[milestone]]\nid = "report"\ntitle = "R"\n'
        'due = "actual formed + 10 days"\n'
    )
    days = "2020-05-15\n2020-05-16\n2020-05-15\n"
    for text in ("actual formed + 10 days", "report"):
        found = timeline("remaining", text, "-a", str(path), "--on", "-", stdin=days)
        assert found == Transcript(0, "2020-05-15\t6\n2020-05-16\t10\n2020-05-15\t6\n", "")


def test_explain_says_whether_it_has_happened() -> None:
    before = timeline("explain", "actual talks + 30 days", "--on", "2020-09-11").out
    after = timeline("explain", "actual talks + 30 days", "--on", "2020-09-12").out
    assert "\nactual talks (not known to have happened)  Tue 2020-03-10" in before
    assert "\nactual talks (happened)  Sat 2020-09-12" in after
