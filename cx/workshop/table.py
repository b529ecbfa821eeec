"""Preparing: which cells are on the table, what is the same and should be merged, and the frozen copy of it all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from cx import words
from cx.analysis.catalogue import need_rows
from cx.analysis.coverage import Coverage, relation
from cx.analysis.headlines import scope_line
from cx.analysis.parameters import changed_parameters, parameters
from cx.model import EVIDENCE_MEANING, STATE_MEANING
from cx.store import Workspace
from cx.workshop.content import GAPS, SOLUTIONS, Content, Item, Option, topic_of

Cell = tuple[str, str]
ALIKE = 90
"""Similarity (0 to 100) from which two statements at one stage are offered as the same."""


def table_items(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """Every cell in view that can be put on the table: tier, priority, info_value and what the coverage says of it.

    The one place where the workshop asks for tiers and priorities.
    """
    share = float(parameters(workspace)["lambda"])
    return answer.frame(relation("workshop/candidate"), {"lambda": share})  # type: ignore[arg-type]


def duplicates(workspace: Workspace, cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Groups of cells that ask the same at the same stage: one theme, or nearly the same words, of the same kind."""
    needs = need_rows(workspace)
    joined: dict[Cell, set[Cell]] = {c: {c} for c in cells}
    for one, other in combinations(cells, 2):
        a, b = needs.loc[one[0]], needs.loc[other[0]]
        if one[1] == other[1] and a["kind"] == b["kind"] and _same(a, b):
            merged = joined[one] | joined[other]
            for cell in merged:
                joined[cell] = merged
    groups = {tuple(c for c in cells if c in group) for group in map(frozenset, joined.values()) if len(group) > 1}
    return sorted(groups, key=lambda group: cells.index(group[0]))


def _same(a: pd.Series, b: pd.Series) -> bool:
    if not words.missing(a["theme"]) and a["theme"] == b["theme"]:
        return True
    return fuzz.token_sort_ratio(a["statement"].lower(), b["statement"].lower()) >= ALIKE


def freeze(workspace: Workspace, answer: Coverage, groups: Iterable[Sequence[Cell]]) -> Content:
    """The frozen table: one item per group of merged cells, in this order, with two topics to vote on where there is a choice."""
    found = {(r["need_id"], r["stage_id"]): r for r in table_items(workspace, answer).to_dict("records")}
    items = tuple(
        _item(workspace, answer, f"i{number:02d}", [found[c] for c in group])
        for number, group in enumerate(groups, start=1)
    )
    scope = answer.round
    personas = answer.personas
    return Content(
        scope["round_id"],
        scope["round_name"] or "no round yet",
        scope_line(answer, personas, changed_parameters(workspace)),
        items,
        tuple(t for t in (_gaps(items), _solutions(workspace)) if t is not None),
        tuple((name, str(value)) for name, value in sorted(parameters(workspace).items())),
    )


def _gaps(items: Sequence[Item]) -> Any:
    options = tuple(Option(i.item_id, i.title, i.item_id) for i in items if i.tier == 2)
    return topic_of("gaps", "Which of the other gaps first?", GAPS, options) if len(options) > 1 else None


def _solutions(workspace: Workspace) -> Any:
    rows = workspace.rows(
        "SELECT improvement_id, name FROM improvements WHERE coalesce(status, 'idea') IN ('idea', 'planned') ORDER BY improvement_id"
    )
    options = tuple(
        Option(f"s{number:02d}", name, improvement) for number, (improvement, name) in enumerate(rows, start=1)
    )
    return topic_of("solutions", "Which solutions first?", SOLUTIONS, options) if len(options) > 1 else None


def _item(workspace: Workspace, answer: Coverage, item_id: str, rows: Sequence[dict[str, Any]]) -> Item:
    need = need_rows(workspace).loc[rows[0]["need_id"]]
    named = dict(workspace.rows("SELECT persona_id, name FROM personas"))
    stages = dict(workspace.rows("SELECT stage_id, name FROM stages"))
    cells = tuple((r["need_id"], r["stage_id"]) for r in rows)
    worst = min(rows, key=lambda r: (r["tier"] or 9, 1.0 if words.missing(r["fulfilment"]) else r["fulfilment"]))
    priorities = [r["priority"] for r in rows if not words.missing(r["priority"])]
    return Item(
        item_id, rows[0]["kind"], str(need["statement"]), stages[rows[0]["stage_id"]],
        tuple(dict.fromkeys(named[r["persona_id"]] for r in rows)),
        "" if words.missing(need["met_when"]) else str(need["met_when"]),
        int(worst["tier"]), str(worst["state"]), None if words.missing(worst["fulfilment"]) else float(worst["fulfilment"]),
        float(sum(priorities)) if priorities else None,
        "" if words.missing(worst["evidence"]) else str(worst["evidence"]),
        cells, _links(answer, cells), tuple(line for r in rows for line in _basis(answer, r, named[r["persona_id"]] if len(rows) > 1 else "")),
    )  # fmt: skip


def _links(answer: Coverage, cells: Sequence[Cell]) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for cell in cells:
        live = answer.frame(
            "SELECT touchpoint_id, stage_id, need_id FROM link WHERE need_id = ? AND stage_id = ? AND live ORDER BY touchpoint_id",
            cell,
        )
        rows += [tuple(map(str, r)) for r in live.itertuples(index=False, name=None)]
    return tuple(rows)  # type: ignore[return-value]


def _basis(answer: Coverage, row: dict[str, Any], persona: str) -> list[str]:
    """What is known about a cell, in sentences: state, then touchpoint by touchpoint."""
    who = f"{persona}: " if persona else ""
    meaning = STATE_MEANING[row["state"]]
    said = f"{who}{meaning.label}" + (
        f", {words.percent(row['fulfilment'])} of a target of {words.percent(row['target'])}"
        if not words.missing(row["fulfilment"])
        else ""
    )
    if not words.missing(row["evidence"]):
        said += f". Evidence: {EVIDENCE_MEANING[row['evidence']].label.lower()}"
    lines = [words.sentence(said)]
    links = answer.frame(
        """SELECT t.name, l.fulfilment, l.source, l.n, l.live FROM link l JOIN touchpoints t USING (touchpoint_id)
           WHERE l.need_id = ? AND l.stage_id = ? AND l.live ORDER BY l.fulfilment NULLS LAST, t.name""",
        (row["need_id"], row["stage_id"]),
    )
    for link in links.to_dict("records"):
        if words.missing(link["fulfilment"]):
            lines.append(f"{link['name']}: not rated.")
            continue
        base = (
            f", {words.count(link['n'], 'rater' if link['source'] == 'expert' else 'answer')}"
            if not words.missing(link["n"])
            else ""
        )
        lines.append(f"{link['name']}: {words.percent(link['fulfilment'])} ({link['source']}{base}).")
    return lines
