"""One column of a survey and how often each answer was given."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.survey.column import Column
from cx.ui.data.survey_questions import NO_RATING, TO_SAY, scale_labels
from cx.ui.shared.markup import write_html


def answers_of_a_question(columns: Sequence[Column], key: str) -> None:
    """One column and its answers."""
    with st.expander("Look at a column"):
        chosen = st.selectbox("Column", columns, format_func=lambda c: c.heading, key=f"look_{key}", width=420, persist_state="session")
        if chosen is None:
            return
        total = sum(chosen.answers.values())
        reason = words.sentence(chosen.suggestion.reason)
        likely = chosen.suggestion.scale or chosen.suggestion.perhaps
        label = scale_labels([likely]).get(likely, NO_RATING)
        scale = f"{TO_SAY}, perhaps {label}" if chosen.suggestion.perhaps else label
        write_html(
            Markup('<p class="fact">{}. Proposed: <b>{}</b>. {}</p>').format(
                words.count(chosen.different, "different answer"), scale, reason
            )
        )
        frame = pd.DataFrame({"Answer": [chosen.worded(answer) for answer in chosen.answers], "Times": list(chosen.answers.values())})
        frame["Share"] = frame["Times"] / max(1, total)
        st.dataframe(
            frame.head(60),
            hide_index=True,
            height=min(38 + 35 * len(frame), 400),
            alt=f"How often each answer to {chosen.heading} was given",
            column_config={"Share": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)},
        )
