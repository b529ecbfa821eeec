"""A swimming hall: personas with needs but no segments, and what 72 visitors answered to a questionnaire in German."""

from __future__ import annotations

from tests.oracle import Tables

STATEMENTS = {
    "bahn": ("schwimmer", "mandatory", "Ich finde sofort eine freie Bahn", "schwimmen"),
    "zeit": ("schwimmer", "gain", "Ich kann früh morgens schwimmen", "ankommen"),
    "kabine": ("familie", "mandatory", "Wir ziehen uns gemeinsam in einer Kabine um", "umziehen"),
    "flach": ("familie", "mandatory", "Die Kinder planschen in flachem Wasser", "schwimmen"),
    "kasse": ("familie", "gain", "Wir bezahlen ohne langes Anstehen", "ankommen"),
    "warm": ("familie", "gain", "Die Duschen sind warm", "umziehen"),
}
"""Persona, kind, statement and stage of each need, by id."""
ASK = "Wie zufrieden sind Sie: "
SEGMENT = "Kundengruppe"
GROUPS = ("Sportschwimmer", "Familien", "Schulklasse")


def hall(segments: bool = False) -> Tables:
    """The workspace: two personas, six needs at three stages, and (if asked for) a segment of each persona."""
    stages = ("ankommen", "umziehen", "schwimmen")
    tables: Tables = {
        "stages": [{"stage_id": s, "position": str(n), "name": s.capitalize()} for n, s in enumerate(stages, start=1)],
        "personas": [{"persona_id": "schwimmer", "name": "Sportschwimmer"}, {"persona_id": "familie", "name": "Familie"}],
        "needs": [{"need_id": n, "persona_id": p, "kind": k, "statement": s} for n, (p, k, s, _) in STATEMENTS.items()],
        "need_stages": [{"need_id": n, "stage_id": stage} for n, (_, _, _, stage) in STATEMENTS.items()],
        "rounds": [{"round_id": "2026", "name": "2026", "opened_on": "2026-01-01"}],
    }
    if segments:
        tables["segments"] = [
            {"segment_id": "sport", "name": "Sportschwimmer", "size": "300"},
            {"segment_id": "fam", "name": "Familien", "size": "700"},
        ]
        tables["persona_segments"] = [{"persona_id": "schwimmer", "segment_id": "sport"}, {"persona_id": "familie", "segment_id": "fam"}]
    return tables


def answers(number: int = 72) -> str:
    """The survey as text: an id, the group of the visitor, and six questions that state the needs, from 1 to 5."""
    lines = [",".join(["Teilnehmer", SEGMENT, *(f'"{ASK}{s}"' for _, _, s, _ in STATEMENTS.values()), "Was noch?"])]
    for n in range(number):
        scores = [str(5 - (n % 3 == 0)), str(1 + n % 5), str(2 + n % 2), str(4 + n % 2), str(1 + n % 3), str(3 + n % 3)]
        lines.append(",".join([str(1000 + n), GROUPS[n % 7 % 3], *scores, f"Hinweis {n}" if n % 9 == 0 else ""]))
    return "\n".join(lines) + "\n"
