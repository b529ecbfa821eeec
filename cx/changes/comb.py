"""What was combed in a browser, as rows to be written: nothing of it is believed before it is checked."""

from __future__ import annotations

import json

from cx.changes.edit import Edit
from cx.lexicon.ids import not_taken, slug
from cx.store import Workspace

MOST = 2_000
"""Findings that are taken at once; the notes of an interview have some forty."""
FIELDS = ("theme", "need_id", "hypothesis_id", "stance", "quote")


def findings_of(workspace: Workspace, interview_id: str, sent: str) -> Edit | None:
    """The findings in a text of JSON, with ids of their own; None where there is none. What is no text is left out."""
    try:
        given = json.loads(sent) if sent else []
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, list):
        return None
    taken = {r[0] for r in workspace.rows("SELECT finding_id FROM findings")}
    rows: list[dict[str, str]] = []
    for one in given[:MOST]:
        row = {name: one[name].strip() for name in FIELDS if isinstance(one.get(name), str)} if isinstance(one, dict) else {}
        if not row.get("theme"):
            continue
        finding_id = not_taken(f"{slug(interview_id)}-{len(rows) + 1:02}", taken)
        taken.add(finding_id)
        rows.append({"finding_id": finding_id, "interview_id": interview_id, **{name: row.get(name, "") for name in FIELDS}})
    if not rows:
        return None
    return Edit("findings", tuple(rows), places=tuple(range(1, len(rows) + 1)), new=(True,) * len(rows))
