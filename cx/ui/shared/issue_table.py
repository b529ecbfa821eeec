"""What is said about a file: findings as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.issues import Issue
from cx.ui.shared.markup import write_html

LINE = 45
"""Reasons of more characters than this break over several lines."""
LINES = 92
"""The height of a row that shows them, in px."""


def issue_table(issues: Sequence[Issue], limit: int = 200) -> None:
    """Findings as a table: where, what, what to do. Nothing where there are none."""
    if not issues:
        return
    errors = sum(f.is_error for f in issues)
    rows = [
        {
            "": "refused" if f.is_error else "note",
            "File": f.file,
            "Row": f.row,
            "Column": f.column or "",
            "Value": f.value or "",
            "What is wrong": f.why,
            "What to do": f.remedy,
        }
        for f in sorted(issues, key=lambda f: not f.is_error)[:limit]  # what must be corrected stands before what is only told
    ]
    told = words.count(len(issues) - errors, "note") if len(issues) > errors else ""
    heading = ", and ".join(part for part in (words.count(errors, "thing to correct", "things to correct") if errors else "", told) if part)
    write_html(Markup("<h3>{}</h3>").format(heading))
    long = any(len(f.why) > LINE or len(f.remedy) > LINE for f in issues[:limit])
    shape = {
        "Row": st.column_config.NumberColumn(format="%d", width=60),
        **dict.fromkeys(("", "Column"), st.column_config.TextColumn(width=80)),
        **dict.fromkeys(("What is wrong", "What to do"), st.column_config.TextColumn(width=320)),
    }
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        alt=f"{heading}, row by row",
        column_config=shape,
        row_height=LINES if long else None,
        placeholder="",
    )
    if len(issues) > limit:
        st.caption(f"The first {limit} of {len(issues)}.")
