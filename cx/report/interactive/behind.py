"""What stands behind each cell of the map and behind each need, as the panel of the page says it, and rating by rating.

Quotations of interviews and names of raters stay in the workspace: a withdrawal could not reach them in a file that was sent on. Of
people's answers no number stands here that the panel does not show: small samples, and what would follow from them by subtraction,
stay out; of two experts, each would know the other's score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words
from cx.analysis import reasons
from cx.analysis.catalogue import need_rows
from cx.analysis.evidence import Evidence
from cx.analysis.rating_words import LEFT_OUT, does_not_decide
from cx.analysis.shortfalls import causes
from cx.appearance import look
from cx.changes.readable import decimals_of, readable
from cx.charts.cell_words import cell_text, rests_on
from cx.frames import row_dicts
from cx.model import FEWEST_SHOWN, SOURCES, scale
from cx.report.content import Report
from cx.report.evidence_facts import facts
from cx.report.evidence_words import (
    JOURNEY_RULE,
    NO_TOUCHPOINT,
    flag_sentences,
    journey_sentences,
    large_value,
    rule,
    segment_lines,
    state_sentence,
    touchpoint_lines,
)
from cx.report.interactive import blocks
from cx.report.interactive.blocks import Block
from cx.workshop.decisions import decided_at, decision_words

Row = Mapping[str, Any]
BY_ITSELF = "not by itself"
"""Stands for the number of a rating that the panel does not show: it is part of a sum, of a pair, or of too few answers."""


class Behind:
    """Says what stands behind cells and needs of one report."""

    def __init__(self, report: Report):
        workspace = report.workspace
        self._names = report.names
        self._settings = report.answer.parameters
        self._stored = {row["need_id"]: row for row in row_dicts(need_rows(workspace, report.answer))}
        self._causes, self._decided = causes(workspace), decided_at(workspace)

    def cell(self, evidence: Evidence) -> list[Block]:
        """Everything behind one cell, in the order in which people ask."""
        return [
            *self._state(evidence),
            *self._recorded(evidence.cell),
            *self._touchpoints(evidence),
            *self._segments(evidence),
            *self._rounds(evidence),
            self._why(evidence),
            *self._ratings(evidence),
        ]

    def need(self, need: Row, cells: list[tuple[Row, int]]) -> list[Block]:
        """The whole journey of a need: its rule, and its cells (each with its number on the map) stage by stage."""
        rows = [
            [
                blocks.cell(str(self._names.stages.get(row["stage_id"], row["stage_id"])), go=number),
                blocks.cell("", chip=blocks.chip(look(row))),
                cell_text(row),
                words.sentence(rests_on(row)),
            ]
            for row, number in cells
        ]
        return [
            {"state": [large_value(need), *blocks.chip(look(need))]},
            blocks.paragraph(f"Whole journey. {JOURNEY_RULE[need['kind']]}"),
            *map(blocks.paragraph, journey_sentences(need)),
            blocks.table("stages", "Stage by stage", rows),
        ]

    def _state(self, evidence: Evidence) -> list[Block]:
        verdict = evidence.verdict
        state = {"state": [large_value(evidence.cell), *blocks.chip(look(evidence.cell))]}
        if verdict:
            state |= {"verdict": [verdict, words.VERDICTS[verdict]]}
        return [
            state,
            blocks.paragraph(state_sentence(evidence, self._settings)),
            *(blocks.tag(label, meaning) for label, meaning in flag_sentences(evidence, self._settings)),
        ]

    def _recorded(self, cell: Row) -> list[Block]:
        place = (cell["need_id"], cell["stage_id"])
        decision, cause = self._decided.get(place), reasons.cause_sentence(self._causes.get(place))
        return [
            *([blocks.tag("decided", words.sentence(decision_words(decision)))] if decision else []),
            *([blocks.tag("why", words.sentence(cause))] if cause else []),
        ]

    def _touchpoints(self, evidence: Evidence) -> list[Block]:
        rows = [
            [
                blocks.cell(self._rated(line.touchpoint_id), quiet=line.notes, bold=line.decides),
                blocks.cell(line.value, quiet=line.span) if line.span else line.value,
                line.n,
                line.rests_on,
            ]
            for line in touchpoint_lines(evidence)
        ]
        none = [] if evidence.links else [blocks.paragraph(NO_TOUCHPOINT)]
        return [blocks.heading("Touchpoints"), *none, *([blocks.table("touchpoints", rule(evidence), rows)] if rows else [])]

    def _segments(self, evidence: Evidence) -> list[Block]:
        found = segment_lines(evidence, self._names)
        if found is None:
            return []
        rows = [[blocks.cell(name, quiet=at) if at else name, value, n] for name, at, value, n in found.rows]
        return [blocks.heading("Segments"), blocks.table("segments", found.note, rows)]

    def _rounds(self, evidence: Evidence) -> list[Block]:
        if len(evidence.history) < 2:
            return []
        rows = [
            [r["round_name"], blocks.cell("", chip=blocks.chip(look(r))), cell_text(r), "" if words.missing(r["n"]) else f"{int(r['n']):,}"]
            for r in evidence.history
        ]
        return [blocks.heading("Rounds"), blocks.table("rounds", "The same cell, round by round", rows)]

    def _why(self, evidence: Evidence) -> Block:
        said: list[Block] = [blocks.terms(facts(evidence, self._stored[evidence.cell["need_id"]], self._settings))]
        if evidence.quotes:
            one = len(evidence.quotes) == 1
            said.append(
                blocks.paragraph(
                    f"{words.count(len(evidence.quotes), 'quotation')} of interviews {'speaks' if one else 'speak'} of this need. {'It stays' if one else 'They stay'} "
                    "in the workspace, where whoever said it can still withdraw it.",
                    quiet=True,
                )
            )
        return blocks.fold("Why this state, and how sure?", said)

    def _ratings(self, evidence: Evidence) -> list[Block]:
        if not evidence.ratings:
            return []
        rows = [self._rating(evidence, row) for row in evidence.ratings]
        return [
            blocks.fold(f"{words.count(len(rows), 'rating')} behind it", [blocks.table("ratings", "Every rating of the round here", rows)])
        ]

    def _rating(self, evidence: Evidence, row: Row) -> list[blocks.Cell]:
        value, n = _numbers(row) if _is_shown(evidence, row) else (BY_ITSELF, "")
        segment = "" if words.missing(row["segment_id"]) else self._names.segments.get(row["segment_id"], row["segment_id"])
        who = [t for t in (segment, row["market"]) if not words.missing(t) and t != ""]
        counts = LEFT_OUT[row["left_out"]] if not words.missing(row["left_out"]) else does_not_decide(row)
        return [
            blocks.cell(self._rated(row["touchpoint_id"]), quiet=words.sentence(counts)),
            blocks.cell(SOURCES[row["source"]], quiet=", ".join(map(str, who))),
            value,
            n,
            "" if words.missing(row["rated_on"]) else f"{row['rated_on']:%Y-%m-%d}",
            "" if words.missing(row["note"]) else str(row["note"]),
        ]

    def _rated(self, touchpoint_id: Any) -> str:
        return words.WHOLE if words.missing(touchpoint_id) else str(self._names.touchpoints.get(touchpoint_id, touchpoint_id))


def _numbers(row: Row) -> tuple[str, str]:
    used = scale(row["scale_used"])
    value = readable(float(row["value"]), decimals_of(used.high - used.low) if used else 2)
    return f"{value:g} ({row['scale_used']})", "" if words.missing(row["n"]) else f"{int(row['n']):,}"


def _is_shown(evidence: Evidence, row: Row) -> bool:
    """Whether the panel shows the answers of this rating, neither more nor fewer: as a segment, or as the whole of a touchpoint; of
    experts, whether there is one alone or so many that nobody's score follows from one's own."""
    if row["source"] == "expert":
        panel = [r for r in evidence.ratings if r["source"] == "expert" and _same(r["touchpoint_id"], row["touchpoint_id"])]
        return len(panel) == 1 or len(panel) >= FEWEST_SHOWN
    rated = [*evidence.links, *([evidence.direct] if evidence.direct else [])]
    if words.missing(row["segment_id"]):
        beside = [link for link in rated if _same(link["touchpoint_id"], row["touchpoint_id"])]
    else:
        here = [link for link in rated if _same(link["touchpoint_id"], row["touchpoint_id"]) and link["source"] == row["source"]]
        beside = [s | {"source": here[0]["source"], "evidence": "shown"} for s in evidence.segments if here and _same_segment(s, row)]
    return any(b["source"] == row["source"] and not words.missing(b["evidence"]) and _same(b["n"], row["n"]) for b in beside)


def _same_segment(segment: Row, row: Row) -> bool:
    return bool(segment["segment_id"] == row["segment_id"]) and _same(segment["touchpoint_id"], row["touchpoint_id"])


def _same(first: Any, second: Any) -> bool:
    return bool(first == second) or (words.missing(first) and words.missing(second))
