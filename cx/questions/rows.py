"""Rows of questions that stand in no frame of `cx.analysis` as they go out: several put together, or with ids beside them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cx.analysis.catalogue import names
from cx.analysis.debt import debts
from cx.analysis.evidence import Evidence, evidence
from cx.analysis.markets import markets
from cx.analysis.stability import stability
from cx.errors import UnknownScope
from cx.frames import row_dicts
from cx.model import PARAMETERS
from cx.questions.question import Asked, Rows

EVIDENCE = (
    "what", "persona_id", "need_id", "stage_id", "touchpoint_id", "segment_id", "finding_id", "interview_id", "decides", "status", "live", "state",
    "fulfilment", "source", "n", "evidence", "stale", "interval_low", "interval_high", "suppressed", "theme", "stance", "held_on",
)  # fmt: skip
"""What goes out of the evidence behind a cell."""


def with_findings(rows: Rows) -> Rows:
    """The same rows, each with the ids of the findings about its need (`findings`)."""

    def found(asked: Asked) -> pd.DataFrame:
        frame = rows(asked)
        heard = asked.research.findings.dropna(subset=["need_id"]).groupby("need_id")["finding_id"].agg(tuple)
        ids = [heard.get(need, ()) for need in frame["need_id"]]
        return frame.assign(findings=pd.Series(ids, frame.index, dtype=object))

    return found


def everything_named(asked: Asked) -> pd.DataFrame:
    """Ids and names of all that other answers speak of."""
    known = names(asked.workspace, asked.answer)
    kinds = {
        "round": known.rounds,
        "persona": known.personas,
        "stage": known.stages,
        "need": known.needs,
        "touchpoint": known.touchpoints,
        "segment": known.segments,
        "market": {market: market for market in known.markets},
    }
    return _table(("what", "id", "name"), [(kind, key, name) for kind, named in kinds.items() for key, name in named.items()])


def settings(asked: Asked) -> pd.DataFrame:
    """Every parameter as it is set, or was when the round was frozen."""
    values = asked.answer.parameters
    columns = ("name", "value", "default", "label", "meaning")
    return _table(columns, [(p.name, values[p.name], p.default, p.label, p.meaning) for p in PARAMETERS])


def rounds(asked: Asked) -> pd.DataFrame:
    """Every round, the latest first, with how much was rated in it."""
    return asked.workspace.frame(
        """SELECT r.round_id, r.name, r.opened_on, r.frozen_on, count(t.round_id)::BIGINT AS ratings
           FROM rounds r LEFT JOIN ratings t ON t.round_id = r.round_id
           GROUP BY ALL ORDER BY r.opened_on DESC, r.round_id DESC"""
    )


def cell_evidence(asked: Asked) -> pd.DataFrame:
    """What stands behind one cell: its touchpoints, the rating of the whole, segments that may be shown, findings about the need."""
    found = _evidence(asked)
    decide = set(found.cell["touchpoints"] or ())
    findings = asked.research.findings
    parts = (
        *({**row, "what": "touchpoint", "decides": row["touchpoint_id"] in decide} for row in found.links),
        *({**row, "what": "whole", "decides": bool(found.cell["direct"])} for row in [found.direct] if row),
        *({**row, "what": "segment"} for row in found.segments),
        *({**row, "what": "finding"} for row in row_dicts(findings[findings["need_id"] == asked.given["need"]])),
    )
    same = {name: found.cell[name] for name in ("persona_id", "need_id", "stage_id")}
    return pd.DataFrame([{**row, **same} for row in parts], columns=list(EVIDENCE), dtype=object)


def cell_history(asked: Asked) -> pd.DataFrame:
    """One cell in every round, the earliest first."""
    return pd.DataFrame(_evidence(asked).history, dtype=object)


def assumption_debt(asked: Asked) -> pd.DataFrame:
    """Both debts of each persona, over the rounds, with the needs that are assumed."""
    owed = debts(asked.workspace, asked.answer)
    assumed = asked.answer.needs[asked.answer.needs["provisional"].astype(bool)].groupby("persona_id")["need_id"].agg(tuple)
    ids = [assumed.get(persona, ()) for persona in owed["persona_id"]]
    return owed.assign(assumed_needs=pd.Series(ids, owed.index, dtype=object))


def rank_stability(asked: Asked) -> pd.DataFrame:
    """How surely each item of the list stands where it does."""
    items = asked.shortfalls.items[["item", "rank", "need_id", "stage_id", "persona_id", "kind"]]
    drawn = stability(asked.workspace, asked.shortfalls).items
    return items.merge(drawn, on="item", how="left")


def of_markets(part: str) -> Rows:
    """A frame of `Markets`, by its name."""

    def found(asked: Asked) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(markets(asked.workspace, asked.answer), part)
        return frame

    return found


def _evidence(asked: Asked) -> Evidence:
    cells = asked.answer.cells
    need_id, stage_id = asked.given["need"], asked.given["stage"]
    stages = cells[cells["need_id"] == need_id]["stage_id"].tolist()
    if stage_id not in stages:
        where = f"It arises at: {', '.join(stages)}." if stages else "It arises nowhere in what is in view; “names” lists the needs."
        raise UnknownScope(f"The need “{need_id}” does not arise at the stage “{stage_id}”. {where}")
    return evidence(asked.workspace, asked.answer, need_id, stage_id)


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns), dtype=object)
