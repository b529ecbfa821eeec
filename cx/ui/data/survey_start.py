"""The mapping that a survey begins with: two saved files, the one remembered, or what the columns suggest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import streamlit as st

from cx import words
from cx.store import Workspace
from cx.survey import SurveyMapping, SurveyRows, fit, holds_rules, read_mapping
from cx.survey.column import Column
from cx.survey.mapping import by_heading
from cx.survey.mapping_memory import contradicted, fitting, remembered_mapping
from cx.survey.propose import propose_items, propose_rules
from cx.survey.targets import Targets
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.markup import literal


def start(opened: Workspace, survey: SurveyRows, columns: Sequence[Column], known: Targets, key: str) -> SurveyMapping:
    """The mapping to begin with: two files, the one remembered, or what the columns suggest."""
    proposed = SurveyMapping(tuple(propose_items(columns, known)), tuple(propose_rules(columns, known)))
    files = st.file_uploader(
        "A mapping that was saved before (survey_items.csv and survey_segments.csv), if there is one",
        ["csv", "tsv", "txt", "xlsx", "ods"],
        accept_multiple_files=True,
        key=f"mapping_{key}",
    )
    if files:
        return _from_files(survey, {f.name: f.getvalue() for f in files}) or proposed
    before, file, missing = remembered_mapping(opened, survey)
    if before is None:
        return proposed
    if others := contradicted(before, columns):
        told = words.listing([f"“{heading}” on {scale}, and here it says {said}" for heading, scale, said in others], 4)
        st.warning(f"{literal(file)} was read otherwise than this file, or its code book, says: {literal(told)}. Say below which is right.")
    if missing:
        kept_part, lacking = fitting(before, survey.columns, missing)
        st.warning(
            f"A survey much like this one, {literal(file)}, was read before. What fits is kept; of what it used, "
            f"{words.count(len(missing), 'column is', 'columns are')} not in this file: {literal('; '.join(lacking))}"
        )
        return kept_part
    st.caption(f"Read as {literal(file)} was. Change below what is different.")
    return before


def _from_files(survey: SurveyRows, files: Mapping[str, bytes]) -> SurveyMapping | None:
    """The mapping of two uploaded files, told apart by their columns; None, with the reasons on the page, if it does not fit."""
    segments = next((name for name, content in files.items() if holds_rules(name, content)), None)
    items = next((name for name in files if name != segments), None)
    if segments is None or items is None:
        st.info("Drop both files: the one with the questions (survey_items.csv) and the one with the segments (survey_segments.csv).")
        return None
    mapping, issues = read_mapping((items, files[items]), (segments, files[segments]))
    mapping = by_heading(mapping, survey.code_book)
    issues += fit(mapping, survey.columns, survey.name)
    if any(issue.is_error for issue in issues):
        st.warning("The mapping does not fit this file and is not used.")
        issue_table(issues)
        return None
    return mapping


def stamp(start: SurveyMapping) -> str:
    """A grid starts anew when what it starts from is another."""
    return hashlib.sha256(repr(start).encode()).hexdigest()[:12]
