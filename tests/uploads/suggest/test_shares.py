"""Shares stay shares; counts and words become shares once a person says of how many, and what each is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from cx.analysis.coverage import Scope, compute
from cx.analysis.shortfalls import compute as list_of
from cx.changes.write import write_rows
from cx.store import Workspace
from cx.uploads.proposal import KEEP, CleaningChoice
from tests import oracle
from tests.brought import applied, applied_without_refused, asked, prepared, refused, scores, typed
from tests.oracle import Tables
from tests.side_by_side import TODAY

RATED = "Persona,Need,Kind,Stage,Touchpoint,{heading}\n"
NEEDS = "Persona,Need,Kind,Importance\n"


def rated(heading: str, *values: str) -> str:
    """A need and a touchpoint for each score."""
    return RATED.format(heading=heading) + "".join(f'Client,Need {n},mandatory,Ask,Place {n},"{value}"\n' for n, value in enumerate(values))


def weighed(*values: str) -> str:
    """A need for each importance."""
    return NEEDS + "".join(f"Resident,Need {n},mandatory,{value}\n" for n, value in enumerate(values))


def importance(workspace: Workspace) -> list[float | None]:
    """The stored importance of each need."""
    return [r[0] for r in workspace.rows("SELECT importance FROM needs ORDER BY need_id")]


@pytest.mark.parametrize(
    ("heading", "values"),
    [("Performance", ("0.97", "0.86", "1.04", "0")), ("Score", ("0,91", "0,4", "1,2")), ("Rating", (".5", ".7", "1", "1.01"))],
)
def test_a_share_slightly_above_one_does_not_make_a_longer_scale_of_the_others(
    empty: Workspace, heading: str, values: tuple[str, ...]
) -> None:
    plan = typed(empty, rated(heading, *values), "sheet")
    offered = asked(empty, plan)
    above = max(values, key=lambda v: float(v.replace(",", ".")))
    assert offered["scale"].proposed == "0-1" and "lies above 1, so check" in offered["scale"].title
    assert offered[f"{heading}:above"].proposed == KEEP
    assert [(code, value) for code, _, _, value in refused(prepared(empty, plan))] == [("value_off_scale", above)]
    applied_without_refused(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == sorted(float(v.replace(",", ".")) for v in values if v != above)
    applied(empty, replace(plan, choices={f"{heading}:above": CleaningChoice("map")}))
    assert max(s[2] for s in scores(empty)) == 1 and len(scores(empty)) == len(values)


def test_scores_on_a_longer_scale_stay_on_it(empty: Workspace) -> None:
    for values in (("0", "1", "3", "4"), ("0.5", "1.5", "2.5"), ("1", "2", "4")):
        assert asked(empty, typed(empty, rated("Score", *values), "sheet"))["scale"].proposed != "0-1"


@pytest.mark.parametrize(("values", "largest"), [(("412", "305", "98"), 412), (("41", "30", "9"), 41), (("1204", "3", "0"), 1204)])
def test_counts_become_importance_once_a_person_says_of_how_many(empty: Workspace, values: tuple[str, ...], largest: int) -> None:
    plan = typed(empty, weighed(*values), "needs")
    question = asked(empty, plan)["Importance:share_of"]
    assert question.proposed == KEEP and "What is 1?" in question.title
    assert {f[0] for f in refused(prepared(empty, plan))} == {"out_of_range"}
    applied(empty, replace(plan, choices={"Importance:share_of": CleaningChoice(f"of {largest}")}))
    assert importance(empty) == pytest.approx([float(v) / largest for v in values], abs=1e-6)
    applied(empty, replace(plan, choices={"Importance:share_of": CleaningChoice("of", {"the number that is 1": "2000"})}))
    assert importance(empty) == pytest.approx([float(v) / 2000 for v in values], abs=1e-6)


def test_points_out_of_a_hundred_are_proposed_as_such(empty: Workspace) -> None:
    plan = typed(empty, weighed("80", "45", "100"), "needs")
    assert asked(empty, plan)["Importance:share_of"].proposed == "of 100"


@pytest.mark.parametrize(
    ("words", "shares"),
    [
        (("Very important", "Somewhat important", "Not important"), [1, 0.5, 0]),
        (("sehr wichtig", "wichtig", "unwichtig"), [1, 0.75, 0]),
        (("High", "Medium", "Low"), [1, 0.5, 0.25]),
    ],
)
def test_importance_in_words_is_read_by_a_list(empty: Workspace, words: tuple[str, ...], shares: list[float]) -> None:
    plan = typed(empty, weighed(*words), "needs")
    assert asked(empty, plan)["Importance:degrees"].proposed == "map"
    applied(empty, plan)
    assert importance(empty) == shares


def test_unknown_words_of_importance_can_be_given_a_share(empty: Workspace) -> None:
    plan = typed(empty, weighed("whoa", "meh", "nah"), "needs")
    question = asked(empty, plan)["Importance:degrees"]
    assert question.proposed == KEEP and set(question.words) == {"whoa", "meh", "nah"}
    applied(empty, replace(plan, choices={"Importance:degrees": CleaningChoice("map", {"whoa": "0.9", "meh": "0.5", "nah": "0.1"})}))
    assert importance(empty) == [0.9, 0.5, 0.1]


RATED_AT = {"Smooth streets": 0.2, "Feel safe": 0.9, "Clean parks": 0.6}
VOTED = ("412", "305", "98")


@pytest.mark.parametrize(
    ("decision", "one"),
    [
        (CleaningChoice("of 412"), 412),
        (CleaningChoice("of", {"the number that is 1": "1000"}), 1000),
        (CleaningChoice("of", {"the number that is 1": "412,5"}), 412.5),
    ],
    ids=["the largest is 1", "of a thousand", "of a number with a decimal comma"],
)
def test_counts_as_importance_weigh_alike_in_both_implementations_whatever_is_one(
    decision: CleaningChoice, one: float, empty: Workspace
) -> None:
    text = NEEDS + "".join(f"Resident,{need},gain,{votes}\n" for need, votes in zip(RATED_AT, VOTED, strict=True))
    applied(empty, replace(typed(empty, text, "needs"), choices={"Importance:share_of": decision}))
    tables = rated_needs(empty)
    with closing(compute(empty, Scope(today=TODAY))) as answer:
        (row,) = answer.personas.to_dict("records")
        priorities = list_of(answer, 1.0).ranked.set_index("need_id")["priority"].to_dict()
    assert {n["statement"]: float(n["importance"]) for n in tables["needs"]} == pytest.approx(
        {n: float(v) / one for n, v in zip(RATED_AT, VOTED, strict=True)}, abs=1e-6
    )
    (wanted,) = oracle.coverage(tables, "persona", today=TODAY)
    by_votes = sum(float(v) * f for v, f in zip(VOTED, RATED_AT.values(), strict=True)) / sum(map(float, VOTED))
    assert row["gain_index"] == pytest.approx(wanted["gain_index"]) and row["gain_index"] == pytest.approx(by_votes, abs=1e-6)
    short = {n["need_id"]: 100 * float(n["importance"]) * max(0.0, 0.75 - RATED_AT[n["statement"]]) / 0.75 for n in tables["needs"]}
    assert priorities == pytest.approx({need: value for need, value in short.items() if value})


@pytest.mark.parametrize("said", ["400", "0", "-5", "many", ""])
def test_counts_of_too_few_or_of_no_number_are_refused_and_never_more_than_one(said: str, empty: Workspace) -> None:
    plan = replace(
        typed(empty, weighed(*VOTED), "needs"), choices={"Importance:share_of": CleaningChoice("of", {"the number that is 1": said})}
    )
    found = refused(prepared(empty, plan))
    assert {code for code, *_ in found} == {"out_of_range"} and len(found) == (1 if said == "400" else 3)


def rated_needs(workspace: Workspace) -> Tables:
    """The needs of the workspace, each rated at one stage; as tables for the second implementation."""
    needs = [
        dict(zip(("need_id", "persona_id", "kind", "statement", "importance"), map(str, row), strict=True))
        for row in workspace.rows("SELECT need_id, persona_id, kind, statement, importance FROM needs ORDER BY 1")
    ]
    places = [{"touchpoint_id": "t1", "stage_id": "s1", "need_id": n["need_id"]} for n in needs]
    made: Tables = {
        "stages": [{"stage_id": "s1", "position": "1", "name": "Live there"}],
        "touchpoints": [{"touchpoint_id": "t1", "name": "City", "channel": "street"}],
        "rounds": [{"round_id": "r1", "name": "First", "opened_on": "2025-01-01"}],
        "need_stages": [{"stage_id": "s1", "need_id": n["need_id"]} for n in needs],
        "links": places,
        "ratings": [
            p | {"round_id": "r1", "source": "behavioural", "value": str(RATED_AT[n["statement"]])}
            for p, n in zip(places, needs, strict=True)
        ],
    }
    for table, rows in made.items():
        write_rows(workspace, table, rows, action="edit")
    return made | {"needs": needs, "personas": [{"persona_id": needs[0]["persona_id"], "name": "Resident"}]}
