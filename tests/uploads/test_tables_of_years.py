"""Two tables of two times in one sheet are two tables: the time above each is proposed as its round, and neither replaces the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.rows import Change
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.prepare import prepare, write
from cx.uploads.proposals import proposals
from cx.uploads.second_wave import round_for
from tests.workbooks import book

HEAD = "Persona,Need,Kind,Stage,Touchpoint,Score (1-5)"
FIRST = "Ana,Find it,gain,Look,Web,3\nAna,Pay it,gain,Pay,Till,2\n"
SECOND = "Ana,Find it,gain,Look,Web,5\nAna,Pay it,gain,Pay,Till,4\n"


def beside(earlier: str, later: str, gap: str = ",") -> str:
    """The tables side by side, each below its title."""
    pairs = zip(FIRST.splitlines(), SECOND.splitlines(), strict=True)
    rows = "".join(f"{one}{gap}{other}\n" for one, other in pairs)
    return f"{earlier},,,,,{gap}{later},,,,,\n{HEAD}{gap}{HEAD}\n{rows}"


def below(earlier: str, later: str, between: str = ",,,,,\n", under: str = "") -> str:
    """The tables below one another, each below its title."""
    return f"{earlier},,,,,\n{under}{HEAD}\n{FIRST}{between}{later},,,,,\n{under}{HEAD}\n{SECOND}"


def tables(content: str | bytes) -> list[TextTable]:
    found, issues = read_upload(
        "scores.csv" if isinstance(content, str) else "scores.xlsx", content.encode() if isinstance(content, str) else content
    )
    assert not issues
    return found


def plan(workspace: Workspace, table: TextTable) -> UploadPlan:
    """Everything as the page proposes it."""
    begun = start(workspace, table, readings(workspace, table)[0])
    return replace(begun, defaults=replace(begun.defaults, round_id=round_for(workspace, begun)))


SHEETS = {
    "side by side": (beside("2023", "2024", ",,"), "2023", "2024"),
    "side by side without a gap": (beside("2023", "2024"), "2023", "2024"),
    "below one another": (below("2023", "2024"), "2023", "2024"),
    "below one another without a blank row": (below("Results 2023", "Results 2024", ""), "2023", "2024"),
    "titles above a blank row": (below("Survey Q1 2024", "Survey Q2 2024", under=",,,,,\n"), "Q1 2024", "Q2 2024"),
    "waves": (below("Wave 1", "Wave 2", ""), "Wave 1", "Wave 2"),
    "German months": (below("Bewertung März 2024", "Bewertung Mai 2024", ""), "März 2024", "Mai 2024"),
    "before and after": (below("Before", "After"), "Before", "After"),
    "German words, the later one first in the alphabet": (below("Bewertung vorher", "Bewertung nachher", ""), "vorher", "nachher"),
    "old and new, below a blank row": (below("Alt", "Neu", under=",,,,,\n"), "Alt", "Neu"),
    "a pilot and its rollout, side by side": (beside("Pilot", "Rollout", ",,"), "Pilot", "Rollout"),
    "two sheets": (
        book([["Read me"]], Before=[row.split(",") for row in (HEAD, *FIRST.splitlines())], After=[row.split(",") for row in (HEAD, *SECOND.splitlines())]),
        "Before",
        "After",
    ),
    "a workbook with merged titles": (
        book(

            [["2023", *[""] * 5, "2024", *[""] * 5], HEAD.split(",") * 2, *[[*a.split(","), *b.split(",")] for a, b in zip(FIRST.splitlines(), SECOND.splitlines(), strict=True)]],
            merged=("A1:F1", "G1:L1"),
        ),
        "2023",
        "2024",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", SHEETS)
def test_each_table_of_a_year_is_one_of_its_own_and_its_year_is_the_round_that_is_proposed(empty: Workspace, form: str) -> None:
    content, earlier, later = SHEETS[form]
    plans = [one for one in (plan(empty, table) for table in tables(content)) if "score" in one.mapping.values()]
    assert [(one.defaults.round_id, one.table.row_count) for one in plans] == [(earlier, 2), (later, 2)]
    with empty.transaction() as cursor:
        write(empty, plans, cursor, Change("tester", "upload", "scores"))
    stored = empty.rows("SELECT rounds.name, value FROM ratings JOIN rounds USING (round_id) ORDER BY opened_on, round_id, touchpoint_id")
    assert stored == [(earlier, 2.0), (earlier, 3.0), (later, 4.0), (later, 5.0)]


def test_where_a_person_says_that_both_are_of_one_round_the_second_is_refused_and_replaces_nothing(empty: Workspace) -> None:
    plans = [plan(empty, table) for table in tables(SHEETS["below one another"][0])]
    plans[1] = replace(plans[1], defaults=replace(plans[1].defaults, round_id="2023"))
    with empty.dry_run() as cursor:
        found = prepare(empty, plans, cursor)
    assert len([one for one in found.issues if one.is_error]) >= 2


@pytest.mark.parametrize("title", ["Web shop", "Branches of the north"])
def test_titles_that_name_no_time_divide_no_table(title: str) -> None:
    (table,) = tables(below("Branch", title, ""))
    assert (table.title, table.row_count) == ("", 5)


def test_quarters_without_a_year_above_the_tables_are_asked_about_once_for_both(empty: Workspace) -> None:
    plans = [plan(empty, table) for table in tables(below("Q4", "Q1"))]
    first, second = ([p for p in proposals(one, name_index(empty)) if p.kind == "rounds"] for one in plans)
    assert not second
    assert first[0].must_be_said
    assert first[0].words["Q4"] < first[0].words["Q1"]


def test_before_and_after_something_else_divide_no_table() -> None:
    others = SECOND.replace("Find it", "Leave").replace("Pay it", "Come back").replace("Web", "Door")
    (table,) = tables(below("Before", "After", "").replace(SECOND, others))
    assert (table.title, table.row_count, table.times) == ("", 5, ())


@pytest.mark.parametrize(("earlier", "later"), [("Before", "After"), ("2023", "2024")])
def test_grids_of_two_times_are_two_grids(empty: Workspace, earlier: str, later: str) -> None:
    grid = "Need,Web,Till\nFind it,{},4\nPay it,2,{}\n"
    both = [plan(empty, table) for table in tables(f"{earlier},,\n{grid.format(3, 1)}{later},,\n{grid.format(5, 3)}")]
    assert [(one.shape.name, one.defaults.round_id) for one in both] == [("matrix", earlier), ("matrix", later)]


def test_a_remark_below_a_table_is_no_title_of_the_next_one() -> None:
    one, other = tables(f"2023,,,,,\n{HEAD}\n{FIRST}* collected in May 2023,,,,,\n,,,,,\n{HEAD}\n{SECOND}")
    assert (one.title, other.title) == ("2023", "")
    assert one.row_count == 2
