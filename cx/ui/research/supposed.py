"""Supposed truths: what others rest on and nobody has shown, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.research import named_truths
from cx.frames import of_persona, row_dicts
from cx.model import EVIDENCE_MEANING
from cx.ui.research.asked import Asked, count_words
from cx.ui.research.promote import rest_on_interviews
from cx.ui.shared.components import paragraph, status_chip, table, tag
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import write_html

SHOWN = 100


def supposed_truths(asked: Asked) -> None:
    """The list, by the importance of the needs that rest on each; and needs that interviews bear out by now."""
    _list(asked)
    rest_on_interviews(asked)


def _list(asked: Asked) -> None:
    rows = of_persona(asked.research.supposed_truths, asked.view.persona_id)
    if rows.empty:
        write_html(
            paragraph(
                "Nothing is believed without evidence here: no statement or need that is no more than an opinion is relied on by a need, a "
                "rating or a decision."
            )
        )
        return
    statements = int((rows["what"] == "statement").sum())
    write_html(
        Markup("<h2>{}, and {} on an opinion alone</h2>").format(
            words.count(statements, "supposed truth"), words.count(len(rows) - statements, "need rests", "needs rest")
        )
        + paragraph("Worst first: by the summed importance of the needs that rest on it. Ask about the first ones next.")
        + table(
            ("", "What is believed", "Persona", "Importance", "Relied on by", "Age"),
            [_row(asked, r) for r in row_dicts(rows.head(SHOWN))],
            "Statements and needs with no more than an opinion behind them",
        )
    )
    if len(rows) > SHOWN:
        st.caption(f"The first {SHOWN} of {len(rows):,}; the file has all.")
    download("All of them (CSV)", lambda: csv(named_truths(rows, asked.view.names)), "supposed-truths.csv", "text/csv")


def relied_words(row: Mapping[str, Any]) -> str:
    """Who relies on it: needs, ratings, decisions."""
    parts = [words.count(len(row["needs"]), "need")] if row["what"] == "statement" else []
    parts += [words.count(row[what], what.removesuffix("s")) for what in ("ratings", "decisions") if row[what]]
    return words.listing(parts) or "nothing yet"


def age_words(days: Any) -> str:
    """How long ago something was raised."""
    if words.missing(days):
        return "not known"
    units = ((2 * 365, "year", 365), (60, "month", 30), (0, "day", 1))
    name, length = next((name, length) for least, name, length in units if days >= least or length == 1)
    return words.count(max(0, int(days)) // length, name)


def _row(asked: Asked, row: Mapping[str, Any]) -> tuple[str, ...]:
    if row["what"] == "statement":
        chip, said = status_chip(row["status"]), count_words(row)
    else:
        chip, said = tag(EVIDENCE_MEANING[row["evidence"]].label, EVIDENCE_MEANING[row["evidence"]].meaning), "a need"
    return (
        chip,
        Markup('{}<div class="quiet">{}</div>').format(row["statement"], said),
        asked.view.names.personas.get(row["persona_id"], row["persona_id"]),
        Markup('<span class="num">{:.2f}</span>').format(row["importance"]),
        relied_words(row),
        age_words(row["age"]) if row["what"] == "statement" else "",
    )
