"""Do two coders hear the same? Agreement per theme, on lines that both coded blind."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.analysis.codings import agreement_says, coding_agreement
from cx.analysis.parameters import parameters
from cx.frames import row_dicts
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph, table
from cx.ui.shared.markup import write_html


def agreement(asked: Asked) -> None:
    """One row per theme, what people agree on least first; or what a second coder is for."""
    rows = row_dicts(coding_agreement(asked.view.workspace))
    st.header("Do two coders hear the same?")
    if not rows:
        write_html(
            paragraph(
                "Nobody has coded an interview a second time yet. Comb one, and hand it over before its findings are stored: a quarter of its "
                "lines, drawn by lot, is coded by somebody else who sees nothing of what you noted. Here stands then how far you agree on each theme."
            )
        )
        return
    settings = parameters(asked.view.workspace)
    rely, tentative = (float(settings[name]) for name in ("alpha_rely", "alpha_tentative"))
    told = []
    for r in rows:
        alpha = None if words.missing(r["alpha"]) else float(r["alpha"])
        differ = f"{r['first_only'] + r['second_only']}" + (f" ({r['undecided']} undecided)" if r["undecided"] else "")
        said = agreement_says(alpha, r["lines"], rely, tentative)
        told.append((r["theme"], "–" if alpha is None else f"{alpha:.2f}", said, str(r["both"]), differ))
    caption = (
        f"On {words.count(rows[0]['lines'], 'line')} that two people coded without seeing one another. Alpha (Krippendorff, nominal): 1 is full "
        "agreement, 0 what chance gives"
    )
    write_html(table(("Theme", "Alpha", "Which means", "Both noted it", "Only one did"), told, caption))
