"""One card a persona: its headline, what it can become, and the states of its needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.portraits import portraits
from cx.appearance import look, number, state_counts
from cx.frames import row_dicts
from cx.model import KINDS
from cx.ui.shared import shell
from cx.ui.shared.components import portrait, state_bar
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View, link_to


def persona_cards(view: View) -> None:
    """One card a persona: headline, what it can become, states, gains, pains, debt. Never blended."""
    personas = row_dicts(view.answer.personas)
    abreast = 3 if len(personas) in (3, 5, 6) else 4
    for start in range(0, len(personas), abreast):
        for column, persona in zip(st.columns(abreast, gap="small"), personas[start : start + abreast], strict=False):
            with column, st.container(border=True, height="stretch"):
                write_html(_card(view, persona))
                st.page_link(
                    shell.COVERAGE,
                    label="Open the map",
                    query_params=link_to(persona=persona["persona_id"]),
                    help=literal(f"The map of {persona['name']}"),
                )


def _card(view: View, persona: Mapping[str, Any]) -> Markup:
    total, met, unknown = persona["mandatory"], persona["mandatory_met"], persona["mandatory_undetermined"]
    needs = row_dicts(view.answer.needs[view.answer.needs["persona_id"] == persona["persona_id"]])
    of_kind: dict[str, list[Any]] = {kind.kind: [n for n in needs if n["kind"] == kind.kind] for kind in KINDS}
    gains = _tally(of_kind["gain"], persona["gain_index"], "fulfilled")
    pains = _tally(of_kind["pain"], persona["pain_index"], "relieved")
    big = (
        Markup("{} of {} <small>mandatory needs met everywhere</small>").format(met, total)
        if total
        else Markup("– <small>no mandatory need in view</small>")
    )
    debt = "" if words.missing(persona["need_debt"]) else f"{persona['needs_provisional']} of {persona['needs']}"
    ratings = (
        "" if words.missing(persona["rating_debt"]) else f"behind {persona['cells_assumed']} of {words.count(persona['cells'], 'cell')}"
    )
    return (
        Markup(
            '<section class="card"><div>{}<div class="name">{}</div><div class="tagline">{}</div></div>'
            '<div class="big">{}</div>'
            '<div class="range">{}</div>'
        ).format(
            portrait(portraits(view.workspace).get(persona["persona_id"]), "small"),
            persona["name"],
            "" if words.missing(persona["tagline"]) else persona["tagline"],
            big,
            words.headline_range(met, unknown, total),
        )
        + state_bar(of_kind["mandatory"], words.headline(met, unknown, total))
        + Markup(
            "<dl><dt>Gains</dt><dd>{}</dd><dt>Pains</dt><dd>{}</dd><dt>Assumed needs</dt><dd>{}</dd><dt>Assumed ratings</dt><dd>{}</dd></dl></section>"
        ).format(gains, pains, debt, ratings)
    )


def _tally(needs: Sequence[Mapping[str, Any]], index: Any, word: str) -> str:
    """Gains or pains of a persona: how many, in which state; the index where all of them are settled."""
    if not needs:
        return "none in view"
    if all(n["state"] != "not_assessed" for n in needs):
        failing = [n for n in needs if n["state"] in ("missed", "no_touchpoint")]
        return f"{number(index, any(look(n).provisional for n in needs))} {word} ({len(needs)})" + "".join(
            f", {count} {state}" for state, count in state_counts(failing)
        )
    counts = [f"{count} {state}" for state, count in state_counts(needs)]
    return counts[0] if len(counts) == 1 else f"{len(needs)}: " + ", ".join(counts)
