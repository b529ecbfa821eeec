"""One example row for every table, all of one small story, so that the templates filled together are a valid workspace.

What a row leaves out is empty in the example. Values that would change how the method computes are the defaults.
"""

from __future__ import annotations

PLACE = {"touchpoint_id": "website", "stage_id": "compare", "need_id": "know-full-price"}

EXAMPLES: dict[str, dict[str, str]] = {
    "stages": {"stage_id": "compare", "position": "1", "name": "Compare offers", "description": "From the first idea to a shortlist"},
    "segments": {
        "segment_id": "families-north", "name": "Families in the north", "market": "DE", "size": "12000",
        "value_per_customer": "85.5", "value_basis": "estimated", "source": "Customer register 2025",
    },
    "personas": {
        "persona_id": "planner", "name": "The family planner", "tagline": "One trip a year, and it must work",
        "narrative": "Plans the holiday of four on two evenings.", "goals": "No surprises;A trip for all ages",
        "quote": "Just tell me what it costs in the end.", "status": "active", "attitudes": "curiosity=3;planning=5",
        "source": "12 interviews, 2025",
    },
    "persona_segments": {"persona_id": "planner", "segment_id": "families-north", "share": "1"},
    "needs": {
        "need_id": "know-full-price", "persona_id": "planner", "kind": "mandatory",
        "statement": "Know the full price before deciding", "theme": "price", "met_when": "No fee is added after the first page",
        "importance": "0.9", "importance_source": "survey", "adequate": "0.5", "target": "0.75", "evidence": "qualitative",
        "evidence_date": "2025-11-20", "source": "Interviews, autumn 2025", "kano_counts": "A=45;O=123;M=95;I=33",
    },
    "need_stages": {"need_id": "know-full-price", "stage_id": "compare", "intensity": "1", "reach": "0.8"},
    "need_markets": {"need_id": "know-full-price", "market": "DE", "importance": "1", "target": "0.8", "applies": "true"},
    "touchpoints": {
        "touchpoint_id": "website", "name": "Offer page", "channel": "web", "status": "live", "visibility": "frontstage",
        "owner": "Digital sales", "market": "DE", "description": "Shows one offer with its price",
    },
    "links": PLACE | {"alternative_group": "price information", "usage_share": "0.7"},
    "rounds": {"round_id": "2026-spring", "name": "Spring 2026", "opened_on": "2026-03-01"},
    "ratings": {"round_id": "2026-spring"} | PLACE | {
        "source": "survey", "segment_id": "families-north", "market": "DE", "value": "4.1", "scale": "1-5", "n": "120",
        "met_n": "91", "stdev": "0.8", "rated_on": "2026-03-15", "note": "Panel, online",
    },
    "answer_styles": {
        "round_id": "2026-spring", "market": "DE", "survey": "panel.csv", "answers": "1440", "extreme_share": "0.31", "acquiescence_share": "0.62",
    },
    "interviews": {
        "interview_id": "i-07", "segment_id": "families-north", "held_on": "2025-11-12", "method": "interview",
        "participant": "P-07", "language": "de", "attitudes": "curiosity=2;planning=5",
    },
    "hypotheses": {
        "hypothesis_id": "h-01", "persona_id": "planner", "quadrant": "thinking_feeling",
        "statement": "Fears fees that appear late", "need_ids": "know-full-price", "raised_on": "2025-10-01",
    },
    "themes": {
        "theme": "price", "definition": "What it costs in the end; not how it is paid", "example": "It was dearer than the page had said.",
    },
    "findings": {
        "finding_id": "f-01", "interview_id": "i-07", "theme": "price", "need_id": "know-full-price", "hypothesis_id": "h-01",
        "stance": "supports", "quote": "On the last page it was suddenly 60 more.",
    },
    "codings": {
        "interview_id": "i-07", "line": "12", "theme": "price", "first": "true", "second": "false", "decided": "true", "decided_by": "Ana",
        "coded_on": "2025-11-28",
    },
    "improvements": {
        "improvement_id": "all-in-price", "name": "Show the price with all fees", "cost": "20000", "effort": "M",
        "owner": "Digital sales", "status": "doing", "due": "2026-12-31", "review_date": "2027-03-01", "work_item": "WEB-31",
        "tracker_status": "In Progress", "status_since": "2026-05-04",
    },
    "improvement_effects": {"improvement_id": "all-in-price"} | PLACE | {
        "effect": "close_fraction", "value": "0.5", "confidence": "0.6", "activates_touchpoint": "false",
    },
    "causes": {
        "need_id": PLACE["need_id"], "stage_id": PLACE["stage_id"], "cause": "employees", "owner": "Web team",
        "note": "Fees are added only in the basket", "noted_on": "2025-12-01",
    },
    "parameters": {"name": "n_report", "value": "30"},
    "scores": {
        "workshop_id": "w1", "need_id": "know-full-price", "stage_id": "compare", "voter": "w1-01", "blind_round": "1", "value": "2",
        "scale": "0-4", "blind": "true", "final": "true", "scored_on": "2026-04-02",
    },
    "ballots": {
        "workshop_id": "w1", "topic": "Which solution first?", "option_id": "all-in-price", "voter": "w1-01", "dots": "2",
        "label": "Show the price with all fees", "voted_on": "2026-04-02",
    },
    "decisions": {
        "decision_id": "w1-d01", "workshop_id": "w1", "round_id": "2026-spring", "content_hash": "9f2c", "need_id": "know-full-price",
        "stage_id": "compare", "options_considered": "Leave it;Show fees earlier", "decision": "fix",
        "rationale": "Fees that appear late lose people", "evidence_level_at_decision": "measured", "alpha_at_decision": "0.71",
        "priority_at_decision": "12.5", "owner": "Digital sales", "due": "2026-12-31", "review_date": "2027-03-01",
        "dissent": "Sales fears fewer clicks", "status": "accepted", "supersedes": "w0-d04", "decided_on": "2026-04-02",
    },
    "deliveries": {
        "decision_id": "w1-d01", "status": "doing", "work_item": "WEB-30", "tracker_status": "In Progress", "status_since": "2026-05-04",
    },
}  # fmt: skip

IMPROVEMENT: dict[str, str] = {
    "improvement": "Show the price with all fees",
    "cost": "20000",
    "effort": "M",
    "owner": "Digital sales",
    "status": "doing",
    "due": "2026-12-31",
    "touchpoint": "Offer page",
    "need": "Know the full price before deciding",
    "stage": "Compare offers",
    "effect": "closes 50%",
    "confidence": "0.6",
}
"""An example row of improvements by name."""

SHEET: dict[str, str] = {
    "persona": "The family planner",
    "need": "Know the full price before deciding",
    "kind": "mandatory",
    "stage": "Compare offers",
    "touchpoint": "Offer page",
    "score": "0.8",
}
"""An example row of the one sheet with everything."""
