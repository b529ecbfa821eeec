"""What the workspace holds, by name: rounds, personas, stages, needs, touchpoints, segments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pandas as pd

from cx.analysis.coverage import Coverage, Scope, coverage
from cx.frames import row_dicts
from cx.sql import relation
from cx.store import Workspace
from cx.store.frozen import snapshot_of

T = TypeVar("T")
Ask = Callable[[str], pd.DataFrame]


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


def names(workspace: Workspace, answer: Coverage | None = None) -> Names:
    """Names of everything that pages show; rounds latest first, only active personas.

    Where `answer` was read from a frozen round they are those of then; stages, needs, touchpoints and segments that came
    later are added, since what is planned and decided may name them.
    """
    if answer is None or not answer.snapshot:
        return workspace.answer("names", lambda: _names(workspace.rows))
    if "names" not in answer.kept:
        answer.kept["names"] = _names(lambda sql: list(answer.frame(sql).itertuples(index=False, name=None)))
    then, now = answer.kept["names"], names(workspace)
    known = answer.kept.get("names with those of today")
    if known is None or known[0] is not now:  # what came later may be written while the answer stands
        known = answer.kept["names with those of today"] = (now, replace(together(then, now), personas=then.personas))
    both: Names = known[1]
    return both


def names_in_round(workspace: Workspace, round_id: str | None) -> Names:
    """The names of a round before anything else is known of what is looked at."""
    if workspace.answer(("frozen", round_id), lambda: snapshot_of(workspace, round_id)) is None:
        return names(workspace)
    return names(workspace, coverage(workspace, Scope(round_id)))


def together(known: Names, further: Names) -> Names:
    """These names, and behind them those of what only `further` names: what is not there any more is called as it was called."""
    return replace(
        known,
        personas=known.personas | _without(further.personas, known.personas),
        stages=known.stages | _without(further.stages, known.stages),
        needs=known.needs | _without(further.needs, known.needs),
        touchpoints=known.touchpoints | _without(further.touchpoints, known.touchpoints),
        segments=known.segments | _without(further.segments, known.segments),
    )


def _without(found: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    return {key: name for key, name in found.items() if key not in known}


def _names(ask: Callable[[str], list[tuple[Any, ...]]]) -> Names:
    def pairs(sql: str) -> dict[str, str]:
        return dict(ask(sql))

    markets = " UNION ".join(f"SELECT market FROM {t}" for t in ("segments", "touchpoints", "ratings", "need_markets"))
    return Names(
        rounds=pairs("SELECT round_id, name FROM rounds ORDER BY opened_on DESC, round_id DESC"),
        personas=pairs(f"SELECT persona_id, name FROM ({relation('stg_persona')}) ORDER BY persona_id"),
        stages=pairs("SELECT stage_id, name FROM stages ORDER BY position, stage_id"),
        needs=pairs("SELECT need_id, statement FROM needs ORDER BY need_id"),
        touchpoints=pairs("SELECT touchpoint_id, name FROM touchpoints ORDER BY name"),
        segments=pairs("SELECT segment_id, name FROM segments ORDER BY name"),
        markets=tuple(r[0] for r in ask(f"SELECT market FROM ({markets}) WHERE market IS NOT NULL ORDER BY 1")),
    )


def _kept(workspace: Workspace, answer: Coverage | None, question: str, find: Callable[[Ask], T]) -> T:
    """What the tables of today say or, for an answer from a frozen round, those of then."""
    if answer is None or not answer.snapshot:
        return workspace.answer(question, lambda: find(workspace.frame))
    if question not in answer.kept:
        answer.kept[question] = find(answer.frame)
    found: T = answer.kept[question]
    return found


def persona_cards(workspace: Workspace, answer: Coverage | None = None) -> dict[str, dict[str, Any]]:
    """Each active persona as stored, with its segments (name, size, value, source) under `segment_rows`."""

    def find(ask: Ask) -> dict[str, dict[str, Any]]:
        personas = ask(f"SELECT * FROM ({relation('stg_persona')}) ORDER BY persona_id")
        segments = ask(f"SELECT * FROM ({relation('stg_persona_segment')}) ORDER BY people DESC, segment_id")
        return {
            row["persona_id"]: {**row, "segment_rows": segments[segments["persona_id"] == row["persona_id"]]} for row in row_dicts(personas)
        }

    return _kept(workspace, answer, "persona_cards", find)


def need_rows(workspace: Workspace, answer: Coverage | None = None) -> pd.DataFrame:
    """Every need as stored, with id as index."""
    return _kept(workspace, answer, "need_rows", lambda ask: ask("SELECT * FROM needs ORDER BY need_id").set_index("need_id", drop=False))


def touchpoint_rows(workspace: Workspace, answer: Coverage | None = None) -> pd.DataFrame:
    """The catalogue: each touchpoint with the stages and needs that it is linked to."""

    def find(ask: Ask) -> pd.DataFrame:
        return ask(f"""
            SELECT t.touchpoint_id, t.name, t.channel, t.status, t.visibility, t.owner, t.market, t.description,
                   array_to_string(list_transform(list_sort(list(DISTINCT {{'position': s.position, 'id': s.stage_id, 'name': s.name}})
                       FILTER (s.stage_id IS NOT NULL)), lambda stage: stage.name), ', ') AS stages,
                   count(DISTINCT l.need_id)::BIGINT AS needs, count(DISTINCT n.persona_id)::BIGINT AS personas
            FROM ({relation("stg_touchpoint")}) t LEFT JOIN links l USING (touchpoint_id) LEFT JOIN stages s USING (stage_id)
            LEFT JOIN needs n USING (need_id)
            GROUP BY t.* ORDER BY min(s.position), t.name""")

    return _kept(workspace, answer, "touchpoint_rows", find)
