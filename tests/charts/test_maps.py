"""From coverage to places, words and marks on the map."""

from __future__ import annotations

import pandas as pd
import pytest

from cx import words
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage, Scope, compute, coverage
from cx.appearance import look
from cx.charts.cell_words import cell_text, flag_words, rests_on, value_words
from cx.charts.grid import FIELDS, HEADINGS, JOURNEY, Axis, Grid, stages_among
from cx.charts.overview_map import personas_by_stages
from cx.charts.paper import split
from cx.charts.persona_map import needs_by_stages
from cx.charts.touchpoint_map import touchpoints_by_stages
from cx.model import FLAGS, STATE_MEANING
from cx.store import Workspace
from cx.ui.map.heatmap import ROW, twin_table
from cx.ui.shared.selection import place_of, place_text
from tests.sketches import Contact, Stage, add_need, one_need, stages_rated


@pytest.fixture(scope="module")
def answer(sample_workspace: Workspace) -> Coverage:
    """Coverage of the sample."""
    return coverage(sample_workspace)


@pytest.fixture(scope="module")
def known(sample_workspace: Workspace) -> Names:
    """Names of the sample."""
    return names(sample_workspace)


def of_persona(answer: Coverage, known: Names, persona: str, **how) -> Grid:
    cells, needs = answer.cells, answer.needs
    return needs_by_stages(
        cells[cells["persona_id"] == persona], needs[needs["persona_id"] == persona], known.needs, stages_among(known.stages, cells), **how
    )


def map_of(workspace: Workspace, **how) -> Grid:
    """The map of persona p1 of a sketched workspace."""
    return of_persona(coverage(workspace), names(workspace), "p1", **how)


def at(grid: Grid, row: str, column: str) -> dict[str, str]:
    frame = grid.frame.astype(str)
    (found,) = frame[(frame["row"] == row) & (frame["column"] == column)].to_dict("records")
    return found


@pytest.mark.parametrize("persona", ["business", "local", "visitor", "transit"])
def test_every_cell_of_a_persona_is_drawn_once_with_its_state_and_glyph(answer: Coverage, known: Names, persona: str):
    grid = of_persona(answer, known, persona)
    for cell in answer.cells[answer.cells["persona_id"] == persona].to_dict("records"):
        shown = at(grid, cell["need_id"], cell["stage_id"])
        assert (shown["state"], shown["glyph"]) == (cell["state"], STATE_MEANING[cell["state"]].glyph)
        assert shown["said"].startswith(f"{known.needs[cell['need_id']]}, {known.stages[cell['stage_id']]}: {look(cell).word}")


def test_a_place_without_need_is_a_dot_and_a_heading_has_none(answer: Coverage, known: Names):
    grid = of_persona(answer, known, "business")
    frame = grid.frame.astype(str)
    rows = [key for key, _, role in grid.rows.entries if role != "group"]
    assert len(frame) == len(rows) * len(grid.columns.ids)
    dots = frame[frame["state"] == "not_needed"]
    needed = answer.cells[answer.cells["persona_id"] == "business"]
    assert len(dots) == len(rows) * (len(grid.columns.ids) - 1) - len(needed)
    assert not set(frame["row"]) & {key for key, _, role in grid.rows.entries if role == "group"}


def test_kinds_stand_in_groups_mandatory_first_and_assumed_needs_are_marked(answer: Coverage, known: Names):
    grid = of_persona(answer, known, "business")
    assert [label for _, label, role in grid.rows.entries if role == "group"] == ["Mandatory needs", "Gains", "Pains"]
    needs = answer.needs[answer.needs["persona_id"] == "business"]
    assert {key for key, _, role in grid.rows.entries if role == "assumed"} == set(needs[needs["provisional"]]["need_id"])


def test_stages_stand_in_the_order_of_the_journey_which_ends_in_its_total(answer: Coverage, known: Names):
    grid = of_persona(answer, known, "business")
    assert [c for c in grid.columns.ids if c != JOURNEY] == [s for s in known.stages if s in grid.columns.ids]
    assert grid.columns.ids[-1] == JOURNEY


def test_every_persona_has_the_same_columns(answer: Coverage, known: Names):
    columns = {tuple(of_persona(answer, known, persona).columns.ids) for persona in known.personas}
    assert len(columns) == 1
    assert set(columns.pop()) == {*answer.cells["stage_id"], JOURNEY}


def test_on_one_map_needs_stand_under_their_persona_and_kind_and_no_heading_stands_alone(answer: Coverage, known: Names):
    needs = answer.needs[answer.needs["kind"] != "gain"]
    grid = needs_by_stages(answer.cells, needs, known.needs, stages_among(known.stages, answer.cells), personas=known.personas)
    persona, kind, seen = "", "", []
    for key, label, role in grid.rows.entries:
        if role == "persona":
            persona, kind = label, ""
        elif role == "group":
            kind = label
        else:
            seen.append((key, persona, kind))
    expected = {
        n["need_id"]: (known.personas[n["persona_id"]], {"mandatory": "Mandatory needs", "pain": "Pains"}[n["kind"]])
        for n in needs.to_dict("records")
    }
    assert {key: (p, k) for key, p, k in seen} == expected
    assert len(seen) == len(expected), "each need once"
    roles = [role for _, _, role in grid.rows.entries]
    assert all(not (one == "group" and other in HEADINGS) for one, other in zip(roles, [*roles[1:], "persona"], strict=True))
    assert set(grid.frame["row"].astype(str)) == set(expected), "no cell of a need that is not shown"


def test_the_stage_that_decides_is_outlined_until_the_need_is_met(answer: Coverage, known: Names):
    grid = of_persona(answer, known, "business")
    frame = grid.frame.astype(str)
    outlined = set(frame[frame["decides"] == "yes"]["row"])
    needs = answer.needs[answer.needs["persona_id"] == "business"]
    assert outlined == set(needs[needs["state"].isin(["partial", "missed", "no_touchpoint"])]["need_id"])
    for need in needs[needs["need_id"].isin(outlined)].to_dict("records"):
        assert at(grid, need["need_id"], need["weakest_stage"])["decides"] == "yes"


def test_a_value_of_one_expert_has_the_tint_of_its_state_and_a_mark_before_its_number(workspace_of):
    tables = one_need("mandatory", [Stage("s1", [Contact()])])
    place = {"round_id": "r1", "touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1"}
    tables["ratings"] = [{**place, "source": "expert", "rater": "Ana", "value": "3", "scale": "0-4"}]
    workspace = workspace_of(tables)
    shown = at(map_of(workspace), "n1", "s1")
    assert (shown["state"], shown["tone"], shown["text"]) == ("met", "met_tint", "~75%")


def test_a_planned_touchpoint_is_an_arrow_and_a_known_limit_is_printed(workspace_of):
    tables = one_need("mandatory", [Stage("s1", [Contact(0.9, status="planned")])])
    add_need(tables, "n2", "mandatory", [Stage("s1", [Contact(0.6), Contact()])])
    grid = map_of(workspace_of(tables))
    assert (at(grid, "n1", "s1")["state"], at(grid, "n1", "s1")["text"]) == ("no_touchpoint", "→")
    assert (at(grid, "n2", "s1")["state"], at(grid, "n2", "s1")["text"]) == ("not_assessed", "≤ 60%")


def test_a_hidden_failure_is_marked_in_the_cell(workspace_of):
    tables = one_need("mandatory", [Stage("s1", [Contact(0.9, "A", "0.7"), Contact(0.4, "A", "0.3"), Contact(0.8)])])
    shown = at(map_of(workspace_of(tables)), "n1", "s1")
    assert (shown["state"], shown["text"], shown["mark"], shown["Remarks"]) == ("met", "75%", "!", "hidden failure")


def test_a_need_without_stage_has_a_journey_cell_only(workspace_of):
    tables = one_need("mandatory", stages_rated(0.9))
    add_need(tables, "n2", "mandatory", [])
    grid = map_of(workspace_of(tables))
    assert at(grid, "n2", JOURNEY)["state"] == "not_assessed"
    assert at(grid, "n2", JOURNEY)["Rests on"] == "no stage recorded"
    assert at(grid, "n2", "s1")["state"] == "not_needed"


def test_the_worst_state_stands_for_a_stage_of_a_persona_and_its_cell_counts(answer: Coverage, known: Names):
    grid = personas_by_stages(answer.persona_stages, answer.personas, known.needs, known.stages)
    worst = ("missed", "no_touchpoint", "partial", "not_assessed", "met")
    mandatory = answer.cells[answer.cells["kind"] == "mandatory"]
    for (persona, stage), cells in mandatory.groupby(["persona_id", "stage_id"]):
        shown, states = at(grid, persona, stage), set(cells["state"])
        assert shown["text"] == f"{(cells['state'] == 'met').sum()} of {len(cells)}"
        assert shown["state"] in states
        if states <= {"met", "partial", "missed"}:
            assert shown["state"] == next(s for s in worst if s in states)


def test_a_persona_without_mandatory_needs_is_a_row_of_dots_and_shifts_no_other_row(workspace_of):
    tables = one_need("mandatory", stages_rated(0.9))
    tables["personas"].insert(0, {"persona_id": "a0", "name": "Only gains"})
    tables["needs"].append({"need_id": "n0", "persona_id": "a0", "kind": "gain", "statement": "Nice"})
    workspace = workspace_of(tables)
    answer, known = coverage(workspace), names(workspace)
    grid = personas_by_stages(answer.persona_stages, answer.personas, known.needs, known.stages)
    assert set(grid.frame[grid.frame["row"] == "a0"]["state"]) == {"not_needed"}
    table = twin_table(grid)
    assert table.index.tolist() == [key for key, _, _ in grid.rows.entries] == ["a0", "p1"]
    assert table.loc["p1", "s1"] == "● 1 of 1"


def test_behind_a_need_stand_its_live_touchpoints_under_the_value_of_each_stage(answer: Coverage, known: Names):
    cells = answer.cells[answer.cells["need_id"] == "business-clean"]
    links = answer.frame("SELECT * FROM link WHERE need_id = 'business-clean' ORDER BY stage_id, touchpoint_id")
    grid = touchpoints_by_stages(links, cells, known.touchpoints, known.stages)
    assert grid.rows.entries[0] == (JOURNEY, "The stage as a whole", "total")
    assert set(grid.rows.ids[1:]) == set(links[links["live"]]["touchpoint_id"])
    for cell in cells.to_dict("records"):
        assert at(grid, JOURNEY, cell["stage_id"])["text"] == cell_text(cell)
        deciding = {r for r in grid.rows.ids if r != JOURNEY and at(grid, r, cell["stage_id"])["decides"] == "yes"}
        assert deciding == set(cell["touchpoints"])


def test_the_table_says_what_the_map_shows_even_where_stages_share_a_name(workspace_of):
    tables = one_need("mandatory", stages_rated(0.9, 0.6, "none"))
    for stage, name in zip(tables["stages"], ("Need", "Need", "Journey"), strict=True):
        stage["name"] = name
    table = twin_table(map_of(workspace_of(tables)))
    assert table.columns.tolist() == [ROW, "s1", "s2", "s3", JOURNEY]
    assert table.loc["n1"].tolist() == ["Can do it", "● 90%", "◐ 60%", "∅ no touchpoint", "∅ no touchpoint"]


def test_a_stage_may_be_called_journey(workspace_of):
    tables = one_need("mandatory", [Stage("journey", [Contact(0.9)])])
    grid = map_of(workspace_of(tables))
    assert grid.columns.ids == ["journey", JOURNEY]
    assert twin_table(grid).loc["n1"].tolist()[1:] == ["● 90%", "● 90%"]


def test_the_frame_has_exactly_the_fields_that_the_map_draws(answer: Coverage, known: Names):
    frame = of_persona(answer, known, "local").frame
    assert tuple(frame.columns) == FIELDS
    assert all(isinstance(kind, pd.CategoricalDtype) for kind in frame.dtypes)


def test_a_map_of_nothing_is_an_empty_frame(answer: Coverage, known: Names):
    grid = of_persona(answer, known, "nobody")
    assert grid.frame.empty
    assert grid.rows == Axis(())


def test_every_phrase_of_a_cell_agrees_with_its_numbers(answer: Coverage):
    for cell in answer.cells.to_dict("records"):
        said = value_words(cell)
        assert f"target {words.percent(cell['target'])}" in said
        if cell["state"] in ("met", "partial", "missed"):
            assert said.startswith(words.percent(cell["fulfilment"], cell["target"], cell["adequate"]))
            assert "answer" in rests_on(cell)
            assert f"{int(cell['n']):,}" in rests_on(cell)
        if cell["state"] == "no_touchpoint":
            assert said.startswith("nothing live serves it")
            assert rests_on(cell) == "no rating"


def test_every_remark_has_its_words():
    assert flag_words(f.word for f in FLAGS) == ", ".join(f.label for f in FLAGS)
    assert flag_words(()) == ""


@pytest.mark.parametrize("place", [("a", "b"), ("a~b", "c~d"), ("%7E", "100%"), ("ä b", JOURNEY), ("~", "%")])
def test_a_place_comes_back_from_the_address_as_it_went(place: tuple[str, str]):
    assert place_of(place_text(place)) == place
    assert place_text(place).count("~") == 1


@pytest.mark.parametrize("text", ["", "~", "a", "a~", "~b"])
def test_an_address_that_names_no_place_is_none(text: str):
    assert place_of(text) is None


def test_a_long_map_is_split_for_paper_and_no_heading_stands_alone():
    entries = [
        ("§a", "Mandatory needs", "group"),
        *((f"a{i}", f"A{i}", "") for i in range(9)),
        ("§b", "Gains", "group"),
        *((f"b{i}", f"B{i}", "") for i in range(3)),
    ]
    frame = pd.DataFrame({"row": [key for key, _, _ in entries], "value": range(len(entries))})
    pages = split(Grid(Axis(tuple(entries)), Axis(()), frame), 5)
    listed = [[key for key, _, _ in page.rows.entries] for page in pages]
    assert all(len(page) <= 5 and page[0].startswith("§") and not page[-1].startswith("§") for page in listed)
    assert [key for page in listed for key in page if not key.startswith("§")] == [key for key, _, role in entries if role != "group"]
    assert [page.frame["row"].tolist() for page in pages] == listed
    assert split(pages[0], 5) == [pages[0]]


def test_a_stage_that_is_out_of_reach_looks_as_its_cells_do(workspace_of) -> None:
    """One of two touchpoints is at 70 %, the other unrated: whatever is found out, the stage falls short."""
    tables = one_need("mandatory", [Stage("s1", [Contact(0.7), Contact()])])
    answer = compute(workspace_of(tables), Scope())
    grid = personas_by_stages(answer.persona_stages, answer.personas, {}, {"s1": "Buy"})
    for column in ("s1", JOURNEY):
        cell = at(grid, "p1", column)
        assert (cell["state"], cell["tone"], cell["State"]) == ("not_assessed", "partial_tint", "Not met whatever is found out")
        assert "1 not met whatever is found out" in cell["Value"]
