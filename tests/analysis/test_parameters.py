"""Every parameter that coverage reads does what its sentence says; a value that makes no sense is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cx.analysis.coverage import Coverage, Scope, compute, coverage
from cx.analysis.parameters import changed_parameters, parameters
from cx.changes.load import load
from cx.changes.parameters import set_parameters
from cx.errors import InvalidData
from cx.model import COVERAGE_PARAMETERS, PARAMETERS
from cx.store import Workspace
from tests.conftest import loaded
from tests.oracle import Tables
from tests.side_by_side import TODAY, side_by_side
from tests.sketches import behaviour, expert, one_need, rated_link, stages_rated, survey


def disputed_panels() -> Tables:
    """Ten panels of two, whose alpha is 0.74 or so: tentative."""
    tables = rated_link("gain", [])
    scores = {
        f"{name}{copy}": pair for copy in "12" for name, pair in {"a": (0, 0), "b": (4, 4), "c": (2, 3), "d": (1, 0), "e": (3, 2)}.items()
    }
    tables["touchpoints"], tables["links"] = [], []
    for name, pair in scores.items():
        tables["touchpoints"].append({"touchpoint_id": name, "name": name, "channel": "web"})
        link = {"touchpoint_id": name, "stage_id": "s1", "need_id": "n1"}
        tables["links"].append(link)
        rows = [link | {"round_id": "r1"} | expert(rater, score) for rater, score in zip("xy", pair, strict=True)]
        tables["ratings"] += rows
    return tables


# parameter, value, what is looked at, column, before, after
CASES: list[tuple[str, str, Tables, str, object, object]] = [
    ("adequate", "0.65", rated_link("gain", [behaviour(0.6)]), "state", "partial", "missed"),
    ("target", "0.6", rated_link("gain", [behaviour(0.6)]), "state", "partial", "met"),
    ("n_suppress", "10", rated_link("gain", [survey(9, None, 0.6)]), "flags", (), ("suppressed",)),
    ("n_report", "20", rated_link("gain", [survey(20, None, 0.6)]), "evidence", "qualitative", "measured"),
    ("width_max", "0.2", rated_link("mandatory", [survey(40, 20)]), "precision", "reportable", "imprecise"),
    ("perception_gap", "0.4", rated_link("gain", [behaviour(0.4), expert("ann", 3)]), "flags", ("perception_gap+",), ()),
    ("max_age", "3", rated_link("gain", [survey(40, None, 0.6, rated_on="2025-03-01")]), "evidence", "measured", "qualitative"),
    ("alpha_tentative", "0.9", disputed_panels(), "evidence", "indirect", "assumption"),
    ("survey_stat", "mean", rated_link("mandatory", [survey(40, 40, 0.6)]), "fulfilment", 1.0, 0.6),
    ("survey_stat", "met_share", rated_link("gain", [survey(40, 40, 0.6)]), "fulfilment", 0.6, 1.0),
    ("gain_rule", "diminishing", one_need("gain", stages_rated(0.6, 0.5, 0.2)), "need fulfilment", 0.6, 0.715),
]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Coverage]]:
    """Every case in a part of its own, and the coverage under the defaults."""
    parts = {f"c{number:02}": case[2] for number, case in enumerate(CASES)}
    workspace = loaded(side_by_side(parts, one_need("gain", [])).whole, tmp_path_factory.mktemp("cases"))
    yield workspace, compute(workspace, Scope(today=TODAY))
    workspace.close()


def looked_at(answer: Coverage, part: str, column: str) -> object:
    """A cell of the part's first row; `need` before the column asks at the level of needs."""
    frame = answer.needs if column.startswith("need ") else answer.cells
    return frame[frame["need_id"] == f"{part}-n1"].iloc[0][column.removeprefix("need ")]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_a_parameter_changes_what_it_says(number: int, cases: tuple[Workspace, Coverage]) -> None:
    name, value, _, column, before, after = CASES[number]
    workspace, by_default = cases
    assert looked_at(by_default, f"c{number:02}", column) == before
    with workspace.transaction() as cursor:
        cursor.execute("INSERT INTO parameters VALUES (?, ?)", [name, value])
    changed = compute(workspace, Scope(today=TODAY))
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM parameters")
    assert looked_at(changed, f"c{number:02}", column) == pytest.approx(after)


def test_the_weight_of_further_stages_is_a_parameter(workspace_of: Callable[[Tables], Workspace]) -> None:
    found = {}
    for delta in ("0", "0.5", "1"):
        given = {"gain_rule": "diminishing", "delta": delta}
        workspace = workspace_of(one_need("gain", stages_rated(0.6, 0.5), given))
        found[delta] = compute(workspace, Scope(today=TODAY)).needs["fulfilment"][0]
    assert found == pytest.approx({"0": 0.6, "0.5": 1 - 0.4 * 0.75, "1": 1 - 0.4 * 0.5})


def test_every_parameter_of_coverage_is_tried_here() -> None:
    # met_cut is applied where answers become ratings, delta under the rule "diminishing" above.
    assert {case[0] for case in CASES} | {"met_cut", "delta"} == set(COVERAGE_PARAMETERS)


def test_a_workspace_starts_with_the_defaults(empty_workspace: Workspace) -> None:
    assert parameters(empty_workspace) == {p.name: p.default for p in PARAMETERS}
    assert changed_parameters(empty_workspace) == {}


def test_only_what_differs_from_the_default_is_stored(empty_workspace: Workspace) -> None:
    set_parameters(empty_workspace, {"target": 0.8, "seed": 7, "gain_rule": "max", "delta": 1 / 3}, who="ann")
    assert changed_parameters(empty_workspace) == {"target": 0.8, "seed": 7, "delta": 1 / 3}
    assert len(empty_workspace.rows("SELECT * FROM parameters")) == 3
    assert empty_workspace.rows("SELECT who, action FROM audit_log") == [("ann", "parameters")]
    set_parameters(empty_workspace, {"target": 0.75, "seed": 20_240_501, "delta": 0.5})
    assert empty_workspace.rows("SELECT * FROM parameters") == []


def test_a_stored_parameter_has_the_type_of_its_default(workspace_of) -> None:
    given = parameters(workspace_of({"parameters": [{"name": "m", "value": "3"}, {"name": "n_report", "value": "20"}]}))
    assert (given["m"], type(given["m"])) == (3.0, float)
    assert (given["n_report"], type(given["n_report"])) == (20, int)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"speed": 1}, "unknown_parameter"),
        ({"target": 1.5}, "out_of_range"),
        ({"target": float("nan")}, "out_of_range"),
        ({"delta": "half"}, "not_a_number"),
        ({"max_age": 1.5}, "not_an_integer"),
        ({"gain_rule": "sum"}, "not_allowed"),
        ({"adequate": 0.9}, "adequate_above_target"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(values: dict, code: str, empty_workspace: Workspace) -> None:
    with pytest.raises(InvalidData) as refused:
        set_parameters(empty_workspace, values | {"draws": 500})
    assert {one.code for one in refused.value.issues} == {code}
    assert changed_parameters(empty_workspace) == {}


def test_a_new_target_is_refused_where_a_need_asks_for_more(workspace_of) -> None:
    tables = one_need("gain", [])
    tables["needs"][0]["adequate"] = "0.7"
    workspace = workspace_of(tables)
    with pytest.raises(InvalidData) as refused:
        set_parameters(workspace, {"target": 0.6})
    assert [(one.code, one.file, one.value) for one in refused.value.issues] == [("adequate_above_target", "needs.csv", "n1")]


def test_changing_a_parameter_changes_the_next_answer(workspace_of, folder_of) -> None:
    workspace = workspace_of(rated_link("gain", [behaviour(0.6)]))
    assert coverage(workspace).cells["state"][0] == "partial"
    load(workspace, [folder_of({"parameters": [{"name": "target", "value": "0.6"}]})])
    assert coverage(workspace).cells["state"][0] == "met"
