"""Responses that perhaps do not count, and columns that are not read: asked and said before anything is counted."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.store import Workspace
from cx.survey import SurveyRows
from cx.survey.doubtful import doubtful, without
from cx.survey.personal import personal_columns
from cx.ui.shared.markup import literal

LEAVE_OUT, COUNT = "leave out", "count"
SAID_BY_PLATFORM = ("previews", "spam")
"""Kinds of responses of which the platform itself says that nobody answered."""


def who_counts(opened: Workspace, survey: SurveyRows, key: str) -> tuple[SurveyRows, str] | None:
    """The survey with the responses that count, and the key of what is made of it; None while somebody has still to say whether some do."""
    personal = opened.answer(("personal", key), lambda: personal_columns(survey))
    if personal:
        shown = words.listing([f"“{heading[:60]}” ({held})" for heading, held in personal.items()], 8)
        st.caption(literal(f"Not read, since they say who somebody is or where: {shown}."))
    left: set[int] = set()
    undecided: list[str] = []
    choices: list[str] = []
    for one in opened.answer(("doubtful", key), lambda: doubtful(survey)):
        choice = st.segmented_control(
            literal(f"{words.count(len(one.rows), 'response')}: {one.what}. {one.reason}"),
            [LEAVE_OUT, COUNT],
            default=LEAVE_OUT if one.what in SAID_BY_PLATFORM else None,
            format_func=str.capitalize,
            key=f"doubt_{one.what}_{key}",
            persist_state="session",
        )
        if choice is None:
            undecided.append(one.what)
        elif choice == LEAVE_OUT:
            left |= one.rows
            choices.append(one.what)
    if undecided:
        st.info(f"Say whether the responses that are {literal(words.listing(undecided))} count, and the questions appear here.")
        return None
    return without(survey, left), "_".join([key, *choices])
