"""What is said about a file: findings as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cx import words
from cx.intake.findings import Finding


def finding_list(findings: Sequence[Finding], limit: int = 200) -> None:
    """Findings as a table: where, what, what to do. Nothing where there are none."""
    if not findings:
        return
    errors = sum(f.is_error for f in findings)
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
        for f in findings[:limit]
    ]
    said = words.count(errors, "thing to correct", "things to correct") if errors else words.count(len(findings), "note")
    st.html(f"<h3>{said}</h3>")
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"{said}, row by row", column_config={"Row": st.column_config.NumberColumn(format="%d")})
    if len(findings) > limit:
        st.caption(f"The first {limit} of {len(findings)}.")
