"""Rounds stand in time's order: by the dates of their ratings, by what their names say, or as a person says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import UploadPlan, start
from cx.uploads.proposal import CleaningChoice
from cx.uploads.suggest.round_days import day_named, first_days
from tests.brought import applied, asked, prepared, refused, typed

OF_ROUNDS = ("round_undated", "round_not_latest")
"""Findings of the catalogue that these tests trigger."""

SHEET = "Persona,Need,Kind,Stage,Touchpoint,Score,{heading}\n"
TODAY = date(2026, 5, 4)


def rounds(*names: str, dates: tuple[str, ...] = ()) -> str:
    """One need that fares well in the first of these rounds and badly in the others."""
    heading = "Round,Rated on" if dates else "Round"
    rows = [f"Guest,Fast,mandatory,Arrive,Desk,{1 if n else 5},{name}{',' + dates[n] if dates else ''}\n" for n, name in enumerate(names)]
    return SHEET.format(heading=heading) + "".join(rows)


def opened(workspace: Workspace) -> dict[str, date]:
    """The first day of each round."""
    return dict(workspace.rows("SELECT round_id, opened_on FROM rounds"))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Q4 2023", "2023-10-01"), ("2024-Q1", "2024-01-01"), ("4Q23", "2023-10-01"), ("2nd quarter 2024", "2024-04-01"), ("H2 2024", "2024-07-01"), ("2. Halbjahr", None), ("T3 2023", "2023-07-01"),
        ("March 2024", "2024-03-01"), ("Mär 24", "2024-03-01"), ("2024-02", "2024-02-01"), ("09/2023", "2023-09-01"), ("KW 12 2024", "2024-03-18"), ("Autumn 2023", "2023-09-01"),
        ("2024", "2024-01-01"), ("Survey 2024", "2024-01-01"), ("2024 wave 2", "2024-01-02"), ("2023-05-04", "2023-05-04"), ("2023-13-40", None),
        ("Wave 1", None), ("Baseline", None), ("Winter 2023", None), ("hiver 2023", None), ("Room 101", None), ("Mayor 24", None),
    ],
)  # fmt: skip
def test_a_name_says_when_its_round_began(name: str, day: str | None) -> None:
    assert day_named(name) == (date.fromisoformat(day) if day else None)


def test_the_latest_quarter_is_the_current_round_however_its_name_sorts(empty: Workspace) -> None:
    plan = typed(empty, rounds("Q4 2023", "Q1 2024"), "sheet")
    assert asked(empty, plan)["Round:rounds"].words == {"Q4 2023": "2023-10-01", "Q1 2024": "2024-01-01"}
    applied(empty, plan)
    answer = coverage(empty, Scope())
    assert (answer.round["round_id"], answer.needs["state"].tolist()) == ("Q1 2024", ["missed"])


def test_the_dates_of_the_ratings_count_more_than_the_name(empty: Workspace) -> None:
    plan = typed(
        empty,
        rounds("Wave B", "Wave A", "Wave A", dates=("2023-03-01", "2024-02-01", "2024-01-15")).replace(
            "Desk,1,Wave A,2024-01-15", "Signs,1,Wave A,2024-01-15"
        ),
        "sheet",
    )
    assert asked(empty, plan)["Round:rounds"].words == {"Wave B": "2023-03-01", "Wave A": "2024-01-15"}
    applied(empty, plan)
    assert opened(empty) == {"Wave B": date(2023, 3, 1), "Wave A": date(2024, 1, 15)}


def test_rounds_that_are_numbered_stand_in_the_order_of_their_numbers(empty: Workspace) -> None:
    plan = typed(empty, rounds("Wave 10", "Wave 9", "Wave 1"), "sheet")
    applied(empty, plan)
    days = opened(empty)
    assert days["Wave 1"] < days["Wave 9"] < days["Wave 10"] == date.today()
    assert coverage(empty, Scope()).round["round_id"] == "Wave 10"


def test_rounds_that_nothing_puts_in_order_are_asked_about_and_refused_until_then(empty: Workspace) -> None:
    plan = typed(empty, rounds("After the move", "Before the move"), "sheet")
    question = asked(empty, plan)["Round:rounds"]
    assert question.title.startswith("Nothing says which of these rounds came first")
    assert [f[:3] for f in refused(prepared(empty, plan))] == [("round_undated", 2, "Round"), ("round_undated", 3, "Round")]
    said = replace(plan, choices={"Round:rounds": CleaningChoice("map", {"After the move": "2024-05-01", "Before the move": "2023-05-01"})})
    applied(empty, said)
    assert coverage(empty, Scope()).round["round_id"] == "After the move"


@pytest.mark.parametrize("names", [("Pre 2024", "Post 2024"), ("2024 vorher", "2024 nachher"), ("Survey 2024", "2024 follow-up")])
def test_rounds_of_one_year_that_nothing_else_puts_in_order_are_asked_about(empty: Workspace, names: tuple[str, ...]) -> None:
    plan = typed(empty, rounds(*names), "sheet")
    assert set(asked(empty, plan)["Round:rounds"].words.values()) == {""}
    assert {f[0] for f in refused(prepared(empty, plan))} == {"round_undated"}


@pytest.mark.parametrize(
    ("names", "latest"),
    [
        (("T1 2024", "T4 2023"), "T1 2024"), (("Frühjahr 2024", "Herbst 2023"), "Frühjahr 2024"), (("janvier 2024", "décembre 2023"), "janvier 2024"), (("enero 2024", "diciembre 2023"), "enero 2024"),
        (("1. Quartal 2024", "4. Quartal 2023"), "1. Quartal 2024"), (("KW 3/2024", "KW 50/2023"), "KW 3/2024"), (("Welle 10", "Welle 9"), "Welle 10"), (("GJ 2024/25", "GJ 2023/24"), "GJ 2024/25"),
    ],
)  # fmt: skip
def test_rounds_stand_in_time_s_order_in_any_language(names: tuple[str, ...], latest: str) -> None:
    days = first_days(names, {}, {}, TODAY)
    assert max(days, key=lambda name: days[name] or date.min) == latest and None not in days.values()


def test_a_single_new_round_without_a_date_begins_today_and_nothing_is_asked(empty: Workspace) -> None:
    plan = typed(empty, rounds("Pilot"), "sheet")
    assert "Round:rounds" not in asked(empty, plan)
    applied(empty, plan)
    assert opened(empty) == {"Pilot": date.today()}


def test_a_round_that_the_person_names_begins_with_its_ratings(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Score,Rated on\nGuest,Fast,mandatory,Arrive,Desk,5,2024-03-09\nGuest,Calm,gain,Arrive,Desk,4,2024-03-02\n"
    (table,), _ = read_upload("file.csv", text.encode())
    plan: UploadPlan = start(empty, table)
    applied(empty, replace(plan, defaults=replace(plan.defaults, round_id="first")))
    assert opened(empty) == {"first": date(2024, 3, 2)}
    undated = typed(empty, text.replace(",Rated on", "").replace(",2024-03-09", "").replace(",2024-03-02", ""), "sheet")
    applied(empty, replace(undated, defaults=replace(undated.defaults, round_id="Summer 2025")))
    assert opened(empty)["Summer 2025"] == date(2025, 6, 1)


def test_a_round_that_begins_before_a_stored_one_is_told_since_the_pages_do_not_show_it(empty: Workspace) -> None:
    text = SHEET.format(heading="Owner").replace(",Owner", "") + "Guest,Fast,mandatory,Arrive,Desk,5\n"
    plan = typed(empty, text, "sheet")
    applied(empty, replace(plan, defaults=replace(plan.defaults, round_id="Latest")))
    for name, told in (("Autumn 2020", ["round_not_latest"]), ("Early the same day", ["round_not_latest"]), ("Newer", [])):
        again = replace(typed(empty, text, "sheet"), defaults=replace(plan.defaults, round_id=name))
        assert [f.code for f in prepared(empty, again).issues] == told
    assert not refused(prepared(empty, again))


def test_the_next_number_comes_after_the_rounds_that_are_stored() -> None:
    stored = {"Round 9": TODAY, "Other 99": TODAY + timedelta(days=9)}
    assert first_days(["Round 10"], {}, stored, TODAY) == {"Round 10": TODAY + timedelta(days=1)}
    assert first_days(["Round 8"], {}, stored, TODAY) == {"Round 8": TODAY}


def test_the_number_of_a_wave_is_no_month() -> None:
    days = [day_named(f"Wave {number} 2024") for number in (1, 2, 12, 13)]
    assert days == sorted(days)
    assert day_named("Wave 2 2024") == date(2024, 1, 2)
    assert day_named("2 2024") == date(2024, 2, 1)
