"""From what people said to what is designed for: a statement becomes a need, a need rests on interviews."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.changes.load import user
from cx.changes.promote import NewNeed, borne_out, need_from_statement, raise_evidence
from cx.frames import of_persona, row_dicts
from cx.model import EVIDENCE_MEANING, FEWEST_PROBED, KINDS
from cx.ui.research.asked import Asked
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import write_html
from cx.ui.shared.names_nobody import names_nobody
from cx.ui.shared.written import consequences, version

NEAR = 3
"""Needs that are named as near to being borne out."""


def make_a_need(asked: Asked) -> None:
    """Choose a statement, word the need, see what it would change, and record it."""
    rows = {r["hypothesis_id"]: r for r in row_dicts(of_persona(asked.research.statements, asked.view.persona_id))}
    if not rows:
        return
    st.header("Make a need of a statement")
    if is_locked("Making a need"):
        return
    chosen = st.selectbox(
        "Statement", list(rows), index=None, format_func=lambda h: rows[h]["statement"] if h in rows else h, key=f"promote_{version()}",
        placeholder="Choose a statement", width=620,
    )  # fmt: skip
    if chosen is None:
        return
    row, level = rows[chosen], "qualitative" if rows[chosen]["status"] == "supported" else "assumption"
    write_html(
        paragraph(
            f"{words.sentence(borne_out(row))} The need would count as {EVIDENCE_MEANING[level].label.lower()}: no more than the interviews bear out."
        )
    )
    said = st.text_input(
        "The need, in the customer’s words and without a solution", row["statement"], key=f"promote_text_{chosen}", max_chars=2_000
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        kind = st.selectbox("Kind", [k.kind.value for k in KINDS], key=f"promote_kind_{chosen}", width=180)
        weight = st.number_input(
            "Importance", 0.0, 1.0, 0.5, 0.05, key=f"promote_weight_{chosen}", width=160, help="Between 0 and 1, as judged here."
        )
        stages = st.multiselect(
            "Where it arises",
            list(asked.view.names.stages),
            format_func=lambda s: asked.view.names.stages.get(s, s),
            key=f"promote_stages_{chosen}",
            select_all=False,
            filter_mode="contains",
        )
    if not said.strip():
        st.info("Word the need first.")
        return
    need = NewNeed(said.strip(), kind, weight, tuple(stages))
    consequences(
        asked.view.workspace,
        ("promote", chosen, need, borne_out(row)),
        lambda cursor: need_from_statement(cursor, row, need, user()),
        "Need",
        may_apply=names_nobody([(said, False)]),
        key="apply_promotion",
    )


def rest_on_interviews(asked: Asked) -> None:
    """Needs that interviews bear out beyond what is recorded, one by one; else how near they are."""
    needs = of_persona(asked.research.needs, asked.view.persona_id)
    st.header("Let a need rest on interviews")
    rows = {r["need_id"]: r for r in row_dicts(needs[needs["may_rise"].astype(bool)])}
    if not rows:
        write_html(paragraph(_how_near(asked, needs)))
        return
    if is_locked("Raising evidence"):
        return
    names = asked.view.names.needs
    chosen = st.selectbox(
        "Need", list(rows), index=None, format_func=lambda n: names.get(n, n), key=f"raise_{version()}",
        placeholder=f"{words.count(len(rows), 'need is', 'needs are')} borne out by more than is recorded", width=620,
    )  # fmt: skip
    if chosen is None:
        return
    row = rows[chosen]
    now = EVIDENCE_MEANING[row["evidence"]].label.lower()
    write_html(paragraph(f"Recorded as {now}. {words.sentence(borne_out(row))}"))
    consequences(
        asked.view.workspace,
        ("raise", chosen, borne_out(row)),
        lambda cursor: raise_evidence(cursor, row, user()),
        "Evidence",
        key="apply_raise",
    )


def _how_near(asked: Asked, needs: object) -> str:
    rule = f"It takes {FEWEST_PROBED} people or more of its segments, nearly all of whom support it."
    probed = [r for r in row_dicts(needs) if r["n"]]  # type: ignore[arg-type]
    if not probed:
        return f"No finding supports or contradicts a need yet. {rule}"
    best = sorted(probed, key=lambda r: (-(r["chance"] or 0), -r["n"]))[:NEAR]
    told = [f"“{asked.view.names.needs.get(r['need_id'], r['need_id'])}” ({int(r['k'])} of {int(r['n'])})" for r in best]
    return f"No need is borne out by more than is recorded. {rule} Nearest: {words.listing(told, NEAR)}."
