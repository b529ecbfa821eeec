"""Parts of the personas page: one persona's card, all personas side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import need_rows, persona_cards
from cx.analysis.debt import DEBTS, aged_sentence, debt_sentence, debt_words, debts
from cx.analysis.headlines import scope_line
from cx.analysis.planner import next_sentence
from cx.analysis.portraits import portraits
from cx.charts.spark import spark
from cx.frames import row_dict, row_dicts
from cx.model import EVIDENCE_MEANING, KINDS
from cx.report.cards import cards
from cx.ui.shared import shell
from cx.ui.shared.components import credited_portrait, paragraph, table
from cx.ui.shared.download import download
from cx.ui.shared.language import in_language, language_of_files, named_in
from cx.ui.shared.markup import write_html
from cx.ui.shared.need_rows import need_rows_html
from cx.ui.shared.scope_bar import View, link_to

TABS = ("Side by side", "Segments and personas", "The price of merging", "A proposed grouping", "Markets", "Create and change")
"""What the page shows of all personas."""


def title_of(view: View) -> str:
    """How many personas, or the one in view."""
    if view.persona_id is None:
        return f"{words.count(len(view.names.personas), 'persona')} to design for"
    row = _row(view, view.persona_id)
    return f"{words.isolated(str(row['name']))}: {words.headline(row['mandatory_met'], row['mandatory_undetermined'], row['mandatory'])}"


def scope_of(view: View) -> str:
    """The scope line of the cards."""
    rows = view.answer.personas
    shown = rows if view.persona_id is None else rows[rows["persona_id"] == view.persona_id]
    return scope_line(view.answer, shown, view.changed)


def to_print(view: View) -> None:
    """The cards of the personas in view, to print and pin up."""
    persona_ids = list(view.names.personas) if view.persona_id is None else [view.persona_id]
    if persona_ids:
        label = "Card to print (PDF)" if len(persona_ids) == 1 else "Cards to print (PDF)"
        name = "personas.pdf" if view.persona_id is None else f"persona-{view.persona_id}.pdf"
        with st.container(horizontal=True, key="cards_to_print", vertical_alignment="bottom"):
            language = language_of_files("cards")
            content = in_language(language, partial(cards, view.workspace, view.answer, persona_ids))
            download(label, content, named_in(name, language), "application/pdf", key="cards")


def card(view: View, persona_id: str) -> None:
    """One persona in full: story, needs with states, segments, sources."""
    stored, row = persona_cards(view.workspace, view.answer)[persona_id], _row(view, persona_id)
    left, right = st.columns([5, 3], gap="large")
    with left:
        _story(stored, credited_portrait(portraits(view.workspace).get(persona_id)))
        _needs(view, persona_id, "h2")
        st.page_link(shell.COVERAGE, label="Open the map of this persona", query_params=link_to(persona=persona_id))
    with right:
        _people(stored["segment_rows"])
        _evidence(view, persona_id, row)
        if not words.missing(stored["source"]):
            write_html(Markup('<h2 class="minor">Source</h2><p class="fact">{}</p>').format(stored["source"]))


def _story(stored: Mapping[str, Any], picture: Markup) -> None:
    parts = []
    if not words.missing(stored["quote"]):
        parts.append(Markup('<blockquote class="quote">“{}”</blockquote>').format(stored["quote"]))
    if not words.missing(stored["tagline"]):
        parts.append(Markup('<p class="lead"><b>{}</b></p>').format(stored["tagline"]))
    if not words.missing(stored["narrative"]):
        parts.append(paragraph(stored["narrative"], "lead"))
    goals = [] if words.missing(stored["goals"]) else [g.strip() for g in stored["goals"].split(";") if g.strip()]
    if goals:
        parts.append(
            Markup("<h2 class='minor'>Goals</h2><ul class='rows'>")
            + Markup("").join(Markup("<li>{}</li>").format(g) for g in goals)
            + Markup("</ul>")
        )
    told = Markup("").join(parts) or Markup('<p class="muted">No story is written yet.</p>')
    write_html(Markup('<div class="beside-portrait">{}<div>{}</div></div>').format(picture, told) if picture else told)


def _needs(view: View, persona_id: str, heading: str) -> None:
    needs = view.answer.needs[view.answer.needs["persona_id"] == persona_id]
    for kind in KINDS:
        group = needs[needs["kind"] == kind.kind]
        if len(group):
            write_html(
                Markup('<{} class="minor" title="{}">{}</{}>').format(heading, kind.meaning, kind.plural, heading)
                + need_rows_html(view, row_dicts(group))
            )


def _people(segments: pd.DataFrame) -> None:
    if segments.empty:
        write_html(
            Markup('<h2 class="minor">Segments</h2><p class="fact">No segment is assigned, so nobody knows how many people this is.</p>')
        )
        return
    rows = []
    for s in row_dicts(segments):
        value = "" if words.missing(s["value_per_customer"]) else f"{s['value_per_customer']:,.0f}"
        share = "" if s["share"] == 1 else f" ({words.percent(s['share'])} of it)"
        rows.append((s["name"] + share, Markup('<span class="num">{:,.0f}</span>').format(s["size"]), value))
    width = 3 if any(r[2] for r in rows) else 2
    total = (segments["size"] * segments["share"]).sum()
    write_html(
        Markup('<h2 class="minor">Segments</h2>')
        + table(("Segment", "People", "Value each")[:width], [r[:width] for r in rows], f"{total:,.0f} people in all")
    )


def _evidence(view: View, persona_id: str, row: Mapping[str, Any]) -> None:
    stored = need_rows(view.workspace, view.answer)
    own = view.answer.needs[view.answer.needs["persona_id"] == persona_id]
    counts = own["need_evidence"].value_counts()
    rows = [(level.label, str(int(counts[level.word]))) for level in EVIDENCE_MEANING.values() if level.word in counts]
    write_html(
        Markup('<h2 class="minor">What the needs rest on</h2>')
        + table(("Evidence", "Needs"), rows, f"{words.count(row['interviews'], 'interview')} held in its segments")
    )
    debt = debts(view.workspace, view.answer)
    of_it = row_dict(debt[debt["persona_id"] == persona_id].iloc[0])
    write_html(paragraph(" ".join(part for part in (debt_sentence(of_it), aged_sentence(own, view.answer.round["max_age"])) if part)))
    for label, name in zip(("Assumed needs", "Assumed ratings"), DEBTS, strict=True):
        if line := spark(of_it[f"{name}_over"], f"{label} over the rounds: {debt_words(of_it, name)}"):
            write_html(Markup('<p class="fact">{} over the rounds {}</p>').format(label, line))
    if asking := next_sentence(view.workspace, view.answer, view.names, persona_id):
        write_html(paragraph(asking))
    sources = stored.loc[own["need_id"], ["statement", "source"]].dropna()
    if len(sources):
        with st.expander("Sources, need by need"):
            write_html(
                table(
                    ("Need", "Source"),
                    [(s["statement"], s["source"]) for s in row_dicts(sources)],
                    "As recorded with each need",
                )
            )


def _row(view: View, persona_id: str) -> dict[str, Any]:
    rows = view.answer.personas
    return row_dict(rows[rows["persona_id"] == persona_id].iloc[0])
