"""How the cells of a table are cleaned: proposed with examples, chosen by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.store import Workspace
from cx.ui.data import upload_state
from cx.ui.data.upload_tables import Beside, TableSummary
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.progress import progress
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import CleaningChoice, Proposal, arises
from cx.uploads.proposals import proposals
from cx.uploads.suggest.which_score import ID as WHICH_SCORE

LISTED = ("map", "merge", "of")
"""Choices that go by a list, which can be changed."""
NOUNS = {"rows": "row", "same": "row", "hidden": "row", "columns": "column", "rounds": "round"}
"""What is counted, where it is not cells."""
MERGES = 40
"""So many merges of names are shown in one glance; the list holds all."""


def cleaning_form(opened: Workspace, plan: UploadPlan, summary: TableSummary, beside: Beside) -> UploadPlan | None:
    """The plan with every proposal decided; None while something is open on which nothing stands until it is said."""
    key = (
        plan.table.serial,
        plan.shape.name,
        tuple(sorted(plan.mapping.items())),
        repr(sorted(plan.choices.items())),
        plan.defaults.persona,
        *sorted(beside.personas.items()),
    )
    with progress("Looking through the cells"):
        proposed = opened.answer(("proposals", key), lambda: proposals(plan, beside.with_names(name_index(opened))))
    summary.asks = len(proposed)
    if not proposed:
        return replace(plan, offered=())
    write_html(Markup("<h3>Cleaning: {}</h3>").format(words.count(len(proposed), "proposal")))
    decided: dict[str, CleaningChoice | None] = {}
    for one in proposed:
        if arises(one, proposed, {id_: choice for id_, choice in decided.items() if choice}):
            decided[one.id] = _decide(one, plan.table.serial, plan.choices.get(one.id))
    open_ones = [p for p in proposed if p.id in decided and decided[p.id] is None]
    if open_ones:
        st.info(
            f"{words.count(len(open_ones), 'question')} above {'has' if len(open_ones) == 1 else 'have'} no answer yet: "
            f"{literal(words.listing([_asked_of(p) for p in open_ones], 4))}. What the file says is not clear, so nothing is read before you say it."
        )
        summary.state = f"answer {words.count(len(open_ones), 'question')}"
        return None
    return replace(plan, choices={id_: one for id_, one in decided.items() if one}, offered=tuple(proposed))


def _asked_of(proposal: Proposal) -> str:
    """What a question is about, in a word or two."""
    return (
        f"“{proposal.heading}”"
        if proposal.heading
        else {"scale": "the scale of the scores", WHICH_SCORE: "which column is the score"}.get(proposal.id, proposal.kind)
    )


def _decide(proposal: Proposal, serial: int, before: CleaningChoice | None) -> CleaningChoice | None:
    """One proposal: what, how often, examples, and the choice, which starts from the one of last time; None while it must still be said."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        shown = proposal.examples[:MERGES] if proposal.kind in ("merge", "same") else proposal.examples[:4]
        examples = "; ".join(f"{a} → {b or 'empty'}" if proposal.kind not in ("scale", "pains") else a for a, b in shown)
        where = f"{proposal.heading}: " if proposal.heading else ""
        noun = NOUNS.get(proposal.kind, "cell")
        st.markdown(f"**{literal(where + proposal.title)}** {words.count(proposal.count, noun)}")
        st.caption(literal(examples))
    with right:
        choices = list(proposal.options)
        choice = st.selectbox(
            proposal.title,
            choices,
            choices.index(before.choice) if before and before.choice in choices else None if proposal.must_be_said else 0,
            format_func=lambda o: proposal.options[o],
            key=f"choice_{serial}_{proposal.id}",
            placeholder="Say which",
            label_visibility="collapsed",
            persist_state="session",
        )
        edited = _edit_words(proposal, serial, before.words if before else {}) if proposal.words and choice in LISTED else {}
    return CleaningChoice(choice, edited) if choice else None


def _edit_words(proposal: Proposal, serial: int, before: Mapping[str, str]) -> dict[str, str]:
    with st.popover(f"The list ({len(proposal.words)})"):
        frame = pd.DataFrame(
            {"In the file": list(proposal.words), "Read as": [before.get(w, meant) for w, meant in proposal.words.items()]}
        )
        edited = upload_state.grid(frame, f"words_{serial}_{proposal.id}", hide_index=True, disabled=["In the file"], alt=proposal.title)
    return {r["In the file"]: str(r["Read as"] or "") for r in row_dicts(edited)}
