"""Why a cell has its state and how sure that is: for whoever asks on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import need_rows
from cx.analysis.evidence import Evidence
from cx.analysis.parameters import parameters
from cx.frames import row_dicts
from cx.model import EVIDENCE_MEANING, SOURCES
from cx.ui.map.rating_words import LEFT_OUT, name_of_rated
from cx.ui.shared.components import table
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.workshop.panel_statistics import says


def why(view: View, evidence: Evidence) -> None:
    """The numbers behind the state, what was left out of it, and what people said, behind one line that opens."""
    cell = evidence.cell
    with st.expander("Why this state, and how sure?"):
        stored = need_rows(view.workspace).loc[cell["need_id"]]
        facts = [
            ("Met when", stored["met_when"]),
            ("Adequate, target", f"{words.percent(cell['adequate'])}, {words.percent(cell['target'])}"),
            ("Bounds", f"{words.percent(cell['lower'])} to {words.percent(cell['upper'])} once everything is rated"),
            ("Verdict", f"{evidence.verdict}: {words.VERDICTS[evidence.verdict]}" if evidence.verdict else ""),
            ("Chance of being met", words.percent(cell["p_met"])),
            ("Chance of missing", words.percent(cell["p_fail"])),
            (
                "Importance",
                f"{words.percent(cell['importance'])}"
                + ("" if words.missing(stored["importance_source"]) else f", {stored['importance_source']}"),
            ),
            ("The need itself", EVIDENCE_MEANING[stored["evidence"] if not words.missing(stored["evidence"]) else "none"].label),
            ("Source", stored["source"]),
        ]
        if cell["kind"] == "pain" and not words.missing(cell["relief"]):
            facts.insert(3, ("Net relief, exposure", f"{cell['relief']:+.2f}, {cell['exposure']:.2f}"))
        if (evidence.links["source"] == "expert").any() or (evidence.direct or {}).get("source") == "expert":
            facts += [("Agreement of experts", _agreement(view, r)) for r in row_dicts(evidence.agreement)]
        write_html(table(("What", "Is"), [(k, str(v)) for k, v in facts if not words.missing(v) and v != ""], "Behind the state"))
        _left_out(view, evidence.ratings)
        for quote in row_dicts(evidence.quotes)[:5]:
            write_html(Markup('<blockquote class="quote">{}</blockquote>').format(quote["quote"]))


def _agreement(view: View, row: Mapping[str, Any]) -> str:
    alpha, current = None if words.missing(row["alpha"]) else float(row["alpha"]), parameters(view.workspace)
    return f"{says(alpha, float(current['alpha_rely']), float(current['alpha_tentative']), units=int(row['units']))} ({'' if alpha is None else f'alpha {alpha:.3f}, '}{words.count(row['units'], 'link')} of the round on the scale {row['scale']}; a link is one touchpoint of a need at a stage, or the need there as a whole)"


def _left_out(view: View, ratings: pd.DataFrame) -> None:
    out = ratings[ratings["left_out"].notna()] if len(ratings) else ratings
    if out.empty:
        return
    rows = [(name_of_rated(view, r["touchpoint_id"]), SOURCES[r["source"]], LEFT_OUT[r["left_out"]]) for r in row_dicts(out)[:20]]
    write_html(table(("Touchpoint", "Source", "Why"), rows, f"{words.count(len(out), 'rating')} left out"))
