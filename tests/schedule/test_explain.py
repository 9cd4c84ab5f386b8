"""`timeline explain`: the steps, the other readings and the published dates, compared with `date`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.transcript import Transcript
from tests.transcript import in_process as timeline
from timeline.files.loading import bundled_names, load

MILESTONES = [(name, one.id) for name in bundled_names() for one in load(name).milestones]


def explained(*arguments: str) -> Any:
    """Return the JSON document of an explanation."""
    transcript = timeline("explain", *arguments, "--format", "json")
    assert (transcript.status, transcript.err) == (0, "")
    return json.loads(transcript.out)


def test_withdrawal_is_explained_from_the_signing_to_its_day() -> None:
    document = explained("withdrawal")
    assert (document["clause"], document["expression"]) == (
        "Part One, opening and B",
        "signed + 14 months",
    )
    assert document["source"] == "agreement"
    publishers = {one["id"]: one["publisher"] for one in document["sources"]}
    assert publishers == {
        "agreement": "US Department of State",
        "biden": "The White House",
        "taliban": "Taliban",
        "crs-r46670": "Congressional Research Service",
        "crs-r46879": "Congressional Research Service",
        "biden-july": "The White House",
        "centcom": "US Central Command",
        "voa": "Voice of America",
    }
    assert [(one["step"], one["day"], one["weekday"]) for one in document["steps"]] == [
        ("signed", "2020-02-29", "Sat"),
        ("+ 14 months", "2021-04-29", "Thu"),
    ]
    assert document["steps"][1]["rule"] == "month_end"
    assert document["steps"][1]["value"] == "clamp"
    assert "Calculation of Time-Limits" in document["steps"][1]["authority"]
    assert [(one["rule"], one["value"]) for one in document["rules"]] == [
        ("start_day", "excluded"),
        ("month_end", "clamp"),
    ]
    assert document["also"] == [
        {
            "expression": "drawdown + 9.5 months",
            "due": "2021-04-28",
            "difference": -1,
            "problem": None,
        }
    ]


def test_withdrawal_has_three_other_readings() -> None:
    readings = {
        one["due"]: (one["difference"], [rule["value"] for rule in one["rules"]])
        for one in explained("withdrawal")["readings"]
    }
    assert readings == {
        "2021-04-17": (-12, ["hijri"]),
        "2021-04-28": (-1, ["included"]),
        "2021-04-30": (1, ["clear", "sticky", "solar-hijri"]),
    }


def test_published_dates_are_compared_with_the_readings() -> None:
    published = explained("withdrawal")["published"]
    assert [(one["due"], one["nearest"]["due"], one["past_nearest"]) for one in published] == [
        ("2021-04-30", "2021-04-30", 0),
        ("2021-05-01", "2021-04-30", 1),
        ("2021-05-01", "2021-04-30", 1),
        # Plans of one side.
        ("2021-08-31", "2021-04-30", 123),
        ("2021-09-10", "2021-04-30", 133),
    ]
    assert [one["known_from"] for one in published] == [
        *("2021-02-04", "2021-04-14", "2021-05-01", "2021-07-08", "2021-04-14")
    ]
    assert published[1]["by"].startswith("President Biden")
    (drawdown,) = explained("drawdown")["published"]
    assert (drawdown["nearest"]["rules"], drawdown["past_nearest"]) == ([], 0)


@pytest.mark.parametrize(("name", "milestone"), MILESTONES)
def test_every_number_is_reproduced_by_date_with_the_flags_named(name: str, milestone: str) -> None:
    document = explained("-a", name, milestone)

    def day(expression: str, *flags: str) -> str:
        return timeline("date", "-a", name, expression, *flags).out.strip()

    chosen = document["due"]
    assert day(milestone) == chosen
    assert document["steps"][-1]["day"] == chosen
    for also in document["also"]:
        assert day(also["expression"]) == also["due"]
    for reading in document["readings"]:
        assert reading["due"] != chosen
        for rule in reading["rules"]:
            assert day(milestone, *rule["flags"]) == reading["due"]
        counted = timeline("remaining", "-a", name, reading["due"], "--on", chosen).out
        assert int(counted) == reading["difference"]
    for published in document["published"]:
        past = timeline("remaining", published["due"], "--on", published["nearest"]["due"]).out
        assert int(past) == published["past_nearest"]


def test_no_reading_that_moves_the_date_is_missing() -> None:
    flags = {
        "start_day": ["included", "excluded", "clear"],
        "month_end": ["clamp", "sticky", "overflow", "reject"],
        "months_of": ["gregorian", "solar-hijri", "hijri"],
        "roll": ["following"],
    }
    document = explained("remaining-prisoners")
    listed = {
        (rule["rule"], rule["value"], one["due"])
        for one in document["readings"]
        for rule in one["rules"]
    }
    moved = set()
    for rule, values in flags.items():
        for value in values:
            option = f"--{rule.replace('_', '-')}"
            day = timeline("date", "remaining-prisoners", option, value).out.strip()
            if day != document["due"]:
                moved.add((rule, value, day))
    assert listed == moved
    assert moved


def test_the_table_shows_the_dates_with_their_rules() -> None:
    transcript = timeline("explain", "withdrawal")
    assert (transcript.status, transcript.err) == (0, "")
    for words in (
        "withdrawal: All foreign forces out",
        "Sat 2020-02-29",
        "Thu 2021-04-29",
        "Wed 2021-04-28",
        "Fri 2021-04-30",
        "Sat 2021-04-17",
        "Sat 2021-05-01",
        "none; the nearest date is 2021-04-30, 1 day earlier",
        "Sat 2021-05-01  2021-04-14  President Biden",
        "--month-end sticky",
    ):
        assert words in transcript.out


def test_what_the_file_says_of_a_milestone_is_shown_with_its_sources() -> None:
    out = timeline("explain", "withdrawal", "--on", "2021-12-31").out
    for words in (
        "clause    Part One, opening and B\n",
        "source    Agreement for Bringing Peace to Afghanistan (US Department of State), 2020-02-29\n",
        "note      US, allied and coalition forces, with contractors",
        "happened  Mon 2021-08-30; The last aircraft left at 15:29 EDT, 23:59 in Kabul: still 30 August there; ",
        "; source: R46879, citing the Pentagon (Congressional Research Service)\n",
        "observed  8,600 troops on Thu 2020-06-18; source: General McKenzie on the force level (US Central Command), ",
        "observed  4,500 troops on Tue 2020-11-17; about 4,500; the exact day was not found\n",
    ):
        assert words in out
    sanctions = timeline("explain", "sanctions").out
    assert "\nkind       goal: an aim, not a commitment\n" in sanctions
    assert "\ncondition  " in sanctions


def test_what_became_known_later_is_not_shown() -> None:
    out = timeline("explain", "withdrawal", "--on", "2020-06-17").out
    assert "happened" not in out
    assert out.count("\nobserved  ") == 1
    assert "published" not in out
    document = explained("withdrawal", "--on", "2020-06-17")
    assert [one["level"] for one in document["observations"]] == [13000]
    assert (document["fulfilled"], document["fulfilled_note"]) == (None, None)


def test_only_a_milestone_with_a_level_lists_the_levels_observed() -> None:
    assert "\nobserved " not in timeline("explain", "bases", "--on", "2021-12-31").out
    assert explained("bases", "--on", "2021-12-31")["observations"] == []


def test_an_explanation_in_markdown_has_the_rows_of_the_table() -> None:
    asked = ("explain", "withdrawal", "--on", "2021-12-31", "-f")
    rows = [line for line in timeline(*asked, "markdown").out.splitlines() if line[:1] == "|"]
    shown = [
        line
        for block in timeline(*asked, "table").out.split("\n\n")[1:]
        for line in block.splitlines()
    ]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    texts = [
        " ".join(" ".join(row).split()) for row in cells if not set("".join(row)) <= set("-: ")
    ]
    assert texts == [" ".join(line.split()) for line in shown]


def test_a_reading_without_a_day_says_why() -> None:
    out = timeline("explain", "2021-06-30 + 6 months", "--month-end", "sticky").out
    (row,) = (line for line in out.splitlines() if line.startswith("no day"))
    assert "(--start-day included)" in row
    assert "months are not counted under start-day included with month-end sticky" in row


def test_only_an_expression_with_a_name_is_of_the_agreement() -> None:
    assert timeline("explain", "2021-02-01 + 1 month").out.splitlines()[:2] == [
        "2021-02-01 + 1 month: Mon 2021-03-01",
        "",
    ]
    assert timeline("explain", "signed + 1 month").out.splitlines()[1].startswith("Agreement for ")


def test_a_roll_names_each_closed_day_that_it_passes() -> None:
    # Emancipation Day of 2017 was kept on Monday, 17 April.
    out = timeline(
        *("explain", "2017-04-15", "--roll", "following", "--roll-fixed"),
        *("--closed", "sat,sun,US-DC"),
    ).out
    assert "rolled from 2017-04-15 (Saturday, Sunday, Emancipation Day (observed) (US-DC))" in out
    many = timeline(
        *("explain", "2017-04-15", "--roll", "following", "--roll-fixed"),
        *("--closed", "sat,2017-04-15/2017-05-01"),
    ).out
    assert (
        "(Saturday, listed, listed, listed, listed, listed, listed, and 10 more closed days)"
        in many
    )


def test_an_expression_is_explained_too() -> None:
    document = explained("drawdown + 9.5 months")
    assert (document["id"], document["expression"]) == (None, "drawdown + 9.5 months")
    assert [(one["step"], one["day"]) for one in document["steps"]] == [
        ("drawdown", "2020-07-13"),
        ("+ 9 months", "2021-04-13"),
        ("+ 15 days", "2021-04-28"),
    ]
    assert "half a month is 15 days" in timeline("explain", "drawdown + 9.5 months").out


def test_an_imprecise_anchor_is_traced_to_its_deadline() -> None:
    document = explained("2020-08 + 1 month")
    assert (document["due_earliest"], document["due"]) == ("2020-09-01", "2020-09-30")
    assert [one["day"] for one in document["steps"]] == ["2020-08-31", "2020-09-30"]


def test_a_rule_that_gives_no_date_says_why() -> None:
    readings = explained("2021-01-31 + 1 month")["readings"]
    (refused,) = [one for one in readings if one["due"] is None]
    assert [rule["value"] for rule in refused["rules"]] == ["reject"]
    assert "February 2021 has no day 31" in refused["problem"]


def test_what_is_undated_says_what_is_missing_and_how_to_assume_it() -> None:
    arguments = ("explain", "final-withdrawal", "-a", "egypt-israel-1979", "--on", "1979-04-01")
    assert timeline(*arguments) == Transcript(
        2,
        "",
        'timeline: "final-withdrawal": exchange has no date yet; '
        "assume one, for example --assume exchange=2020-02-29\n",
    )
    assert timeline(*arguments, "--assume", "exchange=1979-04-25", "-f", "json").status == 0


def test_months_of_another_calendar_are_a_rule_with_an_authority_of_its_own() -> None:
    out = timeline("explain", "withdrawal", "--months-of", "solar-hijri").out
    # 10 Hoot 1398 to 10 Sawr 1400
    assert "Fri 2021-04-30: signed + 14 months" in out
    assert "\nmonths of solar-hijri  " in out
    assert "months of solar-hijri" not in timeline("explain", "drawdown").out.partition("other")[0]


def test_a_milestone_dated_by_what_happened_says_so() -> None:
    document = explained("exchange", "-a", "egypt-israel-1979")
    assert (document["basis"], document["expression"], document["due"]) == (
        "happened",
        None,
        "1979-04-25",
    )
    assert (
        "this is when it happened" in timeline("explain", "exchange", "-a", "egypt-israel-1979").out
    )


def test_a_rule_under_which_the_assumed_signing_has_no_day_is_a_reading_without_one() -> None:
    readings = explained("withdrawal", "--assume", "signed=2020-01-31 + 1 month")["readings"]
    refused = [one for one in readings if one["due"] is None]
    assert [[rule["value"] for rule in one["rules"]] for one in refused] == [["reject"]]
    assert "February 2020 has no day 31" in refused[0]["problem"]


def test_adjusters_and_before_are_steps_with_their_authority() -> None:
    document = explained("before 2003-01-31 + 60 days, first of next month")
    steps = [
        (one["step"], one["day"], one["rule"], one["value"], one["authority"])
        for one in document["steps"]
    ]
    trigger = "European Convention on the Calculation of Time-Limits, Art. 3;"
    assert steps[:1] == [("fixed date", "2003-01-31", None, None, None)]
    assert steps[1][:4] == ("+ 60 days", "2003-04-01", "start_day", "excluded")
    assert steps[1][4].startswith(trigger)
    assert [one[:4] for one in steps[2:]] == [
        ("first of next month", "2003-05-01", "adjuster", "first of next month"),
        ("before", "2003-04-30", "adjuster", "before"),
    ]
    assert "Rome Statute, Art. 126" in steps[2][4]
    assert steps[3][4] == (
        "Interpretation Act 1984 (WA), s 61; Acts Interpretation Act 1901 (Cth), s 36"
    )
    # no option chooses them, so the rules are those that can be chosen
    assert [one["value"] for one in document["rules"]] == ["excluded"]


def test_the_table_gives_the_authority_of_adjusters() -> None:
    out = timeline("explain", "2021-02-01, end of month - 1 day, end of month").out
    assert "\nend of month  Sun 2021-02-28  end of month\n" in out
    assert out.count("the last day of the month (BGB §192)") == 1
    # nothing is counted, so no counting rule is applied
    assert "\nstart day" not in timeline("explain", "2021-02-01, end of month").out


def test_clear_days_are_another_reading_where_they_change_the_day() -> None:
    def readings(text: str) -> dict[str, list[list[str]]]:
        return {
            one["due"]: [rule["flags"] for rule in one["rules"]]
            for one in explained(text)["readings"]
        }

    clear = ["--start-day", "clear"]
    assert clear in readings("2017-10-01 + 28 days")["2017-10-30"]
    assert clear in readings("2017-10-20 - 3 days")["2017-10-16"]
    # the day after 4 March is in the same month
    assert readings("2021-03-01 + 3 days, end of month") == {}


def test_a_rule_that_no_law_combines_with_the_one_in_force_says_why() -> None:
    readings = explained("2021-01-31 + 1 month", "--start-day", "included")["readings"]
    refused = {one["rules"][0]["value"]: one["problem"] for one in readings if not one["due"]}
    assert set(refused) == {"sticky", "overflow", "reject"}
    assert "with month-end sticky, which no law combines" in refused["sticky"]
