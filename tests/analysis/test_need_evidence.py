"""What a need rests on over its journey: the evidence of the stage that decides, not of whatever else was rated."""

from __future__ import annotations

from contextlib import closing

import pytest

from cx.analysis.coverage import Scope, compute
from cx.charts.grid import JOURNEY
from cx.charts.persona_map import needs_by_stages
from tests import oracle
from tests.oracle import Row, Tables
from tests.side_by_side import TODAY
from tests.sketches import Contact, Stage, behaviour, expert, one_need

DIMINISHING = {"gain_rule": "diminishing"}
ONE, MANY, NONE = "one opinion", "measured", "no touchpoint"


def journey(kind: str, *stages: tuple[str, float], **parameters: str) -> Tables:
    """A need with one touchpoint a stage, each rated by one opinion or measured; a pain troubles fully at each stage."""
    tables = one_need(
        kind,
        [Stage(f"s{i}", [] if by == NONE else [Contact()], "1" if kind == "pain" else "") for i, (by, _) in enumerate(stages, 1)],
        parameters,
    )
    tables["ratings"] = []
    for number, (by, value) in enumerate(stages, start=1):
        place = {"round_id": "r1", "touchpoint_id": f"n1-s{number}-0", "stage_id": f"s{number}", "need_id": "n1"}
        rating: Row = behaviour(value) if by == MANY else expert("ann", value, "-1-1" if kind == "pain" else "0-1")
        tables["ratings"] += [place | rating] if by != NONE else []
    return tables


CASES = [
    ("a must-have is measured where it is worst", journey("mandatory", (MANY, 0.3), (ONE, 0.9)), False),
    ("a must-have is assumed where it is worst", journey("mandatory", (ONE, 0.3), (MANY, 0.9)), True),
    ("a must-have is as bad at a measured stage as at an assumed one", journey("mandatory", (MANY, 0.3), (ONE, 0.3)), True),
    ("nothing serves a must-have at one stage", journey("mandatory", (NONE, 0), (ONE, 0.9)), False),
    ("a gain is measured where it is best", journey("gain", (MANY, 0.9), (ONE, 0.3)), False),
    ("a gain is assumed where it is best", journey("gain", (ONE, 0.9), (MANY, 0.3)), True),
    ("a gain adds up over stages, one of them assumed", journey("gain", (MANY, 0.6), (ONE, 0.3), **DIMINISHING), True),
    ("a gain adds up, and an assumed stage adds nothing", journey("gain", (MANY, 0.6), (ONE, 0.0), **DIMINISHING), False),
    ("a gain is complete at a measured stage", journey("gain", (MANY, 1.0), (ONE, 0.3), **DIMINISHING), False),
    ("a pain is measured where it hurts most", journey("pain", (MANY, -0.5), (ONE, 0.8)), False),
    ("a pain is assumed where it hurts most", journey("pain", (ONE, -0.5), (MANY, -0.2)), True),
]


@pytest.mark.parametrize(("tables", "assumed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_need_is_assumed_where_the_stage_that_decides_is(tables: Tables, assumed: bool, workspace_of) -> None:
    with closing(compute(workspace_of(tables), Scope(today=TODAY))) as answer:
        (need,) = answer.needs.to_dict("records")
        grid = needs_by_stages(answer.cells, answer.needs, {"n1": "Can do it"}, {"s1": "One", "s2": "Two"})
    (wanted,) = oracle.coverage(tables, "need", today=TODAY)
    assert (need["assumed"], wanted["assumed"]) == (assumed, assumed)
    (text,) = grid.frame.loc[grid.frame["column_id"] == JOURNEY, "text"].astype(str)
    assert text.startswith("~") == (assumed and need["state"] != "no_touchpoint")
