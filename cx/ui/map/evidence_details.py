"""Why a cell has its state and how sure that is: for whoever asks on."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import need_rows
from cx.analysis.evidence import Evidence
from cx.analysis.rating_words import LEFT_OUT
from cx.languages.messages import tr, trn
from cx.model import SOURCES
from cx.report.evidence_facts import facts
from cx.ui.shared.components import table
from cx.ui.shared.links import name_of_rated
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View


def why(view: View, evidence: Evidence) -> None:
    """The numbers behind the state, what was left out of it, and what people said, behind one line that opens."""
    with st.expander(tr("Why this state, and how sure?"), key="why_this_state", on_change="rerun") as shown:
        if not shown.open:
            return
        stored = need_rows(view.workspace, view.answer).loc[evidence.cell["need_id"]]
        write_html(table((tr("What"), tr("Is")), facts(evidence, stored, view.answer.parameters), tr("Behind the state")))
        _left_out(view, evidence)
        for quote in evidence.quotes[:5]:
            write_html(Markup('<blockquote class="quote">{}</blockquote>').format(quote["quote"]))


def _left_out(view: View, evidence: Evidence) -> None:
    out = [rating for rating in evidence.ratings if not words.missing(rating["left_out"])]
    if not out:
        return
    rows = [(name_of_rated(view, r["touchpoint_id"]), tr(SOURCES[r["source"]]), tr(LEFT_OUT[r["left_out"]])) for r in out[:20]]
    write_html(table((tr("Touchpoint"), tr("Source"), tr("Why")), rows, trn("{n} rating left out", "{n} ratings left out", len(out))))
