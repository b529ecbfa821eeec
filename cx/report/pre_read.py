"""What people read before a workshop: what is on the table, what each question rests on, and where belief and evidence differ most."""

from __future__ import annotations

from collections.abc import Sequence

from cx import words
from cx.analysis.belief import BELIEF_COLUMNS, belief, belief_finding, belief_lines
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage
from cx.analysis.headlines import scope_line
from cx.analysis.parameters import not_by_default
from cx.appearance import look
from cx.charts.cell_words import rests_on
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.report.forms import Block
from cx.store import Workspace

COLUMNS = ("Need", "Persona", "Stage", "As it stands", "Rests on")
DIFFERENCES = 10
"""Differences of belief and evidence that a pre-read lists."""
ALONE = "Read it before the workshop, and score alone: what you know yourself counts as much as what stands here."


def pre_read(workspace: Workspace, answer: Coverage, title: str, cells: Sequence[tuple[str, str]]) -> list[Block]:
    """The pre-read for these cells (need, stage), in their order: the state and the evidence of each, then the largest differences."""
    known = names(workspace, answer)
    found = {(r["need_id"], r["stage_id"]): r for r in row_dicts(answer.cells)}
    rows = []
    for need_id, stage_id in (cell for cell in cells if cell in found):
        row = found[need_id, stage_id]
        shown = look(row)
        who = known.personas.get(row["persona_id"], row["persona_id"])
        told = (known.needs.get(need_id, need_id), who, known.stages.get(stage_id, stage_id))
        rows.append((*told, shown.words, words.sentence(rests_on(row))))
    scope = scope_line(answer, answer.personas, not_by_default(answer.parameters))
    return [
        Block(tr("Before the workshop: {title}", title=title) if title else tr("Before the workshop"), (tr(ALONE), scope)),
        Block(tr("What the room will score"), (), tuple(map(tr, COLUMNS)), tuple(rows)),
        *_differences(answer, known),
    ]


def _differences(answer: Coverage, known: Names) -> list[Block]:
    rows = belief(answer)
    if rows.empty:
        return []
    told = f"{belief_finding(rows)}. {tr('The largest differences first; what customers say decides.')}"
    return [
        Block(tr("Belief against evidence"), (told,), tuple(map(tr, BELIEF_COLUMNS)), tuple(belief_lines(answer, known, None, DIFFERENCES)))
    ]
