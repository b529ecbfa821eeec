"""A small and valid workspace in which everything that may be missing is, and every text is hostile."""

from __future__ import annotations

from tests.oracle import Tables

SCRIPT = '<script>alert("here")</script>'
PICTURE = '<img src="http://example.org/x.png" onerror="alert(1)">'
MARKDOWN = "**loud** ![x](http://example.org/y.png) :red[z] $a_b$"
HOSTILE = f"{SCRIPT}{PICTURE} & {MARKDOWN}"
LONG = "Find a place to sit down with everything I carry, without having to ask anybody for it, " * 8


def awkward_tables() -> Tables:
    """Hostile text in every field, ids that look like something else, personas and needs that are incomplete."""
    place = {"touchpoint_id": "*", "stage_id": "journey", "need_id": "a~b"}
    return {
        "rounds": [
            {"round_id": "r&1", "name": HOSTILE, "opened_on": "2024-01-01"},
            {"round_id": "r2", "name": f"# {SCRIPT}", "opened_on": "2025-01-01"},
        ],
        "stages": [
            {"stage_id": "journey", "position": "1", "name": "Need", "description": HOSTILE},
            {"stage_id": "b~c", "position": "2", "name": HOSTILE},
            {"stage_id": "100%", "position": "3", "name": "Need"},
        ],
        "segments": [
            {"segment_id": "g", "name": HOSTILE, "size": "0", "market": "<b>DE</b>"},
            {"segment_id": "h", "name": "One", "size": "12", "market": "A & B"},
        ],
        "personas": [
            {"persona_id": "<p>", "name": HOSTILE},
            {
                "persona_id": "no mandatory",
                "name": "1. Only gains",
                "tagline": HOSTILE,
                "narrative": HOSTILE,
                "goals": HOSTILE,
                "quote": HOSTILE,
            },
            {"persona_id": "nothing", "name": "- Nothing at all", "source": HOSTILE},
        ],
        "persona_segments": [{"persona_id": "<p>", "segment_id": "g"}, {"persona_id": "<p>", "segment_id": "h"}],
        "needs": [
            {"need_id": "a~b", "persona_id": "<p>", "kind": "mandatory", "statement": HOSTILE, "met_when": HOSTILE, "source": HOSTILE},
            {
                "need_id": "n",
                "persona_id": "<p>",
                "kind": "mandatory",
                "statement": LONG,
                "importance_source": "survey",
                "importance": "0.2",
            },
            {"need_id": "%7E", "persona_id": "<p>", "kind": "pain", "statement": "W" * 300},
            {"need_id": "nowhere", "persona_id": "<p>", "kind": "mandatory", "statement": "Arises at no stage"},
            {"need_id": "=1+1", "persona_id": "no mandatory", "kind": "gain", "statement": "[]( )"},
        ],
        "need_stages": [
            {"need_id": "a~b", "stage_id": "journey"},
            {"need_id": "a~b", "stage_id": "b~c"},
            {"need_id": "n", "stage_id": "b~c"},
            {"need_id": "n", "stage_id": "100%"},
            {"need_id": "%7E", "stage_id": "journey", "intensity": "0.9"},
            {"need_id": "=1+1", "stage_id": "100%"},
        ],
        "touchpoints": [
            {"touchpoint_id": "*", "name": HOSTILE, "channel": "web", "owner": HOSTILE, "description": HOSTILE},
            {"touchpoint_id": "later", "name": "Later", "channel": "web", "status": "planned"},
            {"touchpoint_id": "alone", "name": "Alone", "channel": "web"},
        ],
        "links": [
            place,
            {"touchpoint_id": "*", "stage_id": "b~c", "need_id": "n"},
            {"touchpoint_id": "*", "stage_id": "journey", "need_id": "%7E", "alternative_group": HOSTILE},
            {"touchpoint_id": "later", "stage_id": "b~c", "need_id": "a~b"},
        ],
        "ratings": [
            {**place, "round_id": "r2", "source": "survey", "segment_id": "g", "value": "4", "scale": "1-5", "n": "9", "met_n": "6"},
            {**place, "round_id": "r2", "source": "survey", "segment_id": "h", "value": "2", "scale": "1-5", "n": "6", "met_n": "1"},
            {**place, "round_id": "r2", "source": "expert", "rater": HOSTILE, "value": "0.5", "note": HOSTILE},
            {
                "round_id": "r2",
                "touchpoint_id": "*",
                "stage_id": "b~c",
                "need_id": "n",
                "source": "survey",
                "value": "3",
                "scale": "1-5",
                "n": "4",
                "met_n": "2",
            },
        ],
        "interviews": [{"interview_id": "i", "segment_id": "g", "held_on": "2025-01-15", "participant": "P-07"}],
        "findings": [{"finding_id": "f", "interview_id": "i", "theme": "seat", "need_id": "a~b", "stance": "supports", "quote": HOSTILE}],
    }


def awkward_without_rounds() -> Tables:
    """The same before anything was ever rated."""
    return {name: rows for name, rows in awkward_tables().items() if name not in ("rounds", "ratings")}
