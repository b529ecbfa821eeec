"""The whole map as the page draws it: rows and cells in words, what filters look for, and what stands behind each cell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cx import words
from cx.analysis.catalogue import need_rows
from cx.analysis.evidence import Place, every_evidence
from cx.analysis.map_rows import OUT_OF_REACH, STATES, falls_short
from cx.appearance import cannot_be_met
from cx.charts.grid import HEADINGS, JOURNEY, Grid, stages_among
from cx.charts.persona_map import needs_by_stages
from cx.frames import of_persona, row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import KINDS
from cx.report.content import Report
from cx.report.interactive.behind import Behind
from cx.report.interactive.blocks import Block

EVIDENCE_BYTES = 12_000_000
"""So much of what stands behind cells goes into a file that people send by mail; the rest is left out, and that is said."""
FIELDS = ("tone", "glyph", "text", "State", "Value", "Rests on", "Remarks")
"""What a cell of the map says, in this order, after its row and its column; then whether it decides, and its mark."""


def grid_of(report: Report) -> Grid:
    """The map of every persona in view, one under the other, as the page has it."""
    answer, names = report.answer, report.names
    personas = {p: name for p, name in names.personas.items() if report.persona_id in (None, p)}
    cells, needs = (of_persona(table, report.persona_id) for table in (answer.cells, answer.needs))
    return needs_by_stages(cells, needs, names.needs, stages_among(names.stages, answer.cells), personas=personas)


class MapData:
    """The map of a report as data, and the number of each cell on it."""

    def __init__(self, report: Report, most: int = EVIDENCE_BYTES):
        self._report, self._most, self.grid = report, most, grid_of(report)
        self._rows = {entry: number for number, entry in enumerate(self.grid.rows.ids)}
        self._columns = {entry: number for number, entry in enumerate(self.grid.columns.ids)}
        drawn = self.grid.frame[self.grid.frame["state"].astype(str) != "not_needed"].astype(str)
        self._cells = row_dicts(drawn)
        self.numbers: dict[Place, int] = {(row["row_id"], row["column_id"]): n for n, row in enumerate(self._cells)}

    def data(self) -> dict[str, Any]:
        """Columns, rows, cells, and the blocks behind each cell (None where they are left out, which `cut` says)."""
        behind, cut = self._behind()
        return {
            "columns": [{"id": key, "label": label} for key, label, _ in self.grid.columns.entries],
            "rows": self._row_data(),
            "cells": [self._cell(row) for row in self._cells],
            "behind": behind,
            "cut": cut,
            "states": [[word, tr(label)] for word, label in STATES.items()],
            "kinds": [[k.kind.value, tr(k.plural)] for k in KINDS if k.kind in set(self._report.answer.needs["kind"])],
        }

    def _cell(self, row: Mapping[str, str]) -> list[Any]:
        decides = int(row["decides"] == "yes")
        return [self._rows[row["row_id"]], self._columns[row["column_id"]], *(row[f] for f in FIELDS), decides, row["mark"]]

    def _row_data(self) -> list[dict[str, Any]]:
        needs = {row["need_id"]: row for row in row_dicts(self._report.answer.needs)}
        stored = {row["need_id"]: row for row in row_dicts(need_rows(self._report.workspace, self._report.answer))}
        states = self._states()
        found: list[dict[str, Any]] = []
        persona = kind = ""
        for key, label, role in self.grid.rows.entries:
            if role in HEADINGS:
                persona, kind = (key[1:], "") if role == "persona" else key[1:].rsplit("§", 1)
                found.append({"label": label, "role": role, "of": persona, "kind": kind})
                continue
            theme = stored[key]["theme"]
            said = [key, stored[key]["statement"], "" if words.missing(theme) else theme]
            found.append(
                {"id": key, "label": label, "role": role, "of": persona, "kind": kind, "states": states[key], "find": " ".join(said)}
                | ({"short": 1} if falls_short(needs[key]) else {})
            )
        return found

    def _states(self) -> dict[str, list[str]]:
        """The states that occur in each need, at its stages or over its journey: by those it is found."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for table in (self._report.answer.needs, self._report.answer.cells):
            for row in row_dicts(table[["need_id", "state", "flags"]]):
                found[row["need_id"]] |= {row["state"]: None} | ({OUT_OF_REACH: None} if cannot_be_met(row) else {})
        return {need_id: list(states) for need_id, states in found.items()}

    def _behind(self) -> tuple[list[list[Block] | None], str]:
        writer = Behind(self._report)
        made: dict[int, list[Block]] = {}
        of_need: dict[str, list[tuple[Mapping[str, Any], int]]] = defaultdict(list)
        for place, evidence in every_evidence(self._report.workspace, self._report.answer):
            if place in self.numbers:
                made[self.numbers[place]] = writer.cell(evidence)
                of_need[place[0]].append((evidence.cell, self.numbers[place]))
        for need in row_dicts(self._report.answer.needs):
            if (number := self.numbers.get((need["need_id"], JOURNEY))) is not None:
                made[number] = writer.need(need, of_need[need["need_id"]])
        kept = self._kept(made)
        cut = "" if len(kept) == len(made) else _cut_sentence(len(made) - len(kept), len(made), self._most)
        return [made[n] if n in kept else None for n in range(len(self._cells))], cut

    def _kept(self, made: Mapping[int, Sequence[Block]]) -> set[int]:
        """The cells whose evidence fits: what falls short first, in the order of the list, then what is not known, then the others."""
        listed = [self.numbers.get((r["need_id"], r["stage_id"])) for r in row_dicts(self._report.found.table[["need_id", "stage_id"]])]
        size, kept = 0, set[int]()
        for number in dict.fromkeys([*(n for n in listed if n is not None), *made]):
            size += len(json.dumps(made[number], ensure_ascii=False).encode("utf-8", "surrogatepass"))
            if size > self._most:
                break
            kept.add(number)
        return kept


def _cut_sentence(left_out: int, every: int, most: int) -> str:
    return tr(
        "What stands behind {left_out} of {every} cells is left out, since this file would be too large with it (more than {most} MB of "
        "evidence): what falls short is kept first, and the workspace holds it all.",
        left_out=numbers.number(f"{left_out:,}"),
        every=numbers.number(f"{every:,}"),
        most=numbers.number(f"{most / 1e6:g}"),
    )
