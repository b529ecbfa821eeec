"""Possible targets of questions: the touchpoints, stages, needs and segments of the workspace, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.sql import relation
from cx.store import Workspace


@dataclass(frozen=True)
class Targets:
    """What a question can rate: names by id, and the stages and needs that each touchpoint is linked to."""

    touchpoints: Mapping[str, str]
    stages: Mapping[str, str]
    needs: Mapping[str, str]
    themes: tuple[str, ...]
    segments: Mapping[str, str]
    links: Mapping[str, tuple[tuple[str, str], ...]]
    """(stage id, need id) of every link of a touchpoint."""
    personas: Mapping[str, str]
    """Active personas only."""
    arises: Mapping[str, tuple[str, ...]]
    """Stage ids at which each need arises."""
    statements: Mapping[str, str]
    """Statements of the needs of active personas, by id."""


def targets(workspace: Workspace) -> Targets:
    """The targets that the workspace has."""
    links: dict[str, list[tuple[str, str]]] = {}
    for touchpoint, stage, need in workspace.rows("SELECT touchpoint_id, stage_id, need_id FROM links ORDER BY ALL"):
        links.setdefault(touchpoint, []).append((stage, need))
    personas = "SELECT n.need_id, n.statement || ' (' || p.name || ')' FROM needs n JOIN personas p USING (persona_id) ORDER BY p.persona_id, n.need_id"
    return Targets(
        _told_apart(workspace.rows("SELECT touchpoint_id, name FROM touchpoints ORDER BY name, touchpoint_id")),
        _told_apart(workspace.rows("SELECT stage_id, name FROM stages ORDER BY position, stage_id")),
        _told_apart(workspace.rows(personas)),
        tuple(r[0] for r in workspace.rows("SELECT DISTINCT theme FROM needs WHERE theme IS NOT NULL ORDER BY theme")),
        _told_apart(workspace.rows("SELECT segment_id, name FROM segments ORDER BY segment_id")),
        {touchpoint: tuple(found) for touchpoint, found in links.items()},
        _told_apart(workspace.rows(f"SELECT persona_id, name FROM ({relation('stg_persona')}) ORDER BY name, persona_id")),
        {
            need: tuple(stages)
            for need, stages in workspace.rows(
                "SELECT need_id, list(stage_id ORDER BY stage_id) FROM need_stages GROUP BY need_id ORDER BY need_id"
            )
        },
        dict(
            workspace.rows(
                f"SELECT need_id, statement FROM needs SEMI JOIN ({relation('stg_persona')}) USING (persona_id) ORDER BY need_id"
            )
        ),
    )


def _told_apart(rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Names by id for a list of choices; a name that is not unique carries its id."""
    times = Counter(name for _, name in rows)
    return {key: name if times[name] == 1 else f"{name} ({key})" for key, name in rows}
