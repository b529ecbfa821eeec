"""What the workspace holds, by name: rounds, personas, stages, needs, touchpoints, segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cx.frames import row_dicts
from cx.sql import relation
from cx.store import Workspace


@dataclass(frozen=True)
class Names:
    """Names by id, in the order in which they are shown."""

    rounds: dict[str, str]
    personas: dict[str, str]
    stages: dict[str, str]
    needs: dict[str, str]
    touchpoints: dict[str, str]
    segments: dict[str, str]
    markets: tuple[str, ...]


def names(workspace: Workspace) -> Names:
    """Names of everything that pages show; rounds latest first, only active personas."""
    return workspace.answer("names", lambda: _names(workspace))


def _names(workspace: Workspace) -> Names:
    def pairs(sql: str) -> dict[str, str]:
        return dict(workspace.rows(sql))

    markets = " UNION ".join(f"SELECT market FROM {t}" for t in ("segments", "touchpoints", "ratings", "need_markets"))
    return Names(
        rounds=pairs("SELECT round_id, name FROM rounds ORDER BY opened_on DESC, round_id DESC"),
        personas=pairs(f"SELECT persona_id, name FROM ({relation('stg_persona')}) ORDER BY persona_id"),
        stages=pairs("SELECT stage_id, name FROM stages ORDER BY position, stage_id"),
        needs=pairs("SELECT need_id, statement FROM needs ORDER BY need_id"),
        touchpoints=pairs("SELECT touchpoint_id, name FROM touchpoints ORDER BY name"),
        segments=pairs("SELECT segment_id, name FROM segments ORDER BY name"),
        markets=tuple(r[0] for r in workspace.rows(f"SELECT market FROM ({markets}) WHERE market IS NOT NULL ORDER BY 1")),
    )


def persona_cards(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Each active persona as stored, with its segments (name, size, value, source) under `segment_rows`."""

    def find() -> dict[str, dict[str, Any]]:
        personas = workspace.frame(f"SELECT * FROM ({relation('stg_persona')}) ORDER BY persona_id")
        segments = workspace.frame(f"SELECT * FROM ({relation('stg_persona_segment')}) ORDER BY people DESC, segment_id")
        return {
            row["persona_id"]: {**row, "segment_rows": segments[segments["persona_id"] == row["persona_id"]]} for row in row_dicts(personas)
        }

    return workspace.answer("persona_cards", find)


def need_rows(workspace: Workspace) -> pd.DataFrame:
    """Every need as stored, with id as index."""
    return workspace.answer("need_rows", lambda: workspace.frame("SELECT * FROM needs ORDER BY need_id").set_index("need_id", drop=False))


def touchpoint_rows(workspace: Workspace) -> pd.DataFrame:
    """The catalogue: each touchpoint with the stages and needs that it is linked to."""

    def find() -> pd.DataFrame:
        return workspace.frame(f"""
            SELECT t.touchpoint_id, t.name, t.channel, t.status, t.visibility, t.owner, t.market, t.description,
                   array_to_string(list_transform(list_sort(list(DISTINCT {{'position': s.position, 'id': s.stage_id, 'name': s.name}})
                       FILTER (s.stage_id IS NOT NULL)), lambda stage: stage.name), ', ') AS stages,
                   count(DISTINCT l.need_id)::BIGINT AS needs, count(DISTINCT n.persona_id)::BIGINT AS personas
            FROM ({relation("stg_touchpoint")}) t LEFT JOIN links l USING (touchpoint_id) LEFT JOIN stages s USING (stage_id)
            LEFT JOIN needs n USING (need_id)
            GROUP BY t.* ORDER BY min(s.position), t.name""")

    return workspace.answer("touchpoint_rows", find)
