"""Every cell, need and headline of a what-if is what coverage would say if the links really had those ratings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from cx.analysis.coverage import Coverage, Scope, compute
from cx.analysis.scenarios.projection import Variant, project, project_needs, project_personas
from tests.laying import laid
from tests.oracle import Journey, Row, Tables, agreements, open_view, persona_row
from tests.oracle_scenarios import WhatIf, journeys_if
from tests.side_by_side import TODAY, Neighbours, random_neighbours, side_by_side
from tests.sketches import Contact, Stage, one_need, rated_directly, survey

VARIANTS = 3


def with_improvements(tables: Tables, seed: int) -> Tables:
    """The tables with a few improvements of every sort, on any link that there is."""
    rng = random.Random(seed)
    links = tables.get("links", [])
    rows: dict[tuple[str, ...], Row] = {}
    for _ in range(3 * len(links)):
        link = rng.choice(links)
        place = {c: link[c] for c in ("touchpoint_id", "stage_id", "need_id")}
        improvement = f"{link['need_id'].split('-')[0]}-i{rng.randint(0, 3)}"
        sets = rng.random() < 0.5
        rows[improvement, *place.values()] = place | {
            "improvement_id": improvement,
            "effect": "set_to" if sets else "close_fraction",
            "value": rng.choice(["0.5", "0.75", "0.9", "1", "0.2"] + (["-0.5"] if sets else ["0"])),
            "confidence": rng.choice(["", "1", "0.5", "0.8", "0"]),
            "activates_touchpoint": rng.choice(["", "true", "false"]),
        }
    ids = sorted({row["improvement_id"] for row in rows.values()})
    return tables | {
        "improvements": [{"improvement_id": i, "name": i, "cost": "1"} for i in ids],
        "improvement_effects": list(rows.values()),
    }


def random_what_if(tables: Tables, seed: int) -> WhatIf:
    """Some of what can be changed in the tables."""
    rng = random.Random(seed)

    def some(rows: list[Row], column: str, share: float) -> frozenset[str]:
        return frozenset(row[column] for row in rows if rng.random() < share)

    touchpoints = tables.get("touchpoints", [])
    targets = {n["need_id"]: rng.choice([0.1, 0.6, 0.9, 1.0]) for n in tables.get("needs", []) if rng.random() < 0.2}
    return WhatIf(
        some(tables["improvements"], "improvement_id", 0.5),
        some(touchpoints, "touchpoint_id", 0.3),
        some(touchpoints, "touchpoint_id", 0.1),
        targets,
    )


def together(parts: list[WhatIf]) -> Variant:
    """What is changed in every part, as one variant of the workspace that holds them all."""
    return Variant(
        frozenset().union(*(p.improvements for p in parts)),
        frozenset().union(*(p.switched_on for p in parts)),
        frozenset().union(*(p.removed for p in parts)),
        {need: target for p in parts for need, target in p.targets.items()},
    )


def close(found: object, right: object) -> bool:
    """Equal, numbers within 1e-9; unknown is unknown."""
    if right is None or right == "" or pd.isna(found):
        return (right is None or right == "") and (found == "" or pd.isna(found))
    return abs(found - right) < 1e-9 if isinstance(right, float) else found == right


def assert_rows(shown: pd.DataFrame, expected: list[dict]) -> None:
    rows = shown.to_dict("records")
    assert len(rows) == len(expected)
    for row, right in zip(rows, expected, strict=True):
        wrong = {c: (row[c], value) for c, value in right.items() if not close(row[c], value)}
        assert not wrong, (row, wrong)


def expected_rows(whole: list[Journey], careful: list[Journey]) -> tuple[list[dict], list[dict]]:
    """The cells and the needs of the oracle, in the columns of the projection."""
    cells, needs = [], []
    for full, low in zip(whole, careful, strict=True):
        names = {"persona_id": full.need.persona_id, "need_id": full.need.need_id, "kind": full.need.kind, "target": full.need.target}
        both = [*zip(full.cells, low.cells, strict=True)]
        for a, b in [(full, low), *both]:
            row = names | {
                "state": a.state,
                "fulfilment": a.fulfilment,
                "lower": a.lower,
                "upper": a.upper,
                "low_state": b.state,
                "low": b.fulfilment,
            }
            if a is full:
                needs.append(row | {"weakest_stage": full.weakest_stage})
            else:
                cells.append(row | {"stage_id": a.stage_id})
    return cells, needs


@pytest.fixture(scope="module")
def changed() -> Iterator[list[tuple[Neighbours, Coverage, Scope]]]:
    """24 random workspaces with improvements, many in one database."""
    found, workspaces = [], []
    for number, neighbours in enumerate(random_neighbours(range(24), size=24)):
        parts = {name: with_improvements(part, seed) for seed, (name, part) in enumerate(neighbours.parts.items())}
        neighbours = Neighbours(parts)
        workspaces.append(laid(neighbours.whole))
        for scope in (Scope(today=TODAY), Scope(market="DE", without_assumptions=True, today=TODAY))[: 1 + (number == 0)]:
            found.append((neighbours, compute(workspaces[-1], scope), scope))
    yield found
    for workspace in workspaces:
        workspace.close()


def test_random_changes_of_24_random_workspaces_come_out_as_the_oracle_says(changed: list[tuple[Neighbours, Coverage, Scope]]) -> None:
    seen: set[str] = set()
    for neighbours, answer, scope in changed:
        what_ifs = [[random_what_if(part, 100 * n + k) for n, part in enumerate(neighbours.parts.values())] for k in range(VARIANTS)]
        variants = [together(parts) for parts in what_ifs]
        shown, needs, personas = (ask(answer, variants) for ask in (project, project_needs, project_personas))
        scoped = {"market": scope.market, "without_assumptions": scope.without_assumptions, "today": TODAY}
        views = [open_view(part, **scoped) for part in neighbours.parts.values()]
        agreed = agreements(neighbours.whole, views[0].round_id)
        for number, parts in enumerate(what_ifs):
            cells_right, needs_right, personas_right = [], [], []
            for view, what_if in zip(views, parts, strict=True):
                view = replace(view, agreement_by_scale=agreed)
                whole, careful = (journeys_if(view, what_if, cautious=c) for c in (False, True))
                of_cells, of_needs = expected_rows(whole, careful)
                cells_right += of_cells
                needs_right += of_needs
                for persona in sorted({j.need.persona_id for j in whole}):
                    a, b = (persona_row(persona, journeys, view) for journeys in (whole, careful))
                    headline = ("mandatory_met", "mandatory_undetermined", "gain_index", "pain_index")
                    personas_right.append({"persona_id": persona} | {c: a[c] for c in headline} | {f"low_{c}": b[c] for c in headline})
            assert_rows(shown[shown["variant"] == number], cells_right)
            assert_rows(needs[needs["variant"] == number], needs_right)
            have_needs = personas["persona_id"].isin([row["persona_id"] for row in personas_right])
            assert_rows(personas[(personas["variant"] == number) & have_needs], personas_right)
        seen |= set(shown.loc[shown["touched"], "state"]) | {"range" for a in shown.itertuples() if a.low_state != a.state}
        only = project(answer, variants, touched_only=True)
        pd.testing.assert_frame_equal(only, shown[shown["touched"]].reset_index(drop=True))
    assert seen == {"met", "partial", "missed", "no_touchpoint", "not_assessed", "range"}


def test_a_variant_with_nothing_in_it_is_the_answer_itself(changed: list[tuple[Neighbours, Coverage, Scope]]) -> None:
    for _, answer, _ in changed:
        shown = project(answer, [Variant(), Variant(removed=frozenset({"nobody knows it"}), improvements=frozenset({"nor this"}))])
        for number in range(2):
            same = shown[shown["variant"] == number].reset_index(drop=True)
            columns = ["persona_id", "need_id", "kind", "stage_id", "state", "fulfilment", "lower", "upper"]
            pd.testing.assert_frame_equal(same[columns], answer.cells[columns], check_exact=True)
            assert (same["low_state"] == same["state"]).all() and same["low"].equals(same["fulfilment"]) and not same["touched"].any()


def improved(tables: Tables, name: str, effects: list[Row]) -> Tables:
    """The tables with improvements of one effect each on the first link of the part `name`."""
    place = {"touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1"}
    named = [place | effect | {"improvement_id": f"{name}-i{number}"} for number, effect in enumerate(effects)]
    return tables | {
        "improvements": [{"improvement_id": e["improvement_id"], "name": "I", "cost": "1"} for e in named],
        "improvement_effects": named,
    }


CLOSE_HALF = {"effect": "close_fraction", "value": "0.5", "confidence": "1"}
CLOSE_THIRD = {"effect": "close_fraction", "value": "0.3", "confidence": "0.5"}
WITH_PLANNED = one_need("mandatory", [Stage("s1", [Contact(0.4, "A"), Contact(0.9, "A", status="planned")])])
ONLY_PLANNED = one_need("mandatory", [Stage("s1", [Contact(0.9, status="planned")])])
UNRATED = one_need("mandatory", [Stage("s1", [Contact()])])
WHOLE = rated_directly(one_need("mandatory", [Stage("s1", [Contact()])]), [survey(50, 30)])


def set_to(value: str) -> Row:
    return {"effect": "set_to", "value": value, "confidence": "1"}


TINY: dict[str, tuple[Tables, list[Row]]] = {
    "fractions": (one_need("gain", [Stage("s1", [Contact(0.4)])]), [CLOSE_HALF, CLOSE_THIRD]),
    "both": (WITH_PLANNED, []),
    "alone": (ONLY_PLANNED, [set_to("0.5") | {"activates_touchpoint": "true"}]),
    "closed": (UNRATED, [CLOSE_HALF]),
    "some": (UNRATED, [set_to("0.6")]),
    "enough": (UNRATED, [set_to("0.8")]),
    "whole": (WHOLE, [set_to("1")]),
}
"""Workspaces of one cell, and the effects of improvements in each."""


@pytest.fixture(scope="module")
def tiny() -> Iterator[Coverage]:
    """All of them side by side."""
    parts = side_by_side({name: improved(tables, name, effects) for name, (tables, effects) in TINY.items()}, WITH_PLANNED)
    workspace = laid(parts.whole)
    yield compute(workspace, Scope(today=TODAY))
    workspace.close()


def before_and_after(answer: Coverage, name: str, switched_on: frozenset[str] = frozenset()) -> tuple[dict, dict]:
    """The one cell of a part as it is, and with all its improvements."""
    improvements = frozenset(f"{name}-i{number}" for number in range(len(TINY[name][1])))
    cells = project(answer, [Variant(), Variant(improvements, switched_on)])
    before, after = cells[cells["need_id"] == f"{name}-n1"].to_dict("records")
    return before, after


def test_gx_23_fractions_close_what_is_left_one_after_the_other_and_never_add_up(tiny: Coverage) -> None:
    _, cell = before_and_after(tiny, "fractions")
    assert cell["fulfilment"] == pytest.approx(0.79) and cell["low"] == pytest.approx(1 - 0.6 * 0.5 * 0.85)
    assert (cell["state"], cell["low_state"]) == ("met", "partial")


def test_gx_06_a_planned_touchpoint_counts_once_it_is_switched_on(tiny: Coverage) -> None:
    before, after = before_and_after(tiny, "both", frozenset({"both-n1-s1-1"}))
    assert (before["fulfilment"], after["fulfilment"]) == (0.4, 0.9)
    before, after = before_and_after(tiny, "alone")
    assert before["state"] == "no_touchpoint"
    assert (after["state"], after["fulfilment"]) == ("met", 0.9), "a rating that is better already stays"


def test_of_a_link_that_nobody_rated_only_a_value_says_something_and_that_is_a_lower_limit(tiny: Coverage) -> None:
    closed, some, enough = (before_and_after(tiny, name)[1] for name in ("closed", "some", "enough"))
    assert (closed["state"], closed["lower"], closed["upper"]) == ("not_assessed", 0.0, 1.0) and pd.isna(closed["fulfilment"])
    assert (some["state"], some["fulfilment"], some["lower"], some["upper"]) == ("not_assessed", 0.6, 0.6, 1.0)
    assert (enough["state"], enough["fulfilment"]) == ("met", 0.8)


def test_what_was_judged_as_a_whole_does_not_move_with_its_parts_and_says_so(tiny: Coverage) -> None:
    _, cell = before_and_after(tiny, "whole")
    assert cell["touched"] and cell["direct"] and cell["fulfilment"] == pytest.approx(0.6)
