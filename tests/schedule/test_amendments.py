"""Deadlines that were moved: the one in force on a day, and the first plan."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies import SIGNED, agreement_of, amended_agreements, law
from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.dates.counting import CountingChoice
from timeline.dates.edtf import DayRange
from timeline.dates.expressions import Expression
from timeline.schedule.agreement import Agreement, Amended, Milestone
from timeline.schedule.schedule import Scenario, Schedule, build_schedule
from timeline.schedule.spans import by_span
from timeline.schedule.status import statuses

PATH = str(Path(__file__).parent.parent / "agreements" / "valid" / "amended.toml")


def rows(on: str, *arguments: str) -> dict[str, dict[str, object]]:
    """Return the rows of a command in a JSON document, by id."""
    found = timeline(*(arguments or ("show",)), "-a", PATH, "--on", on, "-f", "json")
    return {one["id"]: one for one in json.loads(found.out)["milestones"]}


@pytest.mark.parametrize(
    ("on", "earliest", "due", "report"),
    [
        # Article 50(3), then the decisions of 22 March, 11 April and 29 October 2019
        ("2019-03-21", "2019-03-29", "2019-03-29", "2019-04-29"),
        ("2019-03-22", "2019-04-12", "2019-05-22", "2019-06-22"),
        ("2019-04-10", "2019-04-12", "2019-05-22", "2019-06-22"),
        ("2019-04-11", "2019-10-31", "2019-10-31", "2019-11-30"),
        ("2019-10-29", "2020-01-31", "2020-01-31", "2020-02-29"),
        ("2030-01-01", "2020-01-31", "2020-01-31", "2020-02-29"),
    ],
)
def test_the_deadline_is_that_of_the_last_amendment_decided_by_the_day(
    on: str, earliest: str, due: str, report: str
) -> None:
    found = rows(on)
    withdrawal = found["withdrawal"]
    assert (withdrawal["due_earliest"], withdrawal["due"]) == (earliest, due)
    assert found["report"]["due"] == report
    assert withdrawal["due_first_plan"] == "2019-03-29"
    assert found["report"]["due_first_plan"] == "2019-04-29"


def test_compare_shows_the_slip_against_both() -> None:
    """From 29 March 2019 to 31 January 2020 are 2 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31 + 31 days."""
    withdrawal = rows("2020-12-31", "compare")["withdrawal"]
    assert (withdrawal["planned_slip"], withdrawal["slip_first_plan"]) == (0, 308)
    lines = timeline("compare", "-a", PATH, "--on", "2020-12-31").out.splitlines()
    (row,) = (line for line in lines if line.startswith("withdrawal"))
    assert [cell.strip() for cell in row.split("  ") if cell] == [
        "withdrawal",
        "Fri 2019-03-29",
        "Fri 2020-01-31",
        "Fri 2020-01-31",
        "met on the day",
        "308 days later",
        "Withdrawal takes effect",
    ]
    before = timeline("compare", "-a", PATH, "--on", "2019-03-21").out
    assert "first plan" not in before


def test_as_signed_is_the_file_without_its_amendments(tmp_path: Path) -> None:
    text = Path(PATH).read_text(encoding="utf-8")
    tables = text.split("[[")
    path = tmp_path / "amended.toml"
    path.write_text("[[".join(one for one in tables if not one.startswith("milestone.amended")))
    for command in (("show",), ("compare",), ("check",), ("next",)):
        for day in ("2019-04-01", "2020-12-31"):
            asked = (*command, "--on", day, "-f", "csv", "-a")
            assert timeline(*asked, PATH, "--as-signed") == timeline(*asked, str(path))
    assert "without amendments, as signed" in timeline("-a", PATH, "--as-signed").out


def moved(due: str, *amended: Amended, fulfilled: date | None = None) -> Schedule:
    """Return the schedule of one milestone with amendments."""
    milestone = Milestone(
        id="a", title="A", due=Expression(due), amended=amended, fulfilled=fulfilled
    )
    return build_schedule(Agreement(title="A peace", signed=SIGNED, milestones=(milestone,)))


def by(days: int, due: str, **rules: object) -> Amended:
    """Return an amendment decided so many days after the signing."""
    return Amended(
        decided=SIGNED + timedelta(days),
        due=Expression.of_new_deadline(due),
        **rules,  # type: ignore[arg-type]
    )


def test_a_period_counts_from_the_deadline_before_unrolled_under_its_own_rules() -> None:
    """Saturday 1 August 2020 rolls to Monday; two days later counts from the Saturday."""
    following = CountingChoice(roll="following")  # type: ignore[arg-type]
    included = CountingChoice(start_day="included")  # type: ignore[arg-type]
    agreement = moved(
        "2020-07-18 + 14 days", by(1, "+ 2 days"), by(2, "+ 3 days", counting=included)
    )
    schedule = build_schedule(agreement.agreement, Scenario(choice=following))
    found = [str(schedule.as_of(SIGNED + timedelta(n))["a"].due) for n in (0, 1, 2)]
    assert found == ["2020-08-03", "2020-08-03", "2020-08-05"]
    assert str(moved("2020-08-01", by(1, "- 10 days"))["a"].due) == "2020-07-22"


def test_the_order_in_the_file_does_not_matter() -> None:
    amended = (by(3, "+ 1 month"), by(1, "2020-06-30"), by(2, "+ 1 month"))
    assert str(moved("2020-05-01", *amended)["a"].due) == "2020-08-30"
    assert moved("2020-05-01", *sorted(amended, key=lambda one: one.due.text))[
        "a"
    ].due == DayRange.parse("2020-08-30")


def written_out(agreement: Agreement, day: date) -> Agreement:
    """Return the agreement with a milestone for each deadline before, from which the next one counts."""
    milestones = []
    for milestone in agreement.milestones:
        link = structs.replace(milestone, amended=())
        known = sorted((one.decided, one) for one in milestone.amended if one.decided <= day)
        for number, (_, amended) in enumerate(known):
            before = f"{milestone.id}-before-{number}"
            milestones.append(structs.replace(link, id=before, fulfilled=None))
            due = amended.due
            if isinstance(due, Expression) and due.moves_deadline:
                due = Expression(f"{before} {due.text}")
            rules = {
                name: getattr(amended.counting, name)
                if getattr(amended.counting, name) is not None
                else getattr(milestone.counting, name)
                for name in CountingChoice.__struct_fields__
            }
            link = structs.replace(milestone, due=due, counting=CountingChoice(**rules), amended=())
        milestones.append(link)
    return structs.replace(agreement, milestones=tuple(milestones))


@law
@given(amended_agreements(), st.dates(date(2020, 1, 1), date(2022, 1, 31)))
def test_the_deadline_in_force_is_that_of_the_amendments_written_out(
    agreement: Agreement, day: date
) -> None:
    known = build_schedule(agreement).as_of(day)
    expected = build_schedule(written_out(agreement, day)).as_of(day)
    for one in agreement.milestones:
        assert (one.id in known.failed) == (one.id in expected.failed)
    for name in known:
        assert (known[name].due, known[name].anchor, known[name].basis) == (
            expected[name].due,
            expected[name].anchor,
            expected[name].basis,
        )


def test_what_happened_before_an_amendment_gave_it_a_date_has_a_separate_span() -> None:
    milestone = Milestone(
        id="a",
        title="A",
        fulfilled=date(2020, 3, 1),
        amended=(Amended(decided=date(2020, 6, 1), due=Expression("2020-09-01")),),
    )
    agreement = Agreement(title="A", signed=date(2020, 1, 1), milestones=(milestone,))
    found = by_span(build_schedule(agreement), lambda known: known["a"].due)
    days = [str(found(date(2020, month, 1))) for month in (2, 3, 5, 6)]
    assert days == ["None", "2020-03-01", "2020-03-01", "2020-09-01"]


@law
@given(amended_agreements(), st.lists(st.dates(date(2020, 1, 1), date(2022, 1, 31)), max_size=5))
def test_a_span_between_two_decisions_has_the_dates_of_each_of_its_days(
    agreement: Agreement, days: list[date]
) -> None:
    schedule = build_schedule(agreement)
    found = by_span(schedule, lambda known: [one.due for one in known.milestones.values()])
    decided = [amended.decided for one in agreement.milestones for amended in one.amended]
    for day in (*days, *decided, *(one - timedelta(1) for one in decided)):
        known = schedule.as_of(day)
        assert found(day) == [one.due for one in known.milestones.values()]


def test_a_stream_is_computed_once_between_two_decisions() -> None:
    schedule = moved("2020-05-01", by(10, "+ 1 month"), by(20, "+ 1 month"))
    calls = list[Schedule]()
    of = by_span(schedule, calls.append)
    for number in (*range(60), *range(60)):
        of(SIGNED + timedelta(number))
    assert len(calls) == 3
    days = "2019-03-21\n2019-03-22\n2019-10-29\n"
    found = timeline("remaining", "withdrawal", "-a", PATH, "--on", "-", stdin=days)
    assert found == Transcript(0, "2019-03-21\t8\n2019-03-22\t61\n2019-10-29\t94\n", "")


def test_what_is_met_is_met_against_the_deadline_in_force() -> None:
    schedule = moved("2020-05-01", by(10, "2020-06-01"), fulfilled=date(2020, 5, 20))
    (state,) = statuses(schedule, date(2020, 7, 1))
    assert (state.status, state.slip, state.slip_first_plan) == ("met", -12, 19)


def test_an_assumption_replaces_the_deadline_in_force() -> None:
    found = rows("2019-05-01", "show", "--assume", "withdrawal=2019-09-30")["withdrawal"]
    assert (found["due"], found["basis"], found["amended"]) == ("2019-09-30", "assumed", None)
    assert found["due_first_plan"] == "2019-03-29"


def test_explain_shows_the_history_and_what_came_too_late(tmp_path: Path) -> None:
    lines = timeline("explain", "withdrawal", "-a", PATH, "--on", "2019-10-29").out.splitlines()
    table = [
        line
        for line in lines
        if line.startswith(("first plan", "Fri 2019-03-22", "Tue 2019-10-29"))
    ]
    assert [line.split("  ")[0] for line in table] == [
        "first plan",
        "Fri 2019-03-22",
        "Tue 2019-10-29",
    ]
    assert "signed + 2 years" in table[0]
    assert "54 days later" in table[1]
    assert table[1].endswith("European Council; source: Decision (EU) 2019/476, 2019-03-22")
    path = tmp_path / "late.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[[milestone]]\nid = "a"\ntitle = "A"\ndue = 2020-03-01\n'
        'amended = [{ decided = 2020-03-30, due = "+ 1 month", note = "Late." }]\n'
    )
    explained = timeline("explain", "a", "-a", str(path), "--on", "2020-04-01").out
    assert "31 days later, moved when 29 days overdue" in explained
    assert "\nthe deadline before  Sun 2020-03-01" in explained
    document = json.loads(
        timeline("explain", "a", "-a", str(path), "--on", "2020-04-01", "-f", "json").out
    )
    assert document["amendments"] == [
        {
            "decided": "2020-03-30",
            "expression": "+ 1 month",
            "due": "2020-04-01",
            "moved": 31,
            "overdue": 29,
            "by": None,
            "source": None,
            "note": "Late.",
        }
    ]


def test_a_calendar_moves_the_event_and_names_the_first_plan() -> None:
    def event(on: str) -> str:
        events = timeline("-a", PATH, "--on", on, "-f", "ics").out.split("BEGIN:VEVENT")
        (found,) = (one for one in events if "Withdrawal takes effect" in one)
        return found.replace("\r\n ", "")

    before, after = event("2019-03-21"), event("2019-10-29")
    uid = next(line for line in before.splitlines() if line.startswith("UID:"))
    assert uid in after
    assert ("DTSTART;VALUE=DATE:20190329" in before, "first plan" in before) == (True, False)
    assert "DTSTART;VALUE=DATE:20200131" in after
    assert "first plan: 2019-03-29" in after


def test_a_ceiling_follows_the_deadline(tmp_path: Path) -> None:
    path = tmp_path / "late.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-01\n[drawdown]\nunit = "troops"\nbaseline = 100\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\nlevel = 0\ndue = 2020-03-01\n'
        "amended = [{ decided = 2020-02-20, due = 2020-04-01 }]\n"
    )
    days = "2020-02-19\n2020-02-20\n2020-03-01\n2020-04-01\n"
    found = timeline("drawdown", "-a", str(path), "--on", "-", stdin=days).out.splitlines()
    # 49 of 60 days, then 50 and 60 of 91 days, with 100 to go
    assert found == [
        "2020-02-19\t100\t18\tunknown",
        "2020-02-20\t100\t45\tunknown",
        "2020-03-01\t100\t34\tunknown",
        "2020-04-01\t0\t0\tunknown",
    ]


def test_agreements_without_amendments_have_one_plan() -> None:
    schedule = build_schedule(agreement_of({"a": "signed + 1 month"}))
    assert schedule.as_signed() is schedule


def test_an_amendment_whose_deadline_has_no_date_yet_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'title = "T"\nsigned = 2020-01-31\n[[milestone]]\nid = "talks"\ntitle = "Talks"\n'
        '[[milestone]]\nid = "a"\ntitle = "A"\ndue = "signed + 1 month"\n'
        '[[milestone.amended]]\ndecided = 2020-02-03\ndue = "talks + 1 day"\n'
    )
    asked = ("-a", str(path), "--on", "2020-02-05")
    assert "a          undated  amended 2020-02-03, talks + 1 day" in timeline("show", *asked).out
    (row,) = (line for line in timeline("compare", *asked).out.splitlines() if line[:2] == "a ")
    assert "  Sat 2020-02-29  undated  " in row
    found = {
        one["id"]: one
        for one in json.loads(timeline("show", *asked, "-f", "json").out)["milestones"]
    }
    assert (found["a"]["amended"], found["a"]["due_first_plan"]) == ("2020-02-03", "2020-02-29")
