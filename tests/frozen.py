"""Every number of a round, to be compared with those of another day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from cx.analysis.catalogue import names, need_rows, persona_cards, touchpoint_rows
from cx.analysis.coverage import Scope, coverage
from cx.analysis.evidence import evidence
from cx.analysis.headlines import overall_finding, scope_line
from cx.analysis.markets import markets
from cx.analysis.monte_carlo.simulation import simulate
from cx.analysis.parameters import not_by_default
from cx.analysis.shortfalls import other_methods, shortfalls
from cx.store import Workspace
from tests.oracle import Tables
from tests.sketches import Contact, Stage, add_need, one_need, stages_rated

TODAY = date(2026, 3, 1)
INNER = ("subject_no", "cell_no")
"""Numbers by which relations find one another; nobody sees them."""


def a_round() -> Tables:
    """Two personas' worth of needs of every kind in one round, with segments, markets, people who spoke, and parameters of its own."""
    tables = one_need("mandatory", stages_rated(0.3, 0.9))
    add_need(tables, "n2", "mandatory", [Stage("s1", [])])
    add_need(tables, "n3", "gain", stages_rated(0.6))
    add_need(tables, "n4", "pain", [Stage("s2", [Contact(-0.5)])])
    add_need(tables, "n5", "mandatory", stages_rated("?"))
    tables["segments"] = [{"segment_id": g, "name": f"“{g}”, and, more", "size": "100", "market": m} for g, m in (("g1", "DE"), ("g2", ""))]
    tables["persona_segments"] = [{"persona_id": "p1", "segment_id": g} for g in ("g1", "g2")]
    tables["needs"][0] |= {"evidence": "qualitative", "evidence_date": "2025-01-01", "statement": "Says zq77xv\naloud, “now”"}
    tables["interviews"] = [{"interview_id": f"i{n}", "segment_id": "g1", "participant": f"P{n}"} for n in range(1, 6)]
    tables["findings"] = [
        {"finding_id": f"f{n}", "interview_id": f"i{n}", "theme": "queue", "need_id": "n1", "quote": f"Word zq{n}xv"} for n in range(1, 6)
    ]
    tables["improvements"] = [{"improvement_id": "m1", "name": "Idea", "cost": "1"}]
    tables["parameters"] = [{"name": "max_age", "value": "6"}]
    return tables


def numbers(workspace: Workspace, round_id: str) -> dict[str, Any]:
    """What pages, documents and commands say of a round; a frame by name, or what it comes to in words."""
    answer = coverage(workspace, Scope(round_id, today=TODAY))
    listed, known = shortfalls(workspace, answer), names(workspace, answer)
    shown = evidence(workspace, answer, "n1", "s1")
    drawn = simulate(answer, {**answer.parameters, "draws": 100})
    return {
        "cells": answer.cells,
        "needs": answer.needs,
        "personas": answer.personas,
        "stages": answer.persona_stages,
        "weights": answer.frame("SELECT * FROM persona_weight"),
        "gaps": answer.frame("SELECT * FROM gap"),
        "structure": answer.structure(),
        "shortfalls": listed.table,
        "leverage": listed.leverage,
        "exposure": listed.exposure,
        "thresholds": listed.threshold_sensitivity,
        "shrinkage": listed.shrinkage,
        "other methods": other_methods(answer),
        "markets": markets(workspace, answer).level(),
        "links": pd.DataFrame(shown.links),
        "ratings": pd.DataFrame(shown.ratings),
        "catalogue": touchpoint_rows(workspace, answer),
        "recorded": need_rows(workspace, answer),
        "cards": pd.DataFrame(persona_cards(workspace, answer)).drop(index="segment_rows"),
        "draws": pd.DataFrame(drawn.ranks),
        "words": (overall_finding(answer), scope_line(answer, answer.personas, not_by_default(answer.parameters))),
        "names": [
            known.personas,
            *({key: of[key] for key in sorted(of)} for of in ({k: known.needs[k] for k in answer.needs["need_id"]},)),
        ],
        "parameters": answer.parameters,
    }


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every number is the one that it was."""
    for name, was in expected.items():
        if isinstance(was, pd.DataFrame):
            inner = [column for column in was if str(column) in INNER]
            pd.testing.assert_frame_equal(found[name].drop(columns=inner), was.drop(columns=inner), obj=name)
        else:
            assert found[name] == was, name
