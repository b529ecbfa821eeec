"""Sketches of tiny workspaces: one persona, one need, a few touchpoints, written in a line or two.

The golden examples of the specification and most rules of the method can be said with them; the tests of the
product and the tests of the oracle read the same sketches.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.drawn_pictures import drawn, file_of
from tests.oracle import Row, Tables


@dataclass(frozen=True)
class Contact:
    """A touchpoint in a stage: rated by behaviour, or not rated (None)."""

    value: float | None = None
    group: str = ""
    usage: str = ""
    status: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage in which the need arises, and what meets it there."""

    name: str
    contacts: list[Contact] = field(default_factory=list)
    intensity: str = ""


def stages_rated(*values: float | str) -> list[Stage]:
    """One stage per value; '?' is a touchpoint without rating, 'none' a stage without touchpoint."""
    stages = []
    for number, value in enumerate(values, start=1):
        contacts = {"none": [], "?": [Contact()]}.get(str(value))
        stages.append(Stage(f"s{number}", [Contact(float(value))] if contacts is None else contacts))
    return stages


def one_need(kind: str, stages: list[Stage], parameters: dict[str, str] | None = None) -> Tables:
    """A workspace with one persona and one need; every contact is a touchpoint of its own."""
    tables: Tables = {
        "rounds": [{"round_id": "r1", "name": "First", "opened_on": "2025-01-01"}],
        "personas": [{"persona_id": "p1", "name": "Ana"}],
        "parameters": [{"name": name, "value": value} for name, value in (parameters or {}).items()],
    }
    add_need(tables, "n1", kind, stages)
    return tables


def add_need(tables: Tables, need_id: str, kind: str, stages: list[Stage]) -> None:
    """Adds a need with its stages, touchpoints, links and ratings."""
    need = {"need_id": need_id, "persona_id": "p1", "kind": kind, "statement": "Can do it"}
    tables.setdefault("needs", []).append(need)
    for position, stage in enumerate(stages, start=1):
        if stage.name not in [row["stage_id"] for row in tables.setdefault("stages", [])]:
            tables["stages"].append({"stage_id": stage.name, "position": str(position), "name": stage.name})
        need_stage = {"need_id": need_id, "stage_id": stage.name, "intensity": stage.intensity}
        tables.setdefault("need_stages", []).append(need_stage)
        for number, contact in enumerate(stage.contacts):
            add_contact(tables, f"{need_id}-{stage.name}-{number}", stage.name, need_id, contact)


def add_contact(tables: Tables, touchpoint_id: str, stage_id: str, need_id: str, contact: Contact) -> None:
    """Adds a touchpoint, its link and, where it has a value, its rating."""
    link = {"touchpoint_id": touchpoint_id, "stage_id": stage_id, "need_id": need_id}
    touchpoint = {"touchpoint_id": touchpoint_id, "name": "T", "channel": "web", "status": contact.status}
    tables.setdefault("touchpoints", []).append(touchpoint)
    groups = {"alternative_group": contact.group, "usage_share": contact.usage}
    tables.setdefault("links", []).append(link | groups)
    if contact.value is not None:
        rating = {"round_id": "r1", "source": "behavioural", "value": str(contact.value)}
        tables.setdefault("ratings", []).append(link | rating)


def rated_link(kind: str, ratings: list[Row], intensity: str = "") -> Tables:
    """A workspace with one need, one stage, one touchpoint and its ratings; segments g1 (DE) and g2."""
    tables = one_need(kind, [Stage("s1", [Contact()], intensity)])
    place = {"round_id": "r1", "touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1"}
    tables["ratings"] = [place | rating for rating in ratings]
    return with_two_segments(tables)


def with_two_segments(tables: Tables) -> Tables:
    """The tables with the segments g1 (DE) and g2 of the one persona."""
    tables["segments"] = [
        {"segment_id": "g1", "name": "One", "size": "6000", "market": "DE"},
        {"segment_id": "g2", "name": "Two", "size": "2000"},
    ]
    tables["persona_segments"] = [{"persona_id": "p1", "segment_id": segment} for segment in ("g1", "g2")]
    return tables


def rated_directly(tables: Tables, ratings: list[Row], need_id: str = "n1", stage_id: str = "s1") -> Tables:
    """The tables with direct ratings of a need at a stage: without a touchpoint."""
    place = {"round_id": "r1", "touchpoint_id": "", "stage_id": stage_id, "need_id": need_id}
    tables.setdefault("ratings", []).extend(place | rating for rating in ratings)
    return tables


def survey(n: int, met_n: int | None, value: float = 0.5, **cells: str) -> Row:
    met = "" if met_n is None else str(met_n)
    return {"source": "survey", "n": str(n), "met_n": met, "value": str(value)} | cells


def interview(n: int, value: float, **cells: str) -> Row:
    return {"source": "interview", "n": str(n), "value": str(value)} | cells


def behaviour(value: float, n: str = "", **cells: str) -> Row:
    return {"source": "behavioural", "n": n, "value": str(value)} | cells


def expert(rater: str, value: float, scale: str = "0-4", **cells: str) -> Row:
    return {"source": "expert", "rater": rater, "value": str(value), "scale": scale} | cells


def panel(*values: float, scale: str = "0-4", **cells: str) -> list[Row]:
    """One row per rater."""
    return [expert(f"rater-{number}", value, scale, **cells) for number, value in enumerate(values, start=1)]


def assert_shows(row: dict, expected: dict) -> None:
    """The row has the expected cells; numbers within 1e-4, the tolerance of the golden examples."""
    shown = {column: row[column] for column in expected}
    numbers = {column: value for column, value in expected.items() if isinstance(value, float)}
    assert shown == expected | {column: pytest.approx(value, abs=1e-4) for column, value in numbers.items()}


def a_row_in_every_table() -> Tables:
    """A workspace in which every table has a row and every column a value."""
    place = {"touchpoint_id": "t1", "stage_id": "s1", "need_id": "n1"}
    return {
        "stages": [{"stage_id": "s1", "position": "1", "name": "Buy", "description": "At the till"}],
        "segments": [
            {
                **{"segment_id": "g1", "name": "Commuters", "market": "DE", "size": "1200", "value_per_customer": "45.5"},
                **{"value_basis": "estimated", "source": "Register"},
            }
        ],
        "personas": [
            {
                **{"persona_id": "p1", "name": "Ana", "tagline": "In a hurry", "narrative": "Ana commutes.", "goals": "a;b"},
                **{"quote": "Just let me pay.", "status": "active", "attitudes": "curiosity=4;planning=2.5", "source": "Ours"},
            }
        ],
        "persona_segments": [{"persona_id": "p1", "segment_id": "g1", "share": "1"}],
        "needs": [
            {
                **{"need_id": "n1", "persona_id": "p1", "kind": "mandatory", "statement": "Can pay", "theme": "pay"},
                **{"met_when": "The receipt is there", "importance": "0.9", "importance_source": "survey", "adequate": "0.4"},
                **{"target": "0.8", "evidence": "qualitative", "evidence_date": "2025-02-01", "source": "Interviews"},
                **{"kano_counts": "A=45;O=123;M=95;I=33"},
            }
        ],
        "need_stages": [{"need_id": "n1", "stage_id": "s1", "intensity": "1", "reach": "0.8"}],
        "need_markets": [{"need_id": "n1", "market": "DE", "importance": "0.7", "target": "0.9", "applies": "true"}],
        "touchpoints": [
            {
                **{"touchpoint_id": "t1", "name": "Till", "channel": "branch", "status": "live", "visibility": "frontstage"},
                **{"owner": "Retail", "market": "DE", "description": "A till"},
            }
        ],
        "links": [place | {"alternative_group": "pay", "usage_share": "0.6"}],
        "rounds": [{"round_id": "r1", "name": "First", "opened_on": "2025-01-01", "frozen_on": "2025-03-31"}],
        "ratings": [
            place
            | {
                **{"round_id": "r1", "source": "survey", "rater": "panel", "segment_id": "g1", "market": "DE", "value": "4.1"},
                **{"scale": "1-5", "n": "40", "met_n": "31", "stdev": "0.7", "rated_on": "2025-02-03", "note": "By phone"},
            }
        ],
        "answer_styles": [
            {
                **{"round_id": "r1", "market": "DE", "survey": "answers.csv"},
                **{"answers": "400", "extreme_share": "0.3", "acquiescence_share": "0.5"},
            }
        ],
        "interviews": [
            {
                **{"interview_id": "i1", "segment_id": "g1", "held_on": "2025-01-15", "method": "observation"},
                **{"participant": "P-07", "language": "de", "attitudes": "calm=4"},
            }
        ],
        "hypotheses": [
            {
                **{"hypothesis_id": "h1", "persona_id": "p1", "quadrant": "saying", "statement": "Hates queues"},
                **{"need_ids": "n1", "raised_on": "2025-01-10"},
            }
        ],
        "themes": [{"theme": "queue", "definition": "Waiting in line", "example": "It took an hour."}],
        "findings": [
            {
                **{"finding_id": "f1", "interview_id": "i1", "theme": "queue", "need_id": "n1", "hypothesis_id": "h1"},
                **{"stance": "supports", "quote": "I left the queue."},
            }
        ],
        "codings": [
            {
                **{"interview_id": "i1", "line": "3", "theme": "queue", "first": "true", "second": "false"},
                **{"decided": "true", "decided_by": "Ana", "coded_on": "2025-01-20"},
            }
        ],
        "improvements": [
            {
                **{"improvement_id": "m1", "name": "Second till", "cost": "5000", "effort": "M", "owner": "Retail"},
                **{"status": "idea", "due": "2026-01-31", "requires": "m1", "excludes": "m1", "review_date": "2026-06-01"},
                **{"work_item": "CX-7", "tracker_status": "Backlog", "status_since": "2025-02-03"},
            }
        ],
        "improvement_effects": [
            place
            | {
                **{"improvement_id": "m1", "effect": "close_fraction", "value": "0.5", "confidence": "0.6"},
                "activates_touchpoint": "false",
            }
        ],
        "causes": [
            {"need_id": "n1", "stage_id": "s1", "cause": "means", "owner": "Retail", "note": "One till only", "noted_on": "2025-03-01"}
        ],
        "parameters": [{"name": "delta", "value": "0.4"}],
        "scenarios": [
            {
                **{"scenario_id": "sc1", "name": "Two tills", "description": "Is it enough?", "round_id": "r1", "status": "open"},
                **{"improvements": "m1", "switched_on": "t1", "removed": "t1", "targets": "n1=0.9"},
            }
        ],
        "pictures": [
            {
                **{"persona_id": "p1", "picture": file_of(drawn(64, 64)).hex(), "alt": "A woman with a suitcase", "source": "Drawn by Eva"},
                **{"confirmed_by": "Ana", "confirmed_on": "2025-03-02"},
            }
        ],
        "scores": [
            {
                **{"workshop_id": "w1", "need_id": "n1", "stage_id": "s1", "voter": "w1-01", "blind_round": "1", "value": "3"},
                **{"scale": "0-4", "blind": "true", "final": "false", "scored_on": "2025-02-01"},
            }
        ],
        "ballots": [
            {
                **{"workshop_id": "w1", "topic": "Which first?", "option_id": "m1", "voter": "w1-01", "dots": "2"},
                **{"label": "Second till", "voted_on": "2025-02-01"},
            }
        ],
        "decisions": [
            {
                **{"decision_id": "d1", "workshop_id": "w1", "round_id": "r1", "content_hash": "ab12", "need_id": "n1", "stage_id": "s1"},
                **{"options_considered": "a;b", "decision": "accept", "rationale": "Rare", "evidence_level_at_decision": "indirect"},
                **{"alpha_at_decision": "-0.25", "priority_at_decision": "12.5", "owner": "Retail", "due": "2026-01-31"},
                **{"review_date": "2026-03-01", "dissent": "One", "status": "accepted", "supersedes": "d0", "decided_on": "2025-02-01"},
            }
        ],
        "deliveries": [
            {"decision_id": "d1", "status": "doing", "work_item": "CX-8", "tracker_status": "In Progress", "status_since": "2025-02-04"}
        ],
    }
