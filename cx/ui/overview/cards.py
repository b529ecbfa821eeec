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
from cx.languages.messages import tr
from cx.model import KINDS
from cx.ui.shared import shell
from cx.ui.shared.components import portrait, state_bar
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View, link_to

SETTLED = ("{share} fulfilled ({needs})", "{share} relieved ({needs})")
"""What is said of gains, and of pains, that are all assessed."""


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
                    label=tr("Open the map"),
                    query_params=link_to(persona=persona["persona_id"]),
                    help=literal(tr("Map of {name}", name=persona["name"])),
                )


def _card(view: View, persona: Mapping[str, Any]) -> Markup:
    total, met, unknown = persona["mandatory"], persona["mandatory_met"], persona["mandatory_undetermined"]
    needs = row_dicts(view.answer.needs[view.answer.needs["persona_id"] == persona["persona_id"]])
    of_kind: dict[str, list[Any]] = {kind.kind: [n for n in needs if n["kind"] == kind.kind] for kind in KINDS}
    gains = _tally(of_kind["gain"], persona["gain_index"], SETTLED[0])
    pains = _tally(of_kind["pain"], persona["pain_index"], SETTLED[1])
    big = (
        Markup("{} <small>{}</small>").format(tr("{n} of {all}", n=met, all=total), tr("mandatory needs met everywhere"))
        if total
        else Markup("– <small>{}</small>").format(tr("no mandatory need in view"))
    )
    debt = "" if words.missing(persona["need_debt"]) else tr("{n} of {all}", n=persona["needs_provisional"], all=persona["needs"])
    ratings = (
        ""
        if words.missing(persona["rating_debt"])
        else tr("behind {number} of {cells}", number=persona["cells_assumed"], cells=words.count(persona["cells"], "cell"))
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
        + Markup("<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl></section>").format(
            tr("Gains"), gains, tr("Pains"), pains, tr("Assumed needs"), debt, tr("Assumed ratings"), ratings
        )
    )


def _tally(needs: Sequence[Mapping[str, Any]], index: Any, settled: str) -> str:
    """Gains or pains of a persona: how many, in which state; the index where all of them are settled."""
    if not needs:
        return tr("none in view")
    if all(n["state"] != "not_assessed" for n in needs):
        failing = [n for n in needs if n["state"] in ("missed", "no_touchpoint")]
        share = number(index, any(look(n).provisional for n in needs))
        return tr(settled, share=share, needs=len(needs)) + "".join(f", {count} {state}" for state, count in state_counts(failing))
    counts = [f"{count} {state}" for state, count in state_counts(needs)]
    return counts[0] if len(counts) == 1 else f"{len(needs)}: " + ", ".join(counts)
