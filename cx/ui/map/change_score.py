"""A score is wrong? It is changed where it is read: one rating behind a cell, with its scale named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.evidence import Evidence
from cx.analysis.rating_words import does_not_decide
from cx.changes.correct import correct_in, correct_rating, correction
from cx.changes.load import user
from cx.changes.preview import Preview, preview
from cx.changes.readable import decimals_of, kept, readable
from cx.errors import InvalidData
from cx.languages.messages import ENGLISH, speaking, tr
from cx.model import SOURCES, Scale, scale
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.preview import show_preview
from cx.ui.shared.scope_bar import View

SAID = "score_said"
ASKED = "score_asked"
FORM = "score_form"
"""What opens the form."""
COUNTED = ("survey", "interview")
SATISFIED = "A mandatory need is judged by the share of satisfied people where it is known, not by the mean: correct both."


@dataclass(frozen=True)
class _Asked:
    """A change that waits for a yes: the cell in whose panel, the rating as stored, and what it would be."""

    cell: tuple[Any, ...]
    rating: dict[str, Any]
    new: dict[str, Any]


def change_score(view: View, evidence: Evidence) -> None:
    """A small form for one of the ratings behind the cell, then what the change would do, then the change.

    A rating that does not decide says so; a frozen round says that it takes no change.
    """
    if message := st.session_state.pop(SAID, None):
        st.success(message)
    if not evidence.is_rated:
        return
    asked = st.session_state.get(ASKED)
    if asked is not None and asked.cell == _cell_key(evidence):
        with speaking(ENGLISH):
            _confirm(view, evidence, asked)  # in the place of the form, where the eye is
        return
    # What the form says before a change is said on the Data page as well: it speaks English as long as that page does.
    with st.expander(tr("Change a score"), key=FORM, on_change="rerun") as shown, speaking(ENGLISH):
        if not shown.open or is_locked("Changing a score"):
            return
        if not words.missing(view.answer.round["frozen_on"]):
            st.caption(f"{literal(view.answer.round['round_name'])} is frozen: its ratings take no more changes.")
            return
        ratings = evidence.ratings
        chosen = st.selectbox(
            "Rating", range(len(ratings)), format_func=lambda number: _named(view, ratings[number]), key=_key("which", evidence)
        )
        st.caption(literal(_named(view, ratings[chosen])))  # a list in a narrow panel cuts it off
        if message := does_not_decide(ratings[chosen]):
            st.info(message)
        _form(view, evidence, ratings[chosen])


def _form(view: View, evidence: Evidence, rating: Mapping[str, Any]) -> None:
    used = scale(rating["scale_used"])
    assert used is not None, "the checks let no other scale in"
    same = "_".join(str(rating[name]) for name in ("round_id", "touchpoint_id", "source", "rater", "segment_id", "market"))
    with st.form(_key(f"form_{same}", evidence), border=False):
        new: dict[str, Any] = {"value": _value(used, rating, _key(f"value_{same}", evidence))}
        if rating["source"] in COUNTED:
            if evidence.cell["kind"] == "mandatory" and not words.missing(rating["met_n"]):
                st.caption(SATISFIED)
            for name, label in (("n", "Answers"), ("met_n", "Satisfied people among them")):
                stored = None if words.missing(rating[name]) else int(rating[name])
                new[name] = st.number_input(label, min_value=0, value=stored, step=1, key=_key(f"{name}_{same}", evidence))
        note = "" if words.missing(rating["note"]) else str(rating["note"])
        new["note"] = st.text_input("Note", note, key=_key(f"note_{same}", evidence), placeholder="Why it is changed") or None
        if st.form_submit_button("See what changes"):
            _ask(view, _Asked(_cell_key(evidence), {str(name): value for name, value in rating.items()}, new))


def _value(used: Scale, rating: Mapping[str, Any], key: str) -> float:
    step = 1.0 if used.high - used.low > 2 else 0.05
    stored = float(rating["value"])
    shown = readable(stored, decimals_of(used.high - used.low))
    return kept(
        st.number_input(f"Value, {used.label}", used.low * 1.0, used.high * 1.0, shown, step=step, format="%g", key=key), stored, shown
    )


def _ask(view: View, asked: _Asked) -> None:
    """Show what the change would do, if it is one and may be made."""
    if correction(asked.rating, asked.new) is None:
        st.info("This is what stands there already.")
        return
    with st.spinner("Computing what would change …"):
        seen = _rehearsed(view, asked)
    if seen.refused:
        for issue in seen.outcome.issues:
            st.error(literal(f"{issue.why} {issue.remedy}"))
        return
    st.session_state[ASKED] = asked
    st.rerun()


def _rehearsed(view: View, asked: _Asked) -> Preview:
    row, scope = correction(asked.rating, asked.new), view.answer.scope
    assert row is not None, "only what differs is asked about"
    return view.workspace.answer(
        ("score", repr(sorted(row.items())), scope), lambda: preview(view.workspace, lambda cursor: correct_in(cursor, row, user()), scope)
    )


def _confirm(view: View, evidence: Evidence, asked: _Asked) -> None:
    """What the change would do, as for every other change, and the buttons that make it or leave it."""
    to = f" → {_readable({**asked.rating, **asked.new}):g}" if asked.new["value"] != asked.rating["value"] else ""
    write_html(Markup("<h3>What would change</h3><p class='fact'>{}{}.{}</p>").format(_named(view, asked.rating), to, _stays(asked)))
    show_preview(view.workspace, _rehearsed(view, asked))
    with st.container(horizontal=True, gap="small"):
        if st.button("Change it", type="primary", key=_key("apply", evidence)):
            _write(view, asked)
        if st.button("Leave it as it is", key=_key("leave", evidence)):
            del st.session_state[ASKED]
            st.rerun()


def _write(view: View, asked: _Asked) -> None:
    try:
        correct_rating(view.workspace, asked.rating, asked.new)
    except InvalidData as refused:
        for issue in refused.issues:
            st.error(literal(f"{issue.why} {issue.remedy}"))
        return
    del st.session_state[ASKED]
    st.session_state[SAID] = (
        f"Changed: {literal(_named(view, {**asked.rating, **asked.new}))}.{_stays(asked)} It can be undone in the history."
    )
    st.rerun()


def _stays(asked: _Asked) -> str:
    """Where a survey's mean is changed and its satisfied people are not: that they stay."""
    rating, new = asked.rating, asked.new
    if new["value"] != rating["value"] and not words.missing(rating["met_n"]) and new.get("met_n", rating["met_n"]) == rating["met_n"]:
        return f" The number of satisfied people stays {int(rating['met_n']):,}."
    return ""


def _named(view: View, rating: Mapping[Any, Any]) -> str:
    at = (
        words.WHOLE
        if words.missing(rating["touchpoint_id"])
        else view.names.touchpoints.get(rating["touchpoint_id"], rating["touchpoint_id"])
    )
    segment = None if words.missing(rating["segment_id"]) else view.names.segments.get(rating["segment_id"], rating["segment_id"])
    who = [SOURCES[rating["source"]], *(str(part) for part in (rating["rater"], segment, rating["market"]) if not words.missing(part))]
    return f"{at} · {', '.join(who)} · {_readable(rating):g} ({rating['scale_used']})"


def _readable(rating: Mapping[Any, Any]) -> float:
    used = scale(rating["scale_used"])
    return readable(float(rating["value"]), decimals_of(used.high - used.low) if used else 2)


def _cell_key(evidence: Evidence) -> tuple[Any, ...]:
    return (evidence.cell["round_id"], evidence.cell["need_id"], evidence.cell["stage_id"])


def _key(what: str, evidence: Evidence) -> str:
    return f"score_{what}_{evidence.cell['need_id']}_{evidence.cell['stage_id']}"
