"""Says who? What one cell rests on, in the order in which people ask."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from cx import words
from cx.analysis.evidence import Evidence, history_is_known
from cx.analysis.reasons import cause_sentence
from cx.analysis.shortfalls import causes
from cx.charts.cell_words import cell_text
from cx.languages import numbers
from cx.languages.messages import tr
from cx.report.evidence_words import (
    KIND,
    NO_TOUCHPOINT,
    TouchpointLine,
    flag_sentences,
    large_value,
    rule,
    state_sentence,
    touchpoint_lines,
)
from cx.ui.map.change_score import change_score
from cx.ui.map.evidence_details import why
from cx.ui.map.evidence_segments import segments
from cx.ui.map.leads import leads
from cx.ui.shared.afterwards import afterwards
from cx.ui.shared.components import table, tag, word_chip
from cx.ui.shared.links import decision_address, name_of_rated
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.workshop.decisions import decided_at, decision_words


def evidence_panel(view: View, evidence: Evidence) -> None:
    """Draw everything behind one cell."""
    _heading(view, evidence)
    _state(view, evidence)
    _cause(view, evidence)
    _touchpoints(view, evidence)
    segments(view, evidence)
    _history(view, evidence)
    change_score(view, evidence)
    leads(view, evidence.cell)
    why(view, evidence)


def _heading(view: View, evidence: Evidence) -> None:
    need_id, stage_id = evidence.cell["need_id"], evidence.cell["stage_id"]
    write_html(
        Markup('<h2>{}</h2><p class="scope">{} · {} · {}</p>').format(
            view.names.needs.get(need_id, need_id),
            view.names.personas.get(evidence.cell["persona_id"], ""),
            view.names.stages.get(stage_id, stage_id),
            tr(KIND[evidence.cell["kind"]]),
        )
    )


def _state(view: View, evidence: Evidence) -> None:
    cell, verdict, settings = evidence.cell, evidence.verdict, view.answer.parameters
    chips = word_chip(cell) + (" " + tag(tr(verdict), tr(words.VERDICTS[verdict])) if verdict else "")
    shown = large_value(cell)
    value = Markup('<span class="value">{}</span> ').format(shown) if shown else ""
    write_html(Markup('<p class="fact">{}{}</p><p class="fact">{}</p>').format(value, chips, state_sentence(evidence, settings)))
    for label, meaning in flag_sentences(evidence, settings):
        write_html(Markup('<p class="fact">{} {}</p>').format(tag(label), meaning))


def _cause(view: View, evidence: Evidence) -> None:
    cell_key = (evidence.cell["need_id"], evidence.cell["stage_id"])
    decision = decided_at(view.workspace).get(cell_key)
    if decision:
        write_html(
            Markup('<p class="fact">{} {} <a href="{}">{}</a></p>').format(
                tag(tr("decided")), words.sentence(decision_words(decision)), decision_address(decision), tr("Decide again")
            )
        )
    sentence = cause_sentence(causes(view.workspace).get(cell_key))
    if sentence:
        write_html(Markup('<p class="fact">{} {}</p>').format(tag(tr("why")), words.sentence(sentence)))


def _touchpoints(view: View, evidence: Evidence) -> None:
    if not evidence.links:
        write_html(Markup('<h3>{}</h3><p class="fact">{}</p>').format(tr("Touchpoints"), tr(NO_TOUCHPOINT)))
    rows = [_touchpoint_row(view, line) for line in touchpoint_lines(evidence)]
    if rows:
        title = Markup("<h3>{}</h3>").format(tr("Touchpoints")) if evidence.links else ""
        write_html(title + table((tr("Touchpoint"), tr("Value"), "n", tr("Rests on")), rows, rule(evidence)))


def _touchpoint_row(view: View, line: TouchpointLine) -> tuple[str, ...]:
    name = name_of_rated(view, line.touchpoint_id)
    if line.decides:
        name = Markup("<b>{}</b>").format(name)
    quiet = Markup('<div class="quiet">{}</div>').format(line.notes) if line.notes else ""
    if not line.rests_on:
        return (name + quiet, Markup('<span class="muted">{}</span>').format(line.value) if line.value else "", "", "")
    value = Markup('<span class="num">{}</span>').format(line.value)
    value += Markup('<div class="quiet num">{}</div>').format(line.span) if line.span else ""
    n = Markup('<span class="num">{}</span>').format(line.n) if line.n else ""
    return (name + quiet, value, n, line.rests_on)


def _history(view: View, evidence: Evidence) -> None:
    """The cell round by round. Where other rounds have to be worked out first, the page goes before."""
    container = st.empty()
    if history_is_known(view.workspace, view.answer):
        _write_history(evidence, container)
    else:
        afterwards(lambda: _write_history(evidence, container))


def _write_history(evidence: Evidence, container: DeltaGenerator) -> None:
    if len(evidence.history) < 2:
        return
    rows = [
        (
            r["round_name"],
            word_chip(r),
            Markup('<span class="num">{}</span>').format(cell_text(r)),
            "" if words.missing(r["n"]) else numbers.number(f"{int(r['n']):,}"),
        )
        for r in evidence.history
    ]
    header, title = (tr("Round"), tr("State"), tr("Value"), "n"), Markup("<h3>{}</h3>").format(tr("Rounds"))
    write_html(title + table(header, rows, tr("The same cell, round by round")), container)
