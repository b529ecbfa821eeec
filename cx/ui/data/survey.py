"""A survey of respondents, read with the help of a person: look at a column, say what it rates, see the ratings, apply."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.errors import InvalidData
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.survey import SurveyMapping, SurveyRows, items_csv, segments_csv
from cx.survey.column import Column
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.survey.new_model import NOTHING_NEW, used_by
from cx.survey.targets import targets
from cx.ui.data.survey_answers import answers_of_a_question
from cx.ui.data.survey_doubtful import who_counts
from cx.ui.data.survey_first import lacking, say_what_is_missing
from cx.ui.data.survey_long import one_row_each
from cx.ui.data.survey_model import as_made, keep_answers
from cx.ui.data.survey_questions import questions
from cx.ui.data.survey_result import result
from cx.ui.data.survey_start import start
from cx.ui.data.survey_who import who_answered
from cx.ui.shared.download import download
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.progress import progress


def section(opened: Workspace, table: TextTable) -> None:
    """The whole way of one survey, from its columns to the ratings that are written."""
    known = targets(opened)
    survey, key = one_row_each(opened, rows_of(table), str(table.serial))
    missing = lacking(known)
    if missing:
        say_what_is_missing(missing, key)
    who = who_counts(opened, survey, key)
    if who is None:
        return
    survey, key = who
    try:
        columns = _columns(opened, survey, key)
    except InvalidData as refused:
        issue_table(refused.issues)
        return
    made = as_made(opened, columns, known, key) if missing else (known, start(opened, survey, columns, known, key), NOTHING_NEW)
    answers_of_a_question(columns, key)
    if made is None:
        return
    known, begun, model = made
    items = questions(columns, known, begun, key)
    if missing:
        keep_answers(items, key)
    answered = who_answered(columns, known, begun, key, lead_on=not missing)
    mapping = SurveyMapping(items, answered.rules, "the questions", "the segments")
    _keep(mapping, key)
    if not items or not answered.rules:
        to_say = [
            what for what, some in (("which question rates which touchpoint or need", items), ("who answered", answered.rules)) if not some
        ]
        st.info(f"Say {words.listing(to_say)}, and the ratings appear here.")
        return
    result(opened, survey, mapping, columns, key, answered.segments, used_by(model, items, known))


def _columns(opened: Workspace, survey: SurveyRows, key: str) -> list[Column]:
    counted = st.session_state.setdefault("survey_columns", {})
    place = st.container()  # also where nothing is counted: else what follows would move, and what is unfolded close
    if key not in counted:
        with place, st.spinner("Counting the answers …"), progress("Counting"):
            counted.clear()
            counted[key] = columns_of(opened, survey)
    return counted[key]


def _keep(mapping: SurveyMapping, key: str) -> None:
    with st.container(horizontal=True, gap="small"):
        download("Save the questions (CSV)", lambda: items_csv(mapping), "survey_items.csv", "text/csv", key=f"items_csv_{key}")
        download("Save the segments (CSV)", lambda: segments_csv(mapping), "survey_segments.csv", "text/csv", key=f"segments_csv_{key}")
