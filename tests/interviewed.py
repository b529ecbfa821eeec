"""Interviews, findings and statements for tests: some written in a line, some random."""

from __future__ import annotations

import random

from tests.oracle import Row, Tables

THEMES = [f"theme {letter}" for letter in "abcdefghijklmno"]
STANCES = ("supports", "contradicts", "mentions", "")


def said(interviews: dict[str, list[Row]], **tables: list[Row]) -> Tables:
    """One persona of one segment, and interviews by their id: what each of them said, in findings without ids."""
    numbered: list[Row] = []
    for interview_id, findings in interviews.items():
        for finding in findings:
            numbered.append({"finding_id": f"f{len(numbered):03}", "interview_id": interview_id, "theme": "any", **finding})
    return {
        "segments": [{"segment_id": "g1", "name": "One", "size": "100"}],
        "personas": [{"persona_id": "p1", "name": "Ana"}],
        "persona_segments": [{"persona_id": "p1", "segment_id": "g1"}],
        "interviews": [{"interview_id": i, "segment_id": "g1", "held_on": "2026-10-01"} for i in interviews],
        "findings": numbered,
    } | tables


def statement(hypothesis_id: str = "h1", **cells: str) -> Row:
    return {"hypothesis_id": hypothesis_id, "persona_id": "p1", "quadrant": "seeing", "statement": "Nobody looks at the signs"} | cells


def probed(supporting: int, against: int, both: int = 0, hypothesis_id: str = "h1") -> dict[str, list[Row]]:
    """Interviews in which a statement was tested, by how each turned out."""
    outcomes = [["supports"]] * supporting + [["contradicts"]] * against + [["supports", "contradicts"]] * both
    return {f"{hypothesis_id}-{n}": [{"hypothesis_id": hypothesis_id, "stance": s} for s in stances] for n, stances in enumerate(outcomes)}


def coded(*interviews: str) -> dict[str, list[Row]]:
    """Interviews in their order, each with its themes as letters."""
    return {f"i{n}": [{"theme": letter} for letter in letters] for n, letters in enumerate(interviews)}


def random_interviews(seed: int) -> Tables:
    """Two personas over four segments in three markets (one of nobody, one of both), and whatever people may have said."""
    rng = random.Random(seed)
    segments = [("g1", "DE"), ("g2", "FR"), ("g3", ""), ("g4", "FR"), ("g5", "JP")]
    tables: Tables = {
        "segments": [{"segment_id": s, "name": s.upper(), "size": "100", "market": m} for s, m in segments],
        "personas": [{"persona_id": "p1", "name": "Ana"}, {"persona_id": "p2", "name": "Ben"}],
        "persona_segments": [{"persona_id": "p1", "segment_id": s} for s in ("g1", "g2")]
        + [{"persona_id": "p2", "segment_id": s} for s in ("g3",)],
        "needs": [
            {"need_id": f"n{i}", "persona_id": rng.choice(["p1", "p2"]), "kind": "gain", "statement": f"Need {i}"}
            | {"importance": str(rng.randint(1, 10) / 10), "evidence": rng.choice(["", "assumption", "indirect", "qualitative"])}
            for i in range(6)
        ],
        "hypotheses": [
            statement(
                f"h{i}", persona_id=rng.choice(["p1", "p2"]), need_ids=";".join(f"n{n}" for n in rng.sample(range(6), rng.randint(0, 3)))
            )
            | {"raised_on": rng.choice(["", "2026-01-01", "2026-10-20"])}
            for i in range(8)
        ],
        "interviews": [
            {"interview_id": f"i{i:02}", "segment_id": rng.choice(["g1", "g2", "g3", "g4"])}
            | {"held_on": rng.choice(["", "2025-03-01", f"2026-0{rng.randint(1, 9)}-11"]), "language": rng.choice(["", "de", "fr"])}
            | {"participant": rng.choice(["", "Owl", "owl ", f"P{i}"])}
            for i in range(rng.randint(0, 30))
        ],
        "findings": [],
    }
    for interview in tables["interviews"]:
        for _ in range(rng.choice([0, 2, 8])):
            tables["findings"].append(
                {"finding_id": f"f{len(tables['findings'])}", "interview_id": interview["interview_id"], "theme": rng.choice(THEMES)}
                | {"stance": rng.choice(STANCES), "hypothesis_id": rng.choice(["", f"h{rng.randint(0, 7)}"])}
                | {"need_id": rng.choice(["", f"n{rng.randint(0, 5)}"])}
            )
    return tables
