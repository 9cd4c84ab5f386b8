"""The Python package: its public names, the values it accepts, and its errors."""

from __future__ import annotations

import pickle
import pydoc
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

import timeline
from timeline import errors
from timeline.files.loading import load_schedule

ON = date(2020, 7, 1)


class Timestamp(datetime):
    """A datetime of another library, such as pandas."""


def test_help_and_dir_show_every_name() -> None:
    assert sorted(timeline.__all__) == dir(timeline)
    text = pydoc.plain(pydoc.render_doc(timeline))
    for name in timeline.__all__:
        assert getattr(timeline, name) is not None
        assert name in text or name == "__version__"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        getattr(timeline, "lod")  # noqa: B009 - the type checker knows that it is not there


def test_every_error_that_an_agreement_may_raise_is_a_public_name() -> None:
    raised = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.TimelineError)
    }
    assert raised <= set(timeline.__all__)


def test_a_path_is_a_file_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("doha-2020").write_text('title = "Mine"\nsigned = 2021-01-01\n', encoding="utf-8")
    assert timeline.load(Path("doha-2020")).title == "Mine"
    assert timeline.load("doha-2020").signed == date(2020, 2, 29)
    assert timeline.load("./doha-2020").title == "Mine"


def test_a_day_is_accepted_as_an_expression() -> None:
    schedule = timeline.build_schedule(
        timeline.load("doha-2020"),
        timeline.Scenario(
            assumptions={"drawdown": date(2020, 5, 31), "talks": Timestamp(2020, 4, 1)}
        ),
    )
    assert str(schedule["drawdown"].due) == "2020-05-31"
    assert str(schedule["talks"].due) == "2020-04-01"
    assert schedule.evaluate_day(date(2020, 1, 1)) == date(2020, 1, 1)


def test_a_schedule_is_iterated_by_the_ids_of_its_milestones() -> None:
    schedule = timeline.build_schedule(timeline.load("geneva-1988"))
    assert list(schedule) == ["begin", "half", "withdrawal"]
    assert [str(schedule[name].due) for name in schedule][-1] == "1989-02-15"
    assert "half" in schedule
    assert "quarter" not in schedule


@pytest.mark.parametrize(
    "ask",
    [
        lambda: timeline.Expression(None),  # type: ignore[arg-type]
        lambda: timeline.load(None),  # type: ignore[arg-type]
        lambda: timeline.Expression.of(5),  # type: ignore[arg-type]
    ],
)
def test_another_type_is_a_type_error(ask: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        ask()


def test_text_is_accepted_as_an_expression() -> None:
    scenario = timeline.Scenario(assumptions={"drawdown": "2020-05-31"})
    schedule = timeline.build_schedule(timeline.load("doha-2020"), scenario)
    assert str(schedule["drawdown"].due) == "2020-05-31"
    assert schedule.evaluate_day("drawdown + 1 day") == date(2020, 6, 1)
    with pytest.raises(timeline.ExpressionError, match='unknown unit "moth"'):
        timeline.build_schedule(
            timeline.load("doha-2020"),
            timeline.Scenario(assumptions={"drawdown": "signed + 1 moth"}),
        )


def test_an_expression_is_parsed_when_it_is_created() -> None:
    assert timeline.Expression("2015-11-18").is_fixed_day
    with pytest.raises(timeline.ExpressionError, match="unknown date format"):
        timeline.Expression("18.11.2015")


def test_midnight_is_a_day() -> None:
    midnight = Timestamp(2020, 7, 1)
    schedule = timeline.build_schedule(
        timeline.load("doha-2020"), timeline.Scenario(today=midnight)
    )
    assert schedule.evaluate_day("today") == ON
    assert timeline.statuses(schedule, midnight) == timeline.statuses(schedule, ON)
    assert timeline.drawdown_plan(schedule, midnight) == timeline.drawdown_plan(schedule, ON)
    assert timeline.drawdown_plan(schedule, date.max).levels(midnight).on == ON
    assert schedule.as_of(midnight) == schedule.as_of(ON)


def test_a_datetime_not_at_midnight_is_refused() -> None:
    schedule = timeline.build_schedule(timeline.load("doha-2020"))
    with pytest.raises(
        timeline.TimelineError, match="not at midnight; use a date, such as 2020-07-01"
    ):
        timeline.statuses(schedule, Timestamp(2020, 7, 1, 12))
    with pytest.raises(TypeError, match="expected a date, not str"):
        timeline.statuses(schedule, "2020-07-01")  # type: ignore[arg-type]


def _raised(ask: object) -> errors.TimelineError:
    with pytest.raises(errors.TimelineError) as caught:
        ask()  # type: ignore[operator]
    return caught.value


DOHA = timeline.build_schedule(timeline.load("doha-2020"))
EGYPT = load_schedule("egypt-israel-1979").as_of(date(1979, 4, 1))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: DOHA["drawdwon"],
        lambda: DOHA.evaluate("signed + 1 moth"),
        lambda: DOHA.evaluate("signed + 9999 years"),
        lambda: DOHA.evaluate_day("2020-08"),
        lambda: EGYPT.evaluate("exchange + 1 day"),
        lambda: timeline.load("doha"),
        lambda: timeline.load("./doha"),
        lambda: timeline.parse_agreement(b"title = 1", "x.toml"),
        lambda: timeline.drawdown_plan(load_schedule("paris-1973"), date.max),
        lambda: timeline.build_schedule(
            timeline.load("doha-2020"),
            timeline.Scenario(assumptions={"talks": "drawdown", "drawdown": "talks"}),
        ),
        lambda: timeline.build_schedule(
            timeline.load("doha-2020"),
            timeline.Scenario(assumptions={"signed": "9999-12-31 + 1 day"}),
        ),
    ],
)
def test_an_error_can_be_pickled(ask: object) -> None:
    error = _raised(ask)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again)) == (type(error), str(error))
    assert {name: str(value) for name, value in vars(again).items()} == {
        name: str(value) for name, value in vars(error).items()
    }
