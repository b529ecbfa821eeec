"""How much each respondent counts: by the weight that the file declares, by a column that a person says is one, or each once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx import words
from cx.survey import SurveyRows
from cx.survey.column import Column
from cx.ui.shared.markup import literal

NO_WEIGHTS = "none: each counts once"


def weights_of(survey: SurveyRows, columns: Sequence[Column], key: str) -> str | None:
    """The column of weights, blank for none; None until a person says whether a column that may hold them does."""
    likely = {column.heading: column.weight for column in columns if column.weight}
    declared = survey.code_book.weight if survey.code_book else ""
    options = [*likely, "", *(column.heading for column in columns if column.heading not in likely)]
    chosen = st.selectbox(
        "Weights",
        options,
        index=None if likely else options.index(declared if declared in options else ""),
        format_func=lambda heading: heading or NO_WEIGHTS,
        key=f"weights_{key}",
        placeholder="to be said",
        width=260,
        persist_state="session",
    )
    if likely and chosen is None:
        told = words.listing([f"“{heading}” ({weight.evidence})" for heading, weight in likely.items()], 3)
        st.info(literal(f"{told} may say how much each respondent counts. Say it under “Weights”: until then nothing is counted."))
    return chosen
