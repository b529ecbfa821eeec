"""What stands behind each cell of the map and behind each need, as the panel of the page says it, and rating by rating.

Quotations of interviews and names of raters stay in the workspace: a withdrawal could not reach them in a file that was sent on. Of
people's answers no number stands here that the panel does not show: small samples, and what would follow from them by subtraction,
stay out; of two experts, each would know the other's score.
"""

from __future__ import annotations

from collections import Counter
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
from cx.languages import numbers
from cx.languages.messages import tr, trn
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
Key = tuple[Any, Any, str]
"""Touchpoint, segment and source of a rating; None where it is of the whole."""
RATINGS_LISTED = 20
"""Ratings of a cell that stand in the file one by one."""
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
            blocks.paragraph(f"{tr('Whole journey')}. {tr(JOURNEY_RULE[need['kind']])}"),
            *map(blocks.paragraph, journey_sentences(need)),
            blocks.table("stages", tr("Stage by stage"), rows),
        ]

    def _state(self, evidence: Evidence) -> list[Block]:
        verdict = evidence.verdict
        state = {"state": [large_value(evidence.cell), *blocks.chip(look(evidence.cell))]}
        if verdict:
            state |= {"verdict": [tr(verdict), tr(words.VERDICTS[verdict])]}
        return [
            state,
            blocks.paragraph(state_sentence(evidence, self._settings)),
            *(blocks.tag(label, meaning) for label, meaning in flag_sentences(evidence, self._settings)),
        ]

    def _recorded(self, cell: Row) -> list[Block]:
        place = (cell["need_id"], cell["stage_id"])
        decision, cause = self._decided.get(place), reasons.cause_sentence(self._causes.get(place))
        return [
            *([blocks.tag(tr("decided"), words.sentence(decision_words(decision)))] if decision else []),
            *([blocks.tag(tr("why"), words.sentence(cause))] if cause else []),
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
        none = [] if evidence.links else [blocks.paragraph(tr(NO_TOUCHPOINT))]
        return [blocks.heading(tr("Touchpoints")), *none, *([blocks.table("touchpoints", rule(evidence), rows)] if rows else [])]

    def _segments(self, evidence: Evidence) -> list[Block]:
        found = segment_lines(evidence, self._names)
        if found is None:
            return []
        rows = [[blocks.cell(name, quiet=at) if at else name, value, n] for name, at, value, n in found.rows]
        return [blocks.heading(tr("Segments")), blocks.table("segments", found.note, rows)]

    def _rounds(self, evidence: Evidence) -> list[Block]:
        if len(evidence.history) < 2:
            return []
        rows = [
            [
                r["round_name"],
                blocks.cell("", chip=blocks.chip(look(r))),
                cell_text(r),
                "" if words.missing(r["n"]) else numbers.number(f"{int(r['n']):,}"),
            ]
            for r in evidence.history
        ]
        return [blocks.heading(tr("Rounds")), blocks.table("rounds", tr("The same cell, round by round"), rows)]

    def _why(self, evidence: Evidence) -> Block:
        said: list[Block] = [blocks.terms(facts(evidence, self._stored[evidence.cell["need_id"]], self._settings))]
        if evidence.quotes:
            said.append(
                blocks.paragraph(
                    trn(
                        "{n} quotation of interviews speaks of this need. It stays in the workspace, where whoever said it can still withdraw it.",
                        "{n} quotations of interviews speak of this need. They stay in the workspace, where whoever said it can still withdraw it.",
                        len(evidence.quotes),
                    ),
                    quiet=True,
                )
            )
        return blocks.fold(tr("Why this state, and how sure?"), said)

    def _ratings(self, evidence: Evidence) -> list[Block]:
        if not evidence.ratings:
            return []
        every = len(evidence.ratings)
        first = sorted(evidence.ratings, key=lambda r: not words.missing(r["overridden"]))[:RATINGS_LISTED]
        said = tr("Every rating of the round here, those that count first")
        if every > len(first):
            said = trn(
                "{first} of {n} rating of the round here, those that count first; the others stand in the workspace",
                "{first} of {n} ratings of the round here, those that count first; the others stand in the workspace",
                every,
                first=len(first),
            )
        shown = _shown(evidence)
        rows = [self._rating(row, shown) for row in first]
        return [blocks.fold(trn("{n} rating behind it", "{n} ratings behind it", every), [blocks.table("ratings", said, rows)])]

    def _rating(self, row: Row, shown: Mapping[Key, Any]) -> list[blocks.Cell]:
        key = _key(row)
        value, n = _numbers(row) if key in shown and _same(shown[key], row["n"]) else (tr(BY_ITSELF), "")
        segment = "" if words.missing(row["segment_id"]) else self._names.segments.get(row["segment_id"], row["segment_id"])
        who = [t for t in (segment, row["market"]) if not words.missing(t) and t != ""]
        counts = tr(LEFT_OUT[row["left_out"]]) if not words.missing(row["left_out"]) else does_not_decide(row)
        return [
            blocks.cell(self._rated(row["touchpoint_id"]), quiet=words.sentence(counts)),
            blocks.cell(tr(SOURCES[row["source"]]), quiet=", ".join(map(str, who))),
            value,
            n,
            "" if words.missing(row["rated_on"]) else numbers.day(row["rated_on"]),
            "" if words.missing(row["note"]) else str(row["note"]),
        ]

    def _rated(self, touchpoint_id: Any) -> str:
        return tr(words.WHOLE) if words.missing(touchpoint_id) else str(self._names.touchpoints.get(touchpoint_id, touchpoint_id))


def _numbers(row: Row) -> tuple[str, str]:
    used = scale(row["scale_used"])
    value = readable(float(row["value"]), decimals_of(used.high - used.low) if used else 2)
    n = "" if words.missing(row["n"]) else numbers.number(f"{int(row['n']):,}")
    return f"{numbers.number(f'{value:g}')} ({row['scale_used']})", n


def _shown(evidence: Evidence) -> dict[Key, Any]:
    """What the panel shows of the answers of one rating, with their number: a segment, or the whole of a touchpoint; of experts one
    alone, or so many that nobody's score follows from one's own."""
    rated = [link for link in (*evidence.links, evidence.direct) if link is not None and not words.missing(link["evidence"])]
    shown = {_key(link | {"segment_id": None}): link["n"] for link in rated if link["source"] != "expert"}
    shown |= {_key(segment | {"source": "survey"}): segment["n"] for segment in evidence.segments}
    experts = [(_key(row), row["n"]) for row in evidence.ratings if row["source"] == "expert"]
    panels = Counter(touchpoint for (touchpoint, _, _), _ in experts)
    return shown | {key: n for key, n in experts if panels[key[0]] == 1 or panels[key[0]] >= FEWEST_SHOWN}


def _key(row: Row) -> Key:
    touchpoint, segment = (None if words.missing(row[name]) else row[name] for name in ("touchpoint_id", "segment_id"))
    return touchpoint, segment, row["source"]


def _same(first: Any, second: Any) -> bool:
    return bool(first == second) or (words.missing(first) and words.missing(second))
