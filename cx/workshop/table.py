"""Preparing a room: cells to choose from, duplicates to merge, and the frozen copy of the choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from cx import appearance, words
from cx.analysis.catalogue import names, need_rows
from cx.analysis.coverage import Coverage
from cx.analysis.headlines import scope_line
from cx.analysis.parameters import not_by_default
from cx.frames import row_dicts
from cx.model import EVIDENCE_MEANING
from cx.sql import relation
from cx.store import Workspace
from cx.workshop.content import FAILS, GAPS, NOT_FULLY, SOLUTIONS, TITLES, WANTED, Content, Item, Option, Topic, topic_of

Cell = tuple[str, str]
ALIKE = 90
"""Similarity (0 to 100) from which two statements at one stage are proposed as duplicates."""


def table_items(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """Every cell in view that can be put on the table: tier, priority, info_value and the columns of coverage.

    The one place where the workshop asks for tiers and priorities.
    """
    if "table items" not in answer.kept:
        share = float(answer.parameters["lambda"])
        answer.kept["table items"] = answer.frame(relation("workshop/candidate"), {"size_weight": share})
    found: pd.DataFrame = answer.kept["table items"]
    return found


def duplicates(workspace: Workspace, answer: Coverage, cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Groups of cells with the same question at the same stage: same kind, and one theme or nearly the same words."""
    needs = need_rows(workspace, answer).loc[[need for need, _ in cells], ["kind", "theme", "statement"]]
    alike: dict[tuple[str, str], list[int]] = {}
    for number, ((_, stage), kind) in enumerate(zip(cells, needs["kind"], strict=True)):
        alike.setdefault((stage, kind), []).append(number)
    group = list(range(len(cells)))
    for numbers in alike.values():
        part = needs.iloc[numbers]
        for one, other in zip(*np.nonzero(_same(part)), strict=True):
            old, new = group[numbers[one]], group[numbers[other]]
            if old != new:
                group = [new if g == old else g for g in group]
    members: dict[int, list[Cell]] = {}
    for cell, number in zip(cells, group, strict=True):
        members.setdefault(number, []).append(cell)
    return [tuple(found) for found in members.values() if len(found) > 1]


def _same(needs: pd.DataFrame) -> np.ndarray:
    """Needs × needs: whether two are duplicates; only one half is filled in."""
    words_alike = (
        cdist(
            [s.lower() for s in needs["statement"]],
            [s.lower() for s in needs["statement"]],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=ALIKE,
        )
        >= ALIKE
    )
    theme = needs["theme"].to_numpy(dtype=object)
    known = needs["theme"].notna().to_numpy()
    return np.triu(words_alike | ((theme[:, None] == theme) & known[:, None] & known), 1)


@dataclass(frozen=True)
class Outline:
    """What a room will be about: so many questions, so many of them must-haves that fail, and what is voted on, without the words of the options."""

    number: int
    failing: int
    topics: tuple[Topic, ...]


def outline(workspace: Workspace, answer: Coverage, groups: Iterable[Sequence[Cell]]) -> Outline:
    """What the frozen table would hold, told from tiers alone: its items take half a second where hundreds of them are ticked."""
    rows = table_items(workspace, answer)
    tier = dict(zip(zip(rows["need_id"], rows["stage_id"], strict=True), rows["tier"].astype(int), strict=True))
    tiers = [min((tier[cell] for cell in group), key=_first) for group in groups]
    options = tuple(Option(f"i{number:02d}", "") for number, one in enumerate(tiers, start=1) if one in (NOT_FULLY, WANTED))
    return Outline(len(tiers), tiers.count(FAILS), tuple(t for t in (_gaps(options), _solutions(workspace)) if t is not None))


def _first(tier: int) -> int:
    """Tiers in the order in which they say most of an item: what has none says least."""
    return tier or 9


def freeze(workspace: Workspace, answer: Coverage, groups: Iterable[Sequence[Cell]]) -> Content:
    """The frozen table: one item per group of merged cells, in this order, with two topics to vote on where there is a choice."""
    found = {(r["need_id"], r["stage_id"]): r for r in row_dicts(table_items(workspace, answer))}
    groups = list(groups)
    known = _Known.of(workspace, answer, [cell for group in groups for cell in group])
    items = tuple(_item(known, f"i{number:02d}", [found[c] for c in group]) for number, group in enumerate(groups, start=1))
    scope = answer.round
    personas = answer.personas
    return Content(
        scope["round_id"],
        scope["round_name"] or "no round yet",
        scope_line(answer, personas, not_by_default(answer.parameters)),
        items,
        tuple(t for t in (_gaps(_options(items)), _solutions(workspace)) if t is not None),
        tuple((name, str(value)) for name, value in sorted(answer.parameters.items())),
    )


def _options(items: Sequence[Item]) -> tuple[Option, ...]:
    return tuple(Option(i.item_id, i.title, i.item_id) for i in items if i.tier in (NOT_FULLY, WANTED))


def _gaps(options: tuple[Option, ...]) -> Topic | None:
    return topic_of("gaps", TITLES[GAPS], GAPS, options) if len(options) > 1 else None


def _solutions(workspace: Workspace) -> Topic | None:
    rows = workspace.rows(
        "SELECT improvement_id, name FROM improvements WHERE coalesce(status, 'idea') IN ('idea', 'planned') ORDER BY improvement_id"
    )
    options = tuple(Option(f"s{number:02d}", name, improvement) for number, (improvement, name) in enumerate(rows, start=1))
    return topic_of("solutions", TITLES[SOLUTIONS], SOLUTIONS, options) if len(options) > 1 else None


def _item(known: _Known, item_id: str, rows: Sequence[dict[str, Any]]) -> Item:
    need = known.needs[rows[0]["need_id"]]
    cells = tuple((r["need_id"], r["stage_id"]) for r in rows)
    worst = min(rows, key=lambda r: (_first(r["tier"]), 1.0 if words.missing(r["fulfilment"]) else r["fulfilment"]))
    priorities = [r["priority"] for r in rows if not words.missing(r["priority"])]
    named = known.personas
    upper, target, adequate = (None if words.missing(worst[name]) else float(worst[name]) for name in ("upper", "target", "adequate"))
    return Item(
        item_id, rows[0]["kind"], str(need["statement"]), known.stages[rows[0]["stage_id"]],
        tuple(dict.fromkeys(named[r["persona_id"]] for r in rows)),
        "" if words.missing(need["met_when"]) else str(need["met_when"]),
        int(worst["tier"]), str(worst["state"]), None if words.missing(worst["fulfilment"]) else float(worst["fulfilment"]),
        float(sum(priorities)) if priorities else None,
        "" if words.missing(worst["evidence"]) else str(worst["evidence"]),
        cells, tuple((t, stage, of) for of, stage in cells for t in sorted(str(link["touchpoint_id"]) for link in known.links.get((of, stage), ()))),
        tuple(line for r in rows for line in _basis(known.links.get((r["need_id"], r["stage_id"]), ()), r, named[r["persona_id"]] if len(rows) > 1 else "")),
        any(bool(r["at_least"]) for r in rows), upper, target, adequate,
        bool(worst["assumed"]), worst["flags"],
    )  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """Data from which items are written; `links` are the live ones of each cell, the least fulfilled first."""

    needs: dict[str, dict[str, Any]]
    personas: dict[str, str]
    stages: dict[str, str]
    links: dict[Cell, list[dict[str, Any]]]

    @staticmethod
    def of(workspace: Workspace, answer: Coverage, cells: Sequence[Cell]) -> _Known:
        # One query for all cells: a table may hold hundreds of them.
        rows = answer.frame(
            """SELECT l.need_id, l.stage_id, l.touchpoint_id, t.name, l.fulfilment, l.assumed, l.source, l.n FROM link l JOIN touchpoints t USING (touchpoint_id)
               WHERE l.live AND (l.need_id, l.stage_id) IN (SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])) ORDER BY l.fulfilment NULLS LAST, t.name, l.touchpoint_id""",
            ([need for need, _ in cells], [stage for _, stage in cells]),
        )
        links: dict[Cell, list[dict[str, Any]]] = {}
        for link in row_dicts(rows):
            links.setdefault((link["need_id"], link["stage_id"]), []).append(link)
        known = names(workspace, answer)
        needs = need_rows(workspace, answer).loc[list({need for need, _ in cells}), ["statement", "met_when"]]
        return _Known(dict(zip(needs.index, row_dicts(needs), strict=True)), known.personas, known.stages, links)


def _basis(links: Iterable[dict[str, Any]], row: dict[str, Any], persona: str) -> list[str]:
    """What is known about a cell, in sentences: state, then touchpoint by touchpoint."""
    who = f"{persona}: " if persona else ""
    said = f"{who}{appearance.look(row).word}" + (
        f", {appearance.number(row['fulfilment'], bool(row['assumed']))} of a target of {words.percent(row['target'])}"
        if not words.missing(row["fulfilment"]) and not appearance.cannot_be_met(row)
        else ""
    )
    if not words.missing(row["evidence"]):
        said += f". Evidence: {EVIDENCE_MEANING[row['evidence']].label.lower()}"
    lines = [words.sentence(said)]
    for link in links:
        if words.missing(link["fulfilment"]) or words.missing(link["source"]):
            lines.append(f"{link['name']}: not rated.")
            continue
        base = f", {words.count(link['n'], 'rater' if link['source'] == 'expert' else 'answer')}" if not words.missing(link["n"]) else ""
        lines.append(f"{link['name']}: {appearance.number(link['fulfilment'], bool(link['assumed']))} ({link['source']}{base}).")
    return lines
