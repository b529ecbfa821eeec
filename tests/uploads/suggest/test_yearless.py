"""Months and quarters without a year begin on their first day: the year is that of the file, and asked only where nothing says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cx.store import Workspace
from cx.uploads.proposal import CleaningChoice
from cx.uploads.suggest.yearless import days
from tests.brought import applied, asked, typed

HEADER = "Persona,Need,Kind,Stage,Touchpoint"
ASKED = "round_columns:rounds"


def sheet(columns: str, *cells: str) -> str:
    return f"{HEADER},{columns}\n" + "".join(f"Ana,N{n},gain,S,T{n},{row}\n" for n, row in enumerate(cells))


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("scores 2024.csv", sheet("Score Jan,Score Feb", "3,5", "2,4"), ["2024-01-01", "2024-02-01"]),
        ("file.csv", sheet("Score Jan,Score Feb,Date", "3,5,2023-02-12", "2,4,2023-01-30"), ["2023-01-01", "2023-02-01"]),
        ("umfrage_2024.csv", sheet("Bewertung März,Bewertung Mai", "3,5", "2,4"), ["2024-03-01", "2024-05-01"]),
        ("file 2023.csv", sheet("Score Q1,Score Q3", "3,5", "2,4"), ["2023-01-01", "2023-07-01"]),
        ("file 2025.csv", sheet("Score Nov,Score Jan", "3,5", "2,4"), ["2024-11-01", "2025-01-01"]),
    ],
)
def test_the_year_that_the_file_says_is_proposed_for_its_months(empty: Workspace, name: str, text: str, first: list[str]) -> None:
    plan = typed(empty, text, "sheet", name)
    question = asked(empty, plan)[ASKED]
    assert (list(question.words.values()), question.must_be_said) == (first, False)
    applied(empty, plan)
    assert [day.isoformat() for (day,) in empty.rows("SELECT opened_on FROM rounds ORDER BY 1")] == first


@pytest.mark.parametrize("name", ["file.csv", "2023 and 2024.csv"])
def test_where_nothing_says_the_year_one_answer_says_it(empty: Workspace, name: str) -> None:
    plan = typed(empty, sheet("Score Jan,Score Feb", "3,5", "2,4"), "sheet", name)
    question = asked(empty, plan)[ASKED]
    assert question.must_be_said and "of which year" in question.title
    earlier = list(question.options)[2]
    applied(empty, replace(plan, choices={ASKED: CleaningChoice(earlier)}))
    assert [f"{day}" for (day,) in empty.rows("SELECT opened_on FROM rounds ORDER BY 1")] == [f"{earlier}-01-01", f"{earlier}-02-01"]


def test_no_round_is_proposed_ahead_of_today_and_a_year_ends_between_november_and_february() -> None:
    today = date(2026, 2, 10)
    assert days(["Jan", "Feb"], 0, today) == {"Jan": date(2026, 1, 1), "Feb": date(2026, 2, 1)}
    assert days(["Feb", "Mar"], 0, today) == {"Feb": date(2025, 2, 1), "Mar": date(2025, 3, 1)}
    assert days(["Nov", "Dec", "Jan"], 0, today) == {"Nov": date(2025, 11, 1), "Dec": date(2025, 12, 1), "Jan": date(2026, 1, 1)}
    assert days(["Feb", "Jan"], 2024, today) == {"Feb": date(2024, 2, 1), "Jan": date(2024, 1, 1)}
    assert days(["Jan", "Wave 2"], 2024, today) == {}
