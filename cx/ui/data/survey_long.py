"""Answers with one row a respondent and question: asked, with the evidence, before they are stood up."""

from __future__ import annotations

import streamlit as st

from cx.store import Workspace
from cx.survey import SurveyRows
from cx.survey.long_form import form_of, stood_up
from cx.ui.data import upload_state
from cx.ui.shared.markup import literal


def one_row_each(opened: Workspace, survey: SurveyRows, key: str) -> tuple[SurveyRows, str]:
    """The survey with one row a respondent, and the key of what is made of it; as it is where it has that, or somebody says so."""
    form = None if survey.code_book else opened.answer(("long form", key), lambda: form_of(survey))
    if form is None:
        return survey, key
    wanted = st.toggle(
        "One row is one answer: give each question a column of its own",
        True,
        key=f"long_{key}",
        help="Off: one row is one respondent",
        persist_state="session",
    )
    st.caption(literal(form.reason))
    if not wanted:
        return survey, key
    found = upload_state.worked_out(opened, ("stood up", key), lambda: stood_up(survey, form))
    for told in found.told:
        st.warning(literal(told))
    return found.survey, f"{key}_long"
