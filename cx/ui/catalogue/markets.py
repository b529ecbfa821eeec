"""Countries beside one another, each by its own target and its own list; what differs between them; which values may be compared."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from cx import words
from cx.analysis.markets import STYLE_MEANING, Markets, are_known, blocked_words, gap_words, markets
from cx.analysis.named import named
from cx.appearance import state_words, tone_of
from cx.changes.edit import grid_of, write_edit
from cx.changes.edit_names import labels_of
from cx.changes.load import user
from cx.frames import of_persona, row_dicts
from cx.model import EVIDENCE_MEANING, KINDS, SOURCES
from cx.tables import TABLE
from cx.ui.catalogue.beside import Line, beside_html
from cx.ui.shared.afterwards import afterwards
from cx.ui.shared.components import bullet_list, chip, paragraph, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.edit_rows import edited_rows
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.links import cell_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.row_grid import Begun
from cx.ui.shared.scope_bar import View
from cx.ui.shared.written import consequences

SHOWN = 60
"""Differences that a page shows; the file has all."""


def markets_tab(view: View) -> None:
    """Needs by market, then which values may be compared, then what a market wants otherwise, to edit."""
    if not view.names.markets:
        write_html(paragraph("No segment, touchpoint, rating or need names a market. Where some do, they stand beside one another here."))
    else:
        personas = view.names.personas
        chosen = st.selectbox("Whose needs", list(personas), format_func=lambda p: personas[p], key="markets_of", width=320)
        place = st.empty()
        if are_known(view.workspace, view.answer):
            _tables(view, chosen, place)
        else:  # each market takes some tenths of what all of them together do
            write_html(paragraph("Each market is being worked out by itself …", "aside"), place)
            afterwards(lambda: _tables(view, chosen, place))
    _edit(view)


def _tables(view: View, chosen: str, place: DeltaGenerator) -> None:
    """What is known of the markets once each was worked out."""
    found = markets(view.workspace, view.answer)
    with place.container():
        _beside(view, found, chosen)
        _values(view, found, chosen)


def _beside(view: View, found: Markets, chosen: str) -> None:
    """The needs of one persona by market."""
    write_html(
        Markup("<h2>Each market by its own target and its own list</h2>")
        + paragraph(
            "How far a need stays below the target of the market, and its place among what falls short there. Values do not stand beside one another: "
            "people of different countries use scales differently, and that passes for a difference in experience.",
            "scope",
        )
        + beside_html(found.names, _lines(view, of_persona(found.needs, chosen)), "Needs by market")
    )
    download("All personas (CSV)", lambda: csv(named(found.level(), view.names)), "markets.csv", "text/csv")


def _lines(view: View, rows: pd.DataFrame) -> list[Line]:
    held: dict[str, dict[str, dict[str, dict[str, Any]]]] = {}
    for row in row_dicts(rows):
        held.setdefault(row["kind"], {}).setdefault(row["need_id"], {})[row["market"]] = row
    lines: list[Line] = []
    for kind in KINDS:
        own = held.get(kind.kind, {})
        lines += [(kind.plural, ())] if own else []
        for need_id, there in own.items():
            cells = [_cell(there[m]) if m in there else Markup('<span class="muted">not needed here</span>') for m in view.names.markets]
            lines.append((view.names.needs.get(need_id, need_id), cells))
    return lines


def _cell(row: dict[str, Any]) -> Markup:
    """State, gap and place of a need in one market, and whether it is known there at all."""
    known: str = Markup('<span class="muted">{}</span>').format(EVIDENCE_MEANING[row["evidence"]].label)
    if not row["own_evidence"]:
        known = tag("no evidence of its own", "What is known of it comes from elsewhere, and is indirect at best.")
    shown = chip(row["state"], state_words(row), tone=tone_of(row))
    return Markup('<a href="{}">{}</a> {}<br>{}').format(cell_address(row, market=row["market"]), shown, gap_words(row), known)


def _values(view: View, found: Markets, persona_id: str) -> None:
    limit = words.percent(view.answer.parameters["extreme_difference"])
    write_html(Markup("<h2>Which values may be compared</h2>") + paragraph(STYLE_MEANING.format(limit), "scope"))
    blocked = [said for pair in row_dicts(found.pairs) if (said := blocked_words(pair))]
    write_html(
        bullet_list(blocked)
        or paragraph("The people of all markets use answer scales alike." if len(found.pairs) else "There is one market.")
    )
    if len(found.styles):
        rows = [
            (s["market"], f"{s['answers']:,}", words.percent(s["extreme_share"]), words.percent(s["acquiescence_share"]))
            for s in row_dicts(found.styles)
        ]
        write_html(table(("Market", "Answers", "At either end", "On the agreeing side"), rows, "How answer scales were used in this round"))
    own = of_persona(found.differences, persona_id)
    if len(own):
        caption = (
            f"Values of {words.isolated(view.names.personas[persona_id])} that may be compared, pair by pair, the largest difference first"
        )
        head = ("Need and stage", "Markets", "Values", "Difference", "Measured by")
        write_html(table(head, [_difference(view, row) for row in row_dicts(own.head(SHOWN))], caption))
        if len(own) > SHOWN:
            write_html(paragraph(f"And {len(own) - SHOWN} more; the file has all.", "aside"))
    if len(found.differences):
        download("Differences of all personas (CSV)", lambda: csv(named(found.differences, view.names)), "markets-compared.csv", "text/csv")


def _difference(view: View, row: dict[str, Any]) -> tuple[str, ...]:
    interval = "" if words.missing(row["low"]) else f", 95% interval {100 * row['low']:+.0f} to {100 * row['high']:+.0f} points"
    return (
        f"{view.names.needs.get(row['need_id'], row['need_id'])} · {view.names.stages.get(row['stage_id'], row['stage_id'])}",
        f"{row['one']} → {row['other']}",
        f"{words.percent(row['value_one'])} → {words.percent(row['value_other'])}",
        f"{100 * row['difference']:+.0f} points{interval}",
        SOURCES[row["source_one"]]
        if row["source_one"] == row["source_other"]
        else f"{SOURCES[row['source_one']]}, {SOURCES[row['source_other']]}",
    )


def _edit(view: View) -> None:
    """What a market wants otherwise, edited where it is read."""
    write_html(
        Markup("<h2>What a market wants otherwise</h2>")
        + paragraph("Another importance or target, or a need that does not arise there at all.", "scope")
    )
    if is_locked("Changing needs by market"):
        return
    opened = view.workspace
    edit = edited_rows(opened, "need_markets", "", lambda: Begun(grid_of(opened, "need_markets"), labels_of(opened, "need_markets")), {})
    if edit:
        consequences(opened, edit, lambda cursor: write_edit(cursor, edit, user()), TABLE["need_markets"].title, key="apply_need_markets")
