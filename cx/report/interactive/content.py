"""Everything that the snapshot says, as one dictionary that goes into the file as JSON: texts are final, numbers are words."""

from __future__ import annotations

from typing import Any

from cx import __version__, words
from cx.appearance import legend_signs
from cx.frames import row_dicts
from cx.languages.messages import ENGLISH, spoken, tr
from cx.model import METHOD_VERSION, STATE_MEANING
from cx.report.content import Report
from cx.report.interactive import blocks
from cx.report.interactive.blocks import HEADS, Block
from cx.report.interactive.map import EVIDENCE_BYTES, MapData
from cx.report.interactive.sections import sections

FORM = 1
"""The form of the data: a later one has another number."""


def content(report: Report, most: int = EVIDENCE_BYTES) -> dict[str, Any]:
    """The whole of a report for the snapshot, with at most so many bytes of what stands behind cells."""
    the_map = MapData(report, most)
    scope = report.answer.round
    found = {
        "form": FORM,
        "method": METHOD_VERSION,
        "product": __version__,
        "made": report.made_on.isoformat(),
        "round": {
            "id": _text(scope["round_id"]),
            "name": _text(scope["round_name"]),
            "frozen": "" if words.missing(scope["frozen_on"]) else f"{scope['frozen_on']:%Y-%m-%d}",
            "hash": report.answer.snapshot or "",
        },
        "title": report.title,
        "scope": report.scope,
        "stamp": report.stamp,
        "personas": _personas(report),
        "across": _across(report),
        "legend": _legend(),
        "tables": {name: {**table, "head": [tr(head) if head else "" for head in table["head"]]} for name, table in HEADS.items()},
        "sections": sections(report, the_map.numbers),
        **the_map.data(),
        **({} if spoken() == ENGLISH else {"language": spoken()}),
    }
    return words.all_printable(found)


def _text(value: Any) -> str:
    return "" if words.missing(value) else str(value)


def _personas(report: Report) -> list[dict[str, str]]:
    """The card of each persona: headline, what it can still become, what stands beside it, its finding and scope."""
    ids = report.personas["persona_id"].tolist()
    return [
        {
            "id": key,
            "name": part.name,
            "tagline": part.tagline,
            "headline": part.headline,
            "range": part.once_assessed,
            "beside": part.beside,
            "rests": part.rests_on,
            "finding": part.finding,
            "scope": part.scope,
        }
        for key, part in zip(ids, report.parts, strict=True)
    ]


def _across(report: Report) -> list[Block]:
    """All personas over the stages, counted."""
    if report.across is None:
        return []
    grid = report.across.grid
    drawn = {(row["row_id"], row["column_id"]): row for row in row_dicts(grid.frame.astype(str)) if row["state"] != "not_needed"}
    rows = [
        [
            label,
            *(
                blocks.cell("", chip=[c["tone"], c["glyph"], c["text"]], quiet=c["State"]) if (c := drawn.get((key, stage))) else "·"
                for stage in grid.columns.ids
            ),
        ]
        for key, label, _ in grid.rows.entries
    ]
    return [blocks.own_table([tr("Persona"), *(label for _, label, _ in grid.columns.entries)], report.across.finding, rows)]


def _legend() -> list[list[Any]]:
    """The key of the map: a state as it is drawn, or a mark; and what that means."""
    return [[[sign.tone, STATE_MEANING[sign.state].glyph, sign.word] if sign.state else sign.mark, sign.meaning] for sign in legend_signs()]
