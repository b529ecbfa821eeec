"""A score is wrong? It is changed where it is read: one rating behind a cell, with its scale named."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from cx import words
from cx.analysis.evidence import Evidence
from cx.errors import InvalidData
from cx.intake.correct import correct_rating
from cx.intake.readable import decimals_of, kept, readable
from cx.model import SOURCES, Scale, scale
from cx.ui.bar import View
from cx.ui.said import plain_text

SAID = "score_said"
COUNTED = ("survey", "interview")
SATISFIED = "A mandatory need is judged by the share of satisfied people where it is known, not by the mean: correct both."


def change_score(view: View, found: Evidence) -> None:
    """A small form for one of the ratings behind the cell; a frozen round says that it takes no change."""
    if said := st.session_state.pop(SAID, None):
        st.success(said)
    if found.ratings.empty:
        return
    with st.expander("Change a score"):
        if not words.missing(view.answer.round["frozen_on"]):
            st.caption(f"{plain_text(view.answer.round['round_name'])} is frozen: its ratings take no more changes.")
            return
        ratings = found.ratings.to_dict("records")
        chosen = st.selectbox("Rating", range(len(ratings)), format_func=lambda number: _named(view, ratings[number]), key=_key("which", found))
        st.caption(plain_text(_named(view, ratings[chosen])))  # a list in a narrow panel cuts it off
        _form(view, found, ratings[chosen])


def _form(view: View, found: Evidence, rating: Mapping[Hashable, Any]) -> None:
    used = scale(rating["scale_used"])
    assert used is not None, "the checks let no other scale in"
    same = "_".join(str(rating[name]) for name in ("round_id", "touchpoint_id", "source", "rater", "segment_id", "market"))
    with st.form(_key(f"form_{same}", found), border=False):
        new: dict[str, Any] = {"value": _value(used, rating, _key(f"value_{same}", found))}
        if rating["source"] in COUNTED:
            if found.cell["kind"] == "mandatory" and not words.missing(rating["met_n"]):
                st.caption(SATISFIED)
            for name, label in (("n", "Answers"), ("met_n", "Satisfied people among them")):
                stored = None if words.missing(rating[name]) else int(rating[name])
                new[name] = st.number_input(label, min_value=0, value=stored, step=1, key=_key(f"{name}_{same}", found))
        note = "" if words.missing(rating["note"]) else str(rating["note"])
        new["note"] = st.text_input("Note", note, key=_key(f"note_{same}", found), placeholder="Why it is changed") or None
        if st.form_submit_button("Change it"):
            _write(view, rating, new)


def _value(used: Scale, rating: Mapping[Hashable, Any], key: str) -> float:
    step = 1.0 if used.high - used.low > 2 else 0.05
    stored = float(rating["value"])
    shown = readable(stored, decimals_of(used.high - used.low))
    return kept(st.number_input(f"Value, {used.label}", used.low * 1.0, used.high * 1.0, shown, step=step, format="%g", key=key), stored, shown)


def _write(view: View, rating: Mapping[Hashable, Any], new: Mapping[str, Any]) -> None:
    try:
        outcome = correct_rating(view.workspace, {str(k): v for k, v in rating.items()}, new)
    except InvalidData as refused:
        for one in refused.findings:
            st.error(plain_text(f"{one.why} {one.remedy}"))
        return
    if outcome is None:
        st.info("This is what stands there already.")
        return
    stays = ""
    if new["value"] != rating["value"] and not words.missing(rating["met_n"]) and new.get("met_n", rating["met_n"]) == rating["met_n"]:
        stays = f" The number of satisfied people stays {int(rating['met_n']):,}."
    st.session_state[SAID] = f"Changed: {plain_text(_named(view, {**rating, **new}))}.{stays} The history can take it back."
    st.rerun()


def _named(view: View, rating: Mapping[Any, Any]) -> str:
    at = words.WHOLE if words.missing(rating["touchpoint_id"]) else view.names.touchpoints.get(rating["touchpoint_id"], rating["touchpoint_id"])
    segment = None if words.missing(rating["segment_id"]) else view.names.segments.get(rating["segment_id"], rating["segment_id"])
    who = [SOURCES[rating["source"]], *(str(part) for part in (rating["rater"], segment, rating["market"]) if not words.missing(part))]
    return f"{at} · {', '.join(who)} · {_readable(rating):g} ({rating['scale_used']})"


def _readable(rating: Mapping[Any, Any]) -> float:
    used = scale(rating["scale_used"])
    return readable(float(rating["value"]), decimals_of(used.high - used.low) if used else 2)


def _key(what: str, found: Evidence) -> str:
    return f"score_{what}_{found.cell['need_id']}_{found.cell['stage_id']}"
