"""Two to four personas side by side, line by line: whom they stand for, what they need, how far it is met, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import grouping_words
from cx.analysis.catalogue import persona_cards
from cx.analysis.debt import debt_sentence, debts
from cx.analysis.grouping import grouping
from cx.analysis.portraits import portraits
from cx.frames import row_dicts
from cx.model import KINDS
from cx.ui.catalogue.beside import Line, beside_html
from cx.ui.shared.components import bullet_list, paragraph, portrait, state_bar, state_chip, tag
from cx.ui.shared.links import cell_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

MOST = 4
"""So many personas can be read beside one another."""
FIRST = 4
"""Needs of one idea that are in sight."""
COMPARED, IN_URL, USED = "compare", "compare_in_url", "compare_used"
"""The parameter of the address and the widget; what this session wrote there last; whether the widget was just used."""


def side_by_side(view: View) -> None:
    """Choose two to four personas, and see them line by line."""
    chosen = _chosen(view)
    if not chosen:
        write_html(paragraph("Choose the personas to compare."))
        return
    called = [view.names.personas[p] for p in chosen]
    caption = f"{words.listing([words.isolated(name) for name in called], MOST)} side by side"
    write_html(beside_html(called, [*_about(view, chosen), *_needs(view, chosen)], caption))
    pairs = [row for row in row_dicts(grouping(view.workspace).prices) if row["one"] in chosen and row["other"] in chosen]
    if pairs:
        write_html(Markup("<h2>How alike they are</h2>") + bullet_list(grouping_words.likeness(row, view.names) for row in pairs))


def _chosen(view: View) -> list[str]:
    """The personas chosen, in the order in which they were chosen; the address holds them, so a link reopens the comparison."""
    known = view.names.personas
    asked = st.query_params.get(COMPARED)
    # Just after a choice the browser may still send the address from before it; the choice counts.
    moved = asked != st.session_state.get(IN_URL) and not st.session_state.pop(USED, False)
    if moved or COMPARED not in st.session_state:
        named = list(dict.fromkeys(p for p in (asked or "").split(";") if p in known))
        st.session_state[COMPARED] = named[:MOST] or list(known)[:MOST]
    st.session_state[COMPARED] = [p for p in st.session_state[COMPARED] if p in known]
    chosen: list[str] = st.multiselect(
        "Compare",
        list(known),
        format_func=lambda p: known[p],
        key=COMPARED,
        max_selections=MOST,
        on_change=_used,
        placeholder="Two to four personas",
        select_all=False,
        filter_mode="contains",
    )
    written = ";".join(chosen)
    if chosen == list(known)[:MOST] or not chosen:
        st.query_params.pop(COMPARED, None)
    elif asked != written:
        st.query_params[COMPARED] = written
    st.session_state[IN_URL] = st.query_params.get(COMPARED)
    return chosen


def _used() -> None:
    st.session_state[USED] = True


def _about(view: View, chosen: Sequence[str]) -> Iterable[Line]:
    personas = {row["persona_id"]: row for row in row_dicts(view.answer.personas)}
    stored = persona_cards(view.workspace, view.answer)
    debt = {row["persona_id"]: row for row in row_dicts(debts(view.workspace, view.answer))}
    needs = row_dicts(view.answer.needs)

    def bar(persona_id: str) -> Markup:
        row = personas[persona_id]
        said = words.headline(row["mandatory_met"], row["mandatory_undetermined"], row["mandatory"])
        own = [n for n in needs if n["persona_id"] == persona_id and n["kind"] == "mandatory"]
        return Markup("<b>{}</b>{}").format(said, state_bar(own, said))

    pictures = portraits(view.workspace)
    yield "Picture", [portrait(pictures.get(p)) for p in chosen]
    yield "In a line", [_text(stored[p]["tagline"]) for p in chosen]
    yield "Mandatory needs", [bar(p) for p in chosen]
    yield "Stands for", [_people(personas[p]) for p in chosen]
    yield "Researched", [_researched(personas[p]) for p in chosen]
    yield "Assumed", [debt_sentence(debt[p]).removeprefix("Rests on assumptions: ") for p in chosen]
    yield "Goals", ["; ".join(part.strip() for part in _text(stored[p]["goals"]).split(";")) for p in chosen]
    yield "In their words", [f"“{said}”" if (said := _text(stored[p]["quote"])) else "" for p in chosen]


def _needs(view: View, chosen: Sequence[str]) -> Iterable[Line]:
    """One line for every idea that any of them has, what most of them have first; which kind begins each group."""
    ideas = grouping(view.workspace).ideas
    rows = [row for row in row_dicts(view.answer.needs) if row["persona_id"] in chosen]
    for kind in KINDS:
        held: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
        for row in (r for r in rows if r["kind"] == kind.kind):
            held.setdefault(ideas.get(row["need_id"], row["need_id"]), {}).setdefault(row["persona_id"], []).append(row)
        if held:
            yield kind.plural, ()
        # Sorting is stable, and the needs come by persona and id.
        for own in sorted(held.values(), key=lambda of: -len(of)):
            told = f"{len(own)} of {len(chosen)}" if len(chosen) > 1 else ""
            yield told, [_own(view, own.get(p, ())) for p in chosen]


def _own(view: View, needs: Sequence[Mapping[str, Any]]) -> Markup:
    """What one persona needs of one idea; beyond the first few on demand."""
    lines = [Markup("<div>{}</div>").format(_need(view, need)) for need in needs]
    shown = Markup("").join(lines[:FIRST])
    if len(lines) <= FIRST:
        return shown
    return shown + Markup("<details><summary>{} more</summary>{}</details>").format(len(lines) - FIRST, Markup("").join(lines[FIRST:]))


def _need(view: View, need: Mapping[str, Any]) -> Markup:
    statement = view.names.needs.get(need["need_id"], need["need_id"])
    return Markup('{} <a href="{}">{}</a>').format(state_chip(need), cell_address(need), statement)


def _people(row: Mapping[str, Any]) -> str:
    if not row["segments"]:
        return "no segment: nobody knows how many people it is"
    worth = "" if words.missing(row["value"]) else f", worth {row['value']:,.0f}"
    return f"{words.count(row['size'], 'person', 'people')} in {words.count(row['segments'], 'segment')}{worth}"


def _researched(row: Mapping[str, Any]) -> Markup:
    mark = tag("assumed persona") + Markup(" ") if row["persona_kind"] == "proto" else Markup("")
    return Markup("{}{}").format(mark, words.count(row["interviews"], "interview"))


def _text(value: Any) -> str:
    return "" if words.missing(value) else str(value)
