"""Questions for machines: every one answers with the columns that it names, as the commands do, and gives nobody away."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.analysis.coverage import COLUMNS
from cx.analysis.portfolio import draws
from cx.analysis.scenarios.scenario import Scenario
from cx.changes.scenarios import keep_scenario
from cx.errors import JourneyError, UnknownScope, UsageError
from cx.questions.glossary import meaning_of
from cx.questions.registry import QUESTIONS
from cx.questions.reply import ask, catalogue
from cx.store import Workspace, open_workspace
from tests.laying import laid, lay
from tests.oracle import Row, Tables
from tests.side_by_side import markets_of, random_neighbours
from tests.sketches import a_row_in_every_table, rated_link, survey

WHAT_IF = ("scenario", "scenario-needs")
"""Questions about what somebody thought of, which no sample holds."""
OF_MONEY = ("best-set", "budget-frontier", "near-best-sets", "wish-prices", "core-index")
"""What takes a solver, and has a test of its own."""


def test_the_list_says_of_every_question_what_it_is_asked_with_and_what_its_columns_mean() -> None:
    listed = catalogue()["questions"]
    assert [one["name"] for one in listed] == list(QUESTIONS)
    for question in QUESTIONS.values():
        assert all(meaning_of(question, column).endswith(".") for column in question.columns), question.name
    (evidence,) = (one for one in listed if one["name"] == "evidence")
    assert [o["name"] for o in evidence["options"] if o["required"]] == ["need", "stage"]


@pytest.mark.parametrize("seed", range(2))
def test_an_answer_says_what_the_second_implementation_says_in_random_scopes(seed: int) -> None:
    drawn = random.Random(seed)
    neighbours = next(iter(random_neighbours(range(900 + 6 * seed, 906 + 6 * seed), size=6)))
    workspace = laid(neighbours.whole)
    round_id = drawn.choice(neighbours.whole["rounds"])["round_id"]
    market, without = drawn.choice([None, *markets_of(neighbours.whole)]), drawn.random() < 0.5
    given = {"round": round_id, "without_assumptions": str(without).lower()} | ({"market": market} if market else {})
    expected = neighbours.expected(round_id=round_id, market=market, without_assumptions=without, today=date.today())
    for level, name in (("cell", "coverage"), ("need", "coverage-needs"), ("persona", "coverage-personas")):
        rows = ask(workspace, name, given).plain()["rows"]
        assert len(rows) == len(expected[level])
        for row, wanted in zip(rows, expected[level], strict=True):
            for column in COLUMNS[level]:
                found, right = row[column], wanted[column]
                found = tuple(found) if isinstance(found, list) else found
                close = isinstance(found, float) and isinstance(right, (int, float)) and abs(found - right) < 1e-9
                assert close or found == right or (found is None and right in (None, "")), (name, column, found, right)
    workspace.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A random workspace as a file."""
    path = tmp_path_factory.mktemp("asked") / "w.duckdb"
    workspace = open_workspace(path)
    neighbours = next(iter(random_neighbours(range(950, 954), size=4)))
    lay(workspace, neighbours.whole)
    return str(path)  # it stays open until a command closes it


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command: exit status, what it says, what it complains of."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return command


def test_the_command_says_what_the_older_command_says_row_by_row(said, database: str) -> None:
    status, answer, err = said("ask", "shortfalls", "--database", database)
    assert (status, err) == (0, "")
    _, text, _ = said("ask", "shortfalls", "--database", database, "--format", "csv", "--limit", "2")
    table = list(csv.DictReader(io.StringIO(text)))
    assert (len(table), tuple(table[0])) == (2, QUESTIONS["shortfalls"].columns)
    _, before, _ = said("shortfalls", "--database", database, "--format", "json")
    rows, wanted = json.loads(answer)["rows"], json.loads(before)
    assert len(rows) == len(wanted) > 0
    for row, of_old in zip(rows, wanted, strict=True):
        assert {c: ";".join(v) if isinstance(v := row[c], list) else v for c in of_old} == of_old


def test_rows_come_a_few_at_a_time_and_one_persona_alone(sample_workspace: Workspace) -> None:
    whole = ask(sample_workspace, "coverage", {}).plain()["rows"]
    parts: list[Row] = []
    offset: int | None = 0
    while offset is not None:
        reply = ask(sample_workspace, "coverage", {"offset": str(offset)}, most=20).plain()
        parts += reply["rows"]
        offset = reply["next_offset"]
    assert parts == whole
    own = ask(sample_workspace, "coverage", {"persona": "transit"}).plain()["rows"]
    assert own == [row for row in whole if row["persona_id"] == "transit"] != []


@pytest.mark.parametrize(
    ("name", "given", "kind", "says"),
    [
        ("debts", {}, UsageError, "There is no question “debts”. Alike: debt"),
        ("debt", {"need": "x"}, UsageError, "“debt” is not asked with “need”. It takes: round, market"),
        ("coverage", {"persona": "nobody"}, UnknownScope, "There is no persona “nobody” in view. There are: business,"),
        ("coverage", {"round": "1999"}, UnknownScope, "There is no round “1999”. Rounds: 2016, 2017."),
        ("coverage", {"limit": "-1"}, UsageError, "“limit” is a number of rows"),
        ("coverage", {"without_assumptions": "yes"}, UsageError, "“without_assumptions” is one of true, false"),
        ("evidence", {"need": "business-arrive"}, UsageError, "“evidence” needs stage"),
        ("evidence", {"need": "business-arrive", "stage": "wait"}, UnknownScope, "It arises at: get-here."),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_can(
    name: str, given: dict[str, str], kind: type[JourneyError], says: str, sample_workspace: Workspace
) -> None:
    with pytest.raises(kind) as told:
        ask(sample_workspace, name, given)
    assert says in str(told.value)


SECRET = "zq7secret"
KEPT_BACK = {
    "interviews": ("participant",),
    "findings": ("quote",),
    "ratings": ("rater", "note"),
    "decisions": ("workshop_id", "content_hash", "rationale", "dissent", "options_considered"),
    "scores": ("workshop_id", "voter"),
    "ballots": ("workshop_id", "topic", "option_id", "voter", "label"),
    "themes": ("definition", "example"),
    "causes": ("note",),
}
"""What no answer holds: who somebody is, what they said in which words, what a room said of itself."""


def secretive() -> Tables:
    """A row in every table, with a secret wherever no answer may have one."""
    tables = a_row_in_every_table()
    for table, columns in KEPT_BACK.items():
        for number, row in enumerate(tables[table]):
            row |= {column: f"{SECRET} {table} {column} {number}" for column in columns}
    return tables


def test_every_answer_has_its_columns_and_never_says_who_somebody_is_or_in_which_words_they_spoke(
    workspace_of: Callable[[Tables], Workspace],
) -> None:
    workspace = workspace_of(secretive())
    cell = ask(workspace, "coverage", {}).plain()["rows"][0]
    for question in (q for q in QUESTIONS.values() if q.name not in (*WHAT_IF, *OF_MONEY)):
        given = {name: cell["round_id" if name == "other" else f"{name}_id"] for name in question.required}
        text = ask(workspace, question.name, given).as_json()
        reply = json.loads(text)
        assert SECRET not in text, question.name
        assert (reply["version"], reply["question"], reply["total"]) == (1, question.name, len(reply["rows"]))
        assert all(tuple(row) == question.columns for row in reply["rows"]), question.name
        assert reply["scope"].get("round_id") == (cell["round_id"] if question.scope else None)


def test_an_empty_workspace_answers_every_question_with_nothing(empty_workspace: Workspace) -> None:
    for question in QUESTIONS.values():
        if not question.required and question.name not in ("parameters", "threshold-sensitivity", "budget-frontier", "near-best-sets"):
            assert ask(empty_workspace, question.name, {}).plain()["rows"] == [], question.name


def test_a_scenario_is_projected_from_the_round_that_it_starts_from(workspace_of: Callable[[Tables], Workspace]) -> None:
    tables = rated_link("mandatory", [survey(150, 140)])
    tables["rounds"].append({"round_id": "r2", "name": "Second", "opened_on": "2026-01-01"})
    workspace = workspace_of(tables)
    with pytest.raises(UnknownScope, match="There is no scenario “w”. There is none yet."):
        ask(workspace, "scenario", {"scenario": "w"})
    own = keep_scenario(workspace, Scenario("Without it", removed=("n1-s1-0",), round_id="r1"))
    (listed,) = ask(workspace, "scenarios", {}).plain()["rows"]
    assert (listed["scenario_id"], listed["removed"], listed["archived"]) == (own, ["n1-s1-0"], False)
    reply = ask(workspace, "scenario", {"scenario": own}).plain()
    assert (reply["scope"]["round_id"], [(row["state"], row["projected"]) for row in reply["rows"]]) == ("r1", [("no_touchpoint", True)])
    assert [row["state"] for row in ask(workspace, "scenario-needs", {"scenario": own}).plain()["rows"]] == ["no_touchpoint"]
    assert ask(workspace, "scenario", {"scenario": own, "round": "r2"}).plain()["scope"]["round_id"] == "r2"


def test_the_best_set_for_a_budget_says_why_the_others_are_not_in_it(sample_workspace: Workspace) -> None:
    dots = ask(sample_workspace, "budget-frontier", {}).plain()["rows"]
    assert [dot["cost"] for dot in dots] == sorted(dot["cost"] for dot in dots)
    dot = dots[len(dots) // 2]
    assert [tuple(row) for row in dots[:1]] == [QUESTIONS["budget-frontier"].columns]
    rows = ask(sample_workspace, "best-set", {"budget": f"{dot['cost']:.2f}"}).plain()["rows"]
    assert sum(row["cost"] for row in rows if row["chosen"]) <= dot["cost"]
    assert all((row["why_not"] is None) == row["chosen"] for row in rows) and len(rows) > 3
    near = ask(sample_workspace, "near-best-sets", {"budget": f"{dot['cost']:.2f}"}).plain()["rows"]
    assert near[0] == {"rank": 1, **dot} and all(row["closed_weight"] <= dot["closed_weight"] for row in near)
    banned = {"budget": f"{dot['cost']:.2f}", "banned": dot["improvements"][0]}
    (price,) = ask(sample_workspace, "wish-prices", banned).plain()["rows"]
    assert (price["wish"], price["cost_without"], price["closed_weight_without"]) == ("banned", dot["cost"], dot["closed_weight"])
    assert price["closed_weight"] == ask(sample_workspace, "near-best-sets", banned).plain()["rows"][0]["closed_weight"]
    with pytest.raises(UsageError, match="The smallest budget for all pins is"):
        ask(sample_workspace, "best-set", {"budget": "0", "pinned": dot["improvements"][0]})
    with pytest.raises(UnknownScope, match="There is no improvement “x” to choose from. There are: "):
        ask(sample_workspace, "core-index", {"pinned": "x"})
    with pytest.raises(UsageError, match="“budget” is a sum"):
        ask(sample_workspace, "best-set", {"budget": "-1"})


def test_an_improvement_that_is_chosen_in_every_draw_is_core_and_one_that_does_nothing_is_out(
    workspace_of: Callable[[Tables], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draws, "DRAWS", 20)
    tables = rated_link("mandatory", [survey(150, 60)])
    tables["improvements"] = [{"improvement_id": one, "name": one, "cost": "1"} for one in ("repair", "paint")]
    at = {"touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1", "effect": "set_to"}
    tables["improvement_effects"] = [at | {"improvement_id": one, "value": value} for one, value in (("repair", "0.9"), ("paint", "0.1"))]
    rows = ask(workspace_of(tables), "core-index", {"budget": "2"}).plain()["rows"]
    told = [(row["improvement_id"], row["chosen"], row["share_of_draws"], row["core"]) for row in rows]
    assert told == [("paint", False, 0.0, "out"), ("repair", True, 1.0, "core")]
    assert {row["draws"] for row in rows} == {20}


def test_the_list_needs_no_workspace_and_an_answer_does(said, tmp_path: Path) -> None:
    status, listed, _ = said("ask", "--list", "--format", "json")
    assert (status, len(json.loads(listed)["questions"])) == (0, len(QUESTIONS))
    status, _, err = said("ask", "coverage", "--database", str(tmp_path / "none.duckdb"))
    assert status == 1, "as every other command says it"
    assert err.startswith("There is no workspace")
