"""Workspaces with gaps, said in a line a need: who has it, how important it is, how far it is met at each stage."""

from __future__ import annotations

from tests.oracle import Tables

GX_10 = {"S1": ("P1", "6000", "50"), "S2": ("P1", "2000", "200"), "S3": ("P2", "12000", "25")}


def people(segments: dict[str, tuple[str, str, str]]) -> Tables:
    """Personas and their segments: id -> (persona, size, value of a customer)."""
    return {
        "rounds": [{"round_id": "r1", "name": "First", "opened_on": "2025-01-01"}],
        "stages": [{"stage_id": f"s{i}", "position": str(i), "name": f"Stage {i}"} for i in (1, 2, 3)],
        "personas": [{"persona_id": p, "name": p} for p in sorted({persona for persona, _, _ in segments.values()})],
        "segments": [{"segment_id": g, "name": g, "size": size, "value_per_customer": value} for g, (_, size, value) in segments.items()],
        "persona_segments": [{"persona_id": persona, "segment_id": g} for g, (persona, _, _) in segments.items()],
        **{name: [] for name in ("needs", "need_stages", "touchpoints", "links", "ratings")},
    }


def add(
    tables: Tables, need_id: str, persona: str, kind: str, importance: float, stages: list[tuple[float | None, float]], **need: str
) -> None:
    """A need with one behavioural rating per stage: (fulfilment or None for not rated, reach); pains by what is left of them."""
    tables["needs"].append(
        {"need_id": need_id, "persona_id": persona, "kind": kind, "statement": need_id, "importance": str(importance), **need}
    )
    for number, (value, reach) in enumerate(stages, start=1):
        place = {"touchpoint_id": f"{need_id}-{number}", "stage_id": f"s{number}", "need_id": need_id}
        tables["need_stages"].append({"need_id": need_id, "stage_id": f"s{number}", "reach": str(reach)})
        tables["touchpoints"].append({"touchpoint_id": place["touchpoint_id"], "name": "T", "channel": "web", "owner": f"Team {number}"})
        tables["links"].append(place)
        if value is not None:  # of a pain of intensity 1, relief r leaves the fulfilment r
            tables["ratings"].append(place | {"round_id": "r1", "source": "behavioural", "value": repr(value)})


def survey_of(tables: Tables, need_id: str, met_n: int, n: int) -> None:
    """Turns the ratings of a need into surveys with so many satisfied people."""
    for rating in tables["ratings"]:
        if rating["need_id"] == need_id:
            rating |= {"source": "survey", "n": str(n), "met_n": str(met_n)}


FORMULA = '=HYPERLINK("http://example.com";"x")'
HOSTILE = "<script>alert(1)</script> *bold* | [x](y)"


def many_gaps() -> Tables:
    """Two personas with everything that a list must tell apart: tier 1 with a closing set and an unknown stage, a stage
    without touchpoint, partial needs, gains, a pain that we make worse, unknowns, texts that begin like formulas."""
    tables = people(GX_10)
    add(tables, "pay", "P1", "mandatory", 0.9, [(0.30, 0.8), (0.10, 1), (None, 1)], kano_counts="A=5;O=20;M=60;I=15")
    add(tables, "find", "P1", "mandatory", 1, [(0.9, 1), (0.70, 1)])
    survey_of(tables, "find", 140, 200)
    add(tables, "reach", "P2", "mandatory", 0.8, [(0.45, 1)])
    survey_of(tables, "reach", 18, 40)
    tables["needs"].append({"need_id": "nobody", "persona_id": "P2", "kind": "mandatory", "statement": FORMULA, "importance": "0.7"})
    tables["need_stages"].append({"need_id": "nobody", "stage_id": "s2"})
    add(tables, "joy", "P1", "gain", 0.6, [(0.0, 1), (0.2, 1)], kano_counts="A=10;O=50;M=30;I=10")
    add(tables, "worry", "P2", "pain", 0.7, [(0.40, 0.5)])
    add(tables, "queue", "P2", "pain", 0.5, [(-0.5, 1)])
    add(tables, "wait", "P2", "gain", 0.9, [(None, 1)])
    for need in tables["needs"]:
        if need["need_id"] == "queue":
            need["statement"] = HOSTILE
    tables["causes"] = [{"need_id": "pay", "stage_id": "s2", "cause": "means", "owner": "=Retail", "note": "One till only", "noted_on": ""}]
    return tables


def decided_gaps() -> Tables:
    """Many gaps, about one of which something was decided, and then something else in its place."""
    tables = many_gaps()
    about = {"need_id": "pay", "stage_id": "s2", "owner": "Retail"}
    tables["decisions"] = [
        {"decision_id": "d1", "decision": "defer", "review_date": "2026-01-01", "decided_on": "2025-11-01", **about},
        {
            "decision_id": "d2",
            "decision": "accept",
            "rationale": "A new till comes <b>",
            "review_date": "2026-02-01",
            "supersedes": "d1",
            "decided_on": "2025-12-01",
            **about,
        },
    ]
    return tables
